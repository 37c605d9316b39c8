"""The list that opens when somebody types ``/``: set once per version of the list, in every language Telegram knows.

Telegram has one Chinese: the simplified one.
"""

import json
import logging
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from telegram.error import TelegramError

from commands.kit import Command, Tongue
from commands.kit.clean import one_line
from commands.kit.menu import Menu
from storage import Storage, StorageError

from .api import Api
from .outcomes import short

log = logging.getLogger(__name__)

LONGEST = 256
MOST = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGES = {"": "en", "zh": "zh_Hans"}
"""Telegram's language codes, and ours. The empty one is for everybody else."""
SCOPES = ("default", "all_private_chats", "all_group_chats")


def listed(menu: Menu, locale: str, *, private: bool) -> list[dict[str, str]]:
    """One entry for each first word, as sub-commands are words. What only an admin of a group can do is not offered in
    private."""
    tongue = Tongue(locale)
    found = []
    for word, command in _first_words(menu):
        if _NAME.fullmatch(word) and not (private and command.admin):
            help = one_line(tongue.speak(command.help()), LONGEST)
            found.append({"command": word, "description": help or word})
    return found[:MOST]


def calls(menu: Menu) -> list[dict[str, Any]]:
    """Every setMyCommands that makes the menu."""
    return [
        {
            "commands": listed(menu, locale, private=scope == "all_private_chats"),
            "scope": {"type": scope},
            **({"language_code": language} if language else {}),
        }
        for scope in SCOPES
        for language, locale in LANGUAGES.items()
    ]


async def announce(api: Api, menu: Menu, storage: Storage) -> None:
    """Set the menu if it is not the one that was set last. A failure is logged; the commands work all the same."""
    wanted = calls(menu)
    mark, sign = f"telegram.{api.number}.menu", sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    try:
        if await storage.read(lambda unit: unit.marks.get(mark)) == sign:
            return
        for asked in wanted:
            await api.call("setMyCommands", asked)
        await storage.write(lambda unit: unit.marks.set(mark, sign))
    except TelegramError as error:
        log.warning("the menu of commands could not be set", extra={"why": short(error)})
    except StorageError as error:
        log.warning("the menu of commands could not be looked up", extra={"why": str(error)})


def _first_words(menu: Menu) -> Iterator[tuple[str, Command[Any]]]:
    """Each group with the command that explains it: its own word, else its default, else its first."""
    groups: dict[str, list[Command[Any]]] = {}
    for command in menu.commands.values():
        if not command.hidden:
            groups.setdefault(command.group, []).append(command)
    for word in sorted(groups):
        yield word, max(groups[word], key=lambda command: (command.name == word, command.default))
