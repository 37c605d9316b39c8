"""Countries and currencies, and what a chat's language says about both."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any

from babel import Locale
from babel.numbers import get_territory_currencies, list_currencies
from pydantic import BeforeValidator

from .args import Wrong
from .hints import did_you_mean, either
from .texts import LOCALES, text
from .tongue import parts_of, read_locale
from .words import fold, nearest
from .zone import FIRST

TWO_LETTERS = text("A country is two letters, such as {words}.")
THREE_LETTERS = text("A currency is three letters, such as {words}.")


@dataclass(frozen=True, slots=True)
class Guess:
    language: str
    zone: str
    country: str
    currency: str


_USUAL = {
    "en": Guess("en", "UTC", "US", "USD"),
    "zh_Hans": Guess("zh_Hans", "Asia/Shanghai", "CN", "CNY"),
    "zh_Hant": Guess("zh_Hant", "Asia/Taipei", "TW", "TWD"),
}


def guess(locale: str) -> Guess:
    """What a team whose app is set to ``locale`` most likely wants; everything can be changed."""
    usual = _USUAL[read_locale(locale) or "en"]
    _, territory, _ = parts_of(locale)
    if not territory:
        return usual
    money = get_territory_currencies(territory)
    zone = FIRST.get(territory, usual.zone if territory == usual.country else "UTC")
    return Guess(usual.language, zone, territory, money[0] if money else usual.currency)


def in_zone(guessed: Guess, zone: str) -> Guess:
    """The same guess for a team that says where its clock is."""
    country = next((country for country, name in FIRST.items() if name == zone), None)
    return replace(guess(f"und_{country}"), language=guessed.language, zone=zone) if country else guessed


_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Unions and placeholders that CLDR lists among the territories."""


_CALLED = {"香港": "HK", "澳门": "MO", "澳門": "MO", "大陆": "CN", "大陸": "CN", "uk": "GB", "usa": "US"}
"""What people say where CLDR has a longer name."""


@cache
def _names() -> Mapping[str, str]:
    """Every country by its name in each language of the product, folded."""
    found = {
        fold(name): code
        for at in LOCALES
        for code, name in Locale.parse(at).territories.items()
        if len(code) == 2 and code not in _NO_COUNTRIES
    }
    return found | _CALLED


def _country(value: Any) -> Any:
    names, word = _names(), fold(str(value))
    known = set(names.values())
    if word.upper() in known:
        return word.upper()
    if word in names:
        return names[word]
    near = nearest(word, list(names))
    raise Wrong(*did_you_mean(near) or [TWO_LETTERS(words=either(["CN", "TW", "DE"]))])


_MONEY = {
    "RMB": "CNY", "人民币": "CNY", "人民幣": "CNY",
    "NTD": "TWD", "NT$": "TWD", "新台币": "TWD", "新台幣": "TWD", "台币": "TWD", "台幣": "TWD",
    "港币": "HKD", "港幣": "HKD", "美元": "USD", "欧元": "EUR", "歐元": "EUR",
}  # fmt: skip
"""What people write instead of the code of ISO 4217."""


def _currency(value: Any) -> Any:
    word = str(value).strip().upper()
    word = _MONEY.get(word, word)
    if word in list_currencies():
        return word
    near = nearest(word, sorted(list_currencies()))
    raise Wrong(*did_you_mean(near) or [THREE_LETTERS(words=either(["CNY", "TWD", "EUR"]))])


Country = Annotated[str, BeforeValidator(_country)]
"""ISO 3166, by code or by name in any language of the product."""
Currency = Annotated[str, BeforeValidator(_currency)]
"""ISO 4217."""
