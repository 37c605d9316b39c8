"""People: accounts as the platforms know them, members as a team knows them, and what joins the two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records import Account, Person, Role
from ..schema import DayNumber, Instant, Key, counted, metadata

accounts = Table(
    "accounts", metadata,
    Column("platform", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("username", String(64), nullable=False, server_default=""),
    Column("locale", String(16), nullable=False, server_default=""),
    Column("direct", String(64)),
    Column("chosen", ForeignKey("workspaces.id")),
    PrimaryKeyConstraint("platform", "account"),
)  # fmt: skip

people = Table(
    "people", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("level", Integer, nullable=False),
    Column("titles", JSON, nullable=False),
    Column("language", String(8), nullable=False, server_default=""),
    Column("away_from", DayNumber),
    Column("away_until", DayNumber),
    Column("away_why", String(500), nullable=False, server_default=""),
    Column("waiting", Boolean, nullable=False, server_default="0"),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("lead", Integer),
)  # fmt: skip

identities = Table(
    "identities", metadata,
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    PrimaryKeyConstraint("workspace", "platform", "account"),
)  # fmt: skip


# Asked for every line that is said, so built once.
_ACCOUNT = select(accounts).where(
    accounts.c.platform == bindparam("platform"), accounts.c.account == bindparam("account")
)
_ACCOUNTS = (
    select(accounts)
    .join(identities, (accounts.c.platform == identities.c.platform) & (accounts.c.account == identities.c.account))
    .where(identities.c.person == bindparam("person"))
    .order_by(accounts.c.platform)
)
_MEMBER = select(people).where(people.c.workspace == bindparam("workspace"), people.c.id == bindparam("person"))
_ALL = select(people).where(people.c.workspace == bindparam("workspace")).order_by(people.c.level.desc(), people.c.id)
_LIVING = _ALL.where(people.c.left_at.is_(None))
_MINE = (identities.c.platform == bindparam("platform"), identities.c.account == bindparam("account"))
_PERSON = (
    select(people)
    .join(identities, identities.c.person == people.c.id)
    .where(identities.c.workspace == bindparam("workspace"), *_MINE)
)
_TEAMS = (
    select(identities.c.workspace)
    .join(people, identities.c.person == people.c.id)
    .where(*_MINE, people.c.left_at.is_(None))
    .order_by(identities.c.workspace)
)


class Accounts:
    """Who the platforms say is there. No team's facts are kept here, only which team a person chose in private."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def get(self, platform: str, user: str) -> tuple[Account, int | None] | None:
        """The account and the team she chose for her private chat."""
        row = (await self._db.execute(_ACCOUNT, {"platform": platform, "account": user})).one_or_none()
        return (account_of(row), row.chosen) if row else None

    async def keep(self, account: Account, known: Account | None) -> None:
        """Remember what the platform now says. ``known`` is what was remembered; nothing is written when it is equal.
        A private chat once opened stays known."""
        account = replace(account, direct=account.direct or (known.direct if known else None))
        if account == known:
            return
        values = {"name": account.name, "username": account.username, "locale": account.locale}
        values["direct"] = account.direct or ""
        if known is None:
            await self._db.execute(insert(accounts).values(platform=account.platform, account=account.user, **values))
        else:
            where = _same(accounts, account.platform, account.user)
            await self._db.execute(update(accounts).where(*where).values(**values))

    async def unreachable(self, platform: str, user: str) -> None:
        """She blocked the bot: no private messages until she writes there again, or one arrives all the same."""
        await self._db.execute(update(accounts).where(*_same(accounts, platform, user)).values(direct=""))

    async def arrived(self, platform: str, user: str, direct: str) -> None:
        """A private message reached her: she can be written to there."""
        closed = (*_same(accounts, platform, user), accounts.c.direct == "")
        await self._db.execute(update(accounts).where(*closed).values(direct=direct))

    async def choose(self, platform: str, user: str, team: int) -> None:
        await self._db.execute(update(accounts).where(*_same(accounts, platform, user)).values(chosen=team))

    async def of(self, person: int) -> list[Account]:
        """Every account of a member."""
        return [account_of(row) for row in await self._db.execute(_ACCOUNTS, {"person": person})]


