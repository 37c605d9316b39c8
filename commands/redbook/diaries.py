"""The diaries that were written at the end of the month, each as it was written."""

from commands.kit import Ctx, Heading, Said, text
from commands.kit.hints import verbatim
from commands.kit.periods import Period
from commands.kit.reply import Printable

TITLE = text("Diaries")
COUNTED = text("{n} diary was written", "{n} diaries were written")

PART = "diary"
"""The name of the answer that is the diary."""
MANY = 120
"""Rounds back from now in which the month is sought: ten years."""


async def chapter(ctx: Ctx, period: Period) -> list[Printable]:
    blocks: list[Printable] = []
    for name, words in await _of(ctx, period):
        blocks += [Heading(verbatim(name)), verbatim(words)]
    return blocks


async def brief(ctx: Ctx, period: Period) -> list[Said]:
    found = await _of(ctx, period)
    return [COUNTED(n=len(found))] if found else []


async def _of(ctx: Ctx, period: Period) -> list[tuple[str, str]]:
    """Who wrote, and what, whoever wrote first before the others."""
    names = {person.id: person.name for person in await ctx.store.people.of(ctx.team.id, left=True)}
    found: list[tuple[str, str]] = []
    for round in reversed(await ctx.store.rounds.latest(ctx.team.id, "month", MANY)):
        if period.first <= round.day <= period.last:
            for answer in await ctx.store.rounds.answers(round.id):
                words = answer.words.get(PART, "").strip()
                if words and answer.person in names:
                    found.append((names[answer.person], words))
    return found
