"""One risk by itself, and the lists: the worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Reply,
    Role,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)
from commands.kit.crisis import CLOCKS, ORDER
from commands.kit.lasting import lasting
from commands.kit.owners import everybody, name_of
from storage import Person, Risk, RiskClock

from .choices import rest
from .face import OfRisk, buttons, face, look_at, titled
from .look import OPEN_ONES
from .which import CLOSED_ONES, NONE_CLOSED, NONE_OPEN, are_there, which

HELP_LIST = text("See the open risks, the worst first")
HELP_SHOW = text("See one risk")
HELP_MORE = text("See what else can be done with a risk")
ELSE = text("What else can be done:")
WHICH = text("Which")
CHOICES: dict[str, Text] = {"open": text("open", context="risk"), "closed": text("closed", context="risk")}

OPEN = text("{n} risk is open", "{n} risks are open")
CLOSED = text("{n} closed risk, the newest first", "{n} closed risks, the newest first")
CLOSED_AT = text("{line}, closed {when}")
HAS_IT = text("{line} – {name}")
NOBODY = text("nobody has it")
TO_VERIFY = text("{line}, to be verified")
LATE = text("{line}, {clock}: {span} overdue")
DRILL = text("Going on: {title}")
SHOW_ONE = text("Show {number}")

NEXT = text("Next page", context="button")
PAGE = text("Page")

PER_PAGE = 8
MOST_BUTTONS = 4


class Asked(Args):
    what: Annotated[Literal["open", "closed"], Word(), Ask(WHICH, choices=CHOICES)] = "open"
    page: Annotated[int, Ask(PAGE)] = 1

    also: ClassVar = {"页": "page", "頁": "page"}


@command(
    "risk list", help=HELP_LIST, who=Role.OBSERVER, default=True, reads=True,
    examples=("/risk list", "/risk list closed"),
)  # fmt: skip
async def list_(args: Asked, ctx: Ctx) -> Reply:
    drills = await ctx.store.risks.open(ctx.team.id, drill=True) if args.what == "open" else []
    going = [DRILL(title=titled(one)) for one in drills]
    if args.what == "open":
        every = sorted(await ctx.store.risks.open(ctx.team.id), key=lambda one: (ORDER.index(one.level), one.number))
        n = len(every)
    else:
        every, n = [], await ctx.store.risks.count_closed(ctx.team.id)
    pages = max(1, -(-n // PER_PAGE))
    page = max(1, min(args.page, pages))
    after = (page - 1) * PER_PAGE
    found = every[after : after + PER_PAGE]
    if args.what == "closed":
        found = await ctx.store.risks.closed(ctx.team.id, PER_PAGE, after)
    choices = [_button(one) for one in found[:MOST_BUTTONS] or drills[:MOST_BUTTONS]]
    if page < pages:
        choices.append(Button(NEXT(), f"/risk list {args.what} page:{page + 1}"))
    closed = Button(CLOSED_ONES(), "/risk list closed")
    choices.append(closed if args.what == "open" else Button(OPEN_ONES(), "/risk list"))
    if not found:
        return reply((NONE_OPEN if args.what == "open" else NONE_CLOSED)(), *going, buttons=choices, private=True)
    head = (OPEN if args.what == "open" else CLOSED)(n=n)
    clocks, people = await ctx.store.risk_story.clocks([one.id for one in found]), await everybody(ctx)
    lines = [_line(ctx, one, people, clocks.get(one.id, ())) for one in found]
    return reply(Heading(head), Bullets(tuple(lines)), *going, buttons=choices, private=True)


def _line(ctx: Ctx, risk: Risk, people: Mapping[int, Person], clocks: Sequence[RiskClock]) -> Said:
    """Of an open one who has it, and what is late the longest."""
    if risk.closed_at is not None:
        return CLOSED_AT(line=titled(risk), when=Moment(risk.closed_at))
    line = HAS_IT(line=titled(risk), name=NOBODY() if risk.owner is None else name_of(risk.owner, people))
    if risk.solved_at is not None:
        return TO_VERIFY(line=line)
    late = next((clock for clock in clocks if clock.runs and clock.due_at <= ctx.now), None)
    return line if late is None else LATE(line=line, clock=CLOCKS[late.name](), span=lasting(ctx.now - late.due_at))


def _button(risk: Risk) -> Button:
    return Button(SHOW_ONE(number=str(risk.number)), f"/risk show {risk.number}")


@command("risk more", help=HELP_MORE, hidden=True, reads=True, asks=which("more", tells=False))
async def more(args: OfRisk, ctx: Ctx) -> Reply:
    """The buttons that the card has no room for; all of them can be typed."""
    look = await look_at(ctx, args.number)
    return reply(Heading(titled(look.risk)), ELSE(), buttons=rest(look) or buttons(look), private=True)


@command(
    "risk show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, asks=which("show", are_there, tells=False),
    examples=("/risk show 12",),
)  # fmt: skip
async def show(args: OfRisk, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    shown = face(ctx, look, buttons(look), whole=True)
    choices = tuple(one for one in shown.buttons if one.line != f"/risk show {args.number}")
    return replace(shown, buttons=choices, urgent="", private=True)
