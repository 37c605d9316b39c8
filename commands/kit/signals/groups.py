"""Signals that are one matter: those of one community that have no task yet, or the same one, stand on one line, and
whoever takes it has them all."""

from collections.abc import Iterable, Mapping

from commands.kit.context import Ctx
from commands.kit.texts import Said, text
from storage import Community, Person, Risk, Signal

from .look import raised
from .said import line

Group = tuple[Signal, ...]

NUMBERED = text("{number} · {line}")
WITH_TASK = text("{line}, task {number}")
WITH_RISK = text("{line}, risk {number}")


def grouped(found: Iterable[Signal]) -> list[Group]:
    """Those with the most figures first, of as many the oldest. What is about all communities stands alone."""
    groups: dict[tuple[object, ...], list[Signal]] = {}
    for one in found:
        alone = one.number if one.community is None else None
        # What was raised as a risk has no task, and stands beside nothing that waits.
        groups.setdefault((one.community, one.task, one.task is None and one.taken_at, alone), []).append(one)
    return sorted((tuple(group) for group in groups.values()), key=lambda group: -len(group))


async def group_of(ctx: Ctx, signal: Signal) -> Group:
    """It and those that stand with it, in the order of their numbers."""
    for group in grouped(await raised(ctx)) if signal.recovered_at is None else ():
        if signal.number in [one.number for one in group]:
            return tuple(sorted(group, key=lambda one: one.number))
    return (signal,)


def lines(
    ctx: Ctx, groups: Iterable[Group], communities: Mapping[int, Community], people: Mapping[int, Person],
    *, tasks: bool = False, risks: Mapping[int, Risk] | None = None,
) -> list[Said]:  # fmt: skip
    """A line for each, under the number of its first; with ``tasks`` also of what task it became. ``risks`` are what
    some became, by number."""
    said = []
    for group in groups:
        first, words = group[0], line(ctx, group, communities, people)
        if tasks and first.task is not None and first.taken_at is not None:
            words = WITH_TASK(line=words, number=str(first.task))
        elif (risk := (risks or {}).get(first.number)) is not None:
            words = WITH_RISK(line=words, number=str(risk.number))
        said.append(NUMBERED(number=str(first.number), line=words))
    return said
