"""Whoever takes a risk in hand: acknowledging it, helping, and notes of what is done."""

from typing import Annotated

from commands.kit import Args, Ask, Button, Ctx, Refusal, Reply, Said, Word, command, reply, text
from commands.kit.standup import stir
from commands.kit.words import fold as fold_words
from storage import Deed, Risk

from .calls import quiet
from .clocks import stop_clocks
from .face import ACK, NUMBER, Look, OfRisk, card, look_at, owner_line
from .fold import common, folded
from .lapse import stays_answered
from .look import OPEN_ONES
from .which import free, which

HELP_ACK = text("Acknowledge a risk: you have it in hand")
HELP_HELP = text("Say that you help with a risk")

YOURS = text("You have it. Write a note of what you do.")
HAVE_IT = text("You have it already.")
IS_CLOSED = text("Risk {number} is closed.")
THANKS = text("Noted: you help.")
HELPS_ALREADY = text("You are helping already.")

ALL_YOURS = text("{n} risk is yours. Write notes of what you do.", "{n} risks are yours. Write notes of what you do.")
STILL_CALL = text(
    "{n} more risk has its own card and still calls: nobody has it.",
    "{n} more risks have their own cards and still call: nobody has them.",
)
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
        take = [Button(ACK(), "/risk ack", "primary")] if await _calling(ctx) else []
        raise Refusal(NONE_WAITS(), buttons=(*take, Button(OPEN_ONES(), "/risk list")))
    for risk in risks:
        await _tell(ctx, risk, "acked")
        await stop_clocks(ctx, risk, ["ack"])
        await stays_answered(ctx, risk)
    await stir(ctx)
    said, choices = [ALL_YOURS(n=len(risks))], [Button(OPEN_ONES(), "/risk list")]
    if left := await _calling(ctx):
        said.append(STILL_CALL(n=len(left)))
        line = "/risk ack" if len(left) > 1 else f"/risk ack {left[0].number}"
        choices.insert(0, Button(ACK(), line, "primary"))
    return reply(*said, buttons=choices, private=ctx.heard.via == "pressed", cards=[await common(ctx)])


async def _calling(ctx: Ctx) -> list[Risk]:
    """Those with a card of their own that nobody has."""
    return [one for one in await ctx.store.risks.open(ctx.team.id) if not one.answered and not one.folded]


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


def going(risk: Risk) -> Risk:
    """Raises ``Refusal`` for one that is closed."""
    if risk.closed_at is not None:
        raise Refusal(IS_CLOSED(number=str(risk.number)), settled=True)
    return risk


def _has_it(look: Look, me: int) -> Said:
    return HAVE_IT() if look.risk.owner == me else owner_line(look)


async def _tell(ctx: Ctx, risk: Risk, deed: Deed) -> None:
    await ctx.store.risk_story.tell(risk.id, ctx.now, deed, ctx.me.id, ctx.heard.account.platform)
