"""The figures by which activities are judged and run, and those of reviews. They are the field's defaults; a catalogue
of the operator may set others.

ROI is (revenue − refunded revenue) ÷ cost. A proposal below ``least_roi`` is refused, a running activity below
``alarm_roi`` is an alarm, and a locked one below ``least_roi`` has to be explained at length.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from storage import Activity, ActivityReview

from .moments import instant_of
from .texts import Amount

FINEST: Final = Decimal("0.0001")
GREATEST: Final = Decimal(10) ** 13
"""An ROI is kept below this, on either side of zero."""


@dataclass(frozen=True, slots=True)
class Rules:
    least_roi: Decimal = Decimal("1.5")
    alarm_roi: Decimal = Decimal(1)
    preheat_days: int = 3
    ignition_hours: int = 6
    instruction_minutes: int = 30
    afterglow_hours: int = 48
    ask_hours: int = 6
    """Between two questions for sales, refunds and cost."""
    lock_hours: int = 48
    """After the end, until its figures are final."""
    review_hours: int = 24
    share_hours: int = 48
    review_signs: int = 1000
    """What a review has to have when the locked ROI is too low: signs that are not spaces."""
    abnormal_percent: Decimal = Decimal(5)

    def times(self, starts_at: datetime, zone: tzinfo, ends_at: datetime | None = None) -> Mapping[str, datetime]:
        """When the phases of an activity begin and end. ``ends_at`` is the end of its main phase, the ignition. The
        first day of the preheat has the same time of the clock as the start; all else is hours that pass, whatever the
        clocks do meanwhile."""
        local, starts_at = starts_at.astimezone(zone), starts_at.astimezone(UTC)
        preheat = instant_of(local.replace(tzinfo=None) - timedelta(days=self.preheat_days), zone)
        afterglow = ends_at.astimezone(UTC) if ends_at else starts_at + timedelta(hours=self.ignition_hours)
        over = afterglow + timedelta(hours=self.afterglow_hours)
        return {
            "preheat_at": preheat, "starts_at": starts_at, "afterglow_at": afterglow, "ends_at": over,
            "locks_at": over + timedelta(hours=self.lock_hours),
        }  # fmt: skip

    def instructions(self, starts_at: datetime, ends_at: datetime) -> int:
        """How many there are in the main phase."""
        return max(-(-(ends_at - starts_at) // timedelta(minutes=self.instruction_minutes)), 1)

    @property
    def review_after(self) -> timedelta:
        """After the end, until looking back is due."""
        return timedelta(hours=self.review_hours)

    def owes_review(self, activity: Activity, review: ActivityReview | None) -> bool:
        """Whether looking back is still to be done: not at all yet, or too short for what it came to."""
        if activity.phase not in ("ended", "locked"):
            return False
        return review is None or (self.explains(activity) and signs(review) < self.review_signs)

    def explains(self, activity: Activity) -> bool:
        """Whether it has to be explained at length: its locked ROI is too low, or there is none although money was to
        be spent: whoever enters nothing does not escape."""
        if activity.phase != "locked":
            return False
        if activity.locked_roi is None:
            return activity.forecast is not None
        return activity.locked_roi < self.least_roi


DEFAULT: Final = Rules()


@dataclass(frozen=True, slots=True)
class ReviewRules:
    week_minutes: int = 90
    """How long answers to the review of the week are taken, from when it was due."""
    topic_days: int = 3
    """Working days for the figures of the topic meeting; never beyond the month."""
    table_days: int = 4
    """Working days for what the round table came to."""
    diary_signs: int = 300
    promise_days: int = 14
    """In which an improvement that was promised at the round table is answered."""


REVIEWS: Final = ReviewRules()


def roi(revenue: Decimal, refunds: Decimal, cost: Decimal) -> Decimal | None:
    """To four decimals, rounded down: what is shown as 1.5 has reached it. ``None`` when nothing was spent."""
    if not cost:
        return None
    value = ((revenue - refunds) / cost).quantize(FINEST, ROUND_FLOOR)
    return max(min(value, GREATEST - 1), 1 - GREATEST)


def shown_roi(value: Decimal | None) -> Amount:
    """To two decimals, rounded down."""
    return Amount(None if value is None else value.quantize(Decimal("0.01"), ROUND_FLOOR), "ratio")


def signs(review: ActivityReview) -> int:
    """How long a review is: letters, digits, Chinese signs and marks, without the spaces between them."""
    return sum(len("".join(part.split())) for part in review.parts)
