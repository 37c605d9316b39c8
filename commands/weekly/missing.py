"""/weekly missing: whose report of a week is not there; and the one reminder, on Monday morning, in private."""

from datetime import datetime
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Refusal,
    Reply,
    Role,
    Said,
    command,
    reply,
    text,
)
from commands.kit.lateness import asleep
from commands.kit.moments import instant_of
from commands.kit.periods import Period
from commands.kit.plan import calendar_of
from commands.kit.private import private_of
from commands.kit.reply import Block
from commands.kit.schedule import every
from commands.kit.weeklies import Awaited, awaited
from storage import Address, Community, Timer

from .asked import AHEAD, read_week
from .report import ALSO, week_button
from .subject import Subject, line, of_communities, of_key

HELP = text("See whose weekly report is missing")
HELP_NUDGE = text("Remind those whose weekly report is missing")
WEEK = text("Week")
PAGE = text("Page")
DUE = text("When it was due")

HEADING = text(
    "Weekly reports of {week}: {n} person has not filed", "Weekly reports of {week}: {n} people have not filed"
)
ALL_IN = text("Weekly reports of {week}: all are in.")
NOT_OPEN = text("Filing opens {when}.")
PERSON = text("{name}: {communities}")
LATE = text("Filed late: {name} ({who}, {when})")
MINE = text("Write mine", context="button")
NEXT = text("Next page", context="button")
REMIND = text("{name}, your weekly report of {week} is not filed yet: {communities}.")
UNTIL = text("Filing closes {when}.")
AWAY = text("I am away", context="button")
SOMEBODY = text("somebody")
COUNTED = text("{names} and {n} more", "{names} and {n} more")

PER_PAGE = 15
MOST_NAMES = 6

NUDGE = every(
    "first-of-week 09:00", name="weekly.nudge", label=text("Reminder of the weekly report"), line="/weekly nudge",
    late="skip", private=True,
)  # fmt: skip


class Which(Args):
    week: Annotated[str | None, Ask(WEEK)] = None
    page: Annotated[int, Ask(PAGE)] = 1


class Due(Args):
    due: Annotated[datetime, Ask(DUE)]


@command(
    "weekly missing", help=HELP, who=Role.OBSERVER, reads=True, private=True,
    examples=("/weekly missing", "/weekly missing last week"),
)  # fmt: skip
async def missing(args: Which, ctx: Ctx) -> Reply:
    filing = ctx.metrics.weekly
    calendar = await calendar_of(ctx.store, ctx.team)
    opened = filing.open(ctx.now, ctx.zone, calendar)
    week = read_week(args.week, ctx.today) if args.week else [*opened, filing.opened(ctx.now, ctx.zone)][0]
    if week.first > ctx.today:
        raise Refusal(AHEAD(week=week.said(ctx.today)))
    if ctx.now < (opens := filing.opens_at(week, ctx.zone)):
        return reply(NOT_OPEN(when=Moment(opens)), private=True)
    found = await awaited(ctx.store, filing, ctx.team.id, week, ctx.zone, calendar)
    people = found.people
    pages = max(1, -(-len(people) // PER_PAGE))
    page = max(1, min(args.page, pages))
    lines = [
        PERSON(name=person.name, communities=_names(hers))
        for person, hers in people[(page - 1) * PER_PAGE : page * PER_PAGE]
    ]
    said = week.said(ctx.today)
    blocks: list[Block] = [Heading(HEADING(week=said, n=len(people)) if people else ALL_IN(week=said))]
    blocks += [Bullets(tuple(lines))] if lines else []
    blocks += await _late(ctx, found) if page == pages else []
    buttons = []
    if mine := next((hers for person, hers in people if person.id == ctx.me.id), None):
        buttons += _writes(ctx, mine, week)
    if page < pages:
        buttons.append(Button(NEXT(), f"/weekly missing {week.written()} page:{page + 1}"))
    for other in [each for each in opened if each != week and week in opened]:
        blocks.append(ALSO(week=other.said(ctx.today)))
        buttons.append(week_button(other, f"/weekly missing {other.written()}"))
    return reply(*blocks, buttons=buttons, private=True)


@command("weekly nudge", help=HELP_NUDGE, clock=True, reads=True)
async def nudge(args: Due, ctx: Ctx) -> Reply:
    """Winds a timer for each who can be written to; says nothing itself."""
    for person in {one.id: one for found in await _awaited(args, ctx) for one, _ in found.people}.values():
        account = private_of(await ctx.store.accounts.of(person.id))
        if account is None or person.away_on(ctx.today):
            continue
        key, address = f"weekly:{ctx.team.id}:{person.id}:remind", Address(account.platform, account.direct or "")
        typed = f"/weekly remind due:{args.due:%Y-%m-%dT%H:%M}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, typed, address, person.id))
    return reply()


@command("weekly remind", help=HELP_NUDGE, clock=True, reads=True)
async def remind(args: Due, ctx: Ctx) -> Reply:
    missing = [
        (found.week, hers) for found in await _awaited(args, ctx) for one, hers in found.people if one.id == ctx.me.id
    ]
    if not missing or asleep(ctx):
        return reply()
    calendar, blocks, buttons = await calendar_of(ctx.store, ctx.team), list[Block](), list[Button]()
    for week, hers in missing:
        blocks.append(REMIND(name=ctx.me.name, week=week.said(ctx.today), communities=_names(hers)))
        closes = ctx.metrics.weekly.closes_at(week, ctx.zone, calendar)
        blocks += [UNTIL(when=Moment(closes))] if ctx.now < closes else []
        writes = _writes(ctx, hers, week)
        buttons += writes if len(missing) == 1 else [week_button(week, one.line, "primary") for one in writes]
    return reply(*blocks, buttons=[*buttons, Button(AWAY(), "/away today")])


async def _awaited(args: Due, ctx: Ctx) -> list[Awaited]:
    """Of the weeks that were to be filed when it was due."""
    due = instant_of(args.due, ctx.zone)
    filing, calendar = ctx.metrics.weekly, await calendar_of(ctx.store, ctx.team)
    weeks = filing.due(due, ctx.zone, calendar)
    return [await awaited(ctx.store, filing, ctx.team.id, week, ctx.zone, calendar) for week in weeks]


async def _late(ctx: Ctx, found: Awaited) -> list[Said]:
    people = {one.id: one.name for one in await ctx.store.people.of(ctx.team.id, left=True)}
    lines = []
    for report in found.late:
        subject = await of_key(ctx, report.subject, found.week)
        who = people.get(report.by) or SOMEBODY()
        lines.append(LATE(name=subject.name, who=who, when=Moment(report.at)))
    return lines


def _writes(ctx: Ctx, mine: list[Community], week: Period) -> list[Button]:
    """Her only community's report, or her own."""
    subject = of_communities(mine) if len(mine) == 1 else Subject(tuple(mine), ctx.me)
    found = line("edit", subject, week)
    return [Button(MINE(), found, "primary")] if found else []


def _names(hers: list[Community]) -> Said | Listed:
    names = Listed(tuple(each.name for each in hers[:MOST_NAMES]), "row")
    left = len(hers) - MOST_NAMES
    return COUNTED(names=names, n=left) if left > 0 else names
