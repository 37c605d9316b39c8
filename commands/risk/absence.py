"""The desk was away: the cards of open risks say so for an hour, or until something changes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from commands.kit import Args, Ask, Ctx, Moment, Reply, Said, command, reply, text
from commands.kit.hints import PLATFORMS
from commands.kit.private import home
from commands.kit.reply import Card
from storage import Address, Timer

from .face import Look, buttons, face, look_at

HELP = text("Say on the cards of risks that Muster was away")
SINCE = text("Since")
UNTIL = text("Until")
PLATFORM = text("Platform")

AWAY = text("I was away from {since} to {until}; presses in that time may not have counted.")
AWAY_THERE = text("I did not hear {platform} from {since} to {until}; presses there in that time may not have counted.")

AN_HOUR: Final = timedelta(hours=1)


class OfAbsence(Args):
    """In seconds since 1970. Without them the cards are as always."""

    since: Annotated[int | None, Ask(SINCE)] = None
    until: Annotated[int | None, Ask(UNTIL)] = None
    platform: Annotated[str, Ask(PLATFORM)] = ""


@command("risk away", help=HELP, clock=True, reads=True)
async def away(args: OfAbsence, ctx: Ctx) -> Reply:
    said = _said(args)
    cards = []
    for risk in await ctx.store.risks.open(ctx.team.id, drill=None):
        key = f"risk:{risk.number}"
        standing = {at for _, at in await ctx.store.cards.where(ctx.team.id, [key])}
        here = tuple(sorted((at for at in standing if args.platform in ("", at.platform)), key=str))
        look = await look_at(ctx, risk.number)
        shown = face(ctx, look, buttons(look))
        if here:
            cards.append(Card(key, shown if said is None else _with(shown, said), here))
    await ctx.store.marks.set(_mark(ctx), f"{args.since} {args.until} {args.platform}" if said is not None else "")
    if said is not None:
        key, at = f"risk:back:{ctx.team.id}", ctx.now + AN_HOUR
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, "/risk away", await home(ctx), None))
    return reply(cards=cards)


async def still_said(ctx: Ctx, look: Look, shown: Reply, at: Collection[Address]) -> Reply:
    """A card that is drawn anew because time passes goes on saying it for the hour, unless something changed since."""
    kept = await ctx.store.marks.get(_mark(ctx))
    if not kept:
        return shown
    since, until, platform = kept.split(" ")
    said = _said(OfAbsence(since=int(since), until=int(until), platform=platform))
    back = _moment(int(until)).at
    if any(one.at >= back for one in look.story):
        return shown
    there = platform == "" or any(one.platform == platform for one in at)
    return shown if said is None or not there else _with(shown, said)


def _mark(ctx: Ctx) -> str:
    return f"risk.away:{ctx.team.id}"


def _said(args: OfAbsence) -> Said | None:
    if args.since is None or args.until is None:
        return None
    span = {"since": _moment(args.since), "until": _moment(args.until)}
    platform = PLATFORMS.get(args.platform)
    return AWAY(**span) if platform is None else AWAY_THERE(platform=platform, **span)


def _moment(seconds: int) -> Moment:
    return Moment(datetime.fromtimestamp(seconds, UTC))


def _with(shown: Reply, said: Said) -> Reply:
    first, *others = shown.blocks
    return replace(shown, blocks=(first, said, *others))
