"""A new task, and changing one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, ClassVar

from commands.kit import Args, Ask, Ctx, Form, Question, Refusal, Reply, Role, Word, command, reply, text
from commands.kit.called import OF_WORK
from commands.kit.clean import one_line
from commands.kit.fields import Moment, Numbered
from commands.kit.people import find_person
from commands.kit.roles import title_key
from commands.kit.texts import Mono
from commands.kit.work import LONGEST_DETAILS, LONGEST_TITLE
from storage import Task

from .claim import answered, fill, give, going
from .clock import notify, wind
from .face import NUMBER, Look, OfTask, card, hers, look_at, titled
from .whole import OfActivity, OfMilestone, refresh, rows

HELP_ADD = text("Add a task, open or for somebody")
OF_MESSAGE = text("Make it a task", context="message")
HELP_EDIT = text("Change a task: title, due time, places")
HELP_BEGIN = text("Show a task that came out of something else")
TITLE = text("What is to be done")
DUE = text("Due")
DUES = text("fri 17:00 · tomorrow 5pm · +2h", context="typed")
OWNER = text("Owner (empty: open to all)")
JOB = text("For a job title")
SLOTS = text("Places (how many people)")
CHECKLIST = text("Checklist, one line each")
CRITERIA = text("Acceptance criteria")
DETAILS = text("Details")

ADDED = text("Added.")
CHANGED = text("Changed.")
NOTHING = text("Say what is to be changed, for example {line}.")
PAST = text("That time is over already.")
NO_TITLE = text("A task needs a title.")
PLACES = text("A task has 1 to {most} places.")
TOO_FEW = text("{n} person has it already.", "{n} people have it already.")
OTHERS = text("Only a manager can give work to others. Add it open, or for yourself.")
NOT_YOURS = text("Only {name} or a manager can change task {number}.")

MOST_PLACES = 100
MOST_STEPS = 30
LONGEST_CRITERIA, LONGEST_STEP = 2000, 300

_STEP = re.compile(r"[\n;；]+")


class Facts(Args):
    due: Annotated[Moment | None, Ask(DUE, example=DUES())] = None
    job: Annotated[str | None, Ask(JOB)] = None
    slots: Annotated[int | None, Ask(SLOTS)] = None
    criteria: Annotated[str | None, Ask(CRITERIA, long=True)] = None
    details: Annotated[str | None, Ask(DETAILS, long=True)] = None
    activity: OfActivity = None
    milestone: OfMilestone = None

    also: ClassVar = OF_WORK


class Add(Facts):
    title: Annotated[str | None, Ask(TITLE)] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    checklist: Annotated[str | None, Ask(CHECKLIST, long=True)] = None

    @classmethod
    def _free(cls) -> str:
        return "title"


class Edit(Facts):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]
    title: Annotated[str | None, Ask(TITLE)] = None

    @classmethod
    def _free(cls) -> str:
        return "title"


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | Reply | None:
    """An answer to a message needs no title: what it says is the task."""
    if ctx.heard.reply_text.strip():
        return None
    first = ("title", "due", "owner", "details", "checklist")
    questions = {question.field: question for question in Add.questions(given)}
    ordered = [questions[name] for name in (*first, *(name for name in questions if name not in first))]
    return Form("/task add", HELP_ADD(), _pages([replace(ordered[0], required=True), *ordered[1:]]))


def _pages(questions: Sequence[Question]) -> tuple[tuple[Question, ...], ...]:
    return tuple(questions[:5]), tuple(questions[5:])


@command(
    "task add", help=HELP_ADD, incomplete=lambda given: not given.get("title"), asks=_asks, of_message=OF_MESSAGE,
    examples=(
        '/task add Write the FAQ due:"fri 17:00"', '/task add Greet newcomers owner:@mei slots:3 due:tomorrow',
        "/task add Call the venue activity:3 milestone:2",
    ),
)  # fmt: skip
async def add(args: Add, ctx: Ctx) -> Reply:
    words = (args.title or "").strip() or ctx.heard.reply_text.strip()
    title = one_line(words.partition("\n")[0], LONGEST_TITLE)
    if not title:
        raise Refusal(NO_TITLE())
    details = args.details or ("" if args.title else words if words != title else "")
    _ahead(args.due, ctx)
    slots = _places(1 if args.slots is None else args.slots)
    owner = await find_person(ctx, args.owner) if args.owner else None
    if owner is not None and owner.id != ctx.me.id:
        ctx.needs(Role.MANAGER, Refusal(OTHERS()))
    steps = [one_line(step, LONGEST_STEP) for step in _STEP.split(args.checklist or "") if step.strip()][:MOST_STEPS]
    of = await rows(ctx, args.activity, args.milestone)
    task = await ctx.store.tasks.add(
        Task(
            0, ctx.team.id, 0, title, ctx.now, slots=slots, due_at=args.due, job=_job(args.job),
            details=details[:LONGEST_DETAILS], criteria=(args.criteria or "").strip()[:LONGEST_CRITERIA],
            made_by=ctx.me.id, activity=of.get("activity"), milestone=of.get("milestone"),
        ),
        steps,
    )  # fmt: skip
    look = await look_at(ctx, task.number)
    if owner is not None:
        await give(ctx, look, owner)
        look = await look_at(ctx, task.number)
    await wind(ctx, look)
    # In a channel its card comes right below.
    buttons = hers(look, ctx.me) if ctx.place is None else []
    return reply(titled(task), ADDED(), buttons=buttons, cards=[await card(ctx, task.number)])


@command("task begin", help=HELP_BEGIN, clock=True, reads=True)
async def begin(args: OfTask, ctx: Ctx) -> Reply:
    """A task that another room opened gets its reminders and its card."""
    look = await look_at(ctx, args.number)
    await wind(ctx, look)
    return reply(cards=[await card(ctx, args.number)])


@command("task edit", help=HELP_EDIT, examples=('/task edit 7 due:"fri 17:00"', "/task edit 7 activity:3"))
async def edit(args: Edit, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    task = look.task
    going(task)
    may_change(ctx, look)
    values: dict[str, Any] = {}
    if args.title and (title := one_line(args.title, LONGEST_TITLE)):
        values["title"] = title
    if args.due is not None:
        _ahead(args.due, ctx)
        values["due_at"] = args.due
    if args.job is not None:
        values["job"] = _job(args.job)
    if args.criteria is not None:
        values["criteria"] = args.criteria.strip()[:LONGEST_CRITERIA]
    if args.details is not None:
        values["details"] = args.details.strip()[:LONGEST_DETAILS]
    if args.slots is not None:
        values["slots"] = _places(args.slots)
        if args.slots < task.taken:
            raise Refusal(TOO_FEW(n=task.taken))
    values |= await rows(ctx, args.activity, args.milestone)
    if not values:
        raise Refusal(NOTHING(line=Mono(f'/task edit {task.number} due:"fri 17:00"')))
    await ctx.store.tasks.change(task.id, **values)
    await fill(ctx, task)
    await refresh(ctx, task.activity, task.milestone)  # of which it may be no part any more
    if "due_at" in values and values["due_at"] != task.due_at:
        await wind(ctx, await look_at(ctx, task.number))
        for holder in look.holders:
            await notify(ctx, task, "due", holder.person)
    return await answered(ctx, task, CHANGED())


def may_change(ctx: Ctx, look: Look) -> None:
    """Raises ``Refusal`` for everybody but who made it and those who lead."""
    if look.task.made_by != ctx.me.id:
        refusal = Refusal(NOT_YOURS(name=look.name(look.task.made_by), number=str(look.task.number)))
        ctx.needs(Role.MANAGER, refusal)


def _ahead(due: datetime | None, ctx: Ctx) -> None:
    if due is not None and due <= ctx.now:
        raise Refusal(PAST())


def _places(slots: int) -> int:
    if not 1 <= slots <= MOST_PLACES:
        raise Refusal(PLACES(most=MOST_PLACES))
    return slots


def _job(words: str | None) -> str:
    return title_key(one_line(words or "", 60))
