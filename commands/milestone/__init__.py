"""/milestone: the stages of a goal, with what is delivered, how it is accepted, until when, and who answers for it.

``face.py`` is how a milestone looks; ``add.py`` and ``finish.py`` change it; ``listing.py`` and ``look.py`` show one
and many; ``board.py`` is the week's progress, slipping first; ``people.py`` is who has what; ``clock.py`` is what the
clock says.
"""
