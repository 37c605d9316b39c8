"""Days of the team's own calendar come from a file, and what happens by the clock follows them."""

from datetime import date
from pathlib import Path

import pytest

from bot import imports
from commands.kit.menu import Menu
from commands.kit.plan import replan
from storage import OwnDay

from .desk import NOW, Desk, written

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
SUMMARY:春节 假期
DTSTART;VALUE=DATE:20270205
DTEND;VALUE=DATE:20270208
UID:1
END:VEVENT
BEGIN:VEVENT
SUMMARY:春节 补班
DTSTART;VALUE=DATE:20270214
UID:2
END:VEVENT
BEGIN:VEVENT
SUMMARY:Party
DTSTART:20270215T100000Z
DTEND:20270215T120000Z
UID:3
END:VEVENT
BEGIN:VEVENT
SUMMARY:Every year
DTSTART;VALUE=DATE:20270301
RRULE:FREQ=YEARLY
UID:4
END:VEVENT
BEGIN:VEVENT
SUMMARY:For ever
DTSTART;VALUE=DATE:20270401
DTEND;VALUE=DATE:20270901
UID:5
END:VEVENT
END:VCALENDAR
"""


async def brings(desk: Desk, path: Path, content: str, *, dry: bool = False) -> str:
    said: list[str] = []
    try:
        ask = None if dry else (lambda _: True)
        await imports.calendar(desk.storage, desk.team, written(path, content), NOW, said.append, ask)
    except imports.Unusable as error:
        said.append(str(error))
    return "\n".join(said)


async def days(desk: Desk) -> dict[str, tuple[bool, str]]:
    own = await desk.storage.read(lambda unit: unit.own_days.of(desk.team.id))
    return {f"{day:%Y-%m-%d}": (said.works, said.name) for day, said in sorted(own.items())}


async def test_holidays_and_make_up_days_of_an_ics_file(desk: Desk, tmp_path: Path) -> None:
    said = await brings(desk, tmp_path / "cn.ics", ICS)
    assert "understood: 1 working day and 3 days off, 2027-02-05 to 2027-02-14" in said
    assert "line 3, event: 'Party' is not a whole day" in said
    assert "line 4, event: 'Every year' repeats" in said
    assert "line 5, event: 'For ever' lasts longer than" in said
    assert "4 days imported" in said
    off = (False, "春节 假期")
    assert await days(desk) == {
        "2027-02-05": off, "2027-02-06": off, "2027-02-07": off, "2027-02-14": (True, "春节 补班"),
    }  # fmt: skip
    again = await brings(desk, tmp_path / "cn.ics", ICS)
    assert again.endswith("nothing in it can be imported; what is not refused is there already")


async def test_a_calendar_that_is_cut_short_is_not_taken_for_an_empty_one(desk: Desk, tmp_path: Path) -> None:
    for content in (ICS[:200], ICS + ICS[:200]):
        said = await brings(desk, tmp_path / "cn.ics", content)
        assert said == "the calendar is cut short: it has no END:VCALENDAR; download or save it once more"
    assert await days(desk) == {}


@pytest.mark.parametrize(
    "table",
    [
        "day,works,name\n2027-02-05,false,Eve\n2027-02-06,true,\n",
        "\ufeffdate;kind;name\n2027/2/5;Holiday;Eve\n2027-02-06;workday;\n",
        "日期,类型,名称\n2027年2月5日,休,Eve\n2027年2月6日,补班,\n",
    ],
)
async def test_days_of_a_table(desk: Desk, tmp_path: Path, table: str) -> None:
    await brings(desk, tmp_path / "days.csv", table)
    assert await days(desk) == {"2027-02-05": (False, "Eve"), "2027-02-06": (True, "")}


async def test_a_row_that_is_not_understood_is_refused_alone(desk: Desk, tmp_path: Path) -> None:
    rows = ["02-05,false", "2027-02-31,true", "2027-02-07,maybe", "2027-02-08,tru", "2027-02-09,true", "2027-02-09,no"]
    said = await brings(desk, tmp_path / "days.csv", "\n".join(["day,works", *rows]))
    assert "line 2, day: '02-05' is not a day such as 2027-02-06" in said
    assert "line 3, day: '2027-02-31' is not a day such as 2027-02-06 (did you mean 2027-02-28?)" in said
    assert "line 4, works: 'maybe' is neither a working day nor a day off" in said
    assert "line 5, works: 'tru' is neither a working day nor a day off (did you mean true?)" in said
    assert "line 7, day: '2027-02-09' is there twice, once worked and once off" in said
    assert list(await days(desk)) == ["2027-02-09"]


@pytest.mark.parametrize("content", ["day,name\n2027-02-05,Eve\n", "BEGIN:VCALENDAR\nnonsense", "day,works\n", ""])
async def test_what_is_no_calendar_is_said_in_one_line(desk: Desk, tmp_path: Path, content: str) -> None:
    said = await brings(desk, tmp_path / "days.csv", content)
    assert "\n" not in said
    assert "must name the columns" in said or "can be imported" in said or "cannot be read" in said


async def test_a_dry_run_changes_no_day(desk: Desk, tmp_path: Path) -> None:
    assert "to be changed: 4 days" in await brings(desk, tmp_path / "cn.ics", ICS, dry=True)
    assert await days(desk) == {}


async def test_what_comes_by_the_clock_is_planned_anew(desk: Desk, tmp_path: Path) -> None:
    """Every day until the week after next is off, so that what comes on working days comes after it."""
    team, every = desk.team.id, Menu.find().every
    await desk.storage.write(lambda unit: replan(unit, team, every, NOW))
    before = await desk.storage.read(lambda unit: unit.schedules.of(team))
    off = [OwnDay(date(2026, 11, day), False) for day in range(24, 31)]
    off += [OwnDay(date(2026, 12, day), False) for day in range(1, 13)]
    await brings(desk, tmp_path / "d.csv", "\n".join(["day,works", *(f"{own.day},false" for own in off)]))
    after = await desk.storage.read(lambda unit: unit.schedules.of(team))
    moved = {name for name in before if before[name].next_at != after[name].next_at}
    on_workdays = {name for name, each in every.items() if each.when.days == "workdays"}
    assert moved >= on_workdays
