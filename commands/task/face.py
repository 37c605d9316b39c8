"""How a task looks: one card, the same in every channel, with the buttons that its state allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Mono,
    Reply,
    Said,
    Value,
    Word,
    reply,
    text,
)  # fmt: skip
from commands.kit.clean import on_card
from commands.kit.errors import Refusal
from commands.kit.fields import Numbered
from commands.kit.hints import verbatim
from commands.kit.posts import signal_follows
from commands.kit.reply import Card
from commands.kit.roles import called
from commands.kit.standup import stir
from storage import Holder, Person, Role, Step, Task, Waiter

from .whole import parts, refresh

TITLE = text("Task {number}: {title}")
FREE = text("Nobody has it yet.")
HELD = text("{people} has it.")
HELD_BY_SEVERAL = text("{people} have it.")
SOME_FREE = text("{taken} of {slots} places are taken: {people}.")
ALL_FREE = text("{slots} places are free.")
KEPT = text("A place is kept for {name} until {until}.")
WAITING = text("Waiting: {people}.")
DONE = text("Done by {people}.")
DONE_UNNAMED = text("Done.")
CHECK = text("Done by {people}; somebody else checks it now.")
VERIFIED = text("Done by {people}, verified by {name}.")
DROPPED = text("Dropped by {name}: {why}")
PART_DONE = text("{name} (done)")
DUE = text("Due {when}")
OVERDUE = text("Was due {when}")
FOR = text("For: {job}")
ACCEPTED = text("Accepted when: {words}")
TICKED = text("✓ {words}")
UNTICKED = text("☐ {words}")
TICKED_OF = text("Checklist: {done}/{n}")
MORE = text("{n} more", "{n} more")
ALL = text("All of it: {line}")
NO_SUCH = text("There is no task {number} in this team.")
SOMEBODY = text("somebody")
CLOCK = text("the clock")

NUMBER = text("Number of the task")

CLAIM = text("Claim", context="button")
RELEASE = text("Release", context="button")
DONE_BUTTON = text("Done", context="button")
VERIFY = text("Verify", context="button")
WAIT = text("Wait for a place", context="button")
TICK = text("☐ {words}")

MOST_TICKS = 5
SHORT = 40

# A card has to stay one message, or what is said below it would come again each time that it changes.
DETAILS_ON_CARD, CRITERIA_ON_CARD, STEPS_ON_CARD, NAMES_ON_CARD = 600, 300, 8, 4


class OfTask(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@dataclass(frozen=True, slots=True)
class Look:
    """A task with all that is shown of it."""

    task: Task
    holders: Sequence[Holder]
    steps: Sequence[Step]
    queue: Sequence[Waiter]
    names: Mapping[int, str]
    parts: Sequence[Said] = ()
    """What it is a part of."""

    def name(self, person: int | None) -> Said | str:
        return CLOCK() if person is None else self.names.get(person) or SOMEBODY()

    def holds(self, person: int) -> Holder | None:
        return next((holder for holder in self.holders if holder.person == person), None)

    @property
    def people(self) -> Listed:
        return Listed(tuple(self.name(holder.person) for holder in self.holders))


async def found(ctx: Ctx, number: int) -> Task:
    """The team's task of this number. Raises ``Refusal``."""
    task = await ctx.store.tasks.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if task is None:
        raise Refusal(NO_SUCH(number=str(number)))
    return task


async def look_at(ctx: Ctx, number: int) -> Look:
    """As it is now. Raises ``Refusal`` where there is none."""
    task = await found(ctx, number)
    store = ctx.store.tasks
    holders, steps, queue = await store.holders([task.id]), await store.steps(task.id), await store.queue(task.id)
    people: list[Person] = await ctx.store.people.of(ctx.team.id, left=True)
    names = {person.id: person.name for person in people}
    return Look(task, holders, steps, queue, names, await parts(ctx, task))


async def card(ctx: Ctx, number: int) -> Card:
    """The live message of a task, as it is now. That of its activity follows, and the stand-up board."""
    look = await look_at(ctx, number)
    await stir(ctx)
    await signal_follows(ctx, look.task)
    await refresh(ctx, look.task.activity, look.task.milestone)
    return Card(f"task:{number}", face(ctx, look, buttons(look)))


def face(ctx: Ctx, look: Look, choices: Sequence[Button], *, whole: bool = False) -> Reply:
    every = facts(ctx, look, whole=True)
    lines = every if whole else facts(ctx, look, whole=False)
    if lines != every:
        lines.append(ALL(line=Mono(f"/task show {look.task.number}")))
    return reply(Heading(titled(look.task)), Bullets(tuple(lines)), buttons=choices)


def titled(task: Task) -> Said:
    return TITLE(number=str(task.number), title=task.title)


