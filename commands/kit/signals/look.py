"""Looking at a day: what is abnormal is raised once, what is normal again recovers."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from commands.kit.context import Ctx
from storage import Signal

from .figures import keys_of
from .judge import Key, Look, daily_ones, judged, judged_of
from .risks import opened_about
from .rules import Verdict

CATCHES_UP: Final = timedelta(days=14)
"""How far back days are looked at that nobody has looked at in time."""
STILL_NEWS: Final = timedelta(days=7)
"""How old a day may be for a risk to be offered with what was entered of it."""


async def look(ctx: Ctx, day: date) -> None:
    """Judge one day of the team, and the weeks and months that it completes. A day may be looked at again and again: of
    one before the last that was looked at, only what was raised on that same day recovers. The days between that and
    this one come first, so that none is left out by whoever looks seldom."""
    if day > ctx.now.astimezone(ctx.zone).date():
        return
    mark = f"signals:{ctx.team.id}:looked"
    kept = await ctx.store.marks.get(mark)
    last = date.fromisoformat(kept) if kept else None
    if last is not None and day < last:
        await _look(ctx, day, old=True)
        return
    at = day if last is None else min(day, max(last + timedelta(days=1), day - CATCHES_UP))
    while at <= day:
        await _look(ctx, at, old=False)
        at += timedelta(days=1)
    await ctx.store.marks.set(mark, day.isoformat())


async def look_at(ctx: Ctx, community: int, day: date) -> list[Signal]:
    """Judge what was entered of one community and day before the day is looked at. Returns what stands of what is
    abnormal that day, raised then or before."""
    seen = await judged_of(ctx, community, day, daily_ones(ctx))
    known = [one for one in await ctx.store.signals.raised(ctx.team.id, day) if key_of(one) in seen.watched]
    await _settle(ctx, day, known, seen, old=True)
    over = {key for key, verdict in seen.found.items() if verdict.abnormal}
    return [one for one in await raised(ctx) if key_of(one) in over]


async def crossed(ctx: Ctx, community: int, day: date, entered: Collection[str]) -> list[Signal]:
    """The figures that what was just entered went into and that are abnormal by it, as long as nobody has taken them;
    not raised yet, as more may be entered before the day is looked at."""
    metrics = [metric for metric in daily_ones(ctx) if not {*keys_of(metric)}.isdisjoint(entered)]
    if not metrics or day < ctx.today - STILL_NEWS:
        return []
    seen = await judged_of(ctx, community, day, metrics)
    over = {key: verdict for key, verdict in seen.found.items() if verdict.abnormal}
    known = await ctx.store.signals.raised(ctx.team.id, day) if over else []
    taken = {key_of(one) for one in known if one.recovered_at is None and one.taken_at is not None}
    return [_new(ctx, day, key, verdict) for key, verdict in over.items() if key not in taken]


async def raised(ctx: Ctx, since: date | None = None) -> list[Signal]:
    """Those that stand, of the communities that the team has; with ``since`` also those that ended on that day or
    later."""
    living = {one.id for one in (await ctx.communities()).values()}
    found = await ctx.store.signals.raised(ctx.team.id, since)
    return [one for one in found if one.community is None or one.community in living]


async def _look(ctx: Ctx, day: date, *, old: bool) -> None:
    known = await ctx.store.signals.raised(ctx.team.id, day)
    await _settle(ctx, day, known, await judged(ctx, day), old=old)


async def _settle(ctx: Ctx, day: date, known: Sequence[Signal], seen: Look, *, old: bool) -> None:
    by_key: dict[Key, list[Signal]] = {}
    for signal in known:
        by_key.setdefault(key_of(signal), []).append(signal)
    for key, signals in by_key.items():
        verdict = seen.found.get(key)
        normal = verdict is not None and not verdict.abnormal
        for signal in signals:
            mine = signal.day == day or (signal.day < day and not old)
            if signal.recovered_at is None and mine and (normal or key not in seen.watched):
                # What is watched no more, such as a goal that has ended, goes away without being normal again.
                await ctx.store.signals.recover(signal.id, ctx.now, day if normal else None)
    for key, verdict in seen.found.items():
        if verdict.abnormal:
            await _raise(ctx, day, key, verdict, by_key.get(key, []))


async def _raise(ctx: Ctx, day: date, key: Key, verdict: Verdict, before: Sequence[Signal]) -> None:
    """``before``: those of the same key that are open, or that this day or a later one knows of."""
    figures = {"value": verdict.value, "limit": verdict.limit, "base": verdict.base}
    for signal in before:
        if signal.recovered_at is None:
            if signal.day == day and signal.taken_at is None and _figures(signal) != figures:
                await ctx.store.signals.change(signal.id, **figures)  # it was corrected, and nobody has acted on it
            return
    ended = [signal for signal in before if _ended(signal) >= day]
    if any(_ended(signal) != day for signal in ended):
        return
    if ended:
        # A correction had made it normal, and another one makes it abnormal: it is still the same.
        last = max(ended, key=lambda signal: signal.number)
        told = figures if last.day == day and last.taken_at is None else {}
        await ctx.store.signals.change(last.id, recovered_at=None, recovered_on=None, **told)
        return
    signal = await ctx.store.signals.add(_new(ctx, day, key, verdict))
    if (risk := await opened_about(ctx, signal)) is not None:
        await ctx.store.signals.change(signal.id, taken_at=risk.raised_at)


def _new(ctx: Ctx, day: date, key: Key, verdict: Verdict) -> Signal:
    return Signal(
        0, ctx.team.id, 0, key.metric, key.rule, day, verdict.value, verdict.limit, ctx.now,
        per=key.per, base=verdict.base, community=key.community, goal=key.goal,
    )  # fmt: skip


def _ended(signal: Signal) -> date:
    """The day it was normal again; of one that was watched no more, its own."""
    return signal.recovered_on or signal.day


def _figures(signal: Signal) -> dict[str, object]:
    return {"value": signal.value, "limit": signal.limit, "base": signal.base}


def key_of(signal: Signal) -> Key:
    return Key(signal.metric, signal.rule, signal.per, signal.community, signal.goal)
