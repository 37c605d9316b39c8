"""What is typed for a goal: a metric, then a way (``100000 -> 120000``), a level (``>= 18%``) or growth
(``+5% weekly``).

What is read is exactly what was meant, or nothing.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from commands.kit import Refusal, text
from commands.kit.dayword import UnreadableDay
from commands.kit.hints import either
from commands.kit.metrics import Catalogue, Metric
from commands.kit.metrics import Period as Per
from commands.kit.numbers import Quantity, Unreadable, digits, read_number
from commands.kit.texts import Mono
from commands.kit.width import narrow
from commands.kit.words import fold
from storage import GoalKind

from .deadline import read_deadline

UNREAD = text("I don't understand {words} as a target.")
WRITE = text("Write it as {words}.")
EXAMPLES: Final = ("-> 12万", "100000 -> 120000", ">= 18%", "+5% weekly")
PERCENT_ONLY = text("Growth is written in percent, for example {line}.")
NOT_A_NUMBER = text("{words} is not a number.")

Side = Literal["", "least", "most"]

_PER: Final[dict[Per, str]] = {
    "day": r"daily|(?:a|per|each|every|/) ?day|每天|每日",
    "week": r"weekly|(?:a|per|each|every|/) ?week|每周|每週|每星期",
    "month": r"monthly|(?:a|per|each|every|/) ?month|每个月|每個月|每月",
}
_PERS: Final = {per: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])") for per, words in _PER.items()}
_LEAST: Final = r">=|≥|≧|at least|min|至少|不低于|不低於|不少于|不少於"
_MOST: Final = r"<=|≤|≦|at most|max|no more than|至多|最多|不超过|不超過|不高于|不高於|不多于|不多於"
_LEVEL: Final = re.compile(rf"(?:(?P<least>{_LEAST})|(?:{_MOST})) ?(?P<number>.+)")
_GROWTH: Final = re.compile(r"(?P<sign>[-+−]) ?(?P<number>.*[%‰]?)")
_ARROW: Final = r"-+>|–>|—>|→|~+|至|到|(?<![a-z])to(?![a-z])"
_WAY: Final = re.compile(rf"(?:from |从|從)?(?P<start>.*?) ?(?:{_ARROW}) ?(?P<number>.+)")
_BY: Final = re.compile(r"(?<![a-z])(?:by|until|till)[: ]+(?P<after>.+)")
_BEFORE: Final = re.compile(
    r"(?:在|于|於|截至|截止)? ?(?P<day>[0-9年月日号號/.\-]*[0-9日号號]|本?年底|年末|本?月底|月末|季末|季度末) ?"
    r"(?:之前|前|为止|為止)"
)
_NUMERAL: Final = re.compile("[0-9一二两兩三四五六七八九十百千万萬]")
_MOST_OF_A_DAY: Final = 4
_BOUND: Final = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Aim:
    """What stands behind the metric. ``start`` is ``None`` where it was not said; ``side`` is the direction that was
    said of a level or of growth. ``bare``: nothing but a number was said."""

    kind: GoalKind
    target: Quantity
    per: Per | None = None
    start: Quantity | None = None
    side: Side = ""
    by: date | None = None
    bare: bool = False


def read_metric(words: str, metrics: Catalogue) -> tuple[Metric | None, str]:
    """The metric that the words begin with, the longest name first, and what stands behind it. Without one, the words
    before the first sign of a target."""
    said = narrow(words).strip()
    for end in range(min(len(said), 80), 0, -1):
        if said[end - 1] in " -_\t" or (
            said[end - 1].isascii()
            and said[end - 1].isalnum()
            and said[end : end + 1].isascii()
            and said[end : end + 1].isalpha()
        ):
            continue
        if (found := metrics.names.get(fold(said[:end]))) is not None and not found.hidden:
            return found, said[end:].strip(" :=,，")
    head = re.split(rf"{_LEAST}|{_MOST}|{_ARROW}|[-+−]? ?[¥$0-9]", said, maxsplit=1)[0]
    return None, head.strip() or said


def looks_whole(words: str, *, by: bool) -> bool:
    """Whether a number stands there, as a level or growth or beside a day: nothing more has to be asked for. Pure."""
    said = narrow(words)
    whole = re.search(rf"(?:{_LEAST}|{_MOST}|[-+−] ?[0-9.]+ ?%)", said) or _BY.search(said) or _BEFORE.search(said)
    return bool((by or whole) and _NUMERAL.search(said))


def read_aim(words: str, today: date) -> Aim | None:
    """``None`` where there is nothing. Raises ``Refusal``."""
    said, by = _until(narrow(words).strip(), today)
    said, per = _each(said)
    if not said:
        return None
    if (level := _LEVEL.fullmatch(said)) is not None:
        return Aim("level", _number(level["number"]), per, side="least" if level["least"] else "most", by=by)
    if (way := _WAY.fullmatch(said)) is not None:
        start = _number(way["start"]) if way["start"].strip() else None
        return Aim("span", _number(way["number"]), per, start, by=by)
    if (growth := _GROWTH.fullmatch(said)) is not None:
        if not said.endswith("%"):
            raise Refusal(PERCENT_ONLY(line=Mono("+5% weekly")))
        return Aim("growth", _number(said), per, side="most" if growth["sign"] in "-−" else "least", by=by)
    if (read := _try(said)) is None:
        raise Refusal(UNREAD(words=Mono(said)), WRITE(words=either(EXAMPLES)))
    return Aim("span", read, per, by=by, bare=True)


def meant(metric: Metric, aim: Aim | None, by: object = None, per: object = None) -> Aim | None:
    """A number alone is the level of a rate, and of whatever is said to be in each day, week or month; with a last day
    it is where a way leads."""
    if aim is None or not aim.bare or by or aim.by:
        return aim
    return replace(aim, kind="level") if per or aim.per or metric.kind in ("percent", "score", "ratio") else aim


def written(metric: Metric, aim: Aim) -> str:
    """A target as it can be typed."""
    target = digits(value_of(aim.target)) + ("%" if aim.kind == "growth" or metric.kind == "percent" else "")
    match aim.kind:
        case "level":
            return f"{'<=' if metric.aim == 'down' else '>='} {target}"
        case "growth":
            return target if target.startswith("-") else f"+{target}"
        case "span":
            return f"-> {target}" if aim.start is None else f"{digits(value_of(aim.start))} -> {target}"


def _until(said: str, today: date) -> tuple[str, date | None]:
    """The words without the day that stands among them."""
    if (found := _BEFORE.search(said)) is not None:
        try:
            day = read_deadline(found["day"], today)
        except UnreadableDay:
            return said, None
        return f"{said[: found.start()]} {said[found.end() :]}".strip(), day
    if (found := _BY.search(said)) is None:
        return said, None
    after = found["after"].split()
    for many in range(min(len(after), _MOST_OF_A_DAY), 0, -1):
        try:
            day = read_deadline(" ".join(after[:many]), today)
        except UnreadableDay:
            continue
        return " ".join([said[: found.start()].strip(), *after[many:]]).strip(), day
    return said, None


def _each(said: str) -> tuple[str, Per | None]:
    for per, form in _PERS.items():
        if (found := form.search(said)) is not None:
            return f"{said[: found.start()].strip()} {said[found.end() :].strip()}".strip(), per
    return said, None


def _number(words: str) -> Quantity:
    read = _try(words)
    if read is None:
        raise Refusal(NOT_A_NUMBER(words=Mono(words.strip())), WRITE(words=either(EXAMPLES)))
    return read


def _try(words: str) -> Quantity | None:
    try:
        read = read_number(words.strip().replace("−", "-"))
    except Unreadable:
        return None
    return None if read.value is None else read


def value_of(read: Quantity) -> Decimal:
    return read.value or Decimal()
