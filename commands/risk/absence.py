"""The desk was away: the cards of open risks say so for an hour, or until something changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from commands.kit import Args, Ask, Ctx, Moment, Reply, Said, command, reply, text
from commands.kit.hints import PLATFORMS
from commands.kit.posts import where_it_stands
from commands.kit.private import home
from commands.kit.reply import Card
from storage import Address, Timer

from .face import Look, card, look_at

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
    await ctx.store.marks.set(_mark(ctx), f"{args.since} {args.until} {args.platform}" if said is not None else "")
    if said is not None:
        key, at = f"risk:back:{ctx.team.id}", ctx.now + AN_HOUR
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, "/risk away", await home(ctx), None))
    risks = await ctx.store.risks.open(ctx.team.id, drill=None)
    return reply(cards=[one for risk in risks for one in await standing(ctx, risk.number)])


async def standing(ctx: Ctx, number: int) -> list[Card]:
    """A card as it is now, in the channels in which it stands. Drawn anew because time passes it goes on saying for the
    hour that the desk was away there, unless somebody did something since: what the clock makes up for is no answer."""
    look, drawn = await look_at(ctx, number), await card(ctx, number)
    found: dict[str, list[Address]] = {}
    for at in await where_it_stands(ctx, drawn.key):
        found.setdefault(at.platform, []).append(at)
    kept = await ctx.store.marks.get(_mark(ctx))
    cards = []
    for platform, places in found.items():
        said = _still(kept, look, platform) if kept else None
        cards.append(replace(drawn, face=_with(drawn.face, said) if said else drawn.face, at=tuple(places)))
    return cards


def _still(kept: str, look: Look, platform: str) -> Said | None:
    since, until, there = kept.split(" ")
    back = _moment(int(until)).at
    done = any(one.at >= back and one.person is not None and one.platform for one in look.story)
    if done or there not in ("", platform):
        return None
    return _said(OfAbsence(since=int(since), until=int(until), platform=there))


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
