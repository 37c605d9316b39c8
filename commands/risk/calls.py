"""Calling for help until somebody has a risk in hand: in private, and by name in the team's channels.

Each call looks again at how things are. It is kept together with the step that it is, so no step is made twice, and
none after somebody acknowledged: what was not on its way by then is taken back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final

from commands.kit import Ask, Button, Ctx, Heading, Listed, Moment, Reply, Said, command, reply, text
from commands.kit.crisis import Call, Chain, called_as, called_in, calls_of, newest_calls, round_of, whom_of
from commands.kit.duty import rota_of
from commands.kit.owners import everybody
from commands.kit.private import home, mention, team_channels
from commands.kit.reply import Card
from commands.kit.texts import Value
from storage import FOLDED, Account, Address, Risk, RiskEntry, Timer

from .face import ACK, I_HELP, Look, OfRisk, about, answering, card, look_at, taken_at, titled, urgent

HELP = text("Call whoever answers")
PERSON = text("Person")
CALL = text("Call")
BUT = text("Not here")

ASKED = text("You are called. Please acknowledge, or it goes on to the next.")
ALOUD = text("{people}: please acknowledge.")
NOBODY = text("Nobody who is on call can be written to: {people}. Whoever sees this: please acknowledge.")
EVERYBODY = text("Nobody could be found who is on call. Whoever sees this: please acknowledge.")
TAKEN = text("{name} has it since {when}. Thank you.")
OVER = text("It is closed. Thank you.")
SHOW = text("Show", context="button")

LOOK_AGAIN: Final = timedelta(minutes=15)
"""Where it is not known when a step is to be made again."""
STEP: Final = "step"


class OfCall(OfRisk):
    n: Annotated[int, Ask(CALL)]


class OfPerson(OfCall):
    person: Annotated[int, Ask(PERSON)]
    but: Annotated[str, Ask(BUT)] = ""
    """Platforms on which she could not be written to."""


async def call_now(ctx: Ctx, risk: Risk, within: int | None = None) -> None:
    """Make the call that is due, unless somebody has the risk in hand. Where none of those who are called can be
    written to, the next are called in the same moment; where none of a whole round can be, all others of the team are,
    and the channel says so. ``within``: nothing is called that belongs to a later round."""
    rules = answering(ctx, risk)
    steps, n = rules.steps, risk.step
    if risk.answered or risk.folded or risk.closed_at is not None or not steps:
        return
    chain, round = await _chain(ctx, risk), round_of(steps, n) if within is None else within
    called = await _in_round(ctx, risk, round)
    made = within is not None
    while (call := chain.answering(steps, n, ctx.now, called)) is not None:
        if round_of(steps, call.number) > round:
            if made:
                break
            round, called = round_of(steps, call.number), {}
        if not await ctx.store.risks.called(risk.id, n, call.number + 1):
            return
        n, made = call.number + 1, True
        called |= dict.fromkeys(call.people, reached := await _calls(ctx, risk, call, round))
        if reached or call.whom == "team":
            break
    if call is None and n == risk.step:
        await _next(ctx, risk, n, chain.opens(steps, ctx.now) or ctx.now + LOOK_AGAIN)
        return
    if n == risk.step and any(called.values()):
        return
    while not any(called.values()) and (others := chain.others(ctx.now, called)) is not None:
        call = Call(others[0], tuple(others[1]), n - 1)
        called |= dict.fromkeys(call.people, await _calls(ctx, risk, call, round))
    for place in await team_channels(ctx):
        await ctx.store.cards.leave(ctx.team.id, f"risk:{risk.number}:{n - 1}", place.address)
        line = f"/risk aloud {risk.number} n:{n - 1}"
        key = about(risk).key("call", n - 1, place.id)
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, place.address, None))
    if rules.again is not None or n < len(steps):
        await _next(ctx, risk, n, ctx.now + (rules.again or LOOK_AGAIN) / risk.pace)


async def _in_round(ctx: Ctx, risk: Risk, round: int) -> dict[int, bool]:
    """Who was called in a round, and whether she can be written to as far as it is known."""
    story = await ctx.store.risk_story.story(risk.id)
    calls = [one for one in calls_of(story) if called_in(one) == round]
    lost = _lost(story, calls)
    return {one.person: one.person not in lost for one in calls if one.person is not None}


async def _calls(ctx: Ctx, risk: Risk, call: Call, round: int) -> bool:
    """Call each of them in private; returns whether any of them can be written to."""
    for whom in call.silent:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "nobody", words=whom)
    for person in call.people:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "called", person, words=called_as(call.whom, round))
    return any([await _private(ctx, risk, call.number, person, "") for person in call.people])


async def _chain(ctx: Ctx, risk: Risk) -> Chain:
    communities = await ctx.store.communities.of(ctx.team.id, archived=True)
    owner = next((one.owner for one in communities if one.id == risk.community), None)
    return Chain(await rota_of(ctx), owner)


async def _next(ctx: Ctx, risk: Risk, n: int, at: datetime) -> None:
    line = f"/risk step {risk.number} n:{n}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, about(risk).key(STEP), at, line, await home(ctx), None))


async def _private(ctx: Ctx, risk: Risk, n: int, person: int, but: str) -> bool:
    """Call her where she can be written to; returns whether she can."""
    account = _reachable(await ctx.store.accounts.of(person), but)
    if account is None:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "unreachable", person)
        return False
    line = f"/risk call {risk.number} n:{n} person:{person}" + (f' but:"{but}"' if but else "")
    key = about(risk).key("call", n, "person", person, ctx.team.id)
    address = Address(account.platform, account.direct or "")
    # Who was called before an acknowledgement went stale is called by a new message: an edit makes no sound.
    await ctx.store.cards.leave(ctx.team.id, f"risk:{risk.number}:{n}:{person}", address)
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, address, person))
    return True


def _reachable(accounts: list[Account], but: str) -> Account | None:
    return next((one for one in accounts if one.direct and one.platform not in but.split()), None)


@command("risk step", help=HELP, clock=True, reads=True)
async def step(args: OfCall, ctx: Ctx) -> Reply:
    """The next call is due, unless it was made before."""
    look = await look_at(ctx, args.number)
    if look.risk.step != args.n:
        return reply()
    await call_now(ctx, look.risk)
    return reply(cards=[await card(ctx, args.number)])


@command("risk call", help=HELP, clock=True, reads=True)
async def call(args: OfPerson, ctx: Ctx) -> Reply:
    """In the private chat of whoever is called; typed again there when somebody has it."""
    look = await look_at(ctx, args.number)
    name = f"risk:{args.number}:{args.n}:{args.person}"
    here = ctx.heard.address
    if not _waits(look) and not await ctx.store.cards.where(ctx.team.id, [name]):
        return reply()
    but = f"{args.but} {here.platform}".strip()
    otherwise = f'/risk unreached {args.number} n:{args.n} person:{args.person} but:"{but}"'
    said = _settled(look) or ASKED()
    return reply(cards=[Card(name, _face(look, said, otherwise), (here,))])


@command("risk aloud", help=HELP, clock=True, reads=True)
async def aloud(args: OfCall, ctx: Ctx) -> Reply:
    """In a channel, by name; typed again there when somebody has it."""
    look = await look_at(ctx, args.number)
    name = f"risk:{args.number}:{args.n}"
    if not _waits(look) and not await ctx.store.cards.where(ctx.team.id, [name]):
        return reply()
    said = _settled(look) or await _asked(ctx, look.story)
    return reply(cards=[Card(name, _face(look, said, None), (ctx.heard.address,))])


async def _asked(ctx: Ctx, story: Sequence[RiskEntry]) -> Said:
    """Those who were called last, by name; whoever sees it, where that was everybody, or nobody can be written to."""
    newest = newest_calls(story)
    round = [one for one in calls_of(story) if newest and called_in(one) == called_in(newest[-1])]
    chain = [one for one in round if whom_of(one) != "team"]
    lost = _lost(story, chain)
    nobody = lost.issuperset(one.person for one in chain)
    people, names = await everybody(ctx), list[Value]()
    for person in dict.fromkeys(one.person for one in (chain if nobody else newest) if whom_of(one) != "team"):
        if person is not None and person in people:
            names.append(await mention(ctx, person, people[person].name))
    if not names:
        return EVERYBODY()
    return (NOBODY if nobody else ALOUD)(people=Listed(tuple(names)))


def _lost(story: Iterable[RiskEntry], calls: Iterable[RiskEntry]) -> set[int | None]:
    """Those of them who could not be written to."""
    gone = [one for one in story if one.deed == "unreachable"]
    return {one.person for one in calls if any(lost.person == one.person and lost.id > one.id for lost in gone)}


@command("risk unreached", help=HELP, clock=True, reads=True)
async def unreached(args: OfPerson, ctx: Ctx) -> Reply:
    """She could not be written to there: she is tried elsewhere, or the next is called at once."""
    look = await look_at(ctx, args.number)
    risk = look.risk
    if not _waits(look):
        return reply()
    elsewhere = await _private(ctx, risk, args.n, args.person, args.but)
    newest = newest_calls(look.story)  # nobody is passed while another one of them may have read it
    lost = {args.person, *_lost(look.story, newest)}
    passed = lost.issuperset(one.person for one in newest) and risk.step == args.n + 1
    if not elsewhere and passed:
        # Where nobody at all can be written to, the channel is not called again without a pause.
        await call_now(ctx, risk, within=round_of(answering(ctx, risk).steps, args.n))
    return reply(cards=[await card(ctx, args.number)])


async def quiet(ctx: Ctx, risk: Risk) -> None:
    """Somebody has it: what was not on its way is taken back, and whoever was called learns who has it. ``risk`` is as
    it was before that."""
    if risk.step == FOLDED:
        await _follow(ctx)
    await next_red(ctx)
    await ctx.store.timers.stop(about(risk).key(STEP))
    await ctx.store.cards.withdraw(ctx.team.id, f"risk:{risk.number}:")
    for name, at in await ctx.store.cards.beginning(ctx.team.id, f"risk:{risk.number}:"):
        _, number, n, *person = name.split(":")
        verb = "call" if person else "aloud"
        line = f"/risk {verb} {number} n:{n}" + (f" person:{person[0]}" if person else "")
        key = about(risk).key("quiet", n, *person, at.platform, at.chat, at.thread)
        who = int(person[0]) if person else None
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, at, who))


async def _follow(ctx: Ctx) -> None:
    """The card of those that were raised at once follows in a moment."""
    key = f"risk:folded:{ctx.team.id}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, "/risk folded", await home(ctx), None))


async def next_red(ctx: Ctx) -> None:
    """Where none calls any more, the worst red one on the card of many does so in a moment."""
    found = await ctx.store.risks.open(ctx.team.id)
    if any(one.folded and one.level == "red" for one in found) and not red_calls(found):
        key, line = f"risk:unfold:next:{ctx.team.id}", "/risk unfold next:true"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, await home(ctx), None))


def red_calls(risks: Iterable[Risk]) -> bool:
    return any(one.level == "red" and not one.answered and not one.folded for one in risks)


def _waits(look: Look) -> bool:
    return not look.risk.answered and look.risk.closed_at is None


def _settled(look: Look) -> Said | None:
    """What is said instead of a call when it is not needed any more."""
    risk = look.risk
    if risk.closed_at is not None:
        return OVER()
    if risk.owner is None:
        return None
    return TAKEN(name=look.name(risk.owner), when=Moment(taken_at(look)))


def _face(look: Look, said: Said, otherwise: str | None) -> Reply:
    number = look.risk.number
    choices = [Button(SHOW(), f"/risk show {number}")]
    if _waits(look):
        choices = [Button(ACK(), f"/risk ack {number}", "primary"), Button(I_HELP(), f"/risk help {number}"), *choices]
    return reply(
        Heading(titled(look.risk)), said, buttons=choices, otherwise=otherwise, urgent=urgent(look.risk)
    )  # fmt: skip
