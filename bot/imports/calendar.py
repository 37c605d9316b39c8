"""Days of the team's own calendar: an ICS file, or csv with ``day``, ``works`` or ``kind``, and ``name``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from commands.kit.clean import one_line
from commands.kit.days import read_day
from commands.kit.dayword import UnreadableDay
from commands.kit.plan import replan
from commands.kit.schedule import Every
from commands.kit.width import narrow
from commands.kit.words import fold, nearest
from storage import Entry, OwnDay, Storage, Unit

from .read import BY
from .refused import Refused, Unusable
from .source import BIGGEST, open_source, words_of

LONGEST = 62
"""Days of one event: a longer one is a slip."""
SOME_DAY = date(2026, 1, 1)

_COLUMNS = {
    **dict.fromkeys(("day", "date", "日期"), "day"),
    **dict.fromkeys(("works", "workday", "上班", "工作"), "works"),
    **dict.fromkeys(("kind", "type", "类型", "類型"), "kind"),
    **dict.fromkeys(("name", "summary", "名称", "名稱"), "name"),
}
_WORKED = frozenset(
    {"true", "yes", "1", "是", "workday", "working day", "work", "班", "上班", "补班", "補班", "工作日"}
)
_OFF = frozenset(
    {"false", "no", "0", "否", "off", "holiday", "day off", "休", "休息", "放假", "假期", "假日", "节假日"}
)
_MAKE_UP = ("班", "workday", "working day", "make up", "makeup", "compensatory work")
"""What the name of a day that is worked holds, in calendars that only have names."""


@dataclass
class Days:
    days: dict[date, OwnDay] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def put(self, line: int, word: str, own: OwnDay) -> None:
        if own.day in self.days and self.days[own.day].works != own.works:
            self.refused.append(Refused(line, "day", word, "is there twice, once worked and once off"))
            return
        self.days.setdefault(own.day, own)


def read_days(path: Path) -> Days:
    """Raises ``Unusable`` or ``OSError``."""
    if path.stat().st_size > BIGGEST:
        raise Unusable(f"{path.name} is too large for a calendar")
    with path.open("rb") as file:
        begins = file.read(64)
    if b"BEGIN:VCALENDAR" in begins.upper():
        return _ics(path.read_bytes())
    return _table(open_source(path).rows)


async def keep_days(
    storage: Storage, team: int, days: Mapping[date, OwnDay], every: Mapping[str, Every], now: datetime, name: str
) -> int:
    """Keep what differs, and work out anew when everything comes next. Returns how many days it is."""

    async def work(unit: Unit) -> int:
        await unit.teams.get(team)
        fresh = await differing(unit, team, days)
        if fresh:
            await unit.own_days.put(team, fresh)
            await replan(unit, team, every, now)
            await unit.journal.write(Entry(team, now, None, BY, f"import calendar {name}", f"{len(fresh)} days"))
        return len(fresh)

    return await storage.write(work)


async def differing(unit: Unit, team: int, days: Mapping[date, OwnDay]) -> list[OwnDay]:
    there = await unit.own_days.of(team)
    return [own for day, own in sorted(days.items()) if there.get(day) != own]


async def look_days(storage: Storage, team: int, days: Mapping[date, OwnDay]) -> int:
    """How many days would be changed."""
    return len(await storage.read(partial(differing, team=team, days=days)))


def _table(rows: Iterator[tuple[int, Sequence[str]]]) -> Days:
    line, header = next(rows, (1, []))
    at: dict[str, int] = {}
    for number, word in enumerate(header):
        if (column := _COLUMNS.get(fold(word))) is not None:
            at.setdefault(column, number)
    if "day" not in at or not at.keys() & {"works", "kind"}:
        raise Unusable(f"line {line} must name the columns: day, works (true, false), name; or day, kind, name")
    found = Days()
    which = "works" if "works" in at else "kind"
    for line, row in rows:
        cells = {column: row[number].strip() if number < len(row) else "" for column, number in at.items()}
        try:
            day = _day(cells["day"])
        except UnreadableDay as error:
            found.refused.append(Refused(line, "day", cells["day"], "is not a day such as 2027-02-06", error.nearest))
            continue
        word = fold(cells[which])
        if word not in _WORKED | _OFF:
            near = tuple(nearest(word, ["true", "false"] if which == "works" else ["workday", "off"]))
            found.refused.append(Refused(line, which, cells[which], "is neither a working day nor a day off", near))
            continue
        found.put(line, cells["day"], OwnDay(day, word in _WORKED, one_line(cells.get("name", ""), 100)))
    return found


def _day(word: str) -> date:
    """A day with its year: which one is meant must not depend on when the file is read."""
    if not re.search("[0-9]{4}", narrow(word)):
        raise UnreadableDay("not_a_day")
    return read_day(word, SOME_DAY)


def _ics(content: bytes) -> Days:
    from icalendar import Calendar

    words, _ = words_of(content)
    try:
        calendars = Calendar.from_ical(words, multiple=True)
    except ValueError as error:
        raise Unusable(f"the calendar cannot be read: {error}") from error
    if len(calendars) < len(re.findall(r"^BEGIN:VCALENDAR\b", words, re.IGNORECASE | re.MULTILINE)):
        raise Unusable("the calendar is cut short: it has no END:VCALENDAR; download or save it once more")
    found = Days()
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for number, event in enumerate(events, start=1):
        name = one_line(str(event.get("SUMMARY", "")), 100)
        start, end = (getattr(event.get(key), "dt", None) for key in ("DTSTART", "DTEND"))
        length = getattr(event.get("DURATION"), "dt", timedelta(days=1))
        shown = name or str(start)
        if not isinstance(start, date) or isinstance(start, datetime):
            found.refused.append(Refused(number, "event", shown, "is not a whole day"))
            continue
        if event.get("RRULE") is not None:
            found.refused.append(Refused(number, "event", shown, "repeats; write its days down one by one"))
            continue
        last = (end if isinstance(end, date) and not isinstance(end, datetime) else start + length) - timedelta(days=1)
        if (last - start).days >= LONGEST:
            found.refused.append(Refused(number, "event", shown, f"lasts longer than {LONGEST} days"))
            continue
        works = any(word in fold(name) for word in _MAKE_UP)
        for step in range(max((last - start).days, 0) + 1):
            found.put(number, shown, OwnDay(start + timedelta(days=step), works, name))
    return found
