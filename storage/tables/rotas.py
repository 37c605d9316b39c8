"""Who answers when: the layers of a rota, whose turn they are, and what was agreed besides."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..dialect import insert as upsert
from ..records.crisis import Handover, Layer, StandIn, Swap, SwapState
from ..schema import Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

layers = Table(
    "layers", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("rotation", String(8), nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("handover", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("days", String(8), nullable=False),
    Column("ends_at", Instant),
    Index("ix_layers_ends", "workspace", "ends_at"),
)  # fmt: skip

layer_people = Table(
    "layer_people", metadata,
    Column("layer", ForeignKey("layers.id"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    PrimaryKeyConstraint("layer", "turn"),
)  # fmt: skip

stand_ins = Table(
    "stand_ins", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("layer", String(40), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("why", String(12), nullable=False),
    Column("made_by", ForeignKey("people.id")),
    Column("ended_at", Instant),
    Index("ix_stand_ins_until", "workspace", "until_at"),
)  # fmt: skip

swaps = Table(
    "swaps", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("layer", String(40), nullable=False),
    Column("giver", ForeignKey("people.id"), nullable=False),
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("taker", ForeignKey("people.id")),
    Column("back_from", Instant),
    Column("back_until", Instant),
    Column("state", String(12), nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("workspace", "number"),
)  # fmt: skip

handovers = Table(
    "handovers", metadata,
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("layer", String(40), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("leaving", ForeignKey("people.id")),
    Column("asked_at", Instant),
    Column("reached_at", Instant),
    Column("announced_at", Instant),
    Column("accepted_at", Instant),
    Column("accepted_by", ForeignKey("people.id")),
    PrimaryKeyConstraint("workspace", "layer", "starts_at"),
)  # fmt: skip

_LAYER = tuple(field.name for field in fields(Layer) if field.name not in ("id", "team", "people"))
_STAND_IN = tuple(field.name for field in fields(StandIn) if field.name not in ("id", "team"))
_SWAP = tuple(field.name for field in fields(Swap) if field.name not in ("id", "team", "number"))
_HANDOVER = tuple(field.name for field in fields(Handover) if field.name != "team")


class Rotas:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, layer: Layer) -> Layer:
        """Keep a layer. One of its name that goes on ends when it begins."""
        before = (layers.c.workspace == layer.team, layers.c.name == layer.name, layers.c.ends_at.is_(None))
        await self._db.execute(update(layers).where(*before).values(ends_at=layer.begins_at))
        values = {name: getattr(layer, name) for name in _LAYER} | {"workspace": layer.team}
        row = (await self._db.execute(insert(layers).values(**values).returning(layers))).one()
        turns = [{"layer": row.id, "turn": turn, "person": person} for turn, person in enumerate(layer.people)]
        await self._db.execute(insert(layer_people), turns)
        return _layer(row, layer.people)

    async def end(self, team: int, name: str, now: datetime) -> bool:
        """There is no such layer from now on: ``False`` when there was none."""
        going = (layers.c.workspace == team, layers.c.name == name, layers.c.ends_at.is_(None))
        return (await self._db.execute(update(layers).where(*going).values(ends_at=now))).rowcount == 1

    async def layers(self, team: int, since: datetime | None = None) -> list[Layer]:
        """Those that go on, in the order in which they are called; with ``since`` also those that ended after it."""
        query = select(layers).where(layers.c.workspace == team)
        goes_on = layers.c.ends_at.is_(None)
        query = query.where(goes_on if since is None else goes_on | (layers.c.ends_at > since))
        rows = (await self._db.execute(query.order_by(layers.c.position, layers.c.begins_at, layers.c.id))).all()
        turns = select(layer_people).where(layer_people.c.layer.in_([row.id for row in rows]))
        people: dict[int, list[int]] = {}
        for row in await self._db.execute(turns.order_by(layer_people.c.layer, layer_people.c.turn)):
            people.setdefault(row.layer, []).append(row.person)
        return [_layer(row, tuple(people.get(row.id, ()))) for row in rows]

    async def name_of(self, team: int, id: int) -> str | None:
        """What a layer is called, also one that has ended."""
        query = select(layers.c.name).where(layers.c.workspace == team, layers.c.id == id)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else str(row.name)

    # --- what was agreed besides

    async def stand_in(self, stand_in: StandIn) -> StandIn:
        values = {name: getattr(stand_in, name) for name in _STAND_IN} | {"workspace": stand_in.team}
        row = (await self._db.execute(insert(stand_ins).values(**values).returning(stand_ins))).one()
        return _stand_in(row)

    async def stand_ins(self, team: int, since: datetime) -> list[StandIn]:
        """Those that hold after an instant, the oldest first: of two that meet the later one counts."""
        query = select(stand_ins).where(stand_ins.c.workspace == team, stand_ins.c.until_at > since)
        query = query.where(stand_ins.c.ended_at.is_(None) | (stand_ins.c.ended_at > since))
        return [_stand_in(row) for row in await self._db.execute(query.order_by(stand_ins.c.id))]

    async def stands_in(self, team: int, id: int) -> StandIn | None:
        """One of them, also when it is over."""
        query = select(stand_ins).where(stand_ins.c.workspace == team, stand_ins.c.id == id)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else _stand_in(row)

    async def undo(self, team: int, id: int, now: datetime) -> bool:
        """It holds no more from now on."""
        going = (stand_ins.c.workspace == team, stand_ins.c.id == id, stand_ins.c.ended_at.is_(None))
        return (await self._db.execute(update(stand_ins).where(*going).values(ended_at=now))).rowcount == 1

    async def ask(self, swap: Swap) -> Swap:
        """Keep what somebody asks for under the team's next number."""
        values = {name: getattr(swap, name) for name in _SWAP}
        return _swap(await add_numbered(self._db, swaps, swap.team, values))

    async def swap(self, team: int, number: int) -> Swap | None:
        row = await find_numbered(self._db, swaps, team, number)
        return None if row is None else _swap(row)

    async def swaps(self, team: int, now: datetime) -> list[Swap]:
        """Those that are asked for and not over, the soonest first."""
        query = select(swaps).where(swaps.c.workspace == team, swaps.c.state == "asked", swaps.c.until_at > now)
        return [_swap(row) for row in await self._db.execute(query.order_by(swaps.c.from_at, swaps.c.number))]

    async def lapsed(self, shift: Handover) -> list[Swap]:
        """What whoever has a shift asked about it and nobody had answered when it began."""
        query = select(swaps).where(swaps.c.workspace == shift.team, swaps.c.layer == shift.layer)
        query = query.where(swaps.c.giver == shift.person, swaps.c.from_at == shift.starts_at)
        query = query.where(swaps.c.state == "withdrawn", swaps.c.ended_at >= swaps.c.from_at)
        query = query.where(swaps.c.made_at < swaps.c.from_at)
        return [_swap(row) for row in await self._db.execute(query.order_by(swaps.c.number))]

    async def settle(self, id: int, state: SwapState, now: datetime, taker: int | None = None) -> bool:
        """``False`` when somebody was first."""
        values: dict[str, Any] = {"state": state, "ended_at": now}
        values |= {} if taker is None else {"taker": taker}
        asked = update(swaps).where(swaps.c.id == id, swaps.c.state == "asked").values(**values)
        return (await self._db.execute(asked)).rowcount == 1

    # --- the beginning of a shift

    async def meet(self, handover: Handover) -> Handover:
        """What is known of the beginning of a shift. Where somebody else comes by now, it begins anew; who leaves may
        change until it is announced."""
        row = {name: getattr(handover, name) for name in _HANDOVER} | {"workspace": handover.team}
        kept = upsert(self._db.dialect.name, handovers).values(**row)
        keys = ["workspace", "layer", "starts_at"]
        anew = {name: row[name] for name in _HANDOVER if name not in keys}
        changed = handovers.c.person != handover.person
        await self._db.execute(kept.on_conflict_do_update(index_elements=keys, set_=anew, where=changed))
        found = await self.handover(handover.team, handover.layer, handover.starts_at)
        if found is not None and found.leaving != handover.leaving and found.announced_at is None:
            there = _shift(handover.team, handover.layer, handover.starts_at)
            await self._db.execute(update(handovers).where(*there).values(leaving=handover.leaving))
            return replace(found, leaving=handover.leaving)
        return found or handover

    async def handover(self, team: int, layer: str, starts_at: datetime) -> Handover | None:
        row = (await self._db.execute(select(handovers).where(*_shift(team, layer, starts_at)))).one_or_none()
        return None if row is None else _handover(row)

    async def handovers(self, team: int, first: datetime, last: datetime) -> list[Handover]:
        """Those of the shifts that begin between two instants, the first one first."""
        query = select(handovers).where(handovers.c.workspace == team)
        query = query.where(handovers.c.starts_at >= first, handovers.c.starts_at < last)
        rows = await self._db.execute(query.order_by(handovers.c.starts_at, handovers.c.layer))
        return [_handover(row) for row in rows]

    async def mark(self, handover: Handover, now: datetime, what: str, by: int | None = None) -> bool:
        """``asked``, ``reached``, ``announced`` or ``accepted`` now: ``False`` when it was before."""
        column = handovers.c[f"{what}_at"]
        there = (*_shift(handover.team, handover.layer, handover.starts_at), column.is_(None))
        values: dict[str, Any] = {column.name: now} | ({"accepted_by": by} if what == "accepted" else {})
        return (await self._db.execute(update(handovers).where(*there).values(**values))).rowcount == 1

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        places: Sequence[Column[Any]] = (
            layer_people.c.person, stand_ins.c.person, stand_ins.c.made_by, swaps.c.giver, swaps.c.taker,
            handovers.c.person, handovers.c.leaving, handovers.c.accepted_by,
        )  # fmt: skip
        for column in places:
            await self._db.execute(update(column.table).where(column == old).values({column.name: new}))


def _shift(team: int, layer: str, starts_at: datetime) -> tuple[Any, ...]:
    return (handovers.c.workspace == team, handovers.c.layer == layer, handovers.c.starts_at == starts_at)


def _layer(row: Row[Any], people: tuple[int, ...]) -> Layer:
    return Layer(row.id, row.workspace, people=people, **{name: getattr(row, name) for name in _LAYER})


def _stand_in(row: Row[Any]) -> StandIn:
    return StandIn(row.id, row.workspace, **{name: getattr(row, name) for name in _STAND_IN})


def _swap(row: Row[Any]) -> Swap:
    return Swap(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SWAP})


def _handover(row: Row[Any]) -> Handover:
    return Handover(row.workspace, **{name: getattr(row, name) for name in _HANDOVER})
