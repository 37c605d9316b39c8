"""A new goal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from commands.kit import Button, Ctx, Form, Mono, Refusal, Reply, Role, command, reply, text
from commands.kit.communities import find_community
from commands.kit.goals import standings
from commands.kit.hints import did_you_mean, either, verbatim
from commands.kit.metrics import Catalogue, Metric
from commands.kit.metrics import Period as Per
from commands.kit.numbers import digits
from commands.kit.people import find_person
from commands.kit.plan import calendar_of
from commands.kit.reply import Block, carries
from commands.kit.words import MOST_PROPOSALS, ranked
from storage import Goal, Objective, Person

from .asked import HELP, Set, edit_form, set_form
from .clock import begin
from .face import show_button, until
from .reading import EXAMPLES, Aim, looks_whole, meant, read_aim, read_metric, value_of, written
from .rules import check_aim, check_day, check_way

SET = text("Goal {number} is set.")
UNKNOWN = text("I don't know the figure {name}.")
NO_TARGET = text("What is to be reached? For example {words}.")
NO_DAY = text("Until when? Add a day, for example {line}.")
NO_WAY = text("A goal with a last day is a way: write {line}.")
NOT_EACH = text("A way to a number has one last day, not a {line}.")
FROM_0 = text("{metric} adds up: it is counted from 0 on the first day, today.")
NO_START = text("There is no number of {metric} yet: say where it starts, for example {line}.")
SET_ALREADY = text("That is goal {number} already.")
NO_OBJECTIVE = text("There is no open objective {number}.")
BAD_WEIGHT = text("A weight is between 1 and 100.")
OBSERVES = text("{name} cannot be given work: {line} makes her staff.")

MOST_WEIGHT = 100


def _words(given: Mapping[str, Any]) -> str:
    return f"{given.get('metric') or ''} {given.get('target') or ''}".strip()


def _incomplete(given: Mapping[str, Any]) -> bool:
    return not given.get("metric") or not looks_whole(_words(given), by=bool(given.get("by")))


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """What is missing. A figure that nobody knows is said at once."""
    if not (words := _words(given)):
        return await set_form(ctx, given)
    metric, rest = known_metric(ctx, words, given)
    aim = meant(metric, read_aim(rest, ctx.today), given.get("by"), given.get("per"))
    if aim is not None and (aim.kind != "span" or aim.by or given.get("by")):
        return None
    return await set_form(ctx, given, metric, rest, way=aim is not None)


@command(
    "goal set", help=HELP, who=Role.MANAGER, incomplete=_incomplete, asks=_asks,
    examples=(
        text("/goal set members 100000 -> 120000 by:2026-12-31"), text("/goal set conversion >= 18%"),
        text("/goal set joined +5% weekly"),
    ),
)  # fmt: skip
async def set_(args: Set, ctx: Ctx) -> Reply:
    words = _words({"metric": args.metric, "target": args.target})
    metric, rest = known_metric(ctx, words, {})
    aim = meant(metric, read_aim(rest, ctx.today), args.by, args.per)
    if aim is None:
        raise Refusal(NO_TARGET(words=either([f"/goal set {metric.key} {one}" for one in EXAMPLES[1:3]])))
    check_aim(ctx, metric, aim)
    community = await find_community(ctx, args.community) if args.community else None
    owner = await worker(ctx, args.owner) if args.owner else ctx.me
    goal = Goal(
        0, ctx.team.id, 0, metric.key, aim.kind, value_of(aim.target), ctx.today, ctx.now,
        per=args.per or aim.per or usual_per(metric, aim), community=community.id if community else None,
        owner=owner.id, made_by=ctx.me.id, weight=weighed(args.weight),
        objective=(await open_objective(ctx, args.objective)).id if args.objective is not None else None,
    )  # fmt: skip
    if aim.kind == "span":
        goal = await _way(ctx, metric, aim, args, goal)
    elif args.by or aim.by:
        raise Refusal(NO_WAY(line=Mono(f"/goal set {metric.key} -> {digits(abs(goal.target))} by:{args.by or aim.by}")))
    if (there := await _there(ctx, goal)) is not None:
        other = there.target != goal.target or (aim.start is not None and there.start != goal.start)
        return await _instead(ctx, there, goal.last, args, written(metric, aim) if other else None)
    made = await ctx.store.goals.add(goal)
    await begin(ctx, made)
    (one,) = await standings(ctx, [made])
    blocks: list[Block] = [SET(number=str(made.number)), until(ctx, one)]
    if made.last is not None:
        calendar = await calendar_of(ctx.store, ctx.team)
        blocks += calendar.doubts((ctx.today, made.last))
    return reply(*blocks, buttons=[show_button(made)])


async def _way(ctx: Ctx, metric: Metric, aim: Aim, args: Set, goal: Goal) -> Goal:
    if args.per or aim.per:
        raise Refusal(NOT_EACH(line=Mono(f"per:{args.per or aim.per}")))
    last = args.by or aim.by
    if last is None:
        raise Refusal(NO_DAY(line=Mono("by:2026-12-31")))
    check_day(ctx, last)
    start = value_of(aim.start) if aim.start is not None else await _present(ctx, metric, goal)
    if metric.adds_up and start:
        again = f"/goal set {metric.key} -> {digits(goal.target)} by:{last}"
        raise Refusal(FROM_0(metric=metric.label), buttons=(Button(verbatim(again), again),) if carries(again) else ())
    check_way(metric, start, goal.target)
    return replace(goal, start=start, last=last, per="week")


async def _present(ctx: Ctx, metric: Metric, goal: Goal) -> Decimal:
    """Where it stands now: of a mean or a rate, this week or the last."""
    if metric.adds_up:
        return Decimal()
    (one,) = await standings(ctx, [replace(goal, kind="level", per="week")])
    value = one.value if one.value is not None else one.complete
    if value is None:
        raise Refusal(NO_START(metric=metric.label, line=Mono(f"/goal set {metric.key} 100 -> 120 by:2026-12-31")))
    return value.quantize(Decimal("0.0001")).normalize() if value % 1 else value


async def _there(ctx: Ctx, goal: Goal) -> Goal | None:
    """The one that is set already."""
    return next((one for one in await ctx.store.goals.listed(ctx.team.id, ["open"]) if same(one, goal)), None)


async def _instead(ctx: Ctx, there: Goal, last: date | None, args: Set, target: str | None) -> Reply:
    """The one that is set already, in a form that changes it to what was said now. Raises ``Refusal`` where that is the
    same."""
    new = {"target": target} if target is not None else {}
    if last is not None and last != there.last:
        new["by"] = last.isoformat()
    besides = sorted(args.model_fields_set & {"owner", "weight", "objective"})
    new |= {name: str(getattr(args, name)) for name in besides}
    said = SET_ALREADY(number=str(there.number)), *(until(ctx, one) for one in await standings(ctx, [there]))
    if not new:
        raise Refusal(*said, buttons=(show_button(there),))
    return reply(*said, form=await edit_form(ctx, {"number": str(there.number), **new}), private=True)


def same(one: Goal, other: Goal) -> bool:
    """Whether they are about the same figure, in the same way."""
    alike = (one.metric, one.kind, one.community) == (other.metric, other.kind, other.community)
    return alike and (one.kind == "span" or one.per == other.per)


def known_metric(ctx: Ctx, words: str, given: Mapping[str, Any]) -> tuple[Metric, str]:
    """Raises ``Refusal`` with the nearest."""
    metric, rest = read_metric(words, ctx.metrics)
    if metric is not None:
        return metric, rest
    behind = words[words.lower().find(rest) + len(rest) :].strip() if rest in words.lower() else ""
    more = " ".join(f"{name}:{value}" for name, value in given.items() if name not in ("metric", "target"))
    near = nearest_keys(ctx.metrics, rest)
    lines = [f"/goal set {key} {behind} {more}".strip().replace("  ", " ") for key in near]
    buttons = tuple(
        Button(verbatim(ctx.metrics.names[key].label), each) for key, each in zip(near, lines, strict=True)
        if carries(each)
    )  # fmt: skip
    raise Refusal(
        UNKNOWN(name=rest), *did_you_mean([verbatim(ctx.metrics.names[key].label) for key in near]), buttons=buttons
    )


def nearest_keys(metrics: Catalogue, words: str) -> list[str]:
    shown = [one for one in metrics.metrics if not one.hidden]
    names = {name: one.key for one in shown for name in one.names}
    return list(dict.fromkeys(names[name] for name in ranked(words, names)))[:MOST_PROPOSALS]


def usual_per(metric: Metric, aim: Aim) -> Per:
    judged = metric.alert.target if aim.kind == "level" else metric.alert.growth
    if judged is not None:
        return metric.alert.per
    return "month" if metric.entered == "monthly" else "week"


async def worker(ctx: Ctx, word: str) -> Person:
    who = await find_person(ctx, word)
    if who.level < Role.STAFF or who.waiting:
        raise Refusal(OBSERVES(name=who.name, line=Mono(f"/role {who.name} staff")))
    return who


async def open_objective(ctx: Ctx, number: int) -> Objective:
    found = await ctx.store.goals.objective(ctx.team.id, number) if 0 < number < 2**31 else None
    if found is None or found.ended_at is not None:
        raise Refusal(NO_OBJECTIVE(number=str(number)))
    return found


def weighed(weight: int) -> int:
    if not 1 <= weight <= MOST_WEIGHT:
        raise Refusal(BAD_WEIGHT())
    return weight
