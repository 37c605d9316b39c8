"""Who has what in which week, and how much each has had, as pictures in plain data. The same facts stand beside them in
words, for whoever cannot see a picture and wherever it cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .texts import Said, Value

Stay = Literal["turn", "agreed", "gap", "hers"]


@dataclass(frozen=True, slots=True)
class Stint:
    """``since`` and ``until`` are counted in days from the first one of the picture. ``turn``: it is somebody's turn,
    ``agreed``: she stands in, ``gap``: nobody answers, ``hers``: of the one who asked for hers."""

    since: float
    until: float
    name: Value
    look: Stay = "turn"


@dataclass(frozen=True, slots=True)
class Lane:
    """What one row of each week shows. ``note`` says its hours, or when it changes hands."""

    name: Value
    note: Value
    stints: tuple[Stint, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """``weeks`` of seven days from ``first`` on. ``off`` are the days on which the team does not work; ``holidays``
    those of them that have a name, ``extra`` the working days at a weekend. ``words`` tell everything."""

    title: Said
    first: date
    weeks: int
    lanes: tuple[Lane, ...]
    words: tuple[Said, ...]
    today: date | None = None
    off: tuple[date, ...] = ()
    holidays: tuple[date, ...] = ()
    extra: tuple[date, ...] = ()
    kind: Literal["roster"] = "roster"

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ValueError("a roster has no week")


@dataclass(frozen=True, slots=True)
class Share:
    """What one person had, in the parts of which it is made; ``note`` stands behind her name."""

    name: Value
    parts: tuple[Decimal, ...]
    note: Value = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """A bar for each, the parts side by side; ``looks`` are what the parts are called, at most three."""

    title: Said
    looks: tuple[Said, ...]
    shares: tuple[Share, ...]
    words: tuple[Said, ...]
    kind: Literal["shares"] = "shares"

    def __post_init__(self) -> None:
        if any(len(share.parts) != len(self.looks) for share in self.shares) or len(self.looks) > 3:
            raise ValueError("a share has other parts than there are looks")
