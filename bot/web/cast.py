"""Who can speak on the page, and in which rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from commands.kit import Said
from storage import Account, Address

WEB = "web"
PRIVATE = "private"
"""The room that everybody has for herself alone: her private chat with Muster."""

Look = Literal["telegram", "discord"]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody the visitor can speak as. ``role`` is told beside the name; ``admin``: she administers every room."""

    id: str
    name: str
    username: str = ""
    role: Said | None = None
    admin: bool = False
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Room:
    """A chat with several people. ``look`` is the platform whose manners it shows; ``label`` is how the page calls it
    where its title is not enough."""

    id: str
    title: str
    label: Said | None = None
    look: Look = "telegram"


class Nobody(LookupError):
    """No persona or no room of this name."""


class Cast:
    """Finds personas and rooms by what the page sends. A private chat has its person's id, so no room may."""

    def __init__(self, people: Sequence[Persona], rooms: Sequence[Room]) -> None:
        self.people = tuple(people)
        self.rooms = tuple(rooms)
        self._people = {persona.id: persona for persona in people}
        self._rooms = {room.id: room for room in rooms}
        if shared := {PRIVATE, *self._people} & self._rooms.keys():
            raise ValueError(f"a room and a person are both called {sorted(shared)}")

    def persona(self, id: str) -> Persona:
        """Raises ``Nobody``."""
        if (found := self._people.get(id)) is None:
            raise Nobody(f"nobody is called {id[:40]!r}")
        return found

    def room(self, id: str, persona: Persona) -> tuple[Address, str]:
        """The address of a room and its title, which is empty for a private chat. Raises ``Nobody``."""
        if id == PRIVATE:
            return Address(WEB, persona.id), ""
        if (found := self._rooms.get(id)) is None:
            raise Nobody(f"no room is called {id[:40]!r}")
        return Address(WEB, found.id), found.title

    def room_of(self, chat: str) -> str:
        """What the page calls a chat: the private one has the same name for everybody."""
        return chat if chat in self._rooms else PRIVATE

    @property
    def chats(self) -> tuple[str, ...]:
        """Every chat of the page: the rooms, and everybody's private one."""
        return (*self._rooms, *self._people)

    def known(self, chat: str) -> bool:
        """Whether letters can be shown there."""
        return chat in self._people or chat in self._rooms

    def name(self, id: str) -> str:
        return self._people[id].name if id in self._people else id


def account(persona: Persona, locale: str) -> Account:
    """The account of a persona: on the page, everybody's private chat is open from the start."""
    return Account(WEB, persona.id, persona.name, persona.username, locale, persona.id)
