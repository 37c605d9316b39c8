"""/away and /back. The town's day is Tuesday, 2026-11-24."""

from datetime import date

import pytest

from commands.kit import Tongue
from tests.town import Town


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("until fri", date(2026, 11, 24), date(2026, 11, 27)),
        ("到周五", date(2026, 11, 24), date(2026, 11, 27)),
        ("11-24..11-28", date(2026, 11, 24), date(2026, 11, 28)),
        ("11月26日到11月28日", date(2026, 11, 26), date(2026, 11, 28)),
        ("12-14 12-21", date(2026, 12, 14), date(2026, 12, 21)),
        ("from:12-14 until:12-21", date(2026, 12, 14), date(2026, 12, 21)),
        ('from:"dec 14" until:"dec 21" why:rest', date(2026, 12, 14), date(2026, 12, 21)),
        ("until:fri", date(2026, 11, 24), date(2026, 11, 27)),
        ("从：12-14 到：12-21", date(2026, 12, 14), date(2026, 12, 21)),
        ("12月14日 12月21日", date(2026, 12, 14), date(2026, 12, 21)),
        ("3天", date(2026, 11, 24), date(2026, 11, 26)),
        ("3d", date(2026, 11, 24), date(2026, 11, 26)),
        ("明天", date(2026, 11, 25), date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
async def test_leave_is_understood_as_people_write_it(town: Town, words: str, first: date, last: date) -> None:
    await town.founded()
    await town.bob.says(f"/away {words}")
    bob = (await town.people())["Bob"]
    assert (bob.away_from, bob.away_until) == (first, last)


async def test_the_answer_says_from_when_until_when_and_why(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says('/away until fri why:"family visit"')
    assert "Bob is away from Tue, Nov 24 until Fri, Nov 27." in answer
    assert "Reason: family visit" in answer


async def test_a_reason_stays_one_line(town: Town) -> None:
    await town.founded()
    await town.bob.says('/away until fri why:"ill\nSaved: 3 numbers."')
    assert (await town.people())["Bob"].away_why == "ill Saved: 3 numbers."


async def test_a_bare_away_asks_for_the_days(town: Town) -> None:
    await town.founded()
    asked = await town.bob.says("/away")
    assert asked.reply.form is not None
    assert "Bob is away on Wed, Nov 25." in await town.bob.fills(asked, text="tomorrow")


async def test_days_that_cannot_be_read_come_back_in_the_form_with_examples(town: Town) -> None:
    await town.founded()
    asked = await town.bob.says("/away")
    answer = await town.bob.fills(asked, text="whenever", why="tired")
    assert "I can't read whenever as days of leave." in answer
    assert "until fri" in answer
    assert "? Reason (others see it) = tired" in answer


async def test_days_the_wrong_way_round_are_turned_with_one_press(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/away 11-28..11-24 why:moving")
    assert "The last day is before the first." in answer
    assert "Did you mean `2026-11-24..2026-11-28`?" in answer
    assert "Bob is away from Tue, Nov 24 until Sat, Nov 28." in await town.bob.presses(answer, "11-24..2026-11-28")
    assert (await town.people())["Bob"].away_why == "moving"


@pytest.mark.parametrize("why", ["the whole family moves to another town", 'a "rest"', "搬家到别的城市去了"])
async def test_no_press_loses_the_reason(town: Town, why: str) -> None:
    await town.founded()
    answer = await town.bob.says("/away 11-28..11-24", why=why)
    assert "Did you mean `2026-11-24..2026-11-28`?" in answer
    assert all(why in button.line for button in answer.reply.buttons)


async def test_the_form_shows_what_an_answer_looks_like(town: Town) -> None:
    await town.founded()
    asked = await town.bob.says("/away")
    assert asked.reply.form is not None
    hint = asked.reply.form.questions[0].hint
    assert hint is not None
    assert "11-24..11-28" in Tongue().speak(hint)


async def test_days_that_are_over_are_refused(town: Town) -> None:
    await town.founded()
    assert "is over already" in await town.bob.says("/away 2026-11-20..2026-11-22")
    assert (await town.people())["Ann"].away_from is None


async def test_a_day_of_another_year_is_told_with_its_year(town: Town) -> None:
    await town.founded()
    assert "2020-01-01 is over already." in await town.bob.says("/away until 2020-01-01")
    assert "Bob is away from Tue, Nov 24 until 2027-01-04." in await town.bob.says("/away until 2027-01-04")
    assert "Bob is away on 2027-02-01." in await town.bob.says("/away 2027-02-01")


async def test_an_observer_may_be_away(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says("/role @bob observer")
    assert "Bob is away" in await town.bob.says("/away tomorrow")


async def test_coming_back_with_the_button(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/away until fri")
    assert "Bob is back." in await town.bob.presses(answer, "I am back")
    assert (await town.people())["Bob"].away_from is None


async def test_the_button_brings_back_only_the_person_who_presses_it(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/away until fri")
    assert "You are not away." in await town.ann.presses(answer, "I am back")
    assert (await town.people())["Bob"].away_from is not None


async def test_leave_ends_by_itself_with_the_day_in_the_team_s_zone(town: Town) -> None:
    await town.founded()
    await town.bob.says("/away today")
    town.sleep(hours=3, minutes=59)
    assert "(away" in await town.bob.says("/team")
    town.sleep(minutes=1)
    assert "(away" not in await town.bob.says("/team")
    assert "You are not away." in await town.bob.says("/back")


async def test_leave_that_has_not_begun_can_be_taken_back(town: Town) -> None:
    await town.founded()
    await town.bob.says("/away 11-26..11-28")
    assert "Bob is back." in await town.bob.says("/back")
