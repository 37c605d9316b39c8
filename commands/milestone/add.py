"""A new milestone, and changing one. The first due time stays known, so that slipping is seen."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from commands.kit import Args, Ask, Ctx, Form, Question, Refusal, Reply, Role, Said, Value, Word, command, reply, text
from commands.kit.called import OF_WORK
from commands.kit.clean import one_line
from commands.kit.fields import Moment, Numbered, bare_number
from commands.kit.owners import owner_of
from commands.kit.people import find_person
from commands.kit.slips import moved_days
from commands.kit.texts import Moment as Instant
from commands.kit.texts import Mono
from commands.kit.told import notify
from storage import Milestone, Person

from .clock import about, wind
from .face import NUMBER, card, hers, look_at, titled
from .goal import in_words

HELP_ADD = text("Add a milestone on the way to a goal")
HELP_EDIT = text("Change a milestone: title, due time, owner")
TITLE = text("What is reached")
GOAL = text("Goal it leads to")
DUE = text("Due")
DUES = text("fri 17:00 · 12-18 · next fri", context="typed")
OWNER = text("Owner")
DELIVERABLES = text("Deliverables")
CRITERIA = text("Acceptance criteria")

ADDED = text("Added.")
CHANGED = text("Changed.")
SLIPS = text("Changed. It is {n} day later than first planned.", "Changed. It is {n} days later than first planned.")
NOTHING = text("Say what is to be changed, for example {line}.")
NOW = text("Now: {words}")
PAST = text("That time is over already.")
NO_TITLE = text("A milestone needs a title.")
NO_GOAL = text("A milestone needs a goal.")
OBSERVES = text("{name} cannot be given work: {line} makes her staff.")
OVER = text("Milestone {number} is over.")
DONE = text("Milestone {number} is done already.")

LONGEST_TITLE, LONGEST_GOAL, LONGEST_WORDS = 200, 300, 2000
NOBODY = frozenset({"-", "–", "nobody", "none", "无", "無"})
"""What takes the owner away."""


class Add(Args):
    title: Annotated[str, Ask(TITLE)]
    goal: Annotated[str, Ask(GOAL)]
    due: Annotated[Moment, Ask(DUE, example=DUES())]
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    deliverables: Annotated[str | None, Ask(DELIVERABLES, long=True)] = None
    criteria: Annotated[str | None, Ask(CRITERIA, long=True)] = None

    also: ClassVar = OF_WORK


class Edit(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]
    title: Annotated[str | None, Ask(TITLE)] = None
    goal: Annotated[str | None, Ask(GOAL)] = None
    due: Annotated[Moment | None, Ask(DUE, example=DUES())] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    deliverables: Annotated[str | None, Ask(DELIVERABLES, long=True)] = None
    criteria: Annotated[str | None, Ask(CRITERIA, long=True)] = None

    also: ClassVar = OF_WORK


@command(
    "milestone add", help=HELP_ADD, who=Role.MANAGER,
    examples=('/milestone add Landing page is live goal:"1,000 members by spring" due:12-18 owner:@mei',),
)  # fmt: skip
async def add(args: Add, ctx: Ctx) -> Reply:
    if args.due <= ctx.now:
        raise Refusal(PAST())
    owner = await _owner(args.owner, ctx) if args.owner else None
    title, goal = (
        _words(args.title, LONGEST_TITLE, NO_TITLE()),
        _words(await in_words(ctx, args.goal), LONGEST_GOAL, NO_GOAL()),
    )
    made = await ctx.store.milestones.add(
        Milestone(
            0, ctx.team.id, 0, title, goal, args.due, args.due, ctx.now,
            deliverables=_long(args.deliverables), criteria=_long(args.criteria),
            owner=owner.id if owner else None, made_by=ctx.me.id,
        )
    )  # fmt: skip
    await notify(ctx, about(made), "assigned", made.owner)
    await wind(ctx, made)
    # In a channel its card comes right below.
    buttons = hers(made, ctx.me) if ctx.place is None else []
    return reply(titled(made), ADDED(), buttons=buttons, cards=[await card(ctx, made.number)])


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """What can be changed, each with what it says now. What is left empty stays."""
    questions = [question for question in Edit.questions(given) if question.field not in given]
    number = bare_number(str(given.get("number", "")))
    if number.isdecimal():
        look = await look_at(ctx, int(number))
        going(look.milestone)
        owner = owner_of(look.milestone, look.people)
        now: dict[str, Value | None] = {
            "title": look.milestone.title, "goal": look.milestone.goal, "due": Instant(look.milestone.due_at),
            "owner": owner.name if owner else None, "deliverables": look.milestone.deliverables,
            "criteria": look.milestone.criteria,
        }  # fmt: skip
        questions = [_with_now(question, now.get(question.field)) for question in questions]
    return Form("/milestone edit", HELP_EDIT(), (tuple(questions[:5]), tuple(questions[5:])))


def _with_now(question: Question, now: Value | None) -> Question:
    return replace(question, hint=NOW(words=now)) if now else question


@command(
    "milestone edit", help=HELP_EDIT, who=Role.MANAGER, incomplete=lambda given: not given.keys() - {"number"},
    asks=_asks, examples=("/milestone edit 2 due:12-20",),
)  # fmt: skip
async def edit(args: Edit, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    before = look.milestone
    going(before)
    values: dict[str, Any] = {}
    if args.title is not None:
        values["title"] = _words(args.title, LONGEST_TITLE, NO_TITLE())
    if args.goal is not None:
        values["goal"] = _words(await in_words(ctx, args.goal), LONGEST_GOAL, NO_GOAL())
    if args.due is not None:
        if args.due <= ctx.now:
            raise Refusal(PAST())
        values["due_at"] = args.due
    if args.owner is not None:
        nobody = args.owner.strip().lower() in NOBODY
        values["owner"] = None if nobody else (await _owner(args.owner, ctx)).id
    if args.deliverables is not None:
        values["deliverables"] = _long(args.deliverables)
    if args.criteria is not None:
        values["criteria"] = _long(args.criteria)
    if not values:
        raise Refusal(NOTHING(line=Mono(f"/milestone edit {before.number} due:12-20")))
    await ctx.store.milestones.change(before.id, **values)
    after = replace(before, **values)
    moved = after.due_at != before.due_at
    if moved:
        await wind(ctx, after)
    if after.owner != before.owner:
        await notify(ctx, about(after), "assigned", after.owner)
        await notify(ctx, about(after), "removed", before.owner)
    elif moved:
        await notify(ctx, about(after), "due", after.owner)
    return reply(titled(after), _changed(after, moved, ctx), cards=[await card(ctx, after.number)])


def going(milestone: Milestone) -> None:
    """Raises ``Refusal`` when there is nothing to do for it any more but a check."""
    if milestone.state != "open":
        raise Refusal((DONE if milestone.state in ("done", "verified") else OVER)(number=str(milestone.number)))


def _changed(milestone: Milestone, moved: bool, ctx: Ctx) -> Said:
    days = moved_days(ctx, milestone) if moved else 0
    return SLIPS(n=days) if days else CHANGED()


async def _owner(word: str, ctx: Ctx) -> Person:
    who = await find_person(ctx, word)
    if who.level < Role.STAFF or who.waiting:
        raise Refusal(OBSERVES(name=who.name, line=Mono(f"/role {who.name} staff")))
    return who


def _words(words: str, longest: int, missing: Said) -> str:
    found = one_line(words, longest)
    if not found:
        raise Refusal(missing)
    return found


def _long(words: str | None) -> str:
    found = (words or "").strip()
    return "" if found in NOBODY else found[:LONGEST_WORDS]
