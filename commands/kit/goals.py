"""How a team's goals stand. The value comes from the stored numbers alone: sums since the first day, newest values,
means, and rates from what they are made of. A missing day is missing, not zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from storage import Community, Goal

from .against import against
from .calendar import WorkCalendar
from .chart import figure
from .context import Ctx
from .metrics import Metric
from .pace import Way
from .periods import ONE, Period, period_of
from .plan import calendar_of
from .sheet import Sheet, read_compared, read_sheets, together
from .targets import reached as is_reached
from .texts import Amount, Said, Text, Value, text

LOOKS_BACK = timedelta(days=62)
"""A newest value this old still counts; what is entered monthly has one in it."""

OF_ONE = text("{name} ({community})", context="metric")
NO_VALUE = text("{name} – of {target}, no number yet")
OVER = text("{name} {value} of {target} · reached")
ON_ITS_WAY = text("{name} {value} of {target} · pace {pace} · needs {needed} a working day · forecast {forecast}")
BEGINNING = text("{name} {value} of {target} · pace {pace} · needs {needed} a working day")
LAST_DAY = text("{name} {value} of {target} · no working day is left")
KEPT = text("{name} {value} of at most {target} · pace {pace} · {needed} a working day are left")
LIMIT_OVER = text("{name} {value} of at most {target} · exceeded")
AT_LEAST: dict[str, Text] = {
    "day": text("{name} {value} · at least {target} a day"),
    "week": text("{name} {value} · at least {target} a week"),
    "month": text("{name} {value} · at least {target} a month"),
}
AT_MOST: dict[str, Text] = {
    "day": text("{name} {value} · at most {target} a day"),
    "week": text("{name} {value} · at most {target} a week"),
    "month": text("{name} {value} · at most {target} a month"),
}
GROWTH: dict[str, Text] = {
    "day": text("{name} {value} · {target} a day"),
    "week": text("{name} {value} · {target} a week"),
    "month": text("{name} {value} · {target} a month"),
}
BEFORE = text("{line} · last time {value}")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one goal stands on one day. ``value`` is the figure now; of growth ``growth`` is what is judged, in percent.
    ``pace`` is where a straight line would be, ``needed`` what each of the ``days`` working days that are left has to
    bring, ``forecast`` the value on the last day as it goes. ``ahead`` is by how much it is better than the pace,
    below zero when it is behind. ``complete`` is what the last whole day, week or month came to, and ``kept`` whether
    that was enough. ``seen`` is the day of the newest number."""

    goal: Goal
    metric: Metric
    community: Community | None = None
    value: Decimal | None = None
    growth: Decimal | None = None
    progress: Decimal | None = None
    pace: Decimal | None = None
    needed: Decimal | None = None
    days: int = 0
    forecast: Decimal | None = None
    reached: bool | None = None
    ahead: Decimal | None = None
    complete: Decimal | None = None
    kept: bool | None = None
    seen: date | None = None

    @property
    def judged(self) -> Decimal | None:
        """What is held against the target."""
        return self.growth if self.goal.kind == "growth" else self.value

    @property
    def behind(self) -> bool:
        return self.ahead is not None and self.ahead < 0

    @property
    def name(self) -> Value:
        if self.community is None:
            return self.metric.label
        return OF_ONE(name=self.metric.label, community=self.community.name)


def way_of(goal: Goal, metric: Metric) -> Way:
    """The way of a goal that leads from a value to a value."""
    start, last = goal.start or Decimal(), goal.last or goal.first
    if metric.formula is None and metric.over == "last":
        return Way(start, goal.target, goal.first, last)
    limit = metric.adds_up and metric.aim == "down" and goal.target > start
    return Way(start, goal.target, goal.first, last, "sum" if metric.adds_up else "mean", limit)


