"""Asking the team who can take a shift: one live card, taken by whoever presses first. While nobody has, the team is
reminded, the more often the nearer it is."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Final

from commands.kit import Args, Ask, Button, Ctx, Heading, Listed, Refusal, Reply, Role, command, reply, text
from commands.kit.duty import rota_of
from commands.kit.lasting import lasting
from commands.kit.lateness import asleep, awake
from commands.kit.owners import name_of
from commands.kit.private import mention
from commands.kit.rota import A_DAY, Duty, Rota
from commands.kit.texts import Value
from commands.kit.told import wind
from storage import Swap

from .deal import ask
from .now import AT, LAYER, rota_at
from .override import BACKWARDS, OF_SPAN, UNTIL
from .request import TAKE, WANTED, WITHDRAW, OfSwap, about, card, closes, find, shift_of
from .spans import DayAlone, Time, ahead_of, exactly, layer_meant, shift_at
from .swap import NO_SHIFTS, NOT_MINE
from .words import SHIFTS_AHEAD, said_ahead

HELP = text("Ask the team who can take a shift of yours")
HELP_REMIND = text("Remind the team of a shift that nobody takes")

ASKED = text("The team is asked. Until somebody takes it, it stays yours.")
ASKED_FOR = text("The team is asked who can take the shift of {name}.")
ALREADY = text("The team is asked about that shift already.")
OF_OTHER = text("That is the shift of {name}. Only {name}, or a manager, asks the team about it.")
STILL = text("Nobody has taken it yet; it begins in {span}. {name} asks who can.")
CALLED = text("{people}: can you?")

_AN_HOUR: Final = timedelta(hours=1)
"""A day may have one more, when the clocks change."""
LEADS: Final = tuple(timedelta(hours=hours) for hours in (7 * 24, 3 * 24, 2 * 24, 24, 12))
"""How long before it begins the team is reminded."""
MOST: Final = 8
"""So many people are called by name."""


class Cover(Args):
    when: Annotated[Time | None, Ask(AT, example="sat")] = None
    until: Annotated[Time | None, Ask(UNTIL)] = None
    layer: Annotated[str | None, Ask(LAYER)] = None

    also: ClassVar = {
        name: field for name, field in OF_SPAN.items() if field in ("until", "layer")
    } | {"何时": "when", "何時": "when", "时间": "when", "時間": "when"}  # fmt: skip


@command("oncall cover", help=HELP, examples=("/oncall cover", "/oncall cover sat", "/oncall cover dec 5 layer:backup"))
async def cover(args: Cover, ctx: Ctx) -> Reply:
    """Without a time her next shift, or the one that runs where none is ahead. A manager asks for others as well, and
    anybody for a shift of which whoever has it is not there."""
    rota = await rota_at(ctx, ctx.now)
    duty = await _meant(args, ctx, rota)
    if duty.person != ctx.me.id and not duty.away and ctx.me.level < Role.MANAGER:
        raise Refusal(OF_OTHER(name=name_of(duty.person, rota.people)))
    for one in await ctx.store.rotas.swaps(ctx.team.id, ctx.now):
        if (
            one.taker is None
            and one.layer == duty.layer
            and one.from_at < duty.until_at
            and duty.from_at < one.until_at
        ):
            return reply(ALREADY(), private=True, cards=[await card(ctx, one)])
    asked = await ask(
        ctx, Swap(0, ctx.team.id, 0, duty.layer, duty.person, duty.from_at, duty.until_at, ctx.now)
    )  # fmt: skip
    await _remind_next(ctx, asked)
    own = duty.person == ctx.me.id
    said = ASKED() if own else ASKED_FOR(name=name_of(duty.person, rota.people))
    return reply(said, private=ctx.place is not None, cards=[await card(ctx, asked)])


async def _meant(args: Cover, ctx: Ctx, rota: Rota) -> Duty:
    """Raises ``Refusal`` where there is no such shift."""
    named = await layer_meant(ctx, rota, args.layer)
    names = [named] if named else rota.names
    ahead = ahead_of(rota, names, ctx.me.id, ctx.now)
    if args.when is None:
        found = ahead[0] if ahead else shift_at(rota, names, ctx.now, ctx.now, ctx.me.id)
        if found is None:
            raise Refusal(NO_SHIFTS())
        return _part(args, ctx, rota, found)
    found = shift_at(rota, names, args.when, ctx.now, ctx.me.id) or shift_at(rota, names[:1], args.when, ctx.now)
    if found is None or found.until_at <= ctx.now:
        hints = [said_ahead(rota, one) for one in ahead[:4]]
        raise Refusal(NOT_MINE() if hints else NO_SHIFTS(), *hints)
    return _part(args, ctx, rota, found)


def _part(args: Cover, ctx: Ctx, rota: Rota, duty: Duty) -> Duty:
    """Of a shift of several days only the day that was named; of any only until the end that was."""
    first, last = duty.from_at, duty.until_at
    if isinstance(args.when, DayAlone) and last - first > A_DAY + _AN_HOUR:
        day = exactly(rota, duty.layer, args.when)
        first, last = max(first, day), min(last, exactly(rota, duty.layer, args.when + A_DAY))
    if args.until is not None:
        if args.when is not None:
            first = max(first, exactly(rota, duty.layer, args.when))
        last = min(duty.until_at, exactly(rota, duty.layer, args.until))
    if last <= max(first, ctx.now):
        raise Refusal(BACKWARDS())
    return replace(duty, from_at=first, until_at=last)


async def _remind_next(ctx: Ctx, swap: Swap) -> None:
    if swap.from_at <= swap.made_at:
        return
    times = [at for lead in LEADS if (at := swap.from_at - lead) > ctx.now]
    if times:
        await wind(ctx, about(swap), {"remind": min(times)})


@command("swap remind", help=HELP_REMIND, clock=True, reads=True)
async def remind(args: OfSwap, ctx: Ctx) -> Reply:
    """By name those who take turns and are free then. In quiet hours it waits until they end."""
    swap = await find(ctx, args.number)
    if swap.state != "asked" or closes(swap) <= ctx.now:
        return reply()
    if asleep(ctx) and (morning := awake(ctx)) < swap.from_at:
        await wind(ctx, about(swap), {"remind": morning})
        return reply()
    await _remind_next(ctx, swap)
    rota = await rota_of(ctx)
    said = STILL(name=name_of(swap.giver, rota.people), span=lasting(swap.from_at - ctx.now))
    free = free_people(rota, swap.from_at, swap.until_at, swap.giver)
    names: list[Value] = [await mention(ctx, one, rota.people[one].name) for one in free[:MOST]]
    called = [CALLED(people=Listed(tuple(names)))] if names else []
    choices = [
        Button(TAKE(), f"/oncall agree {swap.number}", "primary"),
        Button(WITHDRAW(), f"/oncall withdraw {swap.number}"), Button(SHIFTS_AHEAD(), "/oncall next"),
    ]  # fmt: skip
    return reply(Heading(WANTED(shift=shift_of(swap))), said, *called, buttons=choices, everywhere=True)


def free_people(rota: Rota, first: datetime, last: datetime, but: int) -> list[int]:
    """Those who take turns, are there when it begins, and have no other layer meanwhile."""
    takers = dict.fromkeys(person for layer in rota.layers if layer.ends_at is None for person in layer.people)
    busy = {duty.person for name in rota.names for duty in rota.duties(name, first, last)} | {but}
    return [person for person in takers if person not in busy and rota.there(person, first)]
