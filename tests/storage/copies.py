"""Making copies, spoiling them, and putting them back."""

import json
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

from storage import Letter, Report, Storage, Unit
from storage.restore import Restored, restore

from .town import FRIDAY, HOUR, LOBBY, NOON, Town

LETTER = Letter(0, None, LOBBY, "{}", "en", "UTC", "EUR", 2, NOON)


async def nothing(unit: Unit) -> None:
    """No schedules here."""


async def restored(url: str, copy: Path, hours: int = 24) -> Restored:
    return await restore(url, copy, NOON + hours * HOUR, copy.parent, nothing)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def overwritten(file: Path) -> None:
    file.write_bytes(b"scrambled" * 2000)


def scramble(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    for at in range(len(content) // 4, len(content) // 2):
        content[at] ^= 0x5A
    copy.write_bytes(content)


async def files(storage: Storage, town: Town, day: int, value: int) -> None:
    report = Report(town.lake, town.harbour, FRIDAY - timedelta(days=day), town.ann.id, "telegram", NOON, False)
    await storage.write(lambda unit: unit.numbers.file(report, {"joined": Decimal(value), "left": None}, {}))


async def everything(storage: Storage, town: Town) -> tuple[object, ...]:
    async def work(unit: Unit) -> tuple[object, ...]:
        numbers = [row async for row in unit.numbers.rows(None, None, None)]
        return numbers, await unit.people.of(town.lake), await unit.teams.all(), await unit.places.of(town.lake)

    return await storage.read(work)


def age(copy: Path, step: str) -> None:
    """Make a copy say that it is of another version."""
    if copy.suffix == ".db":
        with closing(sqlite3.connect(copy)) as db:
            db.execute("UPDATE alembic_version SET version_num = ?", (step,))
            db.commit()
        return
    with ZipFile(copy) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    told = json.loads(entries["manifest.json"]) | {"step": step}
    with ZipFile(copy, "w") as packed:
        for name, content in (entries | {"manifest.json": json.dumps(told).encode()}).items():
            packed.writestr(name, content)
