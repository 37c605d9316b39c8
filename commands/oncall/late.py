"""Nobody has accepted a hand-over for a while: those who lead hear of it, once."""

from typing import Annotated

from commands.kit import Ask, Button, Ctx, Listed, Moment, Reply, command, reply, text
from commands.kit.lateness import leaders
from commands.kit.private import mention, tell, tell_aloud

from .arrive import RISKS, At, AtFor, key_of, turn_at
from .words import TAKE_SHIFT, layer_named

HELP_LATE = text("Tell that a hand-over was not accepted")
TO = text("To whom")
ALOUD = text("In the channel")
UNACCEPTED = text("{name} has not accepted the hand-over of {when} ({layers}).")
TO_HER = text("{who}: {said}")
CALL = text("Call again", context="button")


class Late(AtFor):
    to: Annotated[int, Ask(TO)]
    aloud: Annotated[bool, Ask(ALOUD)] = False


@command("oncall unaccepted", help=HELP_LATE, clock=True, reads=True)
async def unaccepted(args: At, ctx: Ctx) -> Reply:
    """Those who lead hear of it once; where there is nobody else, the channel."""
    turn = await turn_at(ctx, args.at)
    for person in turn.waiting:
        others = await leaders(ctx, turn.waiting)
        for who in others:
            line = f"/oncall late {args.at} person:{person} to:{who.id}"
            await tell(ctx, who.id, key_of(ctx, args.at, "late", person, who.id), line)
        if not others:
            key = key_of(ctx, args.at, "remind", person, "aloud")
            await tell_aloud(ctx, person, key, f"/oncall remind {args.at} person:{person}")
    return reply()


@command("oncall late", help=HELP_LATE, clock=True, reads=True)
async def late(args: Late, ctx: Ctx) -> Reply:
    turn = await turn_at(ctx, args.at)
    line = f"/oncall late {args.at} person:{args.person} to:{args.to} aloud:yes"
    if args.aloud:
        await tell_aloud(
            ctx, args.to, key_of(ctx, args.at, "late", args.person, args.to), line.removesuffix(" aloud:yes")
        )
        return reply()
    if args.person not in turn.waiting:
        return reply()
    layers = Listed(tuple(layer_named(one.layer) for one in turn.of(args.person)))
    said = UNACCEPTED(name=turn.name(args.person), when=Moment(turn.shifts[0].starts_at), layers=layers)
    if ctx.place is not None and args.to in turn.rota.people:
        said = TO_HER(who=await mention(ctx, args.to, turn.rota.people[args.to].name), said=said)
    buttons = [
        Button(TAKE_SHIFT(), f"/oncall take handover:{args.at}", "primary"), Button(CALL(), f"/oncall call {args.at}"),
        Button(RISKS(), "/risk"),
    ]  # fmt: skip
    return reply(said, buttons=buttons, otherwise=line)
