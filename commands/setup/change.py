"""The settings of a team: seeing and changing them. What was only guessed from another setting follows it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from storage import Place, Role, Team

from ..kit import Args, Ask, Bullets, Ctx, Heading, Listed, Mono, Refusal, Reply, Said, command, reply, text
from ..kit.clean import one_line
from ..kit.country import Country, Currency, at_home, guess, in_zone
from ..kit.fields import Locale, Zone
from ..kit.hints import PLATFORMS
from ..kit.plan import replan
from ..kit.reasons import reason
from ..kit.zone import zones_in
from .pick import LINE, asked, buttons, likely, lines
from .words import COUNTRY, CURRENCY, JOINING, LANGUAGE, NAME, PURPOSE, PURPOSES, SPOKEN, TEAM, WHO_JOINS, ZONE

HELP_SHOW = text("See the settings of the team and where it lives")
HELP_CHANGE = text("Change the settings of the team")

CHANGED = text("The settings of {team} are changed.")
ALSO = text("Changed along with it, as it was only guessed before: {settings}.")
RENAMED = text("Its community is called {name} now, too.")
SETTINGS = text("Settings of {team}")
LIVES = text("Lives in: {places}")
PLACE_LINE = text("{title} ({platform}, {purpose})")
STILL = text("{title} ({platform}, cannot be reached: {why})")
ONLY_CHAT = text("A purpose belongs to a chat: type {line} in the team's chat that is meant.")

NOBODY_SAID = guess("")
"""Where a team is supposed to be of which nothing is known."""


class Settings(Args):
    language: Annotated[Locale | None, Ask(LANGUAGE, choices=SPOKEN)] = None
    zone: Annotated[Zone | None, Ask(ZONE)] = None
    country: Annotated[Country | None, Ask(COUNTRY)] = None
    currency: Annotated[Currency | None, Ask(CURRENCY)] = None
    name: Annotated[str | None, Ask(NAME)] = None
    joining: Annotated[Literal["open", "approval"] | None, Ask(JOINING, choices=WHO_JOINS)] = None
    purpose: Annotated[Literal["team", "alerts", "reports"] | None, Ask(PURPOSE, choices=PURPOSES)] = None


class Nothing(Args):
    pass


@command("setup show", help=HELP_SHOW, who=Role.OBSERVER, reads=True)
async def show(args: Nothing, ctx: Ctx) -> Reply:
    return await _overview(ctx)


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Reply:
    """The settings, or the likely values of one."""
    field = asked(given)
    return likely(ctx.team, field) if field else replace(await _overview(ctx), replace=True)


@command(
    "setup change", help=HELP_CHANGE, who=Role.MANAGER, resets=True,
    examples=("/setup change zone:Europe/Berlin", "/setup change purpose:alerts"),
    incomplete=lambda given: not given or asked(given) is not None, asks=_asks,
)  # fmt: skip
async def change(args: Settings, ctx: Ctx) -> Reply:
    return await changed(args, ctx)


async def changed(args: Settings, ctx: Ctx) -> Reply:
    if args.purpose is not None and ctx.place is None:
        raise Refusal(ONLY_CHAT(line=Mono(f"/setup purpose:{args.purpose}")))
    values = args.model_dump(exclude_none=True, exclude={"purpose"})
    if "name" in values:
        values["name"] = one_line(values["name"], 100)
    follows = following(ctx.team, values)
    if values:
        await ctx.store.teams.change(ctx.team.id, **values, **follows)
    if {"zone", "country"} & {*values, *follows}:
        await replan(ctx.store, ctx.team.id, ctx.every, ctx.now)
    if args.purpose is not None and ctx.place is not None:
        await ctx.store.places.change(ctx.place.id, purpose=args.purpose)
    also = await _renamed_along(values.get("name", ""), ctx)
    team = await ctx.store.teams.get(ctx.team.id)
    also += [ALSO(settings=Listed(tuple(lines(team, follows))))] if follows else []
    purpose = [LINE(name=PURPOSE(), value=PURPOSES[args.purpose]())] if args.purpose else []
    return reply(CHANGED(team=team.name), *also, Bullets((*lines(team), *purpose)), buttons=buttons(), replace=True)


async def _renamed_along(name: str, ctx: Ctx) -> list[Said]:
    """The only community of a team is called like the team, for as long as nobody gave it a name of its own."""
    communities = await ctx.store.communities.of(ctx.team.id)
    if not name or name == ctx.team.name or [each.name for each in communities] != [ctx.team.name]:
        return []
    await ctx.store.communities.change(ctx.team.id, communities[0].id, name=name)
    return [RENAMED(name=name)]


def following(team: Team, values: Mapping[str, str]) -> dict[str, str]:
    """What changes along with ``values``, because nobody chose it: the zone and currency of another country, and all
    that a first word about zone or language says."""
    before = at_home(team.country)
    if "country" in values:
        home = at_home(values["country"])
    elif (team.zone, team.country, team.currency) != (NOBODY_SAID.zone, NOBODY_SAID.country, NOBODY_SAID.currency):
        return {}
    elif "zone" in values:
        home = in_zone(before, values["zone"])
    elif "language" in values:
        home = guess(values["language"])
    else:
        return {}
    found = {"country": home.country} if "country" not in values else {}
    if team.zone == before.zone and team.zone not in zones_in(home.country):
        found["zone"] = home.zone
    if team.currency == before.currency:
        found["currency"] = home.currency
    return {name: value for name, value in found.items() if name not in values and value != getattr(team, name)}


async def _overview(ctx: Ctx) -> Reply:
    places = [_place(place) for place in await ctx.store.places.of(ctx.team.id)]
    shown = [*lines(ctx.team), LIVES(places=Listed(tuple(places)))]
    offered = buttons() if ctx.me.level >= Role.MANAGER else []
    return reply(Heading(SETTINGS(team=ctx.team.name)), Bullets(tuple(shown)), buttons=offered)


def _place(place: Place) -> Said:
    platform = PLATFORMS.get(place.address.platform, place.address.platform)
    if place.suspended_at:
        return STILL(title=place.title, platform=platform, why=reason(place.suspended_why or "?"))
    return PLACE_LINE(title=place.title, platform=platform, purpose=PURPOSES.get(place.purpose, TEAM)())
