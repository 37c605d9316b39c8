"""Command menus per scope and language, and which of them a person is shown."""

import re
from typing import Any

from .errors import Json, bad_request

COMMANDS_LIMIT = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PLAIN = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
Scope = tuple[str, str, str]


def checked_commands(value: Any) -> list[Json]:
    """Commands as they are kept. Raises Refused for names, descriptions or numbers Telegram refuses."""
    if not isinstance(value, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(value) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for entry in value:
        if not isinstance(entry, dict):
            raise bad_request("expected an Object as BotCommand")
        name = str(entry.get("command", "")).strip().removeprefix("/")
        about = str(entry.get("description", "")).strip()
        if not _NAME.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(about) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": about})
    if len({entry["command"] for entry in kept}) < len(kept):
        raise bad_request("BOT_COMMAND_INVALID")
    return kept


def checked_scope(value: Any) -> Scope:
    """The scope as (type, chat, user). Raises Refused for an unknown one or one without its chat."""
    if value is None:
        return ("default", "", "")
    if not isinstance(value, dict):
        raise bad_request("Can't parse BotCommandScope: Expected an Object")
    kind = str(value.get("type", ""))
    if kind in _PLAIN:
        return (kind, "", "")
    if kind not in ("chat", "chat_administrators", "chat_member"):
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    if not value.get("chat_id"):
        raise bad_request("Can't parse BotCommandScope: chat_id is empty")
    user = str(value.get("user_id", "")) if kind == "chat_member" else ""
    if kind == "chat_member" and not user:
        raise bad_request("Can't parse BotCommandScope: invalid user_id specified")
    return (kind, str(value["chat_id"]), user)


def checked_language(code: str) -> str:
    """Two lower-case letters or nothing: Telegram has no zh-hans here. Raises Refused."""
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("Invalid language code specified")
    return code


class Menus:
    """All menus the bot set."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], list[Json]] = {}

    def put(self, scope: Scope, language: str, commands: list[Json]) -> None:
        """Set or, with an empty list, delete one menu."""
        self._menus[scope, language] = commands
        if not commands:
            del self._menus[scope, language]

    def get(self, scope: Scope, language: str) -> list[Json]:
        """Exactly this menu, without falling back."""
        return self._menus.get((scope, language), [])

    def shown(self, scopes: list[Scope], language: str | None) -> list[Json]:
        """The first menu that exists: narrower scopes first, the person's language before none."""
        for scope in scopes:
            for code in ((language or "")[:2], ""):
                if commands := self.get(scope, code):
                    return commands
        return []
