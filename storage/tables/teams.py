"""Teams and the places where they live."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)

from ..db import Db
from ..records import Address, Place, Team
from ..schema import Instant, Key, counted, metadata

workspaces = Table(
    "workspaces", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("country", String(2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("joining", String(10), nullable=False, server_default="open"),
    Column("created_at", Instant, nullable=False),
    Column("suspended_at", Instant),
    Column("quiet", String(11), nullable=False, server_default="22:30-08:00"),
    Column("nudges", Integer, nullable=False, server_default="2"),
)  # fmt: skip

places = Table(
    "places", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False, index=True),
    Column("platform", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    Column("title", String(200), nullable=False, server_default=""),
    Column("purpose", String(10), nullable=False, server_default="team"),
    Column("suspended_at", Instant),
    Column("suspended_why", String(200)),
    Column("server", String(32), nullable=False, server_default=""),
    UniqueConstraint("platform", "chat", "thread"),
    sqlite_autoincrement=True,
)  # fmt: skip

TEAM = [c for c in workspaces.c if c.name != "created_at"]


# Asked for every line that is said, so built once.
_TEAM = select(*TEAM).where(workspaces.c.id == bindparam("team"))
_HELD = _TEAM.with_for_update(key_share=True)
_PLACE = (
    select(places)
    .where(places.c.platform == bindparam("platform"), places.c.chat == bindparam("chat"))
    .where((places.c.thread == "") | (places.c.thread == bindparam("thread")))
    .order_by(places.c.thread.desc())
    .limit(1)
)


class Teams:
    def __init__(self, db: Db, *, hold: bool = False) -> None:
        self._db = db
        self._hold = hold

    async def add(self, team: Team, now: datetime) -> int:
        """Found a team; returns its number. ``team.id`` is ignored."""
        values = {"name": team.name, "language": team.language, "zone": team.zone, "country": team.country}
        values |= {"currency": team.currency, "joining": team.joining}
        row = await self._db.execute(insert(workspaces).values(created_at=now, **values).returning(workspaces.c.id))
        return int(row.scalar_one())

    async def get(self, team: int) -> Team:
        """A team, in a unit that writes: for this unit alone, until it ends. So a rule such as "one director must
        remain" needs no thought about who else decides in the same second. Rows that refer to it can still be added.
        """
        return team_of((await self._db.execute(_HELD if self._hold else _TEAM, {"team": team})).one())

    async def all(self) -> list[Team]:
        return [team_of(row) for row in await self._db.execute(select(*TEAM).order_by(workspaces.c.id))]

    async def change(self, team: int, **values: Any) -> None:
        await self._db.execute(update(workspaces).where(workspaces.c.id == team).values(**values))


class Places:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def at(self, address: Address) -> Place | None:
        """The place bound at an address. A topic without a binding of its own belongs to its whole chat."""
        here = {"platform": address.platform, "chat": address.chat, "thread": address.thread}
        row = (await self._db.execute(_PLACE, here)).one_or_none()
        return place_of(row) if row else None

    async def bind(self, team: int, address: Address, title: str, purpose: str = "team", server: str = "") -> None:
        """Make an address a place of this team. Raises ``Taken`` when it is bound already."""
        values = {"platform": address.platform, "chat": address.chat, "thread": address.thread, "server": server}
        await self._db.execute(insert(places).values(workspace=team, title=title, purpose=purpose, **values))
        await self._open({team})

    async def release(self, place: int) -> None:
        await self._db.execute(places.delete().where(places.c.id == place))

    async def change(self, place: int, **values: Any) -> None:
        await self._db.execute(update(places).where(places.c.id == place).values(**values))

    async def of(self, team: int, purpose: str | None = None) -> list[Place]:
        query = select(places).where(places.c.workspace == team).order_by(places.c.id)
        if purpose is not None:
            query = query.where(places.c.purpose == purpose)
        return [place_of(row) for row in await self._db.execute(query)]

    async def all(self, platform: str) -> list[Place]:
        return [place_of(row) for row in await self._db.execute(select(places).where(places.c.platform == platform))]

    async def move(self, platform: str, old: str, new: str) -> int:
        """Follow a chat to its new id. Returns how many places moved; a second call moves none. What is bound at the
        new id already stays as it is, and so does the place that would have come there."""
        there = select(places.c.thread).where(places.c.platform == platform, places.c.chat == new)
        where = (places.c.platform == platform) & (places.c.chat == old) & places.c.thread.not_in(there)
        return (await self._db.execute(update(places).where(where).values(chat=new))).rowcount

    async def suspend(self, platform: str, chat: str, thread: str | None, why: str, now: datetime) -> list[Place]:
        """Nothing is sent there any more until it is resumed. Returns the places that this call suspended. A team that
        has no place left is suspended with its last one; nothing of it is lost."""
        where = (places.c.platform == platform) & (places.c.chat == chat) & places.c.suspended_at.is_(None)
        if thread is not None:
            where &= places.c.thread == thread
        change = update(places).where(where).values(suspended_at=now, suspended_why=why[:200])
        lost = [place_of(row) for row in await self._db.execute(change.returning(places))]
        if lost:
            alive = select(places.c.workspace).where(places.c.suspended_at.is_(None))
            left = workspaces.c.id.in_({place.team for place in lost}) & workspaces.c.id.not_in(alive)
            await self._db.execute(update(workspaces).where(left).values(suspended_at=now))
        return lost

    async def resume(self, platform: str, chat: str, thread: str | None = None) -> list[Place]:
        """The bot is back. Returns the places that were suspended."""
        where = (places.c.platform == platform) & (places.c.chat == chat) & places.c.suspended_at.is_not(None)
        if thread is not None:
            where &= places.c.thread == thread
        change = update(places).where(where).values(suspended_at=None, suspended_why=None)
        back = [place_of(row) for row in await self._db.execute(change.returning(places))]
        await self._open({place.team for place in back})
        return back

    async def _open(self, teams: set[int]) -> None:
        shut = workspaces.c.id.in_(teams) & workspaces.c.suspended_at.is_not(None)
        await self._db.execute(update(workspaces).where(shut).values(suspended_at=None))


def team_of(row: Row[Any]) -> Team:
    return Team(
        row.id, row.name, row.language, row.zone, row.country, row.currency, row.joining, row.suspended_at,
        row.quiet, row.nudges,
    )  # fmt: skip


def place_of(row: Row[Any]) -> Place:
    address = Address(row.platform, row.chat, row.thread)
    return Place(
        row.id, row.workspace, address, row.title, row.purpose, row.suspended_at, row.suspended_why, row.server
    )
