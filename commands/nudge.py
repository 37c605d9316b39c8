"""Reminders to report: in private, to those and only those from whom a report is still expected, and who are not away.

The clock types ``/nudge all``; that winds a timer for each person, so that each is looked at once more before she is
written to. Who cannot be written to is named, once for all, in the team's channel.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated

from storage import Account, Address, Timer

from .kit import Args, Ask, Button, Ctx, Listed, Mono, Reply, Said, Text, Value, command, reply, text
from .kit.days import dated
from .kit.expected import Day, about, expected
from .kit.private import HERE, HERE_LINE, private_of, team_channels
from .kit.schedule import every
from .kit.texts import Mention

DUE = text("When it was due")
PERSON = text("Person")
HELP = text("Remind those whose report is missing")

MISSING = text("{name}, today's numbers are not in yet: {communities}.")
MISSING_OF = text("{name}, the numbers of {day} are not in yet: {communities}.")
HOW = text("A line is enough: {line}")
A_LINE = text("{line} joined 32 active 1.2k")
MENTION = text("{people}: today's numbers are not in yet, and I cannot write to you privately. {how}")
MENTION_OF = text("{people}: the numbers of {day} are not in yet, and I cannot write to you privately. {how}")
OPEN_ME = text("Open me and press Start.")
OPEN_ON: Mapping[str, Text] = {
    "discord": text("Allow direct messages from members of this server, then press “{button}”.")
}
OTHERS = text("{n} more person", "{n} more people")
REPORT = text("Report now", context="button")
AWAY = text("I am away", context="button")

MOST = 50
"""People called in one message: more than 100 are refused by Discord, and a name stands for 20 signs."""
WAIT = timedelta(minutes=1)
"""How long private letters are given before those who could not be written to are named in the channel."""

FIRST = every(
    "20:30", name="nudge.first", label=text("First reminder to report"), line="/nudge all", late="skip", private=True
)  # fmt: skip
SECOND = every(
    "21:30", name="nudge.second", label=text("Second reminder to report"), line="/nudge all", late="skip", private=True
)  # fmt: skip


class Due(Args):
    due: Annotated[datetime, Ask(DUE)]

    @property
    def day(self) -> date:
        """Whose numbers are missing."""
        return about(self.due)

    @property
    def slot(self) -> str:
        return f"{self.due:%Y-%m-%dT%H:%M}"


class Unreached(Due):
    person: Annotated[int, Ask(PERSON)]


@command("nudge all", help=HELP, clock=True, reads=True)
async def all_(args: Due, ctx: Ctx) -> Reply:
    """Winds a timer for each; says nothing itself."""
    ran = await ctx.store.schedules.count(ctx.team.id, "nudge.", args.due.date())
    if ran > ctx.team.nudges:
        return reply()
    for person in (await expected(ctx.store, ctx.team.id, args.day)).people.values():
        account = private_of(await ctx.store.accounts.of(person.id))
        if account is not None:
            await _write_to(account, person.id, args, ctx)
        else:
            await _mention_later(args, ctx)
    return reply()


@command("nudge one", help=HELP, clock=True, reads=True)
async def one(args: Due, ctx: Ctx) -> Reply:
    found = await expected(ctx.store, ctx.team.id, args.day)
    left = found.left(ctx.me.id)
    if not left:
        return reply()
    names: Value = Listed(tuple(each.name for each in left))
    when = [] if args.day == ctx.today else [f"date:{args.day}"]
    which = [left[0].key] if len(left) > 1 else []
    example = HOW(line=Mono(A_LINE(line=" ".join(["/daily", *which, *when]))))
    line = " ".join(["/daily", f"community:{left[0].key}", *when])
    buttons = [Button(REPORT(), line, "primary"), Button(AWAY(), "/away today")]
    otherwise = f"/nudge unreached due:{args.slot} person:{ctx.me.id}"
    said = _of_day(args, ctx, MISSING, MISSING_OF, name=ctx.me.name, communities=names)
    return reply(said, example, buttons=buttons, otherwise=otherwise)


@command("nudge unreached", help=HELP, clock=True, reads=True)
async def unreached(args: Unreached, ctx: Ctx) -> Reply:
    """A private letter did not arrive: another one goes to her other chat, if she has one. Several that arrive nowhere
    make one mention."""
    account = private_of(await ctx.store.accounts.of(args.person))
    tried = ctx.heard.address
    if account is not None and (account.platform, account.direct) != (tried.platform, tried.chat):
        await _write_to(account, args.person, args, ctx)
    else:
        await _mention_later(args, ctx)
    return reply()


@command("nudge mention", help=HELP, clock=True, reads=True)
async def mention(args: Due, ctx: Ctx) -> Reply:
    """Calls those who are in this chat's platform, in this chat."""
    here = ctx.heard.address.platform
    found: Day = await expected(ctx.store, ctx.team.id, args.day)
    people: list[Value] = []
    for person in found.people.values():
        accounts = await ctx.store.accounts.of(person.id)
        mine = next((account for account in accounts if account.platform == here), None)
        if mine is not None and private_of(accounts) is None:
            people.append(Mention(person.name, ((here, mine.user),)))
    if not people:
        return reply()
    if (left := len(people) - MOST) > 0:
        people = [*people[:MOST], OTHERS(n=left)]
    how = OPEN_ON[here](button=HERE()) if here in OPEN_ON else OPEN_ME()
    said = _of_day(args, ctx, MENTION, MENTION_OF, people=Listed(tuple(people)), how=how)
    line = "/daily" if args.day == ctx.today else f"/daily date:{args.day}"
    again = [Button(HERE(), HERE_LINE)] if here in OPEN_ON and "oncall reachable" in ctx.menu else []
    return reply(said, buttons=[Button(REPORT(), line), *again])


def _of_day(args: Due, ctx: Ctx, today: Text, earlier: Text, **values: Value) -> Said:
    """The sentence about today's numbers, or about those of the day that is meant."""
    if args.day == ctx.today:
        return today(**values)
    return earlier(day=dated(args.day, ctx.today), **values)


async def _write_to(account: Account, person: int, args: Due, ctx: Ctx) -> None:
    key, line = f"nudge:{ctx.team.id}:{args.slot}:{person}", f"/nudge one due:{args.slot}"
    address = Address(account.platform, account.direct or "")
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, address, person))


async def _mention_later(args: Due, ctx: Ctx) -> None:
    """One mention for all in each channel, a little later: by then it is known who could not be written to."""
    for place in await team_channels(ctx):
        key = f"nudge:{ctx.team.id}:{args.slot}:mention:{place.id}"
        line = f"/nudge mention due:{args.slot}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + WAIT, line, place.address, None))
