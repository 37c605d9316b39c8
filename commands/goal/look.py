"""One goal by itself: the way it has gone, what it needs, and a picture of its last weeks."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final

from commands.kit import (
    Amount,
    Bullets,
    Button,
    Chart,
    Ctx,
    Day,
    Heading,
    Line,
    Reply,
    Role,
    Said,
    Text,
    Value,
    command,
    reply,
    text,
)
from commands.kit.chart import figure
from commands.kit.days import dated
from commands.kit.goals import LOOKS_BACK, Standing, rounded, standings, way_of
from commands.kit.owners import everybody, owner_of
from commands.kit.periods import ONE, Period, period_of
from commands.kit.plan import calendar_of
from commands.kit.reply import Block
from commands.kit.sheet import read_sheets, together
from storage import Goal, Person

from .face import GONE, LIST, OfGoal, look_at, titled
from .listing import Asked, list_

HELP = text("See one goal with its pace, forecast and picture")

FROM_TO = text("From {start} on {first} to {target} by {last}")
AT_LEAST: Final[dict[str, Text]] = {
    "day": text("At least {target} every day"), "week": text("At least {target} every week"),
    "month": text("At least {target} every month"),
}  # fmt: skip
AT_MOST: Final[dict[str, Text]] = {
    "day": text("At most {target} every day"), "week": text("At most {target} every week"),
    "month": text("At most {target} every month"),
}  # fmt: skip
GROWTH: Final[dict[str, Text]] = {
    "day": text("{target} from day to day"), "week": text("{target} from week to week"),
    "month": text("{target} from month to month"),
}  # fmt: skip
NOW = text("Now {value}")
NOW_PROGRESS = text("Now {value}: {progress} of the way")
NOW_USED = text("Now {value}: {progress} is used up")
NOW_GROWTH = text("Now {value}: {growth} against the same days before")
NO_NUMBER = text("No number yet")
AHEAD = text("Pace {pace}: {gap} ahead")
BEHIND = text("Pace {pace}: {gap} behind")
ON_PACE = text("Pace {pace}: right on it")
PACE = text("Pace {pace}")
NEEDED = text("Needs {needed} a working day, {n} day is left", "Needs {needed} a working day, {n} days are left")
ALLOWED = text("{needed} a working day may be added, {n} day is left",
               "{needed} a working day may be added, {n} days are left")  # fmt: skip
NO_DAY_LEFT = text("No working day is left")
FORECAST = text("Forecast {forecast}")
LAST_TIME = text("Last time {value}: enough")
LAST_TIME_NOT = text("Last time {value}: not enough")
OWNER = text("Owner: {name}")
NO_OWNER = text("Nobody owns it")
KEY_RESULT = text("Key result of objective {number}: {title} (weight {weight})")
REACHED = text("Reached on {day}")
MISSED = text("Missed on {day}")
DROPPED = text("Dropped on {day}: {why}")

EDIT = text("Edit", context="button")
DROP = text("Drop", context="button")

POINTS: Final = {"day": 14, "week": 8, "month": 6}
MOST_WEEKS: Final = 12
FEWEST: Final = 2


async def _which(given: Mapping[str, Any], ctx: Ctx) -> Reply:
    """Without a number: all of them, with buttons."""
    return await list_.run(Asked(), ctx)


@command("goal show", help=HELP, who=Role.OBSERVER, reads=True, asks=_which, examples=("/goal show 3",))
async def show(args: OfGoal, ctx: Ctx) -> Reply:
    goal, people = await look_at(ctx, args.number), await everybody(ctx)
    found = await standings(ctx, [goal])
    buttons = [Button(LIST(), "/goal")]
    if goal.state == "open" and ctx.me.level >= Role.MANAGER:
        number = goal.number
        buttons = [Button(EDIT(), f"/goal edit {number}"), Button(DROP(), f"/goal drop {number}", "danger"), *buttons]
    if not found:
        said = titled(goal, GONE(metric=goal.metric))
        return reply(Heading(said), Bullets(tuple(await _belongs(ctx, goal, people))), buttons=buttons, private=True)
    one = found[0]
    facts = [*_way(ctx, one), *(_course(one) if goal.state == "open" else []), *await _belongs(ctx, goal, people)]
    blocks: list[Block] = [Heading(titled(goal, one.name)), Bullets(tuple(facts))]
    if goal.last is not None and goal.state == "open":
        blocks += (await calendar_of(ctx.store, ctx.team)).doubts((ctx.today, goal.last))
    if (picture := await _picture(ctx, one)) is not None:
        blocks.append(picture)
    return reply(*blocks, buttons=buttons, private=True)


def _way(ctx: Ctx, one: Standing) -> list[Said]:
    """What is wanted, and where it is."""
    goal, kind = one.goal, one.metric.kind
    target, value = figure(goal.target, kind), figure(one.value, kind)
    if goal.kind == "span":
        last = dated(goal.last or goal.first, ctx.today)
        aim = FROM_TO(start=figure(goal.start, kind), first=dated(goal.first, ctx.today), target=target, last=last)
        if one.value is None or one.progress is None:
            return [aim, NO_NUMBER()]
        used = way_of(goal, one.metric).limit
        return [aim, (NOW_USED if used else NOW_PROGRESS)(value=value, progress=_whole(one.progress))]
    if goal.kind == "growth":
        aim = GROWTH[goal.per](target=Amount(goal.target, "percent", signed=True))
        if one.growth is None:
            return [aim, NO_NUMBER() if one.value is None else NOW(value=value)]
        return [aim, NOW_GROWTH(value=value, growth=_change(one.growth))]
    aim = (AT_MOST if one.metric.aim == "down" else AT_LEAST)[goal.per](target=target)
    return [aim, NO_NUMBER() if one.value is None else NOW(value=value)]


def _course(one: Standing) -> list[Said]:
    """Pace, what is needed and where it leads; of a level or growth also the last whole period."""
    goal, metric, facts = one.goal, one.metric, list[Said]()
    if goal.kind != "growth" and one.pace is not None and (goal.kind == "span" or metric.adds_up):
        pace, gap = rounded(metric, one.pace), rounded(metric, abs(one.ahead) if one.ahead is not None else None)
        if not one.ahead:
            facts.append((PACE if one.ahead is None else ON_PACE)(pace=pace))
        else:
            facts.append((BEHIND if one.behind else AHEAD)(pace=pace, gap=gap))
    if goal.kind == "span":
        facts += _ahead_of_it(one)
    if one.complete is not None and one.kept is not None:
        said = _change(one.complete) if goal.kind == "growth" else figure(one.complete, metric.kind)
        facts.append((LAST_TIME if one.kept else LAST_TIME_NOT)(value=said))
    return facts


def _ahead_of_it(one: Standing) -> list[Said]:
    if one.value is None:
        return []
    facts = [NO_DAY_LEFT()] if one.needed is None else []
    limit = way_of(one.goal, one.metric).limit
    if one.needed is not None and (limit or not one.reached):
        needed = rounded(one.metric, one.needed, ROUND_CEILING)
        facts.append((ALLOWED if limit else NEEDED)(needed=needed, n=one.days))
    if one.forecast is not None:
        facts.append(FORECAST(forecast=rounded(one.metric, one.forecast)))
    return facts


async def _belongs(ctx: Ctx, goal: Goal, people: Mapping[int, Person]) -> list[Said]:
    owner = owner_of(goal, people)
    facts = [OWNER(name=owner.name) if owner is not None else NO_OWNER()]
    for one in await ctx.store.goals.objectives(ctx.team.id, ended=True):
        if one.id == goal.objective:
            facts.append(KEY_RESULT(number=str(one.number), title=one.title, weight=str(goal.weight)))
    if goal.ended_at is not None:
        day = dated(goal.ended_at.astimezone(ctx.zone).date(), ctx.today)
        ends = {"reached": REACHED(day=day), "missed": MISSED(day=day), "dropped": DROPPED(day=day, why=goal.why)}
        facts.append(ends[goal.state])
    return facts


async def _picture(ctx: Ctx, one: Standing) -> Chart | None:
    """The figure with the line it is to reach; ``None`` where there are not even two values."""
    goal, metric = one.goal, one.metric
    periods = _periods(ctx, one)
    if len(periods) < FEWEST:
        return None
    living = {each.id for each in await ctx.store.communities.of(ctx.team.id)}
    values: list[Decimal | None] = []
    for period in periods:
        # One by one: those of a sum begin on the same day.
        (sheets,) = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, [period], goal.community, metric)
        mine = {at: sheet for at, sheet in sheets.items() if at in living or at == goal.community}
        values.append(together(ctx.metrics, mine, 0)[metric.key].value)
    if sum(value is not None for value in values) < FEWEST:
        return None
    begin = next(at for at, value in enumerate(values) if value is not None)
    periods, values = periods[begin:], values[begin:]
    marks: tuple[Value, ...] = tuple(_mark(goal, period) for period in periods)
    target = None if goal.kind == "growth" else goal.target
    drawn = Line(metric.label, tuple(values), metric.kind, metric.aim, target, values[-2])
    return Chart(one.name if isinstance(one.name, Said) else titled(goal, one.name), marks, (drawn,))


def _mark(goal: Goal, period: Period) -> Value:
    if goal.kind == "span":
        return Day(period.last)
    return period.written() if goal.per == "month" else Day(period.first)


def _periods(ctx: Ctx, one: Standing) -> list[Period]:
    """Of a way each week's end since its first day, as it stood then; else the last days, weeks or months."""
    goal = one.goal
    until = min(ctx.today, goal.last or ctx.today)
    if goal.kind != "span":
        found = [period_of(goal.per, until)]
        while len(found) < POINTS[goal.per]:
            found.insert(0, found[0].before())
        return found
    newest = one.metric.formula is None and one.metric.over == "last"
    begin = until - timedelta(weeks=MOST_WEEKS) if newest else goal.first
    ends = [until]
    while len(ends) < MOST_WEEKS and period_of("week", ends[0]).first > begin:
        ends.insert(0, period_of("week", ends[0]).first - ONE)
    return [Period("quarter", end - LOOKS_BACK if newest else goal.first, end) for end in ends]


def _whole(value: Decimal) -> Amount:
    return Amount(value.quantize(Decimal(1)), "percent")


def _change(value: Decimal) -> Amount:
    return Amount(value.quantize(Decimal("0.1")), "percent", signed=True)
