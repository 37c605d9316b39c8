"""What the team remembers, and the one way to open it. Nobody outside sees SQL."""

from typing import TYPE_CHECKING

from .errors import Busy, Full, Impossible, Newer, ServedBefore, StorageError, Taken, may_pass
from .records import (
    FOLDED,
    Account,
    Activity,
    ActivityReview,
    ActivityRow,
    Address,
    Answer,
    Change,
    Claim,
    ClockName,
    Code,
    Community,
    Conclusion,
    Deed,
    Draft,
    Entry,
    Goal,
    GoalKind,
    GoalState,
    Handover,
    Holder,
    Incoming,
    JournalRow,
    Layer,
    LayerDays,
    Lesson,
    LessonKind,
    Letter,
    Level,
    Milestone,
    MilestoneState,
    Number,
    NumberRow,
    Objective,
    OwnDay,
    Past,
    Person,
    Phase,
    Place,
    Planned,
    Promise,
    PromiseState,
    Report,
    Risk,
    RiskClock,
    RiskEntry,
    RiskRow,
    RiskState,
    Role,
    Rotation,
    Round,
    RoundKind,
    Rule,
    Run,
    Signal,
    StandIn,
    State,
    Statement,
    Step,
    Swap,
    SwapState,
    Takings,
    Task,
    TaskRow,
    Team,
    Tier,
    Timer,
    Total,
    Turn,
    Waiter,
    Weekly,
    WeeklyRow,
)
from .store import Storage, Work
from .tables.exports import Order
from .tables.marks import EPOCH
from .unit import Unit

if TYPE_CHECKING:
    from .sqlite import FileLock

__all__ = [
    "EPOCH", "FOLDED", "Account", "Activity", "ActivityReview", "ActivityRow", "Address", "Answer", "Busy", "Change",
    "Claim", "ClockName", "Code", "Community", "Conclusion", "Deed", "Draft", "Entry", "Full", "Goal",
    "GoalKind", "GoalState", "Handover", "Holder", "Impossible", "Incoming", "JournalRow", "Layer", "LayerDays",
    "Lesson", "LessonKind", "Letter", "Level", "Milestone", "MilestoneState", "Newer", "Number", "NumberRow",
    "Objective", "Order", "OwnDay", "Past", "Person", "Phase", "Place", "Planned", "Promise", "PromiseState",
    "Report", "Risk", "RiskClock", "RiskEntry", "RiskRow", "RiskState", "Role", "Rotation", "Round",
    "RoundKind", "Rule", "Run", "ServedBefore", "Signal", "StandIn", "State", "Statement", "Step", "Storage",
    "StorageError", "Swap", "SwapState", "Taken", "Takings", "Task", "TaskRow", "Team", "Tier", "Timer",
    "Total", "Turn", "Unit", "Waiter", "Weekly", "WeeklyRow", "Work", "lock", "may_pass", "open_storage",
]  # fmt: skip


def open_storage(url: str) -> Storage:
    """Open ``sqlite:///path`` (or ``sqlite+aiosqlite:///path``) or ``postgresql+asyncpg://…``.

    Raises ``StorageError`` with one line for people when the address makes no sense.
    """
    if url.startswith("sqlite"):
        from .sqlite import SqliteStorage, sqlite_file

        return SqliteStorage(sqlite_file(url))
    if url.startswith("postgresql"):
        from .postgres import PostgresStorage

        return PostgresStorage(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    raise StorageError("the database must be sqlite:///FILE or postgresql+asyncpg://…")


def lock(url: str) -> "FileLock | None":
    """Hold a SQLite file for this process. ``None`` for PostgreSQL, where replicas are welcome.

    Raises ``StorageError`` when another process runs on it. Keep the result until the end.
    """
    if not url.startswith("sqlite"):
        return None
    from .sqlite import FileLock, sqlite_file

    held = FileLock(sqlite_file(url))
    held.take()
    return held
