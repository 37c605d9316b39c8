"""/standup: one live card each working morning: the figures, and everything that wants somebody today.

``sections.py`` lists what the board can say, worst first; ``board.py`` folds it into one message and posts it.
"""
