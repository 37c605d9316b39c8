"""A typed line taken apart: what stands there by name, and the words between."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .moments import MOST_BEHIND, belonging
from .words import fold

# name:value, name=value, with a Chinese keyboard's colon, equals sign and quotes; a minus may stand before them
_NAMED = re.compile(
    r"""(?:(?<!\S)|(?<=[，；]))(?P<name>[^\W\d][\w-]*)\s?[:=：＝][ \t　]*"""
    r"""(?P<sign>[-−]?)(?P<value>"[^"]*"|'[^']*'|“[^”]*”|「[^」]*」|[^\s，；]+)[，；]?"""
)
_NEXT_OPTION = re.compile(r"[，；](?P<name>[^\W\d][\w-]*)[:=：＝]")
_BEHIND = re.compile(r"[ \t　]*(?P<word>[^\s，；]+)")
_COMMA = re.compile(r"[，；]?")
_RUN = re.compile(r"\S+")
_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'"}


@dataclass(frozen=True, slots=True)
class Between:
    """Words that no option took. ``behind`` is the option they stand behind, where that takes long text and was not
    quoted; ``whole`` is what it says together with them."""

    text: str
    behind: str = ""
    whole: str = ""


def taken_apart(
    tail: str, names: Mapping[str, str], moments: Collection[str], long: Collection[str]
) -> tuple[dict[str, str], list[Between]]:
    """What each option says, by its name, and what stands between. ``names`` are the options as they may be typed.

    A time behind the day of one of ``moments`` belongs to it. In one of ``long`` a Chinese comma ends the value only
    before the next option: it is how sentences are written.
    """
    found: dict[str, str] = {}
    between: list[Between] = []
    at = begin = value_at = 0
    behind = ""
    while match := _NAMED.search(tail, at):
        at = match.end()
        name = names.get(fold(match["name"]))
        if name is None or name in found:
            continue
        between.append(Between(tail[begin : match.start()], behind, tail[value_at : match.start()].strip()))
        value, value_at = unquoted(match["value"]), match.start("sign")
        open_ended = name in long and value == match["value"]
        if name in moments:
            value, at = _with_time(value, tail, at)
        elif open_ended:
            value, at = _to_next_option(tail, match.start("value"), names)
        found[name] = match["sign"] + value
        begin, behind = at, name if open_ended else ""
    between.append(Between(tail[begin:], behind, tail[value_at:].strip()))
    return found, between


def numbers_by_name(
    words: Sequence[str], names: Mapping[str, str], numbers: Collection[str], found: dict[str, Any]
) -> list[str]:
    """``slots 3`` is ``slots:3`` where slots is a number. The words that are left."""
    left: list[str] = []
    at = 0
    while at < len(words):
        name = names.get(fold(words[at]))
        after = words[at + 1] if at + 1 < len(words) else ""
        if name and name not in found and after[:1].isdigit() and name in numbers:
            found[name] = after
            at += 2
            continue
        left.append(words[at])
        at += 1
    return left


def unquoted(word: str) -> str:
    return word[1:-1] if len(word) > 1 and _QUOTES.get(word[0]) == word[-1] else word


def _with_time(value: str, tail: str, at: int) -> tuple[str, int]:
    """The value with the words behind it that belong to it, and where what follows begins."""
    words: list[str] = []
    ends: list[int] = []
    end = at
    while len(words) < MOST_BEHIND and (match := _BEHIND.match(tail, end)):
        end = match.end()
        words.append(match["word"])
        ends.append(end)
    if not (taken := belonging(value, words)):
        return value, at
    comma = _COMMA.match(tail, ends[taken - 1])
    return " ".join([value, *words[:taken]]), comma.end() if comma else ends[taken - 1]


def _to_next_option(tail: str, at: int, names: Mapping[str, str]) -> tuple[str, int]:
    run = _RUN.match(tail, at)
    end = run.end() if run else at
    for option in _NEXT_OPTION.finditer(tail, at, end):
        if fold(option["name"]) in names:
            return tail[at : option.start()], option.start() + 1
    value = tail[at:end]
    return (value[:-1] if len(value) > 1 and value[-1] in "，；" else value), end
