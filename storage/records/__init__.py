"""The nouns that are remembered. Plain values; instants are aware UTC, days are days of the team."""

from .clock import OwnDay, Planned, Run, Timer
from .letters import Claim, Draft, Entry, Incoming, JournalRow, Letter
from .numbers import Number, NumberRow, Past, Report, Total
from .people import Account, Address, Code, Community, Person, Place, Role, Team
from .work import Holder, State, Step, Task, TaskRow, Turn, Waiter

__all__ = [
    "Account",
    "Address",
    "Claim",
    "Code",
    "Community",
    "Draft",
    "Entry",
    "Holder",
    "Incoming",
    "JournalRow",
    "Letter",
    "Number",
    "NumberRow",
    "OwnDay",
    "Past",
    "Person",
    "Place",
    "Planned",
    "Report",
    "Role",
    "Run",
    "State",
    "Step",
    "Task",
    "TaskRow",
    "Team",
    "Timer",
    "Total",
    "Turn",
    "Waiter",
]
