"""The month of activities and milestones as a picture, and a link by which one's own calendar programme has them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bar,
    Bullets,
    Button,
    Ctx,
    Day,
    Moment,
    Mono,
    Refusal,
    Reply,
    Role,
    Span,
    Timeline,
    command,
    reply,
    text,
)
from commands.kit.feeds import NEW, calendar_link
from commands.kit.hints import either, verbatim
from commands.kit.moments import instant_of
from commands.kit.months import EXAMPLES, month_name, read_month
from commands.kit.periods import ONE, Period, period_of
from commands.kit.plan import calendar_of
from commands.kit.reply import Block
from storage import Activity, Milestone

HELP = text("See a month of activities and milestones")
HELP_FEED = text("Get a secret link to them for your own calendar")
MONTH = text("Month (empty: this one)")

TITLE = text("Activities in {month}")
EMPTY = text("Nothing is planned for {month}.")
NO_MONTH = text("I can't read {words} as a month.")
MONTH_EXAMPLES = text("A month can be written as {words}.")
ACTIVITY = text("{name}: {first} – {last}, ignition {at}")
PROPOSED = text("{name}: {first} – {last}, ignition {at}, waits for approval")
UNDECIDED = text("{name} (not approved)")
MILESTONE = text("Milestone {title}: {at}")
STATES = {
    "done": text("Milestone {title}: {at}, to be verified"),
    "verified": text("Milestone {title}: {at}, reached"),
    "late": text("Milestone {title}: {at}, overdue"),
}
MORE = text("and {n} more", "and {n} more")
BEFORE = text("‹ {month}", context="button")
AFTER = text("{month} ›", context="button")
LINK = text("Calendar link", context="button")

SECRET = text("Keep it to yourself: whoever has it sees the team's activities and milestones.")

MOST_LINES = 25
"""Of more the picture alone tells."""


class Asked(Args):
    month: Annotated[str | None, Ask(MONTH)] = None


class Link(Args):
    new: Annotated[bool, Ask(NEW)] = False


@command(
    "activity calendar", help=HELP, who=Role.OBSERVER, reads=True,
    examples=("/activity calendar", "/activity calendar next month", "/activity calendar 2026-12"),
)  # fmt: skip
async def calendar(args: Asked, ctx: Ctx) -> Reply:
    month = _month(args.month, ctx.today)
    ends = (month.first, month.last + ONE)
    begin, end = (instant_of(datetime.combine(day, time()), ctx.zone) for day in ends)
    planned = await ctx.store.activities.between(ctx.team.id, begin, end)
    activities = [each for each in planned if each.preheats_at < end]
    milestones = await ctx.store.milestones.listed(ctx.team.id, ["open", "done", "verified"], first=begin, last=end)
    buttons = _buttons(month)
    if not activities and not milestones:
        return reply(EMPTY(month=month_name(month)), buttons=buttons)
    bars = [*(_activity(each, ctx) for each in activities), *(_milestone(each, ctx.now) for each in milestones)]
    works = await calendar_of(ctx.store, ctx.team)
    shown = Timeline(
        TITLE(month=month_name(month)), month.first, month.last, tuple(bars),
        today=ctx.today if month.first <= ctx.today <= month.last else None,
        off=tuple(day for day in _days(month) if not works.works(day)),
    )  # fmt: skip
    blocks: list[Block] = [shown, Bullets(tuple(bar.words for bar in bars[:MOST_LINES]))]
    if len(bars) > MOST_LINES:
        blocks.append(MORE(n=len(bars) - MOST_LINES))
    return reply(*blocks, buttons=buttons)


@command(
    "activity feed",
    help=HELP_FEED,
    who=Role.OBSERVER,
    private=True,
    examples=("/activity feed", "/activity feed new:yes"),
)
async def feed(args: Link, ctx: Ctx) -> Reply:
    return await calendar_link(ctx, "activities", "calendar", "/activity feed", SECRET(), new=args.new)


def _month(words: str | None, today: date) -> Period:
    if not words:
        return period_of("month", today)
    if (found := read_month(words, today)) is None:
        raise Refusal(NO_MONTH(words=Mono(words)), MONTH_EXAMPLES(words=either(EXAMPLES)))
    return found


def _days(month: Period) -> Sequence[date]:
    return [month.first + ONE * at for at in range(month.length)]


def _buttons(month: Period) -> list[Button]:
    before, after = month.before(), month.after()
    return [
        Button(BEFORE(month=month_name(before)), f"/activity calendar {before.written()}"),
        Button(AFTER(month=month_name(after)), f"/activity calendar {after.written()}"),
        Button(LINK(), "/activity feed"),
    ]


def _activity(each: Activity, ctx: Ctx) -> Bar:
    spans = (
        Span(each.preheats_at, each.starts_at, "preheat"),
        Span(each.starts_at, each.afterglow_at, "ignition"),
        Span(each.afterglow_at, each.ends_at, "afterglow"),
    )
    first, last = (Day(at.astimezone(ctx.zone).date()) for at in (each.preheats_at, each.ends_at))
    open_yet = each.phase == "proposed"
    words = (PROPOSED if open_yet else ACTIVITY)(name=each.name, first=first, last=last, at=Moment(each.starts_at))
    name = UNDECIDED(name=each.name) if open_yet else verbatim(each.name)
    return Bar(name, tuple(span for span in spans if span.first < span.last), words, Moment(each.starts_at))


def _milestone(each: Milestone, now: datetime) -> Bar:
    late = each.state == "open" and each.due_at <= now
    state = "late" if late else "verified" if each.reached else each.state
    words = STATES.get(state, MILESTONE)(title=each.title, at=Moment(each.due_at))
    look = Span(each.due_at, each.due_at, "reached" if each.reached else "milestone")
    return Bar(each.title, (look,), words, Moment(each.due_at))
