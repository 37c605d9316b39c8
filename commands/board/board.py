"""/board: the numbers of a day, a week, a month or a quarter."""

from dataclasses import replace
from typing import Annotated, Literal

from commands.kit import Args, Ask, Button, Ctx, Refusal, Reply, Rest, Role, command, reply, text
from commands.kit.aims import Aims, aims_of
from commands.kit.days import dated
from commands.kit.fields import PastDay
from commands.kit.hints import did_you_mean, either, verbatim
from commands.kit.metrics import Metric
from commands.kit.periods import Kind, period_of
from commands.kit.picks import MOST, picks
from commands.kit.reply import Block
from storage import Community

from . import one, park
from .asked import Asked, understood
from .one import EMPTY
from .sources import sources
from .trend import WEEKS, trend

HELP = text("See the numbers of a day, a week, a month or a quarter, with what they were before")
HELP_WHO = text("See who entered the numbers of a day, when, and what was there before")
WORDS = text("Community and period")
COMMUNITY = text("Community")
PERIOD = text("Period")
DATE = text("Any day of the period")
METRIC = text("Number on the chart")
PAGE = text("Page")
KINDS = {"day": text("Day", context="period"), "week": text("Week"), "month": text("Month"), "quarter": text("Quarter")}

ALL = text("All communities", context="button")
WHO = text("Who entered it?", context="button")
ONE_COMMUNITY = text("Name a community: who entered what is told for one at a time.")
ONE_DAY = text("Which day? Who entered what is told for one at a time.")
NO_CHART = text("No chart: {name} is known for fewer than two of these {n} weeks.")
UNKNOWN = text("There is no number called {name}.")
KNOWN = text("Numbers are {words}.")

WHO_LINE = "/board who"
HEADLINE = "active"
"""What communities are ranked and drawn by unless somebody names another figure."""
SOME = 8
"""Numbers that are named to somebody who asked for one that is none."""


class Board(Args):
    text: Annotated[str | None, Rest(), Ask(WORDS)] = None
    community: Annotated[str | None, Ask(COMMUNITY, source="communities")] = None
    period: Annotated[Literal["day", "week", "month", "quarter"] | None, Ask(PERIOD, choices=KINDS)] = None
    date: Annotated[PastDay | None, Ask(DATE, source="days")] = None
    metric: Annotated[str | None, Ask(METRIC, source="metrics")] = None
    page: Annotated[int, Ask(PAGE)] = 1


@command(
    "board", help=HELP, who=Role.OBSERVER, reads=True,
    examples=(
        "/board", "/board week", "/board {community} week", "/board {community} 2026-W47", "/board metric:revenue",
    ),
)  # fmt: skip
async def board(args: Board, ctx: Ctx) -> Reply:
    asked = await understood(ctx, args.text or "", args.community, args.period, args.date)
    figure = headline(ctx, args.metric)
    asked = replace(asked, metric=figure.key if args.metric else "")
    aims = await aims_of(ctx, asked.community, asked.period)
    if asked.community is not None:
        blocks = await one.board(ctx, asked, aims)
        return reply(*blocks, *await _chart(ctx, asked, figure, None, aims), buttons=_buttons(ctx, asked))
    whole = await park.read(ctx, asked.period, figure)
    page = max(1, min(args.page, -(-len(whole.standings) // park.PAGE)))
    blocks = park.blocks(ctx, asked, whole, figure, page, aims)
    if page == 1:
        blocks += await one.goals(ctx, asked.period, aims)
    more = park.buttons(asked, whole, page)
    drawn = await _chart(ctx, asked, figure, whole, aims) if page == 1 else []
    return reply(*blocks, *drawn, buttons=[*more, *_periods(ctx, asked)])


async def _chart(ctx: Ctx, asked: Asked, figure: Metric, whole: park.Park | None, aims: Aims) -> list[Block]:
    """Whoever named the figure is told when there is none."""
    drawn = await trend(ctx, asked, figure, whole, aims)
    if drawn is not None:
        return [drawn]
    return [NO_CHART(name=figure.label, n=WEEKS)] if asked.metric else []


@command("board who", help=HELP_WHO, who=Role.OBSERVER, reads=True, private=False, examples=("/board who {community}",))
async def who(args: Board, ctx: Ctx) -> Reply:
    asked = await understood(ctx, args.text or "", args.community, args.period, args.date)
    figure = headline(ctx, args.metric) if args.metric else None
    asked = replace(asked, metric=figure.key if figure else "")
    if asked.community is None:
        line = asked.line(verb=WHO_LINE, key="{key}")
        buttons, more = picks((await ctx.communities()).values(), line, line)
        raise Refusal(ONE_COMMUNITY(), *more, buttons=buttons)
    if asked.period.kind != "day":
        return await _which_day(ctx, asked, asked.community)
    return await sources(ctx, asked.community, asked.period.first, figure)


async def _which_day(ctx: Ctx, asked: Asked, community: Community) -> Reply:
    """A button for each day that was reported, or for its week where they are too many."""
    period = asked.period
    filed = await ctx.store.numbers.window(ctx.team.id, community.id, period.first, period.last)
    days = sorted({number.day for number in filed})
    if not days:
        raise Refusal(EMPTY())
    found = [(period_of("day", day), dated(day, ctx.today)) for day in days]
    if len(days) > MOST:
        weeks = dict.fromkeys(period_of("week", day) for day in days)
        found = [(week, week.written()) for week in weeks]
    buttons = [Button(verbatim(label), asked.line(verb=WHO_LINE, period=each)) for each, label in found]
    return reply(ONE_DAY(), buttons=buttons, private=True)


def headline(ctx: Ctx, word: str | None) -> Metric:
    """The figure that is meant; without a word the headline, or the first there is."""
    found = ctx.metrics.find(word or HEADLINE)
    if found is None and word is None:
        found = ctx.metrics.entered[0]
    if found is None:
        some = [metric.key for metric in ctx.metrics.entered[:SOME]]
        hints = did_you_mean(ctx.metrics.nearest(word or "")) or [KNOWN(words=either(some))]
        raise Refusal(UNKNOWN(name=word or ""), *hints)
    return found


def _buttons(ctx: Ctx, asked: Asked) -> list[Button]:
    found = _periods(ctx, asked)
    found.append(Button(WHO(), asked.line(verb=WHO_LINE)))
    found.append(Button(ALL(), asked.line(key="")))
    return found


def _periods(ctx: Ctx, asked: Asked) -> list[Button]:
    """The same of another length."""
    kinds: list[Kind] = ["day", "week", "month", "quarter"]
    last = asked.period.begun(ctx.today).last
    return [
        Button(KINDS[kind](), asked.line(period=period_of(kind, last))) for kind in kinds if kind != asked.period.kind
    ]
