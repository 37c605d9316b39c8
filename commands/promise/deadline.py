"""Until when a sentence says that something will be done: ``send it by Friday``, ``周五前把名单发出去``. Pure.

The sentence stays as it is. Only a time that is clearly a deadline counts: behind ``by`` or ``最晚``, in front of
``前``, ``tomorrow`` at the end, ``明天`` and ``三天内`` at the beginning before a verb. A sentence with two says none.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from commands.kit.dayword import UnreadableDay
from commands.kit.fields import EVENING
from commands.kit.moments import has_just_passed, read_moment
from commands.kit.width import narrow

MIDNIGHT: Final = time(23, 59)
MOST_WORDS, MOST_SIGNS = 5, 16
_PARTS: Final = {
    "晚上": MIDNIGHT, "晚": MIDNIGHT, " evening": MIDNIGHT, " night": MIDNIGHT, "上午": time(12), "早上": time(10),
    "早": time(10), " morning": time(12), "下午": EVENING, " afternoon": EVENING, "傍晚": time(19),
}  # fmt: skip
"""When a part of a day ends. What is due tonight is due before midnight."""

_DAY = re.compile(r"(?:the )?end of (?:the )?day|eod")
_WEEK = re.compile(r"(?:the )?end of (?:the |this )?week|[本这這]个?[周週星][期]?[内內]")
_MONTH = re.compile(r"(?:the )?end of (?:the |this )?month|(?:[本这這][个個]?)?月[底末]")
_DATE = re.compile(r"([0-9]{1,2})[号號]")
_BARE = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}")
"""A day, or a range of something."""
_SPAN = re.compile(
    r"([0-9一二两兩三四五六七八九十半]+ ?[个個]?半? ?(?:小时|小時|钟头|鐘頭|分钟|分鐘|天|日|周|週|星期))之?[内內]"
)

_BY = re.compile(r"(?<![\w-])(?P<word>by|before|(?:no|not) later than)[ ]+")
_AT_LATEST = re.compile(r"(?:最晚|最迟|最遲|不晚于|不晚於|截止到|截止于|截止於)[ :]?")
_COUNTED = r"[0-9一二两兩三四五六七八九十几幾]+ ?(?:[天日周週晚夜名位条條份项項]|个|個)"
_BEFORE = re.compile(
    r"(?:之前|以前)(?!的)|截止(?![到于於])"
    rf"|(?<![之以])前(?!{_COUNTED}|[0-9一二三四五六七八九十]+的|[端后後台臺期线線缀綴任提往进進来來半排言辈輩所者景瞻夕途方的面])"
)
_DOES = re.compile(
    r"[,，、]| ?(?:我|把|将|將|要|给|給|交|完成|搞定|写|寫|做|整理好|会(?![议員员场場长長])|會(?![議員場長])"
    r"|发(?!布会)|發(?![佈布表]會))"
)
_NOT = re.compile(
    r"(?:[0-9一二三四五六七八九十两兩半几幾第上下当當次各底末初周週期年月日号號天晚夜早午旦节節间間][个個]? ?"
    r"|next |last )$"
)
"""What makes another time of the words behind it."""
_AGAIN = re.compile(r"每|\b(?:every|each|daily|weekly|monthly)\b", re.IGNORECASE)
"""What happens again and again is no promise with an end."""
_GOES_ON = re.compile(
    r"[0-9]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|next\b|week|month|year|at\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.IGNORECASE,
)  # fmt: skip
"""A word with which a time goes on that was read without it."""
_FURTHER = 3
_WHO = re.compile(r"\b(?:who|whom|that|those|which|whoever|whose)\b", re.IGNORECASE)
_HANDS_OVER = re.compile(r" ?(?:[我你他她]们?)?(?:把|将|將|给|給)")
"""Whatever follows is what is done something with."""
_PREPOSITIONS = frozenset({"to", "for", "of", "from", "since", "until", "till", "about", "by", "before", "than", "or"})
_NEAR = ("today", "tonight", "tomorrow", "in ", "+", "今", "明", "后天", "後天")


def deadline(words: str, now: datetime) -> datetime | None:
    """``now`` is aware, in the team's zone."""
    text = narrow(words).strip().rstrip(".!。~ ")
    if _AGAIN.search(text):
        return None
    found = {at for at in (*_behind(text, now), *_in_front(text, now), *_at_an_end(text, now)) if at > now}
    return found.pop() if len(found) == 1 else None


