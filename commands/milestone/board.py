"""The progress of the week: how many of those due are done, and what slips first. Asked for, and by the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Mono,
    Reply,
    Role,
    Said,
    Text,
    command,
    reply,
    text,
)
from commands.kit.moments import instant_of
from commands.kit.owners import everybody
from commands.kit.periods import period_of
from commands.kit.reply import Block
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.slips import moved_days
from commands.kit.tongue import utc
from storage import Milestone

from .face import tasks_of
from .listing import SHOW_ONE, line_of

HELP = text("See this week's milestones, what slips first")
HELP_POST = text("Post the milestone board to the team")
PAGE = text("Page")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")

HEADING = text("Milestones, {week}: {done}/{n} done")
NOTHING_DUE = text("Milestones, {week}: none due")
LATE = text("This was due {at}.")
OVERDUE = text("Overdue")
MOVED = text("Moved later than planned")
THIS_WEEK = text("Due this week")
AHEAD = text("Due later")
CHECKS = text("Waiting for a check")
EMPTY = text("There is no milestone yet. A manager adds the first with {line}.")
MORE = text("{n} more", "{n} more")
BY_PERSON = text("By person", context="button")
ADD = text("Add a milestone", context="button")

BOARD = every("mon 09:40", name="milestone.board", label=text("Milestone board"), line="/milestone post")

PER_PAGE = 12
"""With a title and a goal of the usual length they fit a phone, with the longest one message."""
MOST_BUTTONS = 3


class Page(Args):
    page: Annotated[int, Ask(PAGE)] = 1


class Post(Args):
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


@dataclass(frozen=True, slots=True)
class Progress:
    """``planned``: those due until the end of the week that were not dropped, ``done`` how many of them are. The four
    lists hold every open one once, ``checks`` those that wait for somebody else's word."""

    planned: int
    done: int
    overdue: Sequence[Milestone]
    moved: Sequence[Milestone]
    week: Sequence[Milestone]
    ahead: Sequence[Milestone]
    checks: Sequence[Milestone]
    news: bool
    """Whether there is anything to tell of this week."""

    def sections(self) -> Iterator[tuple[Text, Milestone]]:
        """Everything in its order, each with the heading it stands under."""
        for heading, found in (
            (OVERDUE, self.overdue), (MOVED, self.moved), (THIS_WEEK, self.week), (CHECKS, self.checks),
            (AHEAD, self.ahead),
        ):  # fmt: skip
            yield from ((heading, milestone) for milestone in found)


@command("milestone board", help=HELP, who=Role.OBSERVER, default=True, reads=True, examples=("/milestone",))
async def board(args: Page, ctx: Ctx) -> Reply:
    return await drawn(ctx, await progress(ctx), args.page, [])


@command("milestone post", help=HELP_POST, clock=True, reads=True)
async def post(args: Post, ctx: Ctx) -> Reply:
    """Typed by the clock. Where there is nothing to tell it says nothing; of several that were missed there is one."""
    found = await progress(ctx)
    if not found.news:
        return reply()
    due = instant_of(args.due, ctx.zone)
    late = ctx.now - utc(due) > LATE_AFTER
    said = await drawn(ctx, found, 1, [LATE(at=Moment(due))] if late else [])
    return Reply(said.blocks, said.buttons, everywhere=args.alone is None)


async def progress(ctx: Ctx) -> Progress:
    """How things are now, on the team's calendar."""
    this = period_of("week", ctx.today)
    begin, end = (
        instant_of(datetime.combine(day, time()), ctx.zone) for day in (this.first, this.last + timedelta(days=1))
    )
    store, team = ctx.store.milestones, ctx.team.id
    going, reached = await store.listed(team, ["open"]), await store.listed(team, ["done", "verified"])
    overdue = [one for one in going if one.due_at <= ctx.now]
    moved = [one for one in going if one.due_at > ctx.now and moved_days(ctx, one)]
    rest = [one for one in going if one.due_at > ctx.now and not moved_days(ctx, one)]
    done = [one for one in reached if one.due_at < end]
    checks = [one for one in reached if not one.over]
    return Progress(
        planned=len(done) + sum(one.due_at < end for one in going),
        done=len(done),
        overdue=overdue,
        moved=sorted(moved, key=lambda one: (-moved_days(ctx, one), one.due_at, one.number)),
        week=[one for one in rest if one.due_at < end],
        ahead=[one for one in rest if one.due_at >= end],
        checks=checks,
        news=bool(going or checks or any(one.due_at >= begin for one in done)),
    )


async def drawn(ctx: Ctx, found: Progress, page: int, notices: Sequence[Said]) -> Reply:
    open_ones = list(found.sections())
    week = period_of("week", ctx.today).said(ctx.today)
    head = HEADING(week=week, done=found.done, n=found.planned) if found.planned else NOTHING_DUE(week=week)
    if not open_ones and not found.planned:
        return reply(EMPTY(line=Mono("/milestone add")), buttons=[Button(ADD(), "/milestone add")])
    page = max(1, min(page, -(-len(open_ones) // PER_PAGE)))
    shown = open_ones[(page - 1) * PER_PAGE : page * PER_PAGE]
    people, tasks = await everybody(ctx), await tasks_of(ctx, [milestone for _, milestone in shown])
    blocks: list[Block] = [Heading(head), *notices]
    for heading in dict.fromkeys(heading for heading, _ in shown):
        mine = [milestone for under, milestone in shown if under == heading]
        blocks.append(heading())
        blocks.append(Bullets(tuple(line_of(one, people, tasks[one.id], ctx) for one in mine)))
    buttons = [
        Button(SHOW_ONE(number=str(one.number)), f"/milestone show {one.number}") for _, one in shown[:MOST_BUTTONS]
    ]
    if (left := len(open_ones) - page * PER_PAGE) > 0:
        buttons.append(Button(MORE(n=left), f"/milestone board page:{page + 1}"))
    return reply(*blocks, buttons=[*buttons, Button(BY_PERSON(), "/milestone people")])
