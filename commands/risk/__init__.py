"""/risk: what goes wrong, who has it in hand, how far it is, and until when the team has to have answered.

``face.py`` is how a risk looks; ``raising.py`` opens one; ``answer.py`` is for whoever takes it in hand; ``calls.py``
calls for help until somebody has; ``clocks.py`` is what is due until when; ``listing.py`` shows one and many.
"""
