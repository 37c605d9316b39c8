"""Thanks to people by what they did. Everybody stands in the order of the team, so nobody is first and nobody last."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from commands.kit import Bullets, Ctx, Listed, Said, Text, Value, text
from commands.kit.periods import ONE, Period
from commands.kit.reply import Printable
from storage import Person

from .month import Span

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


async def chapter(ctx: Ctx, period: Period) -> list[Printable]:
    found = await _of(ctx, period)
    return [Bullets(tuple(_said(one) for one in found))] if found else []


async def brief(ctx: Ctx, period: Period) -> list[Said]:
    names: list[Value] = [one.who.name for one in await _of(ctx, period)]
    left = len(names) - MOST
    named = [*names[:MOST], OTHERS(n=left)] if left > 0 else names
    return [ALL(names=Listed(tuple(named)))] if named else []


def _said(one: Done) -> Said:
    deeds = tuple(said(n=one.deeds[name]) for name, said in DEEDS.items() if one.deeds[name])
    return THANKS(name=one.who.name, deeds=Listed(deeds, "row"))


async def _of(ctx: Ctx, period: Period) -> list[Done]:
    """Whoever did anything, also who has left since."""
    found = {person.id: Done(person) for person in await ctx.store.people.of(ctx.team.id, left=True)}
    for name, people in (
        ("reports", await _reports(ctx, period)), ("tasks", await _tasks(ctx, period)),
        ("milestones", await _milestones(ctx, period)), ("signals", await _signals(ctx, period)),
        ("promises", await _promises(ctx, period)), ("lessons", await _lessons(ctx, period)),
    ):  # fmt: skip
        for person in people:
            if person in found:
                found[person].deeds[name] += 1
    return [one for one in found.values() if one.deeds]


async def _reports(ctx: Ctx, period: Period) -> list[int | None]:
    days = [period.first + ONE * step for step in range(period.begun(ctx.today).length)]
    return [person for day in days for person, _ in await ctx.store.numbers.reporters(ctx.team.id, day)]


async def _tasks(ctx: Ctx, period: Period) -> Iterable[int | None]:
    span = Span(ctx, period)
    listed = await ctx.store.tasks.listed(ctx.team.id, ["open", "claimed", "done", "verified"])
    there = [
        one.id for one in listed if one.made_at < span.end and (one.ended_at is None or one.ended_at >= span.first)
    ]
    return [holder.person for holder in await ctx.store.tasks.holders(there) if holder.done_at in span]


async def _milestones(ctx: Ctx, period: Period) -> Iterable[int | None]:
    span = Span(ctx, period)
    reached = await ctx.store.milestones.listed(ctx.team.id, ["done", "verified"])
    return [one.owner or one.done_by for one in reached if one.done_at in span]


async def _signals(ctx: Ctx, period: Period) -> Iterable[int | None]:
    span = Span(ctx, period)
    return [one.taken_by for one in await ctx.store.signals.raised(ctx.team.id, period.first) if one.taken_at in span]


async def _promises(ctx: Ctx, period: Period) -> Iterable[int | None]:
    span = Span(ctx, period)
    kept = await ctx.store.promises.listed(ctx.team.id, ["kept"])
    return [one.owner or one.made_by for one in kept if one.ended_at in span]


async def _lessons(ctx: Ctx, period: Period) -> Iterable[int | None]:
    span = Span(ctx, period)
    return [one.made_by for one in await ctx.store.lessons.found(ctx.team.id) if one.made_at in span]
