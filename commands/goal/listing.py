"""All goals of the team: the key results under their objectives, then the others; the worst first."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar, Literal

from commands.kit import (
    Amount,
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Reply,
    Role,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)
from commands.kit.called import OF_WORK
from commands.kit.clean import short
from commands.kit.goals import Standing, standings
from commands.kit.owners import everybody
from commands.kit.reply import Block
from storage import Goal, GoalState, Objective

from .face import GONE, LINE, SHOW_ONE, line_of, weighted

HELP = text("See the team's goals, the worst first")
WHICH = text("Which")
PAGE = text("Page")
CHOICES: dict[str, Text] = {"open": text("open", context="goal"), "over": text("over", context="goal")}

OPEN = text("{n} open goal", "{n} open goals")
OVER = text("{n} goal is over", "{n} goals are over")
NONE_OPEN = text("There is no open goal yet.")
NONE_OVER = text("No goal is over yet.")
OBJECTIVE = text("Objective {number}: {title}")
PROGRESS = text("{line} – {progress}")
OTHERS = text("Other goals")

ADD = text("Add", context="button")
DEFAULTS = text("Usual goals", context="button")
NEXT = text("Next page", context="button")
OPEN_ONES = text("Open goals", context="button")

PER_PAGE = 10
WORST = 3
LONGEST = 80
"""Signs of an objective in its line."""

Which = Literal["open", "over"]
Row = tuple[Objective | None, Said]


class Asked(Args):
    what: Annotated[Which, Word(), Ask(WHICH, choices=CHOICES)] = "open"
    page: Annotated[int, Ask(PAGE)] = 1

    also: ClassVar = OF_WORK


@command(
    "goal list", help=HELP, who=Role.OBSERVER, default=True, reads=True, examples=("/goal", "/goal list over"),
)  # fmt: skip
async def list_(args: Asked, ctx: Ctx) -> Reply:
    states: list[GoalState] = ["open"] if args.what == "open" else ["reached", "missed", "dropped"]
    goals = await ctx.store.goals.listed(ctx.team.id, states)
    objectives = await ctx.store.goals.objectives(ctx.team.id) if args.what == "open" else []
    ended = [one for one in await _ended(ctx) if one.objective in {each.id for each in objectives}]
    found = await standings(ctx, [*goals, *ended])
    rows = await _rows(ctx, [*goals, *ended], found, objectives)
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = max(1, min(args.page, pages))
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    worst = [one.goal for one in found if one.goal.state == "open" or args.what == "over"][:WORST]
    buttons = [Button(SHOW_ONE(number=str(one.number)), f"/goal show {one.number}") for one in worst]
    if page < pages:
        buttons.append(Button(NEXT(), f"/goal list {args.what} page:{page + 1}"))
    if args.what == "over":
        buttons.append(Button(OPEN_ONES(), "/goal"))
    elif ctx.me.level >= Role.MANAGER:
        buttons += [Button(ADD(), "/goal set"), Button(DEFAULTS(), "/goal defaults")]
    some, none = (OPEN, NONE_OPEN) if args.what == "open" else (OVER, NONE_OVER)
    head = Heading(some(n=len(goals))) if goals else none()
    return reply(head, *_blocks(shown, objectives, found), buttons=buttons, private=True)


async def _ended(ctx: Ctx) -> list[Goal]:
    """Key results that are over still count for their objective, but for the dropped ones."""
    ended = await ctx.store.goals.listed(ctx.team.id, ["reached", "missed"])
    return [one for one in ended if one.objective is not None]


async def _rows(
    ctx: Ctx, goals: Sequence[Goal], found: Sequence[Standing], objectives: Sequence[Objective]
) -> list[Row]:
    people = await everybody(ctx)
    lines = {one.goal.id: line_of(ctx, one, people) for one in found}
    worst_first = {one.goal.id: at for at, one in enumerate(found)}
    rows: list[Row] = []
    for objective in (*objectives, None):
        mine = [one for one in goals if _belongs(one, objective, objectives)]
        for goal in sorted(mine, key=lambda one: worst_first.get(one.id, len(found))):
            gone = LINE(number=str(goal.number), line=GONE(metric=goal.metric))
            rows.append((objective, lines.get(goal.id, gone)))
    return rows


def _belongs(goal: Goal, objective: Objective | None, objectives: Sequence[Objective]) -> bool:
    if objective is not None:
        return goal.objective == objective.id
    return goal.objective not in {one.id for one in objectives}


def _blocks(shown: Sequence[Row], objectives: Sequence[Objective], found: Sequence[Standing]) -> list[Block]:
    blocks: list[Block] = []
    for objective in (*objectives, None):
        lines = tuple(line for one, line in shown if one == objective)
        if not lines:
            continue
        if objective is not None:
            blocks.append(Heading(headed(objective, [one for one in found if one.goal.objective == objective.id])))
        elif objectives:
            blocks.append(Heading(OTHERS()))
        blocks.append(Bullets(lines))
    return blocks


def headed(objective: Objective, mine: Sequence[Standing]) -> Said:
    """An objective with how far it is."""
    said = OBJECTIVE(number=str(objective.number), title=short(objective.title, LONGEST))
    done = weighted(mine)
    return (
        said
        if done is None
        else PROGRESS(line=said, progress=Amount(done.quantize(Decimal(1), ROUND_HALF_UP), "percent"))
    )
