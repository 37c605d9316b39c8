"""/team: who is who, and who is no longer; and which team is meant in a private chat."""

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
    Word,
    command,
    fold,
    reply,
    text,
)
from .kit.hints import verbatim
from .kit.people import find_person, spare, stops_working
from .kit.roles import LEVELS, called
from .kit.words import nearest

HELP_SHOW = text("See who is in the team")
HELP_USE = text("Choose the team that your private chat is about")
HELP_LEAVE = text("Leave the team; your open tasks are free again")
HELP_REMOVE = text("Take somebody out of the team; open tasks are free again")
WHO = text("Who")
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

LEFT = text("You have left {team}. Thank you for everything! {line} brings you back.")
REMOVED = text("{name} is no longer in the team. Open tasks are free again, reports stay.")
DIRECTOR = text("Only a director can take a director out of the team.")


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


class Who(Args):
    person: Annotated[str, Word(), Ask(WHO, source="people")]


@command("team leave", help=HELP_LEAVE, who=Role.OBSERVER, resets=True)
async def leave(args: Nothing, ctx: Ctx) -> Reply:
    await _gone(ctx, ctx.me)
    return reply(LEFT(team=ctx.team.name, line=Mono("/join")), private=True)


@command("team remove", help=HELP_REMOVE, who=Role.MANAGER, resets=True, examples=("/team remove @mei",))
async def remove(args: Who, ctx: Ctx) -> Reply:
    who = await find_person(ctx, args.person)
    if who.level == Role.DIRECTOR:
        ctx.needs(Role.DIRECTOR, Refusal(DIRECTOR()))
    await _gone(ctx, who)
    return reply(REMOVED(name=who.name))


async def _gone(ctx: Ctx, who: Person) -> None:
    await spare(ctx, who)
    await ctx.store.people.change(ctx.team.id, who.id, left_at=ctx.now, waiting=False)
    await ctx.store.feeds.end(who.id)
    await stops_working(ctx, who)


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
