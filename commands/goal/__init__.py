"""/goal: what the team wants to reach: a level in each week, growth, or a way from a value to a value by a day.

``reading.py`` understands what is typed and ``deadline.py`` until when; ``rules.py`` says what cannot be a goal;
``setting.py`` and ``editing.py`` change one; ``face.py``, ``listing.py`` and ``look.py`` show them; ``usual.py`` offers
the usual ones; ``objectives.py`` is what goals are for; ``clock.py`` is how one ends.
"""
