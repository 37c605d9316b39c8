"""Rotas on both databases: layers that follow one another, what was agreed besides, and the beginning of a shift."""

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial

from storage import Handover, Layer, StandIn, Storage, Swap, SwapState, Unit

from .town import DAY, HOUR, NOON, Town, settle


def primary(town: Town, *people: int) -> Layer:
    return Layer(0, town.lake, "primary", 0, "weekly", people or (town.ann.id, town.bob.id), NOON)


async def added(unit: Unit, layer: Layer) -> Layer:
    return await unit.rotas.add(layer)


async def test_a_layer_that_is_changed_ends_where_the_new_one_begins(storage: Storage) -> None:
    town = await settle(storage)
    backup = Layer(0, town.lake, "backup", 1, "daily", (town.bob.id, town.ann.id, town.bob.id), NOON)
    for layer in (backup, primary(town), replace(primary(town, town.bob.id), begins_at=NOON + DAY)):
        await storage.write(partial(added, layer=layer))
    now = await storage.read(lambda unit: unit.rotas.layers(town.lake))
    assert [(one.name, one.people) for one in now] == [("primary", (town.bob.id,)), ("backup", backup.people)]
    past = await storage.read(lambda unit: unit.rotas.layers(town.lake, NOON))
    assert [(one.name, one.ends_at) for one in past] == [("primary", NOON + DAY), ("primary", None), ("backup", None)]
    assert await storage.read(lambda unit: unit.rotas.name_of(town.lake, past[0].id)) == "primary"
    assert await storage.read(lambda unit: unit.rotas.name_of(town.hill, past[0].id)) is None
    assert await storage.write(lambda unit: unit.rotas.end(town.lake, "backup", NOON + DAY))
    assert not await storage.write(lambda unit: unit.rotas.end(town.lake, "backup", NOON + DAY))
    assert await storage.read(lambda unit: unit.rotas.layers(town.hill)) == []


async def test_a_stand_in_holds_until_it_is_over_or_undone(storage: Storage) -> None:
    town = await settle(storage)
    stands = StandIn(0, town.lake, "primary", town.bob.id, NOON, NOON + DAY, NOON, made_by=town.ann.id)
    made = await storage.write(lambda unit: unit.rotas.stand_in(stands))
    assert await storage.read(lambda unit: unit.rotas.stand_ins(town.lake, NOON + HOUR)) == [made]
    assert await storage.read(lambda unit: unit.rotas.stand_ins(town.lake, NOON + DAY)) == []
    assert not await storage.write(lambda unit: unit.rotas.undo(town.hill, made.id, NOON))
    assert await storage.write(lambda unit: unit.rotas.undo(town.lake, made.id, NOON + HOUR))
    (still,) = await storage.read(lambda unit: unit.rotas.stand_ins(town.lake, NOON))
    assert still.ended_at == NOON + HOUR
    assert await storage.read(lambda unit: unit.rotas.stands_in(town.lake, made.id)) == still
    assert await storage.read(lambda unit: unit.rotas.stands_in(town.hill, made.id)) is None
    assert await storage.read(lambda unit: unit.rotas.stand_ins(town.lake, NOON + HOUR)) == []


async def test_of_two_who_take_a_shift_one_has_it(storage: Storage) -> None:
    town = await settle(storage)
    asked = Swap(0, town.lake, 0, "primary", town.ann.id, NOON + DAY, NOON + 2 * DAY, NOON)
    swap = await storage.write(lambda unit: unit.rotas.ask(asked))
    assert await storage.read(lambda unit: unit.rotas.swaps(town.lake, NOON)) == [swap]
    assert await storage.read(lambda unit: unit.rotas.swaps(town.lake, NOON + 2 * DAY)) == []

    async def takes(unit: Unit, person: int) -> bool:
        return await unit.rotas.settle(swap.id, "agreed", NOON, person)

    who = [town.bob.id, town.ann.id]
    got = await asyncio.gather(*(storage.write(partial(takes, person=one)) for one in who))
    assert sorted(got) == [False, True]
    found = await storage.read(lambda unit: unit.rotas.swap(town.lake, swap.number))
    assert found is not None
    assert (found.state, found.taker) == ("agreed", who[got.index(True)])


