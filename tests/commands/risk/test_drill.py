"""A drill: the whole chain on a fast clock, marked, and scored at its end."""

from tests.commands.task.crew import Crew
from tests.town import Post


def told(posts: list[Post], who: str) -> list[str]:
    """What somebody was told in private, without the title above it."""
    return [post.text.split("\n", 1)[1] for post in posts if post.address.chat == who]


async def well_done(team: Crew) -> None:
    """Bob answers in time, Dee verifies; Ann began it."""
    await team.ann.says("/drill run")
    await team.town.sleep_until("2026-11-24 20:01")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk note 1 I write to the first of them")
    await team.bob.says("/risk solve 1")
    await team.town.sleep_until("2026-11-24 20:04")
    await team.dee.says("/risk verify 1 It is quiet again")


async def test_a_drill_says_what_it_is_and_everything_is_marked(team: Crew) -> None:
    said = await team.ann.says("/drill run")
    assert said.text.splitlines()[0] == "Drill: this is an exercise"
    assert "12 times as fast, so the statement is due Tue, Nov 24 20:10. It is over Tue, Nov 24 21:00" in said
    posts = await team.town.looks_at_the_clock() + await team.town.sleep_until("2026-11-24 20:06")
    mine = [post for post in posts if "Risk 1" in post.text]
    assert len(mine) > 10
    assert {post.text.split(" · ")[0] for post in mine} == {"DRILL"}
    assert 0 not in {post.letter.lane for post in mine}


async def test_the_card_says_that_it_is_an_exercise_and_its_clocks_run_fast(team: Crew) -> None:
    await team.ann.says("/drill run pace:24 kind:fraud Thirty accounts win")
    card = team.card()
    assert card.splitlines()[:3] == [
        "DRILL · ‼ Risk 1, red: Thirty accounts win",
        "• An exercise: do as if it was real, but say nothing outside. Time runs 24 times as fast.",
        "• Nobody has it yet.",
    ]
    assert "• prize fraud" in card
    assert "Acknowledgement: until 20:00, 37 s left" in card
    assert "Statement: until 20:05, 5 min left" in card


async def test_verified_by_another_it_ends_as_a_scorecard(team: Crew) -> None:
    await well_done(team)
    assert team.card().splitlines() == [
        "DRILL · ‼ Risk 1, red: A post that we cheat our members is shared everywhere",
        "• The drill is over: verified by Dee: It is quiet again",
        "[Report]",
    ]  # fmt: skip
    await team.bob.says("/risk improve 1 Write sooner")
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    (over,) = [post.text for post in posts if post.address.chat == "-100" and post.letter.edits is None]
    assert over.splitlines() == [
        "DRILL · ‼ Risk 1, red: A post that we cheat our members is shared everywhere",
        "• The drill is over: verified by Dee: It is quiet again",
        "• Time ran 12 times as fast. In brackets: as it would be otherwise.",
        "• Acknowledgement: in time, after 1 min (12 min of 15 min), Bob",
        "• First response: in time, after 1 min (12 min of 30 min), Bob", "• Statement: not done",
        "• Solution: in time, after 1 min (12 min of 1 d), Bob", "• 3 of 4 clocks kept",
        "• Slowest: Acknowledgement, 80% of its time",
        "• Bob: acknowledged 1 min after the call, first note after 1 min, solved after 1 min",
        "• Dee: verified after 4 min",
        "• How well was it handled, 0 to 100? Those who took part are asked: Ann, Bob, and Dee",
        "What we do better", "• 1. Write sooner (Bob)", "[60] [70] [80] [90] [100] [Do better] [Story]",
    ]  # fmt: skip
    assert over == (await team.bob.presses(await team.bob.says("/risk show 1"), "Report")).text
    assert over == (await team.bob.says("/risk report 1")).text
    assert "Bob acknowledged" in await team.bob.presses(await team.bob.says("/drill show 1"), "Story")
    assert told(posts, "bob")[-1].startswith("The drill is over. How well did the team do, from 0 to 100?")
    assert [post.text for post in await team.town.sleep_until("2026-11-25 09:00") if "Risk 1" in post.text] == []


async def test_time_is_up_after_an_hour_and_who_did_not_answer_is_named(team: Crew) -> None:
    await team.bob.says("/away today")
    await team.ann.says("/drill run")
    posts = await team.town.sleep_until("2026-11-24 20:59")
    assert "Going on" in await team.ann.says("/drill")
    posts = await team.town.sleep_until("2026-11-24 21:00")
    (over,) = [post for post in posts if post.letter.edits is None and post.address.chat == "-100"]
    assert "The drill is over: its time is up." in over
    assert "Slowest: Acknowledgement, not done in its time" in over
    assert "Called, and did not answer in time: Dee and Ann" in await team.ann.says("/drill show 1")
    later = await team.town.sleep_until("2026-11-25 19:00")
    assert [post.text for post in later if "Risk 1" in post.text] == []


