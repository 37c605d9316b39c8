"""A copy of everything, made while others write: of a SQLite file as such a file, of PostgreSQL as a zip of its rows.

A copy is checked before it gets its name, so whatever has that name is whole.
"""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from zipfile import is_zipfile

from . import dump
from .errors import Newer, StorageError
from .sqlite import sqlite_file
from .steps import newest
from .translate import translated

PATIENCE = 30.0
"""Seconds to wait while somebody else holds the file for himself."""
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a copy holds. ``step`` is the last migration it has seen, ``rows`` are counted by table."""

    path: Path
    step: str
    rows: Mapping[str, int]


async def back_up(url: str, target: Path) -> Backup:
    """Copy the database to a file that is not there yet; only its owner may read it. Raises ``StorageError``, or
    ``OSError`` where it cannot be written."""
    with new_file(target) as part:
        if url.startswith("sqlite"):
            rows = await asyncio.to_thread(_copied, sqlite_file(url), part)
        else:
            rows = await dump.dumped(url, part)
        made = await asyncio.to_thread(verify, part)
        if dict(made.rows) != rows:
            raise StorageError("the copy does not hold what was copied; nothing was kept of it")
    return Backup(target, made.step, made.rows)


def suffix(url: str) -> str:
    """How the name of a copy ends."""
    return ".db" if url.startswith("sqlite") else ".zip"


def verify(path: Path) -> Backup:
    """Read a copy from end to end. Raises ``StorageError`` when anything is wrong with it, ``Newer`` when it was made
    by a newer version."""
    if not path.is_file():
        raise StorageError(f"there is no file {path}")
    if is_zipfile(path):
        step, rows = dump.verified(path)
    else:
        with translated():
            step, rows = _looked_through(path)
    if step > newest():
        raise Newer(f"{path.name} was made by a newer Muster; run that one to restore it")
    return Backup(path, step, rows)


def _copied(file: Path, part: Path) -> dict[str, int]:
    """The rows are counted in the moment that is copied: others go on writing."""
    if not file.is_file():
        raise StorageError(f"there is no database at {file}")
    with translated(), closing(_opened(file)) as source, closing(_opened(part)) as target:
        source.execute("BEGIN")
        rows = _counted(source)
        source.backup(target)
        source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")  # one file that stands alone
    return rows


def _looked_through(path: Path) -> tuple[str, dict[str, int]]:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?immutable=1", uri=True)) as db:
        try:
            wrong = [line for (line,) in db.execute("PRAGMA integrity_check(3)") if line != "ok"]
            wrong += [f"a row of {row[0]} refers to nothing" for row in db.execute("PRAGMA foreign_key_check")][:3]
            steps = [step for (step,) in db.execute("SELECT version_num FROM alembic_version")]
            rows = _counted(db)
        except sqlite3.DatabaseError as error:
            raise StorageError(f"{path.name} is no copy of a database, or it is damaged: {error}") from error
    if wrong or len(steps) != 1:
        raise StorageError(f"{path.name} is damaged: {wrong[0] if wrong else 'it does not say what made it'}")
    return str(steps[0]), rows


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)


def _counted(db: sqlite3.Connection) -> dict[str, int]:
    tables = [name for (name,) in db.execute(_TABLES)]
    return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608 - ours


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A file beside ``target`` that gets its name when all went well; what has that name already is never replaced."""
    if target.exists():
        raise FileExistsError(17, "is there already", str(target))
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:  # under the name that was asked for
        raise OSError(error.errno, error.strerror, str(target)) from error
    try:
        yield part
        on_disk(part)
        os.link(part, target)  # fails where somebody was faster
        on_disk(target.parent)
    finally:
        for left in (part, *(part.with_name(part.name + more) for more in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
