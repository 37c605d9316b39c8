"""What cannot be a goal, said in words, with what would be right."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commands.kit import Ctx, Day, Refusal, Text, text
from commands.kit.chart import figure
from commands.kit.days import dated
from commands.kit.fields import OTHER_CURRENCY
from commands.kit.metrics import Metric
from commands.kit.numbers import LIMIT, Quantity
from commands.kit.texts import Mono
from storage import GoalKind

from .reading import Aim, Side, value_of

NOT_PERCENT = text("{metric} is not counted in percent. For growth write {line}.")
NOT_MONEY = text("{metric} is not an amount of money.")
OVER_100 = text("{metric} cannot be more than {most}.")
UNDER_0 = text("{metric} cannot be less than {least}.")
TOO_LARGE = text("This number is too large.")
MORE_IS_BETTER = text("More is better for {metric}: write {line}.")
LESS_IS_BETTER = text("Less is better for {metric}: write {line}.")
NO_SIDE = text("{metric} is neither good nor bad; only a way such as {line} can be its goal.")
NO_GROWTH = text("{metric} is no figure to grow by percent. Set a level instead: {line}.")
PAST_DAY = text("{day} is over already. The last day has to come after today.")
TODAY = text("The last day has to come after today.")
SAME = text("{metric} is at {value} already: choose another target.")
BACK = text("More is better for {metric}, but {target} is less than {start}.")
FORTH = text("Less is better for {metric}, but {target} is more than {start}.")

HIGHEST_GROWTH = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a goal would be."""

    metric: Metric
    kind: GoalKind
    target: Decimal
    start: Decimal | None = None


def check_aim(ctx: Ctx, metric: Metric, aim: Aim) -> None:
    """What was typed fits the metric. Raises ``Refusal``."""
    if aim.kind == "growth":
        if metric.kind in ("percent", "score"):
            raise Refusal(NO_GROWTH(metric=metric.label, line=Mono(f"/goal set {metric.key} >= {_usual(metric)}")))
        if abs(value_of(aim.target)) > HIGHEST_GROWTH:
            raise Refusal(TOO_LARGE())
    else:
        check_value(ctx, metric, aim.target)
        if aim.start is not None:
            check_value(ctx, metric, aim.start)
    if aim.side:
        _check_side(metric, aim.kind, aim.side, value_of(aim.target))


def _check_side(metric: Metric, kind: GoalKind, side: Side, target: Decimal) -> None:
    if metric.aim == "none":
        raise Refusal(NO_SIDE(metric=metric.label, line=Mono(f"/goal set {metric.key} -> 5000 by:12-31")))
    wrong: Text
    if metric.aim == "up" and side == "most":
        wrong, sign = MORE_IS_BETTER, ">="
    elif metric.aim == "down" and side == "least":
        wrong, sign = LESS_IS_BETTER, "<="
    else:
        return
    words = f"{sign} {target:f}" if kind == "level" else f"{'+' if sign == '>=' else '-'}{abs(target):f}% weekly"
    raise Refusal(wrong(metric=metric.label, line=Mono(f"/goal set {metric.key} {words}")))


def check_value(ctx: Ctx, metric: Metric, read: Quantity) -> None:
    value = value_of(read)
    if read.unit == "percent" and metric.kind != "percent":
        raise Refusal(NOT_PERCENT(metric=metric.label, line=Mono(f"/goal set {metric.key} +5% weekly")))
    if read.unit == "money" and metric.kind != "money":
        raise Refusal(NOT_MONEY(metric=metric.label))
    if not read.fits(ctx.team.currency):
        raise Refusal(OTHER_CURRENCY(currency=ctx.team.currency))
    least, most = bounds(metric)
    if most is not None and value > most:
        raise Refusal(OVER_100(metric=metric.label, most=figure(most, metric.kind)))
    if least is not None and value < least:
        raise Refusal(UNDER_0(metric=metric.label, least=figure(least, metric.kind)))
    if abs(value) >= LIMIT:
        raise Refusal(TOO_LARGE())


def bounds(metric: Metric) -> tuple[Decimal | None, Decimal | None]:
    """Between which values a figure is: what is worked out may be below zero."""
    if metric.kind == "percent":
        return Decimal(), Decimal(100)
    if metric.kind == "score":
        return metric.low, metric.high
    return (Decimal(), None) if metric.formula is None or metric.kind == "ratio" else (None, None)


def check_day(ctx: Ctx, last: date) -> None:
    if last == ctx.today:
        raise Refusal(TODAY())
    if last < ctx.today:
        day = dated(last, ctx.today)
        raise Refusal(PAST_DAY(day=day if not isinstance(day, Day) else Day(last)))


def check_way(metric: Metric, start: Decimal, target: Decimal) -> None:
    """A way leads somewhere, and to the good side; of what adds up less is better only as a limit."""
    value, to = figure(start, metric.kind), figure(target, metric.kind)
    if start == target:
        raise Refusal(SAME(metric=metric.label, value=value))
    if metric.aim == "up" and target < start:
        raise Refusal(BACK(metric=metric.label, start=value, target=to))
    if metric.aim == "down" and target > start and not metric.adds_up:
        raise Refusal(FORTH(metric=metric.label, start=value, target=to))


def _usual(metric: Metric) -> str:
    target = metric.alert.target if metric.alert.target is not None else Decimal(50)
    return f"{target:f}%" if metric.kind == "percent" else f"{target:f}"
