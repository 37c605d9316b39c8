"""Work that is claimed: tasks, who holds them, and who waits for a place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["open", "claimed", "done", "verified", "dropped"]
"""``open`` has a free place, ``claimed`` has none; the others are over, except that ``done`` waits for somebody else's
word where there are acceptance criteria."""


@dataclass(frozen=True, slots=True)
class Task:
    """``number`` counts within the team. ``taken``: places that are held, or promised to somebody who waited. ``job``
    is the job title it is addressed to. ``made_by`` and ``ended_by`` are people, ``None`` for the clock."""

    id: int
    team: int
    number: int
    title: str
    made_at: datetime
    state: State = "open"
    slots: int = 1
    taken: int = 0
    due_at: datetime | None = None
    job: str = ""
    details: str = ""
    criteria: str = ""
    made_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    why: str = ""
    activity: int | None = None
    """The row of the activity it is a part of."""
    milestone: int | None = None
    """The row of the milestone it leads to."""
    origin: str = ""
    """The line that shows what it came out of, such as ``/signal show 12``."""

    @property
    def over(self) -> bool:
        """Nobody has anything to do any more."""
        return self.state in ("verified", "dropped") or (self.state == "done" and not self.criteria)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a place of a task. ``done_at``: her part is finished."""

    task: int
    slot: int
    person: int
    since: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a checklist; ``position`` counts from 1."""

    task: int
    position: int
    words: str
    done_by: int | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody who waits for a place. ``offered_until``: one is kept for her until then."""

    task: int
    person: int
    since: datetime
    offered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as an export has it."""

    workspace: str
    id: int
    title: str
    state: str
    owner: str
    due: datetime | None
    slots: int
    activity: int | None
    created_by: str
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """How often the clock gave somebody work of a job title since an instant, and when the last time was, ever."""

    lately: int
    last: datetime
