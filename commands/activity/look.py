"""An activity with all that is known of it at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from commands.kit import Args, Ask, Button, Ctx, Form, Refusal, Said, Word, text
from commands.kit.fields import Numbered
from commands.kit.rules import Rules, roi
from storage import Activity, ActivityReview, Holder, Takings, Task

from .brought import Brought, brought

NO_SUCH = text("There is no activity {number} in this team.")
SOMEBODY = text("somebody")
CLOCK = text("the clock")
NUMBER = text("Number of the activity")
LIST = text("Activities", context="button")


class OfActivity(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


def number_in(given: Mapping[str, Any]) -> int | None:
    """The number of an activity, where one was said."""
    try:
        return OfActivity.model_validate({"number": given.get("number")}).number
    except ValueError:
        return None


def rest(line: str, title: Said, args: type[Args], given: Mapping[str, Any]) -> Form:
    """Asks for what was not said of an activity: its number is not asked of whoever pressed a button of it."""
    known = number_in(given) is not None
    questions = [question for question in args.questions(given) if not (known and question.field == "number")]
    pages = tuple(tuple(questions[at : at + PAGE]) for at in range(0, len(questions), PAGE))
    return Form(line, title, pages)


PAGE = 5
"""As many as each chat can ask at once."""


@dataclass(frozen=True, slots=True)
class Look:
    """An activity with all that is shown of it."""

    activity: Activity
    rules: Rules
    takings: Sequence[Takings]
    review: ActivityReview | None
    tasks: Sequence[Task]
    holders: Sequence[Holder]
    names: Mapping[int, str]
    community: str | None
    missed: bool = False
    """Its start is over, and nobody approved it."""
    brought: Brought | None = None

    def name(self, person: int | None) -> Said | str:
        return CLOCK() if person is None else self.names.get(person) or SOMEBODY()

    @property
    def now(self) -> Takings:
        """What it has brought so far: the newest of each figure that was said."""
        known: dict[str, Decimal | int] = {}
        for said in self.takings:
            for name in ("revenue", "refunds", "cost", "entries", "abnormal"):
                if (value := getattr(said, name)) is not None:
                    known[name] = value
        last = self.takings[-1] if self.takings else None
        at, by = (last.at, last.by) if last else (self.activity.proposed_at, None)
        return Takings(at, by, **known)  # type: ignore[arg-type]

    @property
    def roi(self) -> Decimal | None:
        """So far; ``None`` until revenue and cost were said, or where nothing was spent."""
        return roi_of(self.now)

    @property
    def owes_review(self) -> bool:
        return self.rules.owes_review(self.activity, self.review)


def roi_of(said: Takings) -> Decimal | None:
    if said.revenue is None or said.cost is None:
        return None
    return roi(said.revenue, said.refunds or Decimal(), said.cost)


def share_of(said: Takings) -> Decimal | None:
    """The percentage of entries that are abnormal; ``None`` while either is unknown or there are none."""
    if not said.entries or said.abnormal is None:
        return None
    return Decimal(said.abnormal) * 100 / said.entries


async def found(ctx: Ctx, number: int) -> Activity:
    """The team's activity of this number. Raises ``Refusal``."""
    activity = await ctx.store.activities.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if activity is None:
        raise Refusal(NO_SUCH(number=str(number)), buttons=(Button(LIST(), "/activity list"),))
    return activity


async def look_at(ctx: Ctx, number: int) -> Look:
    """As it is now. Raises ``Refusal`` where there is none."""
    activity = await found(ctx, number)
    store = ctx.store.activities
    tasks = await ctx.store.tasks.listed(
        ctx.team.id, ["open", "claimed", "done", "verified"], activity=activity.id
    )  # fmt: skip
    holders = await ctx.store.tasks.holders([task.id for task in tasks])
    people = await ctx.store.people.of(ctx.team.id, left=True)
    known = await ctx.store.communities.of(ctx.team.id, archived=True)
    place = next((one.name for one in known if one.id == activity.community), None)
    return Look(
        activity, ctx.metrics.activities, await store.takings(activity.id), await store.reviewed(activity.id), tasks,
        holders, {person.id: person.name for person in people}, place,
        activity.phase in ("proposed", "refused") and activity.starts_at <= ctx.now,
        await brought(ctx, activity) if activity.phase in ("ended", "locked") else None,
    )  # fmt: skip
