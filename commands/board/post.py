"""/digest: the digest as it would be posted, for the asker alone; and the digests that the clock posts."""

from datetime import date, datetime
from typing import Annotated, Literal

from commands.kit import Args, Ask, Ctx, Moment, Refusal, Reply, Role, Said, command, text
from commands.kit.days import dated
from commands.kit.expected import about
from commands.kit.fields import PastDay
from commands.kit.moments import instant_of
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.tongue import utc

from .asked import AHEAD
from .board import headline
from .digest import LATE, MISSED, daily, weekly

HELP = text("Preview a digest, only for you")
HELP_POST = text("Post a digest to the team")
KIND = text("Daily or weekly")
DATE = text("Day")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")
KINDS = {"daily": text("daily"), "weekly": text("weekly")}

DAILY = every("22:00", name="digest.daily", label=text("Daily digest"), line="/digest post daily")
WEEKLY = every("mon 09:35", name="digest.weekly", label=text("Weekly digest"), line="/digest post weekly")


class Preview(Args):
    kind: Annotated[Literal["daily", "weekly"], Ask(KIND, choices=KINDS)] = "daily"
    date: Annotated[PastDay | None, Ask(DATE, source="days")] = None


class Post(Args):
    kind: Annotated[Literal["daily", "weekly"], Ask(KIND, choices=KINDS)]
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


@command(
    "digest", help=HELP, who=Role.OBSERVER, private=True, reads=True,
    examples=("/digest", "/digest weekly", "/digest daily date:yesterday"),
)  # fmt: skip
async def digest(args: Preview, ctx: Ctx) -> Reply:
    if args.date is not None and args.date > ctx.today:
        raise Refusal(AHEAD(day=dated(args.date, ctx.today)))
    return await _made(ctx, args.kind, args.date or ctx.today, [], private=True)


@command("digest post", help=HELP_POST, clock=True)
async def post(args: Post, ctx: Ctx) -> Reply:
    """Typed by the clock. What comes late says so, and what could not be posted meanwhile is named."""
    due = instant_of(args.due, ctx.zone)
    notices: list[Said] = []
    if ctx.now - utc(due) > LATE_AFTER:
        notices.append(LATE(at=Moment(due)))
    if args.since is not None:
        notices.append(MISSED(day=args.since))
    return await _made(ctx, args.kind, about(args.due), notices, everywhere=args.alone is None)


async def _made(
    ctx: Ctx, kind: str, day: date, notices: list[Said], *, private: bool = False, everywhere: bool = False
) -> Reply:
    made = await (weekly if kind == "weekly" else daily)(ctx, day, headline(ctx, None), notices)
    return Reply(made.blocks, made.buttons, private=private, everywhere=everywhere)
