"""Making foreign text safe to keep and to show, without changing what it says."""

import re

# Lone surrogates cannot be stored; C0 controls other than line breaks and tabs are never meant.
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# Direction overrides, isolates, invisible spaces and tag characters can make a name look like another.
_TRICKS = re.compile("[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

# Two units of Telegram, or marked by a backslash on Discord
_DOUBLE = re.compile("[\U00010000-\U0010ffff\n\\\\*_~`|<>()#@\\[\\]]")


def cleaned(words: str) -> str:
    """Text that can be stored anywhere."""
    return _CONTROLS.sub("", _SURROGATES.sub("\ufffd", words.replace("\r\n", "\n")))


def one_line(words: str, longest: int = 64) -> str:
    """A name or title: one line, no tricks with direction or invisible letters."""
    words = " ".join(_TRICKS.sub("", cleaned(words)).split())
    return short(words, longest)


def short(words: str, longest: int | None) -> str:
    """The beginning of longer words; ``None`` is no limit."""
    return words if longest is None or len(words) <= longest else words[: longest - 1].rstrip() + "…"


def size(words: str) -> int:
    """How much of a message they take at most."""
    return len(words) + len(_DOUBLE.findall(words))


def on_card(words: str, longest: int | None) -> str:
    """A beginning that takes no more of a message than ``longest`` usual signs; ``None``: all of it."""
    if longest is None or size(words) <= longest:
        return words
    room, kept = longest - 1, 0
    for sign in words:
        room -= 2 if _DOUBLE.match(sign) else 1
        if room < 0:
            break
        kept += 1
    return words[:kept].rstrip() + "…"
