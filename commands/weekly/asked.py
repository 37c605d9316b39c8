"""What a weekly report is asked for: a person or communities, and a week, in whatever order they were typed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from commands.kit import Args, Ask, Ctx, Mono, Refusal, fold, named, nearest, text
from commands.kit.called import parts_called, parts_like
from commands.kit.clean import one_line
from commands.kit.communities import find_community
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import day_hints
from commands.kit.hints import did_you_mean, either, rather
from commands.kit.people import ME, find_person
from commands.kit.periods import Period, period_of, read_period
from commands.kit.plan import calendar_of
from commands.kit.reply import carries

from .subject import GONE, Subject, of_communities, of_key, of_person, usual

WHO = text("Person or community, and week (empty: yours, now)")
COMMUNITIES = text("Several communities in one report")
MOMS_AND_FANS = text("moms,fans", context="typed")

UNKNOWN = text("I know no person, no community and no week called {words}.")
KNOWN = text("Weeks are {words}.")
NOT_A_WEEK = text("A weekly report is about one week: {words}?")
BAD_WEEK = text("There is no day or week {words}.")
AHEAD = text("{week} has not begun yet.")
ONE_WAY = text("Name either several communities or one person or community.")
TWO = text("One at a time: {words}? Several communities are put together with {line}")
TOO_MANY = text("These are too many communities for one report.")
WEEK, LAST_WEEK = text("week", context="typed"), text("last week", context="typed")

MOST_WORDS = 20
"""More name nothing."""
LONGEST_KEY = 1000
LONGEST_LINE = 1800
"""What can be copied out of one message in every chat."""
SUBS = ("show", "edit", "file", "missing")
_WEEKS = (WEEK(), LAST_WEEK(), "2026-W47", "W47")
_KEPT = re.compile(r"#(p[0-9]{1,9}|c[0-9]{1,9}(?:,c[0-9]{1,9})*|r[0-9]{1,9})")
"""A subject, or the row of a report, as buttons carry it."""
_OPTION = re.compile(r"[^\W\d][\w-]*[:=：＝]")


class OfWeek(Args):
    who: Annotated[str | None, Ask(WHO)] = None
    communities: Annotated[str | None, Ask(COMMUNITIES, example=MOMS_AND_FANS())] = None

    also: ClassVar = {
        "社群": "communities",
        "社区": "communities",
        "社區": "communities",
        "周": "who",
        "谁": "who",
        "誰": "who",
    }


@dataclass(frozen=True, slots=True)
class Asked:
    subject: Subject
    week: Period


async def understood(ctx: Ctx, args: OfWeek, typed: str = "") -> Asked:
    """Raises ``Refusal`` with the nearest right word. ``typed``: all words, also those of options."""
    name, week = await _cut(ctx, " ".join((args.who or "").split()))
    if (kept := _KEPT.fullmatch(name)) and kept[1].startswith("r"):
        return await _of_row(ctx, int(kept[1][1:]))
    if week is None:
        week = ctx.metrics.weekly.current(ctx.now, ctx.zone, await calendar_of(ctx.store, ctx.team))
    if typed and name:
        await _of_name(ctx, name, period_of("week", ctx.today), typed)
    week = _a_week(week, ctx.today)
    if week.first > ctx.today:
        raise Refusal(AHEAD(week=week.said(ctx.today)))
    if args.communities is None:
        return Asked(await _of_name(ctx, name, week, args.who or ""), week)
    if name:
        raise Refusal(ONE_WAY())
    words = [word for part in re.split("[,，、;；]", args.communities) if (word := part.strip())]
    if not words:
        raise Refusal(ONE_WAY())
    subject = of_communities([await find_community(ctx, word) for word in words])
    if len(subject.key) > LONGEST_KEY:
        raise Refusal(TOO_MANY())
    return Asked(subject, week)


def read_week(words: str, today: date) -> Period:
    """The week that these words alone name. Raises ``Refusal``."""
    if (period := _week(words, today)) is None:
        raise Refusal(BAD_WEEK(words=words), KNOWN(words=either(_WEEKS)))
    return _a_week(period, today)


def _a_week(period: Period, today: date) -> Period:
    """A day means its week. Raises ``Refusal`` for what is longer."""
    if period.kind in ("month", "quarter"):
        ends = (period_of("week", period.first), period_of("week", min(period.last, max(today, period.first))))
        raise Refusal(NOT_A_WEEK(words=either(list(dict.fromkeys(each.written() for each in ends)))))
    return period_of("week", period.first)


async def _of_row(ctx: Ctx, row: int) -> Asked:
    report = await ctx.store.weeklies.get(ctx.team.id, row)
    if report is None:
        raise Refusal(GONE())
    week = period_of("week", report.week)
    return Asked(await of_key(ctx, report.subject, week), week)


async def _of_name(ctx: Ctx, name: str, week: Period, typed: str) -> Subject:
    if not name:
        return await usual(ctx, week)
    if kept := _KEPT.fullmatch(name):
        return await of_key(ctx, kept[1], week)
    if fold(name) in ME:
        return await of_person(ctx, ctx.me, week)
    communities = await ctx.communities()
    if (key := named(communities).get(fold(name))) is not None:
        return of_communities([communities[key]])
    if name.startswith(("@", "＠", "<@")) or fold(name) in await _people(ctx):
        return await of_person(ctx, await find_person(ctx, name), week)
    known = [*(word for each in communities.values() for word in (each.key, each.name)), *(await _people(ctx)).values()]
    near = nearest(name, [*known, *SUBS, "week", "last week"])
    word, parts = _part_in(name, near)
    lines = [one_line(f"/weekly {part} {_without(typed, word)}", LONGEST_LINE) for part in parts]
    _, buttons = rather(lines)
    hints = did_you_mean([*(line for line in lines if not carries(line)), *(one for one in near if one not in SUBS)])
    if not hints and not buttons:
        hints = [KNOWN(words=either(_WEEKS))]
    raise Refusal(UNKNOWN(words=name), *hints, buttons=buttons)


def _part_in(name: str, near: Sequence[str]) -> tuple[str, list[str]]:
    """The words that are a part of the group, misspelt or in Chinese, and the parts it may be."""
    if parts := parts_called(name, SUBS) or [one for one in near if one in SUBS]:
        return name, parts
    words = [] if near else name.split()[:MOST_WORDS]
    return next(((word, parts) for word in words if (parts := parts_like(word, SUBS))), ("", []))


def _without(typed: str, words: str) -> str:
    """What was typed but for the words that stand for a part."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return re.sub(rf"(?<!\S){pattern}(?!\S)", "", typed, count=1)


