"""The demo's clock: forward only, on the team's wall clock, kept over a restart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.clock import OFFERS, DemoClock
from storage import Storage

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("to", "local"),
    [
        ("morning", "2026-11-25 09:00"),
        ("friday", "2026-11-27 16:00"),
        ("monday", "2026-11-30 09:00"),
        ("month-end", "2026-11-30 15:00"),
    ],
)
async def test_a_jump_lands_on_the_teams_wall_clock(to: str, local: str) -> None:
    clock = DemoClock(lambda: TUESDAY)
    now = await clock.jump(to, SHANGHAI)
    assert f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == local
    assert clock() == now


async def test_jumping_again_goes_on_to_the_next_one() -> None:
    clock = DemoClock(lambda: TUESDAY)
    first = await clock.jump("friday", SHANGHAI)
    assert await clock.jump("friday", SHANGHAI) - first == timedelta(days=7)


async def test_summer_time_does_not_move_the_morning() -> None:
    clock = DemoClock(lambda: datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert (await clock.jump("morning", BERLIN)).astimezone(BERLIN).hour == 9


@given(
    st.integers(0, 2 * 365 * 24 * 60), st.sampled_from(sorted(OFFERS)),
    st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/New_York")]),
)  # fmt: skip
def test_every_offer_lies_ahead(minutes: int, to: str, zone: ZoneInfo) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert now < OFFERS[to][1](now.astimezone(zone)) <= now + timedelta(days=32)


async def test_the_clock_goes_on_and_never_back() -> None:
    real = TUESDAY
    clock = DemoClock(lambda: real)
    await clock.move(timedelta(hours=1))
    real += timedelta(seconds=5)
    assert clock() == TUESDAY + timedelta(hours=1, seconds=5)
    with pytest.raises(ValueError, match="forward"):
        await clock.move(timedelta(seconds=-1))
    with pytest.raises(LookupError):
        await clock.jump("yesterday", SHANGHAI)


async def test_a_restart_keeps_where_the_clock_is(sqlite_storage: Storage) -> None:
    before = DemoClock(lambda: TUESDAY)
    await before.remember(sqlite_storage)
    await before.jump("monday", SHANGHAI)
    after = DemoClock(lambda: TUESDAY + timedelta(minutes=1))
    await after.remember(sqlite_storage)
    assert after() == before() + timedelta(minutes=1)
