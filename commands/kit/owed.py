"""The reviews of activities that are still to be written."""

from storage import Activity

from .context import Ctx


async def owing_reviews(ctx: Ctx) -> list[Activity]:
    """Those that nobody has looked back at, or not at the length their result asks for; the oldest first."""
    over = await ctx.store.activities.listed(ctx.team.id, ("ended", "locked"))
    rules = ctx.metrics.activities
    written = await ctx.store.activities.reviews([one.id for one in over])
    return [one for one in over if rules.owes_review(one, written.get(one.id))]
