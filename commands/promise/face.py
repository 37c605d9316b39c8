"""How a promise looks: one card, the same in every channel, with the buttons that its state allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Refusal,
    Reply,
    Said,
    Value,
    Word,
    reply,
    text,
)
from commands.kit.days import dated
from commands.kit.fields import Numbered
from commands.kit.owners import everybody, name_of, owner_named, owner_of
from commands.kit.reply import Card
from commands.kit.told import About
from storage import Person, Promise, Role

NUMBER = text("Number of the promise")

TITLE = text("Promise {number}: {words}")
OWNED = text("Promised by {name}")
UNOWNED = text("Nobody is there to keep it now.")
NOTED = text("Written down by {name}")
DUE = text("Due {when}")
OVERDUE = text("Was due {when}")
KEPT = text("Kept, said {name}.")
KEPT_LATE = text("Kept late, said {name}. It was due {when}.")
DROPPED = text("Dropped by {name}: {why}")
NO_SUCH = text("There is no promise {number} in this team.")

KEPT_BUTTON = text("Kept", context="button")
CHANGE = text("Change", context="button")
DROP = text("Drop", context="button")


class OfPromise(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@dataclass(frozen=True, slots=True)
class Look:
    """A promise with the team's people. ``people`` are those who left, too."""

    promise: Promise
    people: Mapping[int, Person]

    @property
    def owner(self) -> Person | None:
        return owner_of(self.promise, self.people)

    def name(self, person: int | None) -> Said | str:
        return name_of(person, self.people)


async def look_at(ctx: Ctx, number: int) -> Look:
    """As it is now. Raises ``Refusal`` where there is none."""
    found = await ctx.store.promises.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if found is None:
        raise Refusal(NO_SUCH(number=str(number)))
    return Look(found, await everybody(ctx))


def about(promise: Promise) -> About:
    return About("promise", promise.id, promise.number)


async def card(ctx: Ctx, number: int) -> Card:
    """The live message of a promise, as it is now."""
    look = await look_at(ctx, number)
    return Card(f"promise:{number}", face(ctx, look, buttons(look.promise)))


def face(ctx: Ctx, look: Look, choices: list[Button]) -> Reply:
    return reply(Heading(titled(look.promise)), Bullets(tuple(facts(ctx, look))), buttons=choices)


def titled(promise: Promise) -> Said:
    return TITLE(number=str(promise.number), words=promise.words)


def facts(ctx: Ctx, look: Look) -> list[Said]:
    promise = look.promise
    lines = [_state(ctx, look)]
    if promise.state != "open" and promise.owner is not None:
        lines.insert(0, OWNED(name=look.name(promise.owner)))
    if promise.state == "open":
        late = promise.due_at <= ctx.now
        lines.append((OVERDUE if late else DUE)(when=due(ctx, promise)))
    if promise.made_by is not None and promise.made_by != promise.owner:
        lines.append(NOTED(name=look.name(promise.made_by)))
    return lines


def due(ctx: Ctx, promise: Promise) -> Value:
    """When it is due; of another year the day, so that a mistyped year is seen."""
    day = promise.due_at.astimezone(ctx.zone).date()
    return Moment(promise.due_at) if day.year == ctx.today.year else dated(day, ctx.today)


def _state(ctx: Ctx, look: Look) -> Said:
    promise = look.promise
    if promise.state == "dropped":
        return DROPPED(name=look.name(promise.ended_by), why=promise.why)
    if promise.state == "kept":
        return (KEPT_LATE(name=look.name(promise.ended_by), when=due(ctx, promise)) if promise.late
                else KEPT(name=look.name(promise.ended_by)))  # fmt: skip
    return UNOWNED() if look.owner is None else OWNED(name=owner_named(promise, look.people, ctx.today))


def buttons(promise: Promise) -> list[Button]:
    """What can be done with it, by those who may: a channel shows one message to all."""
    if promise.state != "open":
        return []
    number = promise.number
    return [
        Button(KEPT_BUTTON(), f"/promise kept {number}", "primary"), Button(CHANGE(), f"/promise edit {number}"),
        Button(DROP(), f"/promise drop {number}"),
    ]  # fmt: skip


def hers(promise: Promise, person: Person) -> list[Button]:
    """What she herself can do with it."""
    return buttons(promise) if promise.owner == person.id or person.level >= Role.MANAGER else []
