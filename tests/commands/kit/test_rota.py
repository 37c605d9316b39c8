"""Who answers, against a model that walks through time a quarter of an hour at a time, looking at the clock on the
wall; and the days on which the clocks change, spelled out."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.kit.calendar import WorkCalendar
from commands.kit.rota import Rota
from storage import Layer, Person, Role, StandIn

QUARTER = timedelta(minutes=15)
A_DAY = timedelta(days=1)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
ANN, BOB, MEI, LI = 1, 2, 3, 4
BEFORE_THE_CLOCKS_CHANGE = (
    date(2026, 3, 6),
    date(2026, 3, 27),
    date(2026, 4, 3),
    date(2026, 10, 2),
    date(2026, 10, 23),
)


def people(away: dict[int, tuple[date, date]] | None = None) -> dict[int, Person]:
    found = {who: Person(who, 1, str(who), Role.STAFF) for who in (ANN, BOB, MEI, LI)}
    leave = (away or {}).items()
    return found | {who: replace(found[who], away_from=first, away_until=last) for who, (first, last) in leave}


@dataclass
class Model:
    """Walks from the beginning of a layer and changes the turn whenever the clock on the wall says so."""

    layer: Layer
    zone: ZoneInfo
    calendar: WorkCalendar

    def walk(self, until: datetime) -> dict[datetime, int | None]:
        layer, found = self.layer, {}
        passed: set[tuple[date, int]] = set()
        day, began, turn = None, None, -1
        # From two days before, so that it is known which day of duty it is when the layer begins.
        at = layer.begins_at - 2 * A_DAY
        weeks, served = 0, False
        while at < until:
            wall = at.astimezone(self.zone).replace(tzinfo=None)
            parts = 24 // layer.hours if layer.rotation == "hours" else 1
            base = layer.first if layer.first != layer.last else layer.handover
            for back in (1, 0):
                date_ = wall.date() - back * A_DAY
                for part in range(parts):
                    due = datetime.combine(date_, datetime.min.time()) + timedelta(
                        minutes=base + part * layer.hours * 60
                    )
                    if wall >= due and (date_, part) not in passed:
                        passed.add((date_, part))
                        if part == 0:
                            day, began = date_, at
                            if at > layer.begins_at and date_.weekday() == layer.weekday:
                                weeks += 1
                        if at > layer.begins_at and layer.rotation != "weekly" and self._works(day):
                            turn += 1
            if at >= layer.begins_at:
                on = self._works(day) and self._covered(wall, day, began, at)
                if on and not served:
                    turn = weeks = 0
                    served = True
                index = weeks if layer.rotation == "weekly" else turn
                found[at] = layer.people[index % len(layer.people)] if on else None
            at += QUARTER
        return found

    def _works(self, day: date | None) -> bool:
        assert day is not None
        match self.layer.days:
            case "weekdays":
                return day.weekday() < 5
            case "workdays":
                return self.calendar.works(day)
            case _:
                return True

    def _covered(self, wall: datetime, day: date | None, began: datetime | None, at: datetime) -> bool:
        layer = self.layer
        if layer.first == layer.last:
            return True
        assert day is not None
        length = (layer.last - layer.first) % (24 * 60)
        ends = datetime.combine(day, datetime.min.time()) + timedelta(minutes=layer.first + length)
        key = (day, self.zone.key)
        if wall >= ends:
            self._over.add(key)
        return key not in self._over

    def __post_init__(self) -> None:
        self._over: set[tuple[date, str]] = set()


quarters = st.integers(0, 95).map(lambda at: at * 15)
early = st.integers(0, 16).map(lambda at: at * 15)
"""When clocks change."""


@st.composite
def layers(draw: st.DrawFn) -> tuple[Layer, ZoneInfo]:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    rotation: Literal["daily", "weekly", "hours"] = draw(st.sampled_from(("daily", "weekly", "hours")))
    start = draw(st.sampled_from(BEFORE_THE_CLOCKS_CHANGE)) - draw(st.integers(0, 3)) * A_DAY
    begins = datetime.combine(start, datetime.min.time(), UTC) + draw(st.integers(0, 95)) * QUARTER
    minutes = st.one_of(quarters, early)
    first, last = (draw(minutes), draw(minutes)) if rotation != "hours" and draw(st.booleans()) else (0, 0)
    return (
        Layer(
            1, 1, "primary", 0, rotation, tuple(draw(st.lists(st.sampled_from((ANN, BOB, MEI, LI)), min_size=1))),
            begins, handover=draw(minutes), weekday=draw(st.integers(0, 6)),
            hours=draw(st.sampled_from((6, 8, 12))) if rotation == "hours" else 0, first=first, last=last,
            days=draw(st.sampled_from(("all", "weekdays", "workdays"))),
        ),
        zone,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(layers(), st.sampled_from(("CN", "DE", "US")))
def test_turns_are_those_of_a_clock_on_the_wall(drawn: tuple[Layer, ZoneInfo], country: str) -> None:
    layer, zone = drawn
    calendar = WorkCalendar(country)
    rota = Rota([layer], [], people(), zone, calendar)
    until = layer.begins_at + 16 * A_DAY
    for at, expected in Model(layer, zone, calendar).walk(until).items():
        found = rota.who("primary", at)
        assert (found and found[0]) == expected, at.astimezone(zone)


@settings(max_examples=60, deadline=None)
@given(
    layers(), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 200), st.sampled_from((ANN, MEI)))),
    st.one_of(st.none(), st.tuples(st.integers(0, 6), st.integers(0, 3))),
)  # fmt: skip
def test_shifts_ahead_say_the_same_as_each_instant(
    drawn: tuple[Layer, ZoneInfo], stands: list[tuple[int, int, int]], leave: tuple[int, int] | None
) -> None:
    layer, zone = drawn
    begins = layer.begins_at
    stand_ins = [
        StandIn(number, 1, "primary", who, begins + first * QUARTER, begins + (first + length) * QUARTER, begins)
        for number, (first, length, who) in enumerate(stands)
    ]
    first = begins.date() + (leave[0] if leave else 0) * A_DAY
    away = {ANN: (first, first + leave[1] * A_DAY)} if leave else {}
    rota = Rota([layer], stand_ins, people(away), zone, WorkCalendar("CN"))
    since, until = begins - A_DAY, begins + 8 * A_DAY
    duties = rota.duties("primary", since, until)
    assert all(one.from_at < one.until_at for one in duties)
    assert all(one.until_at <= other.from_at for one, other in pairwise(duties))
    at = since
    while at < until:
        there = [one for one in duties if one.from_at <= at < one.until_at]
        agreed = [one for one in stand_ins if one.from_at <= at < one.until_at]
        found = rota.who("primary", at)
        assert [(one.person, one.stands_in) for one in there] == ([found] if found else [])
        if agreed:
            assert found == (agreed[-1].person, True)
        if found is not None:
            on_leave = bool(leave) and found[0] == ANN and first <= at.astimezone(zone).date() <= away[ANN][1]
            assert there[0].away == on_leave
            assert rota.on_call(at) == ([] if on_leave else [("primary", found[0])])
        at += QUARTER


def layer(**values: object) -> Layer:
    begins = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
    usual = Layer(1, 1, "primary", 0, "daily", (ANN, BOB), begins)
    return replace(usual, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 3, 29), "2026-03-29T00:59:00+00:00", "2026-03-29T01:00:00+00:00"),  # 02:30 is jumped over
        (date(2026, 10, 25), "2026-10-25T00:29:00+00:00", "2026-10-25T00:30:00+00:00"),  # 02:30 comes twice
    ],
)
def test_a_handover_while_the_clocks_change_happens_once(day: date, before: str, after: str) -> None:
    rota = Rota([layer(handover=150)], [], people(), ZoneInfo("Europe/Berlin"), WorkCalendar("DE"))
    first, second = (rota.who("primary", datetime.fromisoformat(at)) for at in (before, after))
    assert first is not None
    assert second is not None
    assert {first[0], second[0]} == {ANN, BOB}
    begins = datetime.combine(day, datetime.min.time(), UTC)
    ends = [one.until_at for one in rota.duties("primary", begins - A_DAY / 2, begins + A_DAY / 2)]
    assert ends == [datetime.fromisoformat(after), begins + A_DAY / 2]


def test_working_days_only_shares_the_working_days_out_and_leaves_the_holiday_free() -> None:
    """National Day 2026: off from 1 to 7 October, with 20 September and 10 October made up."""
    shanghai = ZoneInfo("Asia/Shanghai")
    begins = datetime(2026, 9, 30, 9, 0, tzinfo=shanghai)
    rota = Rota([layer(begins_at=begins, days="workdays")], [], people(), shanghai, WorkCalendar("CN"))
    duties = rota.duties("primary", begins, datetime(2026, 10, 13, 9, 0, tzinfo=shanghai))
    days = [(one.from_at.astimezone(shanghai).day, one.person) for one in duties]
    assert days == [(30, ANN), (8, BOB), (9, ANN), (10, BOB), (12, ANN)]


def test_early_and_late_shift_are_two_layers_of_one_day() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    early = layer(name="early", people=(ANN,), first=9 * 60, last=15 * 60)
    late = layer(name="late", position=1, people=(BOB,), first=15 * 60, last=2 * 60)
    rota = Rota([early, late], [], people(), shanghai, WorkCalendar("CN"))

    def names(hour: int) -> list[tuple[str, int]]:
        return rota.on_call(datetime(2026, 4, 1, hour, 0, tzinfo=shanghai))

    assert [names(hour) for hour in (8, 9, 15, 23, 1, 2)] == [
        [], [("early", ANN)], [("late", BOB)], [("late", BOB)], [("late", BOB)], []
    ]  # fmt: skip


def test_nobody_on_leave_is_on_call_and_the_gap_is_found() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    away = {BOB: (date(2026, 4, 2), date(2026, 4, 2))}
    rota = Rota([layer(people=(BOB,))], [], people(away), shanghai, WorkCalendar("CN"))
    midnight = datetime(2026, 4, 2, tzinfo=shanghai)
    assert rota.on_call(midnight) == []
    assert rota.on_call(midnight - QUARTER) == [("primary", BOB)]
    assert rota.gaps("primary", midnight - A_DAY, midnight + 2 * A_DAY) == [
        (midnight, midnight + timedelta(hours=9)), (midnight + timedelta(hours=9), midnight + A_DAY)
    ]  # fmt: skip


def test_the_first_to_come_are_the_first_persons_though_the_layer_begins_between_its_hours() -> None:
    """At noon on a Saturday: the nights begin this evening, working days on Monday, and both with Ann."""
    begins = datetime(2026, 11, 28, 4, tzinfo=UTC)
    night = Layer(1, 1, "night", 0, "daily", (ANN, BOB), begins, first=21 * 60, last=9 * 60)
    work = Layer(2, 1, "work", 1, "weekly", (ANN, BOB), begins, weekday=0, days="weekdays")
    zone = ZoneInfo("Asia/Shanghai")
    rota = Rota([night, work], [], people(), zone, WorkCalendar("CN"))
    assert rota.who("night", datetime(2026, 11, 28, 22, tzinfo=zone)) == (ANN, False)
    assert rota.who("work", datetime(2026, 11, 30, 10, tzinfo=zone)) == (ANN, False)