async def test_what_nobody_answered_about_a_shift_is_found_when_it_begins(storage: Storage) -> None:
    """Not what was withdrawn before, taken, asked about another shift, or asked when it ran already."""
    town = await settle(storage)
    begins = NOON + DAY
    asked = Swap(0, town.lake, 0, "primary", town.ann.id, begins, begins + DAY, NOON)
    ends: list[tuple[Swap, SwapState, datetime]] = [
        (asked, "withdrawn", begins), (asked, "withdrawn", begins - HOUR), (asked, "agreed", begins),
        (replace(asked, from_at=begins + HOUR), "withdrawn", begins + DAY),
        (replace(asked, made_at=begins), "withdrawn", begins + DAY),
        (replace(asked, layer="backup"), "withdrawn", begins), (replace(asked, giver=town.bob.id), "withdrawn", begins),
    ]  # fmt: skip

    async def ended(unit: Unit) -> None:
        for swap, state, at in ends:
            await unit.rotas.settle((await unit.rotas.ask(swap)).id, state, at)

    await storage.write(ended)
    shift = Handover(town.lake, "primary", begins, town.ann.id)
    found = await storage.read(lambda unit: unit.rotas.lapsed(shift))
    assert [one.number for one in found] == [1]
    assert await storage.read(lambda unit: unit.rotas.lapsed(replace(shift, team=town.hill))) == []


async def test_a_handover_begins_anew_when_somebody_else_comes(storage: Storage) -> None:
    town = await settle(storage)
    first = Handover(town.lake, "primary", NOON + DAY, town.bob.id, leaving=town.ann.id)
    met = await storage.write(lambda unit: unit.rotas.meet(first))
    assert await storage.write(lambda unit: unit.rotas.mark(met, NOON, "reached"))
    assert not await storage.write(lambda unit: unit.rotas.mark(met, NOON, "reached"))
    again = await storage.write(lambda unit: unit.rotas.meet(first))
    assert again.reached_at == NOON
    other = await storage.write(lambda unit: unit.rotas.meet(replace(first, person=town.ann.id)))
    assert (other.person, other.reached_at) == (town.ann.id, None)
    assert await storage.write(lambda unit: unit.rotas.mark(other, NOON, "accepted", town.ann.id))
    (kept,) = await storage.read(lambda unit: unit.rotas.handovers(town.lake, NOON, NOON + 2 * DAY))
    assert (kept.accepted_by, kept.accepted_at) == (town.ann.id, NOON)


async def test_who_leaves_may_change_until_a_handover_is_announced(storage: Storage) -> None:
    town = await settle(storage)
    first = Handover(town.lake, "primary", NOON + DAY, town.bob.id, leaving=town.ann.id)
    met = await storage.write(lambda unit: unit.rotas.meet(first))
    await storage.write(lambda unit: unit.rotas.mark(met, NOON, "reached"))
    alone = await storage.write(lambda unit: unit.rotas.meet(replace(first, leaving=None)))
    assert (alone.leaving, alone.reached_at) == (None, NOON)
    assert (await storage.read(lambda unit: unit.rotas.handover(town.lake, "primary", NOON + DAY))) == alone
    await storage.write(lambda unit: unit.rotas.mark(met, NOON, "announced"))
    said = await storage.write(lambda unit: unit.rotas.meet(first))
    assert said.leaving is None


async def test_two_identities_become_one(storage: Storage) -> None:
    town = await settle(storage)
    await storage.write(lambda unit: unit.rotas.add(primary(town)))
    await storage.write(lambda unit: unit.rotas.merge(town.bob.id, town.ann.id))
    (layer,) = await storage.read(lambda unit: unit.rotas.layers(town.lake))
    assert layer.people == (town.ann.id, town.ann.id)
