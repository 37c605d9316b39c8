"""/signal: figures that are abnormal, what caused them, and who takes them up.

``listing.py`` is the list, ``show.py`` one of them; ``take.py`` makes one somebody's task, and looks again by the
clock. How figures are judged is in ``commands/kit/signals``.
"""
