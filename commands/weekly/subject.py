"""Whose week a report is about: a person's, a community's, or that of several communities together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commands.kit import Ctx, Listed, Refusal, Value, text
from commands.kit.periods import Period
from commands.kit.reply import carries
from commands.kit.weeklies import carers
from storage import Community, Person, Role, Weekly

AND_MORE = text("{names} and {n} more", "{names} and {n} more")
NOT_YOURS = text("Only {name} or a manager can write this one.")
NOT_HERS = text("Only whoever owns or reports {name}, or a manager, can write this one.")
GONE = text("That report is not there any more.")

SHOWN = 3
"""Communities that are named in a heading."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Either a person, with the communities she looks after, or communities alone."""

    communities: tuple[Community, ...]
    person: Person | None = None

    @property
    def key(self) -> str:
        """As the storage keeps it."""
        if self.person is not None:
            return f"p{self.person.id}"
        return ",".join(f"c{each.id}" for each in self.communities)

    @property
    def name(self) -> Value:
        if self.person is not None:
            return self.person.name
        names = Listed(tuple(each.name for each in self.communities[:SHOWN]), "row")
        left = len(self.communities) - SHOWN
        return AND_MORE(names=names, n=left) if left > 0 else names


def of_communities(found: Sequence[Community]) -> Subject:
    """The same communities in any order are one subject."""
    return Subject(tuple(sorted({each.id: each for each in found}.values(), key=lambda each: each.id)))


async def looked_after(ctx: Ctx, person: int, week: Period) -> list[Community]:
    """The communities that somebody owns or last reported."""
    found = await carers(ctx.store, ctx.team.id, week)
    return [each for each, people in found if any(one.id == person for one in people)]


async def of_person(ctx: Ctx, person: Person, week: Period) -> Subject:
    return Subject(tuple(await looked_after(ctx, person.id, week)), person)


async def usual(ctx: Ctx, week: Period) -> Subject:
    """The asker's only community, else her own week."""
    mine = await looked_after(ctx, ctx.me.id, week)
    return of_communities(mine) if len(mine) == 1 else Subject(tuple(mine), ctx.me)


async def of_key(ctx: Ctx, key: str, week: Period) -> Subject:
    """The subject of a kept report, whoever has left and whatever was put away since. Raises ``Refusal``."""
    if key.startswith("p"):
        people = {f"p{one.id}": one for one in await ctx.store.people.of(ctx.team.id, left=True)}
        if key in people:
            return await of_person(ctx, people[key], week)
    else:
        there: Mapping[str, Community] = {
            f"c{each.id}": each for each in await ctx.store.communities.of(ctx.team.id, archived=True)
        }
        if all(part in there for part in key.split(",")):
            return of_communities([there[part] for part in key.split(",")])
    raise Refusal(GONE())


async def writes(ctx: Ctx, subject: Subject, week: Period) -> bool:
    """Whether the asker may write it: her own, those of communities that are all hers, a manager any."""
    if ctx.me.level >= Role.MANAGER:
        return True
    if ctx.me.level < Role.STAFF:
        return False
    if subject.person is not None:
        return subject.person.id == ctx.me.id
    mine = {each.id for each in await looked_after(ctx, ctx.me.id, week)}
    return all(each.id in mine for each in subject.communities)


async def must_write(ctx: Ctx, subject: Subject, week: Period) -> None:
    """Raises ``Refusal`` where she may not."""
    if not await writes(ctx, subject, week):
        raise Refusal((NOT_HERS if subject.person is None else NOT_YOURS)(name=subject.name))


def line(verb: str, subject: Subject, week: Period, kept: Sequence[Weekly] = ()) -> str | None:
    """The line of a button about it. Of very many communities it names a row that was kept; ``None`` where there is
    none yet, and no button can carry it."""
    short = f"/weekly {verb} #{subject.key} {week.written()}"
    if carries(short):
        return short
    return f"/weekly {verb} #r{kept[0].id}" if kept else None
