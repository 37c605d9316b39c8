"""The settings of a team with their buttons: each opens a short list of likely values, ``/setup change zone:?``."""

from collections.abc import Iterable, Mapping
from typing import Any

from storage import Team

from ..kit import Button, Mono, Reply, Said, Value, reply, text
from ..kit.country import at_home, country_name
from ..kit.hints import LANGUAGES, verbatim
from ..kit.zone import USUAL, city_of, zones_in
from .words import COUNTRY, CURRENCY, JOINING, LANGUAGE, OPEN, WHO_JOINS, ZONE

ASKED = ("?", "？")
"""Stands in place of a value: the line asks for likely ones."""

LINE = text("{name}: {value}")
PRESS = text("Press what it should be.")
TYPE = text("Press what it should be, or type it, for example {line}.")
CODE = text("Add chat", context="button")
COUNTRY_BUTTON = text("Country", context="button")
JOINING_BUTTON = text("Joining", context="button")
BACK = text("Back", context="button")

_NAMES = {"language": LANGUAGE, "zone": ZONE, "country": COUNTRY, "currency": CURRENCY, "joining": JOINING}
_BUTTONS = _NAMES | {"country": COUNTRY_BUTTON, "joining": JOINING_BUTTON}
_EXAMPLES = {"zone": "zone:Europe/Paris", "country": "country:Japan", "currency": "currency:JPY"}

_COUNTRIES = ("CN", "TW", "HK", "SG", "MY", "JP", "US", "GB", "DE")
_MONEY = ("CNY", "TWD", "HKD", "SGD", "JPY", "USD", "EUR", "GBP", "MYR")
MOST = 12


def lines(team: Team, fields: Iterable[str] = _NAMES) -> list[Said]:
    """Settings with their present values."""
    return [LINE(name=_NAMES[field](), value=_shown(field, getattr(team, field))) for field in fields]


def buttons() -> list[Button]:
    """One for each setting, and the way to a further chat: two rows on a phone."""
    found = [Button(name(), f"/setup change {field}:?") for field, name in _BUTTONS.items()]
    return [*found, Button(CODE(), "/setup code")]


def asked(given: Mapping[str, Any]) -> str | None:
    """The setting whose likely values are asked for."""
    return next((field for field, value in given.items() if field in _NAMES and value in ASKED), None)


def likely(team: Team, field: str) -> Reply:
    """The likely values of a setting, each a button, and how another one is typed."""
    now = getattr(team, field)
    values = [value for value in dict.fromkeys(_likely(team, field)) if value != now][:MOST]
    found = [Button(_label(field, value), f"/setup change {field}:{value}") for value in values]
    example = _EXAMPLES.get(field)
    how = TYPE(line=Mono(f"/setup change {example}")) if example else PRESS()
    back = Button(BACK(), "/setup change")
    return reply(*lines(team, [field]), how, buttons=[*found, back], replace=True)


def _likely(team: Team, field: str) -> Iterable[str]:
    match field:
        case "language":
            return LANGUAGES
        case "zone":
            return (*zones_in(team.country)[:4], *USUAL)
        case "country":
            return _COUNTRIES
        case "currency":
            return (at_home(team.country).currency, *_MONEY)
        case _:
            return WHO_JOINS


def _shown(field: str, value: str) -> Value:
    match field:
        case "language":
            return LANGUAGES[value]
        case "country":
            return country_name(value)
        case "joining":
            return WHO_JOINS.get(value, OPEN)()
        case _:
            return value


def _label(field: str, value: str) -> Said:
    shown = city_of(value) if field == "zone" else _shown(field, value)
    return shown if isinstance(shown, Said) else verbatim(shown)
