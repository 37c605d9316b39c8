"""The team's own calendar: which days are off, which are worked, and what it says differently from its country."""

from datetime import date, timedelta
from typing import Annotated, Literal

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Mono,
    Refusal,
    Reply,
    Role,
    Said,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.clean import one_line
from commands.kit.days import dated, read_moment
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import day_hints
from commands.kit.plan import calendar_of, replan
from storage import OwnDay

HELP_DAYS = text("See the holidays and make-up working days ahead")
HELP_DAY = text("Make a day a working day, a day off, or what it is in your country")
DAY = text("Day")
KIND = text("Working day or day off")
NAME = text("Name of the day")
KINDS = {"workday": text("working day"), "off": text("day off"), "usual": text("as in the country")}

HEADING = text("Days ahead that are not as usual ({country})")
LINE = text("{day}: {what}")
OWN = text("{line} (set by the team)")
NONE = text("Every working day of the next three months is an ordinary one.")
CHANGE = text("Change a day: {examples}. A whole year comes in from a file: {line}.")
SET = text("{day} is a working day now.")
SET_OFF = text("{day} is a day off now.")
SET_USUAL = text("{day} is as in the country again.")
BAD_DAY = text("I can't read {words} as a day.")
UNDO = text("Undo", context="button")

AHEAD = timedelta(days=92)
"""How far the days of the country are listed; those that the team set are listed however far they are."""


class Nothing(Args):
    pass


class Own(Args):
    day: Annotated[str, Word(), Ask(DAY)]
    kind: Annotated[Literal["workday", "off", "usual"], Word(), Ask(KIND, choices=KINDS)]
    name: Annotated[str | None, Ask(NAME)] = None


@command("schedule days", help=HELP_DAYS, who=Role.OBSERVER, reads=True)
async def days(args: Nothing, ctx: Ctx) -> Reply:
    calendar = await calendar_of(ctx.store, ctx.team)
    found: list[Said] = []
    ahead = [ctx.today + timedelta(days=at) for at in range(AHEAD.days)]
    later = sorted(day for day in calendar.overrides if day > ahead[-1])
    for day in [*ahead, *later]:
        look = calendar.look(day)
        if look.kind in ("holiday", "make-up") and (what := look.said()) is not None:
            line = LINE(day=dated(day, ctx.today), what=what)
            found.append(OWN(line=line) if look.own else line)
    examples = Mono("/schedule day 2027-02-06 workday · /schedule day 12-24 off")
    change = CHANGE(examples=examples, line=Mono("python -m bot import calendar FILE"))
    listed = [Bullets(tuple(found))] if found else [NONE()]
    return reply(
        Heading(HEADING(country=ctx.team.country)), *listed, *calendar.doubts([*ahead, *later]), change, private=True
    )


@command(
    "schedule day", help=HELP_DAY, who=Role.MANAGER,
    examples=("/schedule day 2027-02-06 workday", "/schedule day 12-24 off Christmas Eve"),
)  # fmt: skip
async def day(args: Own, ctx: Ctx) -> Reply:
    day = _read(args.day, ctx)
    if args.kind == "usual":
        await ctx.store.own_days.drop(ctx.team.id, day)
    else:
        name = one_line(args.name or "", 100)
        await ctx.store.own_days.put(ctx.team.id, [OwnDay(day, args.kind == "workday", name)])
    await replan(ctx.store, ctx.team.id, ctx.every, ctx.now)
    said = {"workday": SET, "off": SET_OFF, "usual": SET_USUAL}[args.kind](day=dated(day, ctx.today))
    back = [] if args.kind == "usual" else [Button(UNDO(), f"/schedule day {day.isoformat()} usual")]
    return reply(said, buttons=back)


def _read(words: str, ctx: Ctx) -> date:
    try:
        return read_moment(words, ctx.now.astimezone(ctx.zone), at=ctx.now.time()).date()
    except UnreadableDay as error:
        raise Refusal(BAD_DAY(words=words), *day_hints(error)) from error
