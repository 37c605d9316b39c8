"""An interaction becomes a command line. Raw data is kept as JSON and understood afterwards, also after a restart: a
command, a press and a submitted form are routed by what they carry, never by what a process remembers. Pure.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Any, Literal

from discord.utils import snowflake_time

from bot.ports import Malformed
from commands.kit import Command, Heard, Refusal
from commands.kit.clean import cleaned, one_line
from commands.kit.menu import Menu
from storage import Account, Address

from .forms import draft_of, submitted
from .options import BARE, WORDS, for_message
from .ticket import How, Ticket

NAME = "discord"
COMMAND, PRESS, COMPLETE, SUBMIT = 2, 3, 4, 5
"""Types of interactions."""
SUB, SUB_GROUP = 1, 2
ADMINISTRATOR, MANAGE_GUILD = 1 << 3, 1 << 5
LONGEST_ANSWERED = 4000
"""Signs of a message that a command was chosen for; that is as long as one can be."""
_ONE_WORD = re.compile(r"\S+")
THREADS = {10, 11, 12}
"""Types of channels that are threads: of an announcement, public, private."""

Via = Literal["typed", "pressed", "form"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One interaction, understood. ``how`` is unknown where only the command can tell whether others may see the
    answer; in private messages nothing has to be hidden. ``focused`` is the option somebody is typing in."""

    id: str
    token: str
    application: str
    line: str
    given: Mapping[str, str]
    heard: Heard
    how: How | None = None
    focused: str | None = None

    def ticket(self, how: How) -> str:
        return Ticket(self.application, self.token, self.heard.at, how, self.heard.account.user).write()


def read(body: str, menu: Menu) -> Asked:
    """Raises ``Malformed`` when it cannot be understood."""
    try:
        raw = json.loads(body)
        line, given, via, how = _said(raw["type"], raw["data"], menu)
        heard = _answered(_heard(raw, via), raw["data"].get("target"))
        return Asked(
            id=raw["id"],
            token=raw["token"],
            application=raw["application"],
            line=cleaned(line),
            given={name: cleaned(value) for name, value in given.items()},
            heard=heard,
            how="aloud" if heard.private and how == "alone" else how,
            focused=_focused(raw["data"]) if raw["type"] == COMPLETE else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Malformed(f"{type(error).__name__}: {error}"[:200]) from error


def _heard(raw: Mapping[str, Any], via: Via) -> Heard:
    user, channel = raw["user"], raw["channel"]
    name = one_line(user["name"]) or user["id"]
    account = Account(NAME, user["id"], name, one_line(user["username"]), raw["locale"], direct=f"@{user['id']}")
    private = raw.get("private", False)
    thread = channel["id"] if channel["type"] in THREADS and channel["parent"] else ""
    here = Address(NAME, channel["parent"] if thread else channel["id"], thread)
    return Heard(
        account=account,
        # Letters to her alone have this address, so that it is known whose team said what she presses.
        address=Address(NAME, f"@{user['id']}") if private else here,
        at=datetime.fromisoformat(raw["at"]),
        via=via,
        private=private,
        admin=not private and bool(int(raw["permissions"]) & (ADMINISTRATOR | MANAGE_GUILD)),
        title=one_line(channel["name"]),
        message=raw["message"],
        server=raw.get("server", ""),
    )


def _answered(heard: Heard, target: Mapping[str, Any] | None) -> Heard:
    """A command that was chosen for a message answers it."""
    if target is None:
        return heard
    author = target["author"]
    name = one_line(author["global_name"] or author["username"]) or author["id"]
    account = Account(NAME, author["id"], name, one_line(author["username"]))
    said = cleaned(target["content"])[:LONGEST_ANSWERED]
    return replace(heard, reply_to=account, reply_text=said, reply_at=snowflake_time(int(target["id"])))


def _said(kind: int, data: Mapping[str, Any], menu: Menu) -> tuple[str, Mapping[str, str], Via, How | None]:
    if kind == PRESS:
        return data["custom_id"], {}, "pressed", "press"
    if kind == SUBMIT:
        draft = draft_of(data["custom_id"])
        if draft is None:
            raise ValueError("a modal that is not ours")
        return f"/form {draft[0]} page", submitted(data["components"]), "form", "aloud" if draft[1] else "alone"
    if kind in (COMMAND, COMPLETE):
        return *_command(data, menu), "typed", None
    raise ValueError(f"an interaction of type {kind}")


def _command(data: Mapping[str, Any], menu: Menu) -> tuple[str, dict[str, str]]:
    if "target" in data:
        if (chosen := for_message(menu, str(data["name"]))) is None:
            raise ValueError("a command for messages that is not ours")
        return f"/{chosen.name}", {}
    words, options = [str(data["name"])], data.get("options") or []
    while options and options[0]["type"] in (SUB, SUB_GROUP):
        words.append(str(options[0]["name"]))
        options = options[0].get("options") or []
    name = " ".join(words)
    if name not in menu.commands and words[-1] in BARE and words[0] in menu.commands:
        name = words[0]
    given = {str(option["name"]): _value(option["value"]) for option in options}
    # Free words are read as typed ones: they may hold any other argument as well.
    typed = given.pop(WORDS, "")
    return f"/{name} {_behind_words(menu.commands.get(name), given, typed)}".rstrip(), given


def _behind_words(command: Command[Any] | None, given: Mapping[str, str], typed: str) -> str:
    """Free words that begin like an option that was chosen (*3 posts are wrong* beside the number 2), behind that."""
    if command is None or not typed:
        return typed
    first = list(takewhile(given.__contains__, command.args.single()))
    try:
        doubled = first and not given.keys().isdisjoint(command.args.split(typed))
    except Refusal:
        return typed
    values = [given[name] for name in first]
    return " ".join([*values, typed]) if doubled and all(map(_ONE_WORD.fullmatch, values)) else typed


def _value(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _focused(data: Mapping[str, Any]) -> str | None:
    options = data.get("options") or []
    while options and options[0]["type"] in (SUB, SUB_GROUP):
        options = options[0].get("options") or []
    return next((str(option["name"]) for option in options if option.get("focused")), None)
