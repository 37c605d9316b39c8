"""When a drill ends, until when it is scored, and when the next one is planned."""

from datetime import datetime
from typing import Final

from commands.kit import Ctx
from commands.kit.private import home
from commands.kit.told import About
from storage import Risk, Timer


def about_drill(risk: Risk) -> About:
    return About("drill", risk.id, risk.number)


async def over_at(ctx: Ctx, risk: Risk, at: datetime) -> None:
    """A drill is over then at the latest."""
    await _types(ctx, about_drill(risk).key("over"), at, f"/drill over {risk.number}")


async def scored_by(ctx: Ctx, risk: Risk, at: datetime) -> None:
    await _types(ctx, about_drill(risk).key("scored"), at, f"/drill scored {risk.number}")


async def comes_first(ctx: Ctx, risk: Risk) -> None:
    """What is real and red ends the drill that is going."""
    if risk.level == "red" and not risk.drill:
        for going in await ctx.store.risks.open(ctx.team.id, drill=True):
            line = f"/drill yield {going.number} to:{risk.number}"
            await _types(ctx, about_drill(going).key("over"), ctx.now, line)


async def _types(ctx: Ctx, key: str, at: datetime, line: str) -> None:
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))


DUE: Final = "/drill due"


def plan_of(ctx: Ctx) -> str:
    """The name of the timer that is the plan."""
    return f"drill:planned:{ctx.team.id}"


def due_again(risk: Risk) -> str:
    """The line of a plan to repeat it."""
    return f"{DUE} number:{risk.number}"


async def set_plan(ctx: Ctx, at: datetime, line: str = DUE) -> None:
    await _types(ctx, plan_of(ctx), at, line)
