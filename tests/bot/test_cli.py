"""The command line as an operator uses it: a real process, its exit code, and every word it says."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.health import Parts
from bot.http import HttpServer
from bot.ports import Health
from bot.settings import Settings
from storage import lock

from .console import CANARIES, NOBODY, ROOT, muster

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
        (["export", "reports"], "numbers, journal, tasks, activities, weeklies, risks, people"),
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
