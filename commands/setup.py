"""/setup: a chat becomes the channel of a team, other chats join it, and its settings are changed."""

from datetime import timedelta
from typing import Annotated, Literal

from storage import Code, Community, Place, Role, Team

from .kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Mono,
    Refusal,
    Reply,
    Said,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from .kit.clean import one_line
from .kit.country import Country, Currency, guess, in_zone
from .kit.fields import Locale, Zone
from .kit.guesses import redeem
from .kit.hints import LANGUAGES, PLATFORMS, verbatim
from .kit.slug import slug

CODE_LIFE = timedelta(minutes=15)

LANGUAGE = text("Language")
ZONE = text("Time zone")
COUNTRY = text("Country (for holidays)")
CURRENCY = text("Currency")
NAME = text("Name of the team")
JOINING = text("Who may join")
PURPOSE = text("What this chat is for")
CODE = text("Code")
OPEN = text("everybody in the chat")
APPROVAL = text("whoever a manager lets in")
TEAM = text("the team's channel")
ALERTS = text("alerts")
REPORTS = text("reports")

HELP_HERE = text("Make this chat the channel of a team")
HELP_CODE = text("Get a code with which another chat joins this team")
HELP_JOIN = text("Join this chat to a team that gave you a code")
HELP_SHOW = text("See the settings of the team and where it lives")
HELP_CHANGE = text("Change the settings of the team")

READY = text("{team} is set up. You are its director.")
CHANGED = text("The settings of {team} are changed.")
SETTINGS = text("Settings of {team}")
LINE = text("{name}: {value}")
LIVES = text("Lives in: {places}")
PLACE_LINE = text("{title} ({platform}, {purpose})")
STILL = text("{title} ({platform}, cannot be reached: {why})")
CODE_IS = text("Code: {code}. Type {line} in the other chat within 15 minutes; it works once.")
JOINED = text("{title} ({platform}) now belongs to {team}. What is posted to the team is posted here too.")
IN_GROUP = text("Add me to the team's group or server and type {line} there.")
OTHER_TEAM = text("This chat already belongs to {team}. A manager of that team would have to release it first.")
ALREADY = text("This chat already belongs to {team}.")
MANAGERS = text("Only managers of {team} change its settings.")
HERE_NOW = text("This topic is now the channel of {team}.")
CHAT_NOW = text("This chat is now the channel of {team}.")
ONLY_CHAT = text("A purpose belongs to a chat: type {line} in the team's chat that is meant.")
FIRST_STEPS = text("Everybody can now type {daily}. More communities: {community}.")
GET_CODE = text("Code for another chat", context="button")

_JOINING = {"open": OPEN, "approval": APPROVAL}
_PURPOSES = {"team": TEAM, "alerts": ALERTS, "reports": REPORTS}


class Settings(Args):
    language: Annotated[Locale | None, Ask(LANGUAGE, choices={k: text(v) for k, v in LANGUAGES.items()})] = None
    zone: Annotated[Zone | None, Ask(ZONE)] = None
    country: Annotated[Country | None, Ask(COUNTRY)] = None
    currency: Annotated[Currency | None, Ask(CURRENCY)] = None
    name: Annotated[str | None, Ask(NAME)] = None
    joining: Annotated[Literal["open", "approval"] | None, Ask(JOINING, choices=_JOINING)] = None
    purpose: Annotated[Literal["team", "alerts", "reports"] | None, Ask(PURPOSE, choices=_PURPOSES)] = None


class WithCode(Args):
    code: Annotated[str, Word(), Ask(CODE)]


class Nothing(Args):
    pass


@command(
    "setup here", help=HELP_HERE, who=Role.OUTSIDER, team=False, admin=True, default=True, resets=True,
    examples=("/setup", "/setup language:简体 zone:Asia/Shanghai", "/setup joining:approval"),
)  # fmt: skip
async def here(args: Settings, ctx: Ctx) -> Reply:
    if ctx.heard.private:
        raise Refusal(IN_GROUP(line=Mono("/setup")))
    place = ctx.place or await _neighbour(ctx)
    if place is not None:
        return await _again(args, ctx, place)
    team = await _found(args, ctx)
    me = await ctx.store.people.add(team.id, ctx.heard.account, Role.DIRECTOR, ctx.now)
    await ctx.store.communities.add(Community(0, team.id, slug(team.name), team.name, owner=me.id))
    steps = FIRST_STEPS(daily=Mono("/daily"), community=Mono("/community add fans"))
    return reply(
        READY(team=team.name), Bullets(tuple(_lines(team))), steps, buttons=[*_languages(team), _code_button()]
    )  # fmt: skip


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
    if ctx.heard.private:
        raise Refusal(IN_GROUP(line=Mono(f"/setup join {args.code}")))
    given = await redeem(ctx, args.code, "join", "/setup code")
    team = await ctx.store.teams.get(given.team)
    place = ctx.place or await _neighbour(ctx)
    if place is not None and place.team != team.id:
        raise Refusal(OTHER_TEAM(team=(await ctx.store.teams.get(place.team)).name))
    if place is not None and place.address == ctx.heard.address:
        raise Refusal(ALREADY(team=team.name))
    title = one_line(ctx.heard.title) or team.name
    await ctx.store.places.bind(team.id, ctx.heard.address, title)
    return reply(JOINED(title=title, platform=_platform(ctx), team=team.name), everywhere=True)


