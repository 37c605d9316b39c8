"""What comes of a risk: its checklist, tasks, the report that drafts itself, and how its handling was scored."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.ports import Call
from commands.kit.scores import average
from storage import Risk
from tests.commands.task.crew import Crew, clock_types
from tests.town import Post


async def closed(team: Crew) -> list[Post]:
    """Raised at 20:00, acknowledged by Dee at 20:20, solved and verified at 20:40. Returns what the clock says then."""
    await team.ann.says("/risk raise red kind:fraud One phone, five prizes")
    await team.town.looks_at_the_clock()
    await team.town.sleep_until("2026-11-24 20:20")
    await team.dee.says("/risk ack 1")
    await team.dee.says("/risk note 1 The pool is frozen")
    await team.bob.says("/risk tick 1 1")
    await team.bob.says("/risk improve 1 Look at phones before the draw")
    await team.town.sleep_until("2026-11-24 20:40")
    return await closes(team)


async def closes(team: Crew) -> list[Post]:
    await team.dee.says("/risk solve 1")
    await team.ann.says("/risk verify 1 Winners were drawn anew")
    return await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()


def report(posts: list[Post]) -> str:
    (found,) = [post.text for post in posts if post.letter.card == "riskreport:1"]
    return found


async def test_the_checklist_is_ticked_once_and_the_card_counts(team: Crew) -> None:
    await team.ann.says("/risk raise red kind:fraud One phone, five prizes")
    shown = await team.bob.says("/risk checklist 1")
    assert "• 1. Freeze the prize pool: no draw, no payout" in shown
    ticked = await team.bob.presses(shown, "1 done")
    assert "• 1. ✓ Freeze the prize pool: no draw, no payout (Bob, Tue, Nov 24 20:00)" in ticked
    assert ticked.text.splitlines()[-1] == "[2 done] [3 done] [4 done] [5 done]"
    assert "Checklist: 1/5" in team.cards()["risk:1"]
    assert "Bob has done that already, Tue, Nov 24 20:00." in await team.dee.says("/risk tick 1 1")
    assert "The checklist has steps 1 to 5." in await team.dee.says("/risk tick 1 6")
    await team.ann.says("/risk raise blue Posts are late")
    assert "There is no checklist for this kind of risk." in await team.dee.says("/risk checklist 2")


async def test_the_report_is_drafted_as_soon_as_a_risk_is_closed_and_only_once(team: Crew) -> None:
    posts = await closed(team)
    assert report(posts).splitlines() == [
        "Report · ‼ Risk 1, red: One phone, five prizes",
        "• 40 min from the first word until it was closed, Tue, Nov 24 20:40", "• Raised by Ann, Tue, Nov 24 20:00",
        "• Closed by Ann: Winners were drawn anew", "Clocks", "• Acknowledgement: 20 min of 15 min, 5 min late",
        "• First response: 20 min of 30 min, in time", "• Statement: closed before it was due",
        "• Solution: 40 min of 1 d, in time", "What went wrong", "• It took 2 calls until somebody had it",
        "• Late: Acknowledgement", "• The checklist was not finished: 1 of 5", "What happened",
        "• Tue, Nov 24 20:00, Telegram: Ann raised it", "• Tue, Nov 24 20:20, Telegram: Dee acknowledged",
        "• Tue, Nov 24 20:20, Telegram: Dee: The pool is frozen",
        "• Tue, Nov 24 20:40, Telegram: Dee said it is solved",
        "• Tue, Nov 24 20:40, Telegram: Ann verified and closed it: Winners were drawn anew",
        "• … 7 more lines, in `/risk story 1`", "What we do better", "• 1. Look at phones before the draw (Bob)",
        "How well was it handled, 0 to 100? Those who took part are asked: Ann, Bob, and Dee",
        "[60] [70] [80] [90] [100] [Make 1 a task] [Do better] [Story]",
    ]  # fmt: skip
    asked = sorted(
        post.address.chat for post in posts if "How well was it handled" in post.text and not post.letter.card
    )
    assert asked == ["ann", "bob", "dee"]
    again = await clock_types(team, "/risk report 1")
    assert [post for post in again if "How well" in post.text and not post.letter.card] == []


async def test_what_went_wrong_is_found_by_itself(team: Crew) -> None:
    await team.bob.says("/away today")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    await team.dee.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 22:10")
    await team.dee.says("/risk solve 1")
    await team.ann.says("/risk back 1 wet again")
    said = report(await closes(team))
    for line in (
        "• Nobody was there as backup", "• Late: First response and Statement",
        "• Nobody wrote a note for too long, so the calls began again (1 time)",
        "• It was called solved too early (1 time)", "• Statement: not done, was due Tue, Nov 24 22:00",
    ):  # fmt: skip
        assert line in said, said


async def test_what_was_solved_without_a_word_is_not_praised(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:05")
    await team.bob.says("/risk solve 1")
    assert "First response" not in team.card()
    said = report(await closes(team))
    assert "• First response: none, it was solved after 5 min" in said
    assert "What went wrong\n• No note, no statement: the story does not show what was done\n" in said
    assert "Acknowledgement: 0 min of 15 min, in time" in said


async def test_what_was_solved_without_a_response_is_late_when_that_was_due(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:40")
    await team.bob.says("/risk solve 1")
    said = report(await closes(team))
    assert "• First response: 40 min of 30 min, 10 min late" in said


async def test_a_closed_risk_leads_to_its_report_and_lacks_no_owner_where_it_is_about_no_community(team: Crew) -> None:
    await team.ann.says("/risk raise yellow Posts are late")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk plan 1 Two more posts a day")
    await closes(team)
    shown = await team.eve.says("/risk show 1")
    assert shown.text.splitlines()[-1] == "[Report]"
    said = await team.eve.presses(shown, "Report")
    assert "Nothing that the story shows." in said


async def test_those_who_took_part_score_and_the_card_shows_the_average(team: Crew) -> None:
    assert "There is no risk 1 in this team." in await team.dee.says("/risk score 1 90")
    await closed(team)
    assert "Noted: 90 of 100." in await team.dee.says("/risk score 1 90")
    card = team.cards()["riskreport:1"]
    assert "Handled: 1 of 3 have said how well; the average stands here from three on" in card
    assert "90 of 100" not in card
    await team.bob.says("/risk score 1 85分")
    await team.bob.says("/risk score 1 75")
    assert "Handled: 2 of 3 have said how well" in team.cards()["riskreport:1"]
    await team.ann.says("/risk score 1 80")
    assert "Handled: 81.6 of 100, 3 of 3 have said" in team.cards()["riskreport:1"]
    assert "A score is a whole number from 0 to 100." in await team.bob.says("/risk score 1 101")
    assert "level staff or above" in await team.eve.says("/risk score 1 90")
    await team.ann.says("/role @eve staff")
    assert "Only those who took part" in await team.eve.says("/risk score 1 90")


async def test_nothing_is_scored_or_reported_before_the_end(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    assert "It is scored when it is." in await team.ann.says("/risk score 1 90")
    said = await team.ann.says("/risk report 1")
    assert "Risk 1 is not closed." in said
    assert "Ann raised it" in await team.ann.presses(said, "Story")


async def test_an_action_is_a_task_of_the_board_and_the_card_counts(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    said = await team.bob.says('/risk action 1 Order sandbags due:"fri 17:00" owner:@bob')
    assert "Task 1 is yours: Order sandbags" in said
    assert "1 task came of it" in team.cards()["risk:1"]
    task = await team.bob.says("/task show 1")
    assert "/risk show 1" in task
    assert "Fri, Nov 27 17:00" in task
    assert "can give work to others" in await team.bob.says("/risk action 1 Dig owner:@dee")
    assert "Task 2 goes to Dee: Dig" in await team.ann.says("/risk action 1 Dig owner:@dee")
    assert "Task 3 is open: Pump" in await team.bob.says("/risk action 1 Pump")
    assert "That time is over already." in await team.bob.says('/risk action 1 Pump due:"2026-11-23 10:00"')
    assert (await team.bob.says("/risk action 1")).reply.form is not None


async def test_an_idea_of_the_report_becomes_the_task_of_whoever_is_first(team: Crew) -> None:
    await closed(team)
    shown = await team.ann.says("/risk report 1")
    assert "Task 1 is yours: Look at phones before the draw" in await team.bob.presses(shown, "Make 1 a task")
    card = team.cards()["riskreport:1"]
    assert "• 1. Look at phones before the draw (task 1)" in card
    assert "Make 1" not in card
    assert "It is task 1 already." in await team.dee.presses(shown, "Make 1 a task")
    assert "Due Tue, Dec 1 18:00" in await team.bob.says("/task show 1")


async def test_a_plain_reply_to_the_report_is_an_idea(team: Crew) -> None:
    await closed(team)
    message = await team.town.storage.read(lambda unit: unit.cards.message(1, "riskreport:1", team.dee.at))
    heard = replace(team.dee.heard("typed"), replies=message, reply_text="Report")
    said = await team.town.hears(team.dee, Call("/form _ say", heard, {"value": "Draw with two people"}))
    assert "Noted. It stands in the report." in said
    assert "• 2. Draw with two people (Dee)" in team.card()


async def test_an_exercise_is_reported_as_one_and_makes_no_tasks(team: Crew) -> None:
    now = team.town.now
    exercise = Risk(0, 1, 0, "red", "fraud", "Black two hours", now, now, raised_by=1, drill=True, pace=12)
    await team.town.storage.write(lambda unit: unit.risks.add(exercise))
    await team.bob.says("/risk ack 1")
    assert "An exercise makes no tasks." in await team.bob.says("/risk action 1 Dig")
    await team.bob.says("/risk improve 1 Call sooner")
    said = report(await closes(team))
    assert said.startswith("DRILL · ‼ Risk 1")
    assert "• 1. Call sooner (Bob)" in said
    assert "Make 1" not in said


async def test_a_report_fits_one_message_whatever_was_said(team: Crew) -> None:
    await team.ann.says(f"/risk raise red kind:opinion {'#' * 200}")
    for n in range(30):
        team.town.sleep(minutes=1)
        await team.bob.says(f"/risk note 1 {n} {'很长的话' * 400}")
        await team.bob.says(f"/risk improve 1 {n} {'更好' * 200}")
    said = report(await closes(team))
    assert len(said) < 3500
    assert "more lines, in `/risk story 1`" in said
    assert "• … and 25 more" in said


@pytest.mark.parametrize(
    ("scores", "mean"), [((), None), ((90,), "90.0"), ((0, 100, 100), "66.6"), ((1, 2), "1.5"), ((85, 86, 86), "85.6")]
)
def test_the_average_has_one_decimal(scores: tuple[int, ...], mean: str | None) -> None:
    assert average(scores) == (None if mean is None else Decimal(mean))
