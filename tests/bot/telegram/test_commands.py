"""The list that opens when somebody types a slash."""

import pytest

from bot.telegram.commands import announce, calls, listed
from commands.kit.menu import Menu
from storage import Storage
from tests.services.telegram import TelegramServer

from .conftest import Town
from .errands import MENU
from .office import Office, until


async def test_everybody_is_offered_the_commands_in_her_language(town: Town) -> None:
    await town.server.called("setMyCommands", times=6)
    offered = {entry["command"]: entry["description"] for entry in town.server.menu(town.ann, town.team)}
    assert offered["echo"] == "Say it back."
    assert "setup" in offered
    assert "setup" not in {entry["command"] for entry in town.server.menu(town.ann)}


async def test_the_list_is_set_again_only_when_it_changed(server: TelegramServer, sqlite_storage: Storage) -> None:
    async def noted() -> bool:
        return await sqlite_storage.read(lambda unit: unit.marks.get("telegram.12345678.menu")) is not None

    async with Office(server, sqlite_storage):
        await until(noted)
    async with Office(server, sqlite_storage) as office:
        await server.person("Bob", language="en").says("/count 1")
        await server.heard(containing="Counted 1.")
        assert len(server.calls.of("setMyCommands")) == 6
        await announce(office.chat._api, Menu({"echo": MENU.commands["echo"]}), sqlite_storage)
        assert len(server.calls.of("setMyCommands")) == 12


async def test_a_list_that_cannot_be_set_is_set_at_the_next_start(
    server: TelegramServer, sqlite_storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("setMyCommands", status=500)
    async with Office(server, sqlite_storage):
        await server.person("Bob", language="en").says("/count 1")
        await server.heard(containing="Counted 1.")
        await server.called("setMyCommands")
    assert "the menu of commands could not be set" in caplog.messages
    async with Office(server, sqlite_storage):
        await server.called("setMyCommands", times=7)


def test_sub_commands_are_words_of_one_entry_and_every_entry_is_legal() -> None:
    menu = Menu.find()
    for private in (True, False):
        for locale in ("en", "zh_Hans"):
            found = listed(menu, locale, private=private)
            names = [entry["command"] for entry in found]
            assert len(names) == len(set(names))
            assert all(1 <= len(entry["description"]) <= 256 for entry in found)
            assert all(name.isascii() and name == name.lower() and " " not in name for name in names)
    assert {call.get("language_code") for call in calls(menu)} == {None, "zh"}
