"""The sample rota and the sample risks, and what becomes of the open one."""

from bot.demo.crises import PRIMARY
from commands.kit.drills import GOOD
from commands.kit.scores import average, took_part
from storage import Storage

from .lively import team_at


async def test_somebody_of_the_sample_team_is_on_call_in_each_layer(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    layers = await sqlite_storage.read(lambda unit: unit.rotas.layers(1))
    assert [layer.name for layer in layers] == ["primary", "backup"]
    assert all(layer.begins_at < team.clock() for layer in layers)
    assert len(layers[0].people) == len(PRIMARY)


async def test_the_open_risk_is_noted_each_day_so_that_nobody_is_called_and_solved_on_the_third(
    sqlite_storage: Storage,
) -> None:
    team = await team_at(sqlite_storage)
    (risk,) = await sqlite_storage.read(lambda unit: unit.risks.open(1))
    for _ in range(4):
        await team.jump("morning")
    story = await sqlite_storage.read(lambda unit: unit.risk_story.story(risk.id))
    deeds = [entry.deed for entry in story]
    assert deeds.count("noted") == 3
    assert deeds[-1] == "solved"
    assert "stale" not in deeds


async def test_a_jump_leads_to_the_clock_of_the_open_risk(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    assert (await team.jump("risk"))[-1] == "Wed 11:30"
    story = await sqlite_storage.read(lambda unit: unit.risk_story.story(3))
    assert [entry.words for entry in story if entry.deed == "nudged"] == ["plan"]


async def test_the_sample_team_has_run_a_drill_that_stands_apart(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    (drill,) = await sqlite_storage.read(lambda unit: unit.risks.drills(1, 9))
    closed = await sqlite_storage.read(lambda unit: unit.risks.closed(1, 9))
    scores = await sqlite_storage.read(lambda unit: unit.risk_story.scores(drill.id))
    assert drill.closed_at is not None
    assert drill.closed_at < team.clock()
    assert drill.number not in {one.number for one in closed}
    assert (average(scores.values()) or 0) >= GOOD
    people = {one.id: one for one in await sqlite_storage.read(lambda unit: unit.people.of(1))}
    story = await sqlite_storage.read(lambda unit: unit.risk_story.story(drill.id))
    assert set(scores) == {one.id for one in took_part(story, people)}
