"""The list, a line for each community: those that nobody has taken first, of these the ones with the most figures. And
what every part of it needs."""

from collections.abc import Mapping
from typing import Annotated, Any

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Refusal,
    Reply,
    Said,
    Word,
    command,
    reply,
    text,
)
from commands.kit.fields import Numbered
from commands.kit.signals import at_risk, grouped, lines, raise_button, raised, take_button
from storage import Community, Person, Role, Signal

HELP_LIST = text("See which figures are abnormal")
NUMBER = text("Number of the abnormal figure")
PAGE = text("Page")

FOUND = text("{n} abnormal figure", "{n} abnormal figures")
NONE = text("No figure is abnormal.")
NO_SUCH = text("There is no abnormal figure {number} in this team.")
SOMEBODY = text("somebody")
SHOW_ONE = text("Show {number}")
NEXT = text("Next page", context="button")
LIST = text("Abnormal figures", context="button")
TASK = text("Task {number}", context="button")
RISK = text("Risk {number}", context="button")

PER_PAGE = 8
MOST_BUTTONS = 4


class Pages(Args):
    page: Annotated[int, Ask(PAGE)] = 1


class Which(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


async def all_of_them(given: Mapping[str, Any], ctx: Ctx) -> Reply:
    """Where no number was given: those there are, with buttons."""
    return await _listed(1, ctx)


@command(
    "signal list", help=HELP_LIST, who=Role.OBSERVER, default=True, reads=True, examples=("/signal",)
)  # fmt: skip
async def list_(args: Pages, ctx: Ctx) -> Reply:
    return await _listed(args.page, ctx)


async def _listed(page: int, ctx: Ctx) -> Reply:
    communities = await communities_of(ctx)
    found = await raised(ctx)
    if not found:
        return reply(NONE(), private=True)
    groups = sorted(grouped(found), key=lambda group: group[0].taken_at is not None)
    pages = -(-len(groups) // PER_PAGE)
    page = max(1, min(page, pages))
    shown = groups[(page - 1) * PER_PAGE : page * PER_PAGE]
    said = lines(ctx, shown, communities, await people_of(ctx), tasks=True, risks=await at_risk(ctx, found))
    buttons = [_button(ctx, group[0]) for group in shown[:MOST_BUTTONS]]
    # The worst of those that nobody has can be raised from here, each of the others where it is shown.
    if (worst := shown[0][0]).waits and ctx.me.level >= Role.STAFF:
        buttons.insert(1, raise_button(worst, among=True))
    if page < pages:
        buttons.append(Button(NEXT(), f"/signal list page:{page + 1}"))
    return reply(Heading(FOUND(n=len(found))), Bullets(tuple(said)), buttons=buttons, private=True)


def _button(ctx: Ctx, signal: Signal) -> Button:
    number = str(signal.number)
    if signal.waits and ctx.me.level >= Role.STAFF:
        return take_button(signal, among=True)
    return Button(SHOW_ONE(number=number), f"/signal show {number}")


async def get(number: int, ctx: Ctx) -> Signal:
    found = await ctx.store.signals.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if found is None:
        raise Refusal(NO_SUCH(number=str(number)), buttons=(Button(LIST(), "/signal"),))
    return found


def show_button(signal: Signal) -> Button:
    return Button(SHOW_ONE(number=str(signal.number)), f"/signal show {signal.number}")


def task_button(number: int) -> Button:
    return Button(TASK(number=str(number)), f"/task show {number}")


def risk_button(number: int) -> Button:
    return Button(RISK(number=str(number)), f"/risk show {number}")


def named(signal: Signal, people: Mapping[int, Person]) -> Said | str:
    owner = people.get(signal.taken_by) if signal.taken_by is not None else None
    return SOMEBODY() if owner is None else owner.name


async def communities_of(ctx: Ctx) -> dict[int, Community]:
    """Also the archived ones, for their names."""
    return {one.id: one for one in await ctx.store.communities.of(ctx.team.id, archived=True)}


async def people_of(ctx: Ctx) -> dict[int, Person]:
    """Also those who left, for their names."""
    return {person.id: person for person in await ctx.store.people.of(ctx.team.id, left=True)}
