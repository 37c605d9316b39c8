"""Text as Telegram counts and keeps it: UTF-16 units, trimmed ends, commands and mentions found in it."""

import re

from .errors import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

# A command is latin letters, digits and underscores only: `/任务` is ordinary text (TDLib's own matcher agrees).
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f]")
_DROPPED = re.compile(r"[\r\u2028-\u202e]")
_VERBATIM = {"code", "pre", "text_link", "text_mention"}
_BLANK = " \t\n\u00a0"


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every Telegram limit and offset."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def cut(text: str, entity: Json) -> str:
    """The part of ``text`` an entity covers."""
    raw = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return raw[start : start + entity["length"] * 2].decode("utf-16-le")


def tidy(text: str) -> str:
    """Control characters become spaces, carriage returns and direction marks vanish."""
    return _DROPPED.sub("", _UNSEEN.sub(" ", text))


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Blank ends are taken off, entities move along; those left without a character vanish."""
    left = units(text) - units(text.lstrip(_BLANK))
    text = text.strip(_BLANK)
    size = units(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] + entity["length"] - left, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept[:ENTITY_LIMIT]


def found_in(text: str, entities: list[Json] | None = None) -> list[Json]:
    """The given entities plus the commands and mentions Telegram finds by itself, in order of offset."""
    given = list(entities or [])
    if "/" not in text and "@" not in text:
        return given
    closed = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _VERBATIM]
    taken: list[tuple[int, int]] = []
    for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION)):
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match.group())
            if any(start < stop and end > begin for begin, stop in closed + taken):
                continue
            taken.append((start, end))
            given.append({"type": kind, "offset": start, "length": end - start})
    return sorted(given, key=lambda entity: (entity["offset"], -entity["length"]))


def commands_in(text: str) -> list[str]:
    """Every command in the text with its slash, such as ``/daily@muster_bot``."""
    return [match.group() for match in _COMMAND.finditer(text)]