async def test_a_manager_stops_it_and_then_it_does_not_count(team: Crew) -> None:
    assert "No drill is going on." in await team.ann.says("/drill stop")
    await team.ann.says("/drill run")
    await team.town.looks_at_the_clock()
    assert (await team.bob.says("/drill stop")).text != ""
    assert "Going on" in await team.ann.says("/drill")
    assert "The drill is stopped." in await team.ann.says("/drill stop")
    assert "Ann stopped the drill." in team.card()
    later = await team.town.looks_at_the_clock() + await team.town.sleep_until("2026-11-24 22:00")
    assert {post.text.splitlines()[1] for post in later if "Risk 1" in post.text} == {"It is closed. Thank you."}
    assert "This drill was ended early, so it is not scored." in await team.bob.says("/drill score 1 90")
    assert "A post that we cheat our members is shared everywhere – stopped" in await team.ann.says("/drill")


async def test_there_is_one_drill_at_a_time_and_what_is_real_comes_first(team: Crew) -> None:
    await team.ann.says("/drill run")
    assert "A drill is going on: DRILL" in await team.ann.says("/drill run")
    await team.bob.says("/risk raise yellow Posts are late")
    await team.town.looks_at_the_clock()
    assert "Going on" in await team.ann.says("/drill")
    await team.bob.says("/risk raise red Gatehouse flooded")
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    (said,) = [post for post in posts if "Please leave the drill now." in post]
    assert said.text.splitlines()[1] == "The drill ended because something real happened: risk 3."
    assert "Something real is open: ‼ Risk 3, red: Gatehouse flooded." in await team.ann.says("/drill run")
    assert "– ended for risk 3" in await team.ann.says("/drill")
    card = (await team.ann.says("/risk show 1")).text
    assert "not done" not in card  # none of its clocks was over
    assert "clocks kept" not in card
    assert "did not answer" not in card
    assert [post for post in await team.town.sleep_until("2026-11-24 21:30") if "DRILL" in post] == []


async def test_one_that_becomes_red_ends_the_drill_too(team: Crew) -> None:
    await team.bob.says("/risk raise yellow Posts are late")
    await team.ann.says("/drill run")
    await team.bob.says("/risk level 1 red")
    posts = await team.town.looks_at_the_clock()
    assert any("something real happened: risk 1." in post for post in posts)


async def test_below_ninety_on_average_it_is_planned_again(team: Crew) -> None:
    await well_done(team)
    await team.town.looks_at_the_clock()
    assert "Only those who took part score a drill." in await team.town.person("Fay", team.ann.at).says(
        "/drill score 1 10"
    )
    assert "A score is a whole number from 0 to 100." in await team.bob.says("/drill score 1 110")
    assert "Thank you: 80 of 100." in await team.bob.says("/drill score 1 80")
    assert "Score: 80 of 100 on average, given by 1 of 3 people" in team.card()
    await team.dee.says("/drill score 1 90")
    await team.bob.says("/drill score 1 85")
    assert "None is planned." in await team.ann.says("/drill")
    await team.ann.says("/drill score 1 92")
    assert "That is below 90, so the drill is repeated: Tue, Dec 8 20:00." in team.card()
    assert "The scores of this drill are closed." in await team.bob.says("/drill score 1 100")
    assert "Planned: Tue, Dec 8 20:00" in await team.ann.says("/drill")
    posts = await team.town.sleep_until("2026-12-08 20:00")
    (told_her,) = [line for line in told(posts, "ann") if "repeated" in line]
    assert told_her.startswith("Drill 1 scored 89 of 100, so it is repeated: now is the time.\n[Run a drill now]")
    assert "None is planned." in await team.ann.says("/drill")


async def test_ninety_is_good_enough_and_who_does_not_score_is_waited_for_a_day(team: Crew) -> None:
    await well_done(team)
    await team.town.looks_at_the_clock()
    await team.bob.says("/drill score 1 90")
    await team.town.sleep_until("2026-11-25 20:03")
    assert "[60]" in await team.ann.says("/drill show 1")
    await team.town.sleep_until("2026-11-25 20:05")
    shown = await team.ann.says("/drill show 1")
    assert "Score: 90 of 100 on average, given by 1 of 3 people" in shown
    assert "below" not in shown
    assert "None is planned." in await team.ann.says("/drill")


async def test_a_day_later_a_low_score_plans_the_repeat_though_not_all_have_scored(team: Crew) -> None:
    await well_done(team)
    await team.town.looks_at_the_clock()
    await team.bob.says("/drill score 1 70")
    *_, card = (post for post in await team.town.sleep_until("2026-11-25 20:05") if post.letter.card == "riskreport:1")
    assert "so the drill is repeated: Tue, Dec 8 20:00." in card
    assert "Planned: Tue, Dec 8 20:00" in await team.ann.says("/drill")


