"""One team in a group on Telegram and a channel on Discord, and the whole desk between them. Everything is real but the
network and the time: that moves when a test says so, from one due moment to the next."""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.discord import DiscordChat
from bot.telegram import TelegramChat
from commands.kit.metrics import default_catalogue
from storage import Unit, open_storage
from tests.services.discord import DiscordServer, Member
from tests.services.discord.messages import Act, Seen
from tests.services.discord.places import Channel
from tests.services.telegram import Chat, Message, Person, TelegramServer
from tests.services.telegram.clock import DEFAULT_START
from tests.town import SHANGHAI

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
PATIENCE = 20.0
MOST = 500
"""Moments on one way."""


class Shore:
    """It is Tuesday, 2026-11-24, 17:00 in Shanghai. The clock of Telegram is everybody's."""

    def __init__(self, telegram: TelegramServer, discord: DiscordServer, url: str) -> None:
        self.telegram = telegram
        self.discord = discord
        self.url = url
        self.group: Chat = telegram.group("Lakeside")
        self.ops: Channel = discord.ops
        self.ann = self.on_telegram("Ann Lee", admin=True)
        self.group.add_bot(by=self.ann)
        self.bob, self.lin = self.on_telegram("Bob"), self.on_telegram("Lin")
        self.mei = discord.member("Mei", admin=True)
        self.eve, self.lin_there = discord.member("Eve"), discord.member("Lin")
        self.app: App
        self._stop = asyncio.Event()
        self._life: asyncio.Task[None]

    def clock(self) -> datetime:
        return DEFAULT_START + timedelta(seconds=self.telegram.clock.monotonic())

    def on_telegram(self, name: str, *, admin: bool = False) -> Person:
        person = self.telegram.person(name, username=name.split()[0].lower(), language="en")
        self.group.add(person, admin=admin)
        return person

    # --- one life of the program

    async def start(self) -> None:
        storage = open_storage(self.url)
        app = self.app = App(storage, default_catalogue(), self.clock)
        served: dict[str, Any] = {
            "menu": app.menu, "desk": app.desk, "feed": app.intake.feed, "storage": storage, "clock": self.clock,
            "owner": app.owner, "draw": app.studio.png,
        }  # fmt: skip
        app.join(TelegramChat(token=self.telegram.token, api_url=self.telegram.url, **served))
        self._discord = DiscordChat(token="a.b.c", metrics=app.metrics, **served | self.discord.hosts)
        app.join(self._discord)
        self._stop = asyncio.Event()
        before = self.discord.identified
        self._life = asyncio.create_task(app.run(self._stop))
        await self.discord.until(lambda: self.discord.identified > before, PATIENCE)
        await self.discord.listening()

    async def stop(self) -> None:
        """Once the library has told all that it tells of a new session: it stumbles over an end before that."""
        await self._discord.client.wait_until_ready()
        self._stop.set()
        await self._life
        await self.app.storage.close()

    async def restart(self) -> None:
        """Nothing but the database is left."""
        await self.stop()
        await self.start()

    # --- time

    async def quiet(self) -> None:
        """Wait until all that was heard is served, all that is due is done, and all that is to be said is said."""
        await self.telegram.all_confirmed(timeout=PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while await self.app.storage.read(self._busy):
                await self.app.beats.timers()
                await asyncio.sleep(0.002)  # the database rings no bell

    async def until(self, words: str) -> None:
        """Let the time pass until a moment of the team's wall clock; what is due on the way comes at its own time."""
        goal = datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)
        await self.quiet()
        for _ in range(MOST):
            due = await self.app.storage.read(self._soonest)
            if due is None or due > goal:
                break
            await self._pass(due)
        await self._pass(goal)

    async def _pass(self, moment: datetime) -> None:
        self.telegram.clock.advance(max((moment - self.clock()).total_seconds(), 0))
        await self.quiet()

    async def _soonest(self, unit: Unit) -> datetime | None:
        found = [await unit.schedules.soonest(), await unit.timers.soonest()]
        return min((at for at in found if at is not None), default=None)

    async def _busy(self, unit: Unit) -> bool:
        letters, due = await unit.outbox.counts(), await self._soonest(unit)
        served = not (await unit.inbox.counts()).get("new")
        carried = not letters.get("pending") and not letters.get("sending")
        return not (served and carried and (due is None or due > self.clock()))

    # --- the team

    async def founded(self) -> None:
        """Ann leads on Telegram, Mei on Discord; Bob and Eve run activities there and here, and Lin is on both
        platforms. Only Eve cannot be written to in private."""
        for person in (self.ann, self.bob, self.lin):
            await person.starts()
        await self.says(self.ann, "/setup zone:Asia/Shanghai country:CN currency:CNY")
        code = code_in((await self.says(self.ann, "/setup code")).text)
        await self.did(await self.mei.uses("setup join", code=code), "now belongs to Lakeside")
        for line in (
            "/schedule off digest.daily",
            "/schedule off digest.weekly",
            "/schedule off nudge.first",
            "/schedule off nudge.second",
            "/schedule off sop.interaction",
            "/schedule off sop.planning",
            "/schedule off sop.review",
            "/schedule off sop.publishing",
            "/schedule off sop.analysis",
            "/schedule off review.week",
            "/schedule off review.topic",
            "/schedule off review.diary",
        ):
            await self.says(self.ann, line)
        for here in (self.bob, self.lin):
            await self.says(here, "/join")
        for there in (self.mei, self.eve):
            await self.did(await there.uses("join"))
        code = code_in((await self.says(self.lin, "/link", self.lin.chat)).text)
        await self.did(await self.lin_there.uses("link", code=code), "on both platforms you are Lin now")
        for line in (
            "/role Mei manager",
            '/role Bob title:"activity operator"',
            '/role Eve title:"activity operator"',
            '/role Lin title:"content planner"',
        ):
            await self.says(self.ann, line)
        self.discord.closed.add(self.eve.id)

    # --- what stands there

    def here(self, words: str, where: Chat | Person | None = None) -> list[Message]:
        """On Telegram, in the group if nothing else is said."""
        return [said for said in self.telegram.messages(where or self.group) if words in said.text]

    def there(self, words: str, where: Channel | Member | None = None) -> list[Seen]:
        """On Discord, in the channel if nothing else is said."""
        return [said for said in self.discord.posted(where or self.ops) if words in plain(said)]

    def once(self, words: str) -> tuple[Message, Seen]:
        """A post that stands once in each room."""
        (here,), (there,) = self.here(words), self.there(words)
        return here, there

    def card(self, words: str) -> tuple[str, str]:
        """How a record stands in each room, in the one message it has there."""
        here, there = self.once(words)
        return here.text, plain(there)

    # --- what people do

    async def says(self, who: Person, line: str, where: Chat | None = None) -> Message:
        """In the group, or privately in her own chat. Returns the newest message there afterwards."""
        place = where or self.group
        await who.says(line, place)
        await self.quiet()
        return self.telegram.messages(place)[-1]

    async def presses(self, who: Person, label: str, on: Message) -> str:
        """What is shown on top of her screen."""
        query = await who.presses(label, on)
        answer = await query.answered(PATIENCE)
        await self.quiet()
        return answer.text

    async def did(self, act: Act, containing: str = "") -> Seen:
        """What somebody on Discord is answered, once it contains the words."""
        await act.answered()
        await self.quiet()
        seen = act.shown[-1]
        assert containing in plain(seen)
        return seen

    async def next_page(self, who: Member, noted: Seen, **answers: str) -> Seen:
        form = await (await who.presses("Next", noted)).asked()
        return await self.did(await who.submits(form, **answers), "is noted")

    async def last_page(self, who: Member, noted: Seen, containing: str, **answers: str) -> Seen:
        form = await (await who.presses("Next", noted)).asked()
        return await self.did(await who.submits(form, **answers), containing)


def code_in(words: str) -> str:
    found = CODE.search(words)
    assert found is not None, words
    return found[0]


def plain(seen: Seen) -> str:
    """The words without Discord's marks, as they stand on Telegram."""
    return re.sub(r"\\(.)", r"\1", seen.text.replace("**", "")).replace("\n- ", "\n• ")
