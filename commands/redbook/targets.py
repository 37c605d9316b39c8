"""Targets against what the month came to: the team's own goals, and those of its catalogue that it has none for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Amount, Chart, Ctx, Line, Said, Table, Value, text
from commands.kit.against import against
from commands.kit.metrics import Metric
from commands.kit.reply import Printable
from commands.kit.sheet import Sheet, shown, together
from commands.kit.targets import reached
from storage import Community, Goal

from .month import Month, Read, mark

TARGET = text("Target")
MONTH = text("Month", context="column")
WEEKS = text("Weeks reached", context="column")
NUMBER = text("Number")
AT_LEAST = text("at least {target}")
AT_MOST = text("at most {target}")
AT_LEAST_A_WEEK = text("at least {target} a week")
AT_MOST_A_WEEK = text("at most {target} a week")
AT_LEAST_A_DAY = text("at least {target} a day")
AT_MOST_A_DAY = text("at most {target} a day")
OF_DAYS = text("{share} days", context="goal")
GROWTH_WEEK = text("{target} a week", context="growth")
GROWTH_MONTH = text("{target} a month", context="growth")
OF_ONE = text("{name} ({community})", context="metric")
LIMITS = {"week": (AT_MOST_A_WEEK, AT_LEAST_A_WEEK), "day": (AT_MOST_A_DAY, AT_LEAST_A_DAY)}
"""Of what adds up."""
REACHED = text("✓ {value}")
MISSED = text("✗ {value}")
PICTURE = text("{name}, {n} weeks")


@dataclass(frozen=True, slots=True)
class Aim:
    """A level or a growth that was to be reached in each ``per``, of one community or of all together."""

    metric: Metric
    name: Value
    per: str
    level: Decimal | None = None
    growth: Decimal | None = None
    community: int | None = None

    @property
    def by_day(self) -> bool:
        """Whether each day is judged: what adds up says nothing of its days with its sum."""
        return self.level is not None and self.per == "day" and self.metric.adds_up

    def of(self, sheets: Mapping[int, Sheet]) -> Mapping[int, Sheet]:
        if self.community is None:
            return sheets
        return {number: sheet for number, sheet in sheets.items() if number == self.community}


@dataclass(frozen=True, slots=True)
class Judged:
    """``reached`` is of the month, or, where only weeks or days are judged, whether more of them were good than not."""

    aim: Aim
    limit: Said
    value: Amount
    month: bool | None
    parts: tuple[bool, ...]

    @property
    def reached(self) -> bool:
        return self.month if self.month is not None else sum(self.parts) * 2 > len(self.parts)

    @property
    def row(self) -> tuple[Value, ...]:
        value: Value = self.value if self.month is None else (REACHED if self.month else MISSED)(value=self.value)
        share: Value = f"{sum(self.parts)}/{len(self.parts)}"
        share = OF_DAYS(share=share) if self.aim.by_day else share
        parts: Value = (REACHED if self.reached else MISSED)(value=share) if self.month is None else share
        return self.aim.name, self.limit, value, parts if self.parts else "–"


async def goals_of(month: Month) -> list[Goal]:
    """The team's own that were alive in the month and not given up."""
    listed = await month.ctx.store.goals.listed(month.ctx.team.id, ["open", "reached", "missed"])
    return [
        goal for goal in listed
        if goal.first <= month.period.last and (goal.last or month.period.last) >= month.period.first
        and (goal.ended_at is None or goal.ended_at >= month.begin)
    ]  # fmt: skip


async def judged(month: Month) -> list[Judged]:
    """Every target that there is a value for: the team's own first, then the director's."""
    ctx, found = month.ctx, await month.figures()
    communities = list((await ctx.communities()).values())
    lines = []
    for aim in _aims(ctx, await goals_of(month), communities):
        days = await month.days(aim.metric) if aim.by_day else ()
        lines.append(_judged(ctx, found, aim, days))
    return [line for line in lines if line is not None and (line.month is not None or line.parts)]


def table(rows: Sequence[tuple[Value, ...]]) -> Table:
    return Table((NUMBER(), TARGET(), MONTH(), WEEKS()), tuple(rows))


