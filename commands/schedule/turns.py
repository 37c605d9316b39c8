"""How a task that the clock puts up finds its owner: given to whose turn it is, or left to whoever claims it first."""

from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Refusal, Reply, Role, Word, command, reply, text
from commands.kit.hints import either
from storage import Place

from .changing import SAME, SAVED, UNDO
from .looking import NAME, line, next_button, turns_button
from .which import find

HELP_CLAIM = text("Leave a standing task to whoever claims it first")
HELP_ASSIGN = text("Give a standing task to whose turn it is")

NO_TASK = text("{label} puts up no task. These do: {names}.")


class Standing(Args):
    name: Annotated[str, Word(), Ask(NAME)]


@command("schedule claim", help=HELP_CLAIM, who=Role.MANAGER, examples=("/schedule claim sop.interaction",))
async def claim(args: Standing, ctx: Ctx) -> Reply:
    return await _kept(args, ctx, open=True)


@command("schedule assign", help=HELP_ASSIGN, who=Role.MANAGER, examples=("/schedule assign sop.interaction",))
async def assign(args: Standing, ctx: Ctx) -> Reply:
    return await _kept(args, ctx, open=False)


async def _kept(args: Standing, ctx: Ctx, *, open: bool) -> Reply:
    """Raises ``Refusal`` for what puts up no task."""
    plan = await find(ctx, args.name)
    if not plan.each.job:
        names = either([name for name, each in ctx.every.items() if each.job])
        raise Refusal(NO_TASK(label=plan.each.label(), names=names))
    same = plan.kept.open == open
    await ctx.store.schedules.put(ctx.team.id, plan.each.name, open=open)
    plan = await find(ctx, plan.each.name)
    places: dict[int, Place] = {place.id: place for place in await ctx.store.places.of(ctx.team.id)}
    button = turns_button(plan)
    shown = button if same else Button(UNDO(), button.line)
    return reply(
        (SAME if same else SAVED)(), Bullets((line(plan, ctx, places),)), buttons=[shown, next_button()]
    )  # fmt: skip
