"""Long texts in Telegram's pieces: styled words, cut where it hurts least, written as HTML that is always whole.

A style is one of ``""``, ``"b"``, ``"code"``, ``"pre"`` and ``"@"`` with the number of a user, who is called; Telegram
does not nest all of them, so nothing is nested.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape as escape_html
from itertools import accumulate

LONGEST = 4096
"""UTF-16 units of one message, after the markup is read."""
CAPTION = 1024
"""The same of what stands under a picture."""

Run = tuple[str, str]
"""(style, words)"""

_OPEN, _CLOSE, _WHO, _NAME = "\x01", "\x02", "\x03", "\x04"
_MARKS = str.maketrans("", "", _OPEN + _CLOSE + _WHO + _NAME)


def units(text: str) -> int:
    """Telegram counts UTF-16 units: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitting(text: str, most: int) -> str:
    """The longest beginning of at most ``most`` units."""
    return text if units(text) <= most else text[: _prefix(text, most)]


def words(text: str) -> str:
    """Foreign words cannot contain our own marks."""
    return text.translate(_MARKS)


def mono(text: str) -> str:
    return f"{_OPEN}{words(text)}{_CLOSE}" if text else ""


def mention(user: str, name: str) -> str:
    """The name of a user, who hears of it."""
    return f"{_OPEN}{_WHO}{words(user)}{_NAME}{words(name)}{_CLOSE}"


def runs(marked: str, style: str = "") -> Iterator[Run]:
    """What was spoken with ``words``, ``mono`` and ``mention`` as styled pieces."""
    for piece in marked.split(_OPEN):
        inner, found, rest = piece.partition(_CLOSE)
        if not found:
            yield style, piece
            continue
        user, calls, name = inner.removeprefix(_WHO).partition(_NAME)
        yield (f"@{user}", name) if calls else ("code", inner)
        yield style, rest


def escape(text: str) -> str:
    return escape_html(text, quote=False)


def visible(text: str) -> bool:
    """Whether Telegram would take it for a text at all."""
    return any(not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf", "Cn") for letter in text)


def pages(found: Sequence[Run], most: int = LONGEST) -> list[str]:
    """HTML texts of at most ``most`` units each. Only blanks at the cuts are dropped."""
    plain = "".join(text for _, text in found)
    starts = [0, *accumulate(len(text) for _, text in found)]
    return [_html(found, starts, begin, end) for begin, end in cuts(plain, most) if visible(plain[begin:end])]


def cuts(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Where the pieces begin and end. A cut is made at a line break, else at a blank, else between two letters."""
    begin = 0
    while begin < len(text):
        rest = text[begin : begin + most]
        size = _prefix(rest, most)
        if begin + size < len(text):
            size = _safe(text, begin, size)
        yield begin, begin + size
        begin += size
        while begin < len(text) and text[begin].isspace():
            begin += 1


def _safe(text: str, begin: int, size: int) -> int:
    """The largest good size up to ``size``; lines and words shorter than half of it are kept whole."""
    piece = text[begin : begin + size + 1]
    for good in (lambda letter: letter == "\n", str.isspace):
        if (at := _last(piece, good)) > size // 2:
            return at
    # Not before something that belongs to the letter in front of it: accents, skin tones, joined emoji.
    for at in range(size, max(size - 16, 1), -1):
        if not _joined(text[begin + at - 1], text[begin + at]):
            return at
    return size


def _last(piece: str, good: Callable[[str], bool]) -> int:
    return next((at for at in range(len(piece) - 1, 0, -1) if good(piece[at])), 0)


def _joined(left: str, right: str) -> bool:
    return "\u200d" in (left, right) or unicodedata.category(right) in ("Mn", "Me", "Mc", "Sk")


def _prefix(text: str, most: int) -> int:
    """How many letters fit."""
    if units(text) <= most:
        return len(text)
    sizes = list(accumulate(2 if letter > "\uffff" else 1 for letter in text))
    return bisect_right(sizes, most)


def _html(found: Sequence[Run], starts: Sequence[int], begin: int, end: int) -> str:
    parts = []
    for (style, text), start in zip(found, starts, strict=False):
        piece = text[max(begin - start, 0) : max(end - start, 0)]
        if piece:
            parts.append(_styled(style, escape(piece)))
    return "".join(parts)


def _styled(style: str, html: str) -> str:
    if style.startswith("@"):
        return f'<a href="tg://user?id={escape_html(style[1:])}">{html}</a>'
    return f"<{style}>{html}</{style}>" if style else html
