"""/oncall: who answers now, and whose turn it is when.

``now.py`` tells who is on call, and lets somebody take a shift at once; ``setting.py`` makes the rota; ``override.py``
puts somebody in for a time, and ``standin.py`` tells whom it concerns. ``swap.py`` asks one person, ``cover.py`` all of
them; ``request.py`` and ``deal.py`` are what becomes of that. ``warn.py`` looks for shifts in which nobody answers,
``clash.py`` for those in a leave. ``shift.py`` is the clock of shifts: ``turn.py`` finds who comes when, ``reach.py``
and ``lost.py`` ask whether she can be reached, ``soon.py`` reminds, ``arrive.py``, ``accept.py`` and ``facts.py`` hand
over, and ``late.py`` tells that nobody has accepted. ``spans.py`` is how a shift is meant, ``words.py`` how it is said.
"""
