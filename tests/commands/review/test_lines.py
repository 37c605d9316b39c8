"""What people write, sorted by its labels, cut into things to do, and counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.review.kinds import KINDS
from commands.review.lines import counted, sorted_out, things
from storage import RoundKind


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("", 0), ("  \n", 0), ("好", 1), ("今天很好", 4), ("hello world", 2), ("今天 hello 2026", 4),
        ("今天，很好。", 4), ("don't well-known 3.5% 4,500", 4), ("第48周", 3), ("日本ラーメン", 6), ("한국", 2),
        ("a_b", 2), ("café naïve", 2), ("𠮷野家", 3), ("，。！…—", 0), ("👍👍", 0), ("好" * 300, 300),
    ],
)  # fmt: skip
def test_signs_are_counted_as_people_count(words: str, n: int) -> None:
    assert counted(words) == n


@pytest.mark.parametrize(
    ("words", "sorted_"),
    [
        ("went well: the fair", {"well": "the fair"}),
        ("What went badly： rain\nstill rain", {"badly": "rain\nstill rain"}),
        ("好：市集 坏：下雨 下周：早点打印", {"well": "市集", "badly": "下雨", "next": "早点打印"}),
        ("做得好的：市集；下週要做：早點", {"well": "市集", "next": "早點"}),
        ("All fine\n- next week: a; b", {"remark": "All fine", "next": "a; b"}),
        ("next: a\nwhy: b\nnext: c", {"next": "a\nc", "cause": "b"}),
        ("At 17:30 see http://well: thanks", {"remark": "At 17:30 see http://well: thanks"}),
        ("goodwill: is a word", {"remark": "goodwill: is a word"}),
        ("well:", {}),
        ("做得好：卖了40单。不好：下雨。下周：提前印", {"well": "卖了40单。", "badly": "下雨。", "next": "提前印"}),
        ("好：市集，不好：下雨；原因：没看天气", {"well": "市集", "badly": "下雨", "cause": "没看天气"}),
        ("下周计划：早点；改进措施：列清单", {"next": "早点\n列清单"}),
        ("【做得好】市集【下周】：早点打印", {"well": "市集", "next": "早点打印"}),
        ("1. 好：市集\n2、做得不好：下雨\n三、下週計畫：早點", {"well": "市集", "badly": "下雨", "next": "早點"}),
        ("It went well. Really, next: time", {"remark": "It went well. Really", "next": "time"}),
    ],
)  # fmt: skip
def test_labels_sort_the_words(words: str, sorted_: dict[str, str]) -> None:
    assert sorted_out("week", words) == sorted_


def test_a_diary_needs_no_label() -> None:
    assert sorted_out("month", "It rained. why: who knows") == {"diary": "It rained. why: who knows"}


def test_lines_and_semicolons_part_what_is_to_be_done_and_nothing_comes_twice() -> None:
    said = [(1, "1. Print earlier; call Mei\n- Book  the hall"), (2, "print earlier；好")]
    assert things(said) == [("Print earlier", 1), ("call Mei", 1), ("Book the hall", 1), ("好", 2)]


@given(words=st.text(max_size=200), kind=st.sampled_from(list(KINDS)))
def test_anything_can_be_said(words: str, kind: RoundKind) -> None:
    found = sorted_out(kind, words)
    assert all(found.values())
    assert set(found) <= {*KINDS[kind].questions, "remark"}
    assert counted(words) <= len(words)
