"""A table that other programs can read: exact, harmless, private, whole or not there."""

import io
import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from bot.export import FORMATS, KINDS, Selection, write_file, write_stream
from storage import Account, Role, Storage, Unit
from tests.town import Town

from .exporting import AT, DAY, a_team, csv_rows, read_xlsx


async def test_numbers_hold_every_version_with_the_promised_columns(sqlite_storage: Storage) -> None:
    team = await a_team(sqlite_storage)
    rows = await csv_rows(sqlite_storage, "numbers", Selection([team]))
    assert ", ".join(rows[0]) == (
        "workspace, community, date, metric, value, unit, version, person, platform, at, late, note"
    )
    assert [(row["metric"], row["value"], row["unit"], row["version"]) for row in rows] == [
        ("gone", "", "", "1"),
        ("joined", "32", "count", "1"),
        ("joined", "23", "count", "2"),
        ("revenue", "1204.5", "CNY", "1"),
    ]
    assert rows[0] | {"metric": "", "version": ""} == {
        "workspace": "Moms' desk", "community": "fans", "date": "2026-11-23", "metric": "", "value": "", "unit": "",
        "version": "", "person": "Mei 美", "platform": "telegram", "at": "2026-11-23T17:40:00+08:00", "late": "false",
        "note": "quiet day",
    }  # fmt: skip