def _behind(text: str, now: datetime) -> Iterator[datetime]:
    """``by Friday``, ``最晚周五``."""
    for by in _BY.finditer(text):
        if _WHO.search(text[: by.start()]):
            continue
        tail = text[by.end() :].split()
        for n in range(min(len(tail), MOST_WORDS), 0, -1):
            phrase = tail[n - 1].rstrip(",.;:!?)")
            phrase = " ".join([*tail[: n - 1], phrase])
            if (at := _read(phrase, now, eve=by["word"] == "before")) is not None:
                if not (_is_range(phrase) or any(map(_GOES_ON.match, tail[n : n + _FURTHER]))):
                    yield at
                break
    for latest in _AT_LATEST.finditer(text):
        if (found := _prefix(text[latest.end() :], now)) is not None:
            yield found[0]


def _in_front(text: str, now: datetime) -> Iterator[datetime]:
    """``周五前``."""
    for before in _BEFORE.finditer(text):
        head = text[: before.start()]
        for start in range(max(0, len(head) - MOST_SIGNS), len(head)):
            if (at := _read(head[start:], now)) is not None:
                if not (_NOT.search(head[:start]) or _describes(text[before.end() :])):
                    yield at
                break


def _at_an_end(text: str, now: datetime) -> Iterator[datetime]:
    """``send it tomorrow``, ``明天把名单发出去``."""
    begin = text.removeprefix("我们").removeprefix("我們").removeprefix("我").lstrip()
    if (span := _SPAN.match(begin)) is not None and not _describes(begin[span.end() :]):
        if (at := _read(f"{span[1]}后", now)) is not None:
            yield at
    elif (
        (found := _prefix(begin, now)) is not None
        and (_DOES.match(begin, found[1]) or _WEEK.match(begin))
        and not _describes(begin[found[1] :])
    ):
        yield found[0]
    parts = re.split(r"[\s,，、]+", text)
    for n in range(min(len(parts) - 1, MOST_WORDS), 0, -1):
        phrase = " ".join(parts[-n:])
        if phrase.startswith(_NEAR) and (at := _read(phrase, now)) is not None:
            if parts[-n - 1] not in _PREPOSITIONS:
                yield at
            break


def _is_range(phrase: str) -> bool:
    """``3-5`` is rather from three to five than a day; ``12-05`` is a day."""
    return _BARE.fullmatch(phrase) is not None and len(phrase) < len("12-05")


def _describes(rest: str) -> bool:
    """Whether what stands behind a time makes it a part of what a thing is, and not of when something is done:
    ``三天内没回的客户``, ``今天发的海报``."""
    clause = re.split(r"[,，。;；、!！?？]", rest)[0]
    return "的" in clause and not _HANDS_OVER.match(clause)


def _prefix(text: str, now: datetime) -> tuple[datetime, int] | None:
    """What the longest beginning names that can be read, and how long it is."""
    for end in range(min(len(text), MOST_SIGNS), 0, -1):
        if (at := _read(text[:end], now)) is not None:
            return at, end
    return None


def _read(phrase: str, now: datetime, *, eve: bool = False) -> datetime | None:
    """``eve``: of a mere day the evening before it."""
    phrase = phrase.strip().replace("下班", "18:00")
    if _DAY.fullmatch(phrase):
        phrase = "today"
    elif _WEEK.fullmatch(phrase):
        phrase = "本周五"
    elif _MONTH.fullmatch(phrase):
        first = (now.replace(day=28) + timedelta(days=4)).replace(day=1)
        phrase = f"{first - timedelta(days=1):%Y-%m-%d}"
    elif (date := _DATE.fullmatch(phrase)) is not None:
        month = now if int(date[1]) >= now.day else now.replace(day=28) + timedelta(days=4)
        phrase = f"{month:%Y-%m}-{int(date[1])}"
    at = EVENING
    if phrase == "tonight":
        phrase, at = "today", MIDNIGHT
    for part, ends in _PARTS.items():
        if phrase.endswith(part) and (day := phrase.removesuffix(part).strip()):
            phrase, at = f"{day}天" if day in ("今", "明") else day, ends
            break
    try:
        found = read_moment(phrase, now, at)
        alone = eve and _is_day(phrase, now)
        found -= timedelta(days=alone)
        if found <= now and found.date() == now.date() and (alone or _is_day(phrase, now)):
            found = found.replace(hour=MIDNIGHT.hour, minute=MIDNIGHT.minute)
        return None if has_just_passed(phrase, found, now) else found
    except (UnreadableDay, OverflowError):
        return None


def _is_day(phrase: str, now: datetime) -> bool:
    """Whether it says no time."""
    try:
        read_moment(phrase, now)
    except UnreadableDay as error:
        return error.reason == "no_time"
    return False
