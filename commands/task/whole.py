"""What a task is a part of: an activity, a milestone, or both. People name them by their numbers."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from commands.kit import Ask, Ctx, Listed, Refusal, Said, text
from commands.kit.fields import bare_number
from commands.kit.private import home
from commands.kit.texts import Mono
from storage import Task, Timer

ACTIVITY = text("Number of the activity")
MILESTONE = text("Number of the milestone")
PART_OF = text("Part of activity {number}: {name}")
LEADS_TO = text("For milestone {number}: {title}")
ORIGIN = text("Where it comes from: {line}")
THE_ACTIVITY = text("activity {number}: {name}")
THE_MILESTONE = text("milestone {number}: {title}")
NO_ACTIVITY = text("There is no activity {number} in this team.")
NO_MILESTONE = text("There is no milestone {number} in this team.")

_NONE = frozenset({"-", "0", "none", "no", "off", "无", "無"})


def _number(value: Any) -> Any:
    word = bare_number(value)
    return 0 if word in _NONE else word


NUMBERED = BeforeValidator(_number)
"""With or without its ``#``; 0 is none, which may also be written ``-`` or ``none``."""
Part = Annotated[int, NUMBERED]
OfActivity = Annotated[Part | None, Ask(ACTIVITY, example="3")]
OfMilestone = Annotated[Part | None, Ask(MILESTONE, example="2")]


@dataclass(frozen=True, slots=True)
class Whole:
    """That of which the tasks are listed: rows, how it is typed, how it is called."""

    activity: int | None
    milestone: int | None
    typed: str
    called: Listed

    def has(self, task: Task) -> bool:
        return self.activity in (None, task.activity) and self.milestone in (None, task.milestone)


async def whole(ctx: Ctx, activity: int | None, milestone: int | None) -> Whole | None:
    """What these numbers name. Raises ``Refusal`` with the number that there is not."""
    rows: list[int | None] = [None, None]
    typed: list[str] = []
    names: list[Said] = []
    if activity:
        found = await ctx.store.activities.get(ctx.team.id, activity) if 0 < activity < 2**31 else None
        if found is None:
            raise Refusal(NO_ACTIVITY(number=str(activity)))
        rows[0] = found.id
        typed.append(f"activity:{activity}")
        names.append(THE_ACTIVITY(number=str(activity), name=found.name))
    if milestone:
        stage = await ctx.store.milestones.get(ctx.team.id, milestone) if 0 < milestone < 2**31 else None
        if stage is None:
            raise Refusal(NO_MILESTONE(number=str(milestone)))
        rows[1] = stage.id
        typed.append(f"milestone:{milestone}")
        names.append(THE_MILESTONE(number=str(milestone), title=stage.title))
    return Whole(rows[0], rows[1], " ".join(typed), Listed(tuple(names))) if typed else None


async def rows(ctx: Ctx, activity: int | None, milestone: int | None) -> dict[str, int | None]:
    """The columns of a task for what was said; nothing was said of those left out. Raises ``Refusal``."""
    found = await whole(ctx, activity, milestone)
    said: dict[str, int | None] = {}
    if activity is not None:
        said["activity"] = found.activity if found else None
    if milestone is not None:
        said["milestone"] = found.milestone if found else None
    return said


async def parts(ctx: Ctx, task: Task) -> list[Said]:
    """What its card says of it."""
    said = []
    if task.activity is not None:
        number, name = (await ctx.store.activities.called([task.activity]))[task.activity]
        said.append(PART_OF(number=str(number), name=name))
    if task.milestone is not None:
        number, name = (await ctx.store.milestones.called([task.milestone]))[task.milestone]
        said.append(LEADS_TO(number=str(number), title=name))
    if task.origin:
        said.append(ORIGIN(line=Mono(task.origin)))
    return said


async def refresh(ctx: Ctx, activity: int | None = None, milestone: int | None = None) -> None:
    """A task of them changed: their cards follow. However many change at once, it is once."""
    if activity is not None:
        number, _ = (await ctx.store.activities.called([activity]))[activity]
        await _soon(ctx, f"activity:{activity}:refresh", f"/activity refresh {number}")
    if milestone is not None:
        number, _ = (await ctx.store.milestones.called([milestone]))[milestone]
        await _soon(ctx, f"milestone:{milestone}:refresh", f"/milestone refresh {number}")


async def _soon(ctx: Ctx, key: str, line: str) -> None:
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, await home(ctx), None))