def like_a_part(words: str) -> bool:
    return any(parts_like(word, SUBS) for word in words.split()[:MOST_WORDS])


def before_options(typed: str) -> str:
    """The words before the first that looks like an option."""
    words = typed.split()
    return " ".join(words[: next((at for at, word in enumerate(words) if _OPTION.match(word)), len(words))])


async def _people(ctx: Ctx) -> dict[str, str]:
    """How people are called, folded, and as it is written."""
    known = await ctx.store.people.names(ctx.team.id)
    return {fold(word): word for one, account in known for word in (one.name, account.username) if word}


async def _cut(ctx: Ctx, words: str) -> tuple[str, Period | None]:
    """The name and the week; either may be missing. A week at the end or at the beginning goes before a name."""
    names = {*named(await ctx.communities()), *await _people(ctx), *ME}

    def known(said: str) -> bool:
        mention = said.startswith(("@", "＠", "<@")) and " " not in said
        return fold(said) in names or mention or bool(_KEPT.fullmatch(said))

    parts = words.split()
    if not parts or len(parts) > MOST_WORDS or known(words):
        return words, None
    for said, rest in _ends(parts):
        if (not rest or known(rest)) and (week := _week(said, ctx.today)):
            return rest, week
    name, left = _longest(parts, known)
    if name and (week := _week(left, ctx.today)):
        return name, week
    if name and known(left):
        raise Refusal(TWO(words=either([name, left]), line=Mono("communities:")))
    for said, rest in _ends(left.split() if name else parts):
        if week := _week(said, ctx.today):
            return rest, week
    return left if name else words, None


def _ends(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each end of the words with what is left, the longest first."""
    for size in range(len(parts), 0, -1):
        yield " ".join(parts[-size:]), " ".join(parts[:-size])
        yield " ".join(parts[:size]), " ".join(parts[size:])


def _longest(parts: Sequence[str], known: Callable[[str], bool]) -> tuple[str, str]:
    """The longest run of words that is known, and the words around it."""
    for size in range(len(parts), 0, -1):
        for at in range(len(parts) - size + 1):
            if known(said := " ".join(parts[at : at + size])):
                return said, " ".join([*parts[:at], *parts[at + size :]])
    return "", " ".join(parts)


def _week(said: str, today: date) -> Period | None:
    try:
        return read_period(said, today)
    except UnreadableDay as error:
        raise Refusal(BAD_WEEK(words=said), *day_hints(error)) from error
