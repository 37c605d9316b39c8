"""Scales, short numbers, and how wide words are."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.charts.figures import exact, finest, scale, short
from bot.charts.measure import clean, shortened, width
from commands.kit import LOCALES, Tongue
from commands.kit.chart import Unit

from .samples import line

VALUES = st.one_of(
    st.integers(-1000, 1000).map(Decimal),
    st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=4),
)


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([31, 28, 45], "25 30 35 40 45"),
        ([0, 0, 0], "0 1 2"),
        ([5, 5], "4 5 6"),
        ([1, 30], "0 10 20 30"),
        ([12, -18], "-20 -10 0 10 20"),
        ([-3, -30], "-30 -20 -10 0"),
        ([1_204_000, 1_621_000], "1000000 1200000 1400000 1600000 1800000"),
    ],
)
def test_a_scale_has_round_marks(values: list[int], marks: str) -> None:
    assert " ".join(f"{mark:f}".partition(".")[0] for mark in scale([Decimal(v) for v in values], Decimal(1))) == marks


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_a_scale_encloses_everything_in_three_to_five_even_steps(values: list[Decimal]) -> None:
    marks = scale(values)
    assert 3 <= len(marks) <= 5
    assert marks[0] <= min(values)
    assert max(values) <= marks[-1]
    assert len({after - before for before, after in pairwise(marks)}) == 1


@given(st.lists(st.integers(-(10**12), 10**12).map(Decimal), min_size=1, max_size=20))
def test_a_scale_of_whole_things_has_no_parts_of_one(values: list[Decimal]) -> None:
    assert all(mark == mark.to_integral_value() for mark in scale(values, Decimal(1)))


@example([Decimal(1_204_000), Decimal(1_205_500)], "count")
@example([Decimal("17.501"), Decimal("17.502")], "percent")
@given(st.lists(VALUES, min_size=1, max_size=20), st.sampled_from(["count", "money", "percent", "score", "ratio"]))
def test_marks_of_a_scale_can_be_told_apart(values: list[Decimal], unit: Unit) -> None:
    marks = scale(values, finest(line(values, unit=unit)))
    for locale in LOCALES:
        assert len({exact(mark, unit, Tongue(locale)) for mark in marks}) == len(marks)


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en", "950 9,999 12.3k 250k 1.5M ¥12.3k -12.3k"),
        ("zh_Hans", "950 9,999 1.2万 25万 150万 ¥1.2万 -1.2万"),
        ("zh_Hant", "950 9,999 1.2萬 25萬 150萬 ¥1.2萬 -1.2萬"),
    ],
)
def test_large_figures_are_short(locale: str, shown: str) -> None:
    tongue = Tongue(locale)
    counts = [short(Decimal(value), "count", tongue) for value in (950, 9_999, 12_340, 250_000, 1_500_000)]
    money, less = short(Decimal(12_340), "money", tongue), short(Decimal(-12_340), "count", tongue)
    assert " ".join([*counts, money, less]) == shown


def test_a_percentage_is_never_short() -> None:
    assert short(Decimal(12_340), "percent", Tongue("zh_Hans")) == "12,340%"


def test_chinese_signs_are_as_wide_as_they_are_high() -> None:
    assert width("社群", 12) == 24
    assert width("ab", 12) < 16


@given(st.text(), st.floats(0, 300))
def test_shortened_words_fit(words: str, room: float) -> None:
    found = shortened(words, 12, room)
    assert found == words or width(found, 12) <= room or found == "…"


@given(st.text())
def test_clean_words_are_one_line_that_xml_can_hold(words: str) -> None:
    found = clean(words)
    assert found == " ".join(found.split())
    assert found.isprintable()
    assert clean(found) == found
