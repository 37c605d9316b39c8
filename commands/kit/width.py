"""Full-width and half-width writing: how wide a text is, and both made equal one character at a time.

A Chinese keyboard types `１２０４`, `：` and `％` where a Western one types `1204`, `:` and `%`. `narrow` maps each
such character to its plain form and keeps the length of the text, so that a place found in the narrowed text is the
same place in what the person typed.
"""

import unicodedata
from functools import lru_cache

# The compatibility forms (UAX 15) that change only the look. Superscripts, circles and fractions are left alone on
# purpose: full NFKC turns `5²` into `52`, and a reader of numbers must never do that.
_LOOKS = ("<wide>", "<narrow>", "<font>", "<small>")
_PLAIN = {"\u3000": " ", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-"}


@lru_cache(maxsize=4096)
def _narrow(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    kind, _, code = unicodedata.decomposition(char).partition(" ")
    if kind in _LOOKS and " " not in code:
        char = chr(int(code, 16))
    lower = char.lower()
    return lower if len(lower) == 1 else char


def narrow(text: str) -> str:
    """The text in half-width lower case; always as long as it was. Full-width signs become their ASCII twins."""
    return "".join(map(_narrow, text))


def width(text: str) -> int:
    """Columns of a text on the screen."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_width, text))


def cut(text: str, columns: int) -> str:
    """The beginning of a text that is wider."""
    if width(text) <= columns:
        return text
    kept = 0
    while width(text[: kept + 1]) < columns:
        kept += 1
    return text[:kept].rstrip() + "…"


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
