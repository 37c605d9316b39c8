"""What is on a picture, by value: words in their room, figures that are true, gaps that stay gaps."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import draw, size
from bot.charts.measure import Box
from bot.charts.sheet import COLOURS
from bot.ports import Theme
from commands.kit import Chart, Line, Tongue, text

from .samples import WEEK, Seen, chart, line, read

EN, HANS, HANT = Tongue("en"), Tongue("zh_Hans"), Tongue("zh_Hant")


def seen(said: Chart, tongue: Tongue = EN, theme: Theme = "light") -> Seen:
    return read(draw(said, tongue, theme))


def test_one_line_says_title_period_last_value_and_its_change() -> None:
    said = seen(WEEK).said
    assert said[:4] == ["45", "▲ +15 (+50%)", "Moms' Circle · new members", "Wed, Nov 18 to Tue, Nov 24"]
    assert "Target 40" in said
    assert seen(WEEK, HANS).said[2:4] == ["Moms' Circle · 新增", "11月18日周三至11月24日周二"]


def test_a_figure_that_the_title_does_not_name_is_named_below() -> None:
    other = Chart(text("Last week")(), WEEK.marks, WEEK.lines)
    assert seen(other).said[3] == "new members"


@pytest.mark.parametrize(
    ("tongue", "tick"), [(EN, "12.5k"), (HANS, "1.25万"), (HANT, "1.25萬")], ids=["en", "zh_Hans", "zh_Hant"]
)
def test_large_figures_of_the_scale_are_written_as_in_the_language(tongue: Tongue, tick: str) -> None:
    assert tick in seen(chart(line([11_000, 19_500])), tongue).said


def test_money_has_the_sign_of_the_team() -> None:
    said = seen(chart(line([8000, 17_185], unit="money")), HANS).said
    assert said[0] == "¥17,185"
    assert {"¥0", "¥5,000", "¥1万", "¥1.5万", "¥2万", "¥1.7万"} <= set(said)


def test_the_change_is_read_by_sign_and_coloured_by_what_is_welcome() -> None:
    colours = COLOURS["light"]
    for good, values, words, ink in [
        ("up", [4, 5], "▲ +1 (+25%)", colours.good),
        ("up", [5, 4], "▼ −1 (−20%)", colours.bad),
        ("down", [4, 5], "▲ +1 (+25%)", colours.bad),
        ("down", [5, 4], "▼ −1 (−20%)", colours.good),
        ("none", [5, 4], "▼ −1 (−20%)", colours.soft),
        ("up", [5, 5], "±0", colours.soft),
    ]:
        found = seen(chart(line(values, good=good))).words[1]
        assert (found.said, found.ink) == (words, ink)


def test_the_change_of_a_percentage_is_in_points_and_has_no_percentage_of_its_own() -> None:
    assert seen(chart(line(["18.8", "18.1"], unit="percent"))).said[:2] == ["18.1%", "▼ −0.7"]


def test_an_average_is_as_exact_as_it_is_of_use() -> None:
    assert seen(chart(line(["521.4286", "614.5"]))).said[:2] == ["614.5", "▲ +93.1 (+17.8%)"]
    assert seen(chart(line(["0.1234", "0.1"], unit="ratio"))).said[1] == "▼ −0.0234"


def test_nothing_is_compared_with_a_day_without_a_figure() -> None:
    assert "▲" not in "".join(seen(chart(line([4, None, 5]))).said)
    assert seen(chart(line([4, 5, None]))).said[0] == "–"


def test_a_missing_figure_is_a_gap_and_never_zero() -> None:
    found = seen(chart(line([12, None, 15, 18, None, 14])))
    drawn = [facts["points"].split() for facts in found.of("polyline") if facts["stroke-width"] == "2.5"]
    assert [len(points) for points in drawn] == [2]
    assert len(found.of("circle")) == 4
    lowest = max(float(facts["cy"]) for facts in found.of("circle"))
    assert lowest < max(float(facts["points"].split()[0].split(",")[1]) for facts in found.of("polyline")) - 20


def test_a_chart_without_any_figure_says_so() -> None:
    assert "No figures yet" in seen(chart(line([None, None]))).said
    assert "No figures yet" in seen(chart()).said
    assert "暂无数据" in seen(chart(line([None])), HANS).said


def test_several_lines_are_panels_in_the_order_given_each_with_its_last_value() -> None:
    lines = [line([n, n + 1], name=f"Community {n}") for n in range(5)]
    said = seen(chart(*lines)).said
    assert [words for words in said if words.startswith("Community")] == [f"Community {n}" for n in range(5)]
    assert said[2:5] == ["Community 0", "1", "▲ +1"]


def test_panels_stand_in_two_columns_up_to_six_and_in_three_beyond() -> None:
    for count, columns in [(2, 2), (6, 2), (7, 3), (50, 3)]:
        cards = seen(chart(*[line([1, 2], name=str(n)) for n in range(count)])).of("rect")[1:]
        assert len({facts["x"] for facts in cards}) == columns
        assert len(cards) == count


def test_what_does_not_fit_is_counted_in_the_last_panel() -> None:
    many = chart(*[line([1, 2], name=f"c{n}") for n in range(60)])
    assert seen(many).said[-1] == "+11 more"
    assert seen(many, HANT).said[-1] == "另有 11 個"
    assert "c48" in seen(many).said
    assert "c49" not in seen(many).said


def test_of_many_points_the_newest_are_drawn() -> None:
    found = seen(chart(line(range(100))))
    assert len(found.of("circle")) == 60
    assert found.said[0] == "99"


def test_a_high_picture_is_still_readable_on_a_phone() -> None:
    wide, high = size(chart(*[line([1, 2], name=str(n)) for n in range(50)]))
    assert high / wide < 2.5


def test_words_of_people_are_words_whatever_they_hold() -> None:
    found = seen(chart(line([1, 2], name="<b>&\"'\x00 🎉👩‍👩‍👧\u202e x\ny"), title='</text><script>"'))
    assert found.said[2].startswith('</text><script>"')
    assert found.said[3] == "<b>&\"' x y"
    assert {name for name, _ in found.shapes} <= {"rect", "polyline", "polygon", "circle"}


def test_a_long_name_is_shortened_by_its_width() -> None:
    found = seen(chart(line([1, 2], name="很长的名称" * 20), title="一个名字非常非常长的社群" * 9), HANS)
    assert all(words.said.endswith("…") for words in found.words[2:4])
    assert no_overlap(found) == []


def test_every_ink_can_be_read_on_every_ground_by_day_and_night() -> None:
    """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
    for colours in COLOURS.values():
        for ink in (colours.ink, colours.soft, colours.good, colours.bad, colours.target):
            for ground in (colours.ground, colours.card):
                assert contrast(ink, ground) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    high, low = sorted([light(one), light(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


# Any chart at all

VALUES = st.one_of(
    st.none(),
    st.integers(-50, 50).map(Decimal),
    st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4),
    st.sampled_from([Decimal(0), Decimal("-0")]),
)
NAMES = st.one_of(st.text(max_size=60), st.sampled_from(["销售额" * 9, "W" * 70, "new members", "👍" * 5]))


@st.composite
def charts(draws: st.DrawFn, most: int = 60) -> Chart:
    points = draws(st.one_of(st.integers(0, 14), st.integers(0, 70)))
    lines = [
        Line(
            draws(NAMES),
            tuple(draws(st.lists(VALUES, min_size=points, max_size=points))),
            draws(st.sampled_from(["count", "money", "percent", "score", "ratio", "points"])),
            draws(st.sampled_from(["up", "down", "none"])),
            draws(st.one_of(st.none(), VALUES)),
        )
        for _ in range(draws(st.one_of(st.integers(0, 2), st.integers(0, most if points < 15 else 3))))
    ]
    marks = tuple(draws(st.lists(NAMES, min_size=points, max_size=points)))
    return Chart(text("{name}")(name=draws(NAMES)), marks, tuple(lines))


def no_overlap(found: Seen) -> list[tuple[str, str]]:
    shown = [words for words in found.words if words.said]
    return [(one.said, other.said) for one, other in combinations(shown, 2) if one.room.meets(other.room)]


@settings(max_examples=100, deadline=None)
@given(charts(), st.sampled_from([EN, HANS, HANT]), st.sampled_from(["light", "dark"]))
def test_no_words_leave_the_picture_or_cover_others_whatever_is_drawn(
    said: Chart, tongue: Tongue, theme: Theme
) -> None:
    found = seen(said, tongue, theme)
    assert (found.wide, found.high) == size(said)
    whole = Box(0, 0, found.wide, found.high)
    assert [words.said for words in found.words if not words.room.within(whole)] == []
    assert no_overlap(found) == []
    for facts in found.of("circle"):
        assert 0 <= float(facts["cx"]) <= found.wide
        assert 0 <= float(facts["cy"]) <= found.high
