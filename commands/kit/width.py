"""Full-width and half-width writing, made equal one character at a time.

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
