"""Every second week, after the prompt of Friday: the milestones that slip, each to be planned anew."""

from datetime import date, datetime
from typing import Annotated, Literal

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Moment, Reply, Said, command, reply, text
from commands.kit.clean import short
from commands.kit.days import dated
from commands.kit.moments import instant_of
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.tongue import utc
from storage import Milestone

from .face import LATE, MORE

HELP = text("Post the milestones that slip")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")

HEADING = text("Milestone review: {n} milestone slips", "Milestone review: {n} milestones slip")
FINE = text("Milestone review: {n} is open, on schedule.", "Milestone review: {n} are open, all on schedule.")
OVERDUE = text("{number} · {title}, was due {day}")
MOVED = text("{number} · {title}, due {day} instead of {planned}")
OWNED = text("{line} – {name}")
PLAN = text("Plan {number} anew", context="button")
ALL = text("Milestones", context="button")

MILESTONES = every(
    "last-of-fortnight 16:30", name="review.milestones", label=text("Milestone review"), line="/review milestones"
)

MOST, MOST_BUTTONS, LONGEST_TITLE = 12, 4, 80


class Post(Args):
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


@command("review milestones", help=HELP, clock=True, reads=True)
async def milestones(args: Post, ctx: Ctx) -> Reply:
    """Typed by the clock. A team without an open milestone hears nothing."""
    going = await ctx.store.milestones.listed(ctx.team.id, ["open"])
    if not going:
        return reply()
    due = instant_of(args.due, ctx.zone)
    late = [LATE(at=Moment(due))] if ctx.now - utc(due) > LATE_AFTER else []
    slip = [one for one in going if one.due_at <= ctx.now or _planned(ctx, one) < _day(ctx, one.due_at)]
    everywhere = args.alone is None
    if not slip:
        return reply(FINE(n=len(going)), *late, everywhere=everywhere)
    names = {person.id: person.name for person in await ctx.people()}
    lines = tuple(_line(ctx, one, names.get(one.owner or 0)) for one in slip[:MOST])
    more = [MORE(n=len(slip) - MOST)] if len(slip) > MOST else []
    buttons = [Button(PLAN(number=str(one.number)), f"/milestone edit {one.number}") for one in slip[:MOST_BUTTONS]]
    buttons.append(Button(ALL(), "/milestone"))
    return reply(Heading(HEADING(n=len(slip))), *late, Bullets((*lines, *more)), buttons=buttons, everywhere=everywhere)


def _line(ctx: Ctx, one: Milestone, name: str | None) -> Said:
    number, title, day = str(one.number), short(one.title, LONGEST_TITLE), dated(_day(ctx, one.due_at), ctx.today)
    if one.due_at <= ctx.now:
        line = OVERDUE(number=number, title=title, day=day)
    else:
        line = MOVED(number=number, title=title, day=day, planned=dated(_planned(ctx, one), ctx.today))
    return OWNED(line=line, name=name) if name else line


def _planned(ctx: Ctx, one: Milestone) -> date:
    return _day(ctx, one.planned_at)


def _day(ctx: Ctx, at: datetime) -> date:
    return at.astimezone(ctx.zone).date()
