"""/team: who is who; and which team is meant in a private chat."""

from typing import Annotated

from storage import Person, Role, Team

from .kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Day,
    Heading,
    Listed,
    Mono,
    Refusal,
    Reply,
    Said,
    command,
    fold,
    reply,
    text,
)
from .kit.hints import verbatim
from .kit.roles import LEVELS, called
from .kit.words import nearest

HELP_SHOW = text("See who is in the team")
HELP_USE = text("Choose the team that your private chat is about")
NAME = text("Name of the team")
NUMBER = text("Number of the team")

HEADING = text("{team}: {n} person", "{team}: {n} people")
LINE = text("{name} – {level}")
WITH_TITLES = text("{name} – {level}, {titles}")
AWAY = text("{line} (away until {day})")
AWAY_OPEN = text("{line} (away)")
WAITS = text("{line} (waiting to be let in)")
USING = text("Here you are in {team} now.")
NO_TEAM = text("You are in no team called {name}.")
YOURS = text("Your teams: {teams}")
SAME_NAME = text("Several of your teams are called {name}. Press the one you mean.")
NONE = text("You are in no team yet. Type {line} in a team's chat.")


class Nothing(Args):
    pass


class Use(Args):
    name: Annotated[str | None, Ask(NAME)] = None
    number: Annotated[int | None, Ask(NUMBER)] = None


@command("team show", help=HELP_SHOW, who=Role.OBSERVER, default=True, private=False, reads=True)
async def show(args: Nothing, ctx: Ctx) -> Reply:
    people = await ctx.people()
    lines = tuple(_line(person, ctx) for person in people)
    return reply(Heading(HEADING(team=ctx.team.name, n=len(people))), Bullets(lines), private=True)


@command("team use", help=HELP_USE, who=Role.OUTSIDER, team=False, private=True, resets=True)
async def use(args: Use, ctx: Ctx) -> Reply:
    account = ctx.heard.account
    numbers = await ctx.store.people.teams_of(account.platform, account.user)
    teams = [await ctx.store.teams.get(number) for number in numbers]
    if not teams:
        raise Refusal(NONE(line=Mono("/join")))
    buttons = tuple(Button(verbatim(label), f"/team use number:{team.id}") for team, label in _labelled(teams[:25]))
    if args.name is None and args.number is None:
        return reply(YOURS(teams=Listed(tuple(team.name for team in teams))), buttons=buttons, private=True)
    wanted = [t for t in teams if t.id == args.number or (args.name and fold(t.name) == fold(args.name))]
    if not wanted:
        near = nearest(args.name or "", [team.name for team in teams])
        names = Listed(tuple(near or [team.name for team in teams]))
        raise Refusal(NO_TEAM(name=args.name or str(args.number)), YOURS(teams=names), buttons=buttons)
    if len(wanted) > 1:
        return reply(SAME_NAME(name=wanted[0].name), buttons=buttons, private=True)
    await ctx.store.accounts.choose(account.platform, account.user, wanted[0].id)
    return reply(USING(team=wanted[0].name), private=True, replace=True)


def _labelled(teams: list[Team]) -> list[tuple[Team, str]]:
    """Each team with what its button says: two of one name are told apart by their numbers."""
    names = [team.name for team in teams]
    return [(team, f"{team.name} ({team.id})" if names.count(team.name) > 1 else team.name) for team in teams]


def _line(person: Person, ctx: Ctx) -> Said:
    level = LEVELS[person.level]()
    line = LINE(name=person.name, level=level)
    if person.titles:
        titles = Listed(tuple(map(called, person.titles)))
        line = WITH_TITLES(name=person.name, level=level, titles=titles)
    if person.waiting:
        return WAITS(line=line)
    if person.away_on(ctx.today):
        return AWAY(line=line, day=Day(person.away_until)) if person.away_until else AWAY_OPEN(line=line)
    return line
