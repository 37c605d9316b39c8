"""Changing what happens by the clock: another time, another channel, off and on, a pause. It counts at once."""

import re
from datetime import date
from typing import Annotated, Any

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Day,
    Mono,
    Refusal,
    Reply,
    Role,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.days import dated, read_span
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import day_hints
from commands.kit.hints import did_you_mean, either, verbatim
from commands.kit.plan import Plan, quiet_hours, replan, within, wound
from commands.kit.reply import carries
from commands.kit.whens import near_times, near_whens, read_when
from commands.kit.width import narrow
from commands.kit.words import MOST_PROPOSALS
from storage import Place

from .looking import NAME, doubts, line, next_button
from .which import find

HELP_MOVE = text("Move something to another time")
HELP_ON = text("Switch something on again")
HELP_OFF = text("Switch something off")
HELP_PAUSE = text("Leave something out until a day, that day included")
HELP_RUN = text("Do it now")
HELP_HERE = text("Post something in this chat or topic instead of the team's channels")
HELP_EVERYWHERE = text("Post something in the team's channels again")
HELP_QUIET = text("Set the hours in which nobody is reminded")
HELP_NUDGES = text("Set how often somebody is reminded in a day at most")
WHEN = text("When")
DAY = text("Last day of the pause")
HOURS = text("Hours without reminders, from and until")
TIMES = text("Times a day")

SAVED = text("Changed.")
SAME = text("It is like that already.")
MOVED_INTO_QUIET = text("At that time the team has its quiet hours ({hours}), so nobody will be reminded.")
BAD_TIME = text("I can't read {words} as a time.")
TIME_EXAMPLES = text("For example {words}.")
RUNNING = text("{label} comes in a moment.")
NOWHERE = text("No channel of {team} can be reached.")
SILENT = text("{label} says nothing, so no channel can be chosen for it.")
PRIVATE = text("{label} is sent to each person in private, so no channel can be chosen for it.")
CARDS = text("{label} puts a task into every channel of the team, so no channel can be chosen for it.")
NOT_HERE = text("This chat is not one of the team's channels. {line} in the chat makes it one.")
NOT_THIS_TOPIC = text("This topic is not a channel of its own but a part of {place}. {line} in the topic makes it one.")
QUIET_IS = text("Nobody is reminded between {first} and {last}.")
QUIET_OFF = text("There are no quiet hours any more.")
BAD_HOURS = text("I can't read {words} as hours.")
NUDGES_ARE = text("Nobody is reminded more than {n} time a day.", "Nobody is reminded more than {n} times a day.")
BAD_NUDGES = text("It can be 0 to {n} times a day.")
PAST = text("{day} is over already.")
BEGINS = text("A pause begins at once. For this one, type {line} on {day}.")
UNDO = text("Undo", context="button")

MOST_NUDGES = 5
_HOUR = re.compile(r"(?<![0-9:.])([0-9]{1,2})(?= ?(?:-|$| ?[ap]m))")
"""An hour alone: ``22-8``."""
EXAMPLES = (
    "21:30", text("mon 10:00", context="typed")(), text("workdays 09:30", context="typed")(),
    text("25 10:00", context="typed")(),
)  # fmt: skip
NO_HOURS = text("off", context="typed")


class Move(Args):
    name: Annotated[str, Word(), Ask(NAME)]
    when: Annotated[str, Ask(WHEN)]


class Which(Args):
    name: Annotated[str, Word(), Ask(NAME)]


class Pause(Args):
    name: Annotated[str, Word(), Ask(NAME)]
    until: Annotated[str | None, Ask(DAY)] = None


class Hours(Args):
    hours: Annotated[str, Ask(HOURS)]


class Times(Args):
    times: Annotated[int, Ask(TIMES)]


