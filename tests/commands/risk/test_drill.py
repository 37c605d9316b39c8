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
        "• An exercise: do as if it was real, but say nothing outside. Time runs 24 times as fast.", "• prize fraud",
    ]  # fmt: skip
    assert "Acknowledgement: until Tue, Nov 24 20:00, 37 s left" in card
    assert "Statement: until Tue, Nov 24 20:05, 5 min left" in card
