"""A layer that is made again and again: what was before stays as it was."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.kit.calendar import WorkCalendar
from commands.kit.rota import Rota
from storage import Layer, StandIn

from .test_rota import A_DAY, ANN, BOB, MEI, QUARTER, Model, layer, layers, people


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[Layer], ZoneInfo]:
    """A layer that is made again and again: each row ends the one before."""
    one, zone = draw(layers())
    found = [one]
    for number in range(2, draw(st.integers(2, 4)) + 1):
        other, _ = draw(layers())
        begins = found[-1].begins_at + draw(st.integers(0, 500)) * QUARTER
        found[-1] = replace(found[-1], ends_at=begins)
        found.append(replace(other, id=number, begins_at=begins))
    return found, zone


@settings(max_examples=60, deadline=None)
@given(rows(), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 300), st.sampled_from((ANN, MEI))), max_size=3))
def test_whoever_makes_a_layer_again_changes_nothing_before(
    drawn: tuple[list[Layer], ZoneInfo], stands: list[tuple[int, int, int]]
) -> None:
    made, zone = drawn
    begins, now = made[0].begins_at, made[-1].begins_at
    stand_ins = [
        StandIn(number, 1, "primary", who, begins + first * QUARTER, begins + (first + length) * QUARTER, begins)
        for number, (first, length, who) in enumerate(stands)
    ]
    after = Rota(made, stand_ins, people(), zone, WorkCalendar("CN"))
    before = replace(after, layers=[*made[:-2], replace(made[-2], ends_at=None)], _counted={})
    assert after.duties("primary", begins - A_DAY, now) == before.duties("primary", begins - A_DAY, now)


@settings(max_examples=60, deadline=None)
@given(rows(), st.sampled_from(("CN", "DE", "US")))
def test_shifts_are_those_of_the_row_that_counts_then(drawn: tuple[list[Layer], ZoneInfo], country: str) -> None:
    made, zone = drawn
    calendar = WorkCalendar(country)
    rota = Rota(made, [], people(), zone, calendar)
    until = made[-1].begins_at + 8 * A_DAY
    alone = [Rota([replace(one, ends_at=None)], [], people(), zone, calendar) for one in made]
    for one, other in zip(made, alone, strict=True):
        first, last = one.begins_at, one.ends_at or until
        walked = Model(one, zone, calendar).walk(last)
        assert all((found := rota.who("primary", at)) == (who and (who, False)) for at, who in walked.items()), found
        inner = [duty for duty in rota.duties("primary", first, last) if first < duty.from_at]
        assert inner == [duty for duty in other.duties("primary", first, last) if first < duty.from_at]


def test_a_week_stays_one_shift_after_a_day_of_daily_turns() -> None:
    begins, daily = datetime(2026, 11, 2, 1, tzinfo=UTC), datetime(2026, 11, 25, 4, tzinfo=UTC)
    weekly = layer(rotation="weekly", begins_at=begins, ends_at=daily, handover=540, weekday=0)
    again = [
        layer(id=2, begins_at=daily, ends_at=daily + A_DAY, handover=540),
        layer(id=3, rotation="weekly", begins_at=daily + A_DAY, handover=540, weekday=0),
    ]
    rota = Rota([weekly, *again], [], people(), ZoneInfo("Asia/Shanghai"), WorkCalendar("CN"))
    duties = rota.duties("primary", begins, daily + 10 * A_DAY)
    assert [(f"{one.from_at:%m-%d %H}", one.person) for one in duties] == [
        ("11-02 01", ANN), ("11-09 01", BOB), ("11-16 01", ANN), ("11-23 01", BOB), ("11-25 04", ANN),
        ("11-26 01", BOB), ("11-26 04", ANN), ("11-30 01", BOB),
    ]  # fmt: skip
