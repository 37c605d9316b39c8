"""Lists of tasks, and one by itself."""

from datetime import datetime
from typing import Annotated, ClassVar

from commands.kit import (
    Args,
    Ask,
    Ctx,
    Refusal,
    Reply,
    Role,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.called import OF_WORK
from commands.kit.dayword import UnreadableDay
from commands.kit.moments import read_moment

from .face import OfTask, face, hers, look_at
from .listing import CHOICES, Which, listed, listed_of
from .whole import ACTIVITY, MILESTONE, NUMBERED, whole

HELP_LIST = text("See the team's tasks")
HELP_MINE = text("See your tasks")
HELP_SHOW = text("See one task")
HELP_REMIND = text("Choose how long before it is due you are reminded")
WHICH = text("Which")
PAGE = text("Page")
LEAD = text("How long before, such as 2h or 30m; off for never")

REMINDED = text("You are reminded {lead} minutes before a task is due.")
NOT_REMINDED = text("You are not reminded before tasks are due.")
BAD_LEAD = text("I can't read {words} as a span of time: 2h, 30m, or off.")

LONGEST_LEAD = 14 * 1440


class Asked(Args):
    what: Annotated[Which | None, Word(), Ask(WHICH, choices=CHOICES)] = None
    page: Annotated[int, Ask(PAGE)] = 1
    activity: Annotated[int | None, NUMBERED, Ask(ACTIVITY)] = None
    milestone: Annotated[int | None, NUMBERED, Ask(MILESTONE)] = None

    also: ClassVar = OF_WORK


class Nothing(Args):
    pass


class Before(Args):
    lead: Annotated[str, Ask(LEAD)]


@command(
    "task list", help=HELP_LIST, who=Role.OBSERVER, default=True, reads=True,
    examples=("/task list overdue", "/task list activity:3"),
)  # fmt: skip
async def list_(args: Asked, ctx: Ctx) -> Reply:
    if (of := await whole(ctx, args.activity, args.milestone)) is not None:
        return await listed_of(of, args.what, args.page, ctx)
    return await listed(args.what or "open", args.page, ctx)


@command("task mine", help=HELP_MINE, reads=True)
async def mine(args: Nothing, ctx: Ctx) -> Reply:
    return await listed("mine", 1, ctx)


@command("task show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, examples=("/task show 7",))
async def show(args: OfTask, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    choices = hers(look, ctx.me) if ctx.me.level >= Role.STAFF else []
    shown = face(ctx, look, choices, whole=True)
    return reply(*shown.blocks, buttons=shown.buttons, private=True)


@command("task remind", help=HELP_REMIND, examples=("/task remind 2h", "/task remind off"))
async def remind(args: Before, ctx: Ctx) -> Reply:
    lead = _minutes(args.lead, ctx)
    await ctx.store.people.change(ctx.team.id, ctx.me.id, lead=lead)
    return reply(REMINDED(lead=lead) if lead else NOT_REMINDED(), private=True)


def _minutes(words: str, ctx: Ctx) -> int:
    if words.strip().lower() in ("off", "never", "0", "关", "關", "不"):
        return 0
    try:
        until = _after(words.strip().lstrip("+"), ctx.now.astimezone(ctx.zone))
    except UnreadableDay as error:
        raise Refusal(BAD_LEAD(words=words)) from error
    minutes = int((until - ctx.now).total_seconds() // 60)
    if not 0 < minutes <= LONGEST_LEAD:
        raise Refusal(BAD_LEAD(words=words))
    return minutes


def _after(span: str, now: datetime) -> datetime:
    """So long after now: ``2h``, ``30m``, ``半小时``, ``2天``. Raises ``UnreadableDay``."""
    try:
        return read_moment(f"+{span}", now)
    except UnreadableDay:
        return read_moment(f"{span.removeprefix('提前')}后", now)
