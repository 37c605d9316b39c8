"""/activity: proposed with its numbers, judged by ROI, run in phases by the clock, and closed with what it brought.

``face.py`` is how an activity looks; ``propose.py`` and ``decide.py`` bring it up to its start; ``course.py`` is what
comes when (pure), ``clock.py`` does it and ``told.py`` says it to people; ``takings.py`` is what it brings,
``brought.py`` what that changed, ``review.py`` looks back; ``listing.py`` and ``calendar.py`` show them all.
"""
