"""Somebody stands in: she and whoever had the shift hear of it, and of its end."""

from typing import Annotated, Literal

from commands.kit import Ask, Button, Ctx, Moment, Reply, Said, command, reply, text
from commands.kit.duty import leave_clashes, rota_changed, rota_of
from commands.kit.owners import name_of
from commands.kit.standup import stir
from commands.kit.told import About, Told, notify, spoken
from storage import StandIn

from .words import SHIFTS_AHEAD, layer_named

HELP_TOLD = text("Tell who stands in for whom")
WHAT = text("What")
GIVEN = text("You are on call ({layer}) from {first} until {last}. {by} put you in.")
RELIEVED = text("{name} is on call ({layer}) from {first} until {last} instead of you. {by} did it.")
TAKEN = text("{name} took your shift ({layer}) from {first} until {last}.")
TAKEN_BACK = text("You are not on call ({layer}) from {first} until {last} any more. {by} took it back.")
YOURS_AGAIN = text("You are on call again ({layer}) from {first} until {last}. {by} took back what was agreed.")
ON_CALL = text("On call")

What = Literal["given", "relieved", "back", "again"]


class ToldOf(Told):
    what: Annotated[What, Ask(WHAT)]


async def stand_in(ctx: Ctx, made: StandIn, *, told: bool = True) -> StandIn:
    """Keep it; both whoever stands in and those who had it hear of it. ``told``: who has agreed on it knows."""
    had = {one.person for one in (await rota_of(ctx)).duties(made.layer, made.from_at, made.until_at)}
    kept = await ctx.store.rotas.stand_in(made)
    if told:
        await notify(ctx, about(kept), "given", kept.person)
        for person in sorted(had - {kept.person}):
            await notify(ctx, about(kept), "relieved", person)
    if any(one.away for one in (await rota_of(ctx)).duties(kept.layer, kept.from_at, kept.until_at)):
        await leave_clashes(ctx, kept.person)
    await stir(ctx)
    await rota_changed(ctx)
    return kept


def about(made: StandIn) -> About:
    return About("standin", made.id, made.id)


@command("standin told", help=HELP_TOLD, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    rota = await rota_of(ctx)
    made = await ctx.store.rotas.stands_in(ctx.team.id, args.number)
    if made is None:
        return reply()
    said: Said | None = None
    by = name_of(args.by, rota.people)
    span = {"layer": layer_named(made.layer), "first": Moment(made.from_at), "last": Moment(made.until_at)}
    going = made.ended_at is None
    match args.what:
        case "given" if going:
            said = GIVEN(**span, by=by)
        case "relieved" if going:
            name = name_of(made.person, rota.people)
            said = TAKEN(**span, name=name) if args.by == made.person else RELIEVED(**span, by=by, name=name)
        case "back" if not going:
            said = TAKEN_BACK(**span, by=by)
        case "again" if not going:
            said = YOURS_AGAIN(**span, by=by)
        case _:
            pass
    choices = [Button(SHIFTS_AHEAD(), "/oncall next")]
    told_to = rota.people[args.person].name if args.person in rota.people else ""
    return await spoken(ctx, about(made), args, args.what, told_to, ON_CALL(), said, buttons=choices)
