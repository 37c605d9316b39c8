"""What people type as a number is read exactly, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.numbers import LIMIT, Quantity, Unreadable, read_number


def value(word: str) -> str:
    return str(read_number(word).value)


def reason(word: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_number(word)
    return refused.value.reason


@pytest.mark.parametrize("word", ["1204", "1,204", "1，204", "１２０４", "１,２０４", " 1204 ", "+1204", "1204.00"])
def test_every_plain_notation_of_1204_is_understood(word: str) -> None:
    assert read_number(word) == Quantity(Decimal(1204), "", None)


@pytest.mark.parametrize("word", ["1.2万", "1.2萬", "1.2w", "1.2W", "12k", "1.2 万", "１．２万", "0.012m", "1万2"])
def test_every_scaled_notation_of_12000_is_understood(word: str) -> None:
    assert value(word) == "12000"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("3亿", "300000000"), ("3億", "300000000"), ("1.2m", "1200000"), ("3.5百万", "3500000"),
        ("1,200万", "12000000"),
        ("2w5", "25000"), ("3千5", "3500"), ("1万2345", "12345"), ("1亿2000万", "120000000"), ("1.23456万", "12345.6"),
    ],
)  # fmt: skip
def test_scales_and_halves_are_worked_out(word: str, meant: str) -> None:
    assert value(word) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("零", "0"), ("三", "3"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("三百二十", "320"), ("三百二", "320"),
        ("三百零二", "302"), ("两千", "2000"), ("兩千", "2000"), ("一万二", "12000"), ("一萬零五", "10005"),
        ("一万零五百", "10500"), ("三点五万", "35000"), ("壹佰贰拾", "120"), ("负三", "-3"),
        ("三万亿", "3000000000000"),
    ],
)  # fmt: skip
def test_chinese_numerals_are_understood(word: str, meant: str) -> None:
    assert value(word) == meant


@pytest.mark.parametrize("word", ["3%", "３％", "3 %", "百分之三", "百分之3", "+3%"])
def test_a_percentage_keeps_its_percent(word: str) -> None:
    assert read_number(word) == Quantity(Decimal(3), "percent", None)


@pytest.mark.parametrize(
    ("word", "amount", "currency"),
    [
        ("¥4,500", "4500", "¥"), ("￥4,500", "4500", "¥"), ("4500元", "4500", "元"), ("4,500 元", "4500", "元"),
        ("￥4,500元", "4500", "CNY"), ("$12.50", "12.5", "$"), ("NT$300", "300", "TWD"), ("HK$1.5万", "15000", "HKD"),
        ("€9", "9", "EUR"), ("-¥5", "-5", "¥"), ("¥-5", "-5", "¥"), ("1.2万元", "12000", "元"),
        ("300新台幣", "300", "TWD"),
        ("RMB 4500", "4500", "CNY"), ("500円", "500", "JPY"),
    ],
)  # fmt: skip
def test_money_says_its_currency_or_the_sign_that_several_share(word: str, amount: str, currency: str) -> None:
    assert read_number(word) == Quantity(Decimal(amount), "money", currency)


def test_a_shared_sign_fits_each_of_its_currencies_and_no_other() -> None:
    assert read_number("¥5").fits("CNY")
    assert read_number("$5").fits("TWD")
    assert not read_number("$5").fits("CNY")
    assert not read_number("€5").fits("CNY")
    assert read_number("5").fits("EUR")


@pytest.mark.parametrize("word", ["-5", "−5", "－5", "－５"])
def test_every_minus_sign_is_a_minus_sign(word: str) -> None:
    assert value(word) == "-5"


@pytest.mark.parametrize("word", ["-", "－", "–", "—", "——", "--", "无", "無", "n/a", "N/A"])
def test_a_dash_means_no_value(word: str) -> None:
    assert read_number(word) == Quantity(None, "", None)


@pytest.mark.parametrize("word", ["1,2", "12,34", "1,2345", "1,204,5", "1.234,5", "0,204", "1万23", "一二", "$5円"])
def test_what_two_people_would_read_differently_is_refused(word: str) -> None:
    assert reason(word) == "ambiguous"


@pytest.mark.parametrize(
    "word",
    [
        "nan", "NaN", "inf", "-inf", "1e5", "1E5", "1_000", "0x10", "1 204", "- 5", "--5", "3.4.5", "1.", ".5", "5-",
        "١٢", "5²", "½", "①", "十十", "12十", "1万2万", "万", "100+", "~5", "12人", "five", "3%%", "¥3%", "5m%",
        "\ud800", "1\x00",
    ],
)  # fmt: skip
def test_what_is_not_a_number_is_refused(word: str) -> None:
    assert reason(word) == "not_a_number"


def test_an_empty_word_is_refused() -> None:
    assert reason("") == reason("　") == "empty"


def test_too_many_decimals_are_refused_but_trailing_zeros_are_fine() -> None:
    assert value("1.2345") == "1.2345"
    assert value("1.2345000") == "1.2345"
    assert reason("1.23456") == "too_precise"
    assert reason("0." + "0" * 30 + "1") == "too_precise"


def test_values_stay_below_ten_million_million() -> None:
    assert value("9999999999999") == "9999999999999"
    assert reason("10000000000000") == reason("-10万亿") == reason("1" * 40) == "too_large"


def test_an_endless_number_is_refused_before_it_is_computed() -> None:
    assert reason("1" * 5000) == "too_long"


def test_zero_has_no_sign() -> None:
    assert value("-0") == value("-0.00") == "0"


@given(st.decimals(min_value=-LIMIT + 1, max_value=LIMIT - 1, places=4))
def test_every_number_printed_in_any_notation_reads_back(number: Decimal) -> None:
    wide = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    for printed in (f"{number:f}", f"{number:,}", f"+{number}".replace("+-", "-"), f"{number:,}".translate(wide)):
        assert read_number(printed).value == number
    for printed in (f"{number:,}%", f"{number}％"):
        assert read_number(printed) == Quantity(number, "percent", None)
    assert read_number(f"￥{number:,}元").value == number


SCALES = [("万", 4), ("萬", 4), ("w", 4), ("W", 4), ("k", 3), ("m", 6), ("億", 8)]


@given(st.integers(0, 10**9 - 1), st.sampled_from(SCALES))
def test_every_scaled_number_reads_back(number: int, scale: tuple[str, int]) -> None:
    sign, zeros = scale
    if number * 10**zeros < LIMIT:
        assert read_number(f"{number}{sign}").value == number * 10**zeros
    meant = Decimal(number).scaleb(zeros - 3)
    if meant < LIMIT:
        assert read_number(f"{number // 1000}.{number % 1000:03}{sign}").value == meant


@given(st.integers(0, 99_999_999))
def test_every_chinese_numeral_reads_back(number: int) -> None:
    assert read_number(spell(number)).value == number


def spell(number: int) -> str:
    """The numeral as it is written in full."""
    for size, sign in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, tail = divmod(number, size)
            return spell(head) + sign + ("零" if 0 < tail < size // 10 else "") + (spell(tail) if tail else "")
    return "零一二三四五六七八九"[number]


@given(st.text(max_size=50) | st.text("0123456789,.-+%万千百十亿点零一二两kwm元¥$ ", max_size=12))
def test_no_text_does_more_than_be_read_or_refused(text: str) -> None:
    try:
        quantity = read_number(text)
    except Unreadable:
        return
    assert quantity.value is None or (quantity.value.is_finite() and abs(quantity.value) < LIMIT)
    assert "E" not in str(quantity.value)
