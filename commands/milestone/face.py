"""How a milestone looks: one card, the same in every channel, with the buttons that its state allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Moment, Reply, Said, Value, Word, reply, text
from commands.kit.clean import short
from commands.kit.days import dated
from commands.kit.errors import Refusal
from commands.kit.fields import Numbered
from commands.kit.owners import everybody, name_of, owner_named, owner_of
from commands.kit.reply import Card
from commands.kit.slips import local_day, moved_days
from commands.kit.standup import stir
from storage import Milestone, Person, Role, State, Task

NUMBER = text("Number of the milestone")

TITLE = text("Milestone {number}: {title}")
GOAL = text("Goal: {goal}")
OWNED = text("Owner: {name}")
UNOWNED = text("Nobody owns it yet.")
DONE = text("Done, said {name}.")
CHECK = text("Done, said {name}; somebody else checks it now.")
VERIFIED = text("Done, said {name}; verified by {checker}.")
DROPPED = text("Dropped by {name}: {why}")
DUE = text("Due {when}")
OVERDUE = text("Was due {when}")
MOVED = text("First planned for {day}: moved by {n} day", "First planned for {day}: moved by {n} days")
DELIVERS = text("Deliverables: {words}")
ACCEPTED = text("Accepted when: {words}")
TASKS_DONE = text("{done} of {n} task is done", "{done} of {n} tasks are done")
NO_SUCH = text("There is no milestone {number} in this team.")

DONE_BUTTON = text("Done", context="button")
VERIFY = text("Verify", context="button")
TASKS = text("Its tasks", context="button")


ON_CARD = 600
"""Signs of each long text: a card has to stay one message, or what is said below it would come again each time that it
changes. What is cut can be read with ``/milestone show``."""


class OfMilestone(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@dataclass(frozen=True, slots=True)
class Look:
    """A milestone with its tasks and the team's people. ``people`` are those who left, too."""

    milestone: Milestone
    people: Mapping[int, Person]
    tasks: Sequence[Task] = ()

    def name(self, person: int | None) -> Said | str:
        return name_of(person, self.people)


async def look_at(ctx: Ctx, number: int) -> Look:
    """As it is now. Raises ``Refusal`` where there is none."""
    found = await ctx.store.milestones.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if found is None:
        raise Refusal(NO_SUCH(number=str(number)))
    return Look(found, await everybody(ctx), (await tasks_of(ctx, [found]))[found.id])


async def tasks_of(ctx: Ctx, milestones: Sequence[Milestone]) -> dict[int, list[Task]]:
    """The tasks that lead to each, by its row, without those that were dropped."""
    found: dict[int, list[Task]] = {milestone.id: [] for milestone in milestones}
    states: list[State] = ["open", "claimed", "done", "verified"]
    for task in await ctx.store.tasks.listed(ctx.team.id, states, milestones=list(found)) if found else ():
        if task.milestone is not None:
            found[task.milestone].append(task)
    return found


async def card(ctx: Ctx, number: int) -> Card:
    """The live message of a milestone, as it is now. The stand-up board follows."""
    look = await look_at(ctx, number)
    await stir(ctx)
    return Card(f"milestone:{number}", face(ctx, look, buttons(look.milestone)))


def face(ctx: Ctx, look: Look, choices: Sequence[Button]) -> Reply:
    return reply(Heading(titled(look.milestone)), Bullets(tuple(facts(ctx, look, ON_CARD))), buttons=choices)


def titled(milestone: Milestone) -> Said:
    return TITLE(number=str(milestone.number), title=milestone.title)


def facts(ctx: Ctx, look: Look, longest: int | None = None) -> list[Said]:
    """``longest``: signs of each long text that are shown."""
    milestone = look.milestone
    lines = [GOAL(goal=milestone.goal), state(ctx, look)]
    if not milestone.over:
        late = milestone.state == "open" and milestone.due_at <= ctx.now
        lines.append((OVERDUE if late else DUE)(when=due(ctx, milestone)))
    if days := moved_days(ctx, milestone):
        planned = milestone.planned_at.astimezone(ctx.zone).date()
        lines.append(MOVED(day=dated(planned, ctx.today), n=days))
    if milestone.deliverables:
        lines.append(DELIVERS(words=short(milestone.deliverables, longest)))
    if milestone.criteria:
        lines.append(ACCEPTED(words=short(milestone.criteria, longest)))
    if look.tasks:
        lines.append(TASKS_DONE(done=sum(task.over for task in look.tasks), n=len(look.tasks)))
    return lines


def due(ctx: Ctx, milestone: Milestone) -> Value:
    """When it is due; of another year the day, so that a mistyped year is seen."""
    day = local_day(ctx, milestone)
    return Moment(milestone.due_at) if day.year == ctx.today.year else dated(day, ctx.today)


def state(ctx: Ctx, look: Look) -> Said:
    milestone = look.milestone
    match milestone.state:
        case "dropped":
            return DROPPED(name=look.name(milestone.ended_by), why=milestone.why)
        case "verified":
            return VERIFIED(name=look.name(milestone.done_by), checker=look.name(milestone.ended_by))
        case "done":
            return (CHECK if milestone.criteria else DONE)(name=look.name(milestone.done_by))
    if owner_of(milestone, look.people) is None:
        return UNOWNED()
    return OWNED(name=owner_named(milestone, look.people, ctx.today))


def buttons(milestone: Milestone) -> list[Button]:
    """What can be done with it, by those who may: a channel shows one message to all."""
    number = milestone.number
    tasks = Button(TASKS(), f"/milestone show {number}")
    if milestone.state == "open":
        return [Button(DONE_BUTTON(), f"/milestone done {number}", "primary"), tasks]
    return [] if milestone.over else [Button(VERIFY(), f"/milestone verify {number}", "primary"), tasks]


def hers(milestone: Milestone, person: Person) -> list[Button]:
    """What she herself can do with it."""
    found = []
    for button in buttons(milestone):
        verb = button.line.split()[1]
        if verb == "done" and milestone.owner != person.id and person.level < Role.MANAGER:
            continue
        if verb == "verify" and (person.id in (milestone.done_by, milestone.owner) or person.level < Role.STAFF):
            continue
        found.append(button)
    return found
