"""What a day says of a team's figures. It asks the database as often for one community as for a thousand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from commands.kit.context import Ctx
from commands.kit.metrics import Catalogue, Metric
from commands.kit.metrics import Period as Per
from commands.kit.periods import Period, period_of
from commands.kit.sheet import read_sheets
from commands.kit.sheet import together as whole
from storage import Community, Goal, Rule

from .figures import WEEK, Days, alike, complete, keys_of, mean_of, shared, together, value_of
from .rules import Verdict, above, below_mean, falling, growth, over_mean, reach, span

PERS: Final[tuple[Per, ...]] = ("day", "week", "month")
REMEMBERED: Final = timedelta(days=7)
"""So long after its last day a goal that was missed is still something to be taken up."""
LOOKS_BACK: Final = timedelta(days=62)
"""A newest value this old still counts at the end of a goal."""

Park = Mapping[int, Days]
Living = Mapping[int, Community]


class Key(NamedTuple):
    """What is raised once. ``community`` is ``None`` for all of them together."""

    metric: str
    rule: Rule
    per: Per
    community: int | None
    goal: int | None


@dataclass
class Look:
    """``watched`` is all that is judged at any time, ``found`` what the day says of it."""

    watched: set[Key] = field(default_factory=set)
    found: dict[Key, Verdict] = field(default_factory=dict)

    def judge(self, key: Key, verdict: Verdict | None) -> None:
        self.watched.add(key)
        if verdict is not None:
            self.found[key] = verdict


async def judged(ctx: Ctx, day: date) -> Look:
    """All that is watched, and what the day says of it."""
    living = {one.id: one for one in (await ctx.communities()).values()}
    goals = await ctx.store.goals.listed(ctx.team.id, ["open", "missed"])
    goals = [goal for goal in goals if goal.community is None or goal.community in living]
    seen = Look()
    await _each_day(ctx, day, living, seen)
    await _falling(ctx, day, living, seen)
    going = [goal for goal in goals if goal.state == "open" and goal.kind != "span"]
    for per in PERS:
        await _targets(ctx, day, period_of(per, day), living, [goal for goal in going if goal.per == per], seen)
    await _spans(ctx, day, living, [goal for goal in goals if goal.kind == "span"], seen)
    return seen


async def _each_day(ctx: Ctx, day: date, living: Living, seen: Look) -> None:
    """A community against its own mean of the same weekday, and against what a day may have."""
    metrics = daily_ones(ctx)
    park = await _read(ctx, _alike(metrics, day), metrics)
    for one in living:
        for metric in metrics:
            judge_day(seen, one, metric, park.get(one, {}), day)


async def judged_of(ctx: Ctx, community: int, day: date, metrics: Sequence[Metric]) -> Look:
    """What a day says of these figures of one community."""
    seen = Look()
    days = (await _read(ctx, _alike(metrics, day), metrics, community)).get(community, {})
    for metric in metrics:
        judge_day(seen, community, metric, days, day)
    return seen


def daily_ones(ctx: Ctx) -> list[Metric]:
    """The figures that each day is judged by."""
    found = []
    for metric in _shown(ctx.metrics):
        alert = metric.alert
        if any(limit is not None for limit in (alert.below_mean, alert.points_over_mean, alert.alert_above)):
            found.append(metric)
    return found


def _alike(metrics: Sequence[Metric], day: date) -> list[date]:
    """The day, and the same weekday of the weeks before."""
    weeks = max((metric.alert.mean_weeks for metric in metrics), default=0)
    return [day - timedelta(days=WEEK * back) for back in range(weeks, -1, -1)]


def judge_day(seen: Look, community: int, metric: Metric, days: Days, day: date) -> None:
    """One figure of one community and day. ``days`` has that day, and the same weekday of the weeks before."""
    alert = metric.alert
    value = value_of(metric, days, [day])
    mean = mean_of(metric, days, [day - timedelta(days=WEEK * back) for back in range(1, alert.mean_weeks + 1)])
    if alert.below_mean is not None:
        seen.judge(_key(metric, "below_mean", "day", community), below_mean(value, mean, alert.below_mean))
    if alert.points_over_mean is not None:
        seen.judge(_key(metric, "over_mean", "day", community), over_mean(value, mean, alert.points_over_mean))
    if alert.alert_above is not None:
        seen.judge(_key(metric, "above", "day", community), above(value, alert.alert_above, alert.above_per))


async def _falling(ctx: Ctx, day: date, living: Living, seen: Look) -> None:
    """The key communities, week on week, when a week is complete; where the team has marked none, all are."""
    metrics = [metric for metric in _shown(ctx.metrics) if metric.alert.falling_weeks is not None]
    key_ones = [one for one, community in living.items() if community.focus] or list(living)
    seen.watched |= {_key(metric, "falling", "week", one) for metric in metrics for one in key_ones}
    week = period_of("week", day)
    if day != week.last or not metrics:
        return
    most = max(metric.alert.falling_weeks or 0 for metric in metrics)
    first = week.first - timedelta(days=WEEK * most)
    park = await _read(ctx, _days(first, day), metrics)
    for one in key_ones:
        for metric in metrics:
            times = metric.alert.falling_weeks or 0
            pairs = weeks_of(metric, park.get(one, {}), week, times)
            seen.judge(_key(metric, "falling", "week", one), falling(pairs, times))


def weeks_of(metric: Metric, days: Days, week: Period, times: int) -> list[tuple[Decimal | None, Decimal | None, int]]:
    """This week and those before it, each beside the one before, over the days that both have."""
    found = []
    for _ in range(times):
        before = week.before()
        mine, theirs = shared(metric, days, _days(week.first, week.last), _days(before.first, before.last))
        found.append((value_of(metric, days, mine), value_of(metric, days, theirs), len(mine)))
        week = before
    return found


async def _targets(ctx: Ctx, day: date, period: Period, living: Living, goals: Sequence[Goal], seen: Look) -> None:
    """What was to be reached until the end of a period that this day completes; a goal of the team takes the place of
    the same one in the catalogue."""
    wanted = _wanted(ctx, period, goals)
    seen.watched |= {key for key, *_ in wanted}
    if day != period.last or not wanted:
        return
    before = (
        Period("day", day - timedelta(days=WEEK), day - timedelta(days=WEEK))
        if period.kind == "day"
        else period.before()
    )
    now, then = _days(period.first, period.last), _days(before.first, before.last)
    park = await _read(ctx, [*then, *now], [metric for _, metric, *_ in wanted])
    for key, metric, target, grows, goal in wanted:
        if goal is not None and (day < goal.first or (goal.last is not None and goal.last < period.first)):
            continue
        those = {one: park.get(one, {}) for one in ([key.community] if key.community is not None else living)}
        if grows:
            same = [one for one, days in those.items() if alike(metric, days, now, then)]
            value, was = (together(metric, those, dict.fromkeys(same, days)) for days in (now, then))
            seen.judge(key, growth(value, was, target, metric.aim))
        else:
            verdict = reach(together(metric, those, dict.fromkeys(those, now)), target, metric.aim)
            seen.judge(key, verdict if _stays(metric, verdict) or complete(metric, those, now, then) else None)


def _stays(metric: Metric, verdict: Verdict | None) -> bool:
    """Whether days that are missing still cannot turn it. They can bring a sum to what it should reach, or beyond what
    it should not pass; once it is there, it is. What is made of several sums may go either way; a mean, a newest value
    or a rate stands for the days there are."""
    if verdict is None or not metric.adds_up:
        return True
    there = verdict.abnormal if metric.aim == "down" else not verdict.abnormal
    return there and metric.formula is None


class Wanted(NamedTuple):
    key: Key
    metric: Metric
    target: Decimal
    grows: bool
    goal: Goal | None = None


def _wanted(ctx: Ctx, period: Period, goals: Sequence[Goal]) -> list[Wanted]:
    """The targets of this length of period: those of the catalogue that no goal stands for, and the goals."""
    stood_for = {(goal.metric, goal.kind) for goal in goals if goal.community is None}
    found = []
    for metric in _shown(ctx.metrics):
        alert = metric.alert
        if alert.per != period.kind:
            continue
        if alert.target is not None and (metric.key, "level") not in stood_for:
            found.append(Wanted(_key(metric, "target", alert.per), metric, alert.target, False))
        if alert.growth is not None and (metric.key, "growth") not in stood_for:
            found.append(Wanted(_key(metric, "growth", alert.per), metric, alert.growth, True))
    for goal in goals:
        if (asked := _metric(ctx, goal)) is not None:
            key = _key(asked, "goal", goal.per, goal.community, goal.id)
            found.append(Wanted(key, asked, goal.target, goal.kind == "growth", goal))
    return found


async def _spans(ctx: Ctx, day: date, living: Living, goals: Sequence[Goal], seen: Look) -> None:
    """Goals that lead from a value to a value, once their last day is there."""
    for goal in goals:
        metric = _metric(ctx, goal)
        if metric is None or goal.last is None or (goal.state == "missed" and goal.last + REMEMBERED < day):
            continue
        key = _key(metric, "goal", "day", goal.community, goal.id)
        seen.watched.add(key)
        if goal.last > day:
            continue
        newest = metric.formula is None and metric.over == "last"
        first = min(goal.first, goal.last - LOOKS_BACK) if newest else goal.first
        # Of any length: it is read month by month, as a quarter is.
        where = (ctx.store, ctx.metrics, ctx.team.id, [Period("quarter", first, goal.last)], goal.community, metric)
        (sheets,) = await read_sheets(*where)
        mine = {one: sheet for one, sheet in sheets.items() if one in living}
        value = whole(ctx.metrics, mine, 0)[metric.key].value
        seen.judge(key, span(value, goal.start, goal.target, metric.aim, adds_up=metric.adds_up))


async def _read(ctx: Ctx, days: Sequence[date], metrics: Iterable[Metric], community: int | None = None) -> Park:
    """The numbers of these days, in order, as far as these figures need them."""
    keys = sorted({key for metric in metrics for key in keys_of(metric)})
    park: dict[int, dict[date, dict[str, Decimal]]] = {}
    if keys:
        for total in await ctx.store.totals.of(ctx.team.id, [(day, day) for day in days], community, only=keys):
            mine = park.setdefault(total.community, {}).setdefault(days[total.period], {})
            mine[total.metric] = total.total
    return park


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def _shown(metrics: Catalogue) -> list[Metric]:
    return [metric for metric in metrics.metrics if not metric.hidden]


def _metric(ctx: Ctx, goal: Goal) -> Metric | None:
    metric = ctx.metrics.get(goal.metric)
    return None if metric is None or metric.hidden else metric


def _key(metric: Metric, rule: Rule, per: Per, community: int | None = None, goal: int | None = None) -> Key:
    return Key(metric.key, rule, per, community, goal)
