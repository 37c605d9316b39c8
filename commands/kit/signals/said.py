"""Signals in one line: where, the figures, what they should have kept to, what that was made of, and when."""

from collections.abc import Mapping, Sequence
from typing import Final

from commands.kit.context import Ctx
from commands.kit.days import dated
from commands.kit.periods import period_of
from commands.kit.reply import Button
from commands.kit.sheet import shown
from commands.kit.texts import Amount, Listed, Said, Text, Value, text
from storage import Community, Person, Rule, Signal

from .rules import HOURS

TAKE: Final = text("I'll take it", context="button")
TAKE_ONE: Final = text("I'll take it · {number}", context="button")

FIGURE = text("{name} {value} ({why})")
MORE = text("{n} more", "{n} more", context="figures")
OF_COMMUNITY = text("{community}: {figures}")
OF_DAY = text("{line} · {when}")
OF_DAYS = text("{line} · {first} – {last}")
OWNED = text("{line} · {name} has it")
MEAN = text("mean {base}")
MEAN_AND_LIMIT = text("mean {base}, limit {limit}")
LIMIT = text("limit {limit}")
LIMIT_AN_HOUR = text("limit {limit} an hour")
FELL = text("the week before {limit}")
FELL_TWICE = text("the week before {limit}, before that {base}")
TARGET = text("target {limit}")
GROWN = text("target {limit}, the period before {base}")
WEEK_TO = text("week to {day}")
REMOVED = text("a community that is gone")
MOST: Final = 3
"""Figures that stand on a line."""


def line(
    ctx: Ctx, group: Sequence[Signal], communities: Mapping[int, Community], people: Mapping[int, Person]
) -> Said:  # fmt: skip
    """Such as "Night Cafe: refund rate 9.1% (mean 4%, limit 7%) · Thu, Nov 26", and who has it."""
    said = bare(ctx, group, communities)
    owner = people.get(group[0].taken_by) if group[0].taken_by is not None else None
    return said if owner is None else OWNED(line=said, name=owner.name)


def bare(ctx: Ctx, group: Sequence[Signal], communities: Mapping[int, Community]) -> Said:
    """The figures and their days, without the person."""
    said = title(ctx, group, communities)
    first, *others = sorted({one.day for one in group})
    if others:
        return OF_DAYS(line=said, first=dated(first, ctx.today), last=dated(others[-1], ctx.today))
    alike = len({one.per for one in group}) == 1
    return OF_DAY(line=said, when=when(ctx, group[0]) if alike else dated(first, ctx.today))


def title(ctx: Ctx, group: Sequence[Signal], communities: Mapping[int, Community]) -> Said:
    """What the task is called that they become: "Night Cafe: refund rate 9.1% (mean 4%), messages 120 (mean 184)"."""
    if group[0].community is None:
        return figure(ctx, group[0])
    return OF_COMMUNITY(community=community_of(group[0], communities) or REMOVED(), figures=figures(ctx, group))


def figures(ctx: Ctx, group: Sequence[Signal]) -> Said | Listed:
    """Those of one community."""
    found = [figure(ctx, one, brief=len(group) > 1) for one in group[:MOST]]
    if (left := len(group) - MOST) > 0:
        found.append(MORE(n=left))
    return found[0] if len(group) == 1 else Listed(tuple(found))


def figure(ctx: Ctx, signal: Signal, *, brief: bool = False) -> Said:
    """``brief``: others stand beside it."""
    return FIGURE(name=name_of(ctx, signal), value=figure_of(ctx, signal, "value"), why=why(ctx, signal, brief=brief))


def take_button(signal: Signal, *, among: bool = False) -> Button:
    """``among``: others stand beside it, so it says which one is meant."""
    line = f"/signal take {signal.number}"
    return Button(TAKE_ONE(number=str(signal.number)), line) if among else Button(TAKE(), line, "primary")


def name_of(ctx: Ctx, signal: Signal) -> Value:
    """The metric by its label; one that the catalogue has no more by its key."""
    metric = ctx.metrics.get(signal.metric)
    return signal.metric if metric is None else metric.label


def community_of(signal: Signal, communities: Mapping[int, Community]) -> str | None:
    found = communities.get(signal.community) if signal.community is not None else None
    return None if found is None else found.name


def figure_of(ctx: Ctx, signal: Signal, which: str) -> Amount:
    """``value``, ``limit`` or ``base`` in the look of its metric."""
    metric, value = ctx.metrics.get(signal.metric), getattr(signal, which)
    return Amount(value) if metric is None else shown(metric, value)


def why(ctx: Ctx, signal: Signal, *, brief: bool = False) -> Said:
    """What it should have kept to. ``brief``: in one figure, the one that people know it by."""
    limit, base = (figure_of(ctx, signal, which) for which in ("limit", "base"))
    plain: Mapping[Rule, Text] = {"falling": FELL, "target": TARGET, "growth": TARGET, "goal": TARGET}
    based: Mapping[Rule, Text] = {
        "below_mean": MEAN_AND_LIMIT, "over_mean": MEAN_AND_LIMIT, "falling": FELL_TWICE, "growth": GROWN,
        "goal": GROWN,
    }  # fmt: skip
    metric = ctx.metrics.get(signal.metric)
    if signal.rule == "above" and metric is not None and metric.alert.above_per == "hour":
        return LIMIT_AN_HOUR(limit=shown(metric, signal.limit / HOURS))
    if brief and signal.base is not None and signal.rule in ("below_mean", "over_mean"):
        return MEAN(base=base)
    # Of a goal without a way from one period to the next, the figure it began with says nothing here.
    if brief or signal.base is None or signal.rule not in based or (signal.rule == "goal" and signal.per == "day"):
        return plain.get(signal.rule, LIMIT)(limit=limit)
    return based[signal.rule](limit=limit, base=base)


def when(ctx: Ctx, signal: Signal) -> Value:
    """The day, week or month that it is about."""
    match signal.per:
        case "day":
            return dated(signal.day, ctx.today)
        case "week":
            return WEEK_TO(day=dated(signal.day, ctx.today))
        case "month":
            return period_of("month", signal.day).written()
