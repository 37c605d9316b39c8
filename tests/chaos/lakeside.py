"""A team that lives on Telegram and Discord at once, with fifty communities, and the process that serves it by the
machine's own clock."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from storage import Account, Address, Community, Role, Team, Unit, open_storage
from storage.schema import Instant, metadata
from tests.services.discord import DiscordServer, Member
from tests.services.discord.messages import Seen
from tests.services.telegram import Message, Person
from tests.services.telegram.clock import ServiceClock

from .process import PATIENCE, Muster, machine_time
from .records import copied, open_letters
from .watch import WatchedTelegram

AFTERNOON = 15
"""The hour it is where the team lives: a day that neither begins nor ends while a test runs."""
FOUNDED = datetime(2025, 1, 1, tzinfo=UTC)
COMMUNITIES = 50
FIGURES = "joined 12 left 3 active {active} members 1.2万 messages 3456 topics 17 revenue ¥4,500 orders 31"
A_WHILE = timedelta(seconds=15)
"""How much time is left at least until what is moved to a coming minute is due."""


class WatchedDiscord(DiscordServer):
    """Tells of each post, and of each change of one, in the moment it stands in a channel, before the answer goes
    out."""

    def __init__(self) -> None:
        super().__init__()
        self.ears: list[Callable[[], None]] = []

    def _new(self, channel: str, body: Any, *, alone: bool = False) -> Any:
        seen = super()._new(channel, body, alone=alone)
        self._tell()
        return seen

    def _edited(self, id: str, body: Any) -> Any:
        seen = super()._edited(id, body)
        self._tell()
        return seen

    def _tell(self) -> None:
        for ear in list(self.ears):
            ear()


@dataclass(frozen=True, slots=True)
class Came:
    """One time that something came by the clock, as the database remembers it."""

    name: str
    slot: str
    outcome: str


class Lakeside:
    def __init__(self, folder: Path, telegram: WatchedTelegram, discord: WatchedDiscord, founded: datetime) -> None:
        self.folder = folder
        self.telegram = telegram
        self.discord = discord
        self.zone = timedelta(hours=_offset(founded.hour))
        self.muster = Muster(
            folder,
            telegram,
            MUSTER_DISCORD_TOKEN="a.b.c",
            MUSTER_DISCORD_API_URL=discord.hosts["api_url"],
            MUSTER_DISCORD_GATEWAY_URL=discord.hosts["gateway_url"],
        )
        self.group = telegram.group("Lakeside")
        self.ann = telegram.person("Ann Lee", username="ann", language="en")
        self.group.add(self.ann, admin=True)
        self.group.add_bot(by=self.ann)

    @classmethod
    @asynccontextmanager
    async def of(cls, folder: Path, communities: int = COMMUNITIES) -> AsyncIterator[Self]:
        now = machine_time(folder)
        async with WatchedTelegram(clock=ServiceClock(now)) as telegram, WatchedDiscord() as discord:
            town = cls(folder, telegram, discord, now)
            async with town.muster:
                await town._settle(communities)
                yield town

    async def _settle(self, communities: int) -> None:
        """Found the team in a new database: what comes later is about the clock."""
        self.telegram.updates.clear()
        self.muster.database.parent.mkdir(mode=0o700)
        storage = open_storage(f"sqlite:///{self.muster.database}")
        await storage.migrate()

        async def found(unit: Unit) -> None:
            hours = int(self.zone / timedelta(hours=1))
            team = await unit.teams.add(Team(0, "Lakeside", "en", f"Etc/GMT{-hours:+d}", "CN", "CNY"), FOUNDED)
            await unit.places.bind(team, Address("telegram", str(self.group.id)), "Lakeside")
            await unit.places.bind(team, Address("discord", self.discord.ops.id), "ops")
            ann = Account("telegram", str(self.ann.id), self.ann.name, direct=str(self.ann.id))
            owner = await unit.people.add(team, ann, Role.DIRECTOR, FOUNDED)
            for at in range(communities):
                name = f"Walkers and swimmers of the northern shore, group {at}"
                await unit.communities.add(Community(0, team, f"c{at:02d}", name, owner=owner.id))

        await storage.write(found)
        await storage.close()
        self.ann.started = True

    async def starts(self) -> None:
        before = self.discord.identified
        await self.muster.start()
        await self.discord.until(lambda: self.discord.identified > before, PATIENCE)

    async def dies(self, words: str = "") -> Counter[str]:
        """Wait until it was killed. Returns the letters with these words that were out, by platform."""
        assert await self.muster.ended() == -9, self.muster.said()[-2000:]
        with copied(self.muster.database) as db:
            return Counter(platform for (platform,) in db.execute(
                "SELECT platform FROM outbox WHERE state = 'sending' AND body LIKE ?", (f"%{words}%",)
            ))  # fmt: skip

    async def told(self, line: str, answer: str, who: Person | None = None) -> Message:
        """Somebody says a line in the team's group, else Ann."""
        await (who or self.ann).says(line, self.group)
        return await self.telegram.heard(self.group, answer, timeout=PATIENCE)

    async def reports(self, days_ago: int, active: int, keys: Sequence[str]) -> None:
        """Ann reports for communities, in as many messages as that takes."""
        day = (machine_time(self.folder) + self.zone).date() - timedelta(days=days_ago)
        for at in range(0, len(keys), 20):
            lines = [f"{key} date:{day} {FIGURES.format(active=active)}" for key in keys[at : at + 20]]
            await self.told("/daily " + "\n".join(lines), "Saved")

    def coming_minute(self) -> datetime:
        """The next full minute of the team's wall clock that leaves time to get ready."""
        soon = machine_time(self.folder) + self.zone + A_WHILE + timedelta(minutes=1)
        return soon.replace(second=0, microsecond=0)

    async def until(self, local: datetime) -> None:
        """Let the time pass until a moment of the team's wall clock."""
        await asyncio.sleep((local - machine_time(self.folder) - self.zone).total_seconds())

    def passes(self, span: timedelta) -> None:
        """Time passes while nobody is there. The process goes by the machine's clock, which nobody moves: all that
        happened, and all that is due, is so much longer ago."""
        assert not self.muster.alive

        def earlier(words: str) -> str:
            return (datetime.fromisoformat(words) - span).isoformat(words[10], "microseconds")

        with closing(sqlite3.connect(self.muster.database)) as db, db:
            db.create_function("earlier", 1, earlier)
            for table in metadata.sorted_tables:
                for column in (one.name for one in table.columns if isinstance(one.type, Instant)):
                    db.execute(
                        f'UPDATE {table.name} SET "{column}" = earlier("{column}") WHERE "{column}" IS NOT NULL'  # noqa: S608 - our own words
                    )
            db.execute("UPDATE marks SET value = earlier(value) WHERE name = 'awake'")

    async def carried(self, also: Callable[[], bool] = lambda: True) -> None:
        """Wait until every letter is noted as sent, and something else is so. Nobody rings when a file changes."""
        try:
            async with asyncio.timeout(2 * PATIENCE):
                while not also() or open_letters(self.muster.database):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except TimeoutError:
            left = f"{open_letters(self.muster.database)} letters wait"
            raise TimeoutError(f"{left}, alive: {self.muster.alive}. {self.muster.said()[-2000:]}") from None

    def came(self) -> list[Came]:
        with copied(self.muster.database) as db:
            return [Came(*row) for row in db.execute("SELECT name, slot, outcome FROM runs ORDER BY name, slot")]

    def on_telegram(self, containing: str) -> list[Message]:
        """What stands in the group with these words."""
        return [message for message in self.telegram.messages(self.group) if containing in message.text]

    def on_discord(self, containing: str) -> list[Seen]:
        """What stands in the channel with these words."""
        return [seen for seen in self.discord.posted(self.discord.ops) if containing in seen.text]

    def member(self, name: str, *, closed: bool = False) -> Member:
        """Somebody on Discord; ``closed``: she takes no private messages from the bot."""
        who = self.discord.member(name)
        if closed:
            self.discord.closed.add(who.id)
        return who


def _offset(hour: int) -> int:
    """Hours east of Greenwich where it is afternoon."""
    east = AFTERNOON - hour
    return east if east <= 12 else east - 24
