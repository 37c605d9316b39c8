"""P9: a thousand reminders that are due in the same second. The desk as ``run`` wires it, with a chat that takes every
letter at once; a reminder is fired when the letter it makes is on the disk."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, now
from commands.kit.metrics import default_catalogue
from storage import Account, Address, Community, Letter, Role, Storage, Team, Timer, Unit, open_storage
from tests.town import SilentChat

from .exports import lags
from .ratio import Figure, Neighbours

MANY = 1000
REST = 3.0


async def figures(folder: Path) -> list[Figure]:
    storage = open_storage(f"sqlite:///{folder / 'timers.db'}")
    await storage.migrate()
    await storage.write(_founded)
    app = App(storage, default_catalogue())
    app.join(SilentChat("telegram"))
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    async with asyncio.timeout(120):
        while await storage.read(lambda unit: unit.schedules.lacking(app.menu.every)):  # noqa: ASYNC110 - it rings nowhere
            await asyncio.sleep(0.2)
    rest = max(await lags(asyncio.create_task(asyncio.sleep(REST, True)))) * 1000
    neighbours = Neighbours()
    cpu, due = time.process_time(), (now() + timedelta(seconds=3)).replace(microsecond=0)
    fired = asyncio.create_task(_fired(storage, due))
    late = await lags(fired)
    aside = f"{(time.process_time() - cpu) * 1000 / MANY:.1f} ms of processor time each"
    others = f"others used {neighbours.share():.0%}"
    stop.set()
    await running
    await storage.close()
    what = f"{MANY:,} reminders due in one second:"
    stall = f"{rest:.0f} ms at rest; {others}"
    return [
        Figure("P9", f"{what} the last one {{}} late", fired.result() * 1000, 100, unit=" ms", aside=aside),
        Figure("P9", f"{what} the longest stall of the loop {{}}", max(late) * 1000, 20, unit=" ms", aside=stall),
    ]


async def _fired(storage: Storage, due: datetime) -> float:
    """How late the last reminder is on the disk, in seconds."""
    done, left = asyncio.Event(), MANY

    def heard(letters: Sequence[Letter]) -> None:
        nonlocal left
        left -= len(letters)
        if left == 0:
            done.set()

    async def wind(unit: Unit) -> None:
        for at in range(1, MANY + 1):
            line, where = f"/nudge one due:{due:%Y-%m-%dT%H:%M}", Address("telegram", str(at))
            await unit.timers.set(Timer(0, at, f"bench:{at}", due, line, where, at))

    storage.tell(heard)
    await storage.write(wind)
    async with asyncio.timeout(120):
        await done.wait()
    return (now() - due).total_seconds()


async def _founded(unit: Unit) -> None:
    """Teams of one person each, from whom a report is expected."""
    for at in range(1, MANY + 1):
        team = await unit.teams.add(Team(0, f"Bench {at}", "en", "UTC", "CN", "CNY"), now())
        await unit.places.bind(team, Address("telegram", f"-{at}"), "Bench")
        account = Account("telegram", str(at), f"P{at}", "", "en", str(at))
        await unit.accounts.keep(account, None)
        person = await unit.people.add(team, account, Role.STAFF, now())
        await unit.communities.add(Community(0, team, "bench", "Bench", owner=person.id))
