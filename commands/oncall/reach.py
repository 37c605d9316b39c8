"""Whether whoever comes on call can be reached: a day before she is really written to on every platform where she is,
with one button. Nobody is asked twice in a day, however short the shifts are."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final

from commands.kit import Ask, Bullets, Button, Ctx, Heading, Moment, Reply, Said, Text, command, reply, text
from commands.kit.duty import rota_of
from commands.kit.hints import PLATFORMS
from commands.kit.lateness import asleep, awake
from commands.kit.plan import quiet_hours, within
from commands.kit.private import HERE, HERE_LINE, home, private_of
from commands.kit.reply import Block, Card
from commands.kit.rota import A_DAY, Rota
from storage import Address, Handover, Timer

from .arrive import AtFor, key_of
from .turn import A_SECOND, BACK, Coming, comings, second_of
from .words import SHIFTS_AHEAD, shift_said

HELP_ASK = text("Ask whether somebody can be reached before her shift")
TIME = text("Which time it is asked")

COMES = text("You are on call from {when}.")
IS_ON = text("You are on call now.")
PLEASE = text("Can I reach you here? One press tells the team.")
REACHED = text("I reach you here. Thank you.")
NOT_YOURS = text("The rota changed: that shift is not yours any more.")
NOT_THERE = text("I cannot write to you on {platform} yet. {how}")
OPEN_ME = text("Open me there and press Start.")
OPEN_ON: dict[str, Text] = {"discord": text("Allow direct messages there.")}

COVER = text("Ask for cover", context="button")

BEFORE: Final = A_DAY
AGAIN: Final = timedelta(hours=12)
LAST: Final = timedelta(hours=2)
"""Before the shift: then those who lead hear that she did not answer."""
WINDOW: Final = timedelta(hours=48)
"""One answer is good for all her shifts that begin in this time."""
MOST: Final = 4


class Asking(AtFor):
    n: Annotated[int, Ask(TIME)] = 1


async def ask_ahead(ctx: Ctx, found: Sequence[Coming]) -> list[datetime]:
    """Ask those whose time has come. Returns when others' comes."""
    times: list[datetime] = []
    known = await _known(ctx, found)
    for person in dict.fromkeys(one.person for one in found if not one.away):
        mine = [one for one in found if one.person == person and not one.away]
        kept = [known.get((one.layer, one.at)) or await ctx.store.rotas.meet(one.kept(ctx.team.id)) for one in mine]
        new = [one for one, shift in zip(mine, kept, strict=True) if shift.asked_at is None and _counts(ctx, one)]
        if not new:
            continue
        lately = any(one.reached_at is not None and ctx.now - one.reached_at < A_DAY for one in kept)
        if lately and private_of(await ctx.store.accounts.of(person)) is not None:
            await _mark(ctx, new, "asked", "reached")
            continue
        when = _when(ctx, new[0])
        if when > ctx.now:
            times.append(when)
            continue
        await _mark(ctx, new, "asked")
        await _send(ctx, person, new[0].stamp, 1)
        await _wind(ctx, person, new[0])
    return times


async def _known(ctx: Ctx, shifts: Sequence[Coming]) -> dict[tuple[str, datetime], Handover]:
    """What is kept of them, where the rota still has them so."""
    if not shifts:
        return {}
    first, last = min(one.at for one in shifts), max(one.at for one in shifts) + A_SECOND
    kept = {(one.layer, one.starts_at): one for one in await ctx.store.rotas.handovers(ctx.team.id, first, last)}
    there = {(one.layer, one.at): (one.person, one.leaving) for one in shifts}
    return {key: one for key, one in kept.items() if there.get(key) == (one.person, one.leaving)}


def _counts(ctx: Ctx, one: Coming) -> bool:
    """A shift that has begun is asked about only where its layer began with it: nobody could know before."""
    return one.at > ctx.now or (one.first and ctx.now - one.at < A_DAY)


def _when(ctx: Ctx, one: Coming) -> datetime:
    """A day before, in no quiet hours; at once where there is no time for that."""
    if ctx.now < one.at - BEFORE:
        return one.at - BEFORE
    waits = asleep(ctx) and awake(ctx) < one.at - LAST
    return awake(ctx) if waits else ctx.now


