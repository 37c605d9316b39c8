"""Thanks to people by what they did. Everybody stands in the order of the team, so nobody is first and nobody last."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from commands.kit import Bullets, Listed, Said, Text, Value, text
from commands.kit.periods import ONE
from commands.kit.reply import Printable
from storage import Person

from .month import Month

TITLE = text("Thank you")
THANKS = text("{name}, thank you: {deeds}.")
ALL = text("Thank you, {names}!")
OTHERS = text("{n} other", "{n} others")

DEEDS: dict[str, Text] = {
    "reports": text("{n} daily report", "{n} daily reports"),
    "tasks": text("{n} task done", "{n} tasks done"),
    "milestones": text("{n} milestone reached", "{n} milestones reached"),
    "signals": text("{n} abnormal figure taken care of", "{n} abnormal figures taken care of"),
    "promises": text("{n} promise kept", "{n} promises kept"),
    "lessons": text("{n} lesson shared", "{n} lessons shared"),
}
"""In the order in which they are said."""
MOST = 12
"""Names in the message."""


@dataclass
class Done:
    who: Person
    deeds: Counter[str] = field(default_factory=Counter)


async def chapter(month: Month) -> list[Printable]:
    found = await _of(month)
    return [Bullets(tuple(_said(one) for one in found))] if found else []


async def brief(month: Month) -> list[Said]:
    names: list[Value] = [one.who.name for one in await _of(month)]
    left = len(names) - MOST
    named = [*names[:MOST], OTHERS(n=left)] if left > 0 else names
    return [ALL(names=Listed(tuple(named)))] if named else []


def _said(one: Done) -> Said:
    deeds = tuple(said(n=one.deeds[name]) for name, said in DEEDS.items() if one.deeds[name])
    return THANKS(name=one.who.name, deeds=Listed(deeds, "row"))


async def _of(month: Month) -> list[Done]:
    """Whoever did anything, also who has left since."""
    found = {person.id: Done(person) for person in await month.ctx.store.people.of(month.ctx.team.id, left=True)}
    for name, people in (
        ("reports", await _reports(month)), ("tasks", await _tasks(month)),
        ("milestones", await _milestones(month)), ("signals", await _signals(month)),
        ("promises", await _promises(month)), ("lessons", await _lessons(month)),
    ):  # fmt: skip
        for person in people:
            if person in found:
                found[person].deeds[name] += 1
    return [one for one in found.values() if one.deeds]


async def _reports(month: Month) -> list[int | None]:
    days = [month.period.first + ONE * step for step in range(month.period.begun(month.ctx.today).length)]
    return [person for day in days for person, _ in await month.ctx.store.numbers.reporters(month.ctx.team.id, day)]


async def _tasks(month: Month) -> Iterable[int | None]:
    listed = await month.ctx.store.tasks.listed(month.ctx.team.id, ["open", "claimed", "done", "verified"])
    there = [
        one.id for one in listed if one.made_at < month.end and (one.ended_at is None or one.ended_at >= month.begin)
    ]
    return [holder.person for holder in await month.ctx.store.tasks.holders(there) if holder.done_at in month]


async def _milestones(month: Month) -> Iterable[int | None]:
    reached = await month.ctx.store.milestones.listed(month.ctx.team.id, ["done", "verified"])
    return [one.owner or one.done_by for one in reached if one.done_at in month]


async def _signals(month: Month) -> Iterable[int | None]:
    return [
        one.taken_by
        for one in await month.ctx.store.signals.raised(month.ctx.team.id, month.period.first)
        if one.taken_at in month
    ]


async def _promises(month: Month) -> Iterable[int | None]:
    kept = await month.ctx.store.promises.listed(month.ctx.team.id, ["kept"])
    return [one.owner or one.made_by for one in kept if one.ended_at in month]


async def _lessons(month: Month) -> Iterable[int | None]:
    return [one.made_by for one in await month.ctx.store.lessons.found(month.ctx.team.id) if one.made_at in month]
