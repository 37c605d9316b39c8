"""The diaries that were written at the end of the month, each as it was written."""

from commands.kit import Heading, Said, text
from commands.kit.hints import verbatim
from commands.kit.reply import Printable

from .month import Month

TITLE = text("Diaries")
COUNTED = text("{n} diary was written", "{n} diaries were written")

PART = "diary"
"""The name of the answer that is the diary."""
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
    names = {person.id: person.name for person in await month.ctx.store.people.of(month.ctx.team.id, left=True)}
    found: list[tuple[str, str]] = []
    for round in reversed(await month.ctx.store.rounds.latest(month.ctx.team.id, "month", MANY)):
        if month.period.first <= round.day <= month.period.last:
            for answer in await month.ctx.store.rounds.answers(round.id):
                words = answer.words.get(PART, "").strip()
                if words and answer.person in names:
                    found.append((names[answer.person], words))
    return found