@command(
    "schedule move", help=HELP_MOVE, who=Role.MANAGER,
    examples=("/schedule move digest.daily 21:30", "/schedule move digest.weekly tue 10:00"),
)  # fmt: skip
async def move(args: Move, ctx: Ctx) -> Reply:
    plan = await find(ctx, args.name)
    try:
        when = read_when(args.when, plan.when)
    except UnreadableDay as error:
        near = near_whens(args.when)
        hints = did_you_mean(near) or [TIME_EXAMPLES(words=either(EXAMPLES))]
        lines = [(one, f"/schedule move {plan.each.name} {one}") for one in near]
        buttons = tuple(Button(verbatim(one), typed) for one, typed in lines if carries(typed))
        raise Refusal(BAD_TIME(words=args.when), *hints, buttons=buttons) from error
    usual = when == plan.each.when
    before = f"/schedule move {plan.each.name} {plan.when.written()}"
    warned = []
    hours = quiet_hours(ctx.team.quiet) if plan.each.private else None
    if hours and within(f"{when.minute // 60:02d}:{when.minute % 60:02d}", hours):
        warned = [MOVED_INTO_QUIET(hours=ctx.team.quiet)]
    said = await _changed(ctx, plan, moved=None if usual else when.written())
    return reply(SAVED(), said, *warned, buttons=[Button(UNDO(), before), next_button()])


@command("schedule on", help=HELP_ON, who=Role.MANAGER)
async def on(args: Which, ctx: Ctx) -> Reply:
    plan = await find(ctx, args.name)
    if _state(plan, ctx) == "on":
        return reply(SAME(), await _line(ctx, plan), buttons=[next_button()])
    said = await _changed(ctx, plan, off=False, paused_until=None)
    return reply(SAVED(), said, buttons=[*_undo(plan, ctx, "on"), next_button()])


@command("schedule off", help=HELP_OFF, who=Role.MANAGER, examples=("/schedule off nudge.second",))
async def off(args: Which, ctx: Ctx) -> Reply:
    plan = await find(ctx, args.name)
    if _state(plan, ctx) == "off":
        return reply(SAME(), await _line(ctx, plan))
    said = await _changed(ctx, plan, off=True)
    return reply(SAVED(), said, buttons=_undo(plan, ctx, "off"))


@command(
    "schedule pause", help=HELP_PAUSE, who=Role.MANAGER,
    examples=("/schedule pause digest.daily", "/schedule pause digest.daily fri"),
)  # fmt: skip
async def pause(args: Pause, ctx: Ctx) -> Reply:
    plan = await find(ctx, args.name)
    until = _ahead(args.until, plan.each.name, ctx) if args.until else ctx.today
    said = await _changed(ctx, plan, paused_until=until)
    return reply(SAVED(), said, buttons=[*_undo(plan, ctx, "pause"), next_button()])


@command("schedule run", help=HELP_RUN, who=Role.MANAGER, examples=("/schedule run digest.daily",))
async def run(args: Which, ctx: Ctx) -> Reply:
    plan = await find(ctx, args.name)
    slot = f"{ctx.now.astimezone(ctx.zone):%Y-%m-%dT%H:%M}"
    key = f"{plan.each.name}:{ctx.team.id}:{ctx.new_code()}"
    timer = wound(plan, key, slot, await ctx.store.places.of(ctx.team.id), ctx.now)
    if timer is None:
        raise Refusal(NOWHERE(team=ctx.team.name))
    await ctx.store.timers.set(timer)
    return reply(RUNNING(label=plan.each.label()), private=True)


@command("schedule here", help=HELP_HERE, who=Role.MANAGER, examples=("/schedule here digest.weekly",))
async def here(args: Which, ctx: Ctx) -> Reply:
    plan = await _posted(args, ctx)
    if ctx.place is None:
        raise Refusal(NOT_HERE(line=Mono("/setup join")))
    if ctx.place.address != ctx.heard.address:
        raise Refusal(NOT_THIS_TOPIC(place=ctx.place.title, line=Mono("/setup join")))
    said = await _changed(ctx, plan, place=ctx.place.id)
    undo = [Button(UNDO(), f"/schedule everywhere {plan.each.name}")] if plan.kept.place is None else []
    return reply(SAVED(), said, buttons=undo)


@command("schedule everywhere", help=HELP_EVERYWHERE, who=Role.MANAGER)
async def everywhere(args: Which, ctx: Ctx) -> Reply:
    plan = await _posted(args, ctx)
    return reply(SAVED(), await _changed(ctx, plan, place=None))


@command("schedule quiet", help=HELP_QUIET, who=Role.MANAGER, examples=("/schedule quiet 22:30-08:00",))
async def quiet(args: Hours, ctx: Ctx) -> Reply:
    hours = _hours(args.hours)
    undo = [Button(UNDO(), f"/schedule quiet {ctx.team.quiet or 'off'}")] if hours != ctx.team.quiet else []
    await ctx.store.teams.change(ctx.team.id, quiet=hours)
    await replan(ctx.store, ctx.team.id, ctx.every, ctx.now)
    first, _, last = hours.partition("-")
    return reply(QUIET_IS(first=first, last=last) if last else QUIET_OFF(), buttons=undo)


