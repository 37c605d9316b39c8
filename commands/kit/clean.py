"""Making foreign text safe to keep and to show, without changing what it says."""

import re

# Lone surrogates cannot be stored; C0 controls other than line breaks and tabs are never meant.
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# Direction overrides, isolates, invisible spaces and tag characters can make a name look like another.
_TRICKS = re.compile("[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


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
