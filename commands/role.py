"""/role: what a person may do, and the job titles that work is addressed to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from storage import Role

from .kit import Args, Ask, Ctx, Form, Listed, Refusal, Reply, Said, Text, Word, command, fold, reply, text
from .kit.clean import one_line
from .kit.people import find_person, spare, stops_working
from .kit.roles import LEVELS, called, title_key

HELP = text("Set what a person may do, and her job titles")
WHO = text("Who")
LEVEL = text("Level")
TITLE = text("Job title; with a minus it is taken away")

NOW_PLAIN = text("{name} is now {level}.")
IS_PLAIN = text("{name} is {level}.")
NOW = text("{name} is now {level}. Job titles: {titles}.")
IS = text("{name} is {level}. Job titles: {titles}.")
TOO_HIGH = text("Only a director can make or change a {level}.")

_CHOICES = {role.name.lower(): word for role, word in LEVELS.items() if role is not Role.OUTSIDER}


class RoleArgs(Args):
    person: Annotated[str | None, Word(), Ask(WHO, source="people")] = None
    level: Annotated[
        Literal["director", "manager", "staff", "observer"] | None, Word(), Ask(LEVEL, choices=_CHOICES)
    ] = None
    title: Annotated[str | None, Ask(TITLE)] = None


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """The form; who answers somebody's message has said whom she means."""
    if ctx.heard.reply_to is not None:
        return None
    who, *others = RoleArgs.questions(given)
    return Form("/role", HELP(), ((replace(who, required=True), *others),))


@command(
    "role", help=HELP, who=Role.MANAGER, resets=True,
    examples=("/role @mei manager", '/role @mei title:"content planner"', '/role @mei title:-"content planner"'),
    incomplete=lambda given: not given.get("person"), asks=_asks,
)  # fmt: skip
async def role(args: RoleArgs, ctx: Ctx) -> Reply:
    who = await find_person(ctx, args.person)
    level = Role[args.level.upper()] if args.level else who.level
    highest = max(level, who.level)
    if level != who.level and highest == Role.DIRECTOR and ctx.me.level < Role.DIRECTOR:
        raise Refusal(TOO_HIGH(level=LEVELS[highest]()))
    if level != Role.DIRECTOR:
        await spare(ctx, who)
    titles = _titles(who.titles, args.title)
    if level == who.level and titles == who.titles:
        return reply(_standing(IS, IS_PLAIN, who.name, level, titles))
    await ctx.store.people.change(ctx.team.id, who.id, level=int(level), titles=titles)
    if level < Role.STAFF <= who.level:
        await stops_working(ctx, who)
    return reply(_standing(NOW, NOW_PLAIN, who.name, level, titles))


def _standing(whole: Text, plain: Text, name: str, level: Role, titles: tuple[str, ...]) -> Said:
    """What somebody is; without job titles nothing is said of them."""
    if not titles:
        return plain(name=name, level=LEVELS[level]())
    return whole(name=name, level=LEVELS[level](), titles=Listed(tuple(map(called, titles))))


def _titles(has: tuple[str, ...], words: str | None) -> tuple[str, ...]:
    """Add one job title, or take one away; a known title is kept by its key, in whatever language it was typed."""
    if not words:
        return has
    away = words.startswith(("-", "−"))
    word = one_line(words.lstrip("-−"))
    key = title_key(word)
    if away:
        return tuple(title for title in has if fold(title) != fold(key))
    return has if key in has else (*has, key)
