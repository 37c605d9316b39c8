"""Who is on call now or at a time, and taking a shift at once."""

from datetime import datetime
from typing import Annotated, Final

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Refusal,
    Reply,
    Role,
    Word,
    command,
    reply,
    text,
)
from commands.kit.duty import rota_of
from commands.kit.fields import Moment as When
from commands.kit.fields import Numbered
from commands.kit.hints import did_you_mean, either
from commands.kit.reply import Block
from commands.kit.rota import A_DAY, Duty, Rota
from commands.kit.texts import Moment
from commands.kit.words import fold, nearest
from storage import StandIn

from .accept import taken, takes
from .arrive import NUMBER
from .standin import stand_in
from .turn import FAR
from .words import MORE, SHIFTS_AHEAD, TAKE_SHIFT, layer_named, said_change, said_now

HELP_NOW = text("See who is on call, now or at a time")
HELP_TAKE = text("Take the shift now: you are on call at once")
AT = text("When")
LAYER = text("Layer")

NOW = text("On call now")
THEN = text("On call {when}")
THIS_WEEK = text("In the next seven days")
NO_ROTA = text("There is no rota yet. A manager makes one with {line}.")
TAKEN = text("{name} is on call now ({layer}), until {when}.")
HAVE_IT = text("You are on call already ({layer}), until {when}.")
NO_SUCH = text("There is no layer called {name}.")
LAYERS = text("Layers: {words}")
EXAMPLE: Final = "/oncall rota primary:@mei,@bob"

WEEK: Final = 7 * A_DAY
MOST: Final = 3
"""Changes that are told; the picture has all."""


class At(Args):
    at: Annotated[When | None, Ask(AT)] = None


class OfLayer(Args):
    layer: Annotated[str | None, Word(), Ask(LAYER)] = None


class Taking(OfLayer):
    handover: Annotated[Numbered | None, Ask(NUMBER)] = None


@command("oncall now", help=HELP_NOW, who=Role.OBSERVER, default=True, reads=True,
         examples=("/oncall", '/oncall at:"sat 03:00"'))  # fmt: skip
async def now(args: At, ctx: Ctx) -> Reply:
    at = args.at or ctx.now
    rota = await rota_at(ctx, min(at, ctx.now))
    lines = [said_now(rota, name, duty_at(rota, name, at)) for name in rota.names]
    head = NOW() if args.at is None else THEN(when=Moment(at))
    blocks: list[Block] = [Heading(head), Bullets(tuple(lines))]
    if args.at is None and (changes := changes_of(rota, at, at + WEEK)):
        shown = [said_change(rota, duty) for duty in changes[:MOST]]
        shown += [MORE(n=len(changes) - MOST)] if len(changes) > MOST else []
        blocks += [Heading(THIS_WEEK()), Bullets(tuple(shown))]
    choices = [Button(SHIFTS_AHEAD(), "/oncall next"), Button(TAKE_SHIFT(), "/oncall take")]
    return reply(*blocks, buttons=choices)


@command("oncall take", help=HELP_TAKE, examples=("/oncall take",))
async def take(args: Taking, ctx: Ctx) -> Reply:
    """Until the shift ends in which she takes it; for a layer that is nobody's then, for a day."""
    rota = await rota_at(ctx, ctx.now)
    names = [named(rota, args.layer) if args.layer else rota.names[0]]
    names = await takes(ctx, args.handover) if args.handover else names
    cards, ends = [], []
    for name in names:
        duty = duty_at(rota, name, ctx.now)
        ends.append(duty.until_at if duty is not None else ctx.now + A_DAY)
        if duty is not None and duty.person == ctx.me.id:
            raise Refusal(HAVE_IT(layer=layer_named(name), when=Moment(ends[-1])))
        await stand_in(ctx, StandIn(0, ctx.team.id, name, ctx.me.id, ctx.now, ends[-1], ctx.now, "take", ctx.me.id))
        cards += await taken(ctx, name)
    layers = Listed(tuple(layer_named(name) for name in names))
    said = TAKEN(name=ctx.me.name, layer=layers, when=Moment(max(ends)))  # read in all channels
    return reply(said, everywhere=True, cards=cards)


async def rota_at(ctx: Ctx, since: datetime) -> Rota:
    """Raises ``Refusal`` where there is none."""
    rota = await rota_of(ctx, since)
    if not rota.names:
        raise Refusal(NO_ROTA(line=either([EXAMPLE])))
    return rota


def duty_at(rota: Rota, name: str, at: datetime) -> Duty | None:
    """Whose a layer is then, until when."""
    if rota.who(name, at) is None:
        return None
    return rota.duties(name, at, at + FAR)[0]


def changes_of(rota: Rota, since: datetime, until: datetime) -> list[Duty]:
    """The shifts by which somebody else answers, or nobody, the first one first."""
    found: list[Duty] = []
    for name in rota.names:
        duties = rota.duties(name, since, until)
        whose = [(one.person, one.away) for one in duties]
        found += [one for at, one in enumerate(duties) if one.from_at > since and whose[at - 1 : at] != [whose[at]]]
    return sorted(found, key=lambda one: (one.from_at, rota.names.index(one.layer)))


def named(rota: Rota, word: str) -> str:
    """The layer that is meant. Raises ``Refusal`` with the nearest."""
    found = next((name for name in rota.names if fold(name) == fold(word)), None)
    if found is None:
        near = nearest(word, rota.names)
        raise Refusal(NO_SUCH(name=word), *(did_you_mean(near) or [LAYERS(words=either(rota.names))]))
    return found