async def _mark(ctx: Ctx, shifts: Sequence[Coming], *whats: str) -> None:
    for one in shifts:
        for what in whats:
            await ctx.store.rotas.mark(one.kept(ctx.team.id), ctx.now, what)


async def _send(ctx: Ctx, person: int, stamp: int, n: int) -> None:
    """To every account of hers that can be written to; where there is none, that is what the others hear."""
    mine = [one for one in await ctx.store.accounts.of(person) if one.direct]
    for account in mine:
        line = f"/oncall ask {stamp} person:{person} n:{n}"
        key = key_of(ctx, stamp, "ask", person, account.platform, account.user)
        at = Address(account.platform, account.direct or "")
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, at, person))
    if not mine:
        await look_for(ctx, stamp, person, ctx.now)


async def look_for(ctx: Ctx, stamp: int, person: int, at: datetime) -> None:
    """It is looked at then whether she can be written to anywhere."""
    line, key = f"/oncall lost {stamp} person:{person}", key_of(ctx, stamp, "lost", person)
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))


async def _wind(ctx: Ctx, person: int, one: Coming) -> None:
    """She is asked once more, and then those who lead hear of it: in the evening rather than at night."""
    for verb, at in (("again", one.at - AGAIN), ("silent", _by_day(ctx, one.at - LAST))):
        if at > ctx.now:
            line, key = f"/oncall {verb} {one.stamp} person:{person}", key_of(ctx, one.stamp, verb, person)
            await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))


def _by_day(ctx: Ctx, at: datetime) -> datetime:
    """Then; where that is in the quiet hours, before they begin."""
    quiet = quiet_hours(ctx.team.quiet)
    while quiet is not None and within(f"{at.astimezone(ctx.zone):%H:%M}", quiet):
        at -= timedelta(minutes=15)
    return at


async def hers(ctx: Ctx, stamp: int, person: int) -> tuple[Rota, list[Coming]]:
    """The shifts she is asked about, as the rota has them now, the first of which begins then; also where she has the
    layer before it by now, so that nobody comes."""
    first, last = second_of(stamp)
    rota = await rota_of(ctx, first - BACK)
    found = [one for one in comings(rota, first - A_SECOND, first + WINDOW) if one.person == person and not one.away]
    found = [one for one in found if one.at >= first]
    begin = {(one.layer, one.at) for one in found}
    for one in await ctx.store.rotas.handovers(ctx.team.id, first, last):
        asked_for = one.person == person and one.asked_at is not None and (one.layer, one.starts_at) not in begin
        whose = rota.who(one.layer, first) if asked_for else None
        if whose is not None and whose[0] == person and rota.there(person, first):
            found.append(Coming(one.layer, person, one.starts_at))
    found.sort(key=lambda one: one.at)
    return rota, found if found and found[0].stamp == stamp else []


async def asked(ctx: Ctx, shifts: Sequence[Coming]) -> list[Handover]:
    """What is known of them."""
    if not shifts:
        return []
    first, last = min(one.at for one in shifts), max(one.at for one in shifts) + A_SECOND
    kept = await ctx.store.rotas.handovers(ctx.team.id, first, last)
    meant = {(one.layer, one.at) for one in shifts}
    return [one for one in kept if one.person == shifts[0].person and (one.layer, one.starts_at) in meant]


async def pressed(ctx: Ctx, shifts: Sequence[Coming]) -> bool:
    """She has said that she can be reached."""
    kept = [one for one in await asked(ctx, shifts) if one.asked_at is not None]
    return bool(kept) and all(one.reached_at is not None for one in kept)


async def is_reached(ctx: Ctx, shifts: Sequence[Coming]) -> bool:
    """She has pressed, or has said anything to me since she was asked, and can be written to."""
    if await pressed(ctx, shifts):
        return True
    kept = await asked(ctx, shifts)
    since = min((one.asked_at for one in kept if one.asked_at is not None), default=None)
    if since is None or private_of(await ctx.store.accounts.of(shifts[0].person)) is None:
        return False
    if not await ctx.store.journal.acted(ctx.team.id, shifts[0].person, since):
        return False
    for one in kept:
        await ctx.store.rotas.mark(one, ctx.now, "reached")
    return True