def pictures(ctx: Ctx, found: Read, lines: Sequence[Judged]) -> list[Printable]:
    """Twelve weeks of each, beside the level to reach if there is one."""
    marks, n = tuple(mark(week) for week in found.until), len(found.until)
    aims: dict[tuple[str, int | None], Aim] = {}
    for line in sorted(lines, key=lambda line: line.aim.level is None):
        aims.setdefault((line.aim.metric.key, line.aim.community), line.aim)
    drawn: list[Printable] = []
    for aim in aims.values():
        metric = aim.metric
        values = tuple(together(ctx.metrics, aim.of(by), 0)[metric.key].value for by in found.weeks)
        if sum(value is not None for value in values) > 1:
            level = aim.level if not metric.adds_up or aim.per == "week" else None
            line_ = Line(aim.name, values, metric.kind, metric.aim, level)
            drawn.append(Chart(PICTURE(name=aim.name, n=n), marks, (line_,)))
    return drawn


def named(communities: Sequence[Community], goal: Goal, metric: Metric) -> Value:
    names = {one.id: one.name for one in communities}
    return OF_ONE(name=metric.label, community=names[goal.community]) if goal.community in names else metric.label


def _aims(ctx: Ctx, own: Sequence[Goal], communities: Sequence[Community]) -> list[Aim]:
    aims: list[Aim] = []
    for goal in own:
        metric = ctx.metrics.get(goal.metric)
        if metric is not None and goal.kind != "span":
            level, growth = (goal.target, None) if goal.kind == "level" else (None, goal.target)
            aims.append(Aim(metric, named(communities, goal, metric), goal.per, level, growth, goal.community))
    taken = {(aim.metric.key, aim.level is None) for aim in aims if aim.community is None}
    for metric in sorted(ctx.metrics.metrics, key=lambda metric: not metric.alert.north_star):
        alert = metric.alert
        if alert.target is not None and not metric.hidden and (metric.key, False) not in taken:
            aims.append(Aim(metric, metric.label, alert.per, level=alert.target))
        if alert.growth is not None and not metric.hidden and (metric.key, True) not in taken:
            aims.append(Aim(metric, metric.label, alert.per, growth=alert.growth))
    return aims


def _judged(ctx: Ctx, found: Read, aim: Aim, days: Sequence[Mapping[int, Sheet]]) -> Judged | None:
    metric = aim.metric
    value = together(ctx.metrics, aim.of(found.now), 0)[metric.key].value
    if value is None:
        return None
    if aim.level is not None:
        month = None if metric.adds_up and aim.per != "month" else reached(metric, value, aim.level)
        parts = _whole(aim, days) if aim.by_day else [by for _, by in found.of_month]
        values = [together(ctx.metrics, aim.of(by), 0)[metric.key].value for by in parts]
        limits = LIMITS.get(aim.per if metric.adds_up else "", (AT_MOST, AT_LEAST))
        limit = limits[metric.aim != "down"](target=shown(metric, aim.level))
        return Judged(aim, limit, shown(metric, value), month, _each(aim, values, aim.level))
    growth = aim.growth or Decimal()
    steps = [against(ctx.metrics, aim.of(by), aim.of(before)).growth(metric) for before, by in _steps(found)]
    whole = against(ctx.metrics, aim.of(found.now), aim.of(found.before)).growth(metric)
    month = reached(metric, whole, growth) if aim.per == "month" and whole is not None else None
    limit = (GROWTH_WEEK if aim.per == "week" else GROWTH_MONTH)(target=Amount(growth, "percent", signed=True))
    rounded = None if whole is None else whole.quantize(Decimal("0.1"))
    return Judged(aim, limit, Amount(rounded, "percent", signed=True), month, _each(aim, steps, growth))


def _whole(aim: Aim, days: Sequence[Mapping[int, Sheet]]) -> list[Mapping[int, Sheet]]:
    """The days on which no community has left the figure out that told it before and after: a sum of some proves
    nothing."""
    key = aim.metric.key
    told = [{one for one, sheet in aim.of(by).items() if sheet[key].value is not None} for by in days]
    missing: set[int] = set()
    for one in set().union(*told):
        at = [day for day, some in enumerate(told) if one in some]
        missing |= set(range(at[0], at[-1])) - set(at)
    return [by for day, by in enumerate(days) if day not in missing]


def _steps(found: Read) -> list[tuple[Mapping[int, Sheet], Mapping[int, Sheet]]]:
    """Each week of the month behind the one before it."""
    first = len(found.weeks) - found.ended
    return [(found.weeks[at - 1], found.weeks[at]) for at in range(max(first, 1), len(found.weeks))]


def _each(aim: Aim, values: Sequence[Decimal | None], target: Decimal) -> tuple[bool, ...]:
    if aim.per != "week" and not aim.by_day:
        return ()
    return tuple(reached(aim.metric, value, target) for value in values if value is not None)
