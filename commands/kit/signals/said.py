"""A signal in one line: the figure, where, what it was, what it should have kept to, and what that was made of."""

from collections.abc import Mapping
from typing import Final

from commands.kit.context import Ctx
from commands.kit.days import dated
from commands.kit.periods import period_of
from commands.kit.reply import Button
from commands.kit.sheet import shown
from commands.kit.texts import Amount, Said, Text, Value, text
from storage import Community, Person, Rule, Signal

from .rules import HOURS

TAKE: Final = text("I'll take it", context="button")
TAKE_ONE: Final = text("I'll take it · {number}", context="button")

IN_ONE = text("{name} {value} – {community}: {why} ({when})")
IN_ALL = text("{name} {value}: {why} ({when})")
TITLE_IN_ONE = text("{name} – {community}: {value} ({why})")
TITLE_IN_ALL = text("{name}: {value} ({why})")
OWNED = text("{line} · {name} has it")
MEAN = text("mean {base}, limit {limit}")
LIMIT = text("limit {limit}")
LIMIT_AN_HOUR = text("limit {limit} an hour")
FELL = text("the week before {limit}")
FELL_TWICE = text("the week before {limit}, before that {base}")
TARGET = text("target {limit}")
GROWN = text("target {limit}, the period before {base}")
WEEK_TO = text("week to {day}")
REMOVED = text("a community that is gone")


def line(ctx: Ctx, signal: Signal, communities: Mapping[int, Community], people: Mapping[int, Person]) -> Said:
    """Such as "refund rate 9.1% – Night Cafe: mean 4%, limit 7% (Thu, Nov 26)", and who has it."""
    said = bare(ctx, signal, communities)
    owner = people.get(signal.taken_by) if signal.taken_by is not None else None
    return said if owner is None else OWNED(line=said, name=owner.name)


def bare(ctx: Ctx, signal: Signal, communities: Mapping[int, Community]) -> Said:
    """The figures without the person."""
    facts = {
        "name": name_of(ctx, signal), "value": figure_of(ctx, signal, "value"), "why": why(ctx, signal),
        "when": when(ctx, signal),
    }  # fmt: skip
    if signal.community is None:
        return IN_ALL(**facts)
    return IN_ONE(community=community_of(signal, communities) or REMOVED(), **facts)


def title(ctx: Ctx, signal: Signal, communities: Mapping[int, Community]) -> Said:
    """What the task is called that it becomes: "refund rate – Night Cafe: 9.1% (limit 7%)"."""
    limit = figure_of(ctx, signal, "limit")
    words = {"falling": FELL, "target": TARGET, "growth": TARGET, "goal": TARGET}
    facts = {
        "name": name_of(ctx, signal), "value": figure_of(ctx, signal, "value"),
        "why": why(ctx, signal) if signal.rule == "above" else words.get(signal.rule, LIMIT)(limit=limit),
    }  # fmt: skip
    if signal.community is None:
        return TITLE_IN_ALL(**facts)
    return TITLE_IN_ONE(community=community_of(signal, communities) or REMOVED(), **facts)


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


def why(ctx: Ctx, signal: Signal) -> Said:
    """What it should have kept to."""
    limit, base = (figure_of(ctx, signal, which) for which in ("limit", "base"))
    plain: Mapping[Rule, Text] = {"falling": FELL, "target": TARGET, "goal": TARGET}
    based: Mapping[Rule, Text] = {
        "below_mean": MEAN, "over_mean": MEAN, "falling": FELL_TWICE, "growth": GROWN, "goal": GROWN,
    }  # fmt: skip
    metric = ctx.metrics.get(signal.metric)
    if signal.rule == "above" and metric is not None and metric.alert.above_per == "hour":
        return LIMIT_AN_HOUR(limit=shown(metric, signal.limit / HOURS))
    # Of a goal without a way from one period to the next, the figure it began with says nothing here.
    if signal.base is None or signal.rule not in based or (signal.rule == "goal" and signal.per == "day"):
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
