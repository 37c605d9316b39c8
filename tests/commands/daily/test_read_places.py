"""Where and when may be said after the numbers as well: order is free."""

from datetime import date
from decimal import Decimal

import pytest

from commands.daily.read import Entry, Reading, Unread, read_report
from commands.kit.metrics import default_catalogue

CATALOGUE = default_catalogue()
COMMUNITIES = {"fans": "fans", "粉丝群": "fans", "moms": "moms", "moms club": "moms"}
TODAY = date(2026, 11, 24)


def read(text: str) -> Reading:
    return read_report(text, CATALOGUE, COMMUNITIES, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "fans joined 3 yesterday", "joined 3 yesterday fans", "joined 3 fans date:mon", "joined 3 date:yesterday fans",
        "joined 3 2026-11-23 fans", "fans joined 3 11月23日", "新增3 昨天 粉丝群", "新增3 周一，粉丝群。",
        "joined 3 fans nov 23", "fans joined 3 last mon", "昨天 fans joined 3 yesterday",
    ],
)  # fmt: skip
def test_community_and_day_may_stand_after_the_numbers(text: str) -> None:
    expected = date(2026, 11, 16) if "last" in text else date(2026, 11, 23)
    assert read(text) == Reading((Entry("fans", expected, {"joined": Decimal(3)}, None),), ())


def test_a_day_after_the_numbers_is_of_all_numbers_of_its_segment() -> None:
    reading = read("fans joined 3 yesterday active 9 note: fans today\nleft 1 today; moms left 2")
    assert reading.entries == (
        Entry("fans", date(2026, 11, 23), {"joined": Decimal(3), "active": Decimal(9)}, "fans today"),
        Entry("fans", TODAY, {"left": Decimal(1)}, None),
        Entry("moms", TODAY, {"left": Decimal(2)}, None),
    )
    assert reading.unread == ()
    assert read("yesterday joined 3 fri").unread == (Unread("fri", (), "twice"),)


def test_what_is_counted_is_no_community_where_one_is_named_already() -> None:
    for text in ("moms joined 3 fans", "community:moms joined 3 fans", "moms\njoined 3 fans"):
        assert read(text) == Reading((Entry("moms", None, {"joined": Decimal(3)}, None),), ())
