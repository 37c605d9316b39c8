"""The demo's clock: forward only, on the team's wall clock, kept over a restart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.clock import MOMENTS, DemoClock
from storage import Storage

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)


def test_a_moment_is_one_of_the_teams_wall_clock() -> None:
    found = MOMENTS["morning"][1](TUESDAY.astimezone(SHANGHAI))
    assert f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == "2026-11-25 09:00"


def test_at_a_moment_the_next_one_of_its_name_is_meant() -> None:
    morning = MOMENTS["morning"][1]
    first = morning(TUESDAY.astimezone(SHANGHAI))
    assert morning(first.astimezone(SHANGHAI)) - first == timedelta(days=1)


def test_summer_time_does_not_move_the_morning() -> None:
    eve = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert MOMENTS["morning"][1](eve.astimezone(BERLIN)).astimezone(BERLIN).hour == 9


@given(
    st.integers(0, 2 * 365 * 24 * 60), st.sampled_from(sorted(MOMENTS)),
    st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/New_York")]),
)  # fmt: skip
def test_every_moment_lies_ahead(minutes: int, to: str, zone: ZoneInfo) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert now < MOMENTS[to][1](now.astimezone(zone)) <= now + timedelta(days=32)


async def test_the_clock_goes_on_and_never_back() -> None:
    real = TUESDAY
    clock = DemoClock(lambda: real)
    await clock.move(TUESDAY + timedelta(hours=1))
    real += timedelta(seconds=5)
    later = TUESDAY + timedelta(hours=1, seconds=5)
    assert clock() == later
    await clock.move(TUESDAY)
    assert clock() == later


async def test_a_restart_keeps_where_the_clock_is_also_behind_the_real_one(sqlite_storage: Storage) -> None:
    for begins in (timedelta(days=6), timedelta(hours=-9)):
        before = DemoClock(lambda: TUESDAY)
        await before.remember(sqlite_storage)
        await before.begin(TUESDAY + begins)
        after = DemoClock(lambda: TUESDAY + timedelta(minutes=1))
        await after.remember(sqlite_storage)
        assert after() == before() + timedelta(minutes=1)
