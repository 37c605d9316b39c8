"""What a report is held against: the goals of its communities, and of all where it is about all of them."""

from commands.kit import Bullets, Ctx, text
from commands.kit.aims import Aims, aims_of, ways
from commands.kit.periods import Period
from commands.kit.reply import Block

from .subject import Subject

GOALS = text("Goals:")
SOME = 0
"""Several communities, but not all of them: no goal is about just these."""


async def aims_about(ctx: Ctx, subject: Subject, week: Period) -> Aims:
    """For the figures of a report, which are those of all its communities together."""
    aims = await aims_of(ctx, None, week)
    if len(subject.communities) == 1:
        return aims.of(subject.communities[0].id)
    return aims if await _all(ctx, subject) else aims.of(SOME)


async def goals(ctx: Ctx, subject: Subject, week: Period) -> list[Block]:
    """Those of each of its communities, and her own; how they stood when the week was over."""
    ids: set[int | None] = {each.id for each in subject.communities}
    ids |= {None} if await _all(ctx, subject) else set()
    who = subject.person.id if subject.person is not None else 0
    aims = await aims_of(ctx, None, week)
    mine = [goal for goal in aims.goals if goal.kind == "span" and (goal.community in ids or goal.owner == who)]
    lines = await ways(ctx, mine, week.begun(ctx.today).last)
    return [GOALS(), Bullets(tuple(lines))] if lines else []


async def _all(ctx: Ctx, subject: Subject) -> bool:
    living = {one.id for one in (await ctx.communities()).values()}
    return living <= {each.id for each in subject.communities}
