"""Time zones by name."""

from collections.abc import Mapping
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from .words import nearest

FIRST = {
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "GB": "Europe/London",
    "HK": "Asia/Hong_Kong",
    "JP": "Asia/Tokyo",
    "MY": "Asia/Kuala_Lumpur",
    "SG": "Asia/Singapore",
    "TW": "Asia/Taipei",
    "US": "America/New_York",
}
"""What a team of a country most likely means; any zone can be set."""

_MEANT = {
    "utc": "UTC",
    "asia/beijing": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "北京": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "台北": "Asia/Taipei",
    "香港": "Asia/Hong_Kong",
    "新加坡": "Asia/Singapore",
}


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """A zone that was stored, so it was valid; UTC when this machine's rules do not know it any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@cache
def _zones() -> Mapping[str, str]:
    """Every zone by its lower-case name, and by that of its city alone. Looking through the system's files takes a
    while, so it is done once."""
    found: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        found.setdefault(zone.lower(), zone)
        found.setdefault(zone.lower().rpartition("/")[2], zone)
    return found


def read_zone(word: str) -> str | None:
    """The exact name of a zone, whatever the case; a city alone will do. ``None`` when there is none."""
    word = word.strip()
    if found := _MEANT.get(word.lower()):
        return found
    return _zones().get(word.lower().replace(" ", "_"))


def near_zones(word: str) -> list[str]:
    cities = [name for name in _zones() if "/" not in name]
    near = nearest(word.rpartition("/")[2].replace(" ", "_").lower(), cities)
    return [_zones()[city] for city in near] or ["Asia/Shanghai", "Asia/Taipei", "Europe/Berlin"]
