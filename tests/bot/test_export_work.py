"""Tasks and activities as tables that other programs can read."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.export import KINDS, Selection, write_file
from storage import Storage, Task, Unit
from tests.town import Town

from .exporting import AT, a_team, an_activity, csv_rows, read_xlsx


async def test_tasks_are_listed_with_their_owners_on_the_clock_of_the_team(town: Town) -> None:
    await town.founded()
    await town.bob.says('/task add Greet slots:2 due:"fri 17:00"')
    for who in (town.bob, town.ann):
        await town.hears_at(who, "/task claim 1")
    await town.ann.says("/task add Draw")
    await town.hears_at(town.ann, "/task drop 2 why:no")
    (greet, draw) = await csv_rows(town.storage, "tasks", Selection([await town.team()]))
    assert greet == {
        "workspace": "Mums club", "id": "1", "title": "Greet", "state": "claimed", "owner": "Bob, Ann",
        "due": "2026-11-27T17:00:00+08:00", "slots": "2", "activity": "", "created_by": "Bob",
        "created_at": "2026-11-24T20:00:00+08:00", "closed_at": "",
    }  # fmt: skip
    assert (draw["state"], draw["owner"], draw["closed_at"]) == ("dropped", "", "2026-11-24T20:00:00+08:00")


async def test_activities_are_listed_with_their_phase_on_the_clock_of_the_team(sqlite_storage: Storage) -> None:
    team = await a_team(sqlite_storage)

    async def more(unit: Unit) -> None:
        activity = await unit.activities.add(an_activity(team.id, "=Fair"))
        await unit.activities.move(activity.id, ["proposed"], "locked", locked_roi=Decimal("0.75"), forecast=None)

    await sqlite_storage.write(more)
    (sale, fair) = await csv_rows(sqlite_storage, "activities", Selection([team]))
    assert ", ".join(sale) == (
        "workspace, id, name, tier, state, community, budget, forecast_roi, locked_roi, starts, ends"
    )
    assert sale == {
        "workspace": "Moms' desk", "id": "1", "name": "Sale quiet day", "tier": "heavy", "state": "proposed",
        "community": "fans", "budget": "2000.5", "forecast_roi": "2.5", "locked_roi": "",
        "starts": "2026-11-27T00:00:00+08:00", "ends": "2026-11-29T06:00:00+08:00",
    }  # fmt: skip
    assert (fair["name"], fair["state"], fair["community"]) == ("'=Fair", "locked", "")
    assert (fair["forecast_roi"], fair["locked_roi"]) == ("", "0.75")


async def test_activities_have_numbers_as_such_in_a_workbook_and_in_json(
    sqlite_storage: Storage, tmp_path: Path
) -> None:
    team = await a_team(sqlite_storage)
    for format in ("xlsx", "json"):
        await write_file(sqlite_storage, "activities", Selection([team]), format, tmp_path / f"a.{format}")
    [columns, row] = read_xlsx(tmp_path / "a.xlsx")
    assert tuple(columns) == KINDS["activities"].columns
    assert row == [
        "Moms' desk", 1.0, "Sale quiet day", "heavy", "proposed", "fans", 2000.5, 2.5, "", "2026-11-27T00:00:00+08:00",
        "2026-11-29T06:00:00+08:00",
    ]  # fmt: skip
    [found] = json.loads((tmp_path / "a.json").read_bytes(), parse_float=Decimal)
    assert tuple(found) == KINDS["activities"].columns
    assert (found["id"], found["budget"], found["forecast_roi"]) == (1, Decimal("2000.5"), Decimal("2.5"))
    assert found["locked_roi"] is None


async def test_the_days_of_activities_are_those_on_which_they_start(sqlite_storage: Storage) -> None:
    """It starts at midnight in Shanghai, which is the day before in UTC, and was prepared and goes on around it."""
    team = await a_team(sqlite_storage)
    for day, rows in ((26, 0), (27, 1), (28, 0)):
        on = date(2026, 11, day)
        assert len(await csv_rows(sqlite_storage, "activities", Selection([team], on, on))) == rows


async def test_a_task_names_its_activity_by_number(sqlite_storage: Storage) -> None:
    """Of the second team's activities the first has the number 1, not that of its row."""
    await a_team(sqlite_storage)
    team = await a_team(sqlite_storage, "Runners' desk")

    async def more(unit: Unit) -> None:
        found = await unit.activities.get(team.id, 1)
        assert found is not None
        assert found.id != found.number
        await unit.tasks.add(Task(0, team.id, 0, "Draw", AT, activity=found.id))

    await sqlite_storage.write(more)
    rows = await csv_rows(sqlite_storage, "tasks", Selection([team]))
    assert [(row["title"], row["activity"]) for row in rows] == [("Greet quiet day", ""), ("Draw", "1")]
