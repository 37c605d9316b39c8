"""``import`` as an operator types it: told first, then asked, and an exit code that scripts can use."""

import asyncio
from pathlib import Path

import pytest

from storage import lock
from tests.bot.console import answered, muster

from .desk import Desk, written

TABLE = "date,community,joined\n2026-11-20,fans,32\n2026-11-21,fans,lots\n"


async def imports(desk: Desk, *words: str, answer: bytes = b"") -> tuple[int, str]:
    done = await asyncio.to_thread(answered, desk.folder, ["import", *words], answer)
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.fixture
def history(desk: Desk) -> Path:
    return written(desk.folder / "history.csv", TABLE)


async def test_it_tells_and_asks_while_the_desk_is_running(desk: Desk, history: Path) -> None:
    held = lock(f"sqlite:///{desk.folder / 'muster.db'}")
    code, said = await imports(desk, "numbers", str(history), answer=b"n\n")
    assert (code, await desk.figures()) == (0, [])
    assert "line 3, joined: 'lots' is not a number" in said
    assert "Import into Moms' desk? [y/N]" in said
    code, said = await imports(desk, "numbers", str(history), answer=b"y\n")
    del held
    assert code == 0
    assert "1 new figure, 0 corrections, 0 notes imported" in said
    assert await desk.figures() == [("fans", "11-20", "joined", "32")]


async def test_without_an_answer_nothing_happens_and_with_yes_nobody_is_asked(desk: Desk, history: Path) -> None:
    code, said = await imports(desk, "numbers", str(history))
    assert (code, await desk.figures()) == (1, [])
    code, said = await imports(desk, "numbers", str(history), "--dry-run", "--yes")
    assert (code, await desk.figures()) == (0, [])
    code, said = await imports(desk, "numbers", str(history), "--yes")
    assert (code, "[y/N]" in said, len(await desk.figures())) == (0, False, 1)


async def test_the_exit_code_says_whether_it_was_misused_or_there_was_nothing(desk: Desk, history: Path) -> None:
    assert (await imports(desk, "numbers", "nowhere.csv"))[0] == 2
    assert (await imports(desk, "numbers", str(history), "--workspace", "Dads"))[0] == 2
    assert (await imports(desk, "numberz", str(history)))[0] == 2
    written(history, "date,community,joined\n2026-11-20,fan,32\n")
    code, said = await imports(desk, "numbers", str(history), "--yes")
    assert (code, said.splitlines()[-1]) == (1, "nothing in it can be imported")


async def test_a_calendar_comes_in_by_the_same_manners(desk: Desk) -> None:
    file = written(desk.folder / "days.csv", "day,works,name\n2027-02-06,true,补班\n")
    code, said = await imports(desk, "calendar", str(file), answer=b"y\n")
    assert code == 0
    assert "Put them into the calendar of Moms' desk? [y/N]" in said
    own = await desk.storage.read(lambda unit: unit.own_days.of(desk.team.id))
    assert [(f"{day}", day_is.works, day_is.name) for day, day_is in own.items()] == [("2027-02-06", True, "补班")]


async def test_no_database_is_made_for_an_import(history: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = await asyncio.to_thread(muster, empty, "import", "numbers", str(history), "--yes")
    assert (done.returncode, list(empty.iterdir())) == (1, [])
    assert done.stderr.decode().startswith("there is no database at")
