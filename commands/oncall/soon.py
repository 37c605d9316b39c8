"""Reminders before a shift: half an hour before to whoever comes and to whoever leaves, and a day before to whoever
leaves a long one. Whoever comes hears a day before when she is asked whether she can be reached."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final

from commands.kit import Ask, Bullets, Button, Ctx, Moment, Reply, Said, command, reply, text
from commands.kit.duty import rota_of
from commands.kit.owners import AWAY, name_of
from commands.kit.private import tell
from commands.kit.reply import Block
from commands.kit.rota import A_DAY, Rota

from .arrive import LEAVE, RISKS, AtFor, key_of
from .turn import A_SECOND, BACK, Coming, comings, second_of
from .words import SHIFTS_AHEAD, layer_named, shift_said

HELP = text("Remind of a shift that begins or ends")
A_DAY_BEFORE = text("A day before")

BEGINS = text("Your shift begins {when}.")
ENDS = text("Your shift ends {when}.")
THEN = text("{layer}: {name} comes after you")

BEFORE: Final = timedelta(minutes=30)
NEAR: Final = timedelta(hours=2)
"""How far ahead reminders are wound: what changes later is seen when they are due."""
LONG: Final = timedelta(hours=36)
"""Who leaves a shift longer than this is reminded a day before as well."""


class Soon(AtFor):
    day: Annotated[bool, Ask(A_DAY_BEFORE)] = False


async def remind_ahead(ctx: Ctx, rota: Rota, found: Sequence[Coming]) -> None:
    for one in found:
        for person in {one.person, one.leaving} - {None}:
            await _wind(ctx, one, person, BEFORE, "")
        if one.leaving is not None and _length(rota, one) > LONG:
            await _wind(ctx, one, one.leaving, A_DAY, " day:yes")


async def _wind(ctx: Ctx, one: Coming, person: int | None, before: timedelta, more: str) -> None:
    at = one.at - before
    if person is not None and ctx.now < at <= ctx.now + NEAR:
        line = f"/oncall soon {one.stamp} person:{person}{more}"
        await tell(ctx, person, key_of(ctx, one.stamp, f"soon{more[1:4]}", person), line, at)


def _length(rota: Rota, one: Coming) -> timedelta:
    """Of the shift that ends then; as long as it is at least."""
    before = rota.duties(one.layer, one.at - 2 * LONG, one.at)
    return before[-1].until_at - before[-1].from_at if before else timedelta()


@command("oncall soon", help=HELP, clock=True, reads=True)
async def soon(args: Soon, ctx: Ctx) -> Reply:
    first, last = second_of(args.at)
    rota = await rota_of(ctx, first - BACK)
    now = [one for one in comings(rota, first - A_SECOND, last) if one.stamp == args.at]
    comes = [one for one in now if one.person == args.person and not one.away and not args.day]
    leaves = [one for one in now if one.leaving == args.person]
    if ctx.place is not None or ctx.now >= last or not (comes or leaves):
        return reply()  # in a channel it would be for everybody
    blocks: list[Block] = []
    if comes:
        lines: list[Said] = [shift_said(rota, one.layer, one.at, one.leaving) for one in comes]
        blocks += [BEGINS(when=Moment(first)), Bullets(tuple(lines))]
    if leaves:
        follow = [THEN(layer=layer_named(one.layer), name=_named(rota, one)) for one in leaves]
        blocks += [ENDS(when=Moment(first)), Bullets(tuple(follow))]
    choices = [Button(LEAVE(), "/oncall note", "primary")] if leaves else [Button(SHIFTS_AHEAD(), "/oncall next")]
    otherwise = f"/oncall unreached {args.at} person:{args.person}" if comes else None
    return reply(*blocks, buttons=[*choices, Button(RISKS(), "/risk")], otherwise=otherwise)


def _named(rota: Rota, one: Coming) -> Said | str:
    name = name_of(one.person, rota.people)
    return AWAY(name=name) if one.away else name
