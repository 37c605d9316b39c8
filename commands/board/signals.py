"""What was abnormal on the day of a digest, for somebody to take up."""

from dataclasses import replace
from datetime import date

from commands.kit import Bullets, Button, Ctx, text
from commands.kit.clean import on_card
from commands.kit.reply import Block
from commands.kit.signals import line, raised, take_button
from commands.kit.texts import Mono

ABNORMAL = text("Abnormal:")
NUMBERED = text("{number} · {line}")
MORE = text("{n} more: {line}", "{n} more: {line}")
MOST, LONGEST_NAME = 3, 30


async def abnormal(ctx: Ctx, day: date) -> tuple[list[Block], list[Button]]:
    """The figures of that day that are not normal again, those that nobody has first, with a button for each of
    those."""
    found = [one for one in await raised(ctx) if one.day == day]
    if not found:
        return [], []
    found.sort(key=lambda one: not one.waits)
    named = [*await ctx.store.communities.of(ctx.team.id, archived=True)]
    communities = {one.id: replace(one, name=on_card(one.name, LONGEST_NAME)) for one in named}
    known = await ctx.store.people.of(ctx.team.id, left=True)
    people = {one.id: replace(one, name=on_card(one.name, LONGEST_NAME)) for one in known}
    shown = found[:MOST]
    lines = [NUMBERED(number=str(one.number), line=line(ctx, one, communities, people)) for one in shown]
    if (left := len(found) - MOST) > 0:
        lines.append(MORE(n=left, line=Mono("/signal")))
    takes = [take_button(one, among=len(shown) > 1) for one in shown if one.waits]
    return [ABNORMAL(), Bullets(tuple(lines))], takes
