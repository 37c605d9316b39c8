"""The world that tests live in: the real menu, desk, storage and postman. Only the chats, the time and the codes are
ours. People have names; time moves when a test says so."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.aftermath import otherwise
from bot.clock import SELF
from bot.dispatch import Desk
from bot.errand import Errands
from bot.planner import Planner
from bot.ports import Call, Gone, Health, More
from commands.kit import Heard, Reply, Tongue, reply
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue, default_catalogue
from commands.kit.reply import read_reply
from commands.kit.zone import zone_of
from storage import Account, Address, Incoming, JournalRow, Letter, NumberRow, Person, Place, Storage, Team, Unit

from .plain import words

MENU = Menu.find()
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class Answer:
    """What one person was answered: the reply itself, and how it reads in her language."""

    reply: Reply
    text: str

    def __contains__(self, part: str) -> bool:
        return part in self.text

    def __str__(self) -> str:
        return self.text

    def line(self, label: str) -> str:
        """The command line on a button, found by a part of its English label."""
        found = [b.line for b in self.reply.buttons if label in Tongue().speak(b.label)]
        assert len(found) == 1, f"{len(found)} buttons {label!r} in {self.text}"
        return found[0]


@dataclass
class Somebody:
    """A person on one platform, speaking in one chat unless told otherwise."""

    town: "Town"
    account: Account
    at: Address
    admin: bool = False
    title: str = ""
    locale: str = ""

    async def says(self, line: str, *, answering: "Somebody | None" = None, **given: Any) -> Answer:
        heard = self.heard("typed")
        if answering is not None:
            heard = replace(heard, reply_to=answering.account)
        return await self.town.hears(self, Call(line, heard, given))

    async def presses(self, answer: Answer, label: str) -> Answer:
        return await self.town.hears(self, Call(answer.line(label), self.heard("pressed", message="m1")))

    async def fills(self, answer: Answer, **fields: str) -> Answer:
        """Send the whole form of an answer."""
        assert answer.reply.form is not None, f"no form in {answer.text}"
        return await self.town.hears(self, Call(f"/form {answer.reply.form.draft} submit", self.heard("form"), fields))

    def heard(self, via: str, message: str | None = None) -> Heard:
        private = self.at.chat == self.account.user
        return Heard(
            replace(self.account, locale=self.locale), self.at, self.town.now, via=via, private=private,
            admin=self.admin, title=self.title, message=message,
        )  # fmt: skip

    def at_chat(self, chat: str, *, thread: str = "", admin: bool = False, title: str = "Another chat") -> "Somebody":
        """The same account in another chat."""
        return replace(self, at=Address(self.account.platform, chat, thread), admin=admin, title=title)

    def in_private(self) -> "Somebody":
        """The same person in her private chat with the bot."""
        account = replace(self.account, direct=self.account.user)
        return replace(self, account=account, at=Address(self.account.platform, self.account.user), title="")

    def with_admin(self) -> "Somebody":
        return replace(self, admin=True)

    def on(self, platform: str, user: str, chat: str) -> "Somebody":
        """The same human with another account, in another chat."""
        account = Account(platform, user, self.account.name, self.account.username)
        return replace(self, account=account, at=Address(platform, chat), title=chat)


@dataclass
class Post:
    """Something the bot said by itself, and when."""

    at: datetime
    address: Address
    text: str
    reply: Reply
    letter: Letter

    def __contains__(self, part: str) -> bool:
        return part in self.text

    def local(self, zone: ZoneInfo = SHANGHAI) -> str:
        return f"{self.at.astimezone(zone):%Y-%m-%d %H:%M}"


class SilentChat:
    """A chat that takes every letter and keeps it."""

    whispers = False

    def __init__(self, name: str, closed: Collection[str] = ()) -> None:
        self.name, self.closed = name, closed
        self.taken: list[tuple[Letter, Reply]] = []

    async def run(self) -> None:
        """Nothing comes in by itself."""

    async def handle(self, incoming: Incoming) -> None:
        raise AssertionError("nothing is fed here")

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
        if letter.address.chat in self.closed and letter.edits is None:
            raise Gone("closed")
        self.taken.append((letter, said))
        return letter.edits or str(len(self.taken))

    async def close(self) -> None:
        """Nothing to let go of."""

    def health(self) -> Health:
        return Health("ok")


@dataclass
class Town:
    storage: Storage
    metrics: Catalogue = field(default_factory=default_catalogue)
    now: datetime = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    """A Tuesday, 20:00 in Shanghai."""
    carries: bool = False
    """Whether letters arrive, so that live cards stand and are edited; else all of them wait in the outbox."""

    def __post_init__(self) -> None:
        codes = count(1)
        self.desk = Desk(
            MENU, self.metrics, self.storage, lambda: self.now, lambda: f"CODE-{next(codes):04d}",
            whispers=frozenset({"discord", "web"}), site=lambda: "https://muster.example",
        )  # fmt: skip
        self.planner = Planner(self.storage, lambda: self.now, MENU.every)
        self._errands = Errands(
            self.storage, lambda: self.now, lambda: 0.0, "town", lambda seconds: None, lambda platform, outcome: None
        )
        self._chats: dict[str, SilentChat] = {}
        self.closed: set[str] = set()  # private chats in which nothing new arrives
        self.letters: list[Letter] = []
        self._seen = 0
        group = Address("telegram", "-100")
        self.ann = self.person("Ann", group, admin=True)
        self.bob = self.person("Bob", group)
        self.carol = self.person("Carol", Address("telegram", "-666"), admin=True, title="Elsewhere")

    def person(self, name: str, at: Address, *, admin: bool = False, title: str = "Mums club") -> Somebody:
        account = Account(at.platform, name.lower(), name, name.lower())
        return Somebody(self, account, at, admin, title)

    async def founded(self, *communities: str, language: str = "en") -> "Town":
        """Ann has set up the team in her group, with these communities besides the first."""
        await self.ann.says(f"/setup language:{language} zone:Asia/Shanghai currency:CNY country:CN")
        for community in communities:
            await self.ann.says(f"/community add {community}")
        return self

    async def hears(self, who: Somebody, call: Call) -> Answer:
        said = await self.desk.hear(call)
        await self._look()
        own = next((letter for letter in self.letters if letter.address == who.at), None)
        tongue = Tongue(own.locale, zone_of(own.zone), own.currency) if own else Tongue()
        return Answer(said or reply(), words(said, tongue) if said else "")

    def posts(self) -> dict[str, str]:
        """What the last line made the bot say, by chat, each in the language of its reader."""
        return {
            letter.address.chat: words(
                read_reply(letter.body), Tongue(letter.locale, zone_of(letter.zone), letter.currency)
            )
            for letter in self.letters
        }

    async def versions(self, team: int | None = None) -> list[NumberRow]:
        """Every version of every figure, and every note without any, as an export has them."""

        async def rows(unit: Unit) -> list[NumberRow]:
            return [row async for row in unit.numbers.rows(team, None, None)]

        return await self.storage.read(rows)

    async def figures(self) -> dict[str, str]:
        """The current value of every metric of the only community and day there is."""
        return {row.metric: "-" if row.value is None else f"{row.value:f}" for row in await self.versions()}

    async def journal(self, team: int = 1, since: datetime | None = None) -> list[JournalRow]:
        async def rows(unit: Unit) -> list[JournalRow]:
            return [row async for row in unit.journal.rows(team, since, None)]

        return await self.storage.read(rows)

    async def hears_at(self, who: Somebody, line: str) -> Answer:
        """Somebody presses a button that she found elsewhere."""
        return await self.hears(who, Call(line, who.heard("pressed", message="m1")))

    async def everybody(self, team: int = 1) -> list[Person]:
        return await self.storage.read(lambda unit: unit.people.of(team))

    async def accounts(self, name: str) -> list[Account]:
        """Every account of a member."""
        person = (await self.people())[name]
        return await self.storage.read(lambda unit: unit.accounts.of(person.id))

    async def people(self, team: int = 1) -> dict[str, Person]:
        """The members by name."""
        return {person.name: person for person in await self.storage.read(lambda unit: unit.people.of(team))}

    async def places(self, team: int = 1) -> list[Place]:
        return list(await self.storage.read(lambda unit: unit.places.of(team)))

    async def team(self, number: int = 1) -> Team:
        return await self.storage.read(lambda unit: unit.teams.get(number))

    def sleep(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def sleep_until(self, local: str, zone: ZoneInfo = SHANGHAI) -> list[Post]:
        """Let time pass to a moment of the wall clock; what is due on the way happens at its time. Returns what the
        clock posted, in order."""
        end = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
        found: list[Post] = []
        while (at := await self._soonest()) is not None and at <= end:
            self.now = max(self.now, at)
            found += await self.looks_at_the_clock()
        self.now = end
        return found

    async def gone(self, post: Post) -> None:
        """A letter could not be delivered: what was to happen then is due."""
        await self.storage.write(lambda unit: otherwise(unit, post.letter, self.now))

    async def looks_at_the_clock(self) -> list[Post]:
        """Do what is due now, as the running program does each second."""
        await self.planner.plan()
        for timer in await self.storage.read(lambda unit: unit.timers.due(self.now, 1000)):
            heard = Heard(SELF, timer.address, self.now, via="clock")
            await self.desk.hear(Call(timer.line, heard, timer=timer.id, team=timer.team, person=timer.person))
        return await self._fresh()

    async def _soonest(self) -> datetime | None:
        async def look(unit: Unit) -> list[datetime | None]:
            return [await unit.schedules.soonest(), await unit.timers.soonest()]

        return min((at for at in await self.storage.read(look) if at is not None), default=None)

    async def _fresh(self) -> list[Post]:
        await self._look()
        return [self._post(letter) for letter in sorted(self.letters, key=lambda letter: letter.id)]

    async def _look(self) -> None:
        """What was said since the last look."""
        fresh = await self.storage.read(lambda unit: unit.outbox.due(["telegram", "discord", "web"], self.now, 500, []))
        self.letters = [letter for letter in fresh if letter.id > self._seen]
        self._seen = max([self._seen, *(letter.id for letter in fresh)])
        if self.carries:
            self.letters = [carried for letter in self.letters if (carried := await self._carry(letter)) is not None]

    async def _carry(self, letter: Letter) -> Letter | None:
        """As it arrives, with what it edits there; nothing when a newer one has overtaken it."""
        chat = self._chats.setdefault(letter.address.platform, SilentChat(letter.address.platform, self.closed))
        before = len(chat.taken)
        if (problem := await self._errands.carry(chat, letter, lambda: None)) is not None:
            await self._errands.failed(letter, problem, self.now)
        return chat.taken[-1][0] if len(chat.taken) > before else None

    def _post(self, letter: Letter) -> Post:
        tongue, said = Tongue(letter.locale, zone_of(letter.zone), letter.currency), read_reply(letter.body)
        return Post(self.now, letter.address, words(said, tongue), said, letter)
