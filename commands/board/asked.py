"""What a board is asked for: a community or all of them, and a period, in whatever order they were typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from commands.kit import Ctx, Refusal, fold, named, nearest, text
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import day_hints
from commands.kit.hints import did_you_mean, either
from commands.kit.periods import EXAMPLES, Kind, Period, period_of, read_period
from commands.kit.reply import carries
from storage import Community

UNKNOWN = text("I know no community and no period called {words}.")
KNOWN = text("Periods are {words}.")
TWO_COMMUNITIES = text("One community at a time: {words}?")
TWO_PERIODS = text("One period at a time: {words}?")
AHEAD = text("{day} has not begun yet.")
BAD_DAY = text("There is no day or period {words}.")
NEAR = (
    *("today", "yesterday", "week", "month", "quarter", "last week", "last month", "last quarter"),
    *("今天", "昨天", "本周", "本月", "季度", "上周", "上个月", "上季度"),
)
MOST_WORDS = 20
"""More name nothing."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Asked:
    """``community`` is ``None`` for all of them; ``metric`` is the key of the figure that was asked for, if any."""

    community: Community | None
    period: Period
    metric: str = ""

    def line(self, *, verb: str = "/board", period: Period | None = None, key: str | None = None, page: int = 1) -> str:
        """The line that asks for the same of another period, community or page, or for who entered it. The figure is
        left out where a button cannot carry it."""
        where = key if key is not None else self.community.key if self.community else ""
        parts = [verb, where, (period or self.period).written(), f"page:{page}" if page > 1 else ""]
        plain = " ".join(part for part in parts if part)
        whole = f"{plain} metric:{self.metric}"
        return whole if self.metric and carries(whole) else plain


async def understood(ctx: Ctx, words: str, community: str | None, kind: Kind | None, day: date | None) -> Asked:
    """Raises ``Refusal`` with the nearest right word."""
    communities = await ctx.communities()
    names = named(communities)
    if community is not None and fold(community) not in names:
        raise _unknown(community, communities)
    found, period, left = _cut(words, {} if community else names, ctx.today)
    key = names[fold(community)] if community else found
    if left and (key is None or key != names.get(fold(left))):
        raise _left(left, communities, key, period, ctx.today)
    if day is not None:
        period = period_of(kind or "day", day)
    elif period is None or kind is not None:
        period = period_of(kind or "day", period.first if period else ctx.today)
    if period.first > ctx.today:
        raise Refusal(AHEAD(day=period.said(ctx.today)))
    if key is None and len(communities) == 1:
        key = next(iter(communities))
    return Asked(communities[key] if key else None, period)


def _cut(words: str, names: Mapping[str, str], today: date) -> tuple[str | None, Period | None, str]:
    """The community, the period, and the words that name neither. A period at the end or at the beginning goes before a
    community of the same name."""
    parts = words.split()
    if len(parts) > MOST_WORDS:
        return None, None, words
    if (key := names.get(fold(words))) is not None or not parts:
        return key, None, ""
    for size in range(len(parts), 0, -1):
        for said, rest in ((parts[-size:], parts[:-size]), (parts[:size], parts[size:])):
            key = names.get(fold(" ".join(rest)))
            if (key or not rest) and (period := _period(" ".join(said), today)):
                return key, period, ""
    key, parts = _longest(parts, lambda said: names.get(fold(said)))
    period, parts = _longest(parts, partial(_period, today=today))
    return key, period, " ".join(parts)


def _longest(parts: Sequence[str], read: Callable[[str], Found | None]) -> tuple[Found | None, list[str]]:
    """The longest run of words that means something, and the words around it."""
    for size in range(len(parts), 0, -1):
        for at in range(len(parts) - size + 1):
            if (found := read(" ".join(parts[at : at + size]))) is not None:
                return found, [*parts[:at], *parts[at + size :]]
    return None, list(parts)


def _period(said: str, today: date) -> Period | None:
    try:
        return read_period(said, today)
    except UnreadableDay as error:
        raise Refusal(BAD_DAY(words=said), *day_hints(error)) from error


def _left(
    left: str, communities: Mapping[str, Community], key: str | None, period: Period | None, today: date
) -> Refusal:
    """What to say of words that are too much."""
    other = named(communities).get(fold(left))
    if key is not None and other is not None:
        return Refusal(TWO_COMMUNITIES(words=either([key, other])))
    if period is not None and (second := _period(left, today)) is not None:
        return Refusal(TWO_PERIODS(words=either([period.written(), second.written()])))
    return _unknown(left, communities)


def _unknown(words: str, communities: Mapping[str, Community]) -> Refusal:
    near = nearest(words, [*(name for one in communities.values() for name in (one.key, one.name)), *NEAR])
    return Refusal(UNKNOWN(words=words), *did_you_mean(near) or [KNOWN(words=either(EXAMPLES))])
