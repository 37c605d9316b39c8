"""Zones, countries and currencies as people call them, and what a client's language says about a team."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from commands.kit.country import Country, Currency, at_home, country_name, guess, in_zone, written_in
from commands.kit.zone import (
    LIKELY,
    city_of,
    country_of,
    near_zones,
    read_offset,
    read_zone,
    zone_of,
    zones_at,
    zones_in,
)

COUNTRY: TypeAdapter[str] = TypeAdapter(Country)
CURRENCY: TypeAdapter[str] = TypeAdapter(Currency)


@pytest.mark.parametrize(
    ("word", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"), ("asia/shanghai", "Asia/Shanghai"), ("shanghai", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"), ("北京", "Asia/Shanghai"), ("台北", "Asia/Taipei"), ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"), (" UTC ", "UTC"), ("東京", "Asia/Tokyo"), ("纽约", "America/New_York"),
    ],
)  # fmt: skip
def test_a_zone_is_understood_by_its_name_or_its_city(word: str, zone: str) -> None:
    assert read_zone(word) == zone


def test_a_wrong_zone_has_near_ones() -> None:
    assert read_zone("Asia/Shangai") is None
    assert near_zones("Asia/Shangai")[0] == "Asia/Shanghai"
    assert near_zones("Europe/Berln")[0] == "Europe/Berlin"
    assert near_zones("Bejing") == ["Asia/Shanghai"]
    assert near_zones("york") == ["America/New_York"]


@pytest.mark.parametrize(
    ("word", "hours"),
    [
        ("GMT+8", 8), ("gmt-8", -8), ("UTC+8", 8), ("UTC +08:00", 8), ("＋８", 8), ("+0530", 5.5), ("8", 8),
        ("GMT8", 8), ("−5", -5), ("Etc/GMT+8", -8), ("Etc/GMT-8", 8), ("UTC+0", 0), ("东八区", 8),
        ("東八區", 8), ("西五区", -5), ("东十一区", 11),
    ],
)  # fmt: skip
def test_an_offset_is_understood_and_is_no_zone(word: str, hours: float) -> None:
    assert read_offset(word) == timedelta(hours=hours)
    assert read_zone(word) is None


@pytest.mark.parametrize("word", ["UTC", "GMT", "Etc/UTC", "Berlin", "东区", "", "+", "GMT+x"])
def test_what_names_no_hours_is_no_offset(word: str) -> None:
    assert read_offset(word) is None


def test_an_offset_has_the_zones_of_the_season_those_at_home_first() -> None:
    winter, summer = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    assert zones_at(timedelta(hours=8), ["Asia/Urumqi", "Asia/Manila"], winter)[:2] == ["Asia/Manila", "Asia/Shanghai"]
    assert zones_at(timedelta(hours=-4), [], summer)[0] == "America/New_York"
    assert "America/New_York" not in zones_at(timedelta(hours=-4), [], winter)
    assert zones_at(timedelta(hours=5.5), [], winter) == ["Asia/Colombo", "Asia/Kolkata"]
    assert zones_at(timedelta(hours=20), [], winter) == []


@pytest.mark.parametrize("word", ["Mars", "???", "", "x", "柏", "Gondor"])
def test_what_is_like_no_zone_has_no_near_ones(word: str) -> None:
    assert near_zones(word) == []


def test_a_country_has_its_zones_the_likely_ones_first() -> None:
    assert zones_in("TW") == ["Asia/Taipei"]
    assert zones_in("US")[:2] == ["America/New_York", "America/Chicago"]
    assert zones_in("XX") == []
    for country, likely in LIKELY.items():
        assert zones_in(country)[: len(likely)] == list(likely)


def test_places_are_called_in_the_reader_s_language() -> None:
    assert [city_of("Asia/Tokyo").in_(at) for at in ("en", "zh_Hans", "zh_Hant")] == ["Tokyo", "东京", "東京"]
    assert city_of("UTC").en == "UTC"
    assert country_name("TW").zh_Hant == "台灣"
    assert country_name("HK").zh_Hans == "香港"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("妈妈俱乐部", "zh_Hans"), ("媽媽俱樂部", "zh_Hant"), ("Mums 妈妈 club", "zh_Hans"), ("台北社群", ""),
        ("Mums club", None), ("日本のお茶会", None), ("한국 社群", None), ("", None),
    ],
)  # fmt: skip
def test_chinese_is_told_from_other_words_and_one_way_of_writing_it_from_the_other(
    words: str, found: str | None
) -> None:
    assert written_in(words) == found


@pytest.mark.parametrize(
    ("app", "title", "language", "zone"),
    [
        ("en", "妈妈俱乐部", "zh_Hans", "Asia/Shanghai"),
        ("en-US", "媽媽俱樂部", "zh_Hant", "Asia/Taipei"),
        ("", "社群", "zh_Hans", "Asia/Shanghai"),
        ("en-HK", "社群", "zh_Hant", "Asia/Hong_Kong"),
        ("en-SG", "妈妈俱乐部", "zh_Hans", "Asia/Singapore"),
        ("de", "妈妈俱乐部", "zh_Hans", "Europe/Berlin"),
        ("zh-TW", "妈妈俱乐部", "zh_Hant", "Asia/Taipei"),
        ("ja", "茶会", "en", "Asia/Tokyo"),
        ("en-GB", "Mums club", "en", "Europe/London"),
        ("pt-BR", "Mums club", "en", "America/Sao_Paulo"),
        ("es-419", "Mums club", "en", "America/New_York"),
    ],
)
def test_a_chinese_title_says_more_than_an_english_app_and_a_territory_says_where(
    app: str, title: str, language: str, zone: str
) -> None:
    found = guess(app, title)
    assert (found.language, found.zone) == (language, zone)


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


def test_every_zone_of_a_country_says_which_country_it_is() -> None:
    for country in ("CN", "DE", "GB", "HK", "JP", "MY", "SG", "TW", "US", "FR"):
        for zone in zones_in(country):
            found = in_zone(guess("zh-CN"), zone)
            assert (found.language, found.zone, found.country) == ("zh_Hans", zone, country)
        assert at_home(country).zone == zones_in(country)[0]


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_client_language_and_title_give_a_whole_guess(locale: str, title: str) -> None:
    found = guess(locale, title)
    assert found.language in ("en", "zh_Hans", "zh_Hant")
    assert found.zone in available_timezones()
    assert country_of(found.zone) == found.country or not zones_in(found.country)
    assert len(found.country) == 2
    assert len(found.currency) == 3
