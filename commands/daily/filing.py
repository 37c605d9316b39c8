"""From what was said to what is to be stored: one filing for each community and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from commands.kit import Ctx, Mono, Refusal, Said, Text, Value, named, text
from commands.kit.days import dated
from commands.kit.hints import did_you_mean, either
from commands.kit.numbers import Unreadable, read_number
from commands.kit.texts import echoed
from commands.kit.words import fold
from storage import Community

from .near import near_communities
from .read import Entry, Unread, read_report

NOT_A_NUMBER = text("{value} is not a number I can read for {field}.")
WRONG_UNIT = text("{field} is not counted in the unit of {value}.")
UNKNOWN = text("There is no community called {name}.")
KNOWN = text("Communities: {words}")
NO_COMMUNITY = text("There is no community yet. {line} adds one.")
FUTURE = text("{day} has not come yet. Numbers are reported for today or earlier.")
WHICH = text("Which community are these numbers of?")
WHICH_OF = text("The words name {first}, but also {second}. Which community are these numbers of?")


@dataclass(frozen=True, slots=True)
class Filing:
    """``numbers`` holds ``None`` for *does not apply*."""

    community: Community
    day: date
    numbers: Mapping[str, Decimal | None]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """``filings`` is empty where nothing could be read, and nothing but ``unread`` says why."""

    filings: tuple[Filing, ...]
    unread: tuple[Unread, ...]


class WhichCommunity(Refusal):
    """The numbers are clear, the community is not: what was typed is kept until one is picked. ``near`` are the keys
    that are offered first; with ``either`` it can only be one of them."""

    def __init__(self, said: Said, *hints: Said, near: Sequence[str] = (), either: bool = False) -> None:
        super().__init__(said, *hints)
        self.near = near
        self.either = either


async def understand(
    ctx: Ctx,
    words: str,
    numbers: Mapping[str, str],
    community: str | None,
    day: date | None,
    note: str | None,
    *,
    picked: bool = False,
) -> Understood:
    """Put text, options and form fields together. Raises ``Refusal`` where nothing sensible can be stored. ``picked``:
    the community is the answer to a ``WhichCommunity``."""
    communities = await ctx.communities()
    if not communities:
        raise Refusal(NO_COMMUNITY(line=Mono("/community add fans")))
    names = named(communities)
    fixed = _known(community, communities, names) if community else None
    reading = read_report(words, ctx.metrics, names, ctx.today, ctx.team.currency)
    typed = {key: read_figure(ctx, key, value) for key, value in numbers.items() if value.strip()}
    entries = reading.entries or (Entry(None, None, {}, None),)
    said = typed or note or any(entry.numbers or entry.note for entry in entries)
    nothing = bool(reading.unread) and not said
    unknown = next((one for one in reading.unread if one.reason == "unknown_community"), None)
    if unknown and not picked and not nothing and any(entry.community is None for entry in entries):
        near = [names[name] for name in unknown.nearest if name in names]
        hints = did_you_mean(unknown.nearest) or [WHICH()]
        raise WhichCommunity(UNKNOWN(name=unknown.text), *hints, near=[*near, *([fixed.key] if fixed else [])])
    clash = next((one for one in reading.unread if one.reason == "two_communities"), None)
    named_one = entries[0].community if len({entry.community for entry in entries}) == 1 else None
    contradicted = fixed is not None and named_one is not None and named_one != fixed.key
    if said and not picked and (clash or contradicted):
        both = clash.nearest if clash else (named_one or "", fixed.key if fixed else "")
        first, second = (communities[key].name for key in both[:2])
        raise WhichCommunity(WHICH_OF(first=first, second=second), near=both, either=True)
    filings: list[Filing] = []
    for at, entry in enumerate(entries):
        where = communities[entry.community] if entry.community and not contradicted else fixed
        if where is None and nothing and len(communities) > 1:
            continue  # What cannot be read is said first; for which community it is can wait.
        own = typed if at == 0 else {}
        figures = {**own, **entry.numbers}
        filings.append(Filing(where or _only(communities), entry.day or day or ctx.today, figures, entry.note or note))
    for filing in filings:
        if filing.day > ctx.today:
            raise Refusal(FUTURE(day=dated(filing.day, ctx.today)))
    answered = (unknown, clash) if picked else ()
    return Understood(tuple(filings), tuple(one for one in reading.unread if one not in answered))


def read_figure(ctx: Ctx, key: str, value: str) -> Decimal | None:
    """One field of a form or an option. Raises ``Refusal`` naming the field."""
    metric = ctx.metrics.get(key)
    label: Value = metric.label if metric else key
    try:
        quantity = read_number(value)
    except Unreadable as error:
        raise Refusal(NOT_A_NUMBER(value=value, field=label)) from error
    percent = quantity.unit == "percent" and (metric is None or metric.kind != "percent")
    money = quantity.unit == "money" and (
        metric is None or metric.kind != "money" or not quantity.fits(ctx.team.currency)
    )
    if percent or money:
        raise Refusal(WRONG_UNIT(value=value, field=label))
    return quantity.value


def _known(word: str, communities: Mapping[str, Community], names: Mapping[str, str]) -> Community:
    if (key := names.get(fold(word))) is not None:
        return communities[key]
    near = near_communities(word, [name for c in communities.values() for name in (c.key, c.name)])
    hints = did_you_mean(near) or [KNOWN(words=either(list(communities)[:10]))]
    raise WhichCommunity(UNKNOWN(name=word), *hints, near=[names[fold(name)] for name in near])


def _only(communities: Mapping[str, Community]) -> Community:
    if len(communities) == 1:
        return next(iter(communities.values()))
    raise WhichCommunity(WHICH())


def packed(filings: tuple[Filing, ...]) -> list[dict[str, Any]]:
    """Filings as plain values, to be kept until somebody says yes."""
    return [
        {
            "community": filing.community.key,
            "day": filing.day.isoformat(),
            "numbers": {key: None if value is None else str(value) for key, value in filing.numbers.items()},
            "note": filing.note,
        }
        for filing in filings
    ]


def unpacked(kept: list[dict[str, Any]], communities: Mapping[str, Community]) -> tuple[Filing, ...]:
    """The reverse of ``packed``. A community archived meanwhile raises ``Refusal``."""
    found = []
    for one in kept:
        community = communities.get(one["community"])
        if community is None:
            raise Refusal(UNKNOWN(name=one["community"]))
        numbers = {key: None if value is None else Decimal(value) for key, value in one["numbers"].items()}
        found.append(Filing(community, date.fromisoformat(one["day"]), numbers, one["note"]))
    return tuple(found)


REASONS: Mapping[str, Text] = {
    "too_long": text("too long; at most 8,000 characters"),
    "unknown_word": text("unknown word"),
    "unknown_label": text("unknown name"),
    "unknown_community": text("unknown community"),
    "two_communities": text("another community is named as well"),
    "stranger": text("the line begins with an unknown name"),
    "below_stranger": text("stands below an unknown name"),
    "no_number": text("a number is missing"),
    "no_label": text("the name of the number is missing"),
    "number_first": text("write the name before the number"),
    "twice": text("said twice; the first one counts"),
    "derived": text("this is worked out, not entered"),
    "not_whole": text("must be a whole number"),
    "percent": text("this is not a percentage"),
    "money": text("this is not an amount of money"),
    "currency": text("another currency than the team's"),
    "ambiguous": text("can be read in two ways"),
    "too_large": text("too large"),
    "too_precise": text("more than four decimals"),
    "no_such_day": text("no such day"),
}
SOUGHT = frozenset({"stranger", "unknown_word", "unknown_label", "unknown_community", "not_a_day", "no_such_day"})
"""What another word may have been meant by. Elsewhere the name was right and only its number is not."""
NOT_READABLE = text("not understood")
UNREAD = text("{words}: {reason}")
UNREAD_NEAR = text("{words}: {reason}. Did you mean {near}?")


def unread_line(unread: Unread) -> Said:
    """One thing that was not understood, with the nearest right word."""
    reason = REASONS.get(unread.reason, NOT_READABLE)()
    if not unread.nearest or unread.reason not in SOUGHT:
        return echoed(UNREAD(words=Mono(unread.text), reason=reason))
    near = either(unread.nearest[:3])
    return echoed(UNREAD_NEAR(words=Mono(unread.text), reason=reason, near=near))
