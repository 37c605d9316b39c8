"""What stands in a report, told in the order in which it stands there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Community:
    """From here on the report is about this community; None: about one that has to be asked for."""

    key: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """From here on the report is about this day."""

    day: date


@dataclass(frozen=True, slots=True)
class Booked:
    """A metric and its value; `text` is how it was written."""

    key: str
    value: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a note."""

    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """What was not understood; `sought` is the word whose nearest names may help."""

    text: str
    reason: str
    nearest: tuple[str, ...] = ()
    sought: str = ""


Item = Community | Day | Booked | Note | Left
