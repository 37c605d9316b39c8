"""A chat becomes the channel of a new team, or joins one by a code."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from storage import Code, Community, Place, Role, Team

from ..kit import Args, Ask, Bullets, Ctx, Mono, Refusal, Reply, Word, command, reply, text
from ..kit.clean import one_line
from ..kit.country import at_home, guess, in_zone
from ..kit.guesses import redeem
from ..kit.hints import PLATFORMS
from ..kit.plan import replan
from ..kit.slug import slug
from .change import Nothing, Settings, changed
from .pick import buttons, lines

CODE_LIFE = timedelta(minutes=15)

CODE = text("Code")

HELP_HERE = text("Make this chat the channel of a team")
HELP_CODE = text("Get a code with which another chat joins this team")
HELP_JOIN = text("Join this chat to a team that gave you a code")

READY = text("{team} is set up. You are its director.")
CODE_IS = text("Code: {code}. Type {line} in the other chat within 15 minutes; it works once.")
JOINED = text("{title} ({platform}) now belongs to {team}. What is posted to the team is posted here too.")
OTHER_TEAM = text("This chat already belongs to {team}. A manager of that team would have to release it first.")
ALREADY = text("This chat already belongs to {team}.")
MANAGERS = text("Only managers of {team} change its settings.")
HERE_NOW = text("This topic is now the channel of {team}.")
CHAT_NOW = text("This chat is now the channel of {team}.")
FIRST_STEPS = text("Everybody can now type {daily}. More communities: {community}.")


class WithCode(Args):
    code: Annotated[str, Word(), Ask(CODE)]


@command(
    "setup here", help=HELP_HERE, who=Role.OUTSIDER, team=False, admin=True, default=True, resets=True,
    examples=("/setup", "/setup language:简体 zone:Asia/Shanghai", "/setup joining:approval"),
)  # fmt: skip
async def here(args: Settings, ctx: Ctx) -> Reply:
    place = ctx.place or await _neighbour(ctx)
    if place is not None:
        return await _again(args, ctx, place)
    team = await _found(args, ctx)
    me = await ctx.store.people.add(team.id, ctx.heard.account, Role.DIRECTOR, ctx.now)
    await ctx.store.communities.add(Community(0, team.id, slug(team.name), team.name, owner=me.id))
    await replan(ctx.store, team.id, ctx.every, ctx.now)
    steps = FIRST_STEPS(daily=Mono("/daily"), community=Mono("/community add fans"))
    return reply(READY(team=team.name), Bullets(tuple(lines(team))), steps, buttons=buttons())


@command("setup code", help=HELP_CODE, who=Role.MANAGER)
async def code(args: Nothing, ctx: Ctx) -> Reply:
    words = ctx.new_code()
    await ctx.store.codes.put(words, Code("join", ctx.team.id, ctx.me.id, ctx.now + CODE_LIFE))
    return reply(CODE_IS(code=Mono(words), line=Mono(f"/setup join {words}")))


@command(
    "setup join", help=HELP_JOIN, who=Role.OUTSIDER, team=False, admin=True, resets=True,
    examples=("/setup join K7QF-2MXR",),
)  # fmt: skip
async def join(args: WithCode, ctx: Ctx) -> Reply:
    given = await redeem(ctx, args.code, "join", "/setup code")
    team = await ctx.store.teams.get(given.team)
    place = ctx.place or await _neighbour(ctx)
    if place is not None and place.team != team.id:
        raise Refusal(OTHER_TEAM(team=(await ctx.store.teams.get(place.team)).name))
    if place is not None and place.address == ctx.heard.address:
        raise Refusal(ALREADY(team=team.name))
    title = one_line(ctx.heard.title) or team.name
    await ctx.store.places.bind(team.id, ctx.heard.address, title, server=ctx.heard.server)
    return reply(JOINED(title=title, platform=_platform(ctx), team=team.name), everywhere=True)


async def _neighbour(ctx: Ctx) -> Place | None:
    """Another topic of this chat that is a team's channel: a chat belongs to one team, whatever its topics."""
    at = ctx.heard.address
    return next((p for p in await ctx.store.places.all(at.platform) if p.address.chat == at.chat), None)


async def _again(args: Settings, ctx: Ctx, place: Place) -> Reply:
    """The chat is bound already: a manager may change things; /setup in a topic moves the channel there."""
    team = await ctx.store.teams.get(place.team)
    account = ctx.heard.account
    who = ctx.who or await ctx.store.people.by_account(team.id, account.platform, account.user)
    if who is None or who.left_at is not None or who.level < Role.MANAGER:
        raise Refusal(ALREADY(team=team.name), MANAGERS(team=team.name))
    if ctx.heard.server and place.server != ctx.heard.server:
        await ctx.store.places.change(place.id, server=ctx.heard.server)
    if place.address.thread != ctx.heard.address.thread:
        await ctx.store.places.change(place.id, thread=ctx.heard.address.thread)
        return reply((HERE_NOW if ctx.heard.address.thread else CHAT_NOW)(team=team.name))
    if args.model_fields_set:
        return await changed(args, ctx)
    return reply(ALREADY(team=team.name), Bullets(tuple(lines(team))), buttons=buttons())


async def _found(args: Settings, ctx: Ctx) -> Team:
    """A new team at this address, with what was said and the rest guessed from the chat."""
    guessed = guess(args.language or ctx.heard.account.locale, "" if args.language else args.name or ctx.heard.title)
    if args.country:
        guessed = replace(at_home(args.country), language=guessed.language)
    if args.zone:
        guessed = replace(guessed, zone=args.zone) if args.country else in_zone(guessed, args.zone)
    title = one_line(args.name or ctx.heard.title, 100) or ctx.heard.account.name
    team = Team(
        id=0,
        name=title,
        language=args.language or guessed.language,
        zone=guessed.zone,
        country=guessed.country,
        currency=args.currency or guessed.currency,
        joining=args.joining or "open",
    )
    number = await ctx.store.teams.add(team, ctx.now)
    here, called = ctx.heard, one_line(ctx.heard.title) or title
    await ctx.store.places.bind(number, here.address, called, args.purpose or "team", here.server)
    return await ctx.store.teams.get(number)


def _platform(ctx: Ctx) -> str:
    return PLATFORMS.get(ctx.heard.address.platform, ctx.heard.address.platform)
