"""Somebody acknowledges in the very moment in which the clock types the next call, through the whole desk: what is kept
first counts, and after that nobody is called and nothing is said."""

import asyncio
from random import Random

import pytest

from bot.clock import SELF
from bot.ports import Call
from commands.kit import Heard
from storage import RiskEntry, Storage, Unit
from tests.commands.task.crew import Crew, crew
from tests.town import Town

ROUNDS = 12


async def story_of(team: Crew, number: int) -> list[RiskEntry]:
    async def look(unit: Unit) -> list[RiskEntry]:
        risk = await unit.risks.get(1, number)
        assert risk is not None
        return sorted(await unit.risk_story.story(risk.id), key=lambda one: one.id)

    return await team.town.storage.read(look)


@pytest.mark.timeout(300)
async def test_nobody_is_called_after_an_acknowledgement_of_the_same_moment(storage: Storage) -> None:
    town = Town(storage)
    team = await crew(town)
    dice, won = Random(7), {"acked": 0, "called": 0}
    await team.ann.says("/oncall rota primary:@bob backup:@dee rotation:daily handover:09:00")
    for number in range(1, ROUNDS + 1):
        await team.ann.says("/risk raise red Gatehouse flooded")
        town.sleep(minutes=15)
        step = next(
            one for one in await storage.read(lambda unit: unit.timers.due(town.now, 1000))
            if one.line == f"/risk step {number} n:1"
        )  # fmt: skip
        ways = [
            Call(f"/risk ack {number}", team.bob.heard("typed")),
            Call(step.line, Heard(SELF, step.address, town.now, via="clock"), timer=step.id, team=1),
        ]
        dice.shuffle(ways)
        await asyncio.gather(*(town.desk.hear(way) for way in ways))
        deeds = [one.deed for one in await story_of(team, number)]
        assert deeds in (["raised", "called", "acked"], ["raised", "called", "called", "acked"]), number
        won["called" if deeds.count("called") == 2 else "acked"] += 1
        for _ in range(3):
            said = await town.looks_at_the_clock()
            assert not [post for post in said if "please acknowledge" in post.text or "You are called" in post.text]
        town.sleep(minutes=30)
        await town.looks_at_the_clock()
        assert [one.deed for one in await story_of(team, number)].count("called") == deeds.count("called")
        await team.bob.says(f"/risk solve {number}")
        await team.ann.says(f"/risk verify {number} dry")
        await town.looks_at_the_clock()
    assert min(won.values()) > 0, won
