"""Foreign words inside Discord's markup: shown as they were written, never acted upon. Pure."""

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"(?<![\w/])https?://[A-Za-z0-9._~/?#=&%+,;@$-]*[A-Za-z0-9_~/?#=&%+@$-]")
"""Discord makes a link of it up to the next blank, and a backslash inside would become part of the link."""
_ACTIVE = re.compile(r"[\\*_~`|<>\[\]()#@]")
_BULLET = re.compile(r"(?m)^(\s*)([-+])")
_ORDERED = re.compile(r"(?m)^(\s*\d+)([.)])")
_ATOM = re.compile(r"\\.|`` .*? ``|`[^`]+`|.", re.DOTALL)
LONGEST_CODE = 500


def escaped(words: str) -> str:
    """The words with every sign that would mean something marked as a plain sign. Addresses stay clickable."""
    found, at = [], 0
    for link in _ADDRESS.finditer(words):
        found += [_plain(words[at : link.start()]), link[0]]
        at = link.end()
    return "".join(found) + _plain(words[at:])


def _plain(words: str) -> str:
    words = _ACTIVE.sub(r"\\\g<0>", words)
    words = _ORDERED.sub(r"\1\\\2", words)
    return _BULLET.sub(r"\1\\\2", words)


def mono(words: str) -> str:
    """Code format. Words that code format cannot hold are escaped instead."""
    if not words.strip() or "\n" in words or "``" in words or len(words) > LONGEST_CODE:
        return escaped(words)
    if "`" in words:
        return f"`` {words} ``"
    return f"`{words}`"


def bold(words: str) -> str:
    """A heading of words that are escaped already."""
    return f"**{words}**" if words.strip() else words


def cut(marked: str, longest: int) -> list[str]:
    """Marked text in parts of at most ``longest`` characters, between lines or words where possible; never between a
    backslash and its sign, nor inside code format that fits into a part."""
    parts, left = [], marked
    while len(left) > longest:
        at = _place(left, longest)
        parts.append(left[:at].rstrip())
        left = left[at:].lstrip()
    return [part for part in [*parts, left] if part] or [""]


def _place(marked: str, longest: int) -> int:
    """Where to cut: after the last line break, else the last blank, else the last sign that fits."""
    at, line, blank = 0, 0, 0
    for atom in _atoms(marked):
        if at + len(atom) > longest:
            break
        at += len(atom)
        if atom == "\n":
            line = at
        elif atom.isspace():
            blank = at
    return next((place for place in (line, blank, at) if place > longest // 3), at or longest)


def _atoms(marked: str) -> Iterator[str]:
    return (found[0] for found in _ATOM.finditer(marked))
