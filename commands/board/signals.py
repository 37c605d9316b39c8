"""What was abnormal on the day of a digest, for somebody to take up."""

from dataclasses import replace
from datetime import date

from commands.kit import Bullets, Button, Ctx, text
from commands.kit.clean import on_card
from commands.kit.reply import Block
from commands.kit.signals import grouped, lines, raised, take_button
from commands.kit.texts import Mono

ABNORMAL = text("Abnormal:")
MORE = text("{n} more: {line}", "{n} more: {line}")
MOST, LONGEST_NAME = 3, 30


async def abnormal(ctx: Ctx, day: date) -> tuple[list[Block], list[Button]]:
    """The figures of that day that are not normal again, a line for each community, those that nobody has first, with a
    button for each of those."""
    found = [one for one in await raised(ctx) if one.day == day]
    if not found:
        return [], []
    groups = sorted(grouped(found), key=lambda group: not group[0].waits)
    named = [*await ctx.store.communities.of(ctx.team.id, archived=True)]
    communities = {one.id: replace(one, name=on_card(one.name, LONGEST_NAME)) for one in named}
    known = await ctx.store.people.of(ctx.team.id, left=True)
    people = {one.id: replace(one, name=on_card(one.name, LONGEST_NAME)) for one in known}
    shown = groups[:MOST]
    said = lines(ctx, shown, communities, people)
    if (left := len(groups) - MOST) > 0:
        said.append(MORE(n=left, line=Mono("/signal")))
    takes = [take_button(group[0], among=len(shown) > 1) for group in shown if group[0].waits]
    return [ABNORMAL(), Bullets(tuple(said))], takes