@command("schedule nudges", help=HELP_NUDGES, who=Role.MANAGER, examples=("/schedule nudges 1",))
async def nudges(args: Times, ctx: Ctx) -> Reply:
    if not 0 <= args.times <= MOST_NUDGES:
        raise Refusal(BAD_NUDGES(n=MOST_NUDGES))
    undo = [Button(UNDO(), f"/schedule nudges {ctx.team.nudges}")] if args.times != ctx.team.nudges else []
    await ctx.store.teams.change(ctx.team.id, nudges=args.times)
    return reply(NUDGES_ARE(n=args.times), buttons=undo)


async def _posted(args: Which, ctx: Ctx) -> Plan:
    """Something that is posted in a channel. Raises ``Refusal``."""
    plan = await find(ctx, args.name)
    if plan.each.private:
        raise Refusal(PRIVATE(label=plan.each.label()))
    if plan.each.silent:
        raise Refusal(SILENT(label=plan.each.label()))
    if plan.each.job:
        raise Refusal(CARDS(label=plan.each.label()))
    return plan


async def _changed(ctx: Ctx, plan: Plan, **values: Any) -> Bullets:
    """Keep it, and work out when it comes next."""
    await ctx.store.schedules.put(ctx.team.id, plan.each.name, **values)
    plan = await find(ctx, plan.each.name)
    found = plan.next(ctx.now)
    await ctx.store.schedules.put(ctx.team.id, plan.each.name, next_at=found.at if found else None)
    return await _line(ctx, plan)


async def _line(ctx: Ctx, plan: Plan) -> Bullets:
    places: dict[int, Place] = {place.id: place for place in await ctx.store.places.of(ctx.team.id)}
    found = plan.next(ctx.now)
    unsure = doubts([(plan, found.at)], ctx) if found and not plan.kept.off else []
    return Bullets((line(plan, ctx, places), *unsure))


def _state(plan: Plan, ctx: Ctx) -> str:
    """The word that makes it as it is: ``on``, ``off`` or ``pause``."""
    until = plan.kept.paused_until
    return "off" if plan.kept.off else "on" if until is None or until < ctx.today else "pause"


def _undo(plan: Plan, ctx: Ctx, said: str) -> list[Button]:
    """The way back to how it was, where there is one: a pause neither begins nor ends anything that is off."""
    was = _state(plan, ctx)
    if {was, said} == {"off", "pause"}:
        return []
    line = f"/schedule {was} {plan.each.name}"
    return [Button(UNDO(), f"{line} {plan.kept.paused_until}" if was == "pause" else line)]


def _ahead(words: str, name: str, ctx: Ctx) -> date:
    try:
        first, last = read_span(words, ctx.today)
    except UnreadableDay as error:
        raise Refusal(BAD_TIME(words=words), *day_hints(error)) from error
    if last < ctx.today:
        raise Refusal(PAST(day=Day(last)))
    if ctx.today < first < last:
        raise Refusal(BEGINS(line=Mono(f"/schedule pause {name} {last}"), day=dated(first, ctx.today)))
    return last


def _hours(words: str) -> str:
    """``22:30-08:00``, or nothing for ``off``. Raises ``Refusal``."""
    if words.strip().lower() in {"off", "none", "-", "无", "無", "关", "關"}:
        return ""
    spelled = _HOUR.sub(r"\1:00", re.sub(" ?(?:[–~至到]| to ) ?", "-", narrow(words)))
    first, _, last = spelled.partition("-")
    try:
        whens = [read_when(end) for end in (first, last)]
        ends = [when.minute for when in whens]
        if ends[0] == ends[1] or any(when.days != "daily" for when in whens):
            raise UnreadableDay("not_a_span")
    except UnreadableDay as error:
        near = [f"{one}-{other}" for one in near_times(first.strip()) for other in near_times(last.strip())]
        hints = did_you_mean(near[:MOST_PROPOSALS] if first != last else [])
        raise Refusal(
            BAD_HOURS(words=words), *hints, TIME_EXAMPLES(words=either(["22:30-08:00", NO_HOURS()]))
        ) from error
    return "-".join(f"{end // 60:02d}:{end % 60:02d}" for end in ends)
