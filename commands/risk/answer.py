"""Whoever takes a risk in hand: acknowledging it, helping, and notes of what is done."""

from typing import Annotated

from commands.kit import Ask, Ctx, Moment, Refusal, Reply, Said, command, reply, text
from commands.kit.clean import cleaned
from commands.kit.hints import PLATFORMS
from commands.kit.private import home
from commands.kit.standup import stir
from storage import Deed, Risk, Timer

from .calls import call_now, quiet
from .clocks import stop_clocks
from .face import Look, OfRisk, about, answering, card, look_at

HELP_ACK = text("Acknowledge a risk: you have it in hand")
HELP_HELP = text("Say that you help with a risk")
HELP_NOTE = text("Note what is done about a risk")
HELP_STALE = text("An acknowledgement counts no more")
WORDS = text("What is done, or known")

YOURS = text("You have it. Write a note of what you do.")
HAVE_IT = text("You have it already.")
HAS_IT = text("{name} has it since {when}, on {platform}.")
IS_CLOSED = text("Risk {number} is closed.")
THANKS = text("Noted: you help.")
HELPS_ALREADY = text("You are helping already.")
NOTED = text("Noted.")
NO_WORDS = text("A note needs words.")

LONGEST = 2000


class Note(OfRisk):
    text: Annotated[str, Ask(WORDS, long=True)]


@command("risk ack", help=HELP_ACK, examples=("/risk ack 12",))
async def ack(args: OfRisk, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    if not await ctx.store.risks.ack(risk.id, ctx.me.id, ctx.now, None):
        raise Refusal(_has_it(await look_at(ctx, args.number), ctx.me.id))
    await _tell(ctx, risk, "acked")
    await stop_clocks(ctx, risk, ["ack"])
    await stays_answered(ctx, risk)
    await quiet(ctx, await look_at(ctx, args.number))
    await stir(ctx)
    return reply(YOURS(), private=ctx.heard.via == "pressed", cards=[await card(ctx, args.number)])


@command("risk help", help=HELP_HELP, examples=("/risk help 12",))
async def help_(args: OfRisk, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    if any(one.deed == "helps" and one.person == ctx.me.id for one in look.story):
        raise Refusal(HELPS_ALREADY())
    await _tell(ctx, risk, "helps")
    return reply(THANKS(), private=ctx.heard.via == "pressed", cards=[await card(ctx, args.number)])


@command("risk note", help=HELP_NOTE, examples=(text("/risk note 12 The venue is called"),), hears=("risk", "number"))
async def note(args: Note, ctx: Ctx) -> Reply:
    """The first one of whoever has it is the response; each one puts off that the acknowledgement goes stale."""
    risk = going((await look_at(ctx, args.number)).risk)
    words = cleaned(args.text).strip()[:LONGEST]
    if not words:
        raise Refusal(NO_WORDS())
    await ctx.store.risk_story.tell(risk.id, ctx.now, "noted", ctx.me.id, ctx.heard.account.platform, words)
    if risk.owner is not None:
        await ctx.store.risks.walk(risk.id, ["identify"], "respond")
        await stop_clocks(ctx, risk, ["respond"])
        await stays_answered(ctx, risk)
    return reply(NOTED(), private=ctx.heard.via == "pressed", cards=[await card(ctx, args.number)])


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
    await call_now(ctx, (await look_at(ctx, args.number)).risk)
    await stir(ctx)
    return reply(cards=[await card(ctx, args.number)])


def going(risk: Risk) -> Risk:
    """Raises ``Refusal`` for one that is closed."""
    if risk.closed_at is not None:
        raise Refusal(IS_CLOSED(number=str(risk.number)))
    return risk


def _has_it(look: Look, me: int) -> Said:
    risk = look.risk
    if risk.owner == me:
        return HAVE_IT()
    taken = [one for one in look.story if one.deed in ("acked", "handed")]
    platform = PLATFORMS.get(taken[-1].platform, "") if taken else ""
    when = Moment(taken[-1].at if taken else risk.since)
    return HAS_IT(name=look.name(risk.owner), when=when, platform=platform)


async def _tell(ctx: Ctx, risk: Risk, deed: Deed) -> None:
    await ctx.store.risk_story.tell(risk.id, ctx.now, deed, ctx.me.id, ctx.heard.account.platform)
