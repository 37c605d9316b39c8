"""A few commands for the tests of the chat: they do next to nothing, each in another way."""

import sys
from typing import Annotated, Literal

from commands.kit import (
    Args,
    Ask,
    Button,
    Ctx,
    Heading,
    Reply,
    Rest,
    Role,
    Table,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.menu import Menu
from storage import Community, Team
from tests.bot.charts.samples import WEEK, chart, line


class Nothing(Args):
    pass


class Words(Args):
    text: Annotated[str, Rest(), Ask(text("What is to be said"), long=True, source="metrics")]


class Order(Args):
    """Seven questions: two pages of a form."""

    what: Annotated[str, Word(), Ask(text("What"))]
    size: Annotated[
        Literal["small", "large"], Ask(text("Size"), choices={"small": text("Small"), "large": text("Big")})
    ]
    where: Annotated[str, Ask(text("Where"))]
    count: Annotated[int, Ask(text("How many"))] = 1
    note: Annotated[str | None, Ask(text("Note"), long=True)] = None
    hurry: Annotated[bool, Ask(text("In a hurry"))] = False
    by: Annotated[str | None, Ask(text("By when"), source="days")] = None


class Seek(Args):
    community: Annotated[str | None, Ask(text("Community"), source="communities")] = None
    person: Annotated[str | None, Ask(text("Person"), source="people")] = None
    metric: Annotated[str | None, Ask(text("Metric"), source="metrics")] = None
    day: Annotated[str | None, Ask(text("Day"), source="days")] = None


@command("setup here", help=text("Found a team"), who=Role.OUTSIDER, team=False, admin=True, default=True, resets=True)
async def setup(args: Nothing, ctx: Ctx) -> Reply:
    team = await ctx.store.teams.add(Team(0, ctx.heard.title, "en", "Asia/Shanghai", "CN", "CNY"), ctx.now)
    await ctx.store.places.bind(team, ctx.heard.address, ctx.heard.title)
    await ctx.store.people.add(team, ctx.heard.account, Role.DIRECTOR, ctx.now)
    await ctx.store.communities.add(Community(0, team, "fans", "Fans of the lake"))
    return reply(text("Welcome to {team}.")(team=ctx.heard.title))


@command("setup show", help=text("Show the team"), reads=True)
async def show(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("This is {team}.")(team=ctx.team.name))


@command("say", help=text("Say something to all"))
async def say(args: Words, ctx: Ctx) -> Reply:
    return reply(text("{name} says: {words}")(name=ctx.me.name, words=args.text), everywhere=True)


@command("secret", help=text("Say something to me alone"), private=True)
async def secret(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("The word is {word}.")(word="swordfish"), private=True)


@command("whisper", help=text("Decides late that it is private"))
async def whisper(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("Only you hear this.")(), private=True)


@command("order", help=text("Order something"))
async def order(args: Order, ctx: Ctx) -> Reply:
    said = text("{name} ordered {count} {size} {what} for {where}: {note}")
    note = args.note or ("in a hurry" if args.hurry else "-")
    return reply(said(name=ctx.me.name, count=args.count, size=args.size, what=args.what, where=args.where, note=note))


@command("seek", help=text("Look for something"), reads=True)
async def seek(args: Seek, ctx: Ctx) -> Reply:
    return reply(text("Found {words}.")(words=args.community or args.person or "nothing"))


@command("lamp", help=text("A message with buttons"), reads=True)
async def lamp(args: Nothing, ctx: Ctx) -> Reply:
    buttons = [
        Button(text("On")(), "/lamp-on"), Button(text("Peek")(), "/secret"), Button(text("Order")(), "/order"),
    ]  # fmt: skip
    return reply(Heading(text("The lamp is off.")()), buttons=buttons)


@command("lamp-on", help=text("Turn the lamp on"), hidden=True)
async def lamp_on(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("{name} turned the lamp on.")(name=ctx.me.name), replace=True)


@command("picture", help=text("A chart"), reads=True)
async def picture(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("Look at this.")(), WEEK, buttons=[Button(text("Closer")(), "/closer")])


@command("closer", help=text("Another chart in its place"), hidden=True)
async def closer(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("Closer.")(), chart(line([1, 2])), buttons=[Button(text("Away")(), "/away")], replace=True)


@command("away", help=text("Words in its place"), hidden=True)
async def away(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("Gone.")(), replace=True)


@command("silent", help=text("Says nothing"))
async def silent(args: Nothing, ctx: Ctx) -> Reply:
    return reply()


@command("table", help=text("A long table"), reads=True)
async def table(args: Nothing, ctx: Ctx) -> Reply:
    rows = tuple((f"row {number}", number) for number in range(400))
    return reply(Table((text("Name")(), text("Number")()), rows))


@command("break", help=text("Break something"))
async def broken(args: Nothing, ctx: Ctx) -> Reply:
    raise RuntimeError("a bug of ours")


MENU = Menu.of([sys.modules[__name__]])
