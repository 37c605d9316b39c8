"""The nouns that are remembered. Plain values; instants are aware UTC, days are days of the team."""

from .activity import (
    Activity,
    ActivityReview,
    ActivityRow,
    Lesson,
    LessonKind,
    Milestone,
    MilestoneState,
    Phase,
    Takings,
    Tier,
)
from .clock import OwnDay, Planned, Run, Timer
from .letters import Claim, Draft, Entry, Incoming, JournalRow, Letter
from .numbers import Number, NumberRow, Past, Report, Total
from .people import Account, Address, Code, Community, Person, Place, Role, Team
from .work import Holder, State, Step, Task, TaskRow, Turn, Waiter

__all__ = [
    "Account",
    "Activity",
    "ActivityReview",
    "ActivityRow",
    "Address",
    "Claim",
    "Code",
    "Community",
    "Draft",
    "Entry",
    "Holder",
    "Incoming",
    "JournalRow",
    "Lesson",
    "LessonKind",
    "Letter",
    "Milestone",
    "MilestoneState",
    "Number",
    "NumberRow",
    "OwnDay",
    "Past",
    "Person",
    "Phase",
    "Place",
    "Planned",
    "Report",
    "Role",
    "Run",
    "State",
    "Step",
    "Takings",
    "Task",
    "TaskRow",
    "Team",
    "Tier",
    "Timer",
    "Total",
    "Turn",
    "Waiter",
]