async def standings(ctx: Ctx, goals: Iterable[Goal] | None = None, day: date | None = None) -> list[Standing]:
    """These goals, or all open ones, as they stand on a day, or today: the worst first, those without a value last. A
    goal whose metric is gone has no standing."""
    wanted = list(await ctx.store.goals.listed(ctx.team.id, ["open"]) if goals is None else goals)
    if not wanted:
        return []
    # Also the archived ones: a goal may be about one.
    communities = {one.id: one for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
    desk = _Desk(ctx, day or ctx.today, communities, await calendar_of(ctx.store, ctx.team))
    found = []
    for goal in wanted:
        metric = ctx.metrics.get(goal.metric)
        if metric is not None:
            found.append(await desk.standing(goal, metric))
    return sorted(found, key=_badness)


def _badness(one: Standing) -> tuple[bool, Decimal, int]:
    """By how much of its way, or of its target, it is behind."""
    goal = one.goal
    if one.ahead is None:
        return True, Decimal(), goal.number
    size = abs(goal.target - (goal.start or 0)) if goal.kind == "span" else abs(goal.target)
    return False, one.ahead / (size or 1), goal.number


@dataclass(frozen=True)
class _Desk:
    """What is read once for many goals."""

    ctx: Ctx
    day: date
    communities: Mapping[int, Community]
    calendar: WorkCalendar

    async def standing(self, goal: Goal, metric: Metric) -> Standing:
        community = self.communities.get(goal.community) if goal.community is not None else None
        one = Standing(goal, metric, community)
        match goal.kind:
            case "span":
                return await self._span(one)
            case "level":
                return await self._level(one)
            case "growth":
                return await self._growth(one)

    async def _span(self, one: Standing) -> Standing:
        goal, metric = one.goal, one.metric
        way = way_of(goal, metric)
        until = min(self.day, way.last)
        value, seen = await self._value(goal, metric, way.first, until)
        # Today is left to work on as long as its number is not in.
        begin = max(self.day + ONE if seen is not None and seen >= self.day else self.day, goal.first)
        days = len(self.calendar.working_days(begin, way.last)) if begin <= way.last else 0
        one = replace(one, pace=way.pace(self.day), days=days, seen=seen, value=value)
        if value is None or seen is None:
            return one
        return replace(
            one,
            progress=way.progress(value),
            needed=way.needed(value, days),
            forecast=way.forecast(value, seen),
            reached=way.reached(value),
            ahead=way.ahead(value, self.day),
        )

    async def _level(self, one: Standing) -> Standing:
        goal, metric, target = one.goal, one.metric, one.goal.target
        period = period_of(goal.per, self.day)
        value, seen = await self._value(goal, metric, period.first, self.day)
        before = period.before()
        complete, _ = await self._value(goal, metric, before.first, before.last)
        share = period.begun(self.day).length if metric.adds_up else period.length
        pace = target * share / period.length
        one = replace(one, pace=pace, value=value, seen=seen, complete=complete, kept=_kept(metric, complete, target))
        if value is None:
            return one
        ahead = pace - value if metric.aim == "down" else value - pace
        reached = is_reached(metric, value, target)
        return replace(one, progress=_part(value, target, reached=reached), reached=reached, ahead=ahead)

    async def _growth(self, one: Standing) -> Standing:
        goal, metric, target = one.goal, one.metric, one.goal.target
        period = period_of(goal.per, self.day)
        before = period.before()
        value, growth = await self._grown(goal, metric, period, self.day)
        _, complete = await self._grown(goal, metric, before, before.last)
        kept = _kept(metric, complete, target)
        one = replace(one, pace=target, value=value, growth=growth, complete=complete, kept=kept)
        if growth is None:
            return one
        ahead = target - growth if metric.aim == "down" else growth - target
        reached = is_reached(metric, growth, target)
        return replace(one, progress=_part(growth, target, reached=reached), reached=reached, ahead=ahead)

    async def _value(self, goal: Goal, metric: Metric, first: date, last: date) -> tuple[Decimal | None, date | None]:
        """The figure of these days, and the day of its newest number. A newest value may be older."""
        if metric.formula is None and metric.over == "last":
            first = min(first, last - LOOKS_BACK)
        if last < first:
            return None, None
        # Of any length: it is read month by month, as a quarter is.
        period = Period("quarter", first, last)
        (sheets,) = await read_sheets(
            self.ctx.store, self.ctx.metrics, self.ctx.team.id, [period], goal.community, metric
        )
        mine = self._mine(goal, sheets)
        which = [part.which for sheet in mine.values() if (part := sheet.part(metric.key))]
        seen = first + timedelta(days=max(which).bit_length() - 1) if any(which) else None
        return together(self.ctx.metrics, mine, 0)[metric.key].value, seen

    async def _grown(
        self, goal: Goal, metric: Metric, period: Period, day: date
    ) -> tuple[Decimal | None, Decimal | None]:
        """The figure, and its growth over what was reported both times. A day is held against the same weekday."""
        now, *befores = await read_compared(
            self.ctx.store, self.ctx.metrics, self.ctx.team.id, period, day, goal.community, metric
        )
        mine, before = self._mine(goal, now), self._mine(goal, befores[-1])
        both = against(self.ctx.metrics, mine, before)
        return together(self.ctx.metrics, mine, 0)[metric.key].value, both.growth(metric)

    def _mine(self, goal: Goal, sheets: Mapping[int, Sheet]) -> dict[int, Sheet]:
        """Of all together, the living ones."""
        if goal.community is not None:
            return {number: sheet for number, sheet in sheets.items() if number == goal.community}
        living = {number for number, one in self.communities.items() if one.archived_at is None}
        return {number: sheet for number, sheet in sheets.items() if number in living}


def _kept(metric: Metric, value: Decimal | None, target: Decimal) -> bool | None:
    return None if value is None else is_reached(metric, value, target)


def _part(value: Decimal, target: Decimal, *, reached: bool) -> Decimal:
    """How much of a level or growth there is, in percent; all of it where it is reached."""
    if reached:
        return Decimal(100)
    if target > 0 and value < target:
        return value * 100 / target
    return target * 100 / value if value > target >= 0 and value > 0 else Decimal()


def line(ctx: Ctx, standing: Standing) -> Said:
    """One short line for boards."""
    goal, metric = standing.goal, standing.metric
    target = figure(goal.target, metric.kind)
    if goal.kind == "span":
        return _span_line(standing, target)
    if goal.kind == "growth":
        said = GROWTH[goal.per](
            name=standing.name,
            value=Amount(_tenth(standing.growth), "percent", signed=True),
            target=Amount(goal.target, "percent", signed=True),
        )
        before: Amount | None = Amount(_tenth(standing.complete), "percent", signed=True)
    else:
        limit = AT_MOST if metric.aim == "down" else AT_LEAST
        said = limit[goal.per](name=standing.name, value=figure(standing.value, metric.kind), target=target)
        before = figure(standing.complete, metric.kind)
    # What does not add up says all with its newest value.
    if standing.complete is None or (standing.judged is not None and not metric.adds_up):
        return said
    return BEFORE(line=said, value=before)


def _span_line(one: Standing, target: Amount) -> Said:
    name, kind = one.name, one.metric.kind
    if one.value is None:
        return NO_VALUE(name=name, target=target)
    value, pace = figure(one.value, kind), rounded(one.metric, one.pace)
    needed = rounded(one.metric, one.needed, ROUND_CEILING)
    if way_of(one.goal, one.metric).limit:
        if not one.reached:
            return LIMIT_OVER(name=name, value=value, target=target)
        return KEPT(name=name, value=value, target=target, pace=pace, needed=needed)
    if one.reached:
        return OVER(name=name, value=value, target=target)
    if one.needed is None:
        return LAST_DAY(name=name, value=value, target=target)
    if one.forecast is None:
        return BEGINNING(name=name, value=value, target=target, pace=pace, needed=needed)
    forecast = rounded(one.metric, one.forecast)
    return ON_ITS_WAY(name=name, value=value, target=target, pace=pace, needed=needed, forecast=forecast)


def rounded(metric: Metric, value: Decimal | None, how: str = ROUND_HALF_UP) -> Amount:
    """What is worked out, without more digits than are of use: counts and money that are not small as whole numbers."""
    if value is not None and metric.kind in ("count", "money") and abs(value) >= 10:
        value = value.quantize(Decimal(1), how)
    return figure(value, metric.kind)


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"), ROUND_HALF_UP)
