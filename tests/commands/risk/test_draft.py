"""A risk that begins with abnormal figures, or with what somebody said."""

from dataclasses import replace

import pytest

from bot.ports import Call
from storage import Risk
from tests.commands.task.crew import Crew
from tests.signals import A_DAY, SUNDAY, TUESDAY, looks, stored, usual, week
from tests.town import Answer, Somebody


async def risk(team: Crew, number: int = 1) -> Risk:
    found = await team.town.storage.read(lambda unit: unit.risks.get(1, number))
    assert found is not None
    return found


async def answers(team: Crew, who: Somebody, line: str, words: str) -> Answer:
    """Somebody says a line as an answer to a message."""
    return await team.town.hears(who, Call(line, replace(who.heard("typed"), reply_text=words)))


async def sends(who: Somebody, asked: Answer, **changed: str) -> Answer:
    """Send a form as it stands, with some answers changed."""
    assert asked.reply.form is not None
    known = {question.field: question.value for question in asked.reply.form.questions if question.value}
    return await who.fills(asked, **{**known, **changed})


@pytest.fixture
async def odd(team: Crew) -> Crew:
    """Three times the usual refunds, and no figure else."""
    await usual(team.town, TUESDAY, orders=1000, refunds=40)
    await stored(team.town, TUESDAY, orders=1000, refunds=150)
    await looks(team.town)
    return team


async def test_a_signal_becomes_a_risk_whose_form_is_filled_in(odd: Crew) -> None:
    asked = await odd.bob.presses(await odd.bob.says("/signal"), "Raise a risk · 1")
    form = asked.reply.form
    assert form is not None
    values = {question.field: question.value for question in form.questions}
    assert values == {
        "level": "red", "title": "Mums club: refund rate 15% (mean 4%, limit 7%)", "community": "mums-club",
        "kind": "refunds",
        "details": "Abnormal figure 1: Mums club: refund rate 15% (mean 4%, limit 7%) · Tue, Nov 24",
    }  # fmt: skip
    await sends(odd.bob, asked, level="yellow")
    made = await risk(odd)
    assert (made.level, made.kind, made.rule) == ("yellow", "refunds", "signal:1")
    assert made.title == "Mums club: refund rate 15% (mean 4%, limit 7%)"


async def details(team: Crew) -> list[str]:
    """Of the draft about the first abnormal figure."""
    form = (await team.presses(team.bob, "/risk draft 1")).reply.form
    assert form is not None
    found = next(question.value for question in form.questions if question.field == "details")
    return (found or "").splitlines()


async def test_the_draft_says_how_the_figure_came_there_and_a_gap_is_no_zero(team: Crew) -> None:
    for back, complaints in ((6, 1200), (5, 11), (4, 13), (2, 0), (1, 10)):
        await stored(team.town, TUESDAY - back * A_DAY, complaints=complaints)
    await stored(team.town, TUESDAY, complaints=31)
    await looks(team.town)
    assert await details(team) == [
        "Abnormal figure 1: Mums club: complaints 31 (limit 10) · Tue, Nov 24",
        "Last 7 days: 1,200 · 11 · 13 · – · 0 · 10 · 31",
    ]
    await team.town.storage.write(lambda unit: unit.teams.change(1, language="zh_Hans"))
    assert (await details(team))[1] == "近 7 天：1,200 · 11 · 13 · – · 0 · 10 · 31"


async def test_of_a_week_it_says_the_weeks_before(team: Crew) -> None:
    await week(team.town, SUNDAY - 27 * A_DAY, [100] * 7)
    await week(team.town, SUNDAY - 20 * A_DAY, [100] * 7)
    await week(team.town, SUNDAY - 13 * A_DAY, [90] * 7)
    await week(team.town, SUNDAY - 6 * A_DAY, [80] * 7)
    assert await looks(team.town, SUNDAY) == ["engaged falling"]
    assert (await details(team))[1] == "Last 4 weeks: 700 · 700 · 630 · 560"


