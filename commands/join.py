"""/join: become a member of the team of this chat, or choose one's name and language."""

from typing import Annotated

from storage import Person, Role, Team

from .kit import Args, Ask, Button, Ctx, Mono, Refusal, Reply, Word, command, reply, text
from .kit.clean import one_line
from .kit.fields import Locale
from .kit.hints import LANGUAGES, her_language, verbatim
from .kit.people import find_person

HELP = text("Become a member of this team; choose your name and language")
HELP_APPROVE = text("Let somebody in")
HELP_DECLINE = text("Do not let somebody in")
NAME = text("How the team calls you")
LANGUAGE = text("Language of your answers")
WHO = text("Who")

WELCOME = text("Welcome to {team}, {name}. Your numbers go in with {daily}.")
ALREADY = text("You are {name} in {team}. Answers to you are in {language}.")
ASKED = text("A manager has been asked to let you in.")
PLEASE = text("{name} would like to join {team}.")
LET_IN = text("{name} is now a member of {team}. Welcome!")
DECLINED = text("{name} was not let in.")
NOT_WAITING = text("{name} is not waiting to be let in.")
APPROVE = text("Approve", context="button")
DECLINE = text("Decline", context="button")


class Join(Args):
    name: Annotated[str | None, Ask(NAME)] = None
    language: Annotated[Locale | None, Ask(LANGUAGE, choices={k: text(v) for k, v in LANGUAGES.items()})] = None


class Who(Args):
    person: Annotated[str, Word(), Ask(WHO, source="people")]


@command(
    "join", help=HELP, who=Role.OUTSIDER, team=False, resets=True, examples=("/join", "/join language:繁體"),
)  # fmt: skip
async def join(args: Join, ctx: Ctx) -> Reply:
    team = ctx.team
    values = {"name": one_line(args.name) if args.name else None, "language": args.language}
    values = {name: value for name, value in values.items() if value}
    if ctx.who is not None and ctx.who.left_at is None:
        if values:
            await ctx.store.people.change(team.id, ctx.who.id, **values)
        return _already(await _me(ctx, ctx.who), team)
    who = await _come(ctx, team)
    if values:
        await ctx.store.people.change(team.id, who.id, **values)
        who = await _me(ctx, who)
    if who.waiting:
        buttons = [Button(APPROVE(), f"/approve {who.id}", "primary"), Button(DECLINE(), f"/decline {who.id}")]
        return reply(PLEASE(name=who.name, team=team.name), ASKED(), buttons=buttons, everywhere=True)
    welcome = WELCOME(team=team.name, name=who.name, daily=Mono("/daily"))
    hers = None if who.language else her_language(team.language, ctx.heard.account.locale)
    if hers is None:
        return reply(welcome, buttons=_languages(who, team))
    return reply(welcome, hers[0], buttons=[hers[1]])


@command("approve", help=HELP_APPROVE, who=Role.MANAGER, hidden=True)
async def approve(args: Who, ctx: Ctx) -> Reply:
    who = await _waiting(args, ctx)
    await ctx.store.people.change(ctx.team.id, who.id, waiting=False)
    return reply(LET_IN(name=who.name, team=ctx.team.name), everywhere=True, replace=True)


@command("decline", help=HELP_DECLINE, who=Role.MANAGER, hidden=True)
async def decline(args: Who, ctx: Ctx) -> Reply:
    who = await _waiting(args, ctx)
    await ctx.store.people.change(ctx.team.id, who.id, waiting=False, left_at=ctx.now)
    return reply(DECLINED(name=who.name), replace=True)


async def _come(ctx: Ctx, team: Team) -> Person:
    """A new member, or one who comes back; waiting where the team wants to be asked."""
    waiting = team.joining == "approval"
    if ctx.who is not None:
        await ctx.store.people.change(team.id, ctx.who.id, left_at=None, waiting=waiting, level=int(Role.STAFF))
        return await _me(ctx, ctx.who)
    return await ctx.store.people.add(team.id, ctx.heard.account, Role.STAFF, ctx.now, waiting=waiting)


async def _me(ctx: Ctx, who: Person) -> Person:
    return await ctx.store.people.get(ctx.team.id, who.id) or who


async def _waiting(args: Who, ctx: Ctx) -> Person:
    numbered = args.person.isdecimal() and len(args.person) < 19  # what is longer is in no database
    known = await ctx.store.people.get(ctx.team.id, int(args.person)) if numbered else None
    who = known or await find_person(ctx, args.person)
    if not who.waiting:
        raise Refusal(NOT_WAITING(name=who.name))
    return who


def _already(who: Person, team: Team) -> Reply:
    language = LANGUAGES[who.language or team.language]
    said = ALREADY(name=who.name, team=team.name, language=language)
    return reply(said, buttons=_languages(who, team), private=True, replace=True)


def _languages(who: Person, team: Team) -> list[Button]:
    spoken = who.language or team.language
    return [Button(verbatim(LANGUAGES[at]), f"/join language:{at}") for at in LANGUAGES if at != spoken]