@command("oncall ask", help=HELP_ASK, clock=True, reads=True)
async def ask(args: Asking, ctx: Ctx) -> Reply:
    """In her private chat; typed again there when she has answered."""
    name = _name(args.at, args.person, args.n)
    standing = await ctx.store.cards.where(ctx.team.id, [name])
    rota, shifts = await hers(ctx, args.at, args.person)
    if not standing and (not shifts or (args.n > 1 and await is_reached(ctx, shifts))):
        return reply()
    face = await _face(ctx, rota, shifts, args)
    if (name, ctx.heard.address) in standing:
        face = replace(face, otherwise=None)  # it arrived once: what follows from a failure has followed
    return reply(cards=[Card(name, face, (ctx.heard.address,))])


async def _face(ctx: Ctx, rota: Rota, shifts: Sequence[Coming], args: Asking) -> Reply:
    if not shifts:
        return reply(NOT_YOURS())
    head = IS_ON() if shifts[0].at <= ctx.now else COMES(when=Moment(shifts[0].at))
    lines: list[Said] = [shift_said(rota, one.layer, one.at, one.leaving) for one in shifts[:MOST]]
    blocks: list[Block] = [Heading(head), Bullets(tuple(lines))]
    choices = [Button(SHIFTS_AHEAD(), "/oncall next")]
    if "oncall cover" in ctx.menu:
        choices.append(Button(COVER(), "/oncall cover"))
    if await pressed(ctx, shifts):
        return reply(*blocks, REACHED(), buttons=choices)
    for account in await ctx.store.accounts.of(args.person):
        if not account.direct:
            how = OPEN_ON.get(account.platform, OPEN_ME)
            blocks.append(NOT_THERE(platform=PLATFORMS.get(account.platform, account.platform), how=how()))
    otherwise = f"/oncall unreached {args.at} person:{args.person}"
    return reply(*blocks, PLEASE(), buttons=[Button(HERE(), HERE_LINE, "primary"), *choices], otherwise=otherwise)


async def say_anew(ctx: Ctx, stamp: int, person: int, standing: Collection[tuple[str, Address]]) -> list[Card]:
    """Where she was asked it says what became of it. Returns what stands in this chat."""
    cards = []
    for name, at in standing:
        n = int(name[-1])
        if at == ctx.heard.address and ctx.heard.via != "clock":
            rota, shifts = await hers(ctx, stamp, person)
            cards.append(Card(name, await _face(ctx, rota, shifts, Asking(at=stamp, person=person, n=n)), (at,)))
        else:
            line = f"/oncall ask {stamp} person:{person} n:{n}"
            key = key_of(ctx, stamp, "asked", person, n, at.platform, at.chat)
            await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, at, person))
    return cards


def names(stamp: int, person: int) -> list[str]:
    """The cards by which she was asked."""
    return [_name(stamp, person, n) for n in (1, 2)]


@command("oncall again", help=HELP_ASK, clock=True, reads=True)
async def again(args: AtFor, ctx: Ctx) -> Reply:
    """Twelve hours before, where she has not answered."""
    _, shifts = await hers(ctx, args.at, args.person)
    if shifts and not await is_reached(ctx, shifts):
        if asleep(ctx) and awake(ctx) < shifts[0].at - LAST:
            line, key = f"/oncall again {args.at} person:{args.person}", key_of(ctx, args.at, "again", args.person)
            await ctx.store.timers.set(Timer(0, ctx.team.id, key, awake(ctx), line, ctx.heard.address, None))
        elif private_of(await ctx.store.accounts.of(args.person)):  # the others know already where there is none
            await _send(ctx, args.person, args.at, 2)
    return reply()


def _name(stamp: int, person: int, n: int) -> str:
    return f"reach:{stamp}-{person}-{n}"


async def asked_anew(ctx: Ctx, stamp: int, person: int) -> bool:
    """What she was asked says anew where she cannot be written to. Returns whether it stands, or is on its way to,
    anywhere where she can."""
    there = {(one.platform, one.direct) for one in await ctx.store.accounts.of(person) if one.direct}
    standing = await ctx.store.cards.where(ctx.team.id, names(stamp, person))
    found = [(name, at) for name, at in standing if (at.platform, at.chat) in there]
    await say_anew(ctx, stamp, person, found)
    return bool(found)
