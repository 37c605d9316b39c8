"""Two people swap shifts, when both say so: she asks, the other one agrees or refuses in private."""

from typing import Annotated, ClassVar, Final

from commands.kit import Args, Ask, Button, Ctx, Mono, Refusal, Reply, Said, Word, command, reply, text
from commands.kit.rota import Duty, Rota
from commands.kit.texts import Moment
from storage import Person, Swap

from .deal import ask
from .now import LAYER, rota_at
from .override import WHO
from .request import SHIFT, WITHDRAW, back_of, shift_of
from .spans import NOTHING, Time, TimeOrNothing, ahead_of, layer_carried, layer_meant, shift_at, worker
from .turn import carried
from .words import layer_named, said_ahead

HELP = text("Ask somebody to swap shifts with you")
MINE = text("Your shift")
THEIRS = text("The other's shift")
THEIRS_LIKE = text("12-05 · - for nothing in return", context="typed")

WHICH = text("You give {shift}. Which shift of {name} do you take for it?")
ASKED = text("I ask {name} to take {shift}. Until then it stays yours.")
FOR_IT = text("For it you take {shift}.")
NO_SHIFTS = text("You have no shift ahead to swap.")
NOT_MINE = text("You have no shift then. Yours are:")
NOT_THEIRS = text("{name} has no shift then. These are:")
NO_OTHERS = text("{name} has no shift ahead in that layer, so there is nothing to take for it.")
BEGUN = text("That shift has begun, so it cannot be swapped. {line} takes a shift at once, {cover} asks the team.")
YOURSELF = text("You cannot swap with yourself.")
AWAY = text("{name} is on leave then: {shift}.")
YOU_AWAY = text("You are on leave then yourself: {shift}.")
ALREADY = text("You have asked about that shift already. Withdraw it first.")
A_GIFT = text("Nothing in return", context="button")
A_SHIFT = text("{first} – {last}", context="button")

OFFERED: Final = 4
OF_SWAP = {
    "我的": "mine", "我的班": "mine", "对方": "theirs", "對方": "theirs", "对方的": "theirs", "對方的": "theirs",
    "hers": "theirs", "his": "theirs", "for": "theirs", "层": "layer", "層": "layer", "人": "person",
}  # fmt: skip


class Asking(Args):
    person: Annotated[str, Word(), Ask(WHO, source="people")]
    mine: Annotated[Time | None, Ask(MINE, example="sat")] = None
    theirs: Annotated[TimeOrNothing | None, Ask(THEIRS, example=THEIRS_LIKE())] = None
    layer: Annotated[str | None, Ask(LAYER)] = None

    also: ClassVar = OF_SWAP


@command("oncall swap", help=HELP, examples=("/oncall swap @bob", "/oncall swap @bob mine:sat theirs:12-05"))
async def swap(args: Asking, ctx: Ctx) -> Reply:
    """Without times her next shift, and a choice of the other's next ones."""
    rota = await rota_at(ctx, ctx.now)
    who = await worker(ctx, args.person)
    if who.id == ctx.me.id:
        raise Refusal(YOURSELF())
    named = await layer_meant(ctx, rota, args.layer)
    mine = _mine(args, ctx, rota, [named] if named else rota.names)
    await _not_twice(ctx, mine)
    if not rota.there(who.id, mine.from_at):
        raise Refusal(AWAY(name=who.name, shift=_said(mine)))
    theirs = _theirs(args, ctx, rota, who, mine)
    if args.theirs is None:
        return _choice(ctx, rota, who, mine)
    if theirs is not None and not rota.there(ctx.me.id, theirs.from_at):
        raise Refusal(YOU_AWAY(shift=_said(theirs)))
    asked = await ask(ctx, Swap(
        0, ctx.team.id, 0, mine.layer, ctx.me.id, mine.from_at, mine.until_at, ctx.now, who.id,
        theirs.from_at if theirs else None, theirs.until_at if theirs else None,
    ))  # fmt: skip
    more = [FOR_IT(shift=back_of(asked))] if theirs else []
    take_back = Button(WITHDRAW(), f"/oncall withdraw {asked.number}")
    return reply(ASKED(name=who.name, shift=shift_of(asked)), *more, buttons=[take_back])


def _mine(args: Asking, ctx: Ctx, rota: Rota, names: list[str]) -> Duty:
    ahead = ahead_of(rota, names, ctx.me.id, ctx.now)
    if args.mine is None:
        if not ahead:
            raise Refusal(NO_SHIFTS())
        return ahead[0]
    found = shift_at(rota, names, args.mine, ctx.now, ctx.me.id)
    if found is None:
        raise Refusal(NOT_MINE() if ahead else NO_SHIFTS(), *_some(rota, ahead))
    if found.from_at <= ctx.now:
        raise Refusal(BEGUN(line=Mono("/oncall take"), cover=Mono("/oncall cover")))
    return found


def _theirs(args: Asking, ctx: Ctx, rota: Rota, who: Person, mine: Duty) -> Duty | None:
    if args.theirs in (None, NOTHING):
        return None
    found = shift_at(rota, [mine.layer], args.theirs, ctx.now, who.id)
    if found is None:
        ahead = ahead_of(rota, [mine.layer], who.id, ctx.now)
        raise Refusal((NOT_THEIRS if ahead else NO_OTHERS)(name=who.name), *_some(rota, ahead))
    if found.from_at <= ctx.now:
        raise Refusal(BEGUN(line=Mono("/oncall take"), cover=Mono("/oncall cover")))
    return found


def _choice(ctx: Ctx, rota: Rota, who: Person, mine: Duty) -> Reply:
    """Which of the other's shifts she takes; to take none is a choice as well."""
    theirs = [one for one in ahead_of(rota, [mine.layer], who.id, ctx.now) if rota.there(ctx.me.id, one.from_at)]
    line = f"/oncall swap #{who.id} mine:{carried(mine.from_at)}"
    end = f"layer:{layer_carried(rota, mine.layer)}"
    choices = [
        Button(A_SHIFT(first=Moment(one.from_at), last=Moment(one.until_at)),
               f"{line} theirs:{carried(one.from_at)} {end}")
        for one in theirs[:OFFERED]
    ]  # fmt: skip
    choices.append(Button(A_GIFT(), f"{line} theirs:- {end}"))
    more = [] if theirs else [NO_OTHERS(name=who.name)]
    return reply(WHICH(shift=_said(mine), name=who.name), *more, buttons=choices, private=True)


async def _not_twice(ctx: Ctx, mine: Duty) -> None:
    """Raises ``Refusal`` where she has asked somebody about it already."""
    for one in await ctx.store.rotas.swaps(ctx.team.id, ctx.now):
        if (one.giver, one.layer, one.from_at) == (mine.person, mine.layer, mine.from_at) and one.taker is not None:
            raise Refusal(ALREADY(), buttons=(Button(WITHDRAW(), f"/oncall withdraw {one.number}"),))


def _said(duty: Duty) -> Said:
    return SHIFT(layer=layer_named(duty.layer), first=Moment(duty.from_at), last=Moment(duty.until_at))


def _some(rota: Rota, duties: list[Duty]) -> list[Said]:
    return [said_ahead(rota, one) for one in duties[:OFFERED]]
