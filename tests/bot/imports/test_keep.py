"""What comes from a file is kept beside what is there: nothing twice, nothing lost, in the order of its versions."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from bot.imports import keep as keeping
from bot.imports.read import Ground, read_table
from bot.imports.source import open_source
from commands.kit.metrics import default_catalogue
from commands.kit.zone import zone_of
from storage import NumberRow, Report, Storage, StorageError, Unit

from .desk import AT, DAY, NOW, Desk, written

HEAD = "date,community,metric,value"


def same(row: NumberRow) -> NumberRow:
    return replace(row, workspace="")


async def test_versions_people_times_and_notes_come_back_as_they_were(desk: Desk, elsewhere: Desk) -> None:
    await desk.files(DAY, [("joined", "32"), ("revenue", "1204.5")], "quiet day")
    await desk.files(DAY, [("joined", "23"), ("left", "2")])
    await desk.files(DAY, [], "a note alone")
    for name in ("a.csv", "a.xlsx"):
        await elsewhere.imports(await desk.exports(name))
        assert list(map(same, await elsewhere.rows())) == list(map(same, await desk.rows()))
        assert await elsewhere.imports(await desk.exports(name)) == "\n".join(elsewhere.said)
        assert elsewhere.said[-1] == "nothing to do: everything is there already"


async def test_what_was_meant_in_spite_of_a_doubt_comes_back_as_it_was(desk: Desk, elsewhere: Desk) -> None:
    await desk.files(DAY, [("joined", "-5"), ("members", "50"), ("active", "60"), ("satisfaction", "101")])
    await elsewhere.imports(await desk.exports("a.csv"))
    assert list(map(same, await elsewhere.rows())) == list(map(same, await desk.rows()))


async def test_a_dry_run_tells_and_changes_nothing(desk: Desk) -> None:
    said = await desk.brings(f"{HEAD}\n2026-11-20,fans,joined,32\n", dry=True)
    assert "to be added: 1 new figure, 0 corrections, 0 notes; 0 known already" in said
    assert "imported" not in said
    assert await desk.rows() == []
    assert await desk.storage.read(lambda unit: unit.people.by_account(desk.team.id, "import", "import")) is None


async def test_another_value_is_a_correction_and_the_same_is_nothing(desk: Desk) -> None:
    await desk.files(date(2026, 11, 20), [("joined", "30"), ("left", "1")])
    table = f"{HEAD}\n2026-11-20,fans,joined,32\n2026-11-20,fans,left,1.0\n"
    assert "0 new figures, 1 correction, 0 notes imported" in await desk.brings(table)
    rows = {(row.metric, row.version): (row.value, row.person) for row in await desk.rows()}
    assert rows == {
        ("left", 1): (1, "Mei 美"), ("joined", 1): (30, "Mei 美"), ("joined", 2): (32, "import"),
    }  # fmt: skip
    assert "nothing to do" in await desk.brings(table)


async def test_where_something_is_refused_and_the_rest_is_known_nothing_could_be_imported(desk: Desk) -> None:
    table = f"{HEAD}\n2026-11-20,fans,joined,32\n2026-11-25,fans,joined,33\n"
    assert "1 new figure, 0 corrections, 0 notes imported" in await desk.brings(table)
    again = await desk.brings(table)
    assert "line 3, date: '2026-11-25' has not come yet" in again
    assert again.endswith("nothing in it can be imported; what is not refused is there already")


async def test_an_older_export_does_not_undo_what_was_corrected_since(desk: Desk) -> None:
    await desk.files(DAY, [("joined", "32")])
    await desk.files(DAY, [("joined", "23")])
    file = await desk.exports("old.csv")
    await desk.files(DAY, [("joined", "50")])
    assert "nothing to do" in await desk.imports(file)
    assert [row.value for row in await desk.rows()] == [32, 23, 50]


async def test_a_history_that_is_partly_there_is_completed(desk: Desk) -> None:
    await desk.files(DAY, [("joined", "32")])
    head = f"{HEAD},version"
    rows = "2026-11-23,fans,joined,23,3\n2026-11-23,fans,joined,32,1\n2026-11-23,fans,joined,40,2\n"
    assert "2 corrections" in await desk.brings(f"{head}\n{rows}")
    assert [row.value for row in await desk.rows()] == [32, 40, 23]


async def test_versions_win_over_times_that_contradict_them(desk: Desk) -> None:
    head = f"{HEAD},version,at"
    early, late = "2026-11-23T08:00:00+08:00", "2026-11-23T09:00:00+08:00"
    await desk.brings(f"{head}\n2026-11-23,fans,joined,1,1,{late}\n2026-11-23,fans,joined,2,2,{early}\n")
    assert [(row.value, f"{row.at:%H}") for row in await desk.rows()] == [(1, "01"), (2, "00")]


async def test_somebody_who_is_not_in_the_team_is_named_and_import_stands_in(desk: Desk) -> None:
    said = await desk.brings(
        f"{HEAD},person,platform\n2026-11-20,fans,joined,1,Zed,discord\n2026-11-21,fans,left,1,mei 美,\n"
    )
    assert "1 figure of people who are not in the team (Zed) go to 'import'" in said
    assert [(row.person, row.platform) for row in await desk.rows()] == [("import", "discord"), ("Mei 美", "import")]
    people = await desk.storage.read(lambda unit: unit.people.of(desk.team.id))
    assert [person.name for person in people] == ["Mei 美"]


async def test_a_community_is_added_when_that_is_asked_for(desk: Desk) -> None:
    table = f"{HEAD}\n2026-11-20,Night owls,joined,1\n2026-11-21,night owls,joined,2\n"
    assert "'Night owls' is no community of the team" in await desk.brings(table)
    assert "new communities: Night owls" in await desk.brings(table, adding=True)
    assert [figure[0] for figure in await desk.figures()] == ["night-owls"] * 2
    assert "nothing to do" in await desk.brings(table)


async def test_the_journal_says_what_came(desk: Desk) -> None:
    await desk.brings(f"{HEAD}\n2026-11-20,fans,joined,1\n2026-11-21,fans,joined,2\n")

    async def lines(unit: Unit) -> list[tuple[str, str]]:
        return [(row.line, row.outcome) async for row in unit.journal.rows(desk.team.id, None, None)]

    outcome = "2 figures, 0 notes of fans, 2026-11-20 to 2026-11-21"
    assert await desk.storage.read(lines) == [("import numbers history.csv", outcome)]


async def test_what_was_interrupted_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third batch fails: two are kept whole, and the same file brings the rest."""
    monkeypatch.setattr(keeping, "BATCH", 4)
    days = [DAY - timedelta(days=back) for back in range(10)]
    rows = [f"{day},fans,{metric},{at}" for at, day in enumerate(days) for metric in ("joined", "left")]
    written(desk.folder / "h.csv", "\n".join([HEAD, *rows]))
    team, storage = desk.team, desk.storage
    communities = await storage.read(lambda unit: unit.communities.of(team.id))
    ground = Ground(team.name, communities, default_catalogue(), "CNY", zone_of(team.zone), NOW)
    table = read_table(open_source(desk.folder / "h.csv"), ground)

    def pull_the_plug(done: int) -> None:
        if done == 8:
            raise StorageError("the disk is gone")

    with pytest.raises(StorageError):
        await keeping.keep(storage, team.id, table, NOW, pull_the_plug)
    assert len(await desk.rows()) == 8
    assert (await keeping.look(storage, team.id, table)).known == 8
    assert "12 new figures" in await desk.imports(desk.folder / "h.csv")
    assert len(await desk.rows()) == 20


