"""What was abnormal on the day of a digest, for somebody to take up."""

from dataclasses import replace
from datetime import date

from commands.kit import Bullets, Button, Ctx, text
from commands.kit.clean import on_card
from commands.kit.reply import Block
from commands.kit.signals import grouped, lines, raise_button, raised, take_button
from commands.kit.texts import Mono

ABNORMAL = text("Abnormal:")
MORE = text("{n} more: {line}", "{n} more: {line}")
MOST, MOST_TAKES, LONGEST_NAME = 3, 2, 30


async def abnormal(ctx: Ctx, day: date) -> tuple[list[Block], list[Button]]:
    """The figures of that day that are not normal again, a line for each community, those that nobody has first, with
    buttons for these: the others are taken where they are shown."""
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
    among, waiting = len(shown) > 1, [group[0] for group in shown if group[0].waits]
    buttons = [take_button(one, among=among) for one in waiting[:MOST_TAKES]]
    buttons[1:1] = [raise_button(one, among=among) for one in waiting[:1]]
    return [ABNORMAL(), Bullets(tuple(said))], buttons
