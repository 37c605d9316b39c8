"""Time zones by name."""

from functools import lru_cache
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


def read_zone(word: str) -> str | None:
    """The exact name of a zone, whatever the case; a city alone will do. ``None`` when there is none."""
    word = word.strip()
    if found := _MEANT.get(word.lower()):
        return found
    wanted = word.lower().replace(" ", "_")
    for zone in sorted(available_timezones()):
        if wanted in (zone.lower(), zone.lower().rpartition("/")[2]):
            return zone
    return None


def near_zones(word: str) -> list[str]:
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(available_timezones()) if "/" in zone}
    near = nearest(word.rpartition("/")[2].replace(" ", "_"), list(cities))
    return [cities[city] for city in near] or ["Asia/Shanghai", "Asia/Taipei", "Europe/Berlin"]
