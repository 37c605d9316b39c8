"""What belongs to a risk: its clocks, its story, what the team said in public, and how its handling was scored."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Row,
    ScalarSelect,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)  # fmt: skip
from sqlalchemy.sql.expression import false

from ..db import Db
from ..dialect import insert as upsert
from ..records.crisis import ClockName, Deed, RiskClock, RiskEntry, Statement
from ..schema import Instant, Key, counted, metadata
from .risks import risks

risk_clocks = Table(
    "risk_clocks", metadata,
    Column("risk", ForeignKey("risks.id"), nullable=False),
    Column("name", String(12), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("stopped_at", Instant),
    Column("stopped_by", ForeignKey("people.id")),
    Column("void", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("risk", "name", "started_at"),
)  # fmt: skip

risk_entries = Table(
    "risk_entries", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("risk", ForeignKey("risks.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("deed", String(12), nullable=False),
    Column("person", ForeignKey("people.id")),
    Column("platform", String(16), nullable=False, server_default=""),
    Column("words", String(4000), nullable=False, server_default=""),
)  # fmt: skip

statements = Table(
    "statements", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("risk", ForeignKey("risks.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("words", String(4000), nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", Instant),
    UniqueConstraint("risk", "version"),
)  # fmt: skip

risk_scores = Table(
    "risk_scores", metadata,
    Column("risk", ForeignKey("risks.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("risk", "person"),
)  # fmt: skip


class RiskStory:
    def __init__(self, db: Db) -> None:
        self._db = db

    # --- clocks

    async def start(self, clocks: Sequence[RiskClock]) -> None:
        rows = [
            {"risk": one.risk, "name": one.name, "started_at": one.started_at, "due_at": one.due_at} for one in clocks
        ]
        if rows:
            await self._db.execute(insert(risk_clocks), rows)

    async def stop(self, risk: int, names: Collection[ClockName], now: datetime, by: int | None) -> set[ClockName]:
        """Stop those of them that run; returns which did."""
        going = _running(risk, names)
        done = update(risk_clocks).where(*going).values(stopped_at=now, stopped_by=by)
        return set((await self._db.execute(done.returning(risk_clocks.c.name))).scalars())

    async def void(self, risk: int, names: Collection[ClockName], after: datetime | None = None) -> None:
        """They count no more, unless they were stopped before, or are due by an ``after`` that is given."""
        going = update(risk_clocks).where(*_running(risk, names))
        going = going if after is None else going.where(risk_clocks.c.due_at > after)
        await self._db.execute(going.values(void=True))

    async def go_on(self, risk: int, names: Collection[ClockName], since: datetime) -> list[RiskClock]:
        """Those of them that began then run again, as if they had never been stopped. Returns them."""
        mine = (risk_clocks.c.risk == risk, risk_clocks.c.name.in_(names), risk_clocks.c.started_at == since)
        again = update(risk_clocks).where(*mine, risk_clocks.c.void.is_(False))
        await self._db.execute(again.values(stopped_at=None, stopped_by=None))
        return [one for one in (await self.clocks([risk])).get(risk, []) if one.runs and one.name in names]

    async def resume(self, risk: int, names: Collection[ClockName], since: datetime) -> None:
        """Those of them that began then count again; what was stopped stays so."""
        mine = (risk_clocks.c.risk == risk, risk_clocks.c.name.in_(names), risk_clocks.c.started_at == since)
        await self._db.execute(update(risk_clocks).where(*mine).values(void=False))

    async def clocks(self, risks_: Collection[int]) -> dict[int, list[RiskClock]]:
        """Of each of them, what is due first before the others."""
        query = select(risk_clocks).where(risk_clocks.c.risk.in_(risks_))
        found: dict[int, list[RiskClock]] = {}
        for row in await self._db.execute(query.order_by(risk_clocks.c.due_at, risk_clocks.c.name)):
            clock = RiskClock(
                row.risk, row.name, row.started_at, row.due_at, row.stopped_at, row.stopped_by, row.void
            )  # fmt: skip
            found.setdefault(row.risk, []).append(clock)
        return found

    # --- the story

    async def tell(
        self, risk: int, at: datetime, deed: Deed, person: int | None = None, platform: str = "", words: str = ""
    ) -> None:
        values = {"risk": risk, "at": at, "deed": deed, "person": person, "platform": platform, "words": words}
        await self._db.execute(insert(risk_entries).values(**values))

    async def story(self, risk: int) -> list[RiskEntry]:
        """From the beginning."""
        query = select(risk_entries).where(risk_entries.c.risk == risk)
        rows = await self._db.execute(query.order_by(risk_entries.c.at, risk_entries.c.id))
        return [RiskEntry(row.id, row.risk, row.at, row.deed, row.person, row.platform, row.words) for row in rows]

    async def calls(self, team: int, first: datetime, last: datetime) -> list[tuple[int, datetime]]:
        """Who was called when between two instants; exercises do not count."""
        query = select(risk_entries.c.person, risk_entries.c.at).join(risks, risks.c.id == risk_entries.c.risk)
        called = (risk_entries.c.deed == "called", risk_entries.c.person.is_not(None))
        query = query.where(risks.c.workspace == team, risks.c.drill.is_(False), *called)
        query = query.where(risk_entries.c.at >= first, risk_entries.c.at < last).order_by(risk_entries.c.id)
        return [(row.person, row.at) for row in await self._db.execute(query)]

    async def joined(self, team: int, at: Collection[datetime]) -> dict[datetime, int]:
        """The number of the risk that was joined in each of these instants."""
        query = select(risk_entries.c.at, risks.c.number).join(risks, risks.c.id == risk_entries.c.risk)
        query = query.where(risks.c.workspace == team, risk_entries.c.deed == "joined", risk_entries.c.at.in_(at))
        return {row.at: row.number for row in await self._db.execute(query)}

    # --- what was said in public

    async def write(self, risk: int, words: str, by: int, now: datetime) -> Statement:
        """A further version of the statement; it has to be approved anew."""
        last = select(func.coalesce(func.max(statements.c.version), 0)).where(statements.c.risk == risk)
        version = int((await self._db.execute(last)).scalar_one()) + 1
        values = {"risk": risk, "version": version, "words": words, "by": by, "at": now}
        return _statement((await self._db.execute(insert(statements).values(**values).returning(statements))).one())

    async def statement(self, risk: int) -> Statement | None:
        """Its newest version."""
        query = select(statements).where(statements.c.risk == risk).order_by(statements.c.version.desc()).limit(1)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else _statement(row)

    async def statements(self, risk: int) -> list[Statement]:
        """All its versions, the newest last."""
        query = select(statements).where(statements.c.risk == risk).order_by(statements.c.version)
        return [_statement(row) for row in await self._db.execute(query)]

    async def approve(self, statement: Statement, person: int, now: datetime, *, alone: bool = False) -> bool:
        """By somebody else than who wrote it, unless she is ``alone``: ``False`` when it was approved, or there is a
        newer version."""
        newer = select(func.max(statements.c.version)).where(statements.c.risk == statement.risk).scalar_subquery()
        there = (statements.c.id == statement.id, statements.c.approved_at.is_(None), statements.c.version == newer)
        done = update(statements).where(*there)
        done = done if alone else done.where(statements.c.by != person)
        return (await self._db.execute(done.values(approved_by=person, approved_at=now))).rowcount == 1

    # --- how its handling was scored

    async def score(self, risk: int, person: int, score: int, now: datetime) -> None:
        """Of 100; her newest counts."""
        row = {"risk": risk, "person": person, "score": score, "at": now}
        kept = upsert(self._db.dialect.name, risk_scores).values(**row)
        moved = {"score": score, "at": now}
        await self._db.execute(kept.on_conflict_do_update(index_elements=["risk", "person"], set_=moved))

    async def scores(self, risk: int) -> dict[int, int]:
        """By person."""
        query = select(risk_scores.c.person, risk_scores.c.score).where(risk_scores.c.risk == risk)
        return {row.person: row.score for row in await self._db.execute(query.order_by(risk_scores.c.at))}

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person. Where both scored, what the one that stays said is kept."""
        both = select(risk_scores.c.risk).where(risk_scores.c.person == new)
        await self._db.execute(delete(risk_scores).where(risk_scores.c.person == old, risk_scores.c.risk.in_(both)))
        places = (risk_clocks.c.stopped_by, risk_entries.c.person, statements.c.by, statements.c.approved_by)
        for column in (*places, risk_scores.c.person):
            await self._db.execute(update(column.table).where(column == old).values({column.name: new}))


def statement_at() -> ScalarSelect[Any]:
    """When the statement about a risk was out."""
    stopped = select(func.max(risk_clocks.c.stopped_at)).where(risk_clocks.c.risk == risks.c.id)
    return stopped.where(risk_clocks.c.name == "statement").correlate(risks).scalar_subquery()


def _running(risk: int, names: Collection[ClockName]) -> tuple[Any, ...]:
    mine = (risk_clocks.c.risk == risk, risk_clocks.c.name.in_(names))
    return (*mine, risk_clocks.c.stopped_at.is_(None), risk_clocks.c.void.is_(False))


def _statement(row: Row[Any]) -> Statement:
    return Statement(
        row.id, row.risk, row.version, row.words, row.by, row.at, row.approved_by, row.approved_at
    )  # fmt: skip
