"""What is on the picture of a month, by value: each name and bar, at its day, and nothing outside the sheet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import draw, in_words, pictured, size, without_pictures
from bot.charts.measure import Box
from bot.charts.sheet import COLOURS
from bot.ports import Theme, Undrawn
from commands.kit import Bar, Bullets, Drawing, Heading, Span, Timeline, Tongue, reply
from commands.kit.reply import read_reply, write_reply
from commands.kit.timeline import Look

from .months import DECEMBER, FIRST, LAST, TITLE, activity, at, milestone, month, told
from .months import SHANGHAI as ZONE
from .samples import Seen, read
from .test_draw import contrast, no_overlap

EN, HANS, HANT = Tongue("en", ZONE), Tongue("zh_Hans", ZONE), Tongue("zh_Hant", ZONE)
WIDE_DAY = 560 / 31
THEMES: list[Theme] = ["light", "dark"]


def seen(said: Timeline, tongue: Tongue = EN, theme: Theme = "light") -> Seen:
    return read(draw(said, tongue, theme))


def reaches(found: Seen, ink: str, high: str) -> list[tuple[float, float]]:
    """Left and right of the bars of an ink and height, in the rows."""
    bars = [facts for facts in found.of("rect") if facts["fill"] == ink and facts["height"] == high]
    return [
        (float(facts["x"]), float(facts["x"]) + float(facts["width"]))
        for facts in bars
        if float(facts["y"]) < found.high - 46
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_every_name_stands_there_with_its_time_and_the_looks_are_explained(theme: Theme) -> None:
    said = seen(DECEMBER, EN, theme).said
    assert {"Book swap", "500 members", "Budget"} <= set(said)
    assert {"Fri, Dec 11 20:00", "Tue, Dec 15 18:00", "Wed, Dec 2 18:00"} <= set(said)
    assert said[-6:] == ["preheat", "ignition", "afterglow", "milestone", "reached", "day off"]


def test_it_is_said_in_the_language_of_the_reader() -> None:
    said = seen(DECEMBER, HANT).said
    assert said[-6:] == ["預熱", "引爆", "餘熱", "里程碑", "已達成", "休息日"]
    assert "今天" in said
    assert "14 週一" in said
    assert "14日周一" in seen(DECEMBER, HANS).said


@pytest.mark.parametrize("theme", THEMES)
def test_each_phase_begins_and_ends_at_its_hour(theme: Theme) -> None:
    found, ink = seen(month(activity("Book swap", 11)), EN, theme), COLOURS[theme].accent
    start = 20 + WIDE_DAY * (10 + 20 / 24)
    (ignition,) = reaches(found, ink, "18")
    assert ignition[0] == pytest.approx(start, abs=0.01)
    (afterglow,) = reaches(found, ink, "12")
    assert afterglow == (
        pytest.approx(start + WIDE_DAY / 4, abs=0.01), pytest.approx(start + WIDE_DAY * 2.25, abs=0.01),
    )  # fmt: skip
    frames = [facts["points"] for facts in found.of("polyline") if len(facts["points"].split()) == 5]
    assert frames[0].startswith(f"{start - 3 * WIDE_DAY:.1f},")


def test_looks_differ_without_any_colour() -> None:
    """Stripes, a taller block, a faint one, and diamonds that are empty or full."""
    found, colours = seen(DECEMBER), COLOURS["light"]
    assert len([facts for facts in found.of("polyline") if len(facts["points"].split()) == 2]) > 10
    assert reaches(found, colours.accent, "18")
    assert {facts.get("fill-opacity") for facts in found.of("rect") if facts["height"] == "12"} >= {"0.4"}
    assert [facts["fill"] for facts in found.of("polygon")] == [
        colours.ground, colours.target, colours.ground, colours.target,
    ]  # fmt: skip


def test_a_milestone_stands_in_the_middle_of_its_day() -> None:
    drawn = seen(month(milestone("500 members", 15))).of("polygon")[0]["points"].split()
    assert float(drawn[0].split(",")[0]) == pytest.approx(20 + WIDE_DAY * 14.5, abs=0.06)


def test_the_day_is_the_one_of_the_team() -> None:
    late = datetime(2026, 12, 14, 17, tzinfo=UTC)  # one in the morning of the 15th in Shanghai
    drawn = seen(month(Bar("Late", (Span(late, late, "milestone"),), told("Late", late)))).of("polygon")[0]
    assert float(drawn["points"].split()[0].split(",")[0]) == pytest.approx(20 + WIDE_DAY * 14.5, abs=0.06)


def test_days_off_are_shaded_together_and_today_stands_out() -> None:
    found = seen(month(milestone("Budget", 2)))
    shaded = [facts for facts in found.of("rect") if facts.get("fill-opacity") == "0.6"]
    assert [round((float(facts["x"]) - 20) / WIDE_DAY) for facts in shaded] == [4, 11, 18, 25]
    assert {round(float(facts["width"]) / WIDE_DAY) for facts in shaded} == {2}
    (today,) = [facts for facts in found.of("rect") if facts.get("fill-opacity") == "0.16"]
    assert float(today["x"]) == pytest.approx(20 + WIDE_DAY * 8, abs=0.01)
    assert "today" in found.said
    assert "today" not in seen(month(milestone("Budget", 2), today=None)).said


def test_mondays_are_named_but_where_today_is_said() -> None:
    assert [words for words in seen(month(milestone("Budget", 2))).said if words.endswith("Mon")] == [
        "14 Mon", "21 Mon", "28 Mon",
    ]  # fmt: skip
    assert "7 Mon" in seen(month(milestone("Budget", 2), today=None)).said


def test_what_began_before_or_goes_on_after_is_cut_at_the_edge() -> None:
    found = seen(month(activity("Early", -1), activity("Late", 31)))
    assert reaches(found, COLOURS["light"].accent, "12")[0][0] == 20
    assert reaches(found, COLOURS["light"].accent, "18")[-1] == (572, 580)


def test_of_many_the_rest_is_counted() -> None:
    many = month(*[activity(f"Activity {number}", number + 1) for number in range(25)])
    said = seen(many).said
    assert "Activity 18" in said
    assert "Activity 19" not in said
    assert "+6 more" in said
    assert size(many) == size(month(*many.bars[:20]))
    assert "Activity 19" in seen(month(*many.bars[:20])).said


def test_a_long_name_is_shortened_and_its_time_is_not() -> None:
    found = seen(month(activity("拍下你家楼下的第一场雪" * 9, 29), milestone("W" * 70, 31)), HANS)
    assert [words.endswith("…") for words in found.said if "雪" in words or "W" in words] == [True, True]
    assert "12月29日周二 20:00" in found.said
    assert no_overlap(found) == []


def test_a_month_without_anything_says_so() -> None:
    assert "Nothing is planned." in seen(month()).said


def test_a_high_picture_is_still_readable_on_a_phone() -> None:
    wide, high = size(month(*DECEMBER.bars * 20))
    assert high / wide < 2.5


def test_words_can_be_read_on_days_off_and_on_today() -> None:
    """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
    for colours in COLOURS.values():
        for shade, part in ((colours.line, 0.6), (colours.accent, 0.16)):
            ground = mixed(colours.ground, shade, part)
            assert contrast(colours.ink, ground) >= 4.5
            assert contrast(colours.soft, ground) >= 4.5


