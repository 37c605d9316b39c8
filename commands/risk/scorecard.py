"""What a drill showed: how each clock went, who did what after which time, what was slowest, and how it was scored."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from commands.kit import Amount, Bullets, Button, Ctx, Heading, Listed, Moment, Reply, Said, Text, reply, text
from commands.kit.crisis import CLOCKS
from commands.kit.drills import (
    GOOD,
    SCORED_FOR,
    Mark,
    counts,
    marks,
    slowest,
    unanswered,
)
from commands.kit.lasting import lasting, to_the_second
from commands.kit.owners import name_of
from commands.kit.scores import OFFERED, average, took_part
from commands.kit.texts import Value
from storage import Deed, Person, Risk, RiskEntry

from .better import HOW_WELL, IDEA_BUTTON, better, story_button
from .ending import due_again, ended, plan_of
from .face import Look, titled

PACE = text("Time ran {pace} times as fast. In brackets: as it would be otherwise.")
IN_TIME = text("{clock}: in time, after {span} ({full} of {allowed}), {name}")
LATE = text("{clock}: late, after {span} ({full} of {allowed}), {name}")
NOT_DONE = text("{clock}: not done")
KEPT = text("{kept} of {n} clock kept", "{kept} of {n} clocks kept")
SLOWEST = text("Slowest: {clock}, {percent}% of its time")
SLOWEST_OPEN = text("Slowest: {clock}, not done in its time")
WHO_DID = text("{name}: {deeds}")
OTHERS = text("{n} more person", "{n} more people")
SILENT = text("Called, and did not answer in time: {people}")
UNREACHED = text("Could not be reached: {people}")
SCORED = text("Score: {average} of 100 on average, given by {scored} of {n} people")
NOBODY_SCORED = text("Score: nobody scored it.")
AGAIN = text("That is below {good}, so the drill is repeated: {when}.")


AFTER_CALL = text("acknowledged {span} after the call")
DID: Final[Mapping[Deed, Text]] = {
    "acked": text("acknowledged after {span}"), "helps": text("helped after {span}"),
    "noted": text("first note after {span}"), "written": text("wrote the statement after {span}"),
    "approved": text("approved the statement after {span}"), "solved": text("solved after {span}"),
    "verified": text("verified after {span}"),
}  # fmt: skip

MOST_PEOPLE = 8


async def scorecard(ctx: Ctx, look: Look) -> Reply:
    """What is said of a drill once it is over, in one message: all that happened is one press away."""
    risk, story, people = look.risk, look.story, look.people
    found = marks(risk, look.clocks, ctx.now)
    lines = [ended(risk, people), PACE(pace=risk.pace), *(_mark(risk, one, people) for one in found)]
    if found:
        lines.append(KEPT(kept=sum(one.kept for one in found), n=len(found)))
    lines += slow(found)
    lines += _deeds(risk, story, people)
    silent = unanswered(story) if counts(risk) else []  # who knows whether they would have answered
    for who, said in ((silent, SILENT), (_unreached(story), UNREACHED)):
        if who:
            names: list[Value] = [name_of(one, people) for one in who[:MOST_PEOPLE]]
            more = [OTHERS(n=len(who) - MOST_PEOPLE)] if len(who) > MOST_PEOPLE else []
            lines.append(said(people=Listed((*names, *more))))
    tale = [Button(IDEA_BUTTON(), f"/risk improve {risk.number}"), story_button(risk.number)]
    if not counts(risk):
        return reply(Heading(titled(risk)), Bullets(tuple(lines)), buttons=tale[1:], urgent="blue")
    scores = await ctx.store.risk_story.scores(risk.id)
    scorers = took_part(story, people)
    settled = is_settled(risk, scores, scorers, ctx.now)
    lines += await _score(ctx, risk, scores, scorers, settled=settled)
    choices = [] if settled else score_buttons(risk)
    blocks = [Heading(titled(risk)), Bullets(tuple(lines)), *better(look)]
    return reply(*blocks, buttons=[*choices, *tale], urgent="blue")


def slow(found: Sequence[Mark]) -> list[Said]:
    """The slowest step by name."""
    worst = slowest(found)
    if worst is None:
        return []
    clock = CLOCKS[worst.name]()
    return [SLOWEST_OPEN(clock=clock) if worst.took is None else SLOWEST(clock=clock, percent=worst.percent)]


def is_settled(risk: Risk, scores: Mapping[int, int], scorers: Sequence[Person], now: datetime) -> bool:
    """Everybody has scored, or had the time to."""
    over = risk.closed_at is not None and now >= risk.closed_at + SCORED_FOR
    return over or all(who.id in scores for who in scorers)


def score_buttons(risk: Risk) -> list[Button]:
    return [Button(_POINTS(points=n), f"/drill score {risk.number} {n}") for n in OFFERED]


_POINTS = text("{points}", context="score")


def _mark(risk: Risk, one: Mark, people: Mapping[int, Person]) -> Said:
    clock = CLOCKS[one.name]()
    if one.took is None:
        return NOT_DONE(clock=clock)
    said = IN_TIME if one.kept else LATE
    full, allowed = lasting(one.took * risk.pace), lasting(one.allowed * risk.pace)
    return said(clock=clock, span=to_the_second(one.took), full=full, allowed=allowed, name=name_of(one.by, people))


def _deeds(risk: Risk, story: Sequence[RiskEntry], people: Mapping[int, Person]) -> list[Said]:
    """What each did first of its kind, and how long after the beginning; who acknowledged, how long after the call."""
    did: dict[int, dict[Deed, Said]] = {}
    called: dict[int, datetime] = {}
    for one in story:
        if one.person is None:
            continue
        if one.deed == "called":
            called[one.person] = one.at
        deed: Deed = "noted" if one.deed == "pinned" else one.deed
        if deed in DID and deed not in did.setdefault(one.person, {}):
            said, since = DID[deed], risk.raised_at
            if deed == "acked" and one.person in called:
                said, since = AFTER_CALL, called[one.person]
            did[one.person][deed] = said(span=to_the_second(max(one.at - since, timedelta())))
    rows = [(who, said) for who, said in did.items() if said]
    lines = [
        WHO_DID(name=name_of(who, people), deeds=Listed(tuple(said.values()), "row"))
        for who, said in rows[:MOST_PEOPLE]
    ]  # fmt: skip
    return [*lines, OTHERS(n=len(rows) - MOST_PEOPLE)] if len(rows) > MOST_PEOPLE else lines


def _unreached(story: Sequence[RiskEntry]) -> list[int]:
    return list(dict.fromkeys(one.person for one in story if one.deed == "unreachable" and one.person is not None))


async def _score(
    ctx: Ctx, risk: Risk, scores: Mapping[int, int], scorers: Sequence[Person], *, settled: bool
) -> list[Said]:
    points = average(scores.values())
    if points is None:
        names = tuple(one.name for one in scorers[:MOST_PEOPLE])
        return [NOBODY_SCORED() if settled else HOW_WELL(people=Listed(names))]
    asked = {*(one.id for one in scorers), *scores}
    lines = [SCORED(average=Amount(points, "score"), scored=len(scores), n=len(asked))]
    planned = await ctx.store.timers.find(plan_of(ctx)) if settled and points < GOOD else None
    if planned is not None and planned.line == due_again(risk):
        lines.append(AGAIN(good=GOOD, when=Moment(planned.due_at)))
    return lines
