"""Which of a team's own goals takes the place of a target of the catalogue."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from storage import Community, Goal

from .against import Against
from .context import Ctx
from .goals import line, standings
from .metrics import Metric
from .periods import Kind, Period
from .sheet import Sheet, shown
from .targets import reached, target_of
from .texts import Amount, Mono, Said, text

MORE = text("{n} more goal: {line}", "{n} more goals: {line}")
REACHED = text("✓ {name}: {value}, target {target}")
MISSED = text("✗ {name}: {value}, target {target}")
GROWTH, GROWTH_OF_WEEK = text("{target} against the period before"), text("{target} against last week")
AT_LEAST = text("at least {target}")
AT_MOST = text("at most {target}")
MOST = 5
"""Lines of goals below a board."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What a board of one community, or of all of them, is held against: the team's own ``goals`` of that time, and for
    all else the catalogue. ``alone``: the team has one community only."""

    goals: Sequence[Goal] = ()
    community: int | None = None
    alone: bool = False

    def of(self, community: int) -> "Aims":
        return replace(self, community=community)

    def level(self, metric: Metric, kind: Kind) -> Decimal | None:
        own = own_level(metric, kind, self.goals, self.community, alone=self.alone)
        return target_of(metric, kind) if own is None else own.target

    def growth(self, metric: Metric, kind: Kind) -> Decimal | None:
        own = own_growth(metric, kind, self.goals, self.community, alone=self.alone)
        if own is not None:
            return own.target
        return metric.alert.growth if metric.alert.per == kind else None

    @property
    def spans(self) -> list[Goal]:
        """Those that lead somewhere and belong on this board."""
        return [
            goal for goal in self.goals
            if goal.kind == "span" and (self.alone or goal.community == self.community)
        ]  # fmt: skip


async def aims_of(ctx: Ctx, community: Community | None, period: Period) -> Aims:
    """Those of one community or of all, as far as they are about this time."""
    living = {one.id for one in (await ctx.communities()).values()}
    goals = [
        goal for goal in await ctx.store.goals.listed(ctx.team.id, ["open"])
        if goal.first <= period.last and (goal.last is None or goal.last >= period.first)
        and (goal.community is None or goal.community in living)
    ]  # fmt: skip
    return Aims(goals, community.id if community else None, len(living) == 1)


async def ways(ctx: Ctx, goals: Sequence[Goal], day: date, *, most: int = MOST, behind: bool = False) -> list[Said]:
    """A line for each of these goals as they stand on a day, the worst first, and how many there are besides.
    ``behind``: only those that are behind."""
    visible = [goal for goal in goals if (metric := ctx.metrics.get(goal.metric)) is None or not metric.hidden]
    found = [one for one in await standings(ctx, visible, day) if one.behind or not behind]
    lines = [line(ctx, one) for one in found[:most]]
    if (left := len(found) - most) > 0:
        lines.append(MORE(n=left, line=Mono("/goal")))
    return lines


def own_level(metric: Metric, per: str, goals: Collection[Goal], community: int | None, *, alone: bool) -> Goal | None:
    """The team's own goal that takes the place of the catalogue's target on a board of days, weeks or months, of one
    community (or of all): the one for the same period first. A rate's is that of any period, and that of all holds for
    each community. ``alone``: the team has one community only, so that all of them are this one."""
    found = [
        goal for goal in _about(metric, "level", goals, community, alone=alone) if not metric.adds_up or goal.per == per
    ]
    return min(found, key=lambda goal: (goal.community != community, goal.per != per, goal.number), default=None)


def own_growth(metric: Metric, per: str, goals: Collection[Goal], community: int | None, *, alone: bool) -> Goal | None:
    """The same for growth, which always is of one period; that of all holds for each community."""
    found = [goal for goal in _about(metric, "growth", goals, community, alone=alone) if goal.per == per]
    return min(found, key=lambda goal: (goal.community != community, goal.number), default=None)


def _about(metric: Metric, kind: str, goals: Collection[Goal], community: int | None, *, alone: bool) -> Sequence[Goal]:
    shared = kind == "growth" or metric.kind in ("percent", "score", "ratio")
    return [
        goal
        for goal in goals
        if goal.state == "open" and goal.metric == metric.key and goal.kind == kind
        and (alone or goal.community == community or (goal.community is None and shared))
    ]  # fmt: skip


def judged(metrics: Sequence[Metric], kind: Kind, now: Sheet, like: Against, aims: Aims) -> Iterator[Said]:
    """What was to be reached, for the figures that have a value; the director's own first. Growth is judged where there
    is something to compare."""
    for metric in sorted(metrics, key=lambda metric: not metric.alert.north_star):
        value = now[metric.key].value
        if metric.hidden or value is None:
            continue
        if (target := aims.level(metric, kind)) is not None:
            limit = (AT_MOST if metric.aim == "down" else AT_LEAST)(target=shown(metric, target))
            yield _judged(metric, value, limit, reached(metric, value, target))
        growth, grown = aims.growth(metric, kind), like.growth(metric)
        if grown is not None and growth is not None:
            said = GROWTH_OF_WEEK if kind == "week" else GROWTH
            limit = said(target=Amount(growth, "percent", signed=True))
            yield _judged(metric, value, limit, reached(metric, grown, growth))


def _judged(metric: Metric, value: Decimal, limit: Said, good: bool) -> Said:
    return (REACHED if good else MISSED)(name=metric.label, value=shown(metric, value), target=limit)
