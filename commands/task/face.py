"""How a task looks: one card, the same in every channel, with the buttons that its state allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Listed, Moment, Reply, Said, Word, reply, text
from commands.kit.errors import Refusal
from commands.kit.fields import Numbered
from commands.kit.hints import verbatim
from commands.kit.reply import Card
from commands.kit.roles import called
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
    """The live message of a task, as it is now. That of its activity follows."""
    look = await look_at(ctx, number)
    await refresh(ctx, look.task.activity, look.task.milestone)
    return Card(f"task:{number}", face(ctx, look, buttons(look)))


def face(ctx: Ctx, look: Look, choices: Sequence[Button]) -> Reply:
    return reply(Heading(titled(look.task)), Bullets(tuple(facts(ctx, look))), buttons=choices)


def titled(task: Task) -> Said:
    return TITLE(number=str(task.number), title=task.title)


def facts(ctx: Ctx, look: Look) -> list[Said]:
    task = look.task
    lines = [state(look)]
    if task.due_at is not None:
        late = task.due_at <= ctx.now and not task.over
        lines.append((OVERDUE if late else DUE)(when=Moment(task.due_at)))
    for waiter in look.queue:
        if waiter.offered_until is not None:
            lines.append(KEPT(name=look.name(waiter.person), until=Moment(waiter.offered_until)))
    if waiting := [look.name(waiter.person) for waiter in look.queue if waiter.offered_until is None]:
        lines.append(WAITING(people=Listed(tuple(waiting))))
    lines += look.parts
    if task.job:
        lines.append(FOR(job=called(task.job)))
    if task.details:
        lines.append(verbatim(task.details))
    lines += [(TICKED if step.done_at else UNTICKED)(words=step.words) for step in look.steps]
    if task.criteria:
        lines.append(ACCEPTED(words=task.criteria))
    return lines


def state(look: Look) -> Said:
    task = look.task
    match task.state:
        case "dropped":
            return DROPPED(name=look.name(task.ended_by), why=task.why)
        case "verified":
            return VERIFIED(people=look.people, name=look.name(task.ended_by))
        case "done":
            if not look.holders:
                return DONE_UNNAMED()
            return (CHECK if task.criteria else DONE)(people=look.people)
    if task.slots > 1:
        if not look.holders:
            return ALL_FREE(slots=task.slots)
        people = Listed(
            tuple(PART_DONE(name=look.name(h.person)) if h.done_at else look.name(h.person) for h in look.holders)
        )
        return SOME_FREE(taken=len(look.holders), slots=task.slots, people=people)
    return HELD(people=look.people) if look.holders else FREE()


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
    lines = [(step, step.words if len(step.words) <= SHORT else step.words[: SHORT - 1] + "…") for step in left]
    return [Button(TICK(words=words), f"/task tick {look.task.number} {step.position}") for step, words in lines]


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
