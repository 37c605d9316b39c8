"""What is to be said. Letters are written together with the state they tell of, and carried afterwards.

``pending`` → ``sending`` → ``sent``; or ``dead`` when nobody can receive it. ``sending`` is committed before the
network is touched, so after a crash it is known which letters may have arrived.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)  # fmt: skip

from ..db import Db
from ..records import Address, Claim, Letter
from ..schema import Instant, Key, counted, metadata

OPEN = text("state IN ('pending', 'sending')")
"""Word for word the condition of the index: only then does SQLite see that a question is about the few open letters,
and not about all that was ever said."""

EDIT = text("edits IS NOT NULL")
CARD = text("card IS NOT NULL")

outbox = Table(
    "outbox", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id")),
    Column("platform", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Column("locale", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("answer_to", String(500)),
    Column("edits", String(64)),
    Column("reader", String(64)),
    Column("state", String(8), nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("unsure", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, nullable=False),
    Column("owner", String(32)),
    Column("message", String(64)),
    Column("sent_at", Instant),
    Column("why", String(500)),
    Column("otherwise", String(500)),
    Column("card", String(40)),
    Index("ix_outbox_due", "platform", "next_try_at", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_outbox_chat", "platform", "chat"),
    Index("ix_outbox_edits", "platform", "chat", "edits", sqlite_where=EDIT, postgresql_where=EDIT),
    Index("ix_outbox_card", "workspace", "card", sqlite_where=CARD, postgresql_where=CARD),
    sqlite_autoincrement=True,
)  # fmt: skip

_SAME = (
    "body", "locale", "zone", "currency", "lane", "created_at", "answer_to", "edits", "reader", "otherwise", "card",
)  # fmt: skip
_PUT = insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)


def _his(row: Any, postman: Any) -> Update:
    """What a postman found out counts as long as nobody else took the letter: one who was held up for longer than his
    lease must not call back, or end, what another is out with."""
    owner = (outbox.c.owner == postman) | outbox.c.owner.is_(None)
    return update(outbox).where(outbox.c.id == row, OPEN, owner)


_SENT = _his(bindparam("row"), bindparam("postman")).values(
    state="sent", message=bindparam("message"), sent_at=bindparam("sent_at")
)


class Outbox:
    def __init__(self, db: Db, written: list[Letter], claim: Callable[[Letter], Claim | None]) -> None:
        self._db = db
        self._written = written
        self._claim = claim

    async def put(self, letters: Sequence[Letter]) -> None:
        """Write letters; their ``id`` is given by the database. They are due at once; the first for a chat may be
        claimed as it is written. An older look of the same card that surely was not shown is taken away."""
        written = []
        for letter in letters:
            if letter.card is not None:
                waiting = (outbox.c.state == "pending", outbox.c.unsure == 0)
                await self._db.execute(delete(outbox).where(*_same_card(letter), *waiting))
        chats = {(earlier.address.platform, earlier.address.chat) for earlier in self._written}
        for letter in letters:
            chat = (letter.address.platform, letter.address.chat)
            written.append(letter if chat in chats else replace(letter, claim=self._claim(letter)))
            chats.add(chat)
        rows = [
            {name: getattr(letter, name) for name in _SAME}
            | {"workspace": letter.team, "platform": letter.address.platform, "chat": letter.address.chat}
            | {"thread": letter.address.thread, **_born(letter)}
            for letter in written
        ]
        if rows:
            ids = (await self._db.execute(_PUT, rows)).scalars()
            self._written += [replace(letter, id=id) for letter, id in zip(written, ids, strict=True)]

    async def due(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        skip: Collection[int],
        full: Collection[str] = (),
    ) -> list[Letter]:
        """Letters nobody carries yet, most urgent first. ``skip``: those already in a postman's bag; ``full``: chats
        for which he has enough, so that only what is urgent (lane 0 and 1) is handed out."""
        query = select(outbox).where(OPEN, outbox.c.state == "pending", outbox.c.next_try_at <= now)
        query = query.where(outbox.c.platform.in_(platforms))
        if skip:
            query = query.where(outbox.c.id.not_in(skip))
        if full:
            query = query.where((outbox.c.lane < 2) | outbox.c.chat.not_in(full))
        query = query.order_by(outbox.c.lane, outbox.c.id).limit(limit)
        return [letter_of(row) for row in await self._db.execute(query)]

    async def claim(self, ids: Collection[int], owner: str, until: datetime, attempts: int | None = None) -> set[int]:
        """Take letters out to send them. Returns those this postman got; ``until`` is the end of the lease. With
        ``attempts`` a letter that somebody else tried meanwhile is not given: what he found out is not known here."""
        free = [outbox.c.id.in_(ids), outbox.c.state == "pending"]
        if attempts is not None:
            free.append(outbox.c.attempts == attempts)
        claim = update(outbox).where(*free).values(
            state="sending", owner=owner, next_try_at=until, attempts=outbox.c.attempts + 1
        )  # fmt: skip
        return set((await self._db.execute(claim.returning(outbox.c.id))).scalars())

    async def overtaken(self, letter: Letter) -> bool:
        """Whether the message that a letter edits was, or may have been, changed by a newer one already. For a letter
        that may have arrived it is enough that a newer one waits."""
        address = letter.address
        same = (outbox.c.platform == address.platform, outbox.c.chat == address.chat, outbox.c.edits == letter.edits)
        if letter.card is not None:
            same = _same_card(letter)
        states = ("sending", "sent", "pending") if letter.unsure else ("sending", "sent")
        newer = select(outbox.c.id).where(*same, outbox.c.id > letter.id, outbox.c.state.in_(states))
        return (await self._db.execute(newer.limit(1))).first() is not None

    async def perhaps_shown(self, letter: Letter) -> bool:
        """Whether an attempt to show its card there has an unknown outcome."""
        tried = select(outbox.c.id).where(*_same_card(letter), outbox.c.unsure > 0)
        return (await self._db.execute(tried.limit(1))).first() is not None

    async def replaces(self, id: int, message: str) -> None:
        """It turned out which message the letter replaces."""
        await self._db.execute(update(outbox).where(outbox.c.id == id).values(edits=message))

    async def sent(self, id: int, owner: str, message: str, now: datetime) -> None:
        """``owner`` is who carried it, here and in the three ways that follow."""
        await self._db.execute(_SENT, {"row": id, "postman": owner, "message": message, "sent_at": now})

    async def dead(self, id: int, owner: str, why: str, now: datetime) -> None:
        """Nobody will ever receive it."""
        await self._change(id, owner, state="dead", why=why[:500], sent_at=now)

    async def later(self, id: int, owner: str, at: datetime, why: str, *, unsure: bool) -> None:
        """Try again at an instant. ``unsure``: this attempt may have arrived, the next copy says so."""
        values: dict[str, Any] = {"state": "pending", "owner": None, "next_try_at": at, "why": why[:500]}
        await self._change(id, owner, **values, unsure=outbox.c.unsure + (1 if unsure else 0))

    async def put_back(self, ids: Collection[int], owner: str) -> None:
        """Letters that were claimed and that this postman did not go out with."""
        his = (outbox.c.id.in_(ids), outbox.c.state == "sending", outbox.c.owner == owner)
        free = {"state": "pending", "owner": None, "next_try_at": outbox.c.created_at}
        await self._db.execute(update(outbox).where(*his).values(attempts=outbox.c.attempts - 1, **free))

    async def redirect(self, id: int, owner: str, address: Address, at: datetime) -> None:
        """Carry it to another address: the chat moved, or the private way is closed."""
        values: dict[str, Any] = {"platform": address.platform, "chat": address.chat, "thread": address.thread}
        values |= {"state": "pending", "owner": None, "next_try_at": at, "answer_to": None, "edits": None}
        await self._change(id, owner, **values)

    async def follow(self, platform: str, old: str, new: str) -> None:
        """A chat got a new id: what waits for it goes there."""
        waiting = (outbox.c.platform == platform, outbox.c.chat == old, outbox.c.state == "pending")
        await self._db.execute(update(outbox).where(*waiting).values(chat=new, answer_to=None, edits=None))

    async def overdue(self, now: datetime, owner: str | None = None) -> int:
        """Letters whose postman vanished: their lease ended, or they are a dead process's (``owner``). They may have
        arrived, so they go out again as repeats. Returns how many."""
        lost = and_(OPEN, outbox.c.state == "sending")
        lost &= (outbox.c.next_try_at <= now) if owner is None else (outbox.c.owner != owner)
        again = update(outbox).where(lost).values(
            state="pending", owner=None, next_try_at=now, unsure=outbox.c.unsure + 1
        )  # fmt: skip
        return (await self._db.execute(again)).rowcount

    async def counts(self) -> Mapping[str, int]:
        rows = await self._db.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return dict(rows.all())

    async def waiting(self, team: int) -> int:
        """How many letters of a team are not out yet."""
        query = select(func.count()).where(OPEN, outbox.c.state == "pending", outbox.c.workspace == team)
        return int((await self._db.execute(query)).scalar_one())

    async def oldest_due(self, platforms: Collection[str], now: datetime) -> datetime | None:
        """Since when the longest waiting letter is due; ``None`` when nothing waits."""
        query = select(func.min(outbox.c.next_try_at)).where(OPEN, outbox.c.state == "pending")
        query = query.where(outbox.c.platform.in_(platforms), outbox.c.next_try_at <= now)
        found: datetime | None = (await self._db.execute(query)).scalar_one()
        return found

    async def get(self, id: int) -> Letter | None:
        """A letter, sent or not."""
        row = (await self._db.execute(select(outbox).where(outbox.c.id == id))).one_or_none()
        return letter_of(row) if row is not None else None

    async def history(self, platform: str, chat: str, limit: int) -> list[tuple[Letter, str]]:
        """What was said in a chat, oldest first, with the message each became."""
        query = select(outbox).where(outbox.c.platform == platform, outbox.c.chat == chat, outbox.c.state == "sent")
        rows = (await self._db.execute(query.order_by(outbox.c.id.desc()).limit(limit))).all()
        return [(letter_of(row), row.message) for row in reversed(rows)]

    async def message(self, id: int) -> str | None:
        """The message that a letter has become."""
        query = select(outbox.c.message).where(outbox.c.id == id)
        found: str | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def team_of(self, platform: str, chat: str, message: str) -> int | None:
        """The team whose letter became this message."""
        query = select(outbox.c.workspace).filter_by(platform=platform, chat=chat, message=message)
        found: int | None = (await self._db.execute(query.order_by(outbox.c.id.desc()).limit(1))).scalar_one_or_none()
        return found

    async def bury(self, why: str, now: datetime) -> int:
        """Nobody carries what waits any more. Returns how many letters it is."""
        waiting = update(outbox).where(OPEN).values(state="dead", owner=None, why=why, sent_at=now)
        return (await self._db.execute(waiting)).rowcount

    async def expire(self, lane: int, before: datetime, now: datetime) -> None:
        """What was written before then, and that nobody has carried yet, would come too late to say anything."""
        late = (OPEN, outbox.c.state == "pending", outbox.c.lane == lane, outbox.c.created_at < before)
        await self._db.execute(update(outbox).where(*late).values(state="dead", why="too late", sent_at=now))

    async def leap(self, now: datetime) -> None:
        """The next letter gets a number that no letter had until now, in whatever copy of this database."""
        number = {"number": int(now.timestamp()) * 100}
        if self._db.dialect.name == "postgresql":
            await self._db.execute(text("SELECT setval(pg_get_serial_sequence('outbox', 'id'), :number)"), number)
        else:
            await self._db.execute(text("DELETE FROM sqlite_sequence WHERE name = 'outbox'"))
            await self._db.execute(text("INSERT INTO sqlite_sequence VALUES ('outbox', :number)"), number)

    async def purge(self, before: datetime, most: int = 500) -> None:
        """Forget what was said long ago, up to ``most`` letters. Numbers rise with time, so that only the first rows
        are looked at and no index has to be kept for it."""
        finished = select(outbox.c.id, outbox.c.created_at).where(outbox.c.state.in_(["sent", "dead"]))
        first = finished.order_by(outbox.c.id).limit(most).subquery()
        old = select(first.c.id).where(first.c.created_at < before)
        await self._db.execute(delete(outbox).where(outbox.c.id.in_(old)))

    async def _change(self, id: int, postman: str, **values: Any) -> None:
        await self._db.execute(_his(id, postman).values(**values))


def _same_card(letter: Letter) -> Any:
    at = letter.address
    here = (outbox.c.platform == at.platform, outbox.c.chat == at.chat, outbox.c.thread == at.thread)
    return (CARD, outbox.c.workspace == letter.team, outbox.c.card == letter.card, *here)


def _born(letter: Letter) -> dict[str, Any]:
    if (claim := letter.claim) is None:
        return {"state": "pending", "owner": None, "attempts": 0, "next_try_at": letter.created_at}
    return {"state": "sending", "owner": claim.owner, "attempts": 1, "next_try_at": claim.until}


def letter_of(row: Row[Any]) -> Letter:
    return Letter(
        row.id, row.workspace, Address(row.platform, row.chat, row.thread), row.body, row.locale, row.zone,
        row.currency, row.lane, row.created_at, row.answer_to, row.edits, row.reader, row.attempts, row.unsure,
        row.otherwise, row.card,
    )  # fmt: skip
