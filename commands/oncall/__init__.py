"""/oncall: who answers now, and whose turn it is when.

``now.py`` tells who is on call, and lets somebody take a shift at once; ``setting.py`` makes the rota; ``words.py`` is
how shifts are said. ``shift.py`` is its clock: ``turn.py`` finds who comes when, ``reach.py`` and ``lost.py`` ask
whether she can be reached, ``soon.py`` reminds, ``arrive.py``, ``accept.py`` and ``facts.py`` hand over.
"""
