"""The clocks of a risk: its people are nudged when half and when four fifths of the time are gone, and those who lead
hear of it when it is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from commands.kit import Ask, Button, Ctx, Moment, Reply, Said, command, reply, text
from commands.kit.crisis import CLOCKS, PARTS, clocks_of, moments_of
from commands.kit.hints import verbatim
from commands.kit.lasting import lasting
from commands.kit.lateness import leaders
from commands.kit.private import home
from commands.kit.reply import Block
from commands.kit.standup import stir
from commands.kit.told import Told, notify, spoken
from storage import ClockName, Risk, RiskClock, Timer

from .choices import approving
from .face import Look, OfRisk, about, answering, buttons, card, look_at, titled
from .look import RESPONSES

HELP = text("Remind of a clock that runs")
CLOCK = text("Clock", context="risk")
PART = text("Percent")
WHAT = text("What")

NUDGE = text("{clock}: {span} left, until {when}.")
MISSED = text("{clock} was due {when}. Nobody has done it.")
TO_APPROVE = text("{name} has written what we say in public. Please read it and approve it:")
HANDED = text("{name} gave you this risk: you have it in hand now.")
SHOW = text("Show", context="button")

ALL: Final[tuple[ClockName, ...]] = ("ack", "respond", "plan", "statement", "solution")
SILENT: Final = ("ack",)
"""Whoever has to acknowledge is called anyway."""


class OfClock(OfRisk):
    clock: Annotated[ClockName, Ask(CLOCK)]
    part: Annotated[int, Ask(PART)]


class ToldOf(Told):
    what: Annotated[ClockName | Literal["handed", "approve"], Ask(WHAT)]


async def wind_clocks(ctx: Ctx, risk: Risk, clocks: Sequence[RiskClock]) -> None:
    for clock in clocks:
        for part, at in moments_of(clock).items():
            if at > ctx.now and (part == 100 or clock.name not in SILENT):
                await _wind(ctx, risk, clock, part, at)


async def count_on(ctx: Ctx, look: Look, now: Risk) -> None:
    """Its clocks count from when it first came to its level. What was done stays done; what came due meanwhile is told
    at once."""
    had = {clock.name: clock for clock in look.clocks if clock.started_at == now.since}
    done = {name for name, is_done in (("ack", now.answered), ("statement", look.approved)) if is_done}
    if had:
        done |= {
            name
            for name, deeds, begins in (("respond", RESPONSES, now.acked_at), ("plan", ("planned",), now.since))
            if begins is not None and any(one.deed in deeds and one.at >= begins for one in look.story)
        }  # fmt: skip
    going = [had.get(clock.name, clock) for clock in clocks_of(now, answering(ctx, now)) if clock.name not in done]
    await ctx.store.risk_story.start([clock for clock in going if clock.name not in had])
    going = [clock for clock in going if clock.stopped_at is None]
    await ctx.store.risk_story.resume(now.id, [clock.name for clock in going], now.since)
    await wind_clocks(ctx, now, going)
    await tell_late(ctx, look, now, going)


async def tell_late(ctx: Ctx, look: Look, risk: Risk, clocks: Sequence[RiskClock]) -> None:
    """Their time ended while nobody counted it: those who lead hear of it at once, unless they did."""
    told = {one.words for one in look.story if one.deed == "late" and one.at >= risk.since}
    for clock in clocks:
        if clock.due_at <= ctx.now and clock.name not in told:
            await _wind(ctx, risk, clock, 100, ctx.now)


async def _wind(ctx: Ctx, risk: Risk, clock: RiskClock, part: int, at: datetime) -> None:
    line = f"/risk nudge {risk.number} clock:{clock.name} part:{part}"
    key = about(risk).key("clock", clock.name, part)
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))


async def unwind_clocks(ctx: Ctx, risk: Risk, names: Sequence[ClockName]) -> None:
    """The clock says nothing of them any more."""
    for name in names:
        for part in (*PARTS, 100):
            await ctx.store.timers.stop(about(risk).key("clock", name, part))


async def stop_clocks(ctx: Ctx, risk: Risk, names: Sequence[ClockName]) -> set[ClockName]:
    """Stop those of them that run, and what the clock would say of them. Returns which did."""
    await unwind_clocks(ctx, risk, names)
    return await ctx.store.risk_story.stop(risk.id, names, ctx.now, ctx.who.id if ctx.who else None)


@command("risk nudge", help=HELP, clock=True, reads=True)
async def nudge(args: OfClock, ctx: Ctx) -> Reply:
    """Whoever has it is nudged; when the time is over, those who lead are told, and it stands in the story."""
    look = await look_at(ctx, args.number)
    clock = _running(look, args.clock)
    if clock is None or look.risk.closed_at is not None:
        return reply()
    over = clock.due_at <= ctx.now
    if over and args.part != 100:
        return reply()  # it comes late, and what comes at the end says all
    silenced = look.risk.silenced_until is not None and ctx.now < look.risk.silenced_until
    if silenced and not over:
        return reply()
    await ctx.store.risk_story.tell(look.risk.id, ctx.now, "late" if over else "nudged", words=args.clock)
    if look.risk.folded:
        return reply()  # it stands on one card with many, and all of these clocks would be told at once
    if over:
        await stir(ctx)
    asked = [who.id for who in await leaders(ctx)] if over else []
    for person in dict.fromkeys([look.risk.owner, *asked]):
        if args.clock not in SILENT or (over and person != look.risk.owner):
            await notify(ctx, about(look.risk), args.clock, person)
    return reply(cards=[await card(ctx, args.number)])


@command("risk told", help=HELP, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    name = look.people[args.person].name if args.person in look.people else ""
    choices = [Button(SHOW(), f"/risk show {args.number}"), *buttons(look)[:2]]
    more: list[Block] = []
    match args.what:
        case "handed":
            said = _given(look, args)
        case "approve":
            said, choices = _asked(look, args.person), approving(look)
            more = [verbatim(look.waiting.words)] if look.waiting is not None else []
        case clock:
            said = _said(ctx, look, clock)
    return await spoken(ctx, about(look.risk), args, args.what, name, titled(look.risk), said, more, choices)


def _asked(look: Look, person: int) -> Said | None:
    waiting = look.waiting
    return TO_APPROVE(name=look.name(waiting.by)) if waiting is not None and waiting.by != person else None


def _given(look: Look, args: ToldOf) -> Said | None:
    return HANDED(name=look.name(args.by)) if look.risk.owner == args.person and look.risk.closed_at is None else None


def _said(ctx: Ctx, look: Look, name: ClockName) -> Said | None:
    clock = _running(look, name)
    if clock is None or look.risk.closed_at is not None:
        return None
    called = CLOCKS[name]()
    if clock.due_at <= ctx.now:
        return MISSED(clock=called, when=Moment(clock.due_at))
    return NUDGE(clock=called, span=lasting(clock.due_at - ctx.now), when=Moment(clock.due_at))


def _running(look: Look, name: ClockName) -> RiskClock | None:
    return next((one for one in look.clocks if one.name == name and one.runs), None)
