"""How far a milestone has slipped from where it was first planned."""

from datetime import date

from storage import Milestone

from .context import Ctx


def local_day(ctx: Ctx, milestone: Milestone) -> date:
    return milestone.due_at.astimezone(ctx.zone).date()


def moved_days(ctx: Ctx, milestone: Milestone) -> int:
    """By how many days it has slipped from where it was first planned; 0 when it has not."""
    return max(0, (local_day(ctx, milestone) - milestone.planned_at.astimezone(ctx.zone).date()).days)


def slipping(ctx: Ctx, milestone: Milestone) -> bool:
    """Overdue, or moved later than planned."""
    return milestone.state == "open" and (milestone.due_at <= ctx.now or moved_days(ctx, milestone) > 0)
