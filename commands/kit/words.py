"""How names are compared, and which name was probably meant. Nothing is guessed silently: ``nearest`` only proposes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

MOST_PROPOSALS = 3
LONGEST_WORD = 64
"""A longer word is compared by its beginning: the comparison takes quadratic time."""

_GAPS = re.compile(r"[\s_\-]+")
_LATIN_NEAR = 0.6
_CHINESE_NEAR = 0.5
"""Chinese names have two to four signs, so that one wrong sign of two must still be near."""
_PART_NEAR = 0.7
"""A part of a name ("interact") counts at least this much, however long the rest of the name is."""


def fold(text: str) -> str:
    """The form in which two names are equal: width, case, and the kind of gap (space, ``_``, ``-``) do not matter."""
    flat = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _GAPS.sub(" ", flat).strip()


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """The names that look most like ``word``, best first, at most three; none when nothing is near."""
    return ranked(word, names)[:MOST_PROPOSALS]


def ranked(word: str, names: Iterable[str]) -> list[str]:
    """Every name that is near ``word``, best first; equally near ones keep their order."""
    asked = fold(word)[:LONGEST_WORD]
    if not asked:
        return []
    # SequenceMatcher keeps the work it has done on its second text.
    matcher = SequenceMatcher(None, "", asked, autojunk=False)
    signs = frozenset(asked)
    found: dict[str, float] = {}
    for name in names:
        folded = fold(name)[:LONGEST_WORD]
        if not signs.isdisjoint(folded) and (near := _nearness(matcher, asked, folded)):
            found[name] = near
    return sorted(found, key=lambda name: -found[name])


def _nearness(matcher: SequenceMatcher[str], asked: str, name: str) -> float:
    """Between 0 (not near) and 1 (equal). The cheap upper bounds are looked at first."""
    if asked == name:
        return 1.0
    floor = _CHINESE_NEAR if not name.isascii() else _LATIN_NEAR
    part = min(len(asked), len(name)) >= (2 if not name.isascii() else 3) and (asked in name or name in asked)
    matcher.set_seq1(name)
    if not part and (matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor):
        return 0.0
    ratio = matcher.ratio()
    return max(ratio, _PART_NEAR) if part else ratio if ratio >= floor else 0.0
