"""Time zones: by name, by city in every language of the product, and by country."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain, islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from .numbers import read_number
from .texts import Label, label_of
from .width import narrow
from .words import MOST_PROPOSALS, fold

LIKELY = {
    "AU": ("Australia/Sydney", "Australia/Brisbane", "Australia/Perth"),
    "BR": ("America/Sao_Paulo", "America/Manaus"),
    "CA": ("America/Toronto", "America/Vancouver"),
    "CD": ("Africa/Kinshasa",),
    "CL": ("America/Santiago",),
    "CN": ("Asia/Shanghai",),
    "CY": ("Asia/Nicosia",),
    "DE": ("Europe/Berlin",),
    "EC": ("America/Guayaquil",),
    "ES": ("Europe/Madrid",),
    "FM": ("Pacific/Pohnpei",),
    "GL": ("America/Nuuk",),
    "ID": ("Asia/Jakarta", "Asia/Makassar"),
    "KI": ("Pacific/Tarawa",),
    "KZ": ("Asia/Almaty",),
    "MH": ("Pacific/Majuro",),
    "MN": ("Asia/Ulaanbaatar",),
    "MX": ("America/Mexico_City", "America/Tijuana"),
    "MY": ("Asia/Kuala_Lumpur",),
    "NZ": ("Pacific/Auckland",),
    "PF": ("Pacific/Tahiti",),
    "PT": ("Europe/Lisbon",),
    "RU": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok"),
    "UA": ("Europe/Kyiv",),
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "UZ": ("Asia/Tashkent",),
}
"""What a team most likely means in a country of several zones; any zone can be set."""

USUAL = (
    "Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "Europe/Berlin",
    "America/New_York", "America/Los_Angeles", "UTC",
)  # fmt: skip
"""The zones that are offered first."""

_OFFSET = re.compile(
    r"(?P<posix>etc/)?(?:utc|gmt)? ?(?P<sign>[+-]?) ?(?P<h>[0-9]{1,2})(?::?(?P<m>[0-9]{2}))?"
    r"|(?P<side>[东東西])(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,2})时?時?[区區]"
)
_MEANT = {"utc": "UTC", "asia/beijing": "Asia/Shanghai", "beijing": "Asia/Shanghai", "北京": "Asia/Shanghai"}

_NEAR = 0.75
"""Names of cities are short: of "Mars" three letters of four are in Paris."""


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """A zone that was stored, so it was valid; UTC when this machine's rules do not know it any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def city_of(zone: str) -> Label:
    """What a zone is called after."""
    return label_of(lambda locale: get_timezone_location(zone, locale=locale, return_city=True).rpartition("/")[2])


def zones_in(country: str) -> list[str]:
    """The zones of a country, the most likely one first."""
    found = dict.fromkeys([*LIKELY.get(country, ()), *get_global("territory_zones").get(country, [])])
    return [zone for zone in found if zone in _zones().values()]


def country_of(zone: str) -> str | None:
    found = get_global("zone_territories").get(zone)
    return found if found and found.isalpha() and found != "ZZ" else None


@cache
def _zones() -> Mapping[str, str]:
    """Every zone by its name in small letters, and by that of its city alone. Looking through the system's files takes
    a while, so it is done once."""
    found = dict(_MEANT)
    for zone in sorted(available_timezones()):
        found.setdefault(fold(zone), zone)
        found.setdefault(fold(zone).rpartition("/")[2], zone)
        if country_of(zone):
            for name in (city_of(zone).zh_Hans, city_of(zone).zh_Hant):
                found.setdefault(fold(name), zone)
    return found


def read_zone(word: str) -> str | None:
    """The exact name of a zone, whatever the case; a city alone will do. ``None`` when there is none, and for an
    offset: it says nothing of summer time, and ``Etc/GMT+8`` is eight hours behind."""
    return None if read_offset(word) is not None else _zones().get(fold(word))


def near_zones(word: str) -> list[str]:
    """The zones whose city looks like ``word``; none when nothing does."""
    asked = fold(word.rpartition("/")[2])
    cities = [name for name in _zones() if "/" not in name]
    parts = [name for name in cities if len(asked) > 3 and asked in name]
    near = [*get_close_matches(asked, cities, MOST_PROPOSALS, _NEAR), *parts]
    return list(dict.fromkeys(_zones()[name] for name in near))[:MOST_PROPOSALS]


def read_offset(word: str) -> timedelta | None:
    """What ``GMT+8``, ``UTC+08:00``, ``+0530``, ``Etc/GMT-8`` or ``东八区`` says of a zone."""
    found = _OFFSET.fullmatch(narrow(word).strip())
    if found is None:
        return None
    hours = int(found["h"]) if found["h"] else int(read_number(found["n"]).value or 0)
    offset = timedelta(hours=hours, minutes=int(found["m"] or 0))
    behind = (found["sign"] == "-") != bool(found["posix"]) if found["h"] else found["side"] == "西"
    return -offset if behind else offset


def zones_at(offset: timedelta, home: Iterable[str], now: datetime) -> list[str]:
    """The zones whose clocks are that far from UTC at the moment, those of ``home`` first."""
    likely = chain(home, USUAL, *LIKELY.values(), (zone for zone in sorted(_zones().values()) if country_of(zone)))
    there = (zone for zone in dict.fromkeys(likely) if now.astimezone(zone_of(zone)).utcoffset() == offset)
    return list(islice(there, MOST_PROPOSALS))
