"""The command line as an operator uses it: a real process, its exit code, and every word it says."""

import asyncio
import csv
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.health import Parts
from bot.http import HttpServer
from bot.ports import Health
from bot.settings import Settings
from storage import Account, Community, Report, Role, Storage, Team, Unit, lock

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
CANARIES = {
    "MUSTER_TELEGRAM_TOKEN": "123456789:AAHcanary-token_of-a-test-0123456789a",
    "MUSTER_DISCORD_TOKEN": "MTA5NjQyNTk3ODQ1NjM0NDU3Ng.GhYkXz.canaryCanaryCanary0123456789abcdefghij",
    "MUSTER_HTTP_TOKEN": "canary-of-the-port",
    "MUSTER_TELEGRAM_WEBHOOK_SECRET": "canary-secret-0123456789-0123456789",
    "MUSTER_TELEGRAM_WEBHOOK_URL": "https://bot.example/telegram/canary-0123456789",
}
NOBODY = {"MUSTER_TELEGRAM_API_URL": "http://127.0.0.1:9", "MUSTER_DISCORD_API_URL": "http://127.0.0.1:9/api"}

Done = subprocess.CompletedProcess[bytes]


def muster(folder: Path, *words: str, **env: str) -> Done:
    """Run it in an empty folder with a clean environment."""
    return answered(folder, words, b"", env)