async def test_a_signal_that_is_a_risk_counts_as_taken(odd: Crew) -> None:
    asked = await odd.bob.presses(await odd.bob.says("/signal show 1"), "Raise a risk")
    await sends(odd.bob, asked)
    assert "Bob has it, risk 1" in await odd.dee.says("/signal")
    shown = await odd.dee.says("/signal show 1")
    assert "Bob raised it Tue, Nov 24 20:00: risk 1" in shown
    assert shown.line("Risk 1") == "/risk show 1"
    refused = await odd.dee.says("/signal take 1")
    assert "Bob raised it as a risk already: 1." in refused
    assert "Risk 1 is about it already." in await odd.dee.says("/risk draft 1")
    assert "There is no abnormal figure 9" in await odd.dee.says("/risk draft 9")


async def test_on_the_stand_up_board_it_is_taken_as_long_as_the_risk_is_open(odd: Crew) -> None:
    await odd.town.sleep_until("2026-11-25 09:31")
    board = next(text for name, text in odd.town.posts().items() if name == "-100")
    assert "[Raise a risk · 1]" in board
    await sends(odd.bob, await odd.presses(odd.bob, "/risk draft signal:1"))
    posts = await odd.town.sleep_until("2026-11-25 09:32")
    board = [post.text for post in posts if (post.letter.card or "").startswith("standup")][-1]
    assert "Bob has it, risk 1" in board
    assert "Raise a risk" not in board


async def test_what_somebody_wrote_is_raised_by_answering_it(team: Crew) -> None:
    words = "They sell tickets twice\nThree members showed me both"
    await answers(team, team.bob, "/risk raise yellow", words)
    made = await risk(team)
    assert (made.title, made.details) == ("They sell tickets twice", words)
    await answers(team, team.bob, "/risk raise red", "Gatehouse flooded")
    assert (await risk(team, 2)).details == ""


async def test_where_a_message_was_chosen_only_the_level_is_asked(team: Crew) -> None:
    """From its menu on Discord, a line without any option."""
    asked = await answers(team, team.bob, "/risk raise", "They sell tickets twice")
    assert asked.reply.form is not None
    first = asked.reply.form.questions[0]
    assert (first.field, first.value) == ("level", None)
    await sends(team.bob, asked, level="blue")
    assert (await risk(team)).title == "They sell tickets twice"


async def test_what_is_known_besides_the_message_that_is_answered_is_kept_with_it(team: Crew) -> None:
    await answers(
        team, team.bob, '/risk raise yellow "Double tickets" details:"row 4, twice"', "They sell tickets twice"
    )
    made = await risk(team)
    assert (made.title, made.details) == ("Double tickets", "row 4, twice\nThey sell tickets twice")


async def test_what_joins_a_risk_that_opened_by_itself_is_settled_and_stays_so(odd: Crew) -> None:
    """The refund rate and what stands on one line with it."""
    await stored(odd.town, TUESDAY, complaints=40)
    await looks(odd.town)
    await odd.ann.says("/risk raise yellow kind:refunds community:mums-club Many want money back")
    first = await risk(odd)
    await odd.town.storage.write(lambda unit: unit.risks.change(first.id, rule="negative:1"))
    odd.town.sleep(hours=1)
    asked = await sends(odd.bob, await odd.presses(odd.bob, "/risk draft signal:1"), level="yellow")
    await odd.bob.presses(asked, "Join it")
    assert (await risk(odd)).rule == "negative:1"
    assert "Bob has it, risk 1" in await odd.dee.says("/signal")
    assert "Bob raised it Tue, Nov 24 21:00: risk 1" in await odd.dee.says("/signal show 2")
    assert "Risk 1 is about it already." in await odd.dee.says("/risk draft 2")
    await odd.bob.says("/risk solve 1")
    await odd.dee.says("/risk verify 1 paid back")
    assert "Raise a risk" not in await odd.dee.says("/signal")
    await odd.town.sleep_until("2026-11-24 22:31")
    digest = next(text for name, text in odd.town.posts().items() if name == "-100")
    assert "Bob has it" in digest
    assert "I'll take it" not in digest
    await odd.town.sleep_until("2026-11-25 09:31")
    assert "Abnormal" not in next(text for name, text in odd.town.posts().items() if name == "-100")


async def test_a_figure_whose_risk_became_part_of_another_belongs_to_that_one(odd: Crew) -> None:
    await odd.ann.says("/risk raise red kind:refunds community:mums-club Many want money back")
    asked = await sends(odd.bob, await odd.presses(odd.bob, "/risk draft signal:1"))
    await odd.bob.presses(asked, "Join them")
    assert "Bob has it, risk 1" in await odd.dee.says("/signal")
