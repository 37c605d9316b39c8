"""``export`` as an operator types it, while the desk is running."""

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from storage import Account, Community, Report, Role, Storage, Team, Unit, lock

from .console import ROOT, Done, muster

AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)


@pytest.fixture
async def folder(sqlite_storage: Storage, tmp_path: Path) -> Path:
    """A data folder with one team, whose desk still has the database open."""
    await a_team(sqlite_storage, "Moms' desk")
    return tmp_path


async def a_team(storage: Storage, name: str) -> None:
    async def work(unit: Unit) -> None:
        id = await unit.teams.add(Team(0, name, "zh_Hans", "Asia/Shanghai", "CN", "CNY"), AT)
        mei = await unit.people.add(id, Account("telegram", f"5{len(name)}", "Mei 美"), Role.DIRECTOR, AT)
        fans = await unit.communities.add(Community(0, id, "fans", "Fans"))
        for day in (22, 23):
            filed = Report(id, fans, date(2026, 11, day), mei.id, "telegram", AT, False, "=1+1")
            await unit.numbers.file(filed, {"joined": Decimal(day)}, {})

    await storage.write(work)


async def test_numbers_come_out_of_a_desk_that_is_running(folder: Path) -> None:
    held = lock(f"sqlite:///{folder / 'muster.db'}")
    done = await asyncio.to_thread(muster, folder, "export", "numbers", "--from", "2026-11-23")
    del held
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"), newline="")))
    assert [(row["workspace"], row["date"], row["value"], row["note"]) for row in rows] == [
        ("Moms' desk", "2026-11-23", "23", "'=1+1")
    ]


async def test_the_format_follows_the_name_of_the_file(folder: Path) -> None:
    for name, begins in (("a.csv", b"\xef\xbb\xbf"), ("a.json", b"["), ("a.xlsx", b"PK"), ("a", b"\xef\xbb\xbf")):
        done = await asyncio.to_thread(muster, folder, "export", "numbers", "--out", name)
        assert (done.returncode, done.stdout) == (0, b"")
        assert b"2 rows" in done.stderr
        assert (folder / name).read_bytes().startswith(begins)
        assert (folder / name).stat().st_mode & 0o777 == 0o600


async def test_a_place_that_cannot_be_written_to_is_named_as_it_was_typed(folder: Path) -> None:
    done = await asyncio.to_thread(muster, folder, "export", "numbers", "--out", "nowhere/a.csv")
    assert (done.returncode, done.stderr) == (1, b"nowhere/a.csv: No such file or directory\n")


async def test_a_workbook_goes_through_a_pipe(folder: Path) -> None:
    done = await asyncio.to_thread(muster, folder, "export", "people", "--format", "xlsx")
    assert done.stdout.startswith(b"PK")


async def test_a_team_is_named_when_there_are_several(folder: Path, sqlite_storage: Storage) -> None:
    await a_team(sqlite_storage, "粉丝 club")
    await a_team(sqlite_storage, "粉丝　CLUB")
    await a_team(sqlite_storage, "Dads")

    def export(*words: str) -> Done:
        return muster(folder, "export", "people", "--format", "json", *words)

    nothing, near, double, own, number = await asyncio.gather(
        *(
            asyncio.to_thread(export, *words)
            for words in ([], ["--workspace", "Dad"], ["--workspace", "粉丝 club"], ["--workspace", "DADS"],
                          ["--workspace", "3"])
        )
    )  # fmt: skip
    assert nothing.returncode == near.returncode == double.returncode == 2
    assert "Moms' desk" in nothing.stderr.decode()
    assert "did you mean Dads?" in near.stderr.decode()
    assert "by number: 2, 3" in double.stderr.decode()
    assert [row["workspace"] for row in json.loads(own.stdout)] == ["Dads"]
    assert [row["workspace"] for row in json.loads(number.stdout)] == ["粉丝　CLUB"]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = muster(tmp_path, "export", "numbers")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("there is no database at")
    assert done.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


async def test_the_demo_s_data_are_found_when_there_are_no_others(folder: Path) -> None:
    (folder / "data" / "demo").mkdir(parents=True)
    await asyncio.to_thread(muster, folder, "migrate", MUSTER_DATA_DIR=str(folder / "data" / "demo"))
    done = await asyncio.to_thread(muster, folder, "export", "numbers", MUSTER_DATA_DIR="")
    assert b"reading the demo's data" in done.stderr
    assert b"no team" in done.stderr


async def test_where_the_demo_s_data_must_be_named_it_is_said_how(folder: Path) -> None:
    (folder / "data" / "demo").mkdir(parents=True)
    await asyncio.to_thread(muster, folder, "migrate", MUSTER_DATA_DIR=str(folder / "data" / "demo"))
    (folder / "days.csv").write_text("day,works\n2027-02-06,true\n")
    for words in (("import", "calendar", "days.csv"), ("backup", "copy.db")):
        done = await asyncio.to_thread(muster, folder, *words, MUSTER_DATA_DIR="")
        assert done.returncode == 1
        said = b"there is no database at data/muster.db; MUSTER_DATA_DIR=data/demo means the demo's\n"
        assert done.stderr == said


async def test_a_reader_who_leaves_early_causes_no_noise(folder: Path, sqlite_storage: Storage) -> None:
    def leave() -> tuple[int, bytes]:
        env = os.environ | {"PYTHONPATH": str(ROOT), "MUSTER_DATA_DIR": str(folder)}
        words = [sys.executable, "-m", "bot", "export", "numbers"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(words, cwd=folder, env=env, **pipes) as process:  # type: ignore[call-overload]
            process.stdout.close()
            return process.wait(50), process.stderr.read()

    code, said = await asyncio.to_thread(leave)
    assert (code, said) == (1, b"")
