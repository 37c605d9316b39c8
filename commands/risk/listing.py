"""One risk by itself, and the lists: the worst first."""

from dataclasses import replace
from typing import Annotated, Literal

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Reply, Role, Text, Word, command, reply, text
from commands.kit.crisis import ORDER
from storage import Risk

from .face import OfRisk, look_at, shown, titled
from .which import are_there, which

HELP_LIST = text("See the open risks, the worst first")
HELP_SHOW = text("See one risk")
WHICH = text("Which")
CHOICES: dict[str, Text] = {"open": text("open", context="risk"), "closed": text("closed", context="risk")}

OPEN = text("{n} risk is open", "{n} risks are open")
CLOSED = text("The last {n} risk that was closed", "The last {n} risks that were closed")
NONE_OPEN = text("No risk is open.")
NONE_CLOSED = text("No risk was closed yet.")
DRILL = text("Going on: {title}")
SHOW_ONE = text("Show {number}")

MOST = 8
MOST_BUTTONS = 4


class Asked(Args):
    what: Annotated[Literal["open", "closed"], Word(), Ask(WHICH, choices=CHOICES)] = "open"


@command("risk list", help=HELP_LIST, who=Role.OBSERVER, default=True, reads=True, examples=("/risk list",))
async def list_(args: Asked, ctx: Ctx) -> Reply:
    drills = await ctx.store.risks.open(ctx.team.id, drill=True) if args.what == "open" else []
    going = [DRILL(title=titled(one)) for one in drills]
    if args.what == "open":
        found = sorted(await ctx.store.risks.open(ctx.team.id), key=lambda one: (ORDER.index(one.level), one.number))
        head, none = OPEN, NONE_OPEN
    else:
        found = await ctx.store.risks.closed(ctx.team.id, MOST)
        head, none = CLOSED, NONE_CLOSED
    if not found:
        return reply(none(), *going, buttons=[_button(one) for one in drills], private=True)
    choices = [_button(one) for one in found[:MOST_BUTTONS]]
    lines = Bullets(tuple(titled(one) for one in found[:MOST]))
    return reply(Heading(head(n=len(found))), lines, *going, buttons=choices, private=True)


def _button(risk: Risk) -> Button:
    return Button(SHOW_ONE(number=str(risk.number)), f"/risk show {risk.number}")


@command(
    "risk show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, asks=which("show", are_there, tells=False),
    examples=("/risk show 12",),
)  # fmt: skip
async def show(args: OfRisk, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    face = await shown(ctx, look, whole=True)
    choices = tuple(one for one in face.buttons if one.line != f"/risk show {args.number}")
    return replace(face, buttons=choices, urgent="", private=True)
