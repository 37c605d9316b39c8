"""A whole drill, and everything else that the team knows before and after it."""

from collections.abc import AsyncIterator
from typing import Any

from storage import Unit
from tests.commands.task.crew import Crew

ASKED = (
    "/standup", "/board", "/board week", "/board month", "/digest", "/digest weekly", "/weekly list", "/weekly missing",
    "/redbook", "/signal", "/goal", "/task", "/promise", "/milestone", "/activity", "/review", "/lesson", "/risk",
    "/risk list closed", "/oncall", "/away", "/schedule",
)  # fmt: skip


async def known(team: Crew) -> dict[str, object]:
    """What people are answered, and what an export has."""
    found: dict[str, object] = {}
    for line in ASKED:
        answer = await team.ann.in_private().says(line)
        assert "Something broke" not in answer, line
        found[line] = answer.text
    found["draft"] = (await team.bob.in_private().says("/weekly")).text

    async def rows(unit: Unit) -> dict[str, list[Any]]:
        async def taken(of: AsyncIterator[Any]) -> list[Any]:
            return [row async for row in of]

        return {
            "numbers": await taken(unit.numbers.rows(1, None, None)),
            "tasks": await taken(unit.work_rows.tasks(1, None, None)),
            "risks": await taken(unit.work_rows.risks(1, None, None)),
            "activities": await taken(unit.work_rows.activities(1, None, None)),
            "weeklies": await taken(unit.weeklies.rows(1, None, None)),
            "people": list(await unit.people.of(1)),
            "shifts": list(await unit.rotas.stand_ins(1, team.town.now)),
        }

    return found | await team.town.storage.read(rows)


async def test_nothing_but_the_drill_itself_knows_of_a_drill(team: Crew) -> None:
    await team.ann.says("/daily joined 12 left 3 active 80 messages 400 date:yesterday")
    await team.bob.says("/task add Write the guide due:12-04")
    await team.bob.says("/risk raise blue Posts are late")
    await team.ann.says("/standup")
    before = await known(team)
    await team.ann.says("/drill run")
    await team.town.sleep_until("2026-11-24 20:03")
    await team.bob.says("/risk ack 2")
    await team.dee.says("/risk help 2")
    await team.bob.says("/risk note 2 Called the venue")
    await team.bob.says("/risk handover 2 @dee")
    await team.dee.says("/risk solve 2")
    await team.bob.says("/risk verify 2 all dry")
    await team.town.sleep_until("2026-11-24 20:06")
    for who in (team.ann, team.bob, team.dee):
        assert "Thank you: 95 of 100." in await who.says("/drill score 2 95")
    after = await known(team)
    assert after.keys() == before.keys()
    for name, said in after.items():
        assert said == before[name], name
