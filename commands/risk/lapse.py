"""Nobody has a risk any more: its acknowledgement went stale for want of a note, or whoever had it is no longer at
work. The calls begin again, and its card says why."""

from dataclasses import replace
from typing import Annotated, Final

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Moment, Reply, Role, Word, command, reply, text
from commands.kit.lateness import awake
from commands.kit.posts import where_it_stands
from commands.kit.private import home, private_of
from commands.kit.reply import Card
from commands.kit.standup import stir
from storage import FOLDED, Address, Deed, Person, Risk, Timer

from .calls import call_now
from .choices import HAND_OVER, NOTE
from .face import Look, OfRisk, about, answering, card, look_at, titled
from .fold import common, fold

HELP_STALE = text("An acknowledgement counts no more")
HELP_REMIND = text("Remind whoever has a risk that the acknowledgement will not count much longer")
HELP_VACATE = text("Call anew for the risks of somebody who is no longer at work")
PERSON = text("Person")
STILL = text("Are you still at it? Without a note until {when} the calls begin again.")
SHOW = text("Show", context="button")

REMINDED: Final = 0.8
"""The part of the time after which she hears of it, and nobody else does."""
REMIND: Final = "remind"


class OfPerson(Args):
    person: Annotated[int, Word(), Ask(PERSON)]


async def stays_answered(ctx: Ctx, risk: Risk) -> None:
    """Its acknowledgement counts for a further while. ``risk`` may be as it was before somebody had it."""
    span = answering(ctx, risk).stale
    if span is None:
        await ctx.store.risks.change(risk.id, stale_at=None)
        return
    at = ctx.now + span / risk.pace
    await ctx.store.risks.change(risk.id, stale_at=at)
    line, key = f"/risk stale {risk.number}", about(risk).key("stale")
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))
    now = await ctx.store.risks.get(ctx.team.id, risk.number)
    account = private_of(await ctx.store.accounts.of(now.owner)) if now is not None and now.owner is not None else None
    line, key = f"/risk {REMIND} {risk.number}", about(risk).key(REMIND)
    await ctx.store.timers.stop(key)
    if account is not None and now is not None:
        soon, there = ctx.now + span / risk.pace * REMINDED, Address(account.platform, account.direct or "")
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, soon, line, there, now.owner))


@command("risk remind", help=HELP_REMIND, clock=True, reads=True)
async def remind(args: OfRisk, ctx: Ctx) -> Reply:
    """In private, also while its clocks are quiet: it is her last word before everybody is called. Of several that she
    took at once she is reminded once."""
    risk = (await look_at(ctx, args.number)).risk
    if ctx.who is None or risk.owner != ctx.who.id or risk.stale_at is None or risk.solved_at or risk.closed_at:
        return reply()
    morning = awake(ctx)
    if ctx.now < morning < risk.stale_at and all(step.hours for step in answering(ctx, risk).steps):
        # Nobody would be called by night, so she is not woken either.
        line, key = f"/risk {REMIND} {risk.number}", about(risk).key(REMIND)
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, morning, line, ctx.heard.address, risk.owner))
        return reply()
    mates = [
        one for one in await ctx.store.risks.open(ctx.team.id, drill=risk.drill)
        if one.owner == risk.owner and one.stale_at == risk.stale_at and one.solved_at is None
    ]  # fmt: skip
    if mates[0].id != risk.id:
        return reply()
    said = STILL(when=Moment(risk.stale_at))
    if len(mates) > 1:
        choices = [Button(NOTE(), "/risk note", "primary"), Button(SHOW(), "/risk list")]
        return reply(Bullets(tuple(titled(one) for one in mates)), said, buttons=choices)
    number = risk.number
    choices = [
        Button(NOTE(), f"/risk note {number}", "primary"), Button(HAND_OVER(), f"/risk handover {number}"),
        Button(SHOW(), f"/risk show {number}"),
    ]  # fmt: skip
    return reply(Heading(titled(risk)), said, buttons=choices)


@command("risk stale", help=HELP_STALE, clock=True, reads=True)
async def stale(args: OfRisk, ctx: Ctx) -> Reply:
    """Nobody wrote a note for too long: the calls begin again."""
    risk = (await look_at(ctx, args.number)).risk
    if not await ctx.store.risks.goes_stale(risk.id, ctx.now):
        return reply()
    return reply(cards=await _calls_again(ctx, risk, "stale"))


async def vacate_if_left(ctx: Ctx, look: Look) -> None:
    """What was solved stayed with whoever had it, also when she stopped working here: now the calls begin anew."""
    owner = look.people.get(look.risk.owner or 0)
    if owner is not None and _stopped(owner):
        key, line = about(look.risk).key("vacate"), f"/risk vacate {owner.id}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, await home(ctx), None))


def _stopped(who: Person) -> bool:
    """She left, or only watches."""
    return who.left_at is not None or who.level < Role.STAFF


@command("risk vacate", help=HELP_VACATE, clock=True, reads=True)
async def vacate(args: OfPerson, ctx: Ctx) -> Reply:
    """What she had solved waits for somebody else as it is."""
    who = await ctx.store.people.get(ctx.team.id, args.person)
    if who is None or not _stopped(who):
        return reply()
    shown: dict[str, Card] = {}
    for risk in await ctx.store.risks.open(ctx.team.id, drill=None):
        if await ctx.store.risks.given_back(risk.id, who.id):
            shown |= {one.key: one for one in await _calls_again(ctx, risk, "left")}
    return reply(cards=tuple(shown.values()))


async def _calls_again(ctx: Ctx, risk: Risk, deed: Deed) -> list[Card]:
    """``risk`` is as it was while somebody had it."""
    await ctx.store.risk_story.tell(risk.id, ctx.now, deed, risk.owner)
    await ctx.store.timers.stop(about(risk).key(REMIND))
    if risk.step == FOLDED:
        # It was taken together with many; their calls would all begin at once.
        await ctx.store.risks.change(risk.id, step=FOLDED)
        await fold(ctx, risk)
        await stir(ctx)
        own = await card(ctx, risk.number)
        at = await where_it_stands(ctx, own.key)
        return [await common(ctx), *([replace(own, at=at)] if at else [])]
    await call_now(ctx, (await look_at(ctx, risk.number)).risk)
    await stir(ctx)
    return [await card(ctx, risk.number)]
