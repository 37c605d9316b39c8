"""One sentence, three languages: numbers, days and lists as each reader writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from commands.kit import LOCALES, Amount, Day, Label, Listed, Moment, Mono, Tongue, read_locale, text
from commands.kit.tongue import Mark, parts_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
HELLO = text("Hello {name}, {n} day", "Hello {name}, {n} days")


@pytest.mark.parametrize(
    ("word", "locale"),
    [
        ("en", "en"), ("English", "en"), ("en-GB", "en"), ("zh-CN", "zh_Hans"), ("zh", "zh_Hans"),
        ("zh-hans", "zh_Hans"),
        ("zh-SG", "zh_Hans"), ("zh-TW", "zh_Hant"), ("zh_HK", "zh_Hant"), ("zh-Hant-HK", "zh_Hant"),
        ("简体", "zh_Hans"),
        ("繁體", "zh_Hant"), (" 中文 ", "zh_Hans"), ("de", None), ("klingon", None), ("", None), ("??", None),
    ],
)  # fmt: skip
def test_languages_are_understood_as_people_and_clients_write_them(word: str, locale: str | None) -> None:
    assert read_locale(word) == locale


@given(st.text(max_size=30))
def test_any_word_is_a_language_of_ours_or_none(word: str) -> None:
    assert read_locale(word) in (*LOCALES, None)
    assert len(parts_of(word)) == 3


def test_the_plural_follows_the_number() -> None:
    assert Tongue().speak(HELLO(name="Ann", n=1)) == "Hello Ann, 1 day"
    assert Tongue().speak(HELLO(name="Ann", n=1200)) == "Hello Ann, 1,200 days"


def test_a_sentence_without_its_values_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        HELLO(name="Ann")
    with pytest.raises(TypeError):
        HELLO(name="Ann", n=1, more=2)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Amount(None), "–"), (Amount(Decimal(1204)), "1,204"), (Amount(Decimal(4500), "money"), "¥4,500"),
        (Amount(Decimal("4500.5"), "money"), "¥4,500.50"), (Amount(Decimal("93.5"), "percent"), "93.5%"),
        (Amount(Decimal(3), "count", signed=True), "+3"), (Amount(Decimal(-3), "count", signed=True), "−3"),
        (Amount(Decimal(-5)), "−5"), (Amount(Decimal(-5), "money"), "−¥5"),
        (Amount(Decimal(0), "count", signed=True), "0"), (Amount(Decimal("1.5"), "points", signed=True), "+1.5"),
    ],
)  # fmt: skip
def test_amounts_look_like_their_unit(amount: Amount, shown: str) -> None:
    assert Tongue("zh_Hans", SHANGHAI, "CNY").show(amount) == shown


def test_a_day_and_an_instant_stand_on_the_clock_of_the_team() -> None:
    at = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert Tongue("en", SHANGHAI).show(Moment(at)) == "Wed, Nov 25 00:30"
    assert Tongue("en").show(Day(date(2026, 11, 24))) == "Tue, Nov 24"
    assert "11月24日" in Tongue("zh_Hans").show(Day(date(2026, 11, 24)))


def test_lists_are_written_as_the_language_does() -> None:
    three = Listed(("a", "b", Mono("c")), "or")
    assert Tongue("en").show(three) == "a, b, or `c`"
    assert Tongue("zh_Hans").show(three) == "a、b或`c`"
    assert Tongue().show(Listed(())) == "–"


def test_a_label_is_the_reader_s() -> None:
    label = Label("joined", "新增", "新增")
    assert Tongue("zh_Hant").show(label) == "新增"
    assert Tongue("en").show(label) == "joined"


@given(st.text(max_size=50))
def test_foreign_words_are_escaped_wherever_they_stand(words: str) -> None:
    mark = Mark(words=lambda said: f"<{said}>", mono=lambda said: f"[{said}]")
    spoken = Tongue().speak(HELLO(name=words, n=2), mark)
    assert spoken == f"<Hello ><{words}><, ><2>< days>"


@given(st.text(max_size=50))
def test_braces_in_somebody_s_name_are_only_letters(words: str) -> None:
    assert words in Tongue().speak(text("{name}!")(name=words))


@given(
    value=st.decimals(-(10**12), 10**12, allow_nan=False, places=4),
    locale=st.sampled_from(LOCALES),
    currency=st.sampled_from(("CNY", "TWD", "HKD", "USD", "EUR", "CHF", "")),
)
def test_figures_are_written_as_babel_writes_them_but_for_the_minus(value: Decimal, locale: str, currency: str) -> None:
    tongue = Tongue(locale, currency=currency)
    value += 0  # nobody writes -0
    pattern = f"{'¤' if currency else ''}#,##0{'' if value == value.to_integral_value() else '.00'}"
    money = format_currency(value, currency, pattern, locale, currency_digits=False).replace("CN¥", "¥")
    percent, plain = format_percent(value / 100, "#,##0.##%", locale), format_decimal(value, "#,##0.####", locale)
    money, percent, plain = (words.replace("-", "−") for words in (money, percent, plain))
    assert tongue.show(Amount(value, "money")) == money
    assert tongue.show(Amount(value, "percent")) == percent
    assert tongue.show(Amount(value, "ratio")) == plain
    assert tongue.show(Amount(value)) == plain
