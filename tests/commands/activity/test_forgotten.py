"""What nobody did in time: a proposal that nobody approved, and figures that nobody entered."""

from .crew import SALE, SOON, Crew


async def test_a_proposal_that_nobody_approved_in_time_is_no_longer_offered(team: Crew) -> None:
    await team.bob.says(SALE)
    posts = await team.town.sleep_until("2026-11-28 20:01")
    (card,) = [post for post in posts if post.letter.card and "Nobody approved it before its start" in post]
    assert "Bob can set another." in card
    assert "[Approve]" not in card
    (told,) = [post for post in posts if post.address.chat == "bob" and "Nobody approved it" in post]
    assert [button.line for button in told.reply.buttons] == ["/activity edit 1", "/activity stop 1"]
    await team.bob.says('/activity edit 1 start:"12-01 20:00"')
    assert "[Approve]" in team.card()


async def test_of_one_that_was_approved_or_moved_nothing_is_said(team: Crew) -> None:
    await team.bob.says(SALE)
    await team.bob.says(SOON)
    await team.bob.says('/activity edit 1 start:"12-01 20:00"')
    await team.ann.says("/activity approve 2")
    assert not [post for post in await team.town.sleep_until("2026-11-28 20:01") if "Nobody approved" in post]


async def test_whoever_enters_no_figures_does_not_escape_the_long_review(team: Crew) -> None:
    await team.approved()
    posts = await team.town.sleep_until("2026-12-03 10:30")
    assert any("sales or cost were never said, so there is no ROI" in post for post in posts)
    assert any("There is no final ROI: a review of at least" in post for post in posts if post.address.chat == "bob")
    short = "/activity review 1 goal:a achieved:b deviation:c cause:d improvement:"
    assert "There is no final ROI: at least 1,000 signs are needed" in await team.bob.says(short + "e")
    assert "Review of activity 1" in await team.bob.says(short + "e" * 1000)
    assert "No review is owed." in await team.bob.says("/activity list owed")


async def test_what_has_cost_something_is_looked_back_at_also_when_it_is_stopped_in_its_preheat(team: Crew) -> None:
    await team.approved(SOON)
    await team.bob.says("/activity roi 1 cost:900")
    answer = await team.ann.says("/activity stop 1 rain")
    assert "Stopped by Ann: rain" in answer
    activity = await team.activity()
    assert (activity.phase, activity.starts_at, activity.ends_at) == ("ended", team.town.now, team.town.now)
    assert "ROI 0 (forecast 3): revenue ¥0" in await team.bob.says("/activity roi 1 revenue:0")
