"""Makes the files that people ask for in a chat, one after the other, each in a process of its own.

An order is taken on the disk before it is begun, and its end is kept together with the letter that carries the file:
after a crash it is made again, and one file arrives. Files are taken away after a day.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import rmtree

from commands.kit import File, Mono, Reply, reply, text
from commands.kit.reply import write_reply
from commands.kit.slug import slug
from storage import Address, Letter, Order, Person, Role, Storage, Team, Unit

from ..letters import ANSWER
from ..ports import Chat, Clock
from .sheets import UNPACKED

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
LOOK = 1.0
"""Seconds between two looks for orders."""
PACE = 3.0
"""Seconds before the first word of progress, and between two of them."""
ENDING = 2.0
"""Seconds that the process has to end by itself."""
LEASE = timedelta(seconds=30)
KEPT = timedelta(hours=24)
TIDY = 600.0
"""Seconds between two looks for files that are too old."""
LARGEST = {"telegram": 50 * 1024 * 1024, "discord": 10 * 1024 * 1024}
HANDED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "PATH")
"""Of the environment; everything else may hold tokens."""

SO_FAR = text("The file is being made: {n} row so far.", "The file is being made: {n} rows so far.")
MADE = text("The file is made: {n} row.", "The file is made: {n} rows.")
HERE = text("Here is the file: {n} row.", "Here is the file: {n} rows.")
NOTHING = text("There is nothing in this period, so there is no file.")
TOO_LARGE = text("The file has {n} rows and is too large for this chat. A shorter period makes it smaller.")
BROKEN = text("The file could not be made. If you report it, mention {incident}.")


class NotMade(Exception):
    """The process that made the file ended without it; the message is what it said last."""


@dataclass(frozen=True)
class Office:
    """Where files come from and go: the address of the database (it may hold a password), the operator's catalogue if
    there is one, and the folder that files are handed out from."""

    url: str
    catalogue: str
    folder: Path


@dataclass
class _Live:
    """The message that tells how far it is: the last letter written for it, and what that says."""

    rows: int = 0
    letter: int | None = None
    said: int = -1


@dataclass
class Clerk:
    """``alone``: every other owner of an order is dead. ``new_code`` names incidents."""

    storage: Storage
    clock: Clock
    owner: str
    office: Office
    new_code: Callable[[], str]
    whispers: Collection[str] = ()
    alone: bool = True
    pace: float = PACE
    _chats: Sequence[Chat] = field(default=())

    def serve(self, chats: Sequence[Chat]) -> None:
        self._chats = chats

    async def run(self) -> None:
        """Work until cancelled; what is unfinished is made again by whoever comes next."""
        loop = asyncio.get_running_loop()
        self.office.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tidied = float("-inf")
        while True:
            if loop.time() - tidied > TIDY:
                await self.tidy()
                tidied = loop.time()
            if not await self.one():
                await asyncio.sleep(LOOK)

    async def one(self) -> bool:
        """Make the file that has waited longest. ``False`` when there is none."""
        platforms = [chat.name for chat in self._chats if chat.health().state != "standby"]
        now, alive = self.clock(), self.owner if self.alone else None
        order = await self.storage.read(lambda unit: unit.exports.next(platforms, now, alive))
        if order is None:
            return False
        id, until = order.id, now + LEASE
        if await self.storage.write(lambda unit: unit.exports.take(id, self.owner, now, until, alone=self.alone)):
            await self._made(order)
        return True

    async def tidy(self) -> None:
        """Take away what is too old, and what a process that died left behind."""
        before = self.clock() - KEPT
        old = await self.storage.read(lambda unit: unit.exports.old(before))
        for _, path in old:
            if path is not None:
                await asyncio.to_thread(Path(path).unlink, missing_ok=True)
        if old:
            await self.storage.write(lambda unit: unit.exports.drop([id for id, _ in old]))
        if self.alone:
            await asyncio.to_thread(self._sweep)

    def _sweep(self) -> None:
        for left in self.office.folder.glob(".export-*.part"):
            left.unlink(missing_ok=True)
        for left in self.office.folder.glob(f"{UNPACKED}*"):
            rmtree(left, ignore_errors=True)

    async def _made(self, order: Order) -> None:
        path = (self.office.folder / f"export-{order.id}.{order.format}").resolve()
        live = _Live()
        made = asyncio.Event()
        telling = asyncio.create_task(self._tell(order, live, made), name="progress of a file")
        try:
            rows = await self._pressed(order, path, live)
            size = (await asyncio.to_thread(path.stat)).st_size
        except (NotMade, OSError) as error:
            incident = self.new_code()
            log.error("incident", extra={"incident": incident, "order": order.id, "why": str(error)})
            await self._end(order, live, "failed", None, lambda _: reply(BROKEN(incident=Mono(incident))))
            return
        finally:
            made.set()
            await telling
        if rows == 0 or size > LARGEST.get(order.address.platform, size):
            await asyncio.to_thread(path.unlink)
            said = TOO_LARGE(n=rows) if rows else NOTHING()
            await self._end(order, live, "done", None, lambda _: reply(said))
            return
        live.rows = rows
        await self._end(
            order, live, "done", path, lambda team: reply(HERE(n=rows), File(_name(order, team), str(path)))
        )  # fmt: skip

    async def _end(
        self, order: Order, live: _Live, state: str, path: Path | None, said: Callable[[Team], Reply]
    ) -> None:
        """Keep that it is over, together with the letter that says so."""
        now = self.clock()

        async def work(unit: Unit) -> None:
            if not await unit.exports.end(order.id, self.owner, state, str(path) if path else None, now):
                return
            found = await _asker(unit, order)
            if found is None:
                return  # she may not have it any more
            team, who = found
            message = await unit.outbox.message(live.letter) if live.letter is not None else None
            letters = [self._letter(order, team, who, said(team), final=True)]
            if message is not None and path is not None:
                letters.insert(0, self._letter(order, team, who, reply(MADE(n=live.rows)), edits=message))
            await unit.outbox.put(letters)

        await self.storage.write(work)

    async def _tell(self, order: Order, live: _Live, made: asyncio.Event) -> None:
        """Prolong the lease, and tell how far it is, by one message that changes."""
        while not made.is_set():
            try:
                async with asyncio.timeout(self.pace):
                    await made.wait()
            except TimeoutError:
                rows = live.rows
                if (letter := await self.storage.write(partial(self._progress, order=order, live=live))) is not None:
                    live.letter, live.said = letter, rows

    async def _progress(self, unit: Unit, order: Order, live: _Live) -> int | None:
        """The number of the letter that tells it; ``None`` when nothing is new, or the last is still on its way."""
        found = await _asker(unit, order)
        if not await unit.exports.hold(order.id, self.owner, self.clock() + LEASE) or found is None:
            return None
        message = await unit.outbox.message(live.letter) if live.letter is not None else None
        if (live.letter is not None and message is None) or live.rows == live.said or not order.direct:
            return None
        await unit.outbox.put([self._letter(order, *found, reply(SO_FAR(n=live.rows)), edits=message)])
        return unit.letters[-1].id

    def _letter(
        self, order: Order, team: Team, who: Person, said: Reply, *, edits: str | None = None, final: bool = False
    ) -> Letter:
        """To her alone: by her private chat, or, where the platform can, under her eyes only."""
        platform = order.address.platform
        whispered = (final and platform in self.whispers) or not order.direct
        address = order.address if whispered else Address(platform, order.direct)
        return Letter(
            0, team.id, address, write_reply(said), who.language or team.language, team.zone, team.currency, ANSWER,
            self.clock(), edits=edits, reader=order.account if whispered else None,
        )  # fmt: skip

    async def _pressed(self, order: Order, path: Path, live: _Live) -> int:
        """The number of rows of the finished file. Raises ``NotMade``."""
        asked = {
            "url": self.office.url, "catalogue": self.office.catalogue, "team": order.team, "kind": order.kind,
            "format": order.format, "path": str(path),
            **{end: day.isoformat() if (day := getattr(order, end)) else "" for end in ("first", "last")},
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.export.aside", cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ}, start_new_session=True,
        )  # fmt: skip
        asking, told, wrong = process.stdin, process.stdout, process.stderr
        if asking is None or told is None or wrong is None:
            raise NotMade("there is no way to talk to the process that makes the file")
        complaints = asyncio.create_task(wrong.read(), name="what the process says")
        try:
            asking.write(json.dumps(asked).encode() + b"\n")
            async for line in told:
                done, _, count = line.decode().strip().rpartition(" ")
                live.rows = int(count)
                if done:
                    return live.rows
            last = (await complaints).decode("utf-8", "replace").strip().splitlines()
            raise NotMade(last[-1] if last else "the process that makes the file is gone")
        finally:
            # It ends when nobody listens any more; one that does not is ended.
            asking.close()
            try:
                async with asyncio.timeout(ENDING):
                    await process.wait()
            except TimeoutError:
                process.kill()
            await complaints


async def _asker(unit: Unit, order: Order) -> tuple[Team, Person] | None:
    """Her team and herself, as long as she may have it."""
    team = await unit.teams.get(order.team)
    who = await unit.people.get(order.team, order.person)
    if who is None or who.left_at is not None or who.level < Role.MANAGER:
        return None
    return team, who


def _name(order: Order, team: Team) -> str:
    """What the file is called for her."""
    days = [f"{day}" for day in (order.first, order.last) if day is not None]
    return "-".join([order.kind, slug(team.name), *dict.fromkeys(days)]) + f".{order.format}"
