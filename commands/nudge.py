"""Reminders to report: in private, to those and only those from whom a report is still expected, and who are not away.

The clock types ``/nudge all``; that winds a timer for each person, so that each is looked at once more before she is
written to. Who cannot be written to is named, once for all, in the team's channel.
"""

from datetime import date, datetime, timedelta
from typing import Annotated

from storage import Account, Address, Person, Role, Timer

from .kit import Args, Ask, Button, Ctx, Listed, Mono, Reply, Value, command, reply, text
from .kit.expected import Day, expected
from .kit.schedule import every
from .kit.texts import Mention

DUE = text("When it was due")
HELP = text("Remind those whose report is missing")

MISSING = text("Good evening, {name}. Today's numbers are not in yet: {communities}.")
HOW = text("A line is enough: {line}")
MENTION = text("{people}: today's numbers are not in yet. I cannot write to you privately; open me and press Start.")
REPORT = text("Report now", context="button")
AWAY = text("I am away", context="button")

WAIT = timedelta(minutes=1)
"""How long private letters are given before those who could not be written to are named in the channel."""

FIRST = every(
    "20:30", name="nudge.first", label=text("First reminder to report"), line="/nudge all", late="skip", quiet=True
)  # fmt: skip
SECOND = every(
    "21:30", name="nudge.second", label=text("Second reminder to report"), line="/nudge all", late="skip", quiet=True
)  # fmt: skip


class Due(Args):
    due: Annotated[datetime, Ask(DUE)]

    @property
    def day(self) -> date:
        return self.due.date()

    @property
    def slot(self) -> str:
        return f"{self.due:%Y-%m-%dT%H:%M}"


@command("nudge all", help=HELP, who=Role.DIRECTOR, hidden=True, reads=True)
async def all_(args: Due, ctx: Ctx) -> Reply:
    """Winds a timer for each; says nothing itself."""
    ran = await ctx.store.schedules.count(ctx.team.id, "nudge.", args.day)
    if ran > ctx.team.nudges:
        return reply()
    found = await expected(ctx.store, ctx.team.id, args.day)
    silent = False
    for person in found.people.values():
        account = _private(await ctx.store.accounts.of(person.id))
        if account is None or account.direct is None:
            silent = True
            continue
        key, line = f"nudge:{ctx.team.id}:{args.slot}:{person.id}", f"/nudge one due:{args.slot}"
        address = Address(account.platform, account.direct)
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, address, person.id))
    if silent:
        await _mention_later(args, ctx)
    return reply()


@command("nudge one", help=HELP, who=Role.DIRECTOR, hidden=True, reads=True)
async def one(args: Due, ctx: Ctx) -> Reply:
    found = await expected(ctx.store, ctx.team.id, args.day)
    left = found.left(ctx.me.id)
    if not left:
        return reply()
    names: Value = Listed(tuple(each.name for each in left))
    line = f"/daily community:{left[0].key}"
    buttons = [Button(REPORT(), line, "primary"), Button(AWAY(), "/away today")]
    said = MISSING(name=ctx.me.name, communities=names)
    example = HOW(
        line=Mono(f"/daily {left[0].key} joined 32 active 1.2k" if len(left) > 1 else "/daily joined 32 active 1.2k")
    )
    return reply(said, example, buttons=buttons, otherwise=f"/nudge unreached due:{args.slot}")


@command("nudge unreached", help=HELP, who=Role.DIRECTOR, hidden=True, reads=True)
async def unreached(args: Due, ctx: Ctx) -> Reply:
    """A private letter did not arrive. Several make one mention."""
    await _mention_later(args, ctx)
    return reply()


@command("nudge mention", help=HELP, who=Role.DIRECTOR, hidden=True, reads=True)
async def mention(args: Due, ctx: Ctx) -> Reply:
    found: Day = await expected(ctx.store, ctx.team.id, args.day)
    people = []
    for person in found.people.values():
        accounts = await ctx.store.accounts.of(person.id)
        if _private(accounts) is None:
            people.append(_called(person, accounts))
    if not people:
        return reply()
    return reply(MENTION(people=Listed(tuple(people))), buttons=[Button(REPORT(), "/daily")], everywhere=True)


def _private(accounts: list[Account]) -> Account | None:
    """The account through which somebody can be written to in private."""
    return next((account for account in accounts if account.direct), None)


def _called(person: Person, accounts: list[Account]) -> Mention:
    return Mention(person.name, tuple((account.platform, account.user) for account in accounts))


async def _mention_later(args: Due, ctx: Ctx) -> None:
    """One mention for all, a little later: by then it is known who could not be written to."""
    places = [place for place in await ctx.store.places.of(ctx.team.id, "team") if place.suspended_at is None]
    if places:
        key, line = f"nudge:{ctx.team.id}:{args.slot}:mention", f"/nudge mention due:{args.slot}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + WAIT, line, places[0].address, None))
