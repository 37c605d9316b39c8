"""What is asked for of a goal, and the forms that ask it: with what is known filled in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from commands.kit import Args, Ask, Ctx, Form, Question, Text, Value, Word, text
from commands.kit.chart import figure
from commands.kit.communities import find_community
from commands.kit.days import dated
from commands.kit.fields import Numbered, bare_number
from commands.kit.metrics import Metric
from commands.kit.metrics import Period as Per
from commands.kit.owners import everybody
from commands.kit.texts import Amount
from storage import Goal

from .deadline import Deadline, with_whole_day
from .face import NUMBER, going, look_at

HELP = text("Set a goal: a way to a number by a day, a level, or growth")
HELP_EDIT = text("Change a goal: target, last day, owner, weight")
NEW = text("New goal: {words}")
NOW = text("Now: {words}")
METRIC = text("Figure")
TARGET = text("Target")
BY = text("Until")
OWNER = text("Owner")
COMMUNITY = text("Community")
PER = text("In each")
OBJECTIVE = text("Number of the objective")
WEIGHT = text("Weight in its objective")
PERS: dict[str, Text] = {
    "day": text("day", context="goal"), "week": text("week", context="goal"), "month": text("month", context="goal")
}  # fmt: skip

ALSO: Mapping[str, str] = {
    "until": "by", "due": "by", "截止": "by", "到期": "by", "期限": "by", "负责人": "owner", "負責人": "owner",
    "社群": "community", "社区": "community", "社區": "community", "目标": "target", "目標": "target",
    "周期": "per", "週期": "per", "权重": "weight", "權重": "weight", "okr": "objective", "指标": "metric",
    "指標": "metric",
}  # fmt: skip


class Set(Args):
    metric: Annotated[str, Ask(METRIC, source="metrics")]
    target: Annotated[str | None, Ask(TARGET, example=">= 18%")] = None
    by: Annotated[Deadline | None, Ask(BY, example="2026-12-31")] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    community: Annotated[str | None, Ask(COMMUNITY, source="communities")] = None
    per: Annotated[Per | None, Ask(PER, choices=PERS)] = None
    objective: Annotated[int | None, Ask(OBJECTIVE)] = None
    weight: Annotated[int, Ask(WEIGHT)] = 1

    also: ClassVar = ALSO

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        return super().split(with_whole_day(tail))


class Edit(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]
    target: Annotated[str | None, Ask(TARGET)] = None
    by: Annotated[Deadline | None, Ask(BY, example="2026-12-31")] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    weight: Annotated[int | None, Ask(WEIGHT)] = None
    objective: Annotated[str | None, Ask(OBJECTIVE)] = None
    per: Annotated[Per | None, Ask(PER, choices=PERS)] = None

    also: ClassVar = ALSO

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        return super().split(with_whole_day(tail))

    @classmethod
    def _free(cls) -> str:
        return "target"


async def set_form(
    ctx: Ctx, given: Mapping[str, Any], metric: Metric | None = None, target: str = "", *, way: bool = False
) -> Form:
    """``way``: what is known of it needs a last day. The title repeats what was understood: a chat may ask for one
    thing at a time."""
    known = {**given, **({"target": target} if target else {})}
    if metric is not None:
        known["metric"] = ctx.tongue.show(metric.label)
    if given.get("community"):
        known["community"] = (await find_community(ctx, given["community"])).name
    left_out = set() if len(await ctx.communities()) > 1 else {"community"}
    must = {"metric", "target"} | ({"by"} if way else set())
    asked = [replace(one, required=one.field in must) for one in Set.questions(known)[:5] if one.field not in left_out]
    title = NEW(words=f"{known['metric']} {target}".strip()) if metric is not None else HELP()
    return Form("/goal set", title, (tuple(asked),), given=known)


async def edit_form(ctx: Ctx, given: Mapping[str, Any]) -> Form:
    """What can be changed, each with what it is now. What is left empty stays."""
    questions = [question for question in Edit.questions(given) if question.field != "number" or not given]
    number = bare_number(str(given.get("number", "")))
    if number.isdecimal():
        goal = await look_at(ctx, int(number))
        going(goal)
        now = await _now(ctx, goal)
        unfit = "per" if goal.kind == "span" else "by"
        questions = [_with_now(question, now.get(question.field)) for question in questions if question.field != unfit]
    pages = (tuple(questions[:5]), tuple(questions[5:])) if questions[5:] else (tuple(questions),)
    return Form("/goal edit", HELP_EDIT(), pages, given=given)


async def _now(ctx: Ctx, goal: Goal) -> dict[str, Value | None]:
    people, metric = await everybody(ctx), ctx.metrics.get(goal.metric)
    objectives = {one.id: str(one.number) for one in await ctx.store.goals.objectives(ctx.team.id, ended=True)}
    growth = Amount(goal.target, "percent", signed=True)
    return {
        "target": growth if goal.kind == "growth" or metric is None else figure(goal.target, metric.kind),
        "by": dated(goal.last, ctx.today) if goal.last is not None else None,
        "owner": people[goal.owner].name if goal.owner in people else None,
        "weight": str(goal.weight), "per": PERS[goal.per](),
        "objective": objectives.get(goal.objective) if goal.objective is not None else None,
    }  # fmt: skip


def _with_now(question: Question, now: Value | None) -> Question:
    return replace(question, hint=NOW(words=now)) if now else question
