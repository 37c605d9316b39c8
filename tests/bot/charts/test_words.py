"""A chart in words."""

import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts import in_words, pictured, without_pictures
from bot.ports import Later, Theme, Undrawn
from commands.kit import Bullets, Chart, Drawing, Heading, Tongue, reply, text

from .samples import WEEK, chart, line
from .test_draw import charts

EN = Tongue("en")
HELLO = text("Hello.")


def test_the_figures_of_a_chart_are_told_day_by_day() -> None:
    assert in_words(chart(line([31, None, 45])), EN) == [
        "Moms' Circle · new members",
        "new members: Sun, Nov 22 31 · Mon, Nov 23 – · Tue, Nov 24 45",
    ]
    assert in_words(chart(line([31, 45])), Tongue("zh_Hans"))[1] == "新增：11月23日周一 31 · 11月24日周二 45"


def test_where_that_is_too_long_each_line_is_told_by_its_last_figure() -> None:
    told = in_words(chart(*[line([n, n + 2], name=f"c{n}") for n in range(1, 30)]), EN, 1024)
    assert told[1] == "c1: Tue, Nov 24 3 ▲ +2 (+200%)"
    assert len(told) == 30


@given(charts(most=20), st.sampled_from(["en", "zh_Hans", "zh_Hant"]), st.integers(50, 3000))
def test_words_are_never_longer_than_there_is_room(said: Chart, locale: str, most: int) -> None:
    assert len("\n".join(in_words(said, Tongue(locale), most))) <= most


async def test_a_chart_that_is_drawn_stays_a_chart_and_has_its_words() -> None:
    async def draw(said: Drawing, tongue: Tongue, theme: Theme) -> bytes:
        return theme.encode()

    answer, (picture,) = await pictured(reply(HELLO(), WEEK), EN, draw, "dark", 1024)
    assert answer == reply(HELLO(), WEEK)
    assert (picture.png, picture.title) == (b"dark", "Moms' Circle · new members")
    assert "Tue, Nov 24 45" in picture.words


async def test_a_chart_that_cannot_be_drawn_becomes_words_and_the_reason_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def draw(said: Drawing, tongue: Tongue, theme: Theme) -> bytes:
        raise Undrawn("no ink")

    answer, pictures = await pictured(reply(HELLO(), WEEK), EN, draw, "light", 1024)
    assert pictures == []
    assert answer == without_pictures(reply(HELLO(), WEEK), EN)
    first, heading, bullets = answer.blocks
    assert (first, heading) == (HELLO(), Heading(WEEK.title))
    assert isinstance(bullets, Bullets)
    assert "Tue, Nov 24 45" in EN.speak(bullets.items[0])
    assert [record.__dict__["why"] for record in caplog.records] == ["no ink"]


async def test_a_picture_that_takes_long_delays_its_letter_and_is_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.charts.words.PATIENCE", 0.0)

    async def draw(said: Drawing, tongue: Tongue, theme: Theme) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(Later):
        await pictured(reply(WEEK), EN, draw, "light", 1024)


def test_a_chart_without_lines_is_its_title() -> None:
    assert without_pictures(reply(chart()), EN).blocks == (Heading(chart().title),)


def test_a_line_must_have_a_value_for_every_mark() -> None:
    with pytest.raises(ValueError, match="number of values"):
        Chart(HELLO(), ("Mon",), (line([Decimal(1), 2]),))
