"""Who answers for something: a goal, a milestone, a promise. Its owner may have left since, or only watch by now."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from storage import Person, Role

from .context import Ctx
from .texts import Said, text

AWAY = text("{name} (away)")
NOBODY = text("nobody", context="owner")
SOMEBODY = text("somebody")
CLOCK = text("the clock")


class Owned(Protocol):
    @property
    def owner(self) -> int | None: ...


async def everybody(ctx: Ctx) -> dict[int, Person]:
    """Also those who left, for their names."""
    return {person.id: person for person in await ctx.store.people.of(ctx.team.id, left=True)}


def owner_of(owned: Owned, people: Mapping[int, Person]) -> Person | None:
    """Who answers for it; ``None`` also when she has left, or only watches by now."""
    owner = people.get(owned.owner) if owned.owner is not None else None
    return owner if owner is not None and owner.left_at is None and owner.level >= Role.STAFF else None


def owner_named(owned: Owned, people: Mapping[int, Person], today: date) -> Said | str:
    owner = owner_of(owned, people)
    if owner is None:
        return NOBODY()
    return AWAY(name=owner.name) if owner.away_on(today) else owner.name


def name_of(person: int | None, people: Mapping[int, Person]) -> Said | str:
    """``None`` is the clock."""
    return CLOCK() if person is None else people[person].name if person in people else SOMEBODY()
