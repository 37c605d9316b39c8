"""What Discord's documentation says of a set of slash commands, as a check. Pure: it names everything that is wrong."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_COMMANDS = 100
MESSAGE, MOST_FOR_MESSAGES = 3, 5
MOST_OPTIONS = 25
MOST_CHOICES = 25
MOST_SIGNS = 8000
"""Of all names, descriptions and values of one command; of localised texts the longest counts."""
LOCALES = {"en-US", "en-GB", "zh-CN", "zh-TW"}
SUB, SUB_GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10


def problems(commands: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each line says where and what; none when Discord takes the commands."""
    found = [f"{len(commands)} commands, {MOST_COMMANDS} are allowed"] if len(commands) > MOST_COMMANDS else []
    found += _twice("", commands)
    found += [f"{command['name']}: no name for a message" for command in commands if not _for_message(command)]
    if sum(command.get("type") == MESSAGE for command in commands) > MOST_FOR_MESSAGES:
        found.append("too many commands for messages")
    for command in commands:
        if command.get("type") == MESSAGE:
            continue
        found += _item(f"/{command['name']}", command)
        if (signs := size(command)) > MOST_SIGNS:
            found.append(f"/{command['name']}: {signs} characters, {MOST_SIGNS} are allowed")
    return found


def _for_message(command: Mapping[str, Any]) -> bool:
    """Those for messages have a name of at most 32 signs, of any kind, and neither description nor options."""
    if command.get("type") != MESSAGE:
        return True
    names = [command["name"], *command.get("name_localizations", {}).values()]
    return all(1 <= len(name) <= 32 for name in names) and not {"description", "options"} & command.keys()


def size(item: Mapping[str, Any]) -> int:
    """Characters that count against the limit of a command."""
    signs = _longest(item, "name") + _longest(item, "description")
    if isinstance(item.get("value"), str):
        signs += len(item["value"])
    return signs + sum(size(child) for key in ("options", "choices") for child in item.get(key, ()))


def _longest(item: Mapping[str, Any], key: str) -> int:
    return max(len(words) for words in [item.get(key, ""), *item.get(f"{key}_localizations", {}).values()])


def _item(where: str, item: Mapping[str, Any]) -> Iterator[str]:
    for name in [item["name"], *item.get("name_localizations", {}).values()]:
        if not is_name(name):
            yield f"{where}: {name!r} is no name"
    for words in [item.get("description", ""), *item.get("description_localizations", {}).values()]:
        if not 1 <= len(words) <= 100:
            yield f"{where}: a description of {len(words)} characters"
    for key in ("name_localizations", "description_localizations"):
        if unknown := set(item.get(key, {})) - LOCALES:
            yield f"{where}: unknown languages {sorted(unknown)}"
    yield from _options(where, item.get("options", ()))
    yield from _choices(where, item)


def _options(where: str, options: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(options) > MOST_OPTIONS:
        yield f"{where}: {len(options)} options"
    yield from _twice(where, options)
    if len({option["type"] in (SUB, SUB_GROUP) for option in options}) > 1:
        yield f"{where}: subcommands and options side by side"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield f"{where}: a required option after an optional one"
    for option in options:
        yield from _item(f"{where} {option['name']}", option)


def _choices(where: str, item: Mapping[str, Any]) -> Iterator[str]:
    choices = item.get("choices", ())
    if len(choices) > MOST_CHOICES:
        yield f"{where}: {len(choices)} choices"
    if choices and item.get("autocomplete"):
        yield f"{where}: choices and autocomplete exclude each other"
    if (choices or item.get("autocomplete")) and item.get("type") not in (STRING, INTEGER, NUMBER):
        yield f"{where}: choices for something that is neither text nor number"
    yield from _twice(where, choices)
    for choice in choices:
        for words in [choice["name"], str(choice["value"]), *choice.get("name_localizations", {}).values()]:
            if not 1 <= len(words) <= 100:
                yield f"{where}: a choice of {len(words)} characters"


def _twice(where: str, items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """No two of a kind with the same name, in any language."""
    for locale in ["", *LOCALES]:
        names = [item.get("name_localizations", {}).get(locale, item["name"]) for item in items]
        for name in {name for name in names if names.count(name) > 1}:
            yield f"{where or '/'}: {name!r} twice {locale}".rstrip()


def is_name(name: str) -> bool:
    """``^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$``, in lower case where there is one."""
    if not 1 <= len(name) <= 32 or name != name.lower():
        return False
    return all(
        sign in "-_'" or unicodedata.category(sign)[0] in "LN" or re.match("[\u0900-\u097f\u0e00-\u0e7f]", sign)
        for sign in name
    )
