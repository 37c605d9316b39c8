"""Eight weeks of sample numbers: a weekday rhythm, slow growth, a campaign, a drop, a few missing days. Pure, and the
same at every start: a day's figures depend on the community and the day alone."""

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .people import Park

DAYS = 56
MISSING = 0.035
"""The share of days for which nobody reported."""
LATE = 0.04
SURELY_THERE = (0, 5, 6)
"""Days back from the last one that are never missing: it is shown against the day before it, and the next reports
against it and their weekday."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample report."""

    park: Park
    day: date
    values: Mapping[str, Decimal]
    note: str | None = None
    late: bool = False


def samples(park: Park, first_last: date, last: date, metrics: Collection[str]) -> Iterator[Sample]:
    """The reports of one community until ``last``, oldest first. ``first_last`` is the last day of the first start: 8
    weeks lie before it, and a later start goes on from there. ``metrics``: the keys that are asked for."""
    members = park.members
    day = first_last - timedelta(days=DAYS - 1)
    while day <= last:
        dice = random.Random(f"{park.key} {day.isoformat()}")  # noqa: S311 - sample data, nothing secret
        back = (first_last - day).days
        values = _day(park, day, back, members, dice)
        members = int(values["members"])
        if (last - day).days in SURELY_THERE or dice.random() >= MISSING:
            known = {key: value for key, value in values.items() if key in metrics}
            yield Sample(park, day, known, _note(park, back), late=dice.random() < LATE)
        day += timedelta(days=1)


def sample_of(park: Park, first_last: date, day: date, metrics: Collection[str]) -> Sample:
    """What one community reports on one day, which is after ``first_last``."""
    *_, found = samples(park, first_last, day, metrics)
    return found


def _day(park: Park, day: date, back: int, members: int, dice: random.Random) -> dict[str, Decimal]:
    mood = park.rhythm[day.weekday()] * dice.gauss(1, 0.045)
    effect = _effect(park, back)
    joined = max(0, round(park.daily * mood * effect**2 * (1.1 - back / 600)))
    left = min(members, round(park.daily * 0.6 * dice.uniform(0.7, 1.4) / max(effect, 0.7)))
    members += joined - left
    active = min(members, round(members * park.lively * mood * effect))
    engaged = min(active, round(active * dice.uniform(0.36, 0.46)))
    payers = min(active, round(active * park.buying * dice.uniform(0.85, 1.15) * effect))
    orders = payers + round(payers * dice.uniform(0.08, 0.2))
    invites = round(joined * dice.uniform(1.6, 2.4))
    figures: dict[str, float] = {
        "members": members,
        "joined": joined,
        "left": left,
        "active": active,
        "engaged": engaged,
        "messages": round(engaged * dice.uniform(2.6, 3.6)),
        "posts": dice.randint(2, 6) + (3 if effect > 1 else 0),
        "reach": round(active * dice.uniform(2.2, 3.1)),
        "invites": invites,
        "invited_joins": min(joined, round(invites * dice.uniform(0.2, 0.34))),
        "payers": payers,
        "orders": orders,
        "repeat_orders": min(orders, round(orders * dice.uniform(0.28, 0.4))),
        "revenue": round(orders * park.basket * dice.uniform(0.93, 1.07)),
        "refunds": min(orders, round(orders * dice.uniform(0.0, 0.035))),
        "complaints": dice.choice((0, 0, 0, 1, 1, 2)) + (2 if effect < 1 else 0),
        "negative": dice.choice((0, 0, 1, 1, 2)) + (4 if effect < 1 else 0),
        "satisfaction": round(min(99.0, 91 + dice.gauss(0, 1.6) - (9 if effect < 1 else 0)), 1),
    }
    return {key: Decimal(str(value)) for key, value in figures.items()}


def _effect(park: Park, back: int) -> float:
    """What a campaign or an incident does to the day."""
    for span in (park.bump, park.dip):
        if span is not None and span[1] <= back <= span[0]:
            return span[2]
    return 1.0


def _note(park: Park, back: int) -> str | None:
    if park.bump and back == park.bump[0]:
        return "Campaign week has started; many invitations."
    if park.dip and back == park.dip[0]:
        return "A late delivery; members ask about it."
    return None
