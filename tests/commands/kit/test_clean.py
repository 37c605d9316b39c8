"""Foreign text is made safe to keep and to show, without changing what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.clean import cleaned, on_card, one_line

ANYTHING = st.text(st.characters(), max_size=200)


@given(ANYTHING)
def test_cleaned_text_can_be_stored_anywhere_and_is_not_cleaned_twice(words: str) -> None:
    found = cleaned(words)
    found.encode()
    assert "\x00" not in found
    assert cleaned(found) == found


def test_line_breaks_tabs_and_joined_emoji_stay() -> None:
    assert cleaned("a\r\nb\tc 👩‍👧") == "a\nb\tc 👩‍👧"


@given(ANYTHING, st.integers(2, 100))
def test_a_name_is_one_short_line_without_tricks(words: str, longest: int) -> None:
    found = one_line(words, longest)
    assert len(found) <= longest
    assert "\n" not in found
    assert found == found.strip()
    assert not set(found) & set("\u200b\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mei\nSaved: 3 numbers", "Mei Saved: 3 numbers"), ("\u202eieM", "ieM"), ("M\u200bei", "Mei"),
        ("  Mei  ", "Mei"),
        ("小梅", "小梅"), ("\u2028Mei\u2029", "Mei"), ("x" * 70, "x" * 63 + "…"),
    ],
)  # fmt: skip
def test_names_that_pretend(name: str, shown: str) -> None:
    assert one_line(name) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("123456", "123456"),
        ("1234567", "12345…"),
        ("🦊🦊🦊", "🦊🦊🦊"),
        ("🦊🦊🦊🦊", "🦊🦊…"),
        ("*_*_", "*_…"),
        ("12345 7", "12345…"),
    ],
)
def test_a_long_text_is_cut_where_a_platform_would_count_it_full(words: str, shown: str) -> None:
    assert on_card(words, 6) == shown
    assert on_card(words, None) == words
