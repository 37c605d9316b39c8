"""How a risk goes on: solved, verified by somebody else and closed, or not solved after all; as bad as another level;
given to somebody; quiet for a while."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from commands.kit import (
    Ask,
    Button,
    Ctx,
    Form,
    Moment,
    Question,
    Refusal,
    Reply,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)
from commands.kit.crisis import LEVELS, ORDER, level_meant, quiet_for
from commands.kit.duty import rota_of
from commands.kit.hints import verbatim
from commands.kit.people import find_person
from commands.kit.reply import carries
from commands.kit.standup import stir
from commands.kit.told import notify
from commands.kit.why import Because
from storage import ClockName, Deed, Level, Person, Risk, RiskState, Role

from .answer import YOURS, going
from .calls import call_now, quiet
from .clocks import ALL, count_on, stop_clocks, tell_late, unwind_clocks, wind_clocks
from .ending import comes_first, over_at
from .face import Look, OfRisk, about, answering, buttons, card, look_at, titled
from .lapse import stays_answered, vacate_if_left
from .look import RESPONSES, since_before
from .report import draft_report
from .which import brief, solved, taken, unsolved, which

HELP_SOLVE = text("Say that a risk is solved; somebody else verifies it")
HELP_VERIFY = text("Verify that a risk is solved, and close it with the reason")
HELP_BACK = text("Say that a risk is not solved after all")
HELP_LEVEL = text("Change the level of a risk")
HELP_SILENCE = text("Be quiet about a risk for an hour")
HELP_HAND = text("Give a risk to somebody")
LEVEL = text("Level", context="risk")
WHO = text("Who")

SOLVED = text("Noted. Now somebody else has to verify it.")
CLOSED = text("Verified and closed.")
BACK = text("It goes on.")
CHANGED = text("It is {level} now.")
IS_THAT = text("It is {level} already.")
NOT_SOLVED = text("Nobody said that risk {number} is solved.")
SOLVED_ALREADY = text("{name} said already that it is solved. Somebody else has to verify it.")
NOT_YOURSELF = text("You said that it is solved, so somebody else has to verify it.")
WHY_SOLVED = text("Why is it solved?")
NOT_TAKEN = text("Nobody has it yet, so it cannot be quiet. Acknowledge it first.")
QUIET = text("Quiet until {when}. Its clocks go on.")
HERS = text("{name} has it now, and is told in private.")
OBSERVES = text("{name} only watches here.")
HAS_IT = text("{name} has it already.")

TO_WHOM = text("Who takes this over? {title}")
NOBODY_THERE = text("Nobody else is there who could take it.")

MOST = 8
UNSOLVED: tuple[RiskState, ...] = ("monitor", "identify", "respond")
_LEVELS: dict[str, Text] = {
    **{str(level): said for level, said in LEVELS.items()}, "up": text("up", context="risk"),
    "down": text("down", context="risk"),
}  # fmt: skip


class Closing(OfRisk, Because):
    """Which risk, and why."""


async def _reason(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """Whoever may not close it hears so before she writes why."""
    risk = await _closable(ctx, int(given["number"]))
    if given.get("why"):
        return None
    asked = (Question("why", WHY_SOLVED(), required=True),)
    return Form("/risk verify", brief(risk), (asked,), given={"number": str(risk.number)})


class Levelling(OfRisk):
    level: Annotated[Level | Literal["up", "down"], Word(), Ask(LEVEL, choices=_LEVELS), BeforeValidator(level_meant)]


class Given(OfRisk):
    person: Annotated[str, Word(), Ask(WHO, source="people")]


@command("risk solve", help=HELP_SOLVE, asks=which("solve", unsolved), examples=("/risk solve 12",))
async def solve(args: OfRisk, ctx: Ctx) -> Reply:
    """Whoever says so without having acknowledged it has it in hand from then on: nobody is called any more."""
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    done = {"solved_at": ctx.now, "solved_by": ctx.me.id, "stale_at": None}
    if not await ctx.store.risks.walk(risk.id, UNSOLVED, "verify", **done):
        raise Refusal(SOLVED_ALREADY(name=look.name(risk.solved_by)))
    if await ctx.store.risks.ack(risk.id, ctx.me.id, ctx.now, None):
        await ctx.store.risk_story.tell(risk.id, ctx.now, "acked", ctx.me.id, ctx.heard.account.platform)
    await stop_clocks(ctx, risk, ["ack", "respond", "plan", "solution"])
    return await _said(ctx, risk, "solved", SOLVED())


@command(
    "risk verify", help=HELP_VERIFY, asks=which("verify", solved, _reason),
    examples=(text("/risk verify 12 Members can log in again"),),
)  # fmt: skip
async def verify(args: Closing, ctx: Ctx) -> Reply:
    return await _close(args, ctx)


@command(
    "risk close", help=HELP_VERIFY, hidden=True, asks=which("close", solved, _reason),
    examples=(text("/risk close 12 Members can log in again"),),
)  # fmt: skip
async def close(args: Closing, ctx: Ctx) -> Reply:
    """The same: only what is verified is closed."""
    return await _close(args, ctx)


async def _close(args: Closing, ctx: Ctx) -> Reply:
    risk = await _closable(ctx, args.number)
    over = {"closed_at": ctx.now, "closed_by": ctx.me.id, "reason": args.reason}
    if not await ctx.store.risks.walk(risk.id, ["verify"], "closed", **over):
        raise Refusal(NOT_SOLVED(number=str(risk.number)))
    await unwind_clocks(ctx, risk, ALL)
    await ctx.store.risk_story.void(risk.id, ALL, after=ctx.now)
    if risk.drill:
        await over_at(ctx, risk, ctx.now)
    else:
        await draft_report(ctx, risk)
    closed = await _said(ctx, risk, "verified", CLOSED(), args.reason)
    # Where the team is, the report follows at once and says it.
    follows = not risk.drill and ctx.place is not None and ctx.place.purpose == "team"
    return replace(closed, blocks=()) if follows and not closed.private else closed


async def _closable(ctx: Ctx, number: int) -> Risk:
    """Raises ``Refusal`` for one that is not solved, or that she solved herself."""
    risk = going((await look_at(ctx, number)).risk)
    if risk.solved_at is None:
        raise Refusal(NOT_SOLVED(number=str(risk.number)))
    if risk.solved_by == ctx.me.id and await others(ctx):
        raise Refusal(NOT_YOURSELF())
    return risk


async def others(ctx: Ctx) -> list[Person]:
    """Those who could look as well: somebody who works alone verifies her own work."""
    people = await ctx.people()
    return [who for who in people if who.id != ctx.me.id and who.level >= Role.STAFF and not who.waiting]


@command(
    "risk back", help=HELP_BACK, asks=which("back", solved), examples=(text("/risk back 12 It is down again"),)
)  # fmt: skip
async def back(args: Closing, ctx: Ctx) -> Reply:
    """Its clocks go on as if it had never been called solved; what was done before or since stays done."""
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    if not await ctx.store.risks.walk(risk.id, ["verify"], "respond", solved_at=None, solved_by=None):
        raise Refusal(NOT_SOLVED(number=str(risk.number)))
    plan = look.newest("planned")
    again: list[ClockName] = ["solution"] if plan is not None and plan.at >= risk.since else ["solution", "plan"]
    again += ["respond"] if look.newest(*RESPONSES) is None else []
    clocks = await ctx.store.risk_story.go_on(risk.id, again, risk.since)
    await wind_clocks(ctx, risk, clocks)
    await tell_late(ctx, look, risk, clocks)
    await stays_answered(ctx, risk)
    await vacate_if_left(ctx, look)
    return await _said(ctx, risk, "rejected", BACK(), args.reason)


@command(
    "risk level", help=HELP_LEVEL, asks=which("level", unsolved), examples=("/risk level 12 red", "/risk level 12 down")
)  # fmt: skip
async def level(args: Levelling, ctx: Ctx) -> Reply:
    """A level that it has for the first time begins its clocks now (red: response 30 min, statement 2 h, solution 24 h
    from then), without those of what is done and stays so. One that it had before goes on with its own, as if it had
    never been another. The calls begin anew where nobody has it. For what is solved no clock would count."""
    look = await look_at(ctx, args.number)
    risk = _worked_at(look)
    to = _meant(args.level, risk.level)
    now = replace(risk, level=to)
    now = replace(now, since=since_before(look, answering(ctx, now), to) or ctx.now, step=0)
    if to == risk.level or not await ctx.store.risks.levelled(risk.id, risk.level, to, now.since):
        raise Refusal(IS_THAT(level=LEVELS[to]()))
    await unwind_clocks(ctx, risk, ALL)
    await ctx.store.risk_story.void(risk.id, ALL)
    await ctx.store.risks.change(risk.id, step=0)
    await count_on(ctx, look, now)
    await stays_answered(ctx, now)
    reply_ = await _said(ctx, risk, "levelled", CHANGED(level=LEVELS[to]()), to)
    await call_now(ctx, now)
    await comes_first(ctx, now)
    return replace(reply_, cards=(await card(ctx, args.number),))


def _worked_at(look: Look) -> Risk:
    """Raises ``Refusal`` for one that is closed, or that waits to be verified: that comes next, or that it is not
    solved."""
    risk = going(look.risk)
    if risk.solved_at is not None:
        raise Refusal(SOLVED_ALREADY(name=look.name(risk.solved_by)), buttons=tuple(buttons(look)[:2]), settled=True)
    return risk


def _meant(said: Level | Literal["up", "down"], now: Level) -> Level:
    """One up or down from where it is; above red and below blue there is nothing."""
    at = ORDER.index(now)
    match said:
        case "up":
            return ORDER[max(at - 1, 0)]
        case "down":
            return ORDER[min(at + 1, len(ORDER) - 1)]
        case level:
            return level


@command("risk silence", help=HELP_SILENCE, asks=which("silence", taken), examples=("/risk silence 12",))
async def silence(args: OfRisk, ctx: Ctx) -> Reply:
    risk = going((await look_at(ctx, args.number)).risk)
    if not risk.answered:
        raise Refusal(NOT_TAKEN())
    until = ctx.now + quiet_for(risk)
    await ctx.store.risks.change(risk.id, silenced_until=until)
    return await _said(ctx, risk, "silenced", QUIET(when=Moment(until)))


async def _whom(given: Mapping[str, Any], ctx: Ctx) -> Reply | None:
    """Those who could take it, as buttons: who is on call, who helps, and the others who are there."""
    if given.get("person"):
        return None
    look = await look_at(ctx, int(given["number"]))
    _worked_at(look)
    rota = await rota_of(ctx)
    first = [person for _, person in rota.on_call(ctx.now)]
    first += [one.person for one in look.story if one.deed == "helps" and one.person is not None]
    lines: dict[int, Button] = {}
    for person, account in await ctx.store.people.names(ctx.team.id):
        line = f"/risk handover {look.risk.number} " + (f"@{account.username}" if account.username else account.user)
        if rota.there(person.id, ctx.now) and person.id != look.risk.owner and carries(line):
            lines.setdefault(person.id, Button(verbatim(person.name), line))
    found = [lines[person] for person in dict.fromkeys((*first, *lines)) if person in lines]
    if not found:
        raise Refusal(NOBODY_THERE())
    return reply(TO_WHOM(title=titled(look.risk)), buttons=found[:MOST], private=True)


@command("risk handover", help=HELP_HAND, asks=which("handover", unsolved, _whom), examples=("/risk handover 12 @mei",))
async def handover(args: Given, ctx: Ctx) -> Reply:
    risk = _worked_at(await look_at(ctx, args.number))
    who = await find_person(ctx, args.person)
    if who.level < Role.STAFF or who.waiting:
        raise Refusal(OBSERVES(name=who.name))
    if risk.owner == who.id:
        raise Refusal(HAS_IT(name=who.name))
    if not risk.answered:
        await ctx.store.risks.ack(risk.id, who.id, ctx.now, None)
        await stop_clocks(ctx, risk, ["ack"])
    await ctx.store.risks.change(risk.id, owner=who.id, silenced_until=None)
    await stays_answered(ctx, risk)
    await notify(ctx, about(risk), "handed", who.id)
    mine = who.id == ctx.me.id
    by = "" if mine else ctx.me.name
    await ctx.store.risk_story.tell(risk.id, ctx.now, "handed", who.id, ctx.heard.account.platform, by)
    await quiet(ctx, risk)
    await stir(ctx)
    return await _answered(ctx, risk, YOURS() if mine else HERS(name=who.name))


async def _said(ctx: Ctx, risk: Risk, deed: Deed, said: Said, words: str = "") -> Reply:
    """Into the story, off the calls, onto the cards."""
    await ctx.store.risk_story.tell(risk.id, ctx.now, deed, ctx.me.id, ctx.heard.account.platform, words)
    await quiet(ctx, risk)
    await stir(ctx)
    return await _answered(ctx, risk, said)


async def _answered(ctx: Ctx, risk: Risk, said: Said) -> Reply:
    return reply(said, private=ctx.heard.via == "pressed", cards=[await card(ctx, risk.number)])