class People:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def by_account(self, team: int, platform: str, user: str) -> Person | None:
        who = {"workspace": team, "platform": platform, "account": user}
        row = (await self._db.execute(_PERSON, who)).one_or_none()
        return person_of(row) if row else None

    async def teams_of(self, platform: str, user: str) -> list[int]:
        """The teams this account is a living member of."""
        return list((await self._db.execute(_TEAMS, {"platform": platform, "account": user})).scalars())

    async def add(self, team: int, account: Account, level: Role, now: datetime, *, waiting: bool = False) -> Person:
        """A new member, known by this account."""
        values = {"workspace": team, "name": account.name, "level": int(level), "titles": [], "waiting": waiting}
        row = (await self._db.execute(insert(people).values(joined_at=now, **values).returning(people))).one()
        who = {"workspace": team, "platform": account.platform, "account": account.user, "person": row.id}
        await self._db.execute(insert(identities).values(**who))
        return person_of(row)

    async def identify(self, team: int, platform: str, user: str, person: int) -> None:
        """From now on this account is that person."""
        where = (identities.c.workspace == team, *_same(identities, platform, user))
        if (await self._db.execute(update(identities).where(*where).values(person=person))).rowcount == 0:
            who = {"workspace": team, "platform": platform, "account": user, "person": person}
            await self._db.execute(insert(identities).values(**who))

    async def get(self, team: int, person: int) -> Person | None:
        row = (await self._db.execute(_MEMBER, {"workspace": team, "person": person})).first()
        return person_of(row) if row else None

    async def of(self, team: int, *, left: bool = False) -> list[Person]:
        """The living members and those who wait, highest level first. ``left``: also those who have left."""
        rows = await self._db.execute(_ALL if left else _LIVING, {"workspace": team})
        return [person_of(row) for row in rows]

    async def names(self, team: int) -> list[tuple[Person, Account]]:
        """Every living member with each of her accounts: what a person can be called."""
        same = (accounts.c.platform == identities.c.platform) & (accounts.c.account == identities.c.account)
        query = select(people, *(c.label("a_" + c.name) for c in accounts.c))
        query = query.join(identities, identities.c.person == people.c.id).join(accounts, same)
        query = query.where(people.c.workspace == team, people.c.left_at.is_(None)).order_by(people.c.id)
        found = []
        for row in await self._db.execute(query):
            known = Account(
                row.a_platform, row.a_account, row.a_name, row.a_username, row.a_locale, row.a_direct or None
            )
            found.append((person_of(row), known))
        return found

    async def change(self, team: int, person: int, **values: Any) -> None:
        if "titles" in values:
            values["titles"] = list(values["titles"])
        where = (people.c.workspace == team, people.c.id == person)
        await self._db.execute(update(people).where(*where).values(**values))

    async def identities_of(self, team: int, person: int) -> Sequence[tuple[str, str]]:
        query = select(identities.c.platform, identities.c.account).where(
            identities.c.workspace == team, identities.c.person == person
        )
        return [(platform, user) for platform, user in await self._db.execute(query)]


def _same(table: Table, platform: str, user: str) -> tuple[Any, Any]:
    return table.c.platform == platform, table.c.account == user


def account_of(row: Row[Any]) -> Account:
    return Account(row.platform, row.account, row.name, row.username, row.locale, row.direct or None)


def person_of(row: Row[Any]) -> Person:
    return Person(
        row.id, row.workspace, row.name, Role(row.level), tuple(row.titles), row.language,
        row.away_from, row.away_until, row.away_why, bool(row.waiting), row.left_at,
        row.lead,
    )  # fmt: skip
