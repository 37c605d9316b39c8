"""What people have in files comes in: history of numbers, and days of the team's calendar. Nothing is guessed: what is
not understood is refused with its line and the nearest right word, and what is there already stays as it is.

It may run beside a desk that is running: each batch is one unit of work, which the database lets in between others.
"""

from .refused import Refused, Unusable
from .told import calendar, numbers

__all__ = ["Refused", "Unusable", "calendar", "numbers"]
