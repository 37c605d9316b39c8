"""Reading what people write: sorted by its labels, cut into things to do, and counted. Pure."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from commands.kit.clean import cleaned, one_line
from commands.kit.tongue import in_every_language
from commands.kit.width import narrow
from commands.kit.words import fold
from storage import RoundKind

from .kinds import KINDS

LONGEST: Final = 8000
LONGEST_LINE: Final = 500

_PIECES = re.compile(r"[\n;；]+")
_MARK = re.compile(r"^\s*(?:[-–—•*·・]|[0-9]{1,2}[.、)）])\s*")
_NOTHING = re.compile(r"[\s\-–—−/]*")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_COUNTED = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’.,:/@&+-][^\W_{_CJK}]+)*")


def sorted_out(kind: RoundKind, words: str) -> dict[str, str]:
    """``went well: …``, ``好：…`` by part; what stands before any label is a general remark."""
    words = cleaned(words).strip()
    labels = _labels(kind)
    found: dict[str, str] = {}
    begins = [
        (match.start(), match.end(), labels[fold(match["label"] or match["boxed"])])
        for match in _finder(kind).finditer(narrow(words))
    ]
    first = begins[0][0] if begins else len(words)
    pieces = [(KINDS[kind].loose, words[:first])]
    for at, (_, end, part) in enumerate(begins):
        until = begins[at + 1][0] if at + 1 < len(begins) else len(words)
        pieces.append((part, words[end:until]))
    for part, said in pieces:
        if said := said.strip(" \t\n;；,，、"):
            found[part] = f"{found[part]}\n{said}" if part in found else said
    return found


def labelled(words: str) -> set[RoundKind]:
    """The reviews whose labels stand in it."""
    return {kind for kind in KINDS if _finder(kind).search(narrow(words))}


def begins_with_label(kind: RoundKind, words: str) -> bool:
    return _finder(kind).match(narrow(cleaned(words).strip())) is not None


def things(said: Iterable[tuple[int, str]]) -> list[tuple[str, int]]:
    """Each line, or what semicolons part, with whose it is; the same words only once."""
    found: dict[str, tuple[str, int]] = {}
    for person, words in said:
        for piece in _PIECES.split(words):
            if line := one_line(_MARK.sub("", piece), LONGEST_LINE):
                found.setdefault(fold(line), (line, person))
    return list(found.values())


def only_marks(words: str) -> bool:
    """Whether somebody only filled a field that she leaves empty: ``-``."""
    return _NOTHING.fullmatch(narrow(words)) is not None


def counted(words: str) -> int:
    """How long a text is as people count: each Chinese sign, and each word of letters or digits, is one."""
    return len(_COUNTED.findall(words))


@cache
def _labels(kind: RoundKind) -> dict[str, str]:
    """The part that a label, folded, belongs to."""
    asked = {fold(word): part for part, ask in KINDS[kind].questions.items() for word in in_every_language(ask)}
    return asked | {fold(word): part for part, words in KINDS[kind].also.items() for word in words}


@cache
def _finder(kind: RoundKind) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_labels(kind), key=len, reverse=True))
    mark = r"(?:(?:[-•*·]|[0-9]{1,2}[.、)]|[一二三四五六]、)[ \t]*)?"
    begin = rf"(?:^|(?<=[\s;,。!?、])){mark}"
    boxed = rf"[【\[][ \t]*(?P<boxed>{names})[ \t]*[】\]][ \t]*:?"
    return re.compile(rf"{begin}(?P<label>{names})[ \t]*:|{mark}{boxed}", re.IGNORECASE)
