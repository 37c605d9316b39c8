"""Whoever takes a risk in hand: acknowledging it, helping, and notes of what is done."""

from dataclasses import replace
from typing import Annotated

from commands.kit import Args, Ask, Button, Ctx, Refusal, Reply, Said, Word, command, reply, text
from commands.kit.posts import where_it_stands
from commands.kit.private import home
from commands.kit.standup import stir
from commands.kit.words import fold as fold_words
from storage import FOLDED, Deed, Risk, Timer

from .calls import call_now, quiet
from .clocks import stop_clocks
from .face import NUMBER, Look, OfRisk, about, answering, card, look_at, owner_line
from .fold import LIST, common, fold, folded
from .which import free, which

HELP_ACK = text("Acknowledge a risk: you have it in hand")
HELP_HELP = text("Say that you help with a risk")
HELP_STALE = text("An acknowledgement counts no more")

YOURS = text("You have it. Write a note of what you do.")
HAVE_IT = text("You have it already.")
IS_CLOSED = text("Risk {number} is closed.")
THANKS = text("Noted: you help.")
HELPS_ALREADY = text("You are helping already.")

ALL_YOURS = text("{n} risk is yours. Write notes of what you do.", "{n} risks are yours. Write notes of what you do.")
NONE_WAITS = text("No risk waits on the common card. Acknowledge one by its number.")

ALL = ("all", "全部")


class Acked(Args):
    number: Annotated[str, Word(), Ask(NUMBER)]


@command("risk ack", help=HELP_ACK, asks=which("ack", free), examples=("/risk ack 12", "/risk ack all"))
async def ack(args: Acked, ctx: Ctx) -> Reply:
    if fold_words(args.number) in ALL:
        return await _all(ctx)
    number = OfRisk.read({"number": args.number}, ctx).number
    look = await look_at(ctx, number)
    risk = going(look.risk)
    if not await ctx.store.risks.ack(risk.id, ctx.me.id, ctx.now, None):
        raise Refusal(_has_it(await look_at(ctx, number), ctx.me.id))
    await _tell(ctx, risk, "acked")
    await stop_clocks(ctx, risk, ["ack"])
    await stays_answered(ctx, risk)
    await quiet(ctx, risk)
    await stir(ctx)
    return reply(YOURS(), private=ctx.heard.via == "pressed", cards=[await card(ctx, number)])


async def _all(ctx: Ctx) -> Reply:
    """Those on the one card of many: none of them gets a card of its own by that."""
    risks = [one for one in await folded(ctx) if await ctx.store.risks.ack(one.id, ctx.me.id, ctx.now, None)]
    if not risks:
        raise Refusal(NONE_WAITS(), buttons=(Button(LIST(), "/risk list"),))
    for risk in risks:
        await _tell(ctx, risk, "acked")
        await stop_clocks(ctx, risk, ["ack"])
        await stays_answered(ctx, risk)
    await stir(ctx)
    said = ALL_YOURS(n=len(risks))
    show = Button(LIST(), "/risk list")
    return reply(said, buttons=[show], private=ctx.heard.via == "pressed", cards=[await common(ctx)])


@command("risk help", help=HELP_HELP, asks=which("help"), examples=("/risk help 12",))
async def help_(args: OfRisk, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    if any(one.deed == "helps" and one.person == ctx.me.id for one in look.story):
        raise Refusal(HELPS_ALREADY())
    await _tell(ctx, risk, "helps")
    return reply(THANKS(), private=ctx.heard.via == "pressed", cards=[await card(ctx, args.number)])


async def responded(ctx: Ctx, risk: Risk) -> None:
    """Something is done about it: that is the response, where somebody has it in hand."""
    if risk.owner is not None:
        await ctx.store.risks.walk(risk.id, ["identify"], "respond")
        await stop_clocks(ctx, risk, ["respond"])
        await stays_answered(ctx, risk)


async def stays_answered(ctx: Ctx, risk: Risk) -> None:
    """Its acknowledgement counts for a further while."""
    span = answering(ctx, risk).stale
    if span is not None:
        at = ctx.now + span / risk.pace
        await ctx.store.risks.change(risk.id, stale_at=at)
        line = f"/risk stale {risk.number}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, about(risk).key("stale"), at, line, await home(ctx), None))


@command("risk stale", help=HELP_STALE, clock=True, reads=True)
async def stale(args: OfRisk, ctx: Ctx) -> Reply:
    """Nobody wrote a note for too long: the calls begin again."""
    risk = (await look_at(ctx, args.number)).risk
    if not await ctx.store.risks.goes_stale(risk.id, ctx.now):
        return reply()
    await ctx.store.risk_story.tell(risk.id, ctx.now, "stale", risk.owner)
    if risk.step == FOLDED:
        # It was taken together with many; their calls would all begin at once.
        await ctx.store.risks.change(risk.id, step=FOLDED)
        await fold(ctx, risk)
        await stir(ctx)
        own = await card(ctx, args.number)
        at = await where_it_stands(ctx, own.key)
        return reply(cards=[await common(ctx), *([replace(own, at=at)] if at else [])])
    await call_now(ctx, (await look_at(ctx, args.number)).risk)
    await stir(ctx)
    return reply(cards=[await card(ctx, args.number)])


def going(risk: Risk) -> Risk:
    """Raises ``Refusal`` for one that is closed."""
    if risk.closed_at is not None:
        raise Refusal(IS_CLOSED(number=str(risk.number)))
    return risk


def _has_it(look: Look, me: int) -> Said:
    return HAVE_IT() if look.risk.owner == me else owner_line(look)


async def _tell(ctx: Ctx, risk: Risk, deed: Deed) -> None:
    await ctx.store.risk_story.tell(risk.id, ctx.now, deed, ctx.me.id, ctx.heard.account.platform)
