"""/risk: what goes wrong, who has it in hand, how far it is, and until when the team has to have answered.

``face.py`` is how a risk looks; ``raising.py`` opens one; ``answer.py`` is for whoever takes it in hand; ``calls.py``
calls for help until somebody has; ``clocks.py`` is what is due until when; ``listing.py`` shows one and many.
``noting.py`` keeps what is done and said, ``story.py`` tells it; ``playbook.py`` is the checklist of its kind;
``actions.py`` makes tasks of it; ``report.py`` is drafted when it is closed, from what ``findings.py`` finds in the
story, and ``score.py`` asks how it was handled.
"""
