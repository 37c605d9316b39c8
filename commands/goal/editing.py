"""Changing a goal, and dropping one with the reason."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from commands.kit import (
    Ask,
    Button,
    Ctx,
    Form,
    Mono,
    Refusal,
    Reply,
    Role,
    Word,
    command,
    reply,
    text,
)
from commands.kit.fields import Numbered, bare_number
from commands.kit.goals import line, standings
from commands.kit.metrics import Metric
from commands.kit.plan import calendar_of
from commands.kit.reply import Block
from commands.kit.told import unwind
from commands.kit.why import Because
from storage import Goal

from .asked import HELP_EDIT, PERS, Edit, edit_form
from .clock import VERBS, begin
from .face import LIST, NUMBER, about, going, look_at, show_button
from .reading import Aim, read_aim, value_of
from .rules import check_aim, check_day, check_way
from .setting import NOT_EACH, open_objective, weighed, worker

HELP_DROP = text("Drop a goal, with the reason")

CHANGED = text("Goal {number} is changed.")
DROPPED = text("Goal {number} is dropped.")
NOTHING = text("Say what is to be changed, for example {line}.")
NO_DAY = text("Only a way to a number has a last day; this goal holds in every {line}.")
OTHER_KIND = text("Only the number can be changed, for example {line}. For another kind of goal set a new one.")
SAME = text("Goal {number} is for the same period already.")
NOBODY = frozenset({"-", "–", "nobody", "none", "无", "無"})
"""What takes the owner, or the objective, away."""


class Drop(Because):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form:
    return await edit_form(ctx, given)


@command(
    "goal edit", help=HELP_EDIT, who=Role.MANAGER, incomplete=lambda given: not given.keys() - {"number"}, asks=_asks,
    examples=(text("/goal edit 3 130000 by:2026-12-31"),),
)  # fmt: skip
async def edit(args: Edit, ctx: Ctx) -> Reply:
    before = await look_at(ctx, args.number)
    going(before)
    metric = ctx.metrics.get(before.metric)
    values: dict[str, Any] = {}
    aim = read_aim(args.target, ctx.today) if args.target else None
    if aim is not None and metric is not None:
        values |= _aimed(ctx, before, metric, aim)
    last, per = args.by or (aim.by if aim else None), args.per or (aim.per if aim else None)
    if last is not None:
        if before.kind != "span":
            raise Refusal(NO_DAY(line=PERS[before.per]()))
        check_day(ctx, last)
        values["last"] = last
    if per is not None:
        if before.kind == "span":
            raise Refusal(NOT_EACH(line=Mono(f"per:{per}")))
        values["per"] = per
        await _once(ctx, replace(before, per=per))
    values |= await _belonging(ctx, args)
    if not values:
        raise Refusal(NOTHING(line=Mono(f"/goal edit {before.number} owner:{ctx.me.name}")))
    await ctx.store.goals.change(before.id, **values)
    after = replace(before, **values)
    if (after.target, after.last) != (before.target, before.last):
        await begin(ctx, after)
    blocks: list[Block] = [
        CHANGED(number=str(after.number)),
        *(line(ctx, one) for one in await standings(ctx, [after])),
    ]
    if last is not None:
        blocks += (await calendar_of(ctx.store, ctx.team)).doubts((ctx.today, last))
    return reply(*blocks, buttons=[show_button(after)])


def _aimed(ctx: Ctx, before: Goal, metric: Metric, aim: Aim) -> dict[str, Any]:
    """The number alone is understood in the way that the goal has; a way may be given another start."""
    bare = aim.kind == "span" and aim.start is None
    if aim.kind != before.kind and not (bare and before.kind == "level"):
        example = {"span": "-> 130000", "level": "20%", "growth": "+6%"}[before.kind]
        raise Refusal(OTHER_KIND(line=Mono(f"/goal edit {before.number} {example}")))
    check_aim(ctx, metric, replace(aim, kind=before.kind))
    target = value_of(aim.target)
    if before.kind != "span":
        return {"target": target}
    start = value_of(aim.start) if aim.start is not None and not metric.adds_up else before.start
    check_way(metric, start if start is not None else target, target)
    return {"target": target, "start": start}


async def _belonging(ctx: Ctx, args: Edit) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if args.owner is not None:
        values["owner"] = None if args.owner.strip().lower() in NOBODY else (await worker(ctx, args.owner)).id
    if args.weight is not None:
        values["weight"] = weighed(args.weight)
    if args.objective is not None:
        word = bare_number(args.objective)
        if word in NOBODY:
            values["objective"] = None
        else:
            values["objective"] = (
                await open_objective(ctx, int(word) if word.isdecimal() and len(word) < 10 else 0)
            ).id
    return values


async def _once(ctx: Ctx, goal: Goal) -> None:
    for one in await ctx.store.goals.listed(ctx.team.id, ["open"]):
        alike = (one.metric, one.kind, one.community, one.per) == (goal.metric, goal.kind, goal.community, goal.per)
        if one.id != goal.id and alike:
            raise Refusal(SAME(number=str(one.number)), buttons=(show_button(one),))


@command("goal drop", help=HELP_DROP, who=Role.MANAGER, examples=(text("/goal drop 3 no longer wanted"),))
async def drop(args: Drop, ctx: Ctx) -> Reply:
    goal = await look_at(ctx, args.number)
    going(goal)
    why = args.reason
    if not await ctx.store.goals.end(goal.id, "dropped", ended_at=ctx.now, ended_by=ctx.me.id, why=why):
        going(await look_at(ctx, args.number))
    await unwind(ctx, about(goal), VERBS)
    return reply(DROPPED(number=str(goal.number)), buttons=[Button(LIST(), "/goal")])
