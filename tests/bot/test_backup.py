"""``backup`` and ``restore`` as an operator types them: a desk that is running is copied, and never written over."""

import asyncio
from pathlib import Path

import pytest

from commands.kit.menu import Menu
from commands.kit.plan import replan
from storage import Storage, lock, open_storage
from storage.backup import verify

from .console import answered, muster
from .test_cli_export import AT, a_team


@pytest.fixture
async def folder(sqlite_storage: Storage, tmp_path: Path) -> Path:
    """A data folder with one team, whose desk still has the database open."""
    await a_team(sqlite_storage, "Moms' desk")
    await sqlite_storage.write(lambda unit: replan(unit, 1, Menu.find().every, AT))
    return tmp_path


async def test_a_desk_that_is_running_is_copied_and_not_replaced(folder: Path) -> None:
    held = lock(f"sqlite:///{folder / 'muster.db'}")
    done = await asyncio.to_thread(muster, folder, "backup", "copy.db")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"copy.db is whole: 1 team, 1 person, 1 community, 2 figures" in done.stdout
    refused = await asyncio.to_thread(answered, folder, ["restore", "copy.db"], b"y\n")
    del held
    assert (refused.returncode, refused.stdout) == (1, b""), "nobody is asked what cannot be done"
    assert b"another Muster is running" in refused.stderr
    again = await asyncio.to_thread(muster, folder, "backup", "copy.db")
    assert (again.returncode, again.stderr) == (1, b"copy.db: is there already\n")
    lost = await asyncio.to_thread(muster, folder, "backup", "nowhere/copy.db")
    assert (lost.returncode, lost.stderr) == (1, b"nowhere/copy.db: No such file or directory\n")


async def test_a_folder_collects_copies_by_their_time(folder: Path) -> None:
    (folder / "copies").mkdir()
    assert (await asyncio.to_thread(muster, folder, "backup", "copies")).returncode == 0
    (copy,) = (folder / "copies").iterdir()
    assert copy.name.startswith("muster-20")
    assert copy.suffix == ".db"
    done = await asyncio.to_thread(muster, folder, "backup", str(copy), "--verify")
    assert (done.returncode, b"is whole" in done.stdout) == (0, True)
    done = await asyncio.to_thread(muster, folder, "backup", "muster.yaml", "--verify")
    assert (done.returncode, done.stderr) == (1, b"there is no file muster.yaml\n")


async def test_a_copy_is_put_back_after_a_yes_and_what_is_due_is_planned_from_now(
    folder: Path, sqlite_storage: Storage
) -> None:
    await asyncio.to_thread(muster, folder, "backup", "copy.db")
    await a_team(sqlite_storage, "Dads")
    await sqlite_storage.close()
    done = await asyncio.to_thread(answered, folder, ["restore", "copy.db"], b"n\n")
    assert done.returncode == 0
    assert verify(folder / "muster.db").rows["workspaces"] == 2
    done = await asyncio.to_thread(answered, folder, ["restore", "copy.db"], b"y\n")
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode()
    assert "a new epoch begins" in said
    former = Path(said.split("lies in ")[1].strip())
    assert verify(former).rows["workspaces"] == 2
    storage = open_storage(f"sqlite:///{folder / 'muster.db'}")
    planned = await storage.read(lambda unit: unit.schedules.of(1))
    teams = await storage.read(lambda unit: unit.teams.all())
    began = await storage.read(lambda unit: unit.marks.get("epoch"))
    await storage.close()
    assert [team.name for team in teams] == ["Moms' desk"]
    assert began is not None
    assert {each.next_at.isoformat() > began for each in planned.values() if each.next_at is not None} == {True}
