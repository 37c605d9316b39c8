"""What the database remembers, read without any code of ours from a copy of the file: the copy may be taken while
nobody, or a dead process, holds the file, and nothing of it is changed by looking."""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

SIGN = re.compile(r"q\d{5}z")
FIGURES = """
    SELECT workspaces.name || '/' || communities.key, numbers.day, numbers.metric, numbers.version, numbers.value,
           numbers.current, reports.note
    FROM numbers JOIN reports ON reports.id = numbers.report JOIN communities ON communities.id = numbers.community
    JOIN workspaces ON workspaces.id = numbers.workspace
    ORDER BY numbers.workspace, numbers.community, numbers.day, numbers.metric, numbers.version
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of one figure."""

    community: str
    day: date
    metric: str
    version: int
    value: int
    current: bool
    token: str


@dataclass(frozen=True, slots=True)
class Records:
    """``inbox``: the state of each update; ``notes``: how many reports carry a token; ``minutes``: how many lines of
    the journal do; ``outbox``: letters by state."""

    figures: Sequence[Kept]
    inbox: Mapping[int, str]
    notes: Mapping[str, int]
    minutes: Mapping[str, int]
    outbox: Mapping[str, int]


@contextmanager
def copied(file: Path) -> Iterator[sqlite3.Connection]:
    with TemporaryDirectory() as folder:
        for part in file.parent.glob(f"{file.name}*"):
            if not part.name.endswith((".lock", "-shm")):
                shutil.copyfile(part, Path(folder) / part.name)
        with closing(sqlite3.connect(Path(folder) / file.name)) as db:
            yield db


def read(file: Path) -> Records:
    with copied(file) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        figures = [
            Kept(community, date.fromordinal(day), metric, version, value // 10_000, bool(current), note)
            for community, day, metric, version, value, current, note in db.execute(FIGURES)
        ]
        inbox = {int(key.rpartition(":")[2]): state for key, state in db.execute("SELECT key, state FROM inbox")}
        notes = Counter(note for (note,) in db.execute("SELECT note FROM reports"))
        minutes: Counter[str] = Counter()
        for (line,) in db.execute("SELECT line FROM journal"):
            minutes.update(SIGN.findall(line))
        outbox = dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state"))
    return Records(figures, inbox, notes, minutes, outbox)


def in_flight(file: Path) -> list[str]:
    """The letters a postman was out with when his process died, each by the first token it tells of."""
    if not file.exists():
        return []
    with copied(file) as db:
        found = db.execute("SELECT body FROM outbox WHERE state = 'sending'").fetchall()
    return [token[0] if (token := SIGN.search(body)) else "" for (body,) in found]


def waiting(file: Path) -> int:
    """Letters that nobody carries yet, asked of the file in use."""
    return _count(file, "outbox WHERE state = 'pending'")


def open_letters(file: Path) -> int:
    """Letters of which it is not noted that they arrived, asked of the file in use."""
    return _count(file, "outbox WHERE state IN ('pending', 'sending')")


def _count(file: Path, what: str) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        return int(db.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608 - our own words
