"""How much each was on call, against a model that walks through time a quarter of an hour at a time."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.kit.calendar import Override, WorkCalendar
from commands.kit.fairness import Had, fairness
from commands.kit.rota import Rota
from storage import Layer, Person, StandIn

from .test_rota import A_DAY, ANN, BOB, LI, MEI, QUARTER, layer, layers, people

SHANGHAI = ZoneInfo("Asia/Shanghai")
AN_HOUR = timedelta(hours=1)


def local(day: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)


def by_person(found: list[Had]) -> dict[int, Had]:
    return {one.person: one for one in found}


def hours(had: Had) -> tuple[float, float, float, float]:
    return tuple(one / AN_HOUR for one in (had.hours, had.weekend, had.holiday, had.night))  # type: ignore[return-value]


@settings(max_examples=60, deadline=None)
@given(
    layers(), st.lists(st.tuples(st.integers(0, 600), st.integers(1, 200), st.sampled_from((ANN, MEI)))),
    st.one_of(st.none(), st.tuples(st.integers(0, 6), st.integers(0, 3))), st.sampled_from(("CN", "DE", "US")),
    st.one_of(st.none(), st.integers(0, 700)),
)  # fmt: skip
def test_hours_are_those_of_a_walk_through_time(
    drawn: tuple[Layer, ZoneInfo], stands: list[tuple[int, int, int]], leave: tuple[int, int] | None, country: str,
    left: int | None,
) -> None:  # fmt: skip
    one, zone = drawn
    begins = one.begins_at
    stand_ins = [
        StandIn(number, 1, "primary", who, begins + first * QUARTER, begins + (first + length) * QUARTER, begins)
        for number, (first, length, who) in enumerate(stands)
    ]
    first = begins.date() + (leave[0] if leave else 0) * A_DAY
    known = people({ANN: (first, first + leave[1] * A_DAY)} if leave else {})
    if left is not None:
        known[BOB] = replace(known[BOB], left_at=begins + left * QUARTER)
    calendar = WorkCalendar(country)
    rota = Rota([one], stand_ins, known, zone, calendar)
    since, until = begins + 5 * QUARTER, begins + 8 * A_DAY
    told: Counter[tuple[int, str]] = Counter()
    at = since
    while at < until:
        found, wall = rota.who("primary", at), at.astimezone(zone)
        gone = found is not None and found[0] == BOB and left is not None and at >= begins + left * QUARTER
        if found is not None and not gone and not known[found[0]].away_on(wall.date()):
            kinds = ["hours", calendar.look(wall.date()).kind]
            kinds += ["night"] if wall.hour >= 23 or wall.hour < 8 else []
            told.update((found[0], kind) for kind in kinds)
        at += QUARTER
    for had in fairness(rota, since, until):
        expected = tuple(told[had.person, kind] / 4 for kind in ("hours", "weekend", "holiday", "night"))
        assert hours(had) == expected
        assert bool(had.shifts) == bool(had.hours)
        assert bool(had.holidays) == bool(had.holiday)
        assert had.workday >= timedelta()
    assert {who for who, _ in told} <= by_person(fairness(rota, since, until)).keys()


def test_a_national_day_is_a_holiday_and_the_saturday_made_up_for_it_a_working_day() -> None:
    """2026: off from Thursday the 1st to Wednesday the 7th of October, worked on Saturday the 10th."""
    begins = local("2026-09-28 09:00")
    rota = Rota([layer(rotation="daily", begins_at=begins)], [], people(), SHANGHAI, WorkCalendar("CN"))
    saturday = fairness(rota, local("2026-10-10 09:00"), local("2026-10-11 00:00"))
    assert [hours(one) for one in saturday if one.hours] == [(15, 0, 0, 1)]
    thursday = fairness(rota, local("2026-10-01 09:00"), local("2026-10-02 09:00"))
    assert [(hours(one), one.holidays) for one in thursday if one.hours] == [((24, 0, 24, 9), 1)]


def test_what_the_team_itself_has_named_a_day_off_is_a_holiday() -> None:
    day = date(2026, 11, 24)
    calendar = WorkCalendar("CN", {day: Override(works=False, name="Team day")})
    rota = Rota([layer(begins_at=local("2026-11-01"))], [], people(), SHANGHAI, calendar)
    (had,) = [one for one in fairness(rota, local("2026-11-24 10:00"), local("2026-11-24 12:00")) if one.hours]
    assert (hours(had), had.holidays) == ((2, 0, 2, 0), 1)


def test_who_stood_in_has_the_hours_and_a_shift_that_was_interrupted_is_one() -> None:
    begins = local("2026-11-23 09:00")
    weekly = layer(rotation="weekly", begins_at=begins)
    mei = StandIn(1, 1, "primary", MEI, local("2026-11-25 12:00"), local("2026-11-25 14:00"), begins)
    rota = Rota([weekly], [mei], people(), SHANGHAI, WorkCalendar("CN"))
    found = by_person(fairness(rota, begins, begins + 7 * A_DAY))
    assert (found[ANN].shifts, hours(found[ANN])[0]) == (1, 166)
    assert (found[MEI].shifts, hours(found[MEI])[0]) == (1, 2)
    assert (found[BOB].shifts, hours(found[BOB])[0]) == (0, 0), "in the rota without a turn yet"


def test_leave_counts_for_nobody_and_the_shift_stays_one() -> None:
    begins = local("2026-11-23 09:00")
    away = {ANN: (date(2026, 11, 25), date(2026, 11, 25))}
    rota = Rota([layer(rotation="weekly", begins_at=begins)], [], people(away), SHANGHAI, WorkCalendar("CN"))
    found = by_person(fairness(rota, begins, begins + 7 * A_DAY))
    assert (found[ANN].shifts, hours(found[ANN])[0]) == (1, 144)
    assert sum((one.hours for one in found.values()), timedelta()) == 144 * AN_HOUR


def test_a_layer_that_has_ended_counts_as_long_as_it_lasted() -> None:
    begins = local("2026-11-23 09:00")
    old = layer(id=1, people=(LI,), begins_at=begins, ends_at=begins + 6 * AN_HOUR)
    new = layer(id=2, people=(ANN,), begins_at=begins + 6 * AN_HOUR)
    rota = Rota([old, new], [], people(), SHANGHAI, WorkCalendar("CN"))
    found = by_person(fairness(rota, begins, begins + A_DAY))
    assert (hours(found[LI])[0], hours(found[ANN])[0]) == (6, 18)


def test_two_layers_of_one_person_are_two_shifts() -> None:
    begins = local("2026-11-23 09:00")
    both = [layer(people=(ANN,), begins_at=begins), layer(id=2, name="backup", people=(ANN,), begins_at=begins)]
    (had,) = fairness(Rota(both, [], people(), SHANGHAI, WorkCalendar("CN")), begins, begins + A_DAY)
    assert (had.shifts, had.hours) == (2, 48 * AN_HOUR)


def test_whoever_left_or_only_watches_by_now_was_on_call_all_the_same() -> None:
    begins = local("2026-11-23 09:00")
    known: dict[int, Person] = people()
    known[ANN] = replace(known[ANN], left_at=begins + 5 * AN_HOUR)
    rota = Rota([layer(people=(ANN,), begins_at=begins)], [], known, SHANGHAI, WorkCalendar("CN"))
    (had,) = fairness(rota, begins, begins + A_DAY)
    assert had.hours == 5 * AN_HOUR


def test_the_hour_that_comes_twice_is_counted_twice_at_night() -> None:
    zone = ZoneInfo("Europe/Berlin")
    rota = Rota([layer(people=(ANN,))], [], people(), zone, WorkCalendar("DE"))
    (had,) = fairness(rota, local("2026-10-24 23:00", zone), local("2026-10-25 08:00", zone))
    assert hours(had) == (10, 10, 0, 10)
