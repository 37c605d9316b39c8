"""When and how a drill ends, until when it is scored, and when the next one is planned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from commands.kit import Ctx, Said, text
from commands.kit.clean import on_card
from commands.kit.drills import ending
from commands.kit.owners import name_of
from commands.kit.private import home
from commands.kit.told import About
from storage import Person, Risk, Timer

VERIFIED = text("The drill is over: verified by {name}: {why}")
TIME_OVER = text("The drill is over: its time is up.")
STOPPED = text("{name} stopped the drill.")
REAL = text("The drill ended because something real happened: risk {number}.")

ON_CARD: Final = 300


def ended(risk: Risk, people: Mapping[int, Person]) -> Said:
    match ending(risk):
        case "verified":
            return VERIFIED(name=name_of(risk.closed_by, people), why=on_card(risk.reason, ON_CARD))
        case "stopped":
            return STOPPED(name=name_of(risk.closed_by, people))
        case "real":
            return REAL(number=risk.reason.lstrip("#"))
        case _:
            return TIME_OVER()


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


def repeated(line: str) -> int:
    """The number of the drill that a plan repeats; 0 where it repeats none."""
    return int(line.removeprefix(f"{DUE} number:")) if line != DUE else 0


async def set_plan(ctx: Ctx, at: datetime, line: str = DUE) -> None:
    await _types(ctx, plan_of(ctx), at, line)
