"""Somebody acknowledges in the very moment in which the next call is due, ten thousand times: what is kept first
counts, nobody is called after that, and a call that nobody has carried yet is taken back."""

import asyncio
from collections.abc import Sequence
from functools import partial
from random import Random

import pytest

from storage import Address, Deed, Letter, Risk, Storage, Unit, open_storage

from .town import NOON, Town, settle

ROUNDS = {"sqlite": 8000, "postgresql": 2000}
ABREAST = 400
"""Risks that are fought for at the same time."""


async def raised(unit: Unit, town: Town) -> list[Risk]:
    return [await unit.risks.add(Risk(0, town.lake, 0, "red", "other", "Flood", NOON, NOON)) for _ in range(ABREAST)]


async def acks(unit: Unit, risk: Risk, person: int, *, hold: bool) -> bool:
    if hold:
        await unit.teams.get(risk.team)
    if not await unit.risks.ack(risk.id, person, NOON, None):
        return False
    await unit.risk_story.tell(risk.id, NOON, "acked", person)
    await unit.cards.withdraw(risk.team, f"risk:{risk.number}:")
    return True


async def calls(unit: Unit, risk: Risk, person: int, *, hold: bool) -> bool:
    if hold:
        await unit.teams.get(risk.team)
    if not await unit.risks.called(risk.id, 0, 1):
        return False
    await unit.risk_story.tell(risk.id, NOON, "called", person)
    card, to = f"risk:{risk.number}:0:{person}", Address("telegram", "102")
    await unit.outbox.put([Letter(0, risk.team, to, "{}", "en", "UTC", "CNY", 0, NOON, card=card)])
    return True


async def look(unit: Unit, risks: Sequence[Risk]) -> list[tuple[int, list[Deed]]]:
    """How many steps were made of each, and what its story says, in the order in which it was kept."""
    found = []
    for risk in risks:
        now = await unit.risks.get(risk.team, risk.number)
        assert now is not None
        assert now.answered
        story = sorted(await unit.risk_story.story(risk.id), key=lambda one: one.id)
        found.append((now.step, [one.deed for one in story]))
    return found


@pytest.mark.timeout(300)
async def test_no_call_is_kept_after_an_acknowledgement_in_ten_thousand_races(
    storage: Storage, storage_url: str, request: pytest.FixtureRequest
) -> None:
    """Two programs where there may be two. Half of them hold the team, as commands do; else the statements alone must
    decide."""
    engine = request.node.callspec.params["storage_url"]
    other = open_storage(storage_url) if engine == "postgresql" else storage
    dice, called, lost = Random(11), 0, 0
    town = await settle(storage)
    for batch in range(ROUNDS[engine] // ABREAST):
        risks = await storage.write(partial(raised, town=town))
        ways = [
            (storage, partial(acks, risk=risk, person=town.ann.id, hold=batch % 2 == 0)) for risk in risks
        ] + [(other, partial(calls, risk=risk, person=town.bob.id, hold=batch % 2 == 0)) for risk in risks]  # fmt: skip
        dice.shuffle(ways)
        kept = await asyncio.gather(*(where.write(way) for where, way in ways))
        assert kept.count(True) >= ABREAST
        for step, deeds in await storage.read(partial(look, risks=risks)):
            assert (step, deeds) in [(0, ["acked"]), (1, ["called", "acked"])]
            called, lost = called + step, lost + (1 - step)
        assert await storage.read(lambda unit: unit.cards.beginning(town.lake, "risk:")) == set()
    assert called > 0
    assert lost > 0
    if other is not storage:
        await other.close()
