"""Which days a team works: weekends and holidays of its country, make-up working days (调休), and what the team itself
says, which always wins.

The days come from the ``holidays`` library. It knows make-up days only after they are announced, and lists a year
without them as if there were none: so a year is ``sure`` only when they are known, and whoever shows days of another
year says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from .texts import LOCALES, Label, Said, Text, text

if TYPE_CHECKING:
    from holidays import HolidayBase

Kind = Literal["workday", "weekend", "holiday", "make-up"]

ANNOUNCED_YEARLY = frozenset({"CN", "HU", "RU", "VN"})
"""Countries whose government moves working days to weekends by a notice for each year; China's comes in November."""

TOLD = 3
"""So many days of a year in the team's own calendar, a make-up day among them, are an announcement."""

_LANGUAGES = {"en": ("en_US",), "zh_Hans": ("zh_CN",), "zh_Hant": ("zh_TW", "zh_HK")}
_WEEKEND = frozenset({5, 6})

WEEKEND = text("weekend")
HOLIDAY = text("holiday: {name}")
MAKE_UP = text("make-up working day")
OWN_HOLIDAY = text("day off")
OWN_WORKDAY = text("working day")
UNSURE = text("The make-up working days of {year} are not announced yet; weekends and statutory holidays are assumed.")


@dataclass(frozen=True, slots=True)
class Override:
    """What the team said of one day."""

    works: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayOf:
    """One day as the team lives it. ``name`` is what a holiday is called; ``own``: the team said so itself."""

    kind: Kind
    name: Label | str = ""
    own: bool = False

    @property
    def works(self) -> bool:
        return self.kind in ("workday", "make-up")

    def said(self) -> Said | None:
        """The word for what is unusual about it; ``None`` for an ordinary working day."""
        words: Mapping[Kind, Text] = {"weekend": WEEKEND, "make-up": OWN_WORKDAY if self.own else MAKE_UP}
        if self.kind == "workday":
            return None
        if self.kind != "holiday":
            return words[self.kind]()
        return HOLIDAY(name=self.name) if self.name else OWN_HOLIDAY()


@dataclass(frozen=True)
class WorkCalendar:
    """``country`` is ISO 3166; one that the library does not know has weekends only."""

    country: str
    overrides: Mapping[date, Override] = field(default_factory=dict)

    def look(self, day: date) -> DayOf:
        usual = _usual(self.country, day)
        said = self.overrides.get(day)
        if said is None or (said.works == usual.works and not said.name):
            return usual
        if not said.works:
            return DayOf("holiday", said.name or usual.name, own=True)
        return usual if usual.kind == "workday" else DayOf("make-up", said.name, own=True)

    def works(self, day: date) -> bool:
        return self.look(day).works

    def sure(self, year: int) -> bool:
        """Whether the make-up days of a year are known, or there are none to be announced."""
        if self.country not in ANNOUNCED_YEARLY:
            return True
        own = [day for day in self.overrides if day.year == year]
        if len(own) >= TOLD and any(self.overrides[day].works and day.weekday() in _WEEKEND for day in own):
            return True
        return any(day.year == year for day in _year(self.country, year, "en_US").weekend_workdays)

    def doubts(self, days: Iterable[date]) -> list[Said]:
        """What is to be said beside days that were chosen by this calendar: of which years it is not sure."""
        return [UNSURE(year=str(year)) for year in sorted({day.year for day in days}) if not self.sure(year)]

    def later(self, day: date, days: int) -> date:
        """The working day that comes so many of them after another day."""
        while days > 0:
            day += timedelta(days=1)
            days -= self.works(day)
        return day

    def working_days(self, first: date, last: date) -> list[date]:
        """Those from ``first`` to ``last``, both included."""
        days = (first + timedelta(days=at) for at in range((last - first).days + 1))
        return [day for day in days if self.works(day)]


@lru_cache(maxsize=4096)
def _usual(country: str, day: date) -> DayOf:
    if country not in _countries():
        return DayOf("weekend" if day.weekday() in _WEEKEND else "workday")
    found = _year(country, day.year, "en_US")
    if found.get(day):
        english, simplified, traditional = (_name(country, day, locale) for locale in LOCALES)
        return DayOf("holiday", Label(english, simplified, traditional))
    if day in found.weekend_workdays:
        return DayOf("make-up")
    return DayOf("weekend" if day.weekday() in found.weekend else "workday")


def _name(country: str, day: date, locale: str) -> str:
    known = _year(country, day.year, "en_US").supported_languages
    language = next((one for one in _LANGUAGES[locale] if one in known), "en_US")
    # What has a note behind it in parentheses ("day off, moved from 2026-01-04") is too long for a list.
    return str(_year(country, day.year, language)[day]).partition("（")[0].partition(" (")[0]


@cache
def _countries() -> frozenset[str]:
    from holidays import list_supported_countries

    return frozenset(list_supported_countries())


@lru_cache(maxsize=256)
def _year(country: str, year: int, language: str) -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays(country, years=year, language=language)
