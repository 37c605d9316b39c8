"""A promise is not forgotten when its owner leaves: those who lead hear of it.

Typed by the clock when somebody has left the team, or only watches from now on.
"""

from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Reply, Role, Word, command, reply, text
from commands.kit.lateness import leaders
from commands.kit.owners import everybody
from commands.kit.private import mention, tell, tell_aloud
from commands.kit.standup import stir
from commands.kit.told import ALOUD, CALL, PERSON
from storage import Promise

from .face import card
from .listing import line_of

HELP_VACATE = text("Show the promises of somebody who is no longer at work")
HELP_VACANT = text("Tell those who lead which promises nobody keeps now")
LEADER = text("Who is told")

UNKEPT = text("{name} is no longer at work here. Promises that are still open:")
MORE = text("and {n} more", "and {n} more")
EDIT_ONE = text("Promise {number}", context="button")

AT_ONCE = 20
MOST_BUTTONS = 3


class Gone(Args):
    person: Annotated[int, Word(), Ask(PERSON)]


class Unkept(Gone):
    leader: Annotated[int, Ask(LEADER)]
    aloud: Annotated[bool, Ask(ALOUD)] = False


@command("promise vacate", help=HELP_VACATE, clock=True, reads=True)
async def vacate(args: Gone, ctx: Ctx) -> Reply:
    who = await ctx.store.people.get(ctx.team.id, args.person)
    if who is None or (who.left_at is None and who.level >= Role.STAFF):
        return reply()
    left = await _left(args.person, ctx)
    for leader in await leaders(ctx) if left else ():
        await tell(ctx, leader.id, _key(who.id, leader.id), _line(who.id, leader.id))
    if left:
        await stir(ctx)
    return reply(cards=[await card(ctx, promise.number) for promise in left])


@command("promise vacant", help=HELP_VACANT, clock=True, reads=True)
async def vacant(args: Unkept, ctx: Ctx) -> Reply:
    """In private, or where that is closed in the channel by name."""
    line = _line(args.person, args.leader)
    if args.aloud:
        await tell_aloud(ctx, args.leader, _key(args.person, args.leader), line)
        return reply()
    left, people = await _left(args.person, ctx), await everybody(ctx)
    if not left or args.person not in people:
        return reply()
    said = UNKEPT(name=people[args.person].name)
    if ctx.place is not None and args.leader in people:
        said = CALL(who=await mention(ctx, args.leader, people[args.leader].name), said=said)
    lines = [line_of(promise, people, ctx) for promise in left[:AT_ONCE]]
    if len(left) > AT_ONCE:
        lines.append(MORE(n=len(left) - AT_ONCE))
    buttons = [
        Button(EDIT_ONE(number=str(promise.number)), f"/promise edit {promise.number}")
        for promise in left[:MOST_BUTTONS]
    ]
    return reply(said, Bullets(tuple(lines)), buttons=buttons, otherwise=f"{line} aloud:yes")


async def _left(person: int, ctx: Ctx) -> list[Promise]:
    return [one for one in await ctx.store.promises.listed(ctx.team.id, ["open"]) if one.owner == person]


def _line(person: int, leader: int) -> str:
    return f"/promise vacant {person} leader:{leader}"


def _key(person: int, leader: int) -> str:
    return f"person:{person}:promises:{leader}"
