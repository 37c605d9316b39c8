"""/redbook: the book of a month for whoever asks; and the one that the clock posts on the first working day."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from commands.kit import Args, Ask, Ctx, Moment, Mono, Refusal, Reply, Role, Said, command, text
from commands.kit.dayword import UnreadableDay
from commands.kit.hints import either
from commands.kit.moments import instant_of
from commands.kit.months import month_name, read_month
from commands.kit.periods import Period, period_of, read_period
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.tongue import utc

from .made import made

HELP = text("Get the Monthly Red Book: what the month was, as a file to read and print")
HELP_POST = text("Post the Monthly Red Book to the team")
MONTH = text("Month")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")

BAD_MONTH = text("I can't read {words} as a month.")
EXAMPLES = text("For example {words}.")
AHEAD = text("{month} is still to come.")
LATE = text("This was due {at}.")
MISSED = text("Nothing could be posted since {day}. An earlier book is made by {line}.")

REDBOOK = every("first-of-month 10:00", name="redbook", label=text("Monthly Red Book"), line="/redbook post")


class Which(Args):
    month: Annotated[str | None, Ask(MONTH)] = None

    also: ClassVar = {"月份": "month"}


class Post(Args):
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


@command(
    "redbook", help=HELP, who=Role.OBSERVER, private=True, reads=True, examples=("/redbook", "/redbook 2026-10")
)  # fmt: skip
async def redbook(args: Which, ctx: Ctx) -> Reply:
    period = _read(args.month, ctx) if args.month else period_of("month", ctx.today).before()
    if period.first > ctx.today:
        raise Refusal(AHEAD(month=month_name(period)))
    return await made(ctx, period, private=True)


@command("redbook post", help=HELP_POST, clock=True, reads=True)
async def post(args: Post, ctx: Ctx) -> Reply:
    """Typed by the clock, about the month before it was due. Of several that were missed the newest is posted."""
    due = instant_of(args.due, ctx.zone)
    period = period_of("month", args.due.date()).before()
    notices: list[Said] = []
    if ctx.now - utc(due) > LATE_AFTER:
        notices.append(LATE(at=Moment(due)))
    if args.since is not None:
        notices.append(MISSED(day=args.since, line=Mono(f"/redbook {period.before().written()}")))
    return replace(await made(ctx, period, notices), everywhere=args.alone is None)


def _read(words: str, ctx: Ctx) -> Period:
    """What has no year is the latest that has begun. Raises ``Refusal``."""
    try:
        found = read_period(words, ctx.today)
    except UnreadableDay:
        found = None
    if found is not None and found.kind == "month":
        return found
    found = read_month(words, ctx.today)
    if found is None:
        raise Refusal(BAD_MONTH(words=Mono(words)), EXAMPLES(words=either([_LAST, "2026-10", "10月"])))
    if found.first > ctx.today and str(found.first.year) not in words:
        return period_of("month", found.first.replace(year=found.first.year - 1))
    return found


_LAST = text("last month", context="typed")()
