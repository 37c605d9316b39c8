"""Whoever is on leave in shifts of hers hears of it as soon as that is so, and can ask for cover at once."""

from typing import Annotated, Final, Literal

from commands.kit import Ask, Bullets, Button, Ctx, Moment, Reply, Role, Said, command, text
from commands.kit.duty import rota_of
from commands.kit.told import About, Told, spoken

from .spans import layer_carried
from .turn import FAR, carried
from .warn import ASK_COVER
from .words import MORE, said_ahead

HELP_LEAVE = text("Tell which shifts fall into a leave")
WHAT = text("What")
ON_LEAVE = text("You are on leave in shifts of yours")
NOBODY_THEN = text("Nobody answers then, unless somebody takes them:")
ASK_COVER_FOR = text("Ask for cover: {when}", context="button")


MOST: Final = 4
"""Shifts for which there is a button."""


class ToldOf(Told):
    what: Annotated[Literal["leave"], Ask(WHAT)] = "leave"


@command("clash told", help=HELP_LEAVE, clock=True, reads=True)
async def clash(args: ToldOf, ctx: Ctx) -> Reply:
    """To whoever is on leave in shifts of hers, as soon as that is so."""
    rota = await rota_of(ctx)
    found = [duty for name in rota.names for duty in rota.duties(name, ctx.now, ctx.now + FAR)]
    hers = sorted((one for one in found if one.person == args.number and one.away), key=lambda one: one.from_at)
    who = rota.people.get(args.number)
    name = who.name if who is not None and who.left_at is None and who.level >= Role.STAFF else ""
    shown: list[Said] = [said_ahead(rota, duty) for duty in hers[: 2 * MOST]]
    if (left := len(hers) - len(shown)) > 0:
        shown.append(MORE(n=left))
    lines = Bullets(tuple(shown))
    choices = [
        Button(
            ASK_COVER_FOR(when=Moment(duty.from_at)) if len(hers) > 1 else ASK_COVER(),
            f"/oncall cover {carried(duty.from_at)} layer:{layer_carried(rota, duty.layer)}",
        )
        for duty in hers[:MOST]
    ]  # fmt: skip
    said = NOBODY_THEN() if hers and name else None
    about = About("clash", args.number, args.number)
    return await spoken(ctx, about, args, "leave", name, ON_LEAVE(), said, [lines], choices)
