"""/promise: what somebody said she would do, until when, and whether it was kept.

``face.py`` is how a promise looks; ``make.py`` and ``ending.py`` change it, ``deadline.py`` reads until when its words
say; ``listing.py`` shows one and many; ``clock.py`` is what the clock says; ``leaving.py`` is for the promises of
somebody who is gone.
"""
