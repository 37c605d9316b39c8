"""What became of the month's activities: won, lost, still open, stopped."""

from collections.abc import Sequence

from commands.kit import Bullets, Ctx, Heading, Moment, Said, Table, Value, text
from commands.kit.hints import verbatim
from commands.kit.reply import Printable
from commands.kit.rules import shown_roi
from commands.kit.tiers import PHASES, TIERS
from storage import Activity, ActivityReview

from .month import Month

TITLE = text("Activities")
ACTIVITY = text("Activity")
TIER = text("Tier")
FORECAST = text("Forecast ROI")
FINAL = text("Final ROI")
RESULT = text("Result")
WON = text("✓ won: ROI of at least {least}")
LOST = text("✗ failed: ROI below {least}")
FREE = text("✓ closed, without money")
UNSAID = text("✗ closed, nobody entered its figures")
STOPPED = text("■ stopped")
OPEN = text("○ figures final {when}")
GOING = text("○ goes on until {when}")
NAMED = text("{number} · {name}")
PART = text("{part}: {words}")
PARTS = (text("Goal"), text("Achieved"), text("Deviation"), text("Root cause"), text("Improvement"))

CLOSED = text("{n} activity closed, {won} of them won", "{n} activities closed, {won} of them won")
BEST = text(
    "{n} activity closed, {won} of them won; the best: {name} (ROI {roi})",
    "{n} activities closed, {won} of them won; the best: {name} (ROI {roi})",
)
RUN = text("{n} activity ran, none is closed yet", "{n} activities ran, none is closed yet")


async def chapter(month: Month) -> list[Printable]:
    found = await _of(month)
    if not found:
        return []
    columns = (ACTIVITY(), RESULT(), FINAL(), FORECAST(), TIER())
    rows = tuple(
        (
            _named(one), _result(month.ctx, one), shown_roi(one.locked_roi if one.phase == "locked" else None),
            shown_roi(one.forecast), TIERS[one.tier](),
        )
        for one in found
    )  # fmt: skip
    reviews = await month.ctx.store.activities.reviews([one.id for one in found])
    blocks: list[Printable] = [Table(columns, rows)]
    for one in found:
        if (review := reviews.get(one.id)) is not None:
            blocks += [Heading(_named(one)), Bullets(_parts(review))]
    return blocks


async def brief(month: Month) -> list[Said]:
    found = await _of(month)
    closed = [one for one in found if one.phase == "locked"]
    if not closed:
        return [RUN(n=len(found))] if found else []
    least = month.ctx.metrics.activities.least_roi
    won = [one for one in closed if one.locked_roi is not None and one.locked_roi >= least]
    if not won:
        return [CLOSED(n=len(closed), won=0)]
    best = max(won, key=lambda one: one.locked_roi or 0)
    return [BEST(n=len(closed), won=len(won), name=best.name, roi=shown_roi(best.locked_roi))]


async def _of(month: Month) -> Sequence[Activity]:
    """Those that ran, were closed or stopped in the month; the soonest first. What was only planned brought nothing."""
    until = min(month.end, month.ctx.now)

    def belongs(one: Activity) -> bool:
        if one.phase == "locked" and one.locked_at in month:
            return True
        if one.stopped_at is not None:
            return one.stopped_at in month
        return (
            one.phase not in ("proposed", "refused", "approved")
            and one.preheats_at < until
            and one.ends_at > month.begin
        )

    return [one for one in await month.ctx.store.activities.listed(month.ctx.team.id, tuple(PHASES)) if belongs(one)]


def _result(ctx: Ctx, one: Activity) -> Said:
    rules = ctx.metrics.activities
    if one.phase == "locked":
        if one.locked_roi is None:
            return UNSAID() if rules.explains(one) else FREE()
        return (WON if one.locked_roi >= rules.least_roi else LOST)(least=rules.least_roi)
    if one.stopped_at is not None:
        return STOPPED()
    return GOING(when=Moment(one.ends_at)) if one.running else OPEN(when=Moment(one.locks_at))


def _named(one: Activity) -> Said:
    return NAMED(number=str(one.number), name=one.name)


def _parts(review: ActivityReview) -> tuple[Said, ...]:
    pairs: list[tuple[Said, Value]] = list(zip((part() for part in PARTS), review.parts, strict=True))
    return tuple(PART(part=part, words=verbatim(words)) for part, words in pairs)
