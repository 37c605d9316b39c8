"""Seeing what happens by the clock: everything with its time, and the coming runs with what is skipped and why."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Mono,
    Reply,
    Role,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.days import dated
from commands.kit.moments import instant_of
from commands.kit.plan import Plan, plans
from commands.kit.roles import called
from commands.kit.schedule import FAR, Occurrence
from storage import Place, Run

from .which import find

HELP_LIST = text("See what happens by the clock, and when")
HELP_NEXT = text("See the ten coming runs, and why one is skipped")
NAME = text("What happens by the clock")

HEADING = text("By the clock, in the zone {zone}")
LINE = text("{label} ({name}): {when}")
NEXT = text("{line}; next {at}")
OFF = text("{line}; switched off")
PAUSED = text("{line}; paused until {day}")
TO_CLAIM = text("{line}; for whoever claims it first")
BY_TURNS = text("{line}; given by turns")
ELSEWHERE = text("{line}; in {place}")
IDLE = text("{line}; rests until somebody has the job title {job}")
LAST: dict[str, Text] = {
    "run": text("{line}; last {at}"),
    "late": text("{line}; last {at}, late"),
    "skipped": text("{line}; left out {at}, it would have come too late"),
    "nowhere": text("{line}; left out {at}, no channel could be reached"),
}
RULES = text("Nobody is reminded more than {n} time a day", "Nobody is reminded more than {n} times a day")
QUIET = text("{rules}, nor between {first} and {last}.")
NO_QUIET = text("{rules}.")
CHANGE = text("Change: {examples}")

COMING = text("Coming up")
RUN = text("{at}: {label}")
SKIPPED = text("{run} – skipped, {why}")
NOTED = text("{run} – {note}")
NOTHING = text("Nothing is planned.")
ENOUGH = text("no more than {n} reminder a day", "no more than {n} reminders a day")
SWITCHED_OFF = text("Switched off: {names}.")
RESTING = text("Nobody has the job title for it: {names}.")
NEXT_RUNS = text("Coming runs", context="button")
OPEN_IT = text("Open it for claiming", context="button")
ASSIGN_IT = text("Give it by turns", context="button")
ALL = text("Everything by the clock", context="button")

TEN = 10
FIXED = ("daily", "weekly", "monthly")
"""Days that are the same whatever the calendar says."""
LOOK = timedelta(days=35)
"""How far the coming runs are sought: a month, so that what comes monthly is among them."""


class Nothing(Args):
    pass


class Which(Args):
    name: Annotated[str | None, Word(), Ask(NAME)] = None


@command("schedule list", help=HELP_LIST, who=Role.MANAGER, default=True, reads=True)
async def list_(args: Nothing, ctx: Ctx) -> Reply:
    places = {place.id: place for place in await ctx.store.places.of(ctx.team.id)}
    found = await plans(ctx.store, ctx.team, ctx.every)
    lasts = await ctx.store.schedules.last(ctx.team.id)
    lines = tuple(_with_last(line(plan, ctx, places), lasts.get(name), ctx) for name, plan in found.items())
    rules = RULES(n=ctx.team.nudges)
    first, _, last = ctx.team.quiet.partition("-")
    kept = QUIET(rules=rules, first=first, last=last) if last else NO_QUIET(rules=rules)
    examples = Mono("/schedule move digest.daily 21:30 · /schedule off nudge.second · /schedule pause digest.daily fri")
    heading = Heading(HEADING(zone=ctx.team.zone))
    ahead = [(plan, at.at) for plan in found.values() if not plan.kept.off and (at := plan.next(ctx.now))]
    buttons = [next_button()]
    return reply(
        heading, Bullets(lines), *doubts(ahead, ctx), kept, CHANGE(examples=examples), buttons=buttons, private=True
    )


@command(
    "schedule next", help=HELP_NEXT, who=Role.MANAGER, reads=True,
    examples=("/schedule next", "/schedule next digest.weekly"),
)  # fmt: skip
async def next_(args: Which, ctx: Ctx) -> Reply:
    every = list((await plans(ctx.store, ctx.team, ctx.every)).values())
    chosen = (
        [await find(ctx, args.name)] if args.name else [one for one in every if not one.idle and not one.each.silent]
    )
    found = coming(chosen, ctx, await _too_many(every, ctx))
    blocks: list[Said | Bullets] = [Bullets(tuple(_run(plan, at) for plan, at in found))] if found else [NOTHING()]
    unsure = doubts([(plan, at.at) for plan, at in found], ctx)
    if off := [plan.each.label() for plan in chosen if plan.kept.off]:
        blocks.append(SWITCHED_OFF(names=Listed(tuple(off))))
    if idle := [plan.each.label() for plan in chosen if plan.idle]:
        blocks.append(RESTING(names=Listed(tuple(idle))))
    buttons = [turns_button(chosen[0])] if args.name and chosen[0].each.job else []
    buttons.append(Button(ALL(), "/schedule list"))
    return reply(Heading(COMING()), *blocks, *unsure, buttons=buttons, private=True)


def doubts(found: Sequence[tuple[Plan, datetime]], ctx: Ctx) -> list[Said]:
    """What is to be said beside these times, where make-up days that are not announced yet may move them."""
    by_calendar = [(plan, at) for plan, at in found if plan.each.job or plan.when.days not in FIXED]
    days = [at.astimezone(ctx.zone).date() for _, at in by_calendar]
    return found[0][0].calendar.doubts(days) if found else []


def coming(chosen: list[Plan], ctx: Ctx, too_many: Set[tuple[str, str]]) -> list[tuple[Plan, Occurrence]]:
    """The next ten that run, with every skipped one between them."""
    until = ctx.now + (FAR if len(chosen) == 1 else LOOK)
    every = [(plan, at) for plan in chosen for at in plan.times(ctx.now, until)]
    found: list[tuple[Plan, Occurrence]] = []
    for plan, at in sorted(every, key=lambda pair: pair[1].at):
        left_out = (plan.each.name, at.slot) in too_many
        found.append((plan, replace(at, why=ENOUGH(n=ctx.team.nudges)) if left_out else at))
        if sum(at.why is None for _, at in found) == TEN or len(found) == 3 * TEN:
            break
    return found


async def _too_many(every: list[Plan], ctx: Ctx) -> Set[tuple[str, str]]:
    """The times, by name and slot, of reminders that are more in their day than the team wants."""
    private = [plan for plan in every if plan.each.private]
    times = [(at, plan) for plan in private for at in plan.times(ctx.now, ctx.now + FAR) if at.why is None]
    sent = Counter({ctx.today.isoformat(): await ctx.store.schedules.count(ctx.team.id, "nudge.", ctx.today)})
    found = set()
    for at, plan in sorted(times, key=lambda pair: pair[0].at):
        sent[at.slot[:10]] += 1
        if sent[at.slot[:10]] > ctx.team.nudges:
            found.add((plan.each.name, at.slot))
    return found


def line(plan: Plan, ctx: Ctx, places: dict[int, Place]) -> Said:
    said = LINE(label=plan.each.label(), name=Mono(plan.each.name), when=plan.when.said())
    if plan.place in places:
        said = ELSEWHERE(line=said, place=places[plan.place].title)
    if plan.each.job:
        said = (TO_CLAIM if plan.kept.open else BY_TURNS)(line=said)
    if plan.kept.off:
        return OFF(line=said)
    if plan.kept.paused_until is not None and plan.kept.paused_until >= ctx.today:
        return PAUSED(line=said, day=dated(plan.kept.paused_until, ctx.today))
    if plan.idle:
        return IDLE(line=said, job=called(plan.each.job))
    found = plan.next(ctx.now)
    return NEXT(line=said, at=Moment(found.at)) if found else said


def _with_last(said: Said, last: Run | None, ctx: Ctx) -> Said:
    """What became of the time before."""
    if last is None or last.outcome not in LAST:
        return said
    return LAST[last.outcome](line=said, at=Moment(instant_of(datetime.fromisoformat(last.slot), ctx.zone)))


def _run(plan: Plan, at: Occurrence) -> Said:
    run = RUN(at=Moment(at.at), label=plan.each.label())
    if at.why is not None:
        return SKIPPED(run=run, why=at.why)
    return NOTED(run=run, note=at.note) if at.note else run


def turns_button(plan: Plan) -> Button:
    """The other way in which a task that the clock puts up finds its owner."""
    if plan.kept.open:
        return Button(ASSIGN_IT(), f"/schedule assign {plan.each.name}")
    return Button(OPEN_IT(), f"/schedule claim {plan.each.name}")


def next_button() -> Button:
    return Button(NEXT_RUNS(), "/schedule next")
