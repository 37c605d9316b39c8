"""One promise by itself, and the lists: the soonest due first."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal

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
from commands.kit.called import OF_WORK
from commands.kit.clean import short
from commands.kit.days import dated
from commands.kit.owners import everybody, owner_named
from storage import Person, Promise

from .face import OfPromise, face, hers, look_at

HELP_LIST = text("See the team's promises, the soonest due first")
HELP_SHOW = text("See one promise")
WHICH = text("Which")
PAGE = text("Page")
CHOICES: dict[str, Text] = {
    "open": text("open", context="promise"), "mine": text("mine", context="promise"),
    "over": text("kept or dropped"),
}  # fmt: skip

OPEN = text("{n} open promise", "{n} open promises")
MINE = text("{n} promise of yours is open", "{n} promises of yours are open")
OVER = text("{n} promise is kept or dropped", "{n} promises are kept or dropped")
NONE_OPEN = text("No promise is open.")
NONE_MINE = text("You have promised nothing that is open.")
NONE_OVER = text("No promise was kept or dropped yet.")
LINE = text("{number} · {words} – {owner}")
WITH_DUE = text("{line}, due {when}")
WITH_LATE = text("{line}, was due {when}")
WAS_KEPT = text("{line} (kept)")
WAS_KEPT_LATE = text("{line} (kept late)")
WAS_DROPPED = text("{line} (dropped)")

KEPT_ONE = text("Kept {number}")
SHOW_ONE = text("Show {number}")
NEXT = text("Next page", context="button")
OPEN_ONES = text("Open promises", context="button")
MINE_ONES = text("My promises", context="button")

PER_PAGE = 8
MOST_BUTTONS = 3
LONGEST = 100
"""Signs of a promise in a line; its card has all of them."""

Which = Literal["open", "mine", "over"]
_HEADS: Mapping[Which, tuple[Text, Text]] = {
    "open": (OPEN, NONE_OPEN), "mine": (MINE, NONE_MINE), "over": (OVER, NONE_OVER)
}  # fmt: skip


class Asked(Args):
    what: Annotated[Which, Word(), Ask(WHICH, choices=CHOICES)] = "open"
    page: Annotated[int, Ask(PAGE)] = 1

    also: ClassVar = OF_WORK


@command(
    "promise list", help=HELP_LIST, who=Role.OBSERVER, reads=True, examples=("/promise list", "/promise list mine"),
)  # fmt: skip
async def list_(args: Asked, ctx: Ctx) -> Reply:
    return await _listed(args.what, args.page, ctx, "show" if args.what == "over" else "kept")


@command("promise show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, examples=("/promise show 3",))
async def show(args: OfPromise, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    shown = face(ctx, look, hers(look.promise, ctx.me))
    return Reply(shown.blocks, shown.buttons, private=True)


def mine(verb: str) -> Callable[[Mapping[str, Any], Ctx], Awaitable[Reply]]:
    """Where a command was given no number: her own, with a button for each."""

    async def asks(given: Mapping[str, Any], ctx: Ctx) -> Reply:
        return await _listed("mine", 1, ctx, verb)

    return asks


async def _listed(what: Which, page: int, ctx: Ctx, verb: str) -> Reply:
    found = await _found(what, ctx)
    some, none = _HEADS[what]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = max(1, min(page, pages))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    people = await everybody(ctx)
    buttons = [_button(one, verb, ctx) for one in shown[:MOST_BUTTONS]]
    if page < pages:
        buttons.append(Button(NEXT(), f"/promise list {what} page:{page + 1}"))
    other = Button(MINE_ONES(), "/promise list mine") if what == "open" else Button(OPEN_ONES(), "/promise list")
    if not found:
        return reply(none(), buttons=[other], private=True)
    lines = Bullets(tuple(line_of(one, people, ctx) for one in shown))
    return reply(Heading(some(n=len(found))), lines, buttons=[*buttons, other], private=True)


def _button(promise: Promise, verb: str, ctx: Ctx) -> Button:
    """To keep it is offered to those who may say so."""
    number = str(promise.number)
    if verb == "kept" and hers(promise, ctx.me):
        return Button(KEPT_ONE(number=number), f"/promise kept {number}")
    return Button(SHOW_ONE(number=number), f"/promise show {number}")


async def _found(what: Which, ctx: Ctx) -> list[Promise]:
    if what == "over":
        ended = await ctx.store.promises.listed(ctx.team.id, ["kept", "dropped"])
        return sorted(ended, key=lambda one: one.ended_at or one.made_at, reverse=True)
    going = await ctx.store.promises.listed(ctx.team.id, ["open"])
    return going if what == "open" else [one for one in going if one.owner == ctx.me.id]


def line_of(promise: Promise, people: Mapping[int, Person], ctx: Ctx) -> Said:
    """One line: number, words, owner, and when, or how it ended."""
    owner = owner_named(promise, people, ctx.today)
    line = LINE(number=str(promise.number), words=short(promise.words, LONGEST), owner=owner)
    if promise.state == "dropped":
        return WAS_DROPPED(line=line)
    if promise.state == "kept":
        return (WAS_KEPT_LATE if promise.late else WAS_KEPT)(line=line)
    day = promise.due_at.astimezone(ctx.zone).date()
    when = Moment(promise.due_at) if day.year == ctx.today.year else dated(day, ctx.today)
    return (WITH_LATE if promise.due_at <= ctx.now else WITH_DUE)(line=line, when=when)
