"""P14: how long people wait for the loop while a file of 100,000 rows is made for somebody in a chat."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import quantiles
from typing import Any

from bot.export.clerk import Clerk, Office
from commands.kit.metrics import default_catalogue
from storage import Account, Address, Community, Order, Report, Role, Storage, Team, Unit, open_storage
from tests.town import SilentChat

from .ratio import Figure, Neighbours

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROWS = 100_000
REST = 5.0
"""Seconds of the loop with nothing to do, to compare with."""
STEP = 0.005
"""Seconds between two looks at the loop."""


async def figures(folder: Path) -> list[Figure]:
    url = f"sqlite:///{folder / 'exports.db'}"
    storage = open_storage(url)
    await storage.migrate()
    await storage.write(_filled)
    found = []
    for format in ("csv", "xlsx"):
        neighbours = Neighbours()
        rest = _p99(await lags(asyncio.create_task(asyncio.sleep(REST, True))))
        began = time.perf_counter()
        p99 = _p99(await _while_made(storage, url, folder, format))
        aside = f"{rest:.1f} ms at rest; {time.perf_counter() - began:.1f} s; others used {neighbours.share():.0%}"
        what = f"{ROWS:,} rows as {format} for a chat: loop lag p99 {{}}"
        found.append(Figure("P14", what, p99, 20, unit=" ms", aside=aside))
    await storage.close()
    return found


async def _while_made(storage: Storage, url: str, folder: Path, format: str) -> list[float]:
    clerk = Clerk(storage, lambda: NOW, "bench", Office(url, "", folder / "files"), lambda: "CODE")
    clerk.serve([SilentChat("telegram")])
    clerk.office.folder.mkdir(exist_ok=True)
    asked = Order(0, 1, 1, Address("telegram", "1"), "1", "1", "numbers", format, None, None)
    await storage.write(lambda unit: unit.exports.put(asked, NOW))
    making = asyncio.create_task(clerk.one())
    found = await lags(making)
    assert await making
    return found


async def lags(work: "asyncio.Task[Any]") -> list[float]:
    """How late each look at the loop is, until the work is done."""
    found = []
    while not work.done():
        before = time.perf_counter()
        await asyncio.sleep(STEP)
        found.append(max(0.0, time.perf_counter() - before - STEP))
    return found


def _p99(found: list[float]) -> float:
    """In milliseconds."""
    return quantiles(found, n=100)[98] * 1000


async def _filled(unit: Unit) -> None:
    team = await unit.teams.add(Team(0, "Lake", "en", "Europe/Berlin", "DE", "EUR"), NOW)
    ann = await unit.people.add(team, Account("telegram", "1", "Ann", direct="1"), Role.MANAGER, NOW)
    metrics = [metric.key for metric in default_catalogue().entered][:20]
    left = ROWS
    for number in range(10):
        community = await unit.communities.add(Community(0, team, f"c{number}", f"Community {number}"))
        for back in range(ROWS // 10 // len(metrics)):
            day = date(2026, 11, 23) - timedelta(days=back)
            values = {key: Decimal(back % 100 + at) for at, key in enumerate(metrics)}
            await unit.numbers.file(Report(team, community, day, ann.id, "telegram", NOW, False, "quiet"), values, {})
            left -= len(values)
    assert left == 0
