"""``check`` finds what is wrong, says what to do, changes nothing, and repeats no token."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import now
from storage import Address, Storage, open_storage
from tests.bot.checking import a_team, checked
from tests.services.telegram.server import TOKEN, TelegramServer


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No ``muster.yaml`` and no ``.env`` of the folder the tests run in."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


# Settings and files ----------------------------------------------------------------------------------------------


async def test_bad_settings_are_all_told_and_end_with_78(tmp_path: Path) -> None:
    code, lines = await checked(tmp_path, http_port="x", log_level="loud", telegram_tocken=TOKEN)
    assert code == 78
    assert [line[:5] for line in lines] == ["bad  ", "bad  ", "warn ", "ok   "]
    assert lines[2].endswith("MUSTER_TELEGRAM_TOCKEN is not a setting: did you mean MUSTER_TELEGRAM_TOKEN?")


async def test_an_empty_place_is_fine_and_stays_empty(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    code, lines = await checked(folder)
    assert code == 0
    assert any("is not there yet; run makes it" in line for line in lines)
    assert not folder.exists()


async def test_each_mistake_of_the_catalogue_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "muster.yaml").write_text("metrics:\n  joined:\n    kind: percentt\n  new_one: {}\n")
    code, lines = await checked(tmp_path)
    assert code == 78
    assert len([line for line in lines if line.startswith("bad  catalogue: muster.yaml:")]) >= 2
    assert (await checked(tmp_path, catalogue="elsewhere.yaml"))[0] == 78


async def test_files_that_others_can_read_are_named(tmp_path: Path) -> None:
    await a_team(tmp_path)
    (tmp_path / ".env").write_text("MUSTER_HTTP_TOKEN=abcdef\n")
    for path, mode in ((tmp_path, 0o755), (tmp_path / ".env", 0o644), (tmp_path / "muster.db", 0o644)):
        path.chmod(mode)
    _, lines = await checked(tmp_path)
    assert len([line for line in lines if line.startswith("warn files:") and "chmod" in line]) == 3
    assert any("MUSTER_HTTP_TOKEN is short" in line for line in lines)


# Database --------------------------------------------------------------------------------------------------------


async def test_a_sound_database_is_ok_and_reach_is_told(tmp_path: Path) -> None:
    await a_team(tmp_path)
    code, lines = await checked(tmp_path)
    assert code == 0
    assert "ok   database: opens, is whole and up to date" in lines
    assert "warn reach of Moms' desk: 1 of 2 people must open the bot's private chat once: Bob" in lines


async def test_a_database_that_was_never_migrated_is_behind(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'muster.db'}")
    await storage.inspect(_touch)
    await storage.close()
    code, lines = await checked(tmp_path)
    assert code == 1
    assert any(line.startswith("bad  database:") and "migrate" in line for line in lines)


async def _touch(db: Any) -> None:
    await db.exec_driver_sql("CREATE TABLE stranger (x)")
    await db.commit()


async def test_a_table_that_differs_is_told(tmp_path: Path) -> None:
    await a_team(tmp_path)
    storage = open_storage(f"sqlite:///{tmp_path / 'muster.db'}")

    async def lose(db: Any) -> None:
        await db.exec_driver_sql("DROP TABLE marks")
        await db.commit()

    await storage.inspect(lose)
    await storage.close()
    code, lines = await checked(tmp_path)
    assert (code, [line for line in lines if "tables differ" in line]) == (1, lines[-1:])


async def test_a_database_of_a_newer_version_is_told(tmp_path: Path) -> None:
    await a_team(tmp_path)
    storage = open_storage(f"sqlite:///{tmp_path / 'muster.db'}")

    async def age(db: Any) -> None:
        await db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        await db.commit()

    await storage.inspect(age)
    await storage.close()
    code, lines = await checked(tmp_path)
    assert code == 1
    assert any("newer Muster" in line for line in lines)


async def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "muster.db").write_bytes(b"this is not a database" * 1000)
    code, lines = await checked(tmp_path)
    assert code == 1
    assert any(line.startswith("bad  database:") for line in lines)


async def test_it_may_be_run_beside_a_desk_that_writes(tmp_path: Path) -> None:
    await a_team(tmp_path)
    running: Storage = open_storage(f"sqlite:///{tmp_path / 'muster.db'}")
    await running.write(lambda unit: unit.marks.set("a", "b"))
    assert (await checked(tmp_path))[0] == 0
    await running.write(lambda unit: unit.marks.set("a", "c"))
    await running.close()


# Telegram --------------------------------------------------------------------------------------------------------


async def test_rights_in_each_bound_chat_of_telegram(tmp_path: Path, telegram: TelegramServer) -> None:
    mei = telegram.person("Mei")
    good, muted, gone, deaf = (telegram.group(title, supergroup=True) for title in ("Good", "Muted", "Gone", "Deaf"))
    channel = telegram.channel("News")
    for chat in (good, muted, gone, deaf, channel):
        chat.add(mei, creator=True)
        chat.add_bot()
    muted.mute_bot()
    gone.kick_bot()
    deaf.disappear()
    bound = [(Address("telegram", str(chat.id)), chat.title) for chat in (good, muted, gone, deaf, channel)]
    await a_team(tmp_path, *bound, (Address("telegram", str(good.id), "77"), "Topic"))
    code, lines = await checked(tmp_path, telegram_token=TOKEN, telegram_api_url=telegram.url)
    found = {line.partition(":")[0]: line for line in lines}
    assert code == 1
    assert "ok   telegram: the token is the one of @muster_bot" in lines
    assert any("long polling" in line for line in lines)
    assert "ok   telegram Good" in found
    assert "muted" in found["bad  telegram Muted"]
    assert "add" in found["bad  telegram Gone"].lower()
    assert "bad  telegram Deaf" in found
    assert "ok   telegram News" in found
    assert "no topics any more" in found["warn telegram Topic"]
    assert telegram.messages() == []


async def test_a_clock_that_differs_from_telegram_s_is_told(tmp_path: Path, telegram: TelegramServer) -> None:
    def late() -> datetime:
        return now() + timedelta(minutes=10)

    mine = {"telegram_token": TOKEN, "telegram_api_url": telegram.url}
    code, lines = await checked(tmp_path, late, **mine)
    assert code == 0
    [said] = [line for line in lines if "the clock of" in line]
    assert said.startswith("warn telegram: the clock of this machine is 60")
    assert said.endswith("s ahead of Telegram's: set it right")
    assert not any("the clock of" in line for line in (await checked(tmp_path, **mine))[1])


async def test_a_wrong_token_of_telegram_is_a_matter_of_settings(tmp_path: Path, telegram: TelegramServer) -> None:
    code, lines = await checked(
        tmp_path, telegram_token="12345678:wrong-canary-token-0123456789abcdef", telegram_api_url=telegram.url
    )
    assert code == 78
    assert any("MUSTER_TELEGRAM_TOKEN is not valid" in line for line in lines)
    assert "canary" not in str(lines)


async def test_a_platform_that_is_away_is_said_so(tmp_path: Path, telegram: TelegramServer) -> None:
    where = {"telegram_token": TOKEN, "telegram_api_url": telegram.url}
    telegram.fail(body="<html>a proxy</html>", content_type="text/html", times=None)
    assert any("not JSON" in line for line in (await checked(tmp_path, **where))[1])
    telegram.heal()
    telegram.break_calls("getMe", "close", times=None)
    assert (await checked(tmp_path, **where))[0] == 1
    await telegram.stop()
    code, lines = await checked(tmp_path, **where)
    assert code == 1
    assert any("does not answer" in line for line in lines)


async def test_being_asked_to_wait_is_waited_for_once(tmp_path: Path, telegram: TelegramServer) -> None:
    telegram.fail("getMe", status=429, retry_after=0)
    assert (await checked(tmp_path, telegram_token=TOKEN, telegram_api_url=telegram.url))[0] == 0
