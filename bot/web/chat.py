"""The web page as a chat: what is said there goes the same way as on any platform, through inbox, desk and outbox."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web

from commands.kit import Heard, Reply, Tongue
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from storage import Address, Incoming, Letter, Storage, Unit

from ..dispatch import Desk
from ..ports import Call, Clock, Draw, Feed, Gone, Health, Malformed, More
from ..scene import look
from . import doors, inbound
from .cast import PRIVATE, WEB, Cast, Nobody, Persona, Room, account
from .history import message, number, own_line
from .house import House
from .streams import Event, Streams
from .time_machine import TimeMachine


class WebChat:
    """``files`` is the folder that files are handed out from. ``new_key`` makes ids that nobody guesses."""

    name = WEB
    whispers = True

    def __init__(
        self,
        *,
        desk: Desk,
        feed: Feed,
        storage: Storage,
        clock: Clock,
        menu: Menu,
        metrics: Catalogue,
        rooms: Sequence[Room],
        people: Sequence[Persona],
        files: Path,
        draw: Draw,
        jump: TimeMachine | None = None,
        new_key: Callable[[], str] = lambda: secrets.token_hex(12),
    ) -> None:
        self._desk = desk
        self._house = House(
            feed, storage, clock, menu, metrics, Cast(people, rooms), files, draw, jump, new_key, Streams(new_key()[:8])
        )

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, and what it calls. Guarded: this machine's own page only."""
        return doors.routes(self._house)

    async def run(self) -> None:
        """The pages come by themselves."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Let the open pages go, so that the server can stop; they come back when it is there again."""
        self._house.streams.close()

    def health(self) -> Health:
        return Health("ok")

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
        """Show it on the open pages; those that come later find it in the outbox. A repeat has the same number, so
        the page shows it once."""
        house = self._house
        if not house.cast.known(letter.address.chat):
            raise Gone("no such room")
        shown = message(letter, said, tongue, house.cast)
        house.streams.publish([letter.address.chat], Event("message", shown, letter.reader, letter.id))
        return number(letter)

    async def handle(self, incoming: Incoming) -> None:
        house = self._house
        thing = inbound.read(incoming.body)
        try:
            persona = house.cast.persona(thing.persona)
            address, title = house.cast.room(thing.room, persona)
        except Nobody as error:
            raise Malformed(str(error)) from error
        private = thing.room == PRIVATE
        heard = Heard(
            account=account(persona, await house.language(persona)),
            address=address,
            at=incoming.received_at,
            via={"say": "typed", "press": "pressed", "form": "form"}[thing.kind],
            private=private,
            admin=persona.admin and not private,
            title=title,
            message=thing.message if isinstance(thing, inbound.Pressed) else None,
        )
        if isinstance(thing, inbound.Typed):
            # Others do not read a line whose answer they would not read: it may hold a code.
            alone = thing.is_command and not private and self._desk.private(thing.line)
            line = thing.text
            await house.storage.write(lambda unit: self._show(unit, incoming, heard, line, alone=alone))
        await self._desk.hear(Call(thing.line, heard, thing.given, incoming=incoming.id))
        if (draft := inbound.draft_of(thing)) is not None:
            await self._form_over(draft, address, persona)

    async def _show(self, unit: Unit, incoming: Incoming, heard: Heard, words: str, *, alone: bool) -> None:
        """Put her own line into the room, once, however often this is served again."""
        mark = f"web.shown.{heard.address.chat}"
        if incoming.id <= int(await unit.marks.get(mark) or 0):
            return
        scene = await look(unit, heard)
        line = own_line(words, heard.account.user, heard.address, scene.tongue, heard.at, alone=alone)
        await unit.outbox.put([line])
        await unit.marks.set(mark, str(incoming.id))

    async def _form_over(self, draft: str, address: Address, persona: Persona) -> None:
        """Tell her pages when a form is not open any more."""
        house = self._house
        if await house.storage.read(lambda unit: unit.drafts.get(draft, (WEB, persona.id))) is None:
            house.streams.publish([address.chat], Event("closed", {"draft": draft}, persona.id))
