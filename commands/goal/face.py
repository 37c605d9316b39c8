"""How a goal is found and said."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated

from commands.kit import Args, Ask, Button, Ctx, Refusal, Said, Value, Word, text
from commands.kit.chart import figure
from commands.kit.days import dated
from commands.kit.fields import Numbered
from commands.kit.goals import Standing, line, way_of
from commands.kit.owners import owner_of
from commands.kit.told import About
from storage import Goal, Person

NUMBER = text("Number of the goal")
TITLE = text("Goal {number}: {name}")
LINE = text("{number} · {line}")
BY = text("{line} · by {day}")
WITH_OWNER = text("{line} – {owner}")
WAS = text("{name} {value} of {target}")
IS_REACHED = text("{line} (reached)")
IS_MISSED = text("{line} (missed)")
IS_DROPPED = text("{line} (dropped)")
GONE = text("{metric}: not counted any more")
NO_SUCH = text("There is no goal {number} in this team.")
OVER = text("Goal {number} is over.")

SHOW = text("Show", context="button")
SHOW_ONE = text("Show {number}")
LIST = text("Goals", context="button")


class OfGoal(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


async def look_at(ctx: Ctx, number: int) -> Goal:
    """Raises ``Refusal`` where there is none."""
    found = await ctx.store.goals.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if found is None:
        raise Refusal(NO_SUCH(number=str(number)), buttons=(Button(LIST(), "/goal"),))
    return found


def going(goal: Goal) -> None:
    """Raises ``Refusal`` when it is over."""
    if goal.state != "open":
        raise Refusal(OVER(number=str(goal.number)), buttons=(show_button(goal),))


def about(goal: Goal) -> About:
    return About("goal", goal.id, goal.number)


def show_button(goal: Goal) -> Button:
    return Button(SHOW(), f"/goal show {goal.number}")


def until(ctx: Ctx, one: Standing) -> Said:
    """How it stands, and by when it is to be reached where that is a day."""
    said = line(ctx, one)
    return said if one.goal.last is None else BY(line=said, day=dated(one.goal.last, ctx.today))


def line_of(ctx: Ctx, one: Standing, people: Mapping[int, Person]) -> Said:
    """One line of a list: number, how it stands, whose it is."""
    goal = one.goal
    ended = goal.kind == "span" and goal.state != "open"
    said = LINE(number=str(goal.number), line=_was(one) if ended else until(ctx, one))
    if (ending := {"reached": IS_REACHED, "missed": IS_MISSED, "dropped": IS_DROPPED}.get(goal.state)) is not None:
        return ending(line=said)
    owner = owner_of(goal, people)
    return said if owner is None else WITH_OWNER(line=said, owner=owner.name)


def _was(one: Standing) -> Said:
    """Of a way that is over neither pace nor need matter."""
    kind = one.metric.kind
    return WAS(name=one.name, value=figure(one.value, kind), target=figure(one.goal.target, kind))


def titled(goal: Goal, name: Value) -> Said:
    return TITLE(number=str(goal.number), name=name)


def weighted(standings: Iterable[Standing]) -> Decimal | None:
    """How far an objective is, in percent: each key result that has a progress between nothing and all of it, by its
    weight. What is only to be kept to is all there as long as it is kept to."""
    parts = [(_part(one), one.goal.weight) for one in standings if one.progress is not None]
    whole = sum(weight for _, weight in parts)
    return sum((part * weight for part, weight in parts), Decimal()) / whole if whole else None


def _part(one: Standing) -> Decimal:
    if one.goal.kind == "span" and way_of(one.goal, one.metric).limit:
        return Decimal(100 if one.reached else 0)
    return min(max(one.progress or Decimal(), Decimal()), Decimal(100))
