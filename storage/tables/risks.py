"""Risks: what went wrong, who has it in hand, and how far it is. Their clocks and their story: ``risk_story.py``."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    func,
    literal,
    select,
    update,
)  # fmt: skip
from sqlalchemy.sql.expression import false

from ..db import Db
from ..records.crisis import Level, Risk, RiskState
from ..schema import Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

risks = Table(
    "risks", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("level", String(8), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("title", String(200), nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("details", String(4000), nullable=False, server_default=""),
    Column("community", ForeignKey("communities.id")),
    Column("raised_by", ForeignKey("people.id")),
    Column("state", String(8), nullable=False, server_default="monitor"),
    Column("owner", ForeignKey("people.id")),
    Column("acked_by", ForeignKey("people.id")),
    Column("acked_at", Instant),
    Column("stale_at", Instant),
    Column("silenced_until", Instant),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("solved_at", Instant),
    Column("solved_by", ForeignKey("people.id")),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("people.id")),
    Column("reason", String(500), nullable=False, server_default=""),
    Column("same_as", Integer),
    Column("rule", String(40), nullable=False, server_default=""),
    Column("drill", Boolean, nullable=False, server_default=false()),
    Column("pace", Integer, nullable=False, server_default="1"),
    UniqueConstraint("workspace", "number"),
    Index("ix_risks_open", "workspace", "closed_at"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Risk) if field.name not in ("id", "team", "number"))
_OPEN = risks.c.closed_at.is_(None)


class Risks:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, risk: Risk) -> Risk:
        """Keep a new one under the team's next number."""
        values = {name: getattr(risk, name) for name in _SAME}
        return _risk(await add_numbered(self._db, risks, risk.team, values))

    async def get(self, team: int, number: int) -> Risk | None:
        row = await find_numbered(self._db, risks, team, number)
        return None if row is None else _risk(row)

    async def open(self, team: int, *, drill: bool | None = False) -> list[Risk]:
        """Those that are not closed, the oldest first; exercises only when they are asked for, or with ``None``
        both."""
        query = select(risks).where(risks.c.workspace == team, _OPEN)
        if drill is not None:
            query = query.where(risks.c.drill.is_(drill))
        return [_risk(row) for row in await self._db.execute(query.order_by(risks.c.number))]

    async def teams(self) -> list[int]:
        """Those that have open ones, exercises among them."""
        query = select(risks.c.workspace).where(_OPEN).distinct().order_by(risks.c.workspace)
        return list((await self._db.execute(query)).scalars())

    async def between(self, team: int, first: datetime, last: datetime, *, drill: bool = False) -> list[Risk]:
        """Those that were open at some time between two instants, the oldest first."""
        query = select(risks).where(risks.c.workspace == team, risks.c.raised_at < last, risks.c.drill.is_(drill))
        query = query.where(_OPEN | (risks.c.closed_at >= first)).order_by(risks.c.number)
        return [_risk(row) for row in await self._db.execute(query)]

    async def drills(self, team: int, n: int) -> list[Risk]:
        """The newest ``n`` exercises, the newest first."""
        query = select(risks).where(risks.c.workspace == team, risks.c.drill.is_(True))
        return [_risk(row) for row in await self._db.execute(query.order_by(risks.c.number.desc()).limit(n))]

    async def closed(self, team: int, n: int, after: int = 0) -> list[Risk]:
        """The ``n`` that were closed last, without the newest ``after`` of them; exercises are not among them."""
        query = select(risks).where(risks.c.workspace == team, risks.c.closed_at.is_not(None))
        query = query.where(risks.c.drill.is_(False))
        query = query.order_by(risks.c.closed_at.desc(), risks.c.number.desc()).limit(n).offset(after)
        return [_risk(row) for row in await self._db.execute(query)]

    async def count_closed(self, team: int) -> int:
        """How many there are in ``closed``."""
        query = select(func.count()).where(risks.c.workspace == team, risks.c.closed_at.is_not(None))
        return int((await self._db.execute(query.where(risks.c.drill.is_(False)))).scalar_one())

    async def ruled(self, team: int, begins: str) -> list[Risk]:
        """Those whose rule begins so, the oldest first, closed ones too."""
        query = select(risks).where(risks.c.workspace == team, risks.c.rule.startswith(begins, autoescape=True))
        return [_risk(row) for row in await self._db.execute(query.order_by(risks.c.number))]

    async def ack(self, id: int, person: int, now: datetime, stale_at: datetime | None) -> bool:
        """Somebody takes it in hand: ``False`` when somebody has it already, or it is closed. Who acknowledged it first
        and when stays, whoever has it after that."""
        free = (risks.c.id == id, risks.c.owner.is_(None), _OPEN)
        values: dict[str, Any] = {"owner": person, "stale_at": stale_at}
        values["acked_by"] = func.coalesce(risks.c.acked_by, person)
        values["acked_at"] = func.coalesce(risks.c.acked_at, literal(now, Instant))
        values["state"] = func.replace(risks.c.state, "monitor", "identify")
        return (await self._db.execute(update(risks).where(*free).values(**values))).rowcount == 1

    async def called(self, id: int, step: int, next: int) -> bool:
        """The call for help of that number is made now, and ``next`` follows: ``False`` when it was made already, or
        nobody needs to come."""
        due = (risks.c.id == id, risks.c.step == step, risks.c.owner.is_(None), _OPEN)
        return (await self._db.execute(update(risks).where(*due).values(step=next))).rowcount == 1

    async def goes_stale(self, id: int, now: datetime) -> bool:
        """Its acknowledgement counts no more, so that the calls begin again: ``False`` when that was put off
        meanwhile, or it is solved."""
        due = (
            risks.c.id == id,
            risks.c.stale_at <= now,
            risks.c.owner.is_not(None),
            _OPEN,
            risks.c.solved_at.is_(None),
        )
        gone: dict[str, Any] = {"owner": None, "stale_at": None, "silenced_until": None, "step": 0}
        return (await self._db.execute(update(risks).where(*due).values(**gone))).rowcount == 1

    async def given_back(self, id: int, owner: int) -> bool:
        """Whoever had it is not at work any more, so that the calls begin again: ``False`` when somebody else has it,
        or it is solved."""
        hers = (risks.c.id == id, risks.c.owner == owner, _OPEN, risks.c.solved_at.is_(None))
        gone: dict[str, Any] = {"owner": None, "stale_at": None, "silenced_until": None, "step": 0}
        return (await self._db.execute(update(risks).where(*hers).values(**gone))).rowcount == 1

    async def walk(self, id: int, before: Collection[RiskState], state: RiskState, **values: Any) -> bool:
        """Bring it one step on: ``False`` when it stands elsewhere by now."""
        there = (risks.c.id == id, risks.c.state.in_(before))
        return (await self._db.execute(update(risks).where(*there).values(state=state, **values))).rowcount == 1

    async def levelled(self, id: int, before: Level, level: Level, since: datetime) -> bool:
        """It is as bad as that now, and came to it then: ``False`` when somebody else changed that meanwhile."""
        there = (risks.c.id == id, risks.c.level == before, _OPEN)
        return (await self._db.execute(update(risks).where(*there).values(level=level, since=since))).rowcount == 1

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(risks).where(risks.c.id == id).values(**values))

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        for name in ("raised_by", "owner", "acked_by", "solved_by", "closed_by"):
            await self._db.execute(update(risks).where(risks.c[name] == old).values({name: new}))


def _risk(row: Row[Any]) -> Risk:
    return Risk(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
