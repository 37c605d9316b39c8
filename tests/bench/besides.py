"""P15: how soon a red alert is out while Telegram refuses all that another team is told.

The program itself, in a process of its own, over a simulated Telegram: every group of the one team answers 429, and the
other team raises red risks.
"""

import asyncio
import time
from datetime import datetime
from pathlib import Path

from bot.app import now
from commands.kit.menu import Menu
from storage import Account, Address, Role, Team, Unit, open_storage
from tests.chaos.process import Muster
from tests.services.telegram import Chat, Person, TelegramServer
from tests.services.telegram.clock import ServiceClock
from tests.services.telegram.members import Member

from .ratio import Figure, Neighbours

GROUPS = 100
"""Of the team that is refused."""
RETRY_AFTER = 5
"""Seconds Telegram asks it to wait, each time."""
TITLES = ("Gatehouse flooded", "Servers stolen", "Venue burns", "Coach missing", "Bank closed")
"""More within ten minutes would stand on one card."""
APART = 6.0
"""Seconds between two alerts, so that the group's own limit is in nobody's way."""
PATIENCE = 120.0


async def figures(folder: Path) -> list[Figure]:
    today = now()
    async with TelegramServer(clock=ServiceClock(today)) as hall:
        hall.enforce_limits()
        ann, bob = hall.person("Ann", language="en"), hall.person("Bob", language="en")
        groups = [hall.group(f"Group {n}") for n in range(GROUPS)]
        bay = hall.group("Bay")
        bay.add(bob)
        for group in (*groups, bay):
            group.members[hall.bot["id"]] = Member(hall.bot)
        for person in (ann, bob):
            person.started = True
        async with Muster(folder, hall, MUSTER_LOG_LEVEL="error") as muster:
            await _founded(muster.database, [("Lake", ann, groups), ("Bay", bob, [bay])], today)
            await muster.start()
            await ann.says("/help")
            await hall.heard(ann, timeout=PATIENCE)
            for group in groups:
                hall.fail("sendMessage", times=None, status=429, retry_after=RETRY_AFTER, chat=group)
            await ann.says("/schedule run digest.weekly")
            async with asyncio.timeout(PATIENCE):
                while _refused(hall) < GROUPS:
                    await hall.bell.next()
            neighbours = Neighbours()
            waits = [await _alert(hall, bob, bay, title) for title in TITLES]
            refused = _refused(hall)
            await muster.stop()
            others = neighbours.share()
    what = f"Telegram refuses all that is said in {GROUPS} groups of one team: a red alert of another is out in {{}}"
    aside = f"the slowest of {len(TITLES)}; the fastest {min(waits):.2f} s; {refused} refused; others used {others:.0%}"
    return [Figure("P15", what, max(waits), 2.0, unit=" s", aside=aside)]


def _refused(hall: TelegramServer) -> int:
    return sum(1 for call in hall.calls if call.status == 429)


async def _alert(hall: TelegramServer, who: Person, group: Chat, title: str) -> float:
    """Seconds from the line until the alert stands in the group."""
    await asyncio.sleep(APART)
    began = time.perf_counter()
    await who.says(f"/risk raise red {title}", group)
    await hall.heard(group, title, timeout=PATIENCE)
    return time.perf_counter() - began


async def _founded(file: Path, teams: list[tuple[str, Person, list[Chat]]], today: datetime) -> None:
    """Each with one who leads and a channel in each group; nothing comes by the clock but what is asked."""
    file.parent.mkdir(parents=True, exist_ok=True)
    storage = open_storage(f"sqlite:///{file}")
    await storage.migrate()
    every = Menu.find().every

    async def found(unit: Unit) -> None:
        for name, who, groups in teams:
            team = await unit.teams.add(Team(0, name, "en", "UTC", "CN", "CNY"), today)
            for one in every:
                await unit.schedules.put(team, one, off=True)
            for group in groups:
                await unit.places.bind(team, Address("telegram", str(group.id)), group.title)
            account = Account("telegram", str(who.id), who.name, "", "en", str(who.id))
            await unit.accounts.keep(account, None)
            await unit.people.add(team, account, Role.DIRECTOR, today)

    await storage.write(found)
    await storage.close()