@pytest.mark.timeout(240)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
async def test_fifty_thousand_rows_come_back_equal(desk: Desk, elsewhere: Desk, format: str) -> None:
    assert await _many(desk.storage, desk.team.id) >= 50_000
    await elsewhere.imports(await desk.exports(f"all.{format}"))
    assert list(map(same, await elsewhere.rows())) == list(map(same, await desk.rows()))


async def _many(storage: Storage, team: int) -> int:
    dice = Random(7)
    metrics = [metric for metric in default_catalogue().entered if metric.kind == "count"][:12]

    async def work(unit: Unit) -> int:
        mei = (await unit.people.of(team))[0].id
        count = 0
        for community in await unit.communities.of(team):
            for back in range(1900):
                day = DAY - timedelta(days=back)
                report = Report(team, community.id, day, mei, "telegram", AT - timedelta(days=back), back % 7 == 0)
                values: dict[str, Decimal | None] = {each.key: Decimal(dice.randrange(10_000)) for each in metrics}
                await unit.numbers.file(report, values, {})
                count += len(values)
                if back % 10 == 0:
                    again = replace(report, at=report.at + timedelta(hours=1))
                    few = {each.key: Decimal(dice.randrange(10_000)) for each in metrics[:12]}
                    await unit.numbers.file(again, few, dict.fromkeys(few, 1))
                    count += len(few)
        return count

    return await storage.write(work)


async def test_what_spreadsheets_make_of_an_export_still_fits(desk: Desk, elsewhere: Desk) -> None:
    """Excel saves with semicolons, drops the offset's column when told to, and leaves columns in any order."""
    await desk.files(DAY, [("joined", "32"), ("revenue", "1204.5")], "quiet day")
    rows = list(csv.DictReader(io.StringIO((await desk.exports("a.csv")).read_text("utf-8-sig"), newline="")))
    columns = [name for name in reversed(rows[0]) if name not in ("at", "workspace", "version")]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    await elsewhere.brings(out.getvalue().encode("gb18030"))
    assert await elsewhere.figures() == await desk.figures()
    assert {row.at for row in await elsewhere.rows()} == {NOW}


async def test_another_team_s_rows_are_not_taken_for_this_one_s(desk: Desk, tmp_path: Path) -> None:
    await desk.files(DAY, [("joined", "32")])
    file = (await desk.exports("a.csv")).read_text("utf-8-sig")
    said = await desk.brings(file.replace("Moms' desk", "Dads' desk"))
    assert '"Dads\' desk" is another team than' in said
    assert "nothing in it can be imported" in said
