"""What a command may know of the world. Time stands still inside it; nothing here reaches the network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from storage import Account, Address, Community, Person, Place, Role, Team, Unit

from .args import Args
from .errors import NoTeam, Refusal
from .hints import HELP
from .metrics import Catalogue
from .reply import Button
from .schedule import Every
from .texts import Mono, Text, text
from .tongue import Tongue
from .words import fold
from .zone import zone_of

NO_TEAM = text("This chat does not belong to a team yet. An admin of the chat can change that with {line}.")
NOT_HERE = text(
    "I work in your team's group or server. Type a command there first, such as {join}; after that I also answer here. "
    "Or add me to a group and type {setup} there."
)


@dataclass(frozen=True, slots=True)
class Heard:
    """How a line came in. ``via``: ``typed``, ``pressed``, ``form`` or ``clock``. ``private``: only the person and the
    bot are in that chat. ``admin``: the platform says that she administers the chat. ``message`` is the platform's id
    of the message (the one pressed, when pressed). ``reply_to`` is the account that the message answers,
    ``reply_text`` the first 4,000 characters of what it says; on Discord, that of the message a command was chosen for.
    ``reply_at`` is when that was said, where it is known.
    ``replies`` is the platform's id of a message of our own that it answers.
    ``at`` is when it was said, as far as that is known, else when we received it.
    ``server`` is that to which a chat on Discord belongs."""

    account: Account
    address: Address
    at: datetime
    via: str = "typed"
    private: bool = False
    admin: bool = False
    title: str = ""
    message: str | None = None
    reply_to: Account | None = None
    reply_text: str = ""
    reply_at: datetime | None = None
    replies: str | None = None
    server: str = ""


class OnMenu(Protocol):
    """What help tells of a command."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def help(self) -> Text: ...
    @property
    def args(self) -> type[Args]: ...
    @property
    def who(self) -> Role: ...
    @property
    def admin(self) -> bool: ...
    @property
    def default(self) -> bool: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def examples(self) -> tuple[str | Text, ...]: ...


@dataclass(frozen=True, slots=True)
class Ctx:
    """``who`` is ``None`` for somebody who is not a member; ``team`` is ``None`` in a chat without one."""

    heard: Heard
    store: Unit
    now: datetime
    metrics: Catalogue
    new_code: Callable[[], str]
    """A fresh unguessable code such as ``K7QF-2MXR``."""
    who: Person | None = None
    team_or_none: Team | None = None
    place: Place | None = None
    menu: Mapping[str, OnMenu] = field(default_factory=dict)
    """Every command by name, for help."""
    every: Mapping[str, Every] = field(default_factory=dict)
    """What happens by the clock, by name."""
    tongue: Tongue = field(default_factory=Tongue)
    """How the asker is spoken to; only for words that leave as they are, such as the name of a file."""

    health: Callable[[], Mapping[str, tuple[str, str]]] = dict
    """Each part of the bot with its state (``ok``, ``standby``, ``off``, ``down``) and the reason."""

    site: str = ""
    """Where the desk's own addresses begin, such as ``https://muster.example``."""

    _communities: dict[str, Community] = field(default_factory=dict)

    @property
    def team(self) -> Team:
        if self.team_or_none is None:
            raise no_team(self.heard)
        return self.team_or_none

    @property
    def me(self) -> Person:
        """The member who speaks. Commands that need a level have one; dispatch saw to it."""
        if self.who is None:
            raise Refusal(text("You are not a member of this team yet. /join makes you one.")())
        return self.who

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.team_or_none.zone if self.team_or_none else "UTC")

    @property
    def today(self) -> date:
        """The team's day when the line was said: one that waited, for us or on the disk, is not of the day on which it
        is served."""
        return self.heard.at.astimezone(self.zone).date()

    def needs(self, role: Role, why: Refusal) -> None:
        if self.me.level < role:
            raise why

    async def communities(self) -> dict[str, Community]:
        """The team's living communities by key, in the order they were added, as they were when first asked for."""
        if not self._communities:
            self._communities.update({found.key: found for found in await self.store.communities.of(self.team.id)})
        return self._communities

    async def people(self) -> list[Person]:
        return await self.store.people.of(self.team.id)


def no_team(heard: Heard) -> NoTeam:
    """What is said to somebody of whom no team is known here."""
    if heard.private:
        return NoTeam(NOT_HERE(join=Mono("/join"), setup=Mono("/setup")), buttons=(Button(HELP(), "/help"),))
    return NoTeam(NO_TEAM(line=Mono("/setup")))


def named(communities: Mapping[str, Community]) -> dict[str, str]:
    """Every way to write a community, folded, to its key."""
    found = {fold(community.name): key for key, community in communities.items()}
    return found | {fold(key): key for key in communities}
