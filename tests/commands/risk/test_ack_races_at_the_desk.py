"""Somebody acknowledges in the very moment in which the clock types the next call, through the whole desk: what is kept
first counts, and after that nobody is called and nothing is said."""

import asyncio
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from bot.clock import SELF
from bot.letters import ANSWER, POST
from bot.ports import Call
from commands.kit import Heard
from storage import Deed, Storage, Timer, Unit
from tests.commands.task.crew import crew
from tests.town import Town

ROUNDS = {"sqlite": 3, "postgresql": 1}
ABREAST = 25
"""Risks that are fought for at the same time; one person may not say more than 40 things at once."""
APART = 3
"""Minutes between two that are raised: of those that come faster only the first few are called for one by one."""


async def deeds_of(unit: Unit, numbers: range) -> dict[int, list[Deed]]:
    """What the story of each says, in the order in which it was kept."""
    found = {}
    for number in numbers:
        risk = await unit.risks.get(1, number)
        assert risk is not None
        found[number] = [one.deed for one in sorted(await unit.risk_story.story(risk.id), key=lambda one: one.id)]
    return found


async def leaves(unit: Unit, town: Town) -> None:
    """Whatever was said until now has been read: a look sees no more than some hundred letters."""
    for lane in (ANSWER, POST):
        await unit.outbox.expire(lane, town.now + timedelta(minutes=1), town.now)


def ways_of(number: int, step: Timer, town: Town, by: Heard, dice: Random) -> list[Call]:
    """The press and the clock, and which of them comes first."""
    clock = Heard(SELF, step.address, town.now, via="clock")
    ways = [Call(f"/risk ack {number}", by), Call(step.line, clock, timer=step.id, team=1)]
    dice.shuffle(ways)
    return ways


@pytest.mark.timeout(300)
async def test_nobody_is_called_after_an_acknowledgement_of_the_same_moment(
    storage: Storage, request: pytest.FixtureRequest
) -> None:
    town = Town(storage)
    team = await crew(town)
    dice, called = Random(7), 0
    rounds = ROUNDS[request.node.callspec.params["storage_url"]]
    await team.ann.says("/oncall rota primary:@bob backup:@dee rotation:daily handover:09:00")
    for turn in range(rounds):
        numbers = range(turn * ABREAST + 1, (turn + 1) * ABREAST + 1)
        for _ in numbers:
            town.sleep(minutes=APART)
            await town.desk.hear(Call("/risk raise red Gatehouse flooded", team.ann.heard("typed")))
        town.sleep(minutes=15)  # and nobody has looked at the clock: the second call of each is due
        steps = {one.line: one for one in await storage.read(lambda unit: unit.timers.due(town.now, 1000))}
        ways = [
            way for number in numbers
            for way in ways_of(number, steps[f"/risk step {number} n:1"], town, team.bob.heard("typed"), dice)
        ]  # fmt: skip
        await asyncio.gather(*(town.desk.hear(way) for way in ways))
        kept = await storage.read(partial(deeds_of, numbers=numbers))
        for number, deeds in kept.items():
            assert deeds in (["raised", "called", "acked"], ["raised", "called", "called", "acked"]), number
        called += sum(deeds.count("called") == 2 for deeds in kept.values())
        await storage.write(partial(leaves, town=town))
        for minutes in (0, 30):
            town.sleep(minutes=minutes)
            said = await town.looks_at_the_clock()
            assert said
            assert not [post for post in said if "please acknowledge" in post.text or "You are called" in post.text]
        later = await storage.read(partial(deeds_of, numbers=numbers))
        assert {n: deeds.count("called") for n, deeds in later.items()} == {
            n: deeds.count("called") for n, deeds in kept.items()
        }
        for who, line in (team.bob, "/risk solve {}"), (team.ann, "/risk verify {} dry"):
            over = [Call(line.format(number), who.heard("typed")) for number in numbers]
            await asyncio.gather(*(town.desk.hear(one) for one in over))
    assert 0 < called < rounds * ABREAST
