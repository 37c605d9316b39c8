"""When something goes wrong: risks with their clocks and their story, and the rota of those who answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Level = Literal["blue", "yellow", "red"]
RiskState = Literal["monitor", "identify", "respond", "verify", "closed"]
ClockName = Literal["ack", "respond", "plan", "statement", "solution"]
Deed = Literal[
    "raised", "opened", "acked", "stale", "left", "helps", "noted", "pinned", "silenced", "handed", "levelled",
    "planned", "edited", "ticked", "called", "unreachable", "nobody", "nudged", "late", "written", "approved", "posted",
    "solved", "rejected", "verified", "joined", "merged", "action", "improve", "report",
]  # fmt: skip
Rotation = Literal["daily", "weekly", "hours"]
LayerDays = Literal["all", "weekdays", "workdays"]
FOLDED = -1
"""The ``step`` of a risk that came with many others."""
SwapState = Literal["asked", "agreed", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Risk:
    """``number`` counts within the team. ``kind`` is the key of a playbook. ``since`` is when it first came to its
    level: the clocks of that count from then. ``owner`` is whoever acknowledged it, or took it over; without one it is
    unanswered. ``acked_by`` and ``acked_at`` are the first acknowledgement, also when that went stale and somebody else
    has it. ``step`` counts the calls for help since then; ``FOLDED`` comes before all of them. ``rule`` says what it
    came out of: what opened one that nobody raised, or the figures that it is about. ``drill``: an exercise, whose
    clocks run ``pace`` times as fast."""

    id: int
    team: int
    number: int
    level: Level
    kind: str
    title: str
    raised_at: datetime
    since: datetime
    details: str = ""
    community: int | None = None
    raised_by: int | None = None
    state: RiskState = "monitor"
    owner: int | None = None
    acked_by: int | None = None
    acked_at: datetime | None = None
    stale_at: datetime | None = None
    """When its acknowledgement counts no more, unless somebody writes a note before."""
    silenced_until: datetime | None = None
    step: int = 0
    solved_at: datetime | None = None
    solved_by: int | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    reason: str = ""
    same_as: int | None = None
    """The number of the risk that it turned out to be part of."""
    rule: str = ""
    drill: bool = False
    pace: int = 1

    @property
    def folded(self) -> bool:
        """It stands on one card with many others, and nobody is called for it yet."""
        return self.step == FOLDED and self.owner is None and self.closed_at is None

    @property
    def answered(self) -> bool:
        """Somebody has it in hand."""
        return self.owner is not None


@dataclass(frozen=True, slots=True)
class RiskClock:
    """A time by which something is to be done about a risk, in elapsed time. One that is ``void`` counts no more,
    because the level changed, or the risk was closed before it was due."""

    risk: int
    name: ClockName
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    stopped_by: int | None = None
    void: bool = False

    @property
    def runs(self) -> bool:
        return self.stopped_at is None and not self.void

    def kept(self, now: datetime) -> bool | None:
        """Whether it was stopped in time; ``None`` while that is open, and for one that is void."""
        if self.void or (self.stopped_at is None and now < self.due_at):
            return None
        return self.stopped_at is not None and self.stopped_at <= self.due_at


@dataclass(frozen=True, slots=True)
class RiskEntry:
    """One line of the story of a risk. ``words`` are what somebody said, or what the deed is about."""

    id: int
    risk: int
    at: datetime
    deed: Deed
    person: int | None = None
    platform: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One version of what the team says in public. ``approved_by`` is somebody else than ``by``."""

    id: int
    risk: int
    version: int
    words: str
    by: int
    at: datetime
    approved_by: int | None = None
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk as an export has it."""

    workspace: str
    id: int
    level: str
    kind: str
    title: str
    state: str
    raised_by: str
    raised_at: datetime
    acked_by: str
    acked_at: datetime | None
    statement_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Layer:
    """One line of a rota: ``people`` take turns from ``begins_at`` on, the first of them first. The order of
    ``position`` is the order in which they are called. ``rotation``: the turn changes each day, each week, or every
    ``hours`` at ``handover`` (minutes since midnight, of the team's zone) and, weekly, on ``weekday`` (Monday = 0).
    ``first`` and ``last`` are the minutes of the day that it covers, such as an early shift; the same means all day.
    A layer that was changed has ended, and another with its name goes on."""

    id: int
    team: int
    name: str
    position: int
    rotation: Rotation
    people: tuple[int, ...]
    begins_at: datetime
    handover: int = 9 * 60
    weekday: int = 0
    hours: int = 0
    first: int = 0
    last: int = 0
    days: LayerDays = "all"
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody has a layer for a time, whatever its turns say; of two the newer counts. ``why`` is ``override``,
    ``swap`` or ``take``."""

    id: int
    team: int
    layer: str
    person: int
    from_at: datetime
    until_at: datetime
    made_at: datetime
    why: str = "override"
    made_by: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """A shift that somebody wants to give away: to ``taker``, or to whoever presses first. ``back_from`` and
    ``back_until`` are the shift of the taker that she gets for it."""

    id: int
    team: int
    number: int
    layer: str
    giver: int
    from_at: datetime
    until_at: datetime
    made_at: datetime
    taker: int | None = None
    back_from: datetime | None = None
    back_until: datetime | None = None
    state: SwapState = "asked"
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """The beginning of a shift: whether whoever comes could be reached the day before, and took it over."""

    team: int
    layer: str
    starts_at: datetime
    person: int
    leaving: int | None = None
    asked_at: datetime | None = None
    reached_at: datetime | None = None
    announced_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: int | None = None
