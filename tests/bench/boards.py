"""P5 to P7: what reading and writing cost when much is stored. The floor of a board and of a digest is the best single
SQL over the base rows, by sqlite3 itself in one hop to the thread of aiosqlite."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

import aiosqlite

from bot.telegram.render import render
from commands.board.digest import weekly
from commands.kit import Ctx, Heard, Tongue
from commands.kit.menu import Menu
from commands.kit.metrics import default_catalogue
from commands.kit.periods import period_of
from commands.kit.sheet import read_sheets
from storage import Account, Address, Community, Report, Role, Storage, Team, Unit, open_storage

from .ratio import Figure, against

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
METRICS = default_catalogue()
KEYS = [metric.key for metric in METRICS.entered]
WEEKS = 12
PARK = 500
BIG = 10_000_000
ANN = Account("telegram", "1", "Ann")

_FILL = """
WITH RECURSIVE days(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM days WHERE n + 1 < :days)
INSERT INTO numbers (workspace, community, day, metric, version, current, value, report)
SELECT :team, c.id, :first + days.n, m.value, 1, 1, ((c.id * 7919 + days.n * 104729 + m.key * 31) % 900 + 100) * 10000,
  1
FROM communities c, days, json_each(:metrics) m WHERE c.workspace = :team
ORDER BY c.id, days.n, m.value
"""
_BOARD = """
SELECT (day - :first) / 7, metric, sum(value), count(*) FROM numbers
WHERE workspace = :team AND community = :community AND current AND day BETWEEN :first AND :last AND value IS NOT NULL
GROUP BY 1, 2
"""
_DIGEST = """
SELECT community, (day - :first) / 7, metric, sum(value), count(*) FROM numbers
WHERE workspace = :team AND current AND day BETWEEN :first AND :last AND value IS NOT NULL GROUP BY 1, 2, 3
"""


async def figures(folder: Path) -> list[Figure]:
    found = [await _grown(folder / "grown.db")]
    file = folder / "park.db"
    storage, team = await _founded(file, PARK, WEEKS * 7, MONDAY - timedelta(days=WEEKS * 7))
    found += [await _board(storage, file, team), await _digest(storage, file, team)]
    await storage.close()
    return found


async def _founded(file: Path, communities: int, days: int, first: date) -> tuple[Storage, int]:
    storage = open_storage(f"sqlite:///{file}")
    await storage.migrate()

    async def found(unit: Unit) -> int:
        team = await unit.teams.add(Team(0, "Bench", "en", "Asia/Shanghai", "CN", "CNY"), NOON)
        await unit.places.bind(team, Address("telegram", "-100"), "Bench")
        await unit.accounts.keep(ANN, None)
        await unit.people.add(team, ANN, Role.DIRECTOR, NOON)
        for at in range(communities):
            await unit.communities.add(Community(0, team, f"c{at}", f"Community {at}", owner=1))
        return team

    team = await storage.write(found)
    await storage.close()
    with sqlite3.connect(file) as db:
        values = {"team": team, "days": days, "first": first.toordinal(), "metrics": _json(KEYS)}
        db.execute(_FILL, values)
    db.close()
    return open_storage(f"sqlite:///{file}"), team


def _json(words: list[str]) -> str:
    return "[" + ",".join(f'"{word}"' for word in words) + "]"


async def _board(storage: Storage, file: Path, team: int) -> Figure:
    weeks = [period_of("week", MONDAY - timedelta(weeks=WEEKS - at)) for at in range(WEEKS)]
    named = {"team": team, "community": 7, "first": weeks[0].first.toordinal(), "last": weeks[-1].last.toordinal()}

    async def ours() -> None:
        for _ in range(20):
            await storage.read(lambda unit: read_sheets(unit, METRICS, team, weeks, 7))

    async with aiosqlite.connect(file) as db:

        async def floor() -> None:
            for _ in range(20):
                await db.execute_fetchall(_BOARD, named)

        value, aside = await against(ours, floor)
    return Figure("P6", "board of one community over 12 weeks costs {} of one SQL statement", value, 2.0, aside=aside)


async def _digest(storage: Storage, file: Path, team: int) -> Figure:
    first = MONDAY - timedelta(days=14)
    named = {"team": team, "first": first.toordinal(), "last": (MONDAY - timedelta(days=1)).toordinal()}
    heard = Heard(ANN, Address("telegram", "-100"), NOON)
    active = METRICS.find("active")
    menu = Menu.find()

    async def told(unit: Unit) -> None:
        ctx = Ctx(heard, unit, NOON, METRICS, str, team_or_none=await unit.teams.get(team), menu=menu.commands)
        if active is not None:
            render(await weekly(ctx, period_of("week", MONDAY - timedelta(days=1)), active, []), Tongue())

    async def ours() -> None:
        await storage.read(told)

    async with aiosqlite.connect(file) as db:

        async def floor() -> None:
            await db.execute_fetchall(_DIGEST, named)

        value, aside = await against(ours, floor)
    return Figure("P7", "weekly digest of 500 communities costs {} of one SQL statement", value, 1.3, aside=aside)


async def _grown(file: Path) -> Figure:
    """The processor time of storing a report, with a thousand figures stored and with ten million."""
    each = len(KEYS) * 50
    small, team = await _founded(file, 50, 1, date(2000, 1, 1))
    before = await _storing(small, team)
    await small.close()
    with sqlite3.connect(file) as db:
        values = {"team": team, "days": BIG // each, "first": date(1950, 1, 1).toordinal(), "metrics": _json(KEYS)}
        db.execute(_FILL.replace("INSERT", "INSERT OR IGNORE"), values)
    db.close()
    big = open_storage(f"sqlite:///{file}")
    after = await _storing(big, team)
    await big.close()
    return Figure("P5", "a stored report costs {} more with ten million figures", (after / before - 1) * 100, 10, "%")


_DAYS: Callable[[], int] = partial(next, count())


async def _storing(storage: Storage, team: int) -> float:
    """The median processor time of a report, in seconds."""
    values = {key: Decimal(7) for key in KEYS[:12]}

    async def file(unit: Unit) -> None:
        day = date(2090, 1, 1) + timedelta(days=_DAYS())
        await unit.numbers.past(team, 7, day)
        await unit.numbers.file(Report(team, 7, day, 1, "telegram", NOON, late=False), values, {})

    times = []
    for _ in range(300):
        start = time.process_time()
        await storage.write(file)
        times.append(time.process_time() - start)
    return median(times)
