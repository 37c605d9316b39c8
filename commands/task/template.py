"""Work that always comes together, put up with one line: starting a community, preparing an activity.

The channel is told once, with a list; the card of each comes when somebody claims or changes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Refusal,
    Reply,
    Role,
    Text,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.clean import one_line
from commands.kit.days import dated
from commands.kit.fields import EVENING, Moment
from commands.kit.moments import instant_of
from commands.kit.plan import calendar_of
from storage import Task

from .add import PAST
from .clock import wind
from .face import look_at
from .listing import OPEN_TASKS, buttons_of, line_of
from .routine import team_tongue

HELP = text("Put up all the tasks of a new community or an activity")
KIND = text("For what")
NAME = text("Name of the community or activity")
START = text("First day")
KINDS = {"community": text("a new community"), "activity": text("an activity")}

PUT_UP = text("{n} task for {name}", "{n} tasks for {name}")
UNNAMED = text("{n} task, open to all", "{n} tasks, open to all")
TITLE = text("{name}: {work}")
HOW = text("The card of a task comes when somebody claims it. Due times count working days from {start}.")

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """``days``: how many working days after the first day it is due."""

    work: Text
    days: int
    job: str


COMMUNITY = (
    Piece(text("Positioning: what the community is for"), 1, "content planner"),
    Piece(text("Audience: who it is for, and who it is not for"), 2, "content planner"),
    Piece(text("Name, description and picture"), 3, "content planner"),
    Piece(text("Rules, and what happens when they are broken"), 4, "content reviewer"),
    Piece(text("Who answers members, and at what hours"), 4, "customer service"),
    Piece(text("Welcome wording"), 5, "content planner"),
    Piece(text("Answers to frequent questions"), 6, "customer service"),
    Piece(text("Content calendar of the first four weeks"), 7, "content planner"),
    Piece(text("Numbers to watch, with a target for each"), 7, "data analyst"),
    Piece(text("Seed members: invite the first 30 in person"), 8, "interaction manager"),
    Piece(text("Opening day: let everybody introduce themselves"), 10, "interaction manager"),
    Piece(text("First activity"), 14, "activity operator"),
    Piece(text("Look back after the first month"), 22, "data analyst"),
)
ACTIVITY = (
    Piece(text("Script"), 2, "content planner"),
    Piece(text("Poster design"), 3, "content planner"),
    Piece(text("Customer-service FAQ"), 3, "customer service"),
    Piece(text("Material listing"), 4, "activity operator"),
    Piece(text("Data tracking"), 4, "data analyst"),
)
TEMPLATES: Mapping[str, Sequence[Piece]] = {"community": COMMUNITY, "activity": ACTIVITY}


class Template(Args):
    kind: Annotated[Literal["community", "activity"], Word(), Ask(KIND, choices=KINDS)]
    name: Annotated[str | None, Ask(NAME)] = None
    start: Annotated[Moment | None, Ask(START, source="days")] = None


@command(
    "task template", help=HELP, who=Role.MANAGER,
    examples=("/task template community Book club", "/task template activity Autumn sale start:mon"),
)  # fmt: skip
async def template(args: Template, ctx: Ctx) -> Reply:
    calendar, tongue = await calendar_of(ctx.store, ctx.team), team_tongue(ctx)
    name = one_line(args.name or "", LONGEST_NAME)
    first = args.start.astimezone(ctx.zone).date() if args.start is not None else ctx.today
    if first < ctx.today:
        raise Refusal(PAST())
    tasks = []
    for piece in TEMPLATES[args.kind]:
        title = TITLE(name=name, work=piece.work()) if name else piece.work()
        due_at = instant_of(datetime.combine(calendar.later(first, piece.days), EVENING), ctx.zone)
        task = await ctx.store.tasks.add(
            Task(
                0, ctx.team.id, 0, tongue.speak(title), ctx.now, due_at=due_at, job=piece.job, made_by=ctx.me.id
            )
        )  # fmt: skip
        await wind(ctx, await look_at(ctx, task.number))
        tasks.append(task)
    head = PUT_UP(n=len(tasks), name=name) if name else UNNAMED(n=len(tasks))
    lines = tuple(line_of(task, [], {}, ctx) for task in tasks)
    unsure = calendar.doubts(task.due_at.astimezone(ctx.zone).date() for task in tasks if task.due_at is not None)
    buttons = [*buttons_of("open", tasks), Button(OPEN_TASKS(), "/task list")]
    return reply(
        Heading(head), Bullets(lines), HOW(start=dated(first, ctx.today)), *unsure, buttons=buttons, everywhere=True
    )
