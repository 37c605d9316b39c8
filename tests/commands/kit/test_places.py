"""Zones, countries and currencies as people call them, and what a client's language says about a team."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from commands.kit.country import Country, Currency, guess, in_zone
from commands.kit.zone import FIRST, near_zones, read_zone, zone_of

COUNTRY: TypeAdapter[str] = TypeAdapter(Country)
CURRENCY: TypeAdapter[str] = TypeAdapter(Currency)


@pytest.mark.parametrize(
    ("word", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"), ("asia/shanghai", "Asia/Shanghai"), ("shanghai", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"), ("北京", "Asia/Shanghai"), ("台北", "Asia/Taipei"), ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"), (" UTC ", "UTC"),
    ],
)  # fmt: skip
def test_a_zone_is_understood_by_its_name_or_its_city(word: str, zone: str) -> None:
    assert read_zone(word) == zone


def test_a_wrong_zone_has_near_ones() -> None:
    assert read_zone("Asia/Shangai") is None
    assert near_zones("Asia/Shangai")[0] == "Asia/Shanghai"
    assert near_zones("Europe/Berln")[0] == "Europe/Berlin"
    assert near_zones("???") == ["Asia/Shanghai", "Asia/Taipei", "Europe/Berlin"]


def test_a_zone_this_machine_does_not_know_any_more_is_utc() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd", "Asia/\x00"):
        assert zone_of(name) == ZoneInfo("UTC")


@given(st.text(max_size=40))
def test_any_word_is_a_zone_or_none(word: str) -> None:
    assert read_zone(word) in available_timezones() | {None}
    assert set(near_zones(word)) <= available_timezones()


@pytest.mark.parametrize(
    ("word", "code"), [("CN", "CN"), ("de", "DE"), ("Germany", "DE"), ("中国", "CN"), ("台灣", "TW"), ("香港", "HK")]
)  # fmt: skip
def test_a_country_is_understood_by_code_or_name(word: str, code: str) -> None:
    assert COUNTRY.validate_python(word) == code


@pytest.mark.parametrize("word", ["ZZ", "EU", "xx", "", "Atlantis", "001"])
def test_what_is_no_country_is_refused(word: str) -> None:
    with pytest.raises(ValidationError):
        COUNTRY.validate_python(word)


@pytest.mark.parametrize(("word", "code"), [("cny", "CNY"), ("RMB", "CNY"), ("人民币", "CNY"), (" eur ", "EUR")])
def test_a_currency_is_understood_by_code_or_as_people_call_it(word: str, code: str) -> None:
    assert CURRENCY.validate_python(word) == code


def test_what_is_no_currency_is_refused() -> None:
    for word in ("CNYY", "", "money"):
        with pytest.raises(ValidationError):
            CURRENCY.validate_python(word)


def test_every_country_with_a_usual_zone_is_guessed_from_it() -> None:
    for country, zone in FIRST.items():
        found = in_zone(guess("zh-CN"), zone)
        assert (found.language, found.zone, found.country) == ("zh_Hans", zone, country)


@given(st.text(max_size=20))
def test_any_client_language_gives_a_whole_guess(locale: str) -> None:
    found = guess(locale)
    assert found.language in ("en", "zh_Hans", "zh_Hant")
    assert found.zone in available_timezones()
    assert len(found.country) in (2, 3)
    assert len(found.currency) == 3
