"""/oncall: who answers now, and whose turn it is when.

``now.py`` tells who is on call, and lets somebody take a shift at once; ``setting.py`` makes the rota; ``words.py`` is
how shifts are said.
"""
