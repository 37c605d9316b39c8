"""The diaries that were written at the end of the month, each as it was written, once its book goes out."""

from datetime import datetime, time
from typing import Final

from commands.kit import Heading, Said, text
from commands.kit.hints import verbatim
from commands.kit.moments import instant_of
from commands.kit.plan import calendar_of
from commands.kit.reply import Printable

from .month import Month

TITLE = text("Diaries")
COUNTED = text("{n} diary was written", "{n} diaries were written")

PART = "diary"
"""The name of the answer that is the diary."""
GOES_OUT: Final = time(10)
"""On the first working day of the next month. Whoever wrote was told that nobody reads it before."""
MANY = 120
"""Rounds back from now in which the month is sought: ten years."""


async def chapter(month: Month) -> list[Printable]:
    blocks: list[Printable] = []
    for name, words in await _of(month):
        blocks += [Heading(verbatim(name)), verbatim(words)]
    return blocks


async def brief(month: Month) -> list[Said]:
    found = await _of(month)
    return [COUNTED(n=len(found))] if found else []


async def _of(month: Month) -> list[tuple[str, str]]:
    """Who wrote, and what, whoever wrote first before the others."""
    ctx = month.ctx
    if not month.posted and ctx.now < await _goes_out(month):
        return []
    names = {person.id: person.name for person in await ctx.store.people.of(ctx.team.id, left=True)}
    found: list[tuple[str, str]] = []
    for round in reversed(await ctx.store.rounds.latest(ctx.team.id, "month", MANY)):
        if month.period.first <= round.day <= month.period.last and round.closes_at <= ctx.now:
            for answer in await ctx.store.rounds.answers(round.id):
                words = answer.words.get(PART, "").strip()
                if words and answer.person in names:
                    found.append((names[answer.person], words))
    return found


async def _goes_out(month: Month) -> datetime:
    ctx = month.ctx
    day = (await calendar_of(ctx.store, ctx.team)).later(month.period.last, 1)
    return instant_of(datetime.combine(day, GOES_OUT), ctx.zone)
