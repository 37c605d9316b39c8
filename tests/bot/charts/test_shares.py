"""Bars of what each had: as long as it was, and readable without colour."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import draw, in_words, size, without_pictures
from bot.charts.measure import Box
from bot.ports import Theme
from commands.kit import Heading, Share, Shares, Table, Tongue, reply, text
from commands.kit.reply import read_reply, write_reply

from .months import SHANGHAI
from .samples import Seen, read
from .test_draw import no_overlap

EN, HANT = Tongue("en", SHANGHAI), Tongue("zh_Hant", SHANGHAI)
TITLE = text("Hours on call, {first} – {last}")(first="Oct 1", last="Dec 2")
LINE = text("{name}: {n}")
LOOKS = (
    text("working days", context="fairness")(), text("weekends", context="fairness")(),
    text("holidays", context="fairness")(),
)  # fmt: skip


def shares(*each: tuple[str, int, int, int]) -> Shares:
    found = tuple(Share(name, tuple(map(Decimal, parts)), f"{sum(parts)} h") for name, *parts in each)
    return Shares(TITLE, LOOKS, found, tuple(LINE(name=name, n=sum(parts)) for name, *parts in each))


def seen(said: Shares, tongue: Tongue = EN, theme: Theme = "light") -> Seen:
    return read(draw(said, tongue, theme))


def test_a_bar_is_as_long_as_its_hours_and_each_part_looks_its_own() -> None:
    found = seen(shares(("Mei", 60, 30, 10), ("Bob", 50, 0, 0)))
    bars = [facts for facts in found.of("rect") if facts["height"] == "18" and facts["width"] != "560"]
    assert [float(facts["width"]) for facts in bars] == [336, 168, 56, 280]
    assert {facts.get("fill-opacity") for facts in bars[:3]} == {"0.25", None}
    assert len(found.of("polyline")) > 5, "stripes"
    assert {"Mei", "100 h", "Bob", "50 h"} <= set(found.said)
    assert found.said[-3:] == ["working days", "weekends", "holidays"]
    assert seen(shares(("Mei", 1, 1, 1)), HANT).said[-3:] == ["工作日", "週末", "假日"]


def test_beside_a_table_the_same_is_not_told_again() -> None:
    said = shares(("Mei", 60, 30, 10))
    assert in_words(said, EN)[1:] == ["Mei: 100"]
    table = Table((TITLE,), (("Mei",),))
    assert without_pictures(reply(said, table), EN).blocks == (Heading(TITLE), table)
    assert len(without_pictures(reply(said), EN).blocks) == 2
    assert read_reply(write_reply(reply(said))) == reply(said)


def test_of_many_the_rest_is_counted_and_nothing_says_so() -> None:
    assert "+6 more" in seen(shares(*[(f"P{at}", at, 0, 0) for at in range(25)])).said
    assert "No figures yet" in seen(shares()).said
    with pytest.raises(ValueError, match="other parts"):
        Shares(TITLE, LOOKS, (Share("Mei", (Decimal(1),)),), ())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=60), *[st.integers(0, 9000)] * 3), max_size=25),
    st.sampled_from([EN, HANT]), st.sampled_from(["light", "dark"]),
)  # fmt: skip
def test_no_words_leave_the_picture_or_cover_others(
    each: list[tuple[str, int, int, int]], tongue: Tongue, theme: Theme
) -> None:
    said = shares(*each)
    found = seen(said, tongue, theme)
    assert (found.wide, found.high) == size(said)
    whole = Box(0, 0, found.wide, found.high)
    assert [words.said for words in found.words if not words.room.within(whole)] == []
    assert no_overlap(found) == []
    assert all(float(facts["x"]) + float(facts["width"]) <= 600 for facts in found.of("rect"))
