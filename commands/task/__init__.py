"""/task: work that is claimed by one person at a time and followed until it is verified.

``face.py`` is how a task looks; ``add.py``, ``claim.py`` and ``finish.py`` change it; ``look.py`` lists; ``clock.py``
is what the clock says of it. ``routine.py`` is the week's standing work, ``template.py`` work that comes together,
``lines.py`` the work of an activity. ``whole.py`` is what a task is a part of; ``leaving.py`` sees to the tasks of
somebody who is gone.
"""
