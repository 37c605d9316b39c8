"""A few commands of the tests' own, enough to see how a chat carries them."""

import sys
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    File,
    Mono,
    Refusal,
    Reply,
    Rest,
    Role,
    Word,
    command,
    reply,
    text,
)
from commands.kit.menu import Menu
from storage import Team

TEXT = text("Text")


class Nothing(Args):
    pass


class Words(Args):
    text: Annotated[str, Ask(TEXT), Rest()] = ""


class Errand(Args):
    what: Annotated[str, Ask(text("What")), Word()]
    where: Annotated[str, Ask(text("Where")), Word()] = "here"


class Path(Args):
    path: Annotated[str, Ask(text("Path")), Rest()]


@command("setup", help=text("Make this chat a team's."), team=False, admin=True, resets=True)
async def setup(args: Words, ctx: Ctx) -> Reply:
    team = await ctx.store.teams.add(Team(0, ctx.heard.title, "en", "UTC", "CN", "CNY"), ctx.now)
    await ctx.store.places.bind(team, ctx.heard.address, ctx.heard.title)
    await ctx.store.people.add(team, ctx.heard.account, Role.DIRECTOR, ctx.now)
    return reply(text("Welcome, {name}.")(name=ctx.heard.title))


@command("echo", help=text("Say it back."))
async def echo(args: Words, ctx: Ctx) -> Reply:
    return reply(text("{name} says: {words}")(name=ctx.me.name, words=args.text))


@command("count", help=text("Count presses."), team=False)
async def count(args: Words, ctx: Ctx) -> Reply:
    n = int(args.text or 0)
    button = Button(text("One more")(), f"/count {n + 1}")
    return reply(text("Counted {n}.")(n=n), buttons=[button], replace=True)


@command("errand", help=text("Run an errand."))
async def errand(args: Errand, ctx: Ctx) -> Reply:
    return reply(text("Gone for {what}, {where}.")(what=args.what, where=args.where))


@command("refuse", help=text("Say no."))
async def refuse(args: Nothing, ctx: Ctx) -> Reply:
    raise Refusal(text("Not today, {name}.")(name=ctx.me.name))


@command("scold", help=text("Say no at length."))
async def scold(args: Nothing, ctx: Ctx) -> Reply:
    raise Refusal(text("Not now, " + "never " * 50)())


@command("secret", help=text("Tell her alone."), private=True)
async def secret(args: Nothing, ctx: Ctx) -> Reply:
    return reply(text("Between us.")(), private=True)


@command("long", help=text("Say much."), team=False)
async def long(args: Nothing, ctx: Ctx) -> Reply:
    items = tuple(text("Line {n} of the long list")(n=n) for n in range(300))
    return reply(Bullets(items), buttons=[Button(text("End")(), "/help")])


@command("file", help=text("Hand over a file."), team=False)
async def file(args: Path, ctx: Ctx) -> Reply:
    return reply(text("Here it is.")(), File("numbers.csv", args.path))


@command("help", help=text("List everything."), team=False, reads=True)
async def help_(args: Words, ctx: Ctx) -> Reply:
    return reply(text("Try {line}.")(line=Mono("/echo hello")))


@command("link", help=text("Join two identities."), team=False)
async def link(args: Words, ctx: Ctx) -> Reply:
    return reply(text("Code {code}.")(code=Mono(args.text)))


@command("post", help=text("Say it in a topic."), team=False)
async def post(args: Words, ctx: Ctx) -> Reply:
    return reply(text("Posted.")(), everywhere=True)


MENU = Menu.of([sys.modules[__name__]])
