"""Names are compared the way people mean them, and a slip gets a proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.words import fold, nearest

NAMES = ["joined", "active members", "percent", "新增", "活跃", "互动人数", "付费转化率"]


@pytest.mark.parametrize(
    "word",
    [
        "New_Members",
        " new  members ",
        "new-members",
        "ＮＥＷ　ＭＥＭＢＥＲＳ",
        "new\tmembers",
        "NEW MEMBERS\n",
        "new_ - members",
    ],
)
def test_case_width_and_gaps_do_not_matter(word: str) -> None:
    assert fold(word) == "new members"


def test_different_words_stay_different() -> None:
    assert len({fold(word) for word in ("newmembers", "new members", "新增", "新 增")}) == 4


def test_a_word_of_gaps_only_is_no_word() -> None:
    assert fold(" _-　") == ""


@given(st.text())
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("joind", "joined"),
        ("JIONED", "joined"),
        ("precent", "percent"),
        ("active", "active members"),
        ("新曾", "新增"),
        ("活跃数", "活跃"),
        ("互动", "互动人数"),
        ("转化率", "付费转化率"),
    ],
)
def test_the_name_that_was_meant_comes_first(slip: str, meant: str) -> None:
    assert nearest(slip, NAMES)[0] == meant


@pytest.mark.parametrize("word", ["", "  ", "zebra", "今天天气", "x" * 5000])
def test_nothing_is_proposed_for_a_word_that_is_not_near(word: str) -> None:
    assert nearest(word, NAMES) == []


def test_at_most_three_names_are_proposed() -> None:
    assert nearest("metric", [f"metric {n}" for n in range(9)]) == ["metric 0", "metric 1", "metric 2"]


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=10))
def test_only_given_names_are_proposed(word: str, names: list[str]) -> None:
    assert set(nearest(word, names)) <= set(names)
