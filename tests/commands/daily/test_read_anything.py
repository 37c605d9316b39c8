"""Whatever is typed is read without a fault, and a report in any notation reads back exactly."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.daily.read import LONGEST, Entry, Reading, read_report
from commands.kit.metrics import default_catalogue

CATALOGUE = default_catalogue()
COMMUNITIES = {"fans": "fans", "粉丝群": "fans", "🌸 vip 群": "vip"}
TODAY = date(2026, 11, 24)


def read(text: str) -> Reading:
    return read_report(text, CATALOGUE, COMMUNITIES, TODAY)


HOSTILE = [
    *(
        "新增",
        "1",
        "joined ",
        "1 ",
        "，",
        "fans ",
        "新增1",
        "note\n",
        "foo 1\n",
        "一",
        "- ",
        "note:a\nfans\n",
        "date: ",
    ),
    *("今天", "新增(", "11-20 ", "active - ", "(人", "reach / ", "新增1,", '"', "community:", "30 day "),
]


@pytest.mark.parametrize("grain", HOSTILE)
def test_a_hostile_text_is_read_to_its_end(grain: str) -> None:
    """What would be too slow by a power of its length would not end before the test is stopped."""
    reading = read(("joined 3\n" + grain * LONGEST)[:LONGEST])
    assert reading.entries[0].numbers["joined"] == 3 or reading.unread


GRAINS = [*HOSTILE, "vip", "\n", ";", "：", "无", "12", "%", "¥", "备注"]


@given(st.text(max_size=300) | st.lists(st.sampled_from(GRAINS), max_size=30).map("".join))
def test_no_text_raises_and_no_number_comes_from_nowhere(text: str) -> None:
    reading = read(text)
    for entry in reading.entries:
        assert all(value is None or value.is_finite() for value in entry.numbers.values())
        assert "\x00" not in (entry.note or "")
    for left in reading.unread:
        assert left.text
        assert left.reason


NOTATIONS = {
    "count": ["{0}", "{0:,}", "{0}人", "{0:,} 人", "{0}个", "+{0}"],
    "money": ["{0}", "¥{0:,}", "￥{0:,}元", "{0}元", "{0:,} 元", "$ {0}"],
    "percent": ["{0}", "{0}%", "{0} ％"],
    "score": ["{0}", "{0}分", "-{0}"],
}
WIDE = str.maketrans("0123456789.,%:=", "０１２３４５６７８９．，％：＝")


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, dict[str, Decimal | None]]:
    """A report of some metrics, in notations and separators of every kind, and what it means."""
    metrics = draw(
        st.lists(st.sampled_from(CATALOGUE.entered), unique_by=lambda metric: metric.key, min_size=1, max_size=6)
    )
    text = ""
    meant: dict[str, Decimal | None] = {}
    for metric in metrics:
        label = draw(st.sampled_from(metric.names).flatmap(lambda name: st.sampled_from([name, name.upper()])))
        value = draw(st.integers(0, 10**9))
        notation = draw(st.sampled_from(NOTATIONS[metric.kind]))
        written = notation.format(value)
        joint = draw(st.sampled_from([" ", ":", "：", "=", ": ", " ： ", "\t"] + ([""] if notation[0] == "{" else [])))
        before = draw(st.sampled_from(["- ", "• ", "1. ", ""])) if text.endswith("\n") or not text else ""
        line = f"{before}{label}{joint}{written}"
        text += line.translate(WIDE) if draw(st.booleans()) and not before else line
        text += draw(st.sampled_from([" ", ", ", "， ", "、", "; ", "；", " | ", "\t", "\n", "\n\n", "。", " 🎉 "]))
        meant[metric.key] = Decimal(-value if notation[0] == "-" else value)
    return text, meant


@given(reports())
def test_every_report_reads_back_exactly(report: tuple[str, dict[str, Decimal | None]]) -> None:
    text, meant = report
    assert read(text) == Reading((Entry(None, None, meant, None),), ())


@given(reports(), reports())
def test_a_note_never_becomes_a_number(
    report: tuple[str, dict[str, Decimal | None]], note: tuple[str, dict[str, Decimal | None]]
) -> None:
    text, meant = report
    words = " ".join(note[0].split())
    reading = read(f"{text}\n备注：{words}")
    assert reading == Reading((Entry(None, None, meant, words),), ())
