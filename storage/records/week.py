"""The rhythm of a team's weeks and months: goals, signals, weekly reports, reviews and promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

GoalKind = Literal["level", "growth", "span"]
GoalState = Literal["open", "reached", "missed", "dropped"]
Per = Literal["day", "week", "month"]
Rule = Literal["target", "growth", "goal", "below_mean", "over_mean", "above", "falling"]
RoundKind = Literal["week", "topic", "month", "quarter"]
PromiseState = Literal["open", "kept", "dropped"]


@dataclass(frozen=True, slots=True)
class Goal:
    """``number`` counts within the team. ``level``: ``target`` is to be reached in each ``per``; ``growth``: ``target``
    is percent against the one before; ``span``: from ``start`` on the day ``first`` to ``target`` on the day ``last``.
    ``community`` is ``None`` for all of them together. ``objective`` is the row of the objective whose key result it
    is, with its ``weight`` among the others."""

    id: int
    team: int
    number: int
    metric: str
    kind: GoalKind
    target: Decimal
    first: date
    made_at: datetime
    per: Per = "week"
    start: Decimal | None = None
    last: date | None = None
    community: int | None = None
    owner: int | None = None
    objective: int | None = None
    weight: int = 1
    state: GoalState = "open"
    made_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """What a few goals are for (the O of OKR). ``number`` counts within the team."""

    id: int
    team: int
    number: int
    title: str
    made_at: datetime
    last: date | None = None
    owner: int | None = None
    made_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A figure that is abnormal, as it was when that was found. ``number`` counts within the team. ``day`` is the last
    day of the period it is about. ``limit`` is the value it should have kept to, ``base`` what the limit was made of: a
    mean, or the figure of the period before. ``goal`` is the row of the goal that was missed. ``task`` is the number of
    the task that was opened by whoever took it."""

    id: int
    team: int
    number: int
    metric: str
    rule: Rule
    day: date
    value: Decimal
    limit: Decimal
    raised_at: datetime
    per: Per = "day"
    base: Decimal | None = None
    community: int | None = None
    goal: int | None = None
    taken_by: int | None = None
    taken_at: datetime | None = None
    task: int | None = None
    recovered_at: datetime | None = None
    recovered_on: date | None = None
    """The last day of the period that was normal again; ``None`` also of one that is watched no more."""

    @property
    def waits(self) -> bool:
        """Nobody has taken it, and it has not recovered."""
        return self.taken_at is None and self.recovered_at is None


@dataclass(frozen=True, slots=True)
class Weekly:
    """One version of a weekly report. ``subject`` is ``p4`` for the week of person 4, ``c3`` for that of community 3,
    ``c3,c5`` for one over both. ``week`` is its Monday. ``whys`` say what moved a figure, by metric."""

    id: int
    team: int
    subject: str
    week: date
    version: int
    state: Literal["draft", "filed"]
    by: int
    at: datetime
    highlights: str = ""
    problems: str = ""
    plan: str = ""
    help: str = ""
    whys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WeeklyRow:
    """A weekly report as an export has it."""

    workspace: str
    subject: str
    week: date
    version: int
    state: str
    filed_by: str
    filed_at: datetime
    highlights: str
    problems: str
    plan: str
    help: str


@dataclass(frozen=True, slots=True)
class Round:
    """A review that the team was asked for: of the ``week`` (Friday), of the coming month's topics, of the ``month`` (a
    diary) or of the ``quarter``. ``day`` is the one it belongs to; answers are taken until ``closes_at``."""

    id: int
    team: int
    kind: RoundKind
    day: date
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    """When its summary was made."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said in a round, in its newest version: her words by the name of the question."""

    round: int
    person: int
    version: int
    at: datetime
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One thing to be done that came out of a round. ``number`` counts within the team. ``task`` is the number of the
    task it became."""

    id: int
    team: int
    number: int
    round: int
    words: str
    person: int | None = None
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody said she would do. ``number`` counts within the team; one that is kept after ``due_at`` is kept
    late. ``round`` is the row of the review it was given in."""

    id: int
    team: int
    number: int
    words: str
    due_at: datetime
    made_at: datetime
    owner: int | None = None
    made_by: int | None = None
    state: PromiseState = "open"
    ended_at: datetime | None = None
    ended_by: int | None = None
    why: str = ""
    round: int | None = None

    @property
    def late(self) -> bool:
        """It was kept, but after it was due."""
        return self.state == "kept" and self.ended_at is not None and self.ended_at > self.due_at
