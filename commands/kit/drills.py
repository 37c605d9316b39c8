"""A drill: a red risk that nobody has, on a clock that runs faster; and what it showed. Pure.

It ends when somebody verified that it is solved, or after an hour, or with its last clock if that is sooner. One that
was stopped, or gave way to a real risk, is no drill that was run.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

from storage import ClockName, Deed, Risk, RiskClock, RiskEntry

from .calendar import WorkCalendar
from .moments import instant_of

USUAL_PACE: Final = 12
"""The two hours of the statement take ten minutes."""
PACES: Final = (2, 60)
LONGEST: Final = timedelta(hours=1)
GOOD: Final = 90
"""The field's practice: a drill that its people score lower on average is repeated."""
SCORED_FOR: Final = timedelta(hours=24)
"""How long they are waited for."""
AGAIN_AFTER: Final = timedelta(weeks=2)

Ending = Literal["verified", "over", "stopped", "real"]

_TOOK_IT: Final[tuple[Deed, ...]] = ("acked", "handed", "solved")


def ends_at(risk: Risk, clocks: Collection[RiskClock]) -> datetime:
    """When it is over at the latest."""
    an_hour = risk.raised_at + LONGEST
    return min(an_hour, max((clock.due_at for clock in clocks), default=an_hour))


def ending(risk: Risk) -> Ending:
    """How one that is closed ended: whoever verifies gives a reason, whoever stops it none; the clock gives one where
    something real came first."""
    if risk.closed_by is None:
        return "real" if risk.reason else "over"
    return "verified" if risk.reason else "stopped"


def counts(risk: Risk) -> bool:
    """Whether it is a drill that was run, or is going."""
    return risk.closed_at is None or ending(risk) in ("verified", "over")


@dataclass(frozen=True, slots=True)
class Mark:
    """How one clock went. ``took`` is ``None`` where it was not done, ``spent`` what had passed of it by the end."""

    name: ClockName
    allowed: timedelta
    spent: timedelta
    took: timedelta | None = None
    by: int | None = None

    @property
    def kept(self) -> bool:
        return self.took is not None and self.took <= self.allowed

    @property
    def percent(self) -> int:
        """Of the time that it had."""
        return round(100 * (self.took or self.spent) / self.allowed)


def marks(risk: Risk, clocks: Sequence[RiskClock], now: datetime) -> list[Mark]:
    """Of its last level, in the order in which they were due. Of one that was broken off before its end those that
    ran then say nothing."""
    end = risk.closed_at or now
    broken_off = not counts(risk)
    return [
        Mark(
            clock.name, clock.due_at - clock.started_at, end - clock.started_at,
            None if clock.stopped_at is None else clock.stopped_at - clock.started_at, clock.stopped_by,
        )
        for clock in clocks
        if clock.started_at == risk.since and not (broken_off and clock.stopped_at is None and clock.due_at > end)
    ]  # fmt: skip


def slowest(found: Sequence[Mark]) -> Mark | None:
    """What used most of its time, of all that was done or was late; ``None`` where nothing was."""
    done = [one for one in found if one.took is not None or one.spent >= one.allowed]
    return max(done, key=lambda one: (one.took is None, one.percent), default=None)


def unanswered(story: Sequence[RiskEntry]) -> list[int]:
    """Who was called until it went on to the next, or to the end, without anybody taking it."""
    calls = list(dict.fromkeys(one.at for one in story if one.deed == "called"))
    silent: dict[int, None] = {}
    for n, at in enumerate(calls, 1):
        until = calls[n] if n < len(calls) else None
        during = [one for one in story if at <= one.at and (until is None or one.at < until)]
        if not any(one.deed in _TOOK_IT for one in during):
            silent |= {one.person: None for one in during if one.deed == "called" and one.person is not None}
    return list(silent)


def repeat_at(risk: Risk, zone: tzinfo, calendar: WorkCalendar) -> datetime:
    """On a working day two weeks later, at the same time of the day."""
    local = risk.raised_at.astimezone(zone)
    day = local.date() + AGAIN_AFTER
    if not calendar.works(day):
        day = calendar.later(day, 1)
    return instant_of(datetime.combine(day, local.time()), zone)
