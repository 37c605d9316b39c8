"""PostgreSQL as a zip: one file of JSON lines for each table, as the columns are stored, and a manifest that says how
many rows there are, what their sums are and which step the tables were at."""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, is_zipfile

from sqlalchemy import Connection, Date, DateTime, Identity, MetaData, Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from .errors import StorageError
from .postgres import PostgresStorage
from .schema import metadata as ours

FORMAT = 1
MANIFEST = "manifest.json"
PAGE = 1000
"""Rows that are in memory at a time."""
LONGEST_LINE = 64 * 1024 * 1024
VERSIONS = "alembic_version"
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'muster'"
    " AND pid <> pg_backend_pid()"
)


async def dumped(url: str, part: Path) -> dict[str, int]:
    """Write one moment of the database into a file; returns the rows of each table."""
    storage = PostgresStorage(url)
    try:
        return await storage.inspect(lambda db: dump_into(db, part))
    finally:
        await storage.close()


async def dump_into(db: AsyncConnection, part: Path) -> dict[str, int]:
    metadata = await db.run_sync(reflected, ours.tables)
    rows: dict[str, int] = {}
    sums: dict[str, str] = {}
    steps = (await db.execute(text(f"SELECT version_num FROM {VERSIONS}"))).scalars().all()  # noqa: S608 - ours
    with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=6) as packed:
        for table in metadata.sorted_tables:
            seen, count = hashlib.sha256(), 0
            with packed.open(_entry(table.name), "w", force_zip64=True) as entry:
                async with db.stream(select(table)) as stream:
                    async for page in stream.mappings().partitions(PAGE):
                        lines = b"".join(_line(dict(row)) for row in page)
                        entry.write(lines)
                        seen.update(lines)
                        count += len(page)
            rows[table.name], sums[table.name] = count, seen.hexdigest()
        told = {"format": FORMAT, "step": steps[0], "rows": rows, "sha256": sums}
        packed.writestr(MANIFEST, json.dumps(told, indent=1))
    await db.rollback()
    return rows


def verified(path: Path) -> tuple[str, dict[str, int]]:
    """The step and the rows of each table, after every line was read. Raises ``StorageError``."""
    try:
        with ZipFile(path) as packed:
            told = json.loads(packed.read(MANIFEST))
            if told["format"] != FORMAT:
                raise StorageError(f"{path.name} was made by a newer Muster; run that one to restore it")
            for table, count in told["rows"].items():
                seen, found = hashlib.sha256(), 0
                for line in _lines(packed, table):
                    seen.update(line)
                    found += 1
                if found != count or seen.hexdigest() != told["sha256"][table]:
                    raise StorageError(f"{path.name} is damaged: {table} is not what was written")
            return str(told["step"]), {str(table): int(count) for table, count in told["rows"].items()}
    except (BadZipFile, EOFError, KeyError, OSError, ValueError, zlib.error) as error:
        raise StorageError(f"{path.name} is no copy of a database, or it is damaged: {error}") from error


async def load(db: AsyncConnection, path: Path) -> None:
    """Put the rows of a copy into empty tables that are at its step."""
    with ZipFile(path) as packed:
        metadata = await db.run_sync(reflected, json.loads(packed.read(MANIFEST))["rows"])
        for table in metadata.sorted_tables:
            page: list[dict[str, Any]] = []
            for line in _lines(packed, table.name):
                page.append(_row(table, json.loads(line)))
                if len(page) == PAGE:
                    await db.execute(insert(table), page)
                    page = []
            if page:
                await db.execute(insert(table), page)
            for column in table.columns:
                if isinstance(column.server_default, Identity):
                    await _count_on(db, table.name, column.name)


async def _count_on(db: AsyncConnection, table: str, column: str) -> None:
    """Numbers that the database gives go on behind those of the copy."""
    behind = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"  # noqa: S608 - names of ours
    await db.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {behind}, false)"))


def reflected(sync: Connection, names: Collection[str]) -> MetaData:
    """Those of these tables that are there, as they are. Tables of others may stand beside them."""
    metadata = MetaData()
    metadata.reflect(sync, only=lambda name, _: name in names)
    return metadata


def emptied(sync: Connection) -> None:
    """Without our tables; those of others stay."""
    reflected(sync, {*ours.tables, VERSIONS}).drop_all(sync)


def is_zip(path: Path) -> bool:
    return is_zipfile(path)


def _entry(table: str) -> str:
    return f"tables/{table}.jsonl"


def _lines(packed: ZipFile, table: str) -> Iterator[bytes]:
    with packed.open(_entry(table)) as entry:
        while line := entry.readline(LONGEST_LINE):
            yield line


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=_told).encode() + b"\n"


def _told(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written down")


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    for name, value in row.items():
        kind = table.c[name].type
        if isinstance(value, str) and isinstance(kind, DateTime):
            row[name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(kind, Date):
            row[name] = date.fromisoformat(value)
    return row
