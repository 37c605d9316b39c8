"""The words a report is made of: where a name ends, what only decorates, what merely counts."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from commands.kit.metrics import Metric
from commands.kit.width import narrow

T = TypeVar("T")

SKIPPED = re.compile(r"[\s,、。!?…()\[\]{}<>【】「」『』《》〈〉\"'“”‘’`*_•·~^/&+=:\-–—.#]+")
"""What may stand between two pieces of a line and means nothing there. `;` and `|` begin a new segment."""
BREAK = re.compile(r"[;|]")
PIECE = re.compile(r"(?:[^\s,;|、。!?…()\[\]{}<>【】「」『』《》〈〉\"'“”‘’]|(?<=[0-9]),(?=[0-9]))+")
"""One word as far as numbers and labels are concerned; a comma belongs to it only between digits."""

BULLET = re.compile(r"\s*(?:[-*•·‣◦▪●○–—+]|\(?[0-9]{1,2}[.、):](?![0-9])|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*")
"""A sign of a list at the start of a line. `1.` counts things, `1.2` is a number."""
NOTE = re.compile(r"(?P<word>备注|備註|備注|附注|附註|(?:notes?|remarks?)(?=[\s:=]|$))\s*(?P<sign>[:=]?)")
NOISE = re.compile(
    r"(?:社群|运营|營運|工作|数据|數據|每日)?(?:日报|日報|汇报|匯報|报告|報告|数据|數據)|每日|(?:daily|report|for|of|on)(?![a-z0-9])"
)
"""What a heading says about itself."""
SPOKEN_DAY = re.compile(
    r"(?:大?前天|[今昨前明后後][天日]|(?:today|(?:day before )?yesterday|tomorrow|tmr)(?![a-z0-9])"
    r"|(?:[上本这這][个個]?)?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天]"
    r"|(?:last |this )?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z0-9])"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.? [0-9]{1,2}(?:st|nd|rd|th)?(?![a-z0-9.,%]))"
)
WRITTEN_DAY = re.compile(
    r"(?:[0-9]{4} ?年 ?)?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号號]?(?![0-9])"
    r"|(?:[0-9]{4}[-/.])?[0-9]{1,2}[-/.][0-9]{1,2}(?![-/.]?[0-9]|[%a-z万萬千亿億人条條个個])"
)
FULL_DAY = re.compile(
    r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![-/.]?[0-9])|(?:[0-9]{4} ?年 ?)?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号號]"
)
"""A day that cannot be a number, even right after one."""
OPTION = re.compile(r"(?:(?P<community>community|社群|社区|社區)|(?P<day>date|day|日期))(?P<sign> ?[:=] ?| )")
ASIDE = re.compile(r" ?\((?P<unit>[^()\n]{1,12})\)")
SIGN = re.compile(r"[ \t]*[:=]?[ \t]*")

_NOUN = "人次?|成员|成員|新人|消息|訊息|订单|訂單|内容|內容|帖子?|客户|客戶|用户|用戶|会员|會員|投诉|投訴"
MEASURE = re.compile(
    rf"(?:[条條個个单單次篇位名份件笔筆则則分场場票张張回]?(?:{_NOUN})|[条條個个单單次篇位名份件笔筆则則分场場票张張回]"
    r"|members?|people|persons?|users?|fans|msgs?|messages?|posts?|orders?|times|pcs|pts|points|replies|complaints?)"
)
"""What is counted, after its number: `12人`, `3 条消息`, `32 members`."""
MEASURED = re.compile(rf"(?P<number>[^\s]{{1,40}}?){MEASURE.pattern}")

_NUMERALS = frozenset("0123456789零〇一二三四五六七八九十百千两兩半负負无無暂暫")
_MONEY_AHEAD = re.compile(r"(?:nt|hk|us|rmb|cny|usd|twd|hkd|eur)\$? ?[0-9]")
_GAPS = re.compile(r" +")
_MARKS = re.compile("[0-9#*]\ufe0f?\u20e3|[*][*]|`")
"""Keycap emoji, whose digit is a picture, and the marks of bold text and of code."""
# Emoji, modifiers, joiners, lone surrogates' stand-ins, combining marks.
_DECORATION = frozenset({"So", "Sk", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
# Zero-width and direction signs are left out, other line ends become one, lone surrogates cannot be stored (N02, N03).
_CLEANED: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x200E, 0x200F, 0xFEFF], None),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2060, 0x2070)], None),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n"),
    0x09: "\t",
}


def cleaned(text: str) -> str:
    """The text as it may be stored."""
    return text.replace("\r\n", "\n").translate(_CLEANED)


def scannable(text: str) -> str:
    """The text as it is read: half-width lower case, decoration as spaces; every place is the same as in the text."""
    text = _MARKS.sub(lambda found: " " * len(found[0]), text)
    return "".join(map(_plain, narrow(text)))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char == "\t" or "\u2190" <= char <= "\u21ff" or unicodedata.category(char) in _DECORATION:
        return " "
    return char


class Names(Generic[T]):
    """Finds the longest name that begins at a place of a scannable text, in time that the name alone decides."""

    def __init__(self, names: Mapping[str, T]) -> None:
        """The names are folded, so that a space in a name is any gap in the text (spaces, `_`, `-`). Decoration counts
        as little in a name as in the text."""
        self._root: dict[str, Any] = {}
        for name, meant in names.items():
            node = self._root
            plain = _GAPS.sub(" ", scannable(name)).strip()
            for char in plain[found.end() :] if (found := SKIPPED.match(plain)) else plain:
                node = node.setdefault(char, {})
            if node is not self._root:
                node["end"] = (meant,)

    def longest(self, text: str, at: int, end: int) -> tuple[T, int] | None:
        """What the name that begins here means and where it ends, or None."""
        return next((found for found in self.ends(text, at, end) if ends_here(text, found[1], end)), None)

    def ends(self, text: str, at: int, end: int) -> list[tuple[T, int]]:
        """Every name that begins here and where it ends, longest first, whatever comes after it."""
        node, found = self._root, list[tuple[T, int]]()
        while at < end:
            char = text[at]
            if char in " _-" and char not in node:
                char = " "
            if char not in node:
                break
            node = node[char]
            at += 1
            while char == " " and at < end and text[at] in " _-":
                at += 1
            if "end" in node:
                found.append((node["end"][0], at))
        return found[::-1]


def pieces(text: str, at: int, end: int, count: int) -> int:
    """Where so many words end."""
    stop = at
    for _ in range(count):
        piece = PIECE.match(text, at, end)
        if piece is None:
            break
        stop = piece.end()
        at = spaced(text, stop, end)
    return stop


def spaced(text: str, at: int, end: int) -> int:
    """Past the spaces."""
    while at < end and text[at] in " \t":
        at += 1
    return at


def ends_here(text: str, at: int, end: int) -> bool:
    """Whether a name may end before this place: it may in `新增12`, `投诉无`, not in `新增率`, `leftover`."""
    if at >= end or not text[at].isalnum():
        return True
    before, after = text[at - 1], text[at]
    if after in _NUMERALS:
        return not (before.isdigit() and after.isdigit())
    return _MONEY_AHEAD.match(text, at, end) is not None


_BUILT: dict[int, tuple[Mapping[str, Metric], Names[Metric]]] = {}


def labels(metrics: Mapping[str, Metric]) -> Names[Metric]:
    """The names of a catalogue, which lives as long as the program; making them ready costs more than reading a
    report. Kept by identity, together with what they were made of."""
    known = _BUILT.get(id(metrics))
    if known is None or known[0] is not metrics:
        if len(_BUILT) > 16:
            _BUILT.clear()
        known = _BUILT[id(metrics)] = (metrics, Names(metrics))
    return known[1]
