"""/standup: the board of the morning, asked for and by the clock. In the channels it is one live card."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Moment, Mono, Reply, Role, Said, command, reply, text
from commands.kit.days import dated
from commands.kit.plan import calendar_of
from commands.kit.posts import Posted, note_posted, posted, where_it_stands
from commands.kit.reply import Block, Card
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.signals import look
from commands.kit.standup import board_of
from commands.kit.tongue import utc

from .section import Morning, Section, morning_of
from .sections import SECTIONS

HELP = text("See the stand-up board of today")
HELP_POST = text("Post the stand-up board to the team")
HELP_REFRESH = text("Show the stand-up board as it is now")
PAGE = text("Page")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")

HEADING = text("Stand-up · {day}")
DAYS_OFF = text("Days off since the last board: {first} – {last}.")
DAY_OFF = text("Day off since the last board: {day}.")
LATE = text("This was due {at}.")
MISSED = text("There was no board since {day}.")
FINE = text("Nothing is abnormal, and nothing is due. Have a good day!")
MORE = text("{n} more: {line}", "{n} more: {line}")
REST = text("The rest", context="button")

BOARD = every("workdays 09:30", name="standup.board", label=text("Stand-up board"), line="/standup post")
PER_PAGE = 12


class Pages(Args):
    page: Annotated[int, Ask(PAGE)] = 1


class Post(Args):
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


class Nothing(Args):
    pass


@command("standup", help=HELP, who=Role.OBSERVER, private=True, reads=True, examples=("/standup",))
async def standup(args: Pages, ctx: Ctx) -> Reply:
    first = await posted(ctx, board_of(ctx.today))
    morning = await morning_of(ctx, ctx.today, first.since if first else None)
    found = await _sections(ctx, morning)
    if args.page <= 1:
        face = await _face(ctx, morning, found, [])
        return reply(*face.blocks, buttons=face.buttons, private=True)
    left = [(one.heading, line) for one in found for line in one.lines[one.most :]]
    pages = max(1, -(-len(left) // PER_PAGE))
    at = min(args.page - 1, pages)
    blocks: list[Block] = [Heading(HEADING(day=dated(morning.day, ctx.today)))]
    shown = left[(at - 1) * PER_PAGE : at * PER_PAGE]
    for one in found:
        if mine := tuple(line for heading, line in shown if heading is one.heading):
            blocks += [one.heading, Bullets(mine)]
    buttons = [Button(REST(), f"/standup page:{at + 2}")] if at < pages else []
    return reply(*blocks, *([] if left else [FINE()]), buttons=buttons, private=True)


@command("standup post", help=HELP_POST, clock=True)
async def post(args: Post, ctx: Ctx) -> Reply:
    """Typed by the clock. It stands where the team works, in all its channels, or in the one that was chosen for it."""
    name = board_of(args.due.date())
    first = await note_posted(ctx, name, args.due, args.since)
    morning = await morning_of(ctx, args.due.date(), args.since)
    for day in morning.days:
        await look(ctx, day)
    where = (ctx.heard.address,) if args.alone is not None else None
    return reply(cards=[Card(name, await _made(ctx, morning, first), where)])


@command("standup refresh", help=HELP_REFRESH, clock=True, reads=True)
async def refresh(args: Nothing, ctx: Ctx) -> Reply:
    """Something on it changed."""
    day = ctx.now.astimezone(ctx.zone).date()
    name = board_of(day)
    if not (where := await where_it_stands(ctx, name)):
        return reply()
    first = await posted(ctx, name)
    morning = await morning_of(ctx, day, first.since if first else None)
    return reply(cards=[Card(name, await _made(ctx, morning, first), where)])


async def _made(ctx: Ctx, morning: Morning, first: Posted | None) -> Reply:
    return await _face(ctx, morning, await _sections(ctx, morning), _notices(first) if first else [])


def _notices(first: Posted) -> list[Said]:
    notices = [LATE(at=Moment(first.due))] if first.at - utc(first.due) > LATE_AFTER else []
    return [*notices, MISSED(day=first.since)] if first.since is not None else notices


async def _sections(ctx: Ctx, morning: Morning) -> list[Section]:
    return [found for make in SECTIONS if (found := await make(ctx, morning)) is not None]


async def _face(ctx: Ctx, morning: Morning, found: Sequence[Section], notices: Sequence[Said]) -> Reply:
    calendar = await calendar_of(ctx.store, ctx.team)
    blocks: list[Block] = [Heading(HEADING(day=dated(morning.day, ctx.today))), *notices]
    today = calendar.look(morning.day)
    if today.kind == "make-up" and (said := today.said()) is not None:
        blocks.append(said)
    if off := [day for day in morning.days if not calendar.works(day)]:
        first, last = (dated(day, ctx.today) for day in (off[0], off[-1]))
        blocks.append(DAY_OFF(day=first) if len(off) == 1 else DAYS_OFF(first=first, last=last))
    for one in found:
        lines = list(one.lines[: one.most])
        if (left := len(one.lines) - one.most) > 0:
            lines.append(MORE(n=left, line=Mono(one.rest)))
        blocks += [one.heading, Bullets(tuple(lines))]
    if not found:
        blocks.append(FINE())
    buttons = [button for one in found for button in one.buttons]
    if any(len(one.lines) > one.most for one in found):
        buttons.append(Button(REST(), "/standup page:2"))
    return reply(*blocks, buttons=buttons)
