"""What the page's parts share."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commands.kit import Heard
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from storage import Address, Storage, Team, Unit

from ..ports import Clock, Draw, Feed
from ..scene import Scene, look
from .cast import WEB, Cast, Persona, account
from .streams import Streams
from .time_machine import TimeMachine


@dataclass(frozen=True)
class House:
    feed: Feed
    storage: Storage
    clock: Clock
    menu: Menu
    metrics: Catalogue
    cast: Cast
    files: Path
    draw: Draw
    time_machine: TimeMachine | None
    new_key: Callable[[], str]
    streams: Streams

    async def language(self, persona: Persona) -> str:
        """What her app is set to: the last choice on the page."""
        return await self.storage.read(lambda unit: unit.marks.get(_mark(persona))) or persona.locale

    async def team(self) -> Team | None:
        """The team of the first room that has one."""

        async def look(unit: Unit) -> Team | None:
            for room in self.cast.rooms:
                if (place := await unit.places.at(Address(WEB, room.id))) is not None:
                    return await unit.teams.get(place.team)
            return None

        return await self.storage.read(look)

    async def post_in(self, locale: str) -> None:
        """Post to the team in this language from now on."""
        if (team := await self.team()) is not None:
            await self.storage.write(lambda unit: unit.teams.change(team.id, language=locale))

    async def speak(self, persona: Persona, locale: str) -> None:
        """Answer her in this language from now on, in every team of hers."""

        async def choose(unit: Unit) -> None:
            await unit.marks.set(_mark(persona), locale)
            for team in await unit.people.teams_of(WEB, persona.id):
                if (who := await unit.people.by_account(team, WEB, persona.id)) is not None:
                    await unit.people.change(team, who.id, language=locale)

        await self.storage.write(choose)

    async def scene(self, persona: Persona, address: Address, *, private: bool) -> Scene:
        """Who she is in a room."""
        heard = Heard(account(persona, await self.language(persona)), address, self.clock(), private=private)
        return await self.storage.write(lambda unit: look(unit, heard))


def _mark(persona: Persona) -> str:
    return f"web.language.{persona.id}"
