"""P8: how long people wait for their answers while the weekly digest, with its picture, goes out to 500 chats.

The program itself, in a process of its own, over a simulated Telegram that refuses what is too fast. People say their
lines at fixed times, whether they were answered or not.
"""

import asyncio
import time
from collections import deque
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.app import now
from commands.kit.menu import Menu
from commands.kit.metrics import default_catalogue
from storage import Account, Address, Community, Report, Role, Team, Unit, open_storage
from tests.chaos.process import Muster
from tests.services.telegram import Chat, Message, Person, TelegramServer
from tests.services.telegram.clock import ServiceClock
from tests.services.telegram.members import Member

from .ratio import Figure, Neighbours
from .stored import NUMBERS

CHATS = 500
CROWD = 40
EACH = 4.0
"""Seconds between two lines of one person: ten answers a second, with whom the digest shares what Telegram takes."""
IDLE = 20.0
MESSAGES = 2
"""The digest is longer than what may stand under a picture."""
ROUNDS = 2
DAYS = 28
FAR_BACK = 84
"""Days: each line is about a day of its own, from there on."""


class Hall(TelegramServer):
    """``waits`` are the seconds until each answer, ``posts`` counts what the groups were told."""

    def __init__(self, today: datetime) -> None:
        super().__init__(clock=ServiceClock(today))
        self.waits: list[float] = []
        self.posts: dict[int, int] = {}
        self._said: dict[int, deque[float]] = {}

    async def hears(self, person: Person, line: str) -> None:
        self._said.setdefault(person.id, deque()).append(time.perf_counter())
        await person.says(line)

    def bot_says(self, chat: Chat, **what: Any) -> Message:
        if chat.person is None:
            self.posts[chat.id] = self.posts.get(chat.id, 0) + 1
        elif said := self._said.get(chat.person.id):
            self.waits.append(time.perf_counter() - said.popleft())
        return super().bot_says(chat, **what)

    @property
    def refused(self) -> int:
        return sum(1 for call in self.calls if call.status == 429)


async def figures(folder: Path) -> list[Figure]:
    today = now()
    async with Hall(today) as hall:
        hall.enforce_limits()
        ann, *crowd = [hall.person(f"P{n}", language="en") for n in range(CROWD + 1)]
        groups = [hall.group(f"Group {n}") for n in range(CHATS)]
        for group in groups:
            group.members[hall.bot["id"]] = Member(hall.bot)
        for person in (ann, *crowd):
            person.started = True
        async with Muster(folder, hall, MUSTER_LOG_LEVEL="error") as muster:
            await _founded(muster.database, [ann, *crowd], groups, today)
            await muster.start()
            await hall.hears(ann, "/help")
            await hall.heard(ann, timeout=60)
            talking = asyncio.create_task(_talk(hall, crowd, today.date()))
            neighbours = Neighbours()
            try:
                found = [await _round(hall, ann, number) for number in range(1, ROUNDS + 1)]
            finally:
                talking.cancel()
            await muster.stop()
            others = neighbours.share()  # the program has ended, so it is none of them
    idle, busy, seconds = (median(each) for each in zip(*found, strict=True))
    lost = sum(MESSAGES * ROUNDS - hall.posts.get(group.id, 0) for group in groups)
    aside = (
        f"{idle * 1000:.0f} ms idle, {busy * 1000:.0f} ms meanwhile; {CHATS} chats in {seconds:.0f} s; "
        f"{hall.refused} refused as too fast, {lost} posts lost; others used {others:.0%}"
    )
    what = f"p99 of an answer while a digest goes to {CHATS} chats {{}} of the p99 at rest"
    return [Figure("P8", what, busy / idle, 2.0, aside=aside)]


async def _round(hall: Hall, ann: Person, number: int) -> tuple[float, float, float]:
    """The p99 at rest, the p99 while the digest goes out, and how long that took."""
    await asyncio.sleep(EACH)
    hall.waits.clear()
    await asyncio.sleep(IDLE)
    idle = _p99(hall.waits)
    began = time.perf_counter()
    await hall.hears(ann, "/schedule run digest.weekly")
    hall.waits.clear()
    async with asyncio.timeout(300):
        while len(hall.posts) < CHATS or min(hall.posts.values()) < MESSAGES * number:
            await hall.bell.next()
    return idle, _p99(hall.waits), time.perf_counter() - began


async def _talk(hall: Hall, crowd: list[Person], today: date) -> None:
    began = time.perf_counter()
    for line in count():
        await asyncio.sleep(max(0.0, began + line * EACH / len(crowd) - time.perf_counter()))
        at, day = line % len(crowd), today - timedelta(days=FAR_BACK - line // len(crowd))
        await hall.hears(crowd[at], f"/daily c{at} date:{day} {NUMBERS.format(n=30 + line % 7)}")


def _p99(waits: list[float]) -> float:
    return quantiles(waits, n=100)[98]


async def _founded(file: Path, people: list[Person], groups: list[Chat], today: datetime) -> None:
    """A team with a channel in each group and four weeks of figures; nothing comes by the clock but what is asked."""
    file.parent.mkdir(parents=True, exist_ok=True)
    storage = open_storage(f"sqlite:///{file}")
    await storage.migrate()
    every, keys = Menu.find().every, [metric.key for metric in default_catalogue().entered][:12]

    async def found(unit: Unit) -> None:
        team = await unit.teams.add(Team(0, "Bench", "en", "UTC", "CN", "CNY"), today)
        for name in every:
            await unit.schedules.put(team, name, off=True)
        for group in groups:
            await unit.places.bind(team, Address("telegram", str(group.id)), group.title)
        for at, person in enumerate(people):
            account = Account("telegram", str(person.id), person.name, "", "en", str(person.id))
            await unit.accounts.keep(account, None)
            await unit.people.add(team, account, Role.STAFF if at else Role.DIRECTOR, today)
        for at in range(CROWD):
            await unit.communities.add(Community(0, team, f"c{at}", f"Community {at}"))
        for number, back in ((number, back) for number in range(1, 11) for back in range(DAYS)):
            values = {key: Decimal(100 + back * number % 90) for key in keys}
            day = today.date() - timedelta(days=back)
            report = Report(team, number, day, 1, "telegram", today, late=False)
            await unit.numbers.file(report, values, {})

    await storage.write(found)
    await storage.close()