@command("setup show", help=HELP_SHOW, who=Role.OBSERVER, reads=True)
async def show(args: Nothing, ctx: Ctx) -> Reply:
    places = [_place(place) for place in await ctx.store.places.of(ctx.team.id)]
    lines = [*_lines(ctx.team), LIVES(places=Listed(tuple(places)))]
    buttons = [*_languages(ctx.team), _code_button()] if ctx.me.level >= Role.MANAGER else []
    return reply(Heading(SETTINGS(team=ctx.team.name)), Bullets(tuple(lines)), buttons=buttons)


@command(
    "setup change", help=HELP_CHANGE, who=Role.MANAGER, resets=True,
    examples=("/setup change zone:Europe/Berlin", "/setup change purpose:alerts"),
    incomplete=lambda given: not given,
)  # fmt: skip
async def change(args: Settings, ctx: Ctx) -> Reply:
    return await _changed(args, ctx)


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
    if place.address.thread != ctx.heard.address.thread:
        await ctx.store.places.change(place.id, thread=ctx.heard.address.thread)
        return reply((HERE_NOW if ctx.heard.address.thread else CHAT_NOW)(team=team.name))
    if args.model_fields_set:
        return await _changed(args, ctx)
    return reply(
        ALREADY(team=team.name), Bullets(tuple(_lines(team))), buttons=[*_languages(team), _code_button()]
    )  # fmt: skip


async def _found(args: Settings, ctx: Ctx) -> Team:
    """A new team at this address, with what was said and the rest guessed from the chat."""
    guessed = guess(args.language or ctx.heard.account.locale)
    if args.zone:
        guessed = in_zone(guessed, args.zone)
    title = one_line(args.name or ctx.heard.title, 100) or ctx.heard.account.name
    country = args.country or guessed.country
    team = Team(
        id=0,
        name=title,
        language=args.language or guessed.language,
        zone=args.zone or (guess(f"und_{country}").zone if args.country else guessed.zone),
        country=country,
        currency=args.currency or (guess(f"und_{country}").currency if args.country else guessed.currency),
        joining=args.joining or "open",
    )
    number = await ctx.store.teams.add(team, ctx.now)
    await ctx.store.places.bind(number, ctx.heard.address, one_line(ctx.heard.title) or title, args.purpose or "team")
    return await ctx.store.teams.get(number)


async def _changed(args: Settings, ctx: Ctx) -> Reply:
    if args.purpose is not None and ctx.place is None:
        raise Refusal(ONLY_CHAT(line=Mono(f"/setup purpose:{args.purpose}")))
    values = args.model_dump(exclude_none=True, exclude={"purpose"})
    if "name" in values:
        values["name"] = one_line(values["name"], 100)
    if values:
        await ctx.store.teams.change(ctx.team.id, **values)
    if args.purpose is not None and ctx.place is not None:
        await ctx.store.places.change(ctx.place.id, purpose=args.purpose)
    team = await ctx.store.teams.get(ctx.team.id)
    return reply(
        CHANGED(team=team.name), Bullets(tuple(_lines(team))), buttons=_languages(team), replace=True
    )  # fmt: skip


def _lines(team: Team) -> list[Said]:
    joining = _JOINING.get(team.joining, OPEN)()
    return [
        LINE(name=LANGUAGE(), value=LANGUAGES[team.language]),
        LINE(name=ZONE(), value=team.zone),
        LINE(name=COUNTRY(), value=team.country),
        LINE(name=CURRENCY(), value=team.currency),
        LINE(name=JOINING(), value=joining),
    ]


def _languages(team: Team) -> list[Button]:
    return [
        Button(verbatim(name), f"/setup change language:{locale}")
        for locale, name in LANGUAGES.items()
        if locale != team.language
    ]


def _code_button() -> Button:
    return Button(GET_CODE(), "/setup code")


def _place(place: Place) -> Said:
    platform = PLATFORMS.get(place.address.platform, place.address.platform)
    if place.suspended_at:
        return STILL(title=place.title, platform=platform, why=place.suspended_why or "")
    return PLACE_LINE(title=place.title, platform=platform, purpose=_PURPOSES.get(place.purpose, TEAM)())


def _platform(ctx: Ctx) -> str:
    return PLATFORMS.get(ctx.heard.address.platform, ctx.heard.address.platform)
