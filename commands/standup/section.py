"""What a part of the stand-up board is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commands.kit import Button, Ctx, Said
from commands.kit.plan import calendar_of

LONGEST = timedelta(days=14)
"""How far a board looks back at most."""


@dataclass(frozen=True, slots=True)
class Section:
    """``most`` lines stand on the card; the others are said by ``rest``, a line to type."""

    heading: Said
    lines: Sequence[Said]
    most: int
    rest: str = "/standup page:2"
    buttons: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class Morning:
    """The day of a board, and the days since the one before: the last working day and those off after it."""

    day: date
    days: Sequence[date]

    @property
    def last(self) -> date:
        return self.days[-1]


async def morning_of(ctx: Ctx, day: date, since: date | None = None) -> Morning:
    """``since``: the first board that was missed."""
    calendar = await calendar_of(ctx.store, ctx.team)
    first = (since or day) - timedelta(days=1)
    while not calendar.works(first) and day - first < LONGEST:
        first -= timedelta(days=1)
    first = max(first, day - LONGEST)
    return Morning(day, tuple(first + timedelta(days=at) for at in range((day - first).days)))