def answered(folder: Path, words: Sequence[str], answer: bytes, env: Mapping[str, str] | None = None) -> Done:
    """The same; ``answer`` is what is typed when it asks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    full = {**kept, "PYTHONPATH": str(ROOT), "MUSTER_DATA_DIR": str(folder), **(env or {})}
    typed = [sys.executable, "-m", "bot", *words]
    done = subprocess.run(typed, cwd=folder, env=full, capture_output=True, input=answer, timeout=50, check=False)
    assert b"canary" not in done.stdout + done.stderr
    return done


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


# Help and usage --------------------------------------------------------------------------------------------------


def test_help_is_there_without_waiting_for_libraries(tmp_path: Path) -> None:
    heavy = ("sqlalchemy", "telegram", "discord", "pydantic", "aiohttp")
    code = f"import sys, bot.__main__; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b""
    done = muster(tmp_path, "--help")
    assert done.returncode == 0
    for name in (b"run", b"demo", b"check", b"export", b"migrate", b"health"):
        assert name in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["fly"], "fly"),
        (["export"], "KIND"),
        (["export", "tasks"], "numbers, journal, people"),
        (["export", "numbers", "--format", "pdf"], "csv, xlsx, json"),
        (["export", "numbers", "--from", "yesterday"], "2026-11-20"),
        (["export", "numbers", "--from", "2026-02-30"], "2026-02-30"),
        (["export", "numbers", "--to", "20261120"], "20261120"),
        (["export", "numbers", "--from", "2026-11-21", "--to", "2026-11-20"], "before"),
        (["export", "numbers", "--nothing"], "--nothing"),
        (["run", "now"], "now"),
    ],
)
def test_a_slip_of_the_tongue_ends_with_2_and_a_hint(tmp_path: Path, words: list[str], told: str) -> None:
    done = muster(tmp_path, *words)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert done.stdout == b""


# Configuration ---------------------------------------------------------------------------------------------------


def test_all_problems_of_the_settings_are_listed_at_once_and_end_with_78(tmp_path: Path) -> None:
    bad = {"MUSTER_HTTP_PORT": "x", "MUSTER_LOG_LEVEL": "loud", "MUSTER_HTTP_HOST": "0.0.0.0"}
    for command in (["run"], ["demo"], ["migrate"], ["export", "people"], ["check"], ["health"]):
        done = muster(tmp_path, *command, **bad)
        assert done.returncode == 78
        assert all(name.encode() in done.stderr + done.stdout for name in bad)
        assert b"Traceback" not in done.stderr


def test_a_desk_without_any_chat_does_not_start(tmp_path: Path) -> None:
    done = muster(tmp_path, "run")
    assert done.returncode == 78
    assert b"MUSTER_TELEGRAM_TOKEN" in done.stderr


def test_a_wrong_catalogue_is_told_with_lines_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "muster.yaml").write_text("metrics:\n  joined:\n    kind: percentt\n  new_one: {}\n")
    done = muster(tmp_path, "run", **CANARIES, **NOBODY)
    assert done.returncode == 78
    assert done.stderr.count(b"muster.yaml:") >= 2


@pytest.mark.parametrize("command", [["run"], ["demo"], ["export", "numbers"], ["check"]], ids=" ".join)
def test_mistakes_of_settings_and_catalogue_are_listed_together(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "mine.yaml").write_text("metrics:\n  joined:\n    kind: percentt\n  new_one: {}\n")
    done = muster(tmp_path, *command, MUSTER_CATALOGUE="mine.yaml", MUSTER_HTTP_PORT="x")
    told = (done.stderr + done.stdout).decode()
    assert done.returncode == 78
    assert told.count("mine.yaml:") >= 2
    assert "MUSTER_HTTP_PORT: must be a number from 0 to 65535, such as 8080" in told


def test_the_demo_is_for_this_machine_only(tmp_path: Path) -> None:
    done = muster(tmp_path, "demo", MUSTER_HTTP_HOST="0.0.0.0", MUSTER_HTTP_TOKEN="something")
    assert done.returncode == 78
    assert b"127.0.0.1" in done.stderr


def test_dotenv_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MUSTER_HTTP_PORT=x\nPOSTGRES_PASSWORD=1\n")
    assert b"MUSTER_HTTP_PORT" in muster(tmp_path, "migrate").stderr


# Secrets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("check -v", "json"),
        ("check", "console"),
        ("export numbers -v", "console"),
        ("migrate -v", "json"),
        ("backup copy.db -v", "console"),
        (f"import numbers {ROOT / 'muster.yaml'} -v", "json"),
        ("health", "console"),
    ],
)
def test_no_command_says_a_token_however_talkative(tmp_path: Path, words: str, style: str) -> None:
    """``muster`` greps what each says; a folder in the place of the database makes some of them fail."""
    (tmp_path / "muster.db").mkdir()
    loud = {"MUSTER_LOG_LEVEL": "debug", "MUSTER_LOG_FORMAT": style}
    done = muster(tmp_path, *words.split(), **CANARIES, **NOBODY, **loud)
    assert done.returncode in (0, 1)
    assert done.stdout + done.stderr


def test_a_password_of_the_database_is_not_said(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://muster:canary-pass@127.0.0.1:9/muster"
    for command in (["check"], ["migrate", "-v"], ["export", "people", "-v"]):
        assert muster(tmp_path, *command, MUSTER_DATABASE_URL=url).returncode == 1


# Export ----------------------------------------------------------------------------------------------------------


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


# Migrate and health ----------------------------------------------------------------------------------------------


def test_migrating_says_what_it_did_and_then_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first, second = (muster(tmp_path, "migrate", MUSTER_DATA_DIR=str(folder)) for _ in range(2))
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, b"nothing to do\n")
    assert b"tables" in first.stdout
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    held = lock(f"sqlite:///{folder / 'muster.db'}")
    third = muster(tmp_path, "migrate", MUSTER_DATA_DIR=str(folder))
    del held
    assert third.returncode == 1
    assert b"another Muster is running" in third.stderr


async def test_health_asks_the_running_desk(tmp_path: Path) -> None:
    state = Health("ok")
    parts = Parts(alive=lambda: state)
    server = HttpServer(Settings(http_port=0))
    parts.serve(server)
    port = str(await server.start())
    done = await asyncio.to_thread(muster, tmp_path, "health", MUSTER_HTTP_PORT=port)
    assert (done.returncode, done.stdout) == (0, b"ok\n")
    state = Health("down")
    done = await asyncio.to_thread(muster, tmp_path, "health", MUSTER_HTTP_PORT=port)
    assert (done.returncode, done.stdout) == (1, b"fail\n")
    await server.stop()
    done = await asyncio.to_thread(
        muster, tmp_path, "health", MUSTER_HTTP_PORT=port, MUSTER_HTTP_HOST="0.0.0.0", MUSTER_HTTP_TOKEN="something"
    )
    assert done.returncode == 1
    assert b"no answer" in done.stdout


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = muster(tmp_path, "run", MUSTER_HTTP_PORT=port, **CANARIES, **NOBODY)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"in use" in done.stderr.splitlines()[-1]