def mixed(below: str, above: str, part: float) -> str:
    pairs = [(int(below[at : at + 2], 16), int(above[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for low, high in pairs)


# In words


def test_it_is_kept_as_json_and_read_back() -> None:
    said = reply(DECEMBER)
    assert read_reply(write_reply(said)) == said


def test_a_timeline_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Timeline(TITLE, LAST, FIRST, ())


def test_each_bar_is_told_in_words_as_far_as_there_is_room() -> None:
    assert in_words(DECEMBER, EN) == [
        "Activities in December 2026", "Book swap: Fri, Dec 11 20:00", "500 members: Tue, Dec 15 18:00",
        "Budget: Wed, Dec 2 18:00",
    ]  # fmt: skip
    assert len("\n".join(in_words(DECEMBER, EN, 60))) <= 60


async def test_where_it_cannot_be_drawn_it_is_told_once() -> None:
    async def draw(said: Drawing, tongue: Tongue, theme: Theme) -> bytes:
        raise Undrawn("no ink")

    beside = Bullets(tuple(bar.words for bar in DECEMBER.bars))
    answer, pictures = await pictured(reply(DECEMBER, beside), EN, draw, "light", 1024)
    assert pictures == []
    assert answer.blocks == (Heading(TITLE), beside)
    _, bullets = without_pictures(reply(DECEMBER), EN).blocks
    assert isinstance(bullets, Bullets)
    assert [EN.speak(item) for item in bullets.items] == in_words(DECEMBER, EN)[1:]


# Any month at all

NAMES = st.one_of(st.text(max_size=60), st.sampled_from(["销售额" * 20, "W" * 70, "Book swap", "👍" * 5]))
LOOKS: list[Look] = ["preheat", "ignition", "afterglow", "milestone", "reached"]


@st.composite
def bars(draws: st.DrawFn) -> Bar:
    spans = []
    for _ in range(draws(st.integers(0, 4))):
        begin = at(1, 0) + timedelta(minutes=draws(st.integers(-60 * 24 * 40, 60 * 24 * 70)))
        end = begin + timedelta(minutes=draws(st.integers(0, 60 * 24 * 40)))
        spans.append(Span(begin, end, draws(st.sampled_from(LOOKS))))
    name = draws(NAMES)
    return Bar(name, tuple(spans), told(name, at(1)), draws(NAMES))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(bars(), max_size=25), st.integers(1, 40), st.integers(0, 45), st.sampled_from([EN, HANS, HANT]),
    st.sampled_from(THEMES),
)  # fmt: skip
def test_nothing_leaves_the_picture_and_no_words_cover_others_whatever_is_drawn(
    found: list[Bar], length: int, today: int, tongue: Tongue, theme: Theme
) -> None:
    days = [date(2026, 12, 1) + timedelta(days=at) for at in range(length)]
    said = Timeline(TITLE, days[0], days[-1], tuple(found), days[0] + timedelta(days=today), tuple(days[3:5]))
    drawn = seen(said, tongue, theme)
    assert (drawn.wide, drawn.high) == size(said)
    whole = Box(0, 0, drawn.wide, drawn.high)
    assert [words.said for words in drawn.words if not words.room.within(whole)] == []
    assert no_overlap(drawn) == []
    for facts in drawn.of("rect"):
        left, top = float(facts["x"]), float(facts["y"])
        assert left >= 0
        assert top >= 0
        assert left + float(facts["width"]) <= drawn.wide + 0.01
        assert top + float(facts["height"]) <= drawn.high
    for facts in (*drawn.of("polyline"), *drawn.of("polygon")):
        for x, y in (point.split(",") for point in facts["points"].split()):
            assert 0 <= float(x) <= drawn.wide
            assert 0 <= float(y) <= drawn.high