async def test_whoever_does_as_much_as_for_a_real_risk_scores_the_drill_too(team: Crew) -> None:
    fay = team.town.person("Fay", team.ann.at)
    await team.ann.says("/drill run")
    await team.bob.says("/risk ack 1")
    await fay.says("/risk silence 1")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 It is quiet again")
    assert "Thank you: 90 of 100." in await fay.says("/drill score 1 90")


async def low(team: Crew, points: int = 70) -> None:
    """A drill that those who took part score so."""
    await well_done(team)
    await team.town.looks_at_the_clock()
    for who in (team.ann, team.bob, team.dee):
        await who.says(f"/drill score 1 {points}")


async def test_a_repeat_that_was_ended_early_is_planned_once_more(team: Crew) -> None:
    await low(team)
    await team.town.sleep_until("2026-12-08 20:01")
    await team.ann.says("/drill run")
    await team.ann.says("/drill stop")
    assert "Planned: Tue, Dec 22 20:00" in await team.ann.says("/drill")
    await team.town.sleep_until("2026-12-22 20:01")
    await team.ann.says("/drill run")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    assert "Planned: Tue, Jan 5" in await team.ann.says("/drill")


async def test_one_that_was_stopped_since_does_not_stand_in_for_the_repeat(team: Crew) -> None:
    await well_done(team)
    await team.town.looks_at_the_clock()
    await team.bob.says("/drill score 1 70")
    await team.ann.says("/drill run")
    await team.ann.says("/drill stop")
    await team.town.sleep_until("2026-11-25 20:05")
    assert "Planned: Tue, Dec 8 20:00" in await team.ann.says("/drill")


async def test_the_scorecard_names_no_repeat_where_the_plan_was_dropped(team: Crew) -> None:
    await low(team)
    assert "so the drill is repeated: Tue, Dec 8 20:00." in await team.ann.says("/drill show 1")
    await team.ann.says("/drill drop")
    assert "repeated" not in await team.ann.says("/drill show 1")


async def test_quiet_runs_on_the_fast_clock_as_well(team: Crew) -> None:
    await team.ann.says("/drill run")
    await team.bob.says("/risk ack 1")
    assert "[Silence 5 min]" in team.card()
    assert "Quiet until Tue, Nov 24 20:05." in await team.bob.presses(
        await team.bob.says("/risk show 1"), "Silence 5 min"
    )
    assert "Bob made it quiet for 5 min" in await team.bob.says("/risk story 1")
    await team.bob.says("/risk raise yellow Posts are late")
    await team.bob.says("/risk ack 2")
    await team.bob.says("/risk silence 2")
    assert "[Silence 1 h]" in team.cards()["risk:2"]
    assert "Bob made it quiet for 1 h" in await team.bob.says("/risk story 2")


async def test_the_scorecard_names_the_repeat_as_it_is_planned_now(team: Crew) -> None:
    await low(team)
    assert "so the drill is repeated: Tue, Dec 8 20:00." in team.cards()["riskreport:1"]
    await team.ann.says('/drill plan "2026-12-10 15:00"')
    assert "so the drill is repeated: Thu, Dec 10 15:00." in team.cards()["riskreport:1"]
    await team.ann.says("/drill drop")
    assert "repeated" not in team.cards()["riskreport:1"]


async def test_whoever_repeats_it_sooner_finds_no_later_day_on_the_scorecard(team: Crew) -> None:
    await low(team)
    await team.ann.says("/drill run")
    assert "repeated" not in team.cards()["riskreport:1"]
    await team.ann.says("/drill stop")
    assert "so the drill is repeated: Tue, Dec 8 20:00." in team.cards()["riskreport:1"]


async def test_kinds_take_turns(team: Crew) -> None:
    for title in ("A post that we cheat our members", "Thirty accounts", "Sixty members want their money back"):
        await team.ann.says("/drill run")
        assert title in team.card()
        await team.ann.says("/drill stop")


async def test_an_impossible_pace_is_refused_with_the_usual_one(team: Crew) -> None:
    assert "2 to 60 times as fast; 12 is usual." in await team.ann.says("/drill run pace:1")
    assert "A drill can run" in await team.ann.says("/drill run pace:999")
    assert "`/drill run` is for people at the level ops manager or above." in await team.bob.says("/drill run")


async def test_it_is_in_the_list_of_risks_apart_from_those_that_are_real(team: Crew) -> None:
    await team.ann.says("/drill run")
    assert (await team.bob.says("/risk")).text.splitlines()[:2] == [
        "No risk is open.",
        "Going on: DRILL · ‼ Risk 1, red: A post that we cheat our members is shared everywhere",
    ]
    await team.bob.says("/risk raise yellow Posts are late")
    assert (await team.bob.says("/risk")).text.splitlines()[:2] == [
        "1 risk is open",
        "• ▲ Risk 2, yellow: Posts are late – nobody has it",
    ]
    await team.ann.says("/drill stop")
    assert "No risk was closed yet." in await team.bob.says("/risk list closed")
    assert "Risk 2 is no drill." in await team.bob.says("/drill show 2")
