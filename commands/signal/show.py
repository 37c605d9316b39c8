"""One of them: what caused it, how it came about, who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from commands.kit import (
    Bullets,
    Button,
    Chart,
    Ctx,
    Day,
    Heading,
    Line,
    Listed,
    Moment,
    Reply,
    Said,
    Value,
    command,
    reply,
    text,
)
from commands.kit.days import dated
from commands.kit.metrics import Metric
from commands.kit.periods import Kind, Period, period_of
from commands.kit.reply import Block, carries
from commands.kit.sheet import Rate, Sheet, read_sheets, shown, together
from commands.kit.signals import at_risk, group_of, raise_button, take_button
from commands.kit.signals.groups import NUMBERED
from commands.kit.signals.said import MORE, bare, community_of, figure
from storage import Community, Person, Risk, Role, Signal

from .listing import LIST, Which, all_of_them, communities_of, get, named, people_of, risk_button, task_button

HELP_SHOW = text("See one abnormal figure and what caused it")

BESIDE = text("With it, as one task: {figures}")
NOBODY = text("Nobody has taken it up yet.")
TAKEN = text("{name} took it up {when}: task {number}")
AT_RISK = text("{name} raised it {when}: risk {number}")
IS_RISK = text("It is a risk, too: {number}")
TAKEN_UP = text("{name} took it up {when}")
RAISED = text("Found {when}")
RECOVERED = text("Normal again: {day}")
ENDED = text("Not watched any more since {when}")
MADE_OF = text("Made of: {words}")
OPERAND = text("{name} {value}")
CORRECTED = text("Corrected since: {value}")
IN_TREND = text("{name} – {community}")
BOARD = text("Board", context="button")

MOST: Final = 8
POINTS = {"day": 5, "week": 8, "month": 6}
"""Of the picture: the same weekday of five weeks, eight weeks, or half a year."""
FEWEST_POINTS: Final = 2
A_WEEK: Final = timedelta(days=7)
FINEST: Final = Decimal("0.0001")


@command("signal show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, asks=all_of_them, examples=("/signal show 12",))
async def show(args: Which, ctx: Ctx) -> Reply:
    signal = await get(args.number, ctx)
    communities, people = await communities_of(ctx), await people_of(ctx)
    drawn = await _drawn(ctx, signal, communities)
    risk = (await at_risk(ctx, [signal])).get(signal.number)
    facts = [*_made_of(ctx, signal, drawn), *await _beside(ctx, signal), *_course(ctx, signal, people, risk)]
    blocks: list[Block] = [Heading(bare(ctx, (signal,), communities)), Bullets(tuple(facts))]
    if drawn is not None and (picture := _trend(ctx, signal, communities, drawn)) is not None:
        blocks.append(picture)
    return reply(*blocks, buttons=_steps(ctx, signal, communities, risk), private=True)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The figure over some periods as it stands now, the one that the signal is about the last."""

    metric: Metric
    periods: Sequence[Period]
    sheets: Sequence[Sheet]

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        return tuple(sheet[self.metric.key].value for sheet in self.sheets)


async def _drawn(ctx: Ctx, signal: Signal, communities: Mapping[int, Community]) -> Drawn | None:
    metric = ctx.metrics.get(signal.metric)
    if metric is None or metric.hidden:
        return None
    periods = [_period(signal)]
    while len(periods) < POINTS[signal.per]:
        before = periods[0].first - A_WEEK
        periods.insert(0, period_of("day", before) if signal.per == "day" else periods[0].before())
    living = {one.id for one in communities.values() if one.archived_at is None or one.id == signal.community}
    sheets = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, periods, signal.community, metric)
    mine = [together(ctx.metrics, {one: by[one] for one in by if one in living}, 0) for by in sheets]
    begin = next((at for at, sheet in enumerate(mine) if metric.key in sheet), len(mine) - 1)
    return Drawn(metric, periods[begin:], mine[begin:])


