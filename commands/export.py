"""Asking for a file: an order that is carried out elsewhere, because a large one takes its time. The file comes to the
asker alone."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from storage import Order, Role

from .kit import Args, Ask, Button, Ctx, Refusal, Reply, Text, Word, command, reply, text
from .kit.days import dated
from .kit.dayword import UnreadableDay
from .kit.fields import PastDay, day_hints
from .kit.hints import either
from .kit.periods import EXAMPLES as PERIODS
from .kit.periods import Period, read_period

HELP = text("Get numbers, weekly reports, tasks, activities, journal or people as a file")
KIND = text("What")
PERIOD = text("Period")
FIRST = text("First day")
LAST = text("Last day")
FORMAT = text("Format")
KINDS: dict[str, Text] = {
    "numbers": text("numbers"),
    "journal": text("journal"),
    "people": text("people"),
    "tasks": text("tasks"),
    "activities": text("activities"),
    "weeklies": text("weekly reports"),
    "risks": text("risks"),
}

COMES = text("The file is being made. It comes to you alone, in a moment.")
MANY = text("{n} file is being made for this team already.", "{n} files are being made for this team already.")
CLOSED = text("I cannot write to you privately yet. Open me, press Start, then ask again.")
BAD_PERIOD = text("I can't read {words} as a period.")
EXAMPLES = text("For example {words}.")
BACKWARDS = text("{last} is before {first}.")
AGAIN = text("Ask again", context="button")

MOST = 3
"""Files of a team that wait at a time."""


class What(Args):
    kind: Annotated[
        Literal["numbers", "journal", "people", "tasks", "activities", "weeklies", "risks"],
        Word(),
        Ask(KIND, choices=KINDS),
    ]
    period: Annotated[str | None, Ask(PERIOD)] = None
    first: Annotated[PastDay | None, Ask(FIRST, source="days"), Field(alias="from")] = None
    last: Annotated[PastDay | None, Ask(LAST, source="days"), Field(alias="to")] = None
    format: Annotated[Literal["xlsx", "csv", "json"], Ask(FORMAT)] = "xlsx"

    also: ClassVar = {"从": "from", "從": "from", "到": "to"}


@command(
    "export", help=HELP, who=Role.MANAGER, private=True,
    examples=("/export numbers last month", "/export numbers from:2026-11-01 to:2026-11-30 format:csv"),
)  # fmt: skip
async def export(args: What, ctx: Ctx) -> Reply:
    period = _period(args.period, ctx) if args.period else None
    first = args.first or (period.first if period else None)
    last = args.last or (period.last if period else None)
    if first and last and last < first:
        raise Refusal(BACKWARDS(first=dated(first, ctx.today), last=dated(last, ctx.today)))
    waiting = await ctx.store.exports.waiting(ctx.team.id)
    if waiting >= MOST:
        raise Refusal(MANY(n=waiting))
    account = ctx.heard.account
    direct = await _direct(ctx)
    order = Order(
        0, ctx.team.id, ctx.me.id, ctx.heard.address, account.user, direct, args.kind, args.format, first, last
    )  # fmt: skip
    await ctx.store.exports.put(order, ctx.now)
    return reply(COMES(), private=True)


async def _direct(ctx: Ctx) -> str:
    """Her private chat. Raises ``Refusal`` where she has not opened it yet."""
    account = ctx.heard.account
    if ctx.heard.private:
        return ctx.heard.address.chat
    known = await ctx.store.accounts.get(account.platform, account.user)
    direct = known[0].direct if known else None
    if direct is None and account.platform == "telegram":
        raise Refusal(CLOSED())
    return direct or ""


def _period(words: str, ctx: Ctx) -> Period:
    try:
        period = read_period(words, ctx.today)
    except UnreadableDay as error:
        raise Refusal(BAD_PERIOD(words=words), *day_hints(error)) from error
    if period is None:
        examples = either(PERIODS)
        again = Button(AGAIN(), "/export numbers last month")
        raise Refusal(BAD_PERIOD(words=words), EXAMPLES(words=examples), buttons=(again,))
    return period
