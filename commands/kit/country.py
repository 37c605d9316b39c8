"""Countries and currencies, and what a chat's language says about both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies, list_currencies
from pydantic import BeforeValidator

from .args import Wrong
from .hints import did_you_mean, either
from .texts import LOCALES, Label, label_of, text
from .tongue import parts_of, read_locale
from .words import MOST_PROPOSALS, fold, nearest
from .zone import country_of, zones_in

TWO_LETTERS = text("A country is two letters, such as {words}.")
THREE_LETTERS = text("A currency is three letters, such as {words}.")


@dataclass(frozen=True, slots=True)
class Guess:
    language: str
    zone: str
    country: str
    currency: str


_USUAL = {
    "en": Guess("en", "America/New_York", "US", "USD"),
    "zh_Hans": Guess("zh_Hans", "Asia/Shanghai", "CN", "CNY"),
    "zh_Hant": Guess("zh_Hant", "Asia/Taipei", "TW", "TWD"),
}


_ONLY_ENGLISH = ("", "US", "GB")
"""Where an English app says nothing of the place: these are the two kinds of English that apps offer."""


_HAN_TOO = ("zh", "ja", "ko")
"""Languages of apps beside which a title in Han signs says nothing new."""


def guess(locale: str, title: str = "") -> Guess:
    """What a team most likely wants whose founder's app is set to ``locale`` and whose chat has this title; everything
    can be changed. A Chinese title says more than an app that speaks no Chinese."""
    spoken, territory, _ = parts_of(locale)
    language = read_locale(locale)
    if spoken not in _HAN_TOO and (written := written_in(title)) is not None:
        if spoken == "en" and territory in _ONLY_ENGLISH:
            spoken, territory = "zh", ""
        language = written or read_locale(f"zh-{territory}".rstrip("-"))
    usual = _USUAL[language or "en"]
    if not territory and spoken not in ("", "en", "zh"):
        territory = get_global("likely_subtags").get(spoken, "").rpartition("_")[2]
    return _in(territory, usual) if territory in _known() else usual


def at_home(country: str) -> Guess:
    """What a team most likely wants of which only the country is known."""
    return _in(country, _USUAL["en"])


def in_zone(guessed: Guess, zone: str) -> Guess:
    """The same guess for a team that says where its clock is."""
    country = country_of(zone)
    return replace(at_home(country), language=guessed.language, zone=zone) if country else guessed


def _in(country: str, usual: Guess) -> Guess:
    zones, money = zones_in(country), get_territory_currencies(country)
    return Guess(usual.language, zones[0] if zones else "UTC", country, money[0] if money else usual.currency)


_OTHERS = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_HAN = re.compile("[\u4e00-\u9fff]")


def written_in(words: str) -> str | None:
    """The Chinese that ``words`` are written in; empty where its signs are the same in both, ``None`` where it is no
    Chinese."""
    signs = _HAN.findall(words)
    if not signs or _OTHERS.search(words):
        return None
    # The two old national sets hold the signs of one way of writing each.
    simplified = sum(_in_set(sign, "gb2312") and not _in_set(sign, "big5") for sign in signs)
    traditional = sum(_in_set(sign, "big5") and not _in_set(sign, "gb2312") for sign in signs)
    if simplified == traditional:
        return ""
    return "zh_Hans" if simplified > traditional else "zh_Hant"


def _in_set(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Unions and placeholders that CLDR lists among the territories."""


_CALLED = {"香港": "HK", "澳门": "MO", "澳門": "MO", "大陆": "CN", "大陸": "CN", "UK": "GB", "USA": "US"}
"""What people say where CLDR has a longer name."""
_NEAR = 0.75
"""Of four letters one may be wrong: a wrong country is worse than none."""


_SHORT = {"HK": ("Hong Kong", "香港", "香港"), "MO": ("Macao", "澳门", "澳門")}


@cache
def country_name(code: str) -> Label:
    if code in _SHORT:
        return Label(*_SHORT[code])
    return label_of(lambda locale: str(Locale.parse(locale).territories.get(code, code)))


@cache
def _known() -> frozenset[str]:
    """Every country there is, by its two letters."""
    codes = [str(code) for code in Locale.parse("en").territories]
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)


@cache
def _names() -> Mapping[str, tuple[str, str]]:
    """Every country by its name in each language of the product, folded: its two letters, and the name as written."""
    found = {
        fold(name): (code, name)
        for at in LOCALES
        for code, name in Locale.parse(at).territories.items()
        if code in _known()
    }
    return found | {fold(name): (code, name) for name, code in _CALLED.items()}


def _country(value: Any) -> Any:
    names, word = _names(), fold(str(value))
    if word.upper() in _known():
        return word.upper()
    if word in names:
        return names[word][0]
    near = get_close_matches(word, names, MOST_PROPOSALS, _NEAR)
    raise Wrong(*did_you_mean([names[name][1] for name in near]) or [TWO_LETTERS(words=either(["CN", "TW", "DE"]))])


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