def _made_of(ctx: Ctx, signal: Signal, drawn: Drawn | None) -> list[Said]:
    """What went into the figure, and what it is by now where that was corrected."""
    if drawn is None:
        return []
    facts, last, value = [], drawn.sheets[-1].part(drawn.metric.key), drawn.values[-1]
    if isinstance(last, Rate):
        known = [(key, metric) for key in last.sums if (metric := ctx.metrics.get(key)) is not None]
        words = [OPERAND(name=metric.label, value=shown(metric, last.sums[key])) for key, metric in known]
        facts.append(MADE_OF(words=Listed(tuple(words), "row")))
    # Of a week, what is compared may be fewer days than all of it.
    if signal.rule in ("below_mean", "over_mean", "above") and value is not None and not _same(value, signal.value):
        facts.append(CORRECTED(value=shown(drawn.metric, value)))
    return facts


def _same(value: Decimal, kept: Decimal) -> bool:
    """As far as it is kept."""
    return abs(value - kept) < FINEST


async def _beside(ctx: Ctx, signal: Signal) -> list[Said]:
    """What else is on its line: whoever takes one takes them all."""
    others = [one for one in await group_of(ctx, signal) if one.number != signal.number]
    told: list[Value] = [NUMBERED(number=str(one.number), line=figure(ctx, one, brief=True)) for one in others[:MOST]]
    if (left := len(others) - MOST) > 0:
        told.append(MORE(n=left))
    return [BESIDE(figures=Listed(tuple(told)))] if told else []


def _course(ctx: Ctx, signal: Signal, people: Mapping[int, Person], risk: Risk | None) -> list[Said]:
    facts = [RAISED(when=Moment(signal.raised_at))]
    if signal.taken_at is not None:
        name, when = named(signal, people), Moment(signal.taken_at)
        if signal.task is not None:
            facts.append(TAKEN(name=name, when=when, number=str(signal.task)))
        elif risk is not None and signal.taken_by is None:
            facts.append(IS_RISK(number=str(risk.number)))
        elif risk is not None:
            facts.append(AT_RISK(name=name, when=when, number=str(risk.number)))
        else:
            facts.append(TAKEN_UP(name=name, when=when))
    elif signal.recovered_at is None:
        facts.append(NOBODY())
    if risk is not None and signal.task is not None:
        facts.append(IS_RISK(number=str(risk.number)))
    if signal.recovered_on is not None:
        facts.append(RECOVERED(day=dated(signal.recovered_on, ctx.today)))
    elif signal.recovered_at is not None:
        facts.append(ENDED(when=Moment(signal.recovered_at)))
    return facts


def _trend(ctx: Ctx, signal: Signal, communities: Mapping[int, Community], drawn: Drawn) -> Chart | None:
    """``None`` where there are not even two values: a point is no trend."""
    metric, values = drawn.metric, drawn.values
    if sum(value is not None for value in values) < FEWEST_POINTS:
        return None
    marks: tuple[Value, ...] = tuple(
        one.written() if signal.per == "month" else Day(one.first) for one in drawn.periods
    )  # fmt: skip
    limit = None if signal.rule in ("falling", "growth") else signal.limit
    said = IN_TREND(name=metric.label, community=community_of(signal, communities) or ctx.team.name)
    return Chart(said, marks, (Line(metric.label, values, metric.kind, metric.aim, limit, values[-2]),))


def _steps(
    ctx: Ctx, signal: Signal, communities: Mapping[int, Community], risk: Risk | None
) -> list[Button]:  # fmt: skip
    buttons = [take_button(signal), raise_button(signal)] if signal.waits and ctx.me.level >= Role.STAFF else []
    if signal.task is not None:
        buttons.append(task_button(signal.task))
    if risk is not None:
        buttons.append(risk_button(risk.number))
    community = communities.get(signal.community) if signal.community is not None else None
    words = ["/board", community.key if community else "", _period(signal).written(), f"metric:{signal.metric}"]
    board = " ".join(filter(None, words))
    if carries(board) and (community is None or community.archived_at is None):
        buttons.append(Button(BOARD(), board))
    return [*buttons, Button(LIST(), "/signal")]


def _period(signal: Signal) -> Period:
    kind: Kind = signal.per
    return period_of(kind, signal.day)
