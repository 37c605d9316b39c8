"""Activities, what they brought, what was learnt from them, and the milestones on the way to a goal."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Tier = Literal["light", "medium", "heavy", "viral"]
Phase = Literal[
    "proposed", "refused", "approved", "preheat", "ignition", "afterglow", "ended", "locked", "stopped"
]  # fmt: skip
"""``proposed`` waits for a manager's yes, ``refused`` for a director's word against the forecast. ``approved`` waits
for its first day; ``preheat``, ``ignition`` and ``afterglow`` run by the clock. ``ended`` still takes figures,
``locked`` does not. ``stopped``: it never began; one that is stopped while it runs has ``ended``."""


@dataclass(frozen=True, slots=True)
class Activity:
    """``number`` counts within the team. Money is in the team's currency. ``preheat_at``, ``starts_at``,
    ``afterglow_at`` and ``ends_at`` are when its phases begin and the last one ends, ``locks_at`` when its figures are
    final. ``forecast`` and ``locked_roi`` are ROI, ``None`` where nothing was spent. ``beaten_at``: until when the
    clock has done what is due. ``alarmed``: the directors know that it loses money. ``frozen_at``: since when the prize
    pool is frozen. ``proposed_by`` and the others are people."""

    id: int
    team: int
    number: int
    name: str
    tier: Tier
    goal: str
    budget: Decimal
    revenue: Decimal
    cost: Decimal
    refunds: Decimal
    risks: str
    plan: str
    preheat_at: datetime
    starts_at: datetime
    afterglow_at: datetime
    ends_at: datetime
    locks_at: datetime
    proposed_at: datetime
    proposed_by: int | None = None
    phase: Phase = "proposed"
    community: int | None = None
    forecast: Decimal | None = None
    overridden_by: int | None = None
    override_why: str = ""
    approved_by: int | None = None
    approved_at: datetime | None = None
    stopped_by: int | None = None
    stopped_at: datetime | None = None
    stop_why: str = ""
    beaten_at: datetime | None = None
    alarmed: bool = False
    frozen_at: datetime | None = None
    locked_roi: Decimal | None = None
    locked_at: datetime | None = None

    @property
    def running(self) -> bool:
        return self.phase in ("preheat", "ignition", "afterglow")

    @property
    def preheats_at(self) -> datetime:
        """When its preheat begins in truth: not before it was approved. At ``starts_at`` there is none."""
        return min(max(self.preheat_at, self.approved_at or self.proposed_at), self.starts_at)

    @property
    def over(self) -> bool:
        """Nothing of it is still to come but its figures and its review."""
        return self.phase in ("ended", "locked", "stopped", "refused")


@dataclass(frozen=True, slots=True)
class Takings:
    """What an activity has brought and cost until an instant, altogether; ``None`` is not said yet. ``entries`` are
    those who took part, ``abnormal`` those of them that look like fraud."""

    at: datetime
    by: int | None
    revenue: Decimal | None = None
    refunds: Decimal | None = None
    cost: Decimal | None = None
    entries: int | None = None
    abnormal: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityReview:
    """The five parts of looking back; a correction is a new version."""

    goal: str
    achieved: str
    deviation: str
    cause: str
    improvement: str
    at: datetime
    by: int | None

    @property
    def parts(self) -> tuple[str, str, str, str, str]:
        return self.goal, self.achieved, self.deviation, self.cause, self.improvement


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity as an export has it."""

    workspace: str
    id: int
    name: str
    tier: str
    state: str
    community: str
    budget: Decimal
    forecast_roi: Decimal | None
    locked_roi: Decimal | None
    starts: datetime
    ends: datetime


LessonKind = Literal["reusable", "pitfall"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something for the case library: a module to use again, or a pitfall. ``activity`` is where it was learnt."""

    id: int
    team: int
    number: int
    kind: LessonKind
    title: str
    words: str
    made_at: datetime
    made_by: int | None = None
    activity: int | None = None
    tier: str = ""
    """Of the activity, so that it is offered again for a similar one."""
    retired_at: datetime | None = None


MilestoneState = Literal["open", "done", "verified", "dropped"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage on the way to a goal: what is delivered, how it is accepted, until when, and who answers for it.
    ``goal`` is written out. ``planned_at`` is the first due time; ``due_at`` may have been moved since."""

    id: int
    team: int
    number: int
    title: str
    goal: str
    due_at: datetime
    planned_at: datetime
    made_at: datetime
    deliverables: str = ""
    criteria: str = ""
    state: MilestoneState = "open"
    owner: int | None = None
    made_by: int | None = None
    done_at: datetime | None = None
    done_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    why: str = ""

    @property
    def reached(self) -> bool:
        """Done, and nobody has to check it any more: without acceptance criteria nobody has to."""
        return self.state == "verified" or (self.state == "done" and not self.criteria)

    @property
    def over(self) -> bool:
        """Nobody has anything to do with it any more."""
        return self.reached or self.state == "dropped"
