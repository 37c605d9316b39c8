"""What is on the picture of some weeks, by value: each shift at its hours, what is unusual, and nothing outside."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import draw, in_words, size, without_pictures
from bot.charts.measure import Box
from bot.charts.roster import DAY, EDGE, GUTTER, TINTS
from bot.charts.sheet import COLOURS
from bot.ports import Theme
from commands.kit import Bullets, Heading, Lane, Roster, Stint, Tongue, reply, text
from commands.kit.reply import read_reply, write_reply
from commands.kit.roster import Stay

from .months import SHANGHAI
from .samples import Seen, read
from .test_draw import contrast, no_overlap
from .test_timeline import mixed

EN, HANS, HANT = (Tongue(locale, SHANGHAI) for locale in ("en", "zh_Hans", "zh_Hant"))
MONDAY = date(2026, 9, 28)
TITLE = text("On call, {first} – {last}")(first=MONDAY, last=date(2026, 10, 25))
LINE = text("{day}: {what}")
THEMES: list[Theme] = ["light", "dark"]
LEFT = EDGE + GUTTER


def weeks(*lanes: Lane, today: date | None = MONDAY, weeks: int = 4) -> Roster:
    holidays = tuple(date(2026, 10, day) for day in range(1, 8))
    sundays = tuple(MONDAY + timedelta(days=at) for at in (6, 13, 20, 27))
    words = tuple(LINE(day=str(lane.name), what=str(one.name)) for lane in lanes for one in lane.stints)
    return Roster(TITLE, MONDAY, weeks, lanes, words, today, (*holidays, *sundays), holidays, (date(2026, 10, 10),))


def lane(*stints: tuple[float, float, str, Stay], name: str = "primary") -> Lane:
    return Lane(name, "hand-over Mon 09:00", tuple(Stint(*one) for one in stints))


TWO = weeks(
    lane(
        (0.375, 7.375, "Mei", "turn"), (7.375, 9, "Bob", "turn"), (9, 11, "nobody", "gap"),
        (11, 14.375, "Bob", "hers"),
    ),
    lane((0.375, 28, "Li", "agreed"), name="backup"),
)  # fmt: skip


def seen(said: Roster, tongue: Tongue = EN, theme: Theme = "light") -> Seen:
    return read(draw(said, tongue, theme))


def strips(found: Seen, opacity: str | None = None) -> list[tuple[float, float]]:
    """Left and right of the shifts that are tinted so."""
    bars = [facts for facts in found.of("rect") if facts["height"] == "24" and facts.get("fill-opacity") == opacity]
    return [(float(facts["x"]), float(facts["x"]) + float(facts["width"])) for facts in bars]


def test_a_shift_begins_and_ends_at_its_hour_and_goes_on_in_the_next_row() -> None:
    drawn = strips(seen(weeks(lane((0.375, 7.375, "Mei", "turn")))), f"{TINTS[0]:g}")
    assert drawn == [
        (pytest.approx(LEFT + 0.375 * DAY + 1, abs=0.01), pytest.approx(LEFT + 7 * DAY - 1, abs=0.01)),
        (pytest.approx(LEFT + 1, abs=0.01), pytest.approx(LEFT + 0.375 * DAY - 1, abs=0.01)),
    ]


def test_names_layers_and_looks_are_told_without_colour() -> None:
    found = seen(TWO)
    assert found.said.count("Mei") == 2, "in each row that she has a part of"
    assert {"primary: hand-over Mon 09:00", "backup: hand-over Mon 09:00", "nobody"} <= set(found.said)
    assert found.said[-5:] == ["stands in", "nobody answers", "asked for", "today", "day off"]
    assert found.said.count("1") == 5, "one for each week and one below"
    dashed = [facts for facts in found.of("polyline") if "stroke-dasharray" in facts]
    assert len(dashed) == 4 + 1
    assert any(facts["stroke"] == COLOURS["light"].bad for facts in found.of("polyline"))


def test_holidays_and_made_up_days_are_named_on_their_day() -> None:
    assert (seen(TWO).said.count("off"), seen(TWO).said.count("work")) == (7, 1)
    said = seen(TWO, HANT).said
    assert (said.count("休"), said.count("班")) == (7, 1)
    assert {"9月28日", "10月1日", "週一", "週日"} <= set(said)
    assert "10月1日" in seen(TWO, HANS).said


def test_today_stands_out_and_only_there() -> None:
    def lit(said: Roster) -> list[str]:
        return [facts["x"] for facts in seen(said).of("rect") if facts.get("fill-opacity") == "0.16"]

    assert float(lit(weeks(today=MONDAY + timedelta(days=2)))[0]) == pytest.approx(LEFT + 2 * DAY, abs=0.01)
    assert lit(weeks(today=None)) == []


def test_a_name_is_as_long_as_its_shift_has_room_for() -> None:
    name = "欧阳娜娜阿布都热合曼"
    places = ((0, 7), (7, 8), (8, 8.375), (9, 9.05))
    said = seen(weeks(lane(*[(since, until, name, "turn") for since, until in places])))
    assert [words for words in said.said if words.startswith("欧")] == [name, "欧阳娜…", "欧"]
    narrow = seen(weeks(lane((0, 0.375, "nobody", "gap"), (1, 1.375, "Bob", "turn"))), HANS).said
    assert {"!", "Bob"} <= set(narrow)


def test_of_many_layers_the_rest_is_counted() -> None:
    many = weeks(*[lane((0, 28, f"P{number}", "turn"), name=f"layer {number}") for number in range(10)])
    said = seen(many).said
    assert "P7" in said
    assert "P8" not in said
    assert "+2 more" in said
    assert size(many)[1] / size(many)[0] < 2.5


def test_it_is_told_in_words_and_nothing_twice() -> None:
    assert in_words(TWO, EN)[1:3] == ["primary: Mei", "primary: Bob"]
    beside = Bullets((TWO.words[0],))
    told = without_pictures(reply(TWO, beside), EN)
    assert isinstance(told.blocks[0], Heading)
    bullets = [EN.speak(item) for block in told.blocks if isinstance(block, Bullets) for item in block.items]
    assert sorted(bullets) == sorted(EN.speak(one) for one in TWO.words)


def test_it_is_kept_as_it_is() -> None:
    assert read_reply(write_reply(reply(TWO))) == reply(TWO)
    with pytest.raises(ValueError, match="no week"):
        weeks(weeks=0)


def test_words_can_be_read_on_every_strip() -> None:
    """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
    for colours in COLOURS.values():
        for tint in TINTS:
            assert contrast(colours.ink, mixed(colours.ground, colours.accent, tint)) >= 4.5
        assert contrast(colours.ground, colours.accent) >= 4.5
        for shade, part in ((colours.line, 0.6), (colours.accent, 0.16)):
            assert contrast(colours.target, mixed(colours.ground, shade, part)) >= 4.5


STINTS = st.tuples(
    st.floats(0, 27), st.floats(0.01, 9), st.text(max_size=30), st.sampled_from(["turn", "agreed", "gap", "hers"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(STINTS, max_size=1), max_size=10), st.sampled_from([EN, HANS, HANT]), st.sampled_from(THEMES))
def test_no_words_leave_the_picture_or_cover_others(
    drawn: list[list[tuple[float, float, str, Stay]]], tongue: Tongue, theme: Theme
) -> None:
    said = weeks(*[lane(*[(since, since + long, name, look) for since, long, name, look in each]) for each in drawn])
    found = seen(said, tongue, theme)
    assert (found.wide, found.high) == size(said)
    whole = Box(0, 0, found.wide, found.high)
    assert [words.said for words in found.words if not words.room.within(whole)] == []
    assert no_overlap(found) == []


def test_a_strip_stands_out_from_a_day_off() -> None:
    for colours in COLOURS.values():
        off = mixed(colours.ground, colours.line, 0.6)
        for tint in TINTS:
            assert contrast(off, mixed(colours.ground, colours.accent, tint)) >= 1.15
