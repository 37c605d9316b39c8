"""Whoever comes on call and cannot be reached: she is called by name in the channels, and those who lead hear of it."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from commands.kit import Ask, Bullets, Button, Ctx, Reply, command, reply, text
from commands.kit.lateness import leaders
from commands.kit.owners import name_of
from commands.kit.private import HERE, HERE_LINE, mention, private_of, tell, tell_aloud
from commands.kit.texts import Said

from .arrive import AtFor, key_of
from .late import TO_HER, Late
from .reach import asked_anew, hers, is_reached, look_for, pressed
from .words import SHIFTS_AHEAD, mends, mends_her_own, shift_said

HELP = text("Tell that somebody cannot be reached before her shift")
WHAT = text("What")

LOST = text("I cannot write to {name}, who comes on call.")
LOST_NOW = text("I cannot write to {name}, who is on call now.")
SILENT = text("{name} comes on call and has not said that she can be reached.")
CALL = text("{who}: you come on call, and I cannot write to you.")
CALL_NOW = text("{who}: you are on call now, and I cannot write to you.")
OVERRIDE = text("Put somebody else in", context="button")

A_MOMENT: Final = timedelta(minutes=1)
"""In which her other chats are written to."""


class Absent(Late):
    what: Annotated[Literal["lost", "silent"], Ask(WHAT)]


@command("oncall unreached", help=HELP, clock=True, reads=True)
async def unreached(args: AtFor, ctx: Ctx) -> Reply:
    """A message to her did not arrive. Others may have."""
    await look_for(ctx, args.at, args.person, ctx.now + A_MOMENT)
    return reply()


@command("oncall lost", help=HELP, clock=True, reads=True)
async def lost(args: AtFor, ctx: Ctx) -> Reply:
    _, shifts = await hers(ctx, args.at, args.person)
    if shifts and not await pressed(ctx, shifts) and not await asked_anew(ctx, args.at, args.person):
        line, key = f"/oncall missing {args.at} person:{args.person}", key_of(ctx, args.at, "missing", args.person)
        await tell_aloud(ctx, args.person, key, line)
        await _lead(ctx, args, "lost")
    return reply()


@command("oncall silent", help=HELP, clock=True, reads=True)
async def silent(args: AtFor, ctx: Ctx) -> Reply:
    """Where she cannot be written to at all they know already."""
    _, shifts = await hers(ctx, args.at, args.person)
    if shifts and private_of(await ctx.store.accounts.of(args.person)) and not await is_reached(ctx, shifts):
        await _lead(ctx, args, "silent")
    return reply()


async def _lead(ctx: Ctx, args: AtFor, what: str) -> None:
    for who in await leaders(ctx, [args.person]):
        if who.id != args.person:
            line = f"/oncall absent {args.at} person:{args.person} to:{who.id} what:{what}"
            await tell(ctx, who.id, key_of(ctx, args.at, what, args.person, who.id), line)


@command("oncall absent", help=HELP, clock=True, reads=True)
async def absent(args: Absent, ctx: Ctx) -> Reply:
    line = f"/oncall absent {args.at} person:{args.person} to:{args.to} what:{args.what}"
    if args.aloud:
        await tell_aloud(ctx, args.to, key_of(ctx, args.at, args.what, args.person, args.to), line)
        return reply()
    rota, shifts = await hers(ctx, args.at, args.person)
    if not shifts or await pressed(ctx, shifts):
        return reply()
    name = name_of(args.person, rota.people)
    how = [mends(await ctx.store.accounts.of(args.person), name)] if args.what == "lost" else []
    lost = LOST_NOW if shifts[0].at <= ctx.now else LOST
    said: Said = {"lost": lost, "silent": SILENT}[args.what](name=name)
    if ctx.place is not None and args.to in rota.people:
        said = TO_HER(who=await mention(ctx, args.to, rota.people[args.to].name), said=said)
    lines = Bullets(tuple(shift_said(rota, one.layer, one.at, one.leaving) for one in shifts[:2]))
    choices = [Button(SHIFTS_AHEAD(), "/oncall next")]
    if "oncall override" in ctx.menu:
        choices.insert(0, Button(OVERRIDE(), "/oncall override", "primary"))
    return reply(said, lines, *how, buttons=choices, otherwise=f"{line} aloud:yes")


@command("oncall missing", help=HELP, clock=True, reads=True)
async def missing(args: AtFor, ctx: Ctx) -> Reply:
    """By name in a channel."""
    rota, shifts = await hers(ctx, args.at, args.person)
    if not shifts or await pressed(ctx, shifts):
        return reply()
    who = await mention(ctx, args.person, rota.people[args.person].name)
    lines = Bullets(tuple(shift_said(rota, one.layer, one.at, one.leaving) for one in shifts[:2]))
    said = CALL_NOW if shifts[0].at <= ctx.now else CALL
    how = mends_her_own(await ctx.store.accounts.of(args.person))
    return reply(said(who=who), lines, how, buttons=[Button(HERE(), HERE_LINE, "primary")])
