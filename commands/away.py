"""/away and /back: people on leave are not nudged, get no shifts, and are named as away."""

from typing import Annotated

from storage import Role

from .kit import Args, Ask, Button, Ctx, Refusal, Reply, Rest, command, reply, text
from .kit.args import EXAMPLE
from .kit.clean import one_line
from .kit.days import dated, read_span
from .kit.dayword import UnreadableDay
from .kit.duty import leave_clashes, rota_changed
from .kit.fields import day_hints
from .kit.hints import did_you_mean, verbatim
from .kit.reply import carries
from .kit.rounds import recount
from .kit.standup import stir
from .kit.texts import Mono

HELP_AWAY = text("Say that you are on leave, from and until when")
HELP_BACK = text("Say that you are back")
WHEN = text("From when until when")
LEAVES = text("11-24..11-28 · until fri", context="typed")
WHY = text("Reason (others see it)")

GONE = text("{name} is away from {first} until {last}.")
GONE_DAY = text("{name} is away on {first}.")
REASON = text("Reason: {why}")
BACK = text("{name} is back.")
NOT_AWAY = text("You are not away.")
PAST = text("{day} is over already.")
BAD = text("I can't read {words} as days of leave.")
BACKWARDS = text("The last day is before the first.")
LONGEST_REASON = 200

BACK_BUTTON = text("I am back", context="button")


class Away(Args):
    text: Annotated[str, Rest(), Ask(WHEN, example=LEAVES())]
    why: Annotated[str | None, Ask(WHY)] = None


class Nothing(Args):
    pass


@command(
    "away", help=HELP_AWAY, who=Role.OBSERVER, resets=True,
    examples=("/away until fri", "/away 11-24..11-28 why:holiday", "/away 3天"),
)  # fmt: skip
async def away(args: Away, ctx: Ctx) -> Reply:
    try:
        first, last = read_span(args.text, ctx.today)
    except UnreadableDay as error:
        if error.reason == "backwards":
            raise _turned(args, error.nearest) from error
        example = EXAMPLE(words=Mono("until fri · 11-24..11-28 · 3d · 明天 · 到周五"))
        hints = day_hints(error) if error.reason == "no_such_day" else [example]
        raise Refusal(BAD(words=args.text), *hints) from error
    if last < ctx.today:
        raise Refusal(PAST(day=dated(last, ctx.today)))
    me = ctx.me
    why_away = one_line(args.why or "", LONGEST_REASON)
    await ctx.store.people.change(ctx.team.id, me.id, away_from=first, away_until=last, away_why=why_away)
    await recount(ctx)
    await stir(ctx)
    await leave_clashes(ctx, me.id)
    await rota_changed(ctx)
    begins, ends = dated(first, ctx.today), dated(last, ctx.today)
    span = GONE_DAY(name=me.name, first=begins) if first == last else GONE(name=me.name, first=begins, last=ends)
    why = [REASON(why=why_away)] if why_away else []
    return reply(span, *why, buttons=[Button(BACK_BUTTON(), "/back")], everywhere=True)


def _turned(args: Away, right: tuple[str, ...]) -> Refusal:
    """Says what is wrong, and files it the other way round with one press. No button loses the reason."""
    why = f' why:"{args.why}"' if args.why else ""
    offered = [Button(verbatim(span), f"/away {span}{why}") for span in right]
    buttons = tuple(button for button in offered if carries(button.line) and why.count('"') in (0, 2))
    return Refusal(BACKWARDS(), *did_you_mean(right), buttons=buttons)


@command("back", help=HELP_BACK, who=Role.OBSERVER, resets=True)
async def back(args: Nothing, ctx: Ctx) -> Reply:
    me = ctx.me
    if me.away_from is None or (me.away_until is not None and me.away_until < ctx.today):
        raise Refusal(NOT_AWAY())
    await ctx.store.people.change(ctx.team.id, me.id, away_from=None, away_until=None, away_why="")
    await recount(ctx)
    await stir(ctx)
    await rota_changed(ctx)
    return reply(BACK(name=me.name), everywhere=True)