def facts(ctx: Ctx, look: Look, *, whole: bool) -> list[Said]:
    """``whole``: nothing is cut."""
    task = look.task
    lines = [state(look, whole=whole)]
    if task.due_at is not None:
        late = task.due_at <= ctx.now and not task.over
        lines.append((OVERDUE if late else DUE)(when=Moment(task.due_at)))
    lines += _line(look, whole=whole) if task.state in ("open", "claimed") else []
    lines += look.parts
    if task.job:
        lines.append(FOR(job=called(task.job)))
    if task.details:
        lines.append(verbatim(on_card(task.details, None if whole else DETAILS_ON_CARD)))
    lines += _checklist(look, whole=whole)
    if task.criteria:
        lines.append(ACCEPTED(words=on_card(task.criteria, None if whole else CRITERIA_ON_CARD)))
    return lines


def _line(look: Look, *, whole: bool) -> list[Said]:
    """For whom a place is kept, and who waits for one."""
    kept = [
        KEPT(name=look.name(waiter.person), until=Moment(waiter.offered_until))
        for waiter in look.queue
        if waiter.offered_until is not None
    ]
    waiting = [look.name(waiter.person) for waiter in look.queue if waiter.offered_until is None]
    lines = kept if whole else kept[:1]
    return [*lines, WAITING(people=_few(waiting, whole=whole))] if waiting else lines


def _checklist(look: Look, *, whole: bool) -> list[Said]:
    """Where it is cut, what is open stays first."""
    steps = list(look.steps)
    if cut := not whole and len(steps) > STEPS_ON_CARD:
        chosen = sorted(steps, key=lambda step: step.done_at is not None)[:STEPS_ON_CARD]
        steps = sorted(chosen, key=lambda step: step.position)
    longest = None if whole else SHORT
    lines = [(TICKED if step.done_at else UNTICKED)(words=on_card(step.words, longest)) for step in steps]
    ticked = sum(step.done_at is not None for step in look.steps)
    return [*lines, TICKED_OF(done=ticked, n=len(look.steps))] if cut else lines


def _few(names: Sequence[Value], *, whole: bool) -> Listed:
    left = len(names) - NAMES_ON_CARD
    if whole or left <= 0:
        return Listed(tuple(names))
    return Listed((*names[:NAMES_ON_CARD], MORE(n=left)))


def state(look: Look, *, whole: bool) -> Said:
    task = look.task
    holders = _few([look.name(holder.person) for holder in look.holders], whole=whole)
    match task.state:
        case "dropped":
            return DROPPED(name=look.name(task.ended_by), why=task.why)
        case "verified":
            return VERIFIED(people=holders, name=look.name(task.ended_by))
        case "done":
            if not look.holders:
                return DONE_UNNAMED()
            return (CHECK if task.criteria else DONE)(people=holders)
    if task.slots > 1:
        if not look.holders:
            return ALL_FREE(slots=task.slots)
        parts = [PART_DONE(name=look.name(h.person)) if h.done_at else look.name(h.person) for h in look.holders]
        return SOME_FREE(taken=len(parts), slots=task.slots, people=_few(parts, whole=whole))
    return HELD(people=holders) if look.holders else FREE()


def buttons(look: Look) -> list[Button]:
    """What can be done with it, by those who may: a channel shows one message to all."""
    task, number = look.task, look.task.number
    claim = Button(CLAIM(), f"/task claim {number}", "primary")
    mine = [Button(DONE_BUTTON(), f"/task done {number}", "primary"), Button(RELEASE(), f"/task release {number}")]
    if task.state == "done" and task.criteria:
        return [Button(VERIFY(), f"/task verify {number}", "primary")]
    if task.state not in ("open", "claimed"):
        return []
    found = [claim] if task.state == "open" else []
    found += mine if look.holders else []
    if task.state == "claimed" and task.slots > 1:
        found.append(Button(WAIT(), f"/task wait {number}"))
    return found + ticks(look) if look.holders else found


def ticks(look: Look) -> list[Button]:
    """The lines of the checklist that are open, the first few."""
    left = [step for step in look.steps if step.done_at is None][:MOST_TICKS]
    typed = f"/task tick {look.task.number}"
    return [Button(TICK(words=on_card(step.words, SHORT)), f"{typed} {step.position}") for step in left]


def hers(look: Look, person: Person) -> list[Button]:
    """What she herself can do with it."""
    manager = person.level >= Role.MANAGER
    holder = look.holds(person.id)
    found = []
    for button in buttons(look):
        verb = button.line.split()[1]
        if verb in ("done", "release", "tick") and holder is None and not manager:
            continue
        if verb == "claim" and holder is not None:
            continue
        if verb == "verify" and holder is not None:
            continue
        found.append(button)
    return found