async def test_a_note_without_figures_is_a_row_with_an_empty_metric(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily note: the lift is broken")
    [row] = await csv_rows(town.storage, "numbers", Selection([await town.team()]))
    assert (row["metric"], row["value"], row["unit"], row["version"]) == ("", "", "", "1")
    assert (row["person"], row["date"], row["note"]) == ("Bob", "2026-11-24", "the lift is broken")


async def test_a_team_whose_zone_is_gone_is_exported_all_the_same(sqlite_storage: Storage) -> None:
    """Zone data of another machine may lack a name."""
    team = replace(await a_team(sqlite_storage), zone="Mars/Olympus")
    rows = await csv_rows(sqlite_storage, "numbers", Selection([team]))
    assert rows[0]["at"] == "2026-11-23T09:40:00+00:00"
    assert await csv_rows(sqlite_storage, "journal", Selection([team]))


async def test_json_keeps_every_digit_and_the_types(sqlite_storage: Storage) -> None:
    team = await a_team(sqlite_storage, note='quoted "note"\nsecond line')
    out = io.BytesIO()
    assert await write_stream(sqlite_storage, "numbers", Selection([team]), "json", out) == 4
    rows = json.loads(out.getvalue(), parse_float=Decimal)
    assert [row["value"] for row in rows] == [None, 32, 23, Decimal("1204.5")]
    assert (rows[0]["late"], rows[0]["version"], rows[0]["note"]) == (False, 1, 'quoted "note"\nsecond line')
    assert "美".encode() in out.getvalue()


async def test_nothing_found_is_an_empty_table_in_every_format(sqlite_storage: Storage, tmp_path: Path) -> None:
    for kind in KINDS:
        for format in FORMATS:
            file = tmp_path / f"{kind}.{format}"
            assert await write_file(sqlite_storage, kind, Selection([]), format, file) == 0
        assert json.loads((tmp_path / f"{kind}.json").read_bytes()) == []
        assert read_xlsx(tmp_path / f"{kind}.xlsx") == [list(KINDS[kind].columns)]


async def test_a_workbook_has_numbers_days_and_truths_as_such(sqlite_storage: Storage, tmp_path: Path) -> None:
    team = await a_team(sqlite_storage)
    await write_file(sqlite_storage, "numbers", Selection([team]), "xlsx", tmp_path / "n.xlsx")
    rows = read_xlsx(tmp_path / "n.xlsx")
    assert rows[4] == [
        "Moms' desk", "fans", DAY, "revenue", 1204.5, "CNY", 1.0, "Mei 美", "telegram", "2026-11-23T17:40:00+08:00",
        False, "quiet day",
    ]  # fmt: skip


async def test_the_days_of_a_period_are_the_team_s_days(sqlite_storage: Storage) -> None:
    """The second line was written at midnight in Shanghai: it belongs to the 24th."""
    team = await a_team(sqlite_storage)
    lines = {}
    for day in (22, 23, 24):
        on = date(2026, 11, day)
        lines[day] = [row["line"] for row in await csv_rows(sqlite_storage, "journal", Selection([team], on, on))]
    assert lines == {22: [], 23: ["/daily joined 32"], 24: ["/nudge"]}
    assert len(await csv_rows(sqlite_storage, "numbers", Selection([team], DAY, DAY))) == 4
    assert await csv_rows(sqlite_storage, "numbers", Selection([team], date(2026, 11, 24))) == []


async def test_the_journal_tells_who_said_what(sqlite_storage: Storage) -> None:
    team = await a_team(sqlite_storage)
    rows = await csv_rows(sqlite_storage, "journal", Selection([team]))
    assert list(rows[0].values()) == [
        "Moms' desk", "2026-11-23T17:40:00+08:00", "Mei 美", "telegram", "/daily joined 32", "filed",
    ]  # fmt: skip
    assert rows[1]["person"] == ""


async def test_people_are_listed_with_level_titles_and_accounts(sqlite_storage: Storage) -> None:
    team = await a_team(sqlite_storage)

    async def more(unit: Unit) -> None:
        mei = (await unit.people.of(team.id))[0]
        await unit.accounts.keep(Account("discord", "77", "Mei"), None)
        await unit.people.identify(team.id, "discord", "77", mei.id)
        bob = Account("discord", "88", "Bob", "bob")
        await unit.accounts.keep(bob, None)
        await unit.people.add(team.id, bob, Role.STAFF, AT, waiting=True)

    await sqlite_storage.write(more)
    rows = [list(row.values()) for row in await csv_rows(sqlite_storage, "people", Selection([team]))]
    assert rows == [
        ["Moms' desk", "Mei 美", "director", "content planner; lead", "mei_01", "77"],
        ["Moms' desk", "Bob", "waiting", "", "", "bob"],
    ]


async def test_a_team_sees_nothing_of_another(sqlite_storage: Storage) -> None:
    mine = await a_team(sqlite_storage)
    await a_team(sqlite_storage, "canary-team", "canary-note")
    for kind in KINDS:
        for format in FORMATS:
            out = io.BytesIO()
            assert await write_stream(sqlite_storage, kind, Selection([mine]), format, out) > 0
            assert b"canary" not in out.getvalue()


async def test_a_file_is_the_owner_s_alone_and_reads_well_in_excel(sqlite_storage: Storage, tmp_path: Path) -> None:
    team = await a_team(sqlite_storage)
    before = os.umask(0)
    try:
        for format in FORMATS:
            await write_file(sqlite_storage, "numbers", Selection([team]), format, tmp_path / format)
            assert (tmp_path / format).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
    assert (tmp_path / "csv").read_bytes().startswith(b"\xef\xbb\xbfworkspace,")


@pytest.mark.parametrize("format", FORMATS)
async def test_a_failure_leaves_the_old_file_and_no_other(
    sqlite_storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    team = await a_team(sqlite_storage)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "n").write_text("old")

    def fail(_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(FORMATS[format], "close", fail)
    with pytest.raises(OSError, match="no space left"):
        await write_file(sqlite_storage, "numbers", Selection([team]), format, folder / "n")
    assert left_in(folder) == [("n", "old")]


async def test_what_is_no_ordinary_file_is_never_replaced(sqlite_storage: Storage, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path / "pipe", tmp_path):
        with pytest.raises(OSError, match="not an ordinary file"):
            await write_file(sqlite_storage, "people", Selection([]), "csv", target)


async def test_an_export_of_many_rows_holds_few_of_them_in_memory(sqlite_storage: Storage) -> None:
    """What is written while the rows are read shows that they are passed on one by one."""
    team = await a_team(sqlite_storage)

    class Watching(io.BytesIO):
        writes = 0

        def write(self, data: Any) -> int:
            self.writes += 1
            return super().write(data)

    out: BinaryIO = Watching()
    rows = await write_stream(sqlite_storage, "numbers", Selection([team]), "csv", out)
    assert out.writes >= rows  # type: ignore[attr-defined]


def left_in(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, path.read_text()) for path in folder.iterdir()]
