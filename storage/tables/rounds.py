"""Reviews that the team is asked for, what each person answered, and what came out of it.

An answer that is changed is a new version; the old one stays.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records.week import Answer, Conclusion, Round, RoundKind
from ..schema import DayNumber, Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

rounds = Table(
    "rounds", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("day", DayNumber, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("workspace", "kind", "day"),
)  # fmt: skip

answers = Table(
    "answers", metadata,
    Column("round", ForeignKey("rounds.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("part", String(12), nullable=False),
    Column("words", String(8000), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("round", "person", "version", "part"),
)  # fmt: skip

conclusions = Table(
    "conclusions", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("round", ForeignKey("rounds.id"), nullable=False, index=True),
    Column("words", String(500), nullable=False),
    Column("person", ForeignKey("people.id")),
    Column("task", Integer),
    UniqueConstraint("workspace", "number"),
)  # fmt: skip


class Rounds:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def open(self, round: Round) -> Round:
        """Ask for it; one that is asked for already stays as it is."""
        there = await self.of_day(round.team, round.kind, round.day)
        if there is not None:
            return there
        values = {name: getattr(round, name) for name in ("kind", "day", "opened_at", "closes_at")}
        row = await self._db.execute(insert(rounds).values(workspace=round.team, **values).returning(rounds))
        return _round(row.one())

    async def of_day(self, team: int, kind: RoundKind, day: date) -> Round | None:
        query = select(rounds).where(rounds.c.workspace == team, rounds.c.kind == kind, rounds.c.day == day)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else _round(row)

    async def get(self, team: int, id: int) -> Round | None:
        row = (
            await self._db.execute(select(rounds).where(rounds.c.id == id, rounds.c.workspace == team))
        ).one_or_none()
        return None if row is None else _round(row)

    async def going(self, team: int) -> list[Round]:
        """Those that take answers still, what closes first before the others."""
        query = select(rounds).where(rounds.c.workspace == team, rounds.c.closed_at.is_(None))
        return [_round(row) for row in await self._db.execute(query.order_by(rounds.c.closes_at, rounds.c.id))]

    async def between(self, team: int, first: date, last: date) -> list[Round]:
        """Those of these days, the newest first."""
        query = select(rounds).where(rounds.c.workspace == team, rounds.c.day.between(first, last))
        return [_round(row) for row in await self._db.execute(query.order_by(rounds.c.opened_at.desc()))]

    async def latest(self, team: int, kind: RoundKind | None = None, n: int = 1) -> list[Round]:
        """The newest first."""
        query = select(rounds).where(rounds.c.workspace == team)
        if kind is not None:
            query = query.where(rounds.c.kind == kind)
        query = query.order_by(rounds.c.opened_at.desc(), rounds.c.id.desc()).limit(n)
        return [_round(row) for row in await self._db.execute(query)]

    async def close(self, id: int, now: datetime) -> bool:
        """``False`` when its summary was made before."""
        going = (rounds.c.id == id, rounds.c.closed_at.is_(None))
        return (await self._db.execute(update(rounds).where(*going).values(closed_at=now))).rowcount == 1

    async def reopen(self, id: int, closes_at: datetime) -> None:
        """Take answers again, until then."""
        await self._db.execute(update(rounds).where(rounds.c.id == id).values(closed_at=None, closes_at=closes_at))

    # --- what was answered

    async def answer(self, round: int, person: int, words: Mapping[str, str], now: datetime) -> int:
        """Keep a further version; returns which one it is, from 1 on."""
        mine = (answers.c.round == round, answers.c.person == person)
        last = select(func.coalesce(func.max(answers.c.version), 0)).where(*mine)
        version = int((await self._db.execute(last)).scalar_one()) + 1
        rows = [
            {"round": round, "person": person, "version": version, "part": part, "words": said, "at": now}
            for part, said in words.items()
        ]
        await self._db.execute(insert(answers), rows)
        return version

    async def answers(self, round: int) -> list[Answer]:
        """The newest of each person, whoever answered first before the others."""
        query = select(answers).where(answers.c.round == round).order_by(answers.c.version, answers.c.at)
        found: dict[int, Answer] = {}
        for row in await self._db.execute(query):
            mine = found.get(row.person)
            words = {**mine.words, row.part: row.words} if mine and mine.version == row.version else None
            found[row.person] = Answer(round, row.person, row.version, row.at, words or {row.part: row.words})
        return list(found.values())

    # --- what came out of it

    async def conclude(self, team: int, round: int, said: Sequence[tuple[str, int | None]]) -> list[Conclusion]:
        """Keep words and whose they are, each under the team's next number."""
        made = []
        for words, person in said:
            values = {"round": round, "words": words, "person": person}
            made.append(_conclusion(await add_numbered(self._db, conclusions, team, values)))
        return made

    async def conclusions(self, rounds_: Collection[int]) -> list[Conclusion]:
        query = select(conclusions).where(conclusions.c.round.in_(rounds_)).order_by(conclusions.c.number)
        return [_conclusion(row) for row in await self._db.execute(query)]

    async def conclusion(self, team: int, number: int) -> tuple[Conclusion, Round] | None:
        """One of them, and what it came out of."""
        row = await find_numbered(self._db, conclusions, team, number)
        if row is None:
            return None
        round = (await self._db.execute(select(rounds).where(rounds.c.id == row.round))).one()
        return _conclusion(row), _round(round)

    async def becomes(self, id: int, task: int) -> bool:
        """It is a task now: ``False`` when it was one already."""
        free = (conclusions.c.id == id, conclusions.c.task.is_(None))
        return (await self._db.execute(update(conclusions).where(*free).values(task=task))).rowcount == 1

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person. Where both answered, what the one that stays said is kept."""
        both = select(answers.c.round).where(answers.c.person == new)
        await self._db.execute(delete(answers).where(answers.c.person == old, answers.c.round.in_(both)))
        await self._db.execute(update(answers).where(answers.c.person == old).values(person=new))
        await self._db.execute(update(conclusions).where(conclusions.c.person == old).values(person=new))


def _round(row: Row[Any]) -> Round:
    return Round(row.id, row.workspace, row.kind, row.day, row.opened_at, row.closes_at, row.closed_at)


def _conclusion(row: Row[Any]) -> Conclusion:
    return Conclusion(row.id, row.workspace, row.number, row.round, row.words, row.person, row.task)
