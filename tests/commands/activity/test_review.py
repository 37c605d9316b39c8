"""/activity review: looking back in five parts, at length where the final ROI is too low, and what is learnt."""

import pytest

from .crew import SALE, Crew, to

FIVE = "goal:g achieved:a deviation:d cause:c improvement:"


def parts(signs: int) -> str:
    """A review of so many signs, with blanks that do not count."""
    words = "字" * (signs - 4)
    return f'/activity review 1 {FIVE}"{words[:300]}  {words[300:]}"'


async def ended(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-12-01 12:00")


async def locked(team: Crew, revenue: str) -> list[str]:
    """The activity with its final figures; what the channel was told on the way."""
    await ended(team)
    await team.bob.says(f"/activity roi 1 revenue:{revenue} cost:1000")
    posts = await team.town.sleep_until("2026-12-03 02:00")
    return to(posts, "-100") + to(posts, "bob")


async def reviewed(team: Crew) -> bool:
    id = (await team.activity()).id
    return await team.town.storage.read(lambda unit: unit.activities.reviewed(id)) is not None


async def test_a_review_is_shared_with_all_and_stands_on_the_card(team: Crew) -> None:
    await ended(team)
    await team.bob.says(
        "/activity review 1 goal:300 achieved:280 deviation:-20 cause:rain improvement:tents"
    )  # fmt: skip
    shared = next(post for letter in team.town.letters if not (post := team.town._post(letter)).letter.card)
    assert shared.address.chat == "-100"
    assert (
        "Review of activity 1: Autumn sale\n• Goal: 300\n• Achieved: 280\n• Deviation: -20\n• Root cause: rain\n"
        "• Improvement: tents"
    ) in shared
    card = team.card()
    assert "• Reviewed by Bob\n• Achieved: 280\n• Deviation: -20\n• Root cause: rain\n• Improvement: tents" in card
    assert "Review due" not in card
    assert "[Review]" not in card


async def test_what_was_learnt_goes_to_the_case_library_and_is_offered_for_the_next(team: Crew) -> None:
    await ended(team)
    await team.bob.says(f'/activity review 1 {FIVE}i reusable:"Vouchers by post" pitfall:"Posters came late"')
    assert "Lesson 2 (pitfall): Posters came late" in await team.dee.says("/lesson posters")
    answer = await team.dee.says(SALE.replace("11-28", "12-18"))
    assert "Lesson 1 (reusable module): Vouchers by post" in answer
    assert "Lesson 2 (pitfall): Posters came late" in answer


async def test_the_form_begins_with_the_goal_and_later_with_what_was_written(team: Crew) -> None:
    await ended(team)
    answer = await team.bob.says("/activity review 1")
    assert "? Goal = more orders\n? Achieved\n" in answer
    await team.bob.says(f"/activity review 1 {FIVE}tents")
    again = await team.max.says("/activity review 1")
    assert "? Achieved = a\n" in again
    assert "? Improvement: what to do next time = tents" in again


@pytest.mark.parametrize("part", ["goal", "achieved", "deviation", "cause", "improvement"])
async def test_each_part_needs_words_and_has_a_limit(team: Crew, part: str) -> None:
    await ended(team)
    names = ["goal", "achieved", "deviation", "cause", "improvement"]

    def line(words: str) -> str:
        return "/activity review 1 " + " ".join(f'{name}:"{words if name == part else "x"}"' for name in names)

    assert "Each of the five parts needs words" in await team.bob.says(line(" "))
    assert "Each part has at most 4,000 signs" in await team.bob.says(line("x" * 4001))
    assert not await reviewed(team)
    await team.bob.says(line("x" * 4000))
    assert await reviewed(team)


async def test_it_is_written_when_it_is_over_and_only_then(team: Crew) -> None:
    line = f"/activity review 1 {FIVE}i"
    await team.bob.says(SALE)
    assert "It is not over yet." in await team.bob.says(line)
    await team.max.says("/activity approve 1")
    for local in ("2026-11-25 20:00", "2026-11-28 20:00", "2026-11-29 02:00"):
        assert "It is not over yet." in await team.bob.says(line)
        await team.jumps(local)
    await team.bob.says(SALE.replace("11-28", "12-28"))
    await team.bob.says("/activity stop 2 rain")
    assert "It never took place" in await team.bob.says(line.replace("review 1", "review 2"))


async def test_only_who_proposed_it_or_a_manager_looks_back(team: Crew) -> None:
    await ended(team)
    line = f"/activity review 1 {FIVE}i"
    assert "Only Bob or a manager can write the review of activity 1." in await team.dee.says(line)
    assert "is for people at the level staff" in await team.eve.says(line)
    assert not await reviewed(team)
    await team.max.says(line)
    assert "• Reviewed by Max" in team.card()


@pytest.mark.parametrize(("revenue", "owed"), [("1500", False), ("1499.99", True), ("0", True), ("3000", False)])
async def test_a_final_roi_below_one_and_a_half_asks_for_a_thousand_signs(team: Crew, revenue: str, owed: bool) -> None:
    told = await locked(team, revenue)
    assert any("a review of at least 1,000 signs is owed." in line.lower() for line in told) is owed
    answer = await team.bob.says(parts(999))
    assert ("at least 1,000 signs are needed, this has 999." in answer) is owed
    assert await reviewed(team) is not owed
    await team.bob.says(parts(1000))
    assert await reviewed(team)


async def test_a_short_review_of_before_is_not_enough_when_the_final_roi_is_too_low(team: Crew) -> None:
    await ended(team)
    await team.bob.says("/activity roi 1 revenue:100 cost:1000")
    assert "It has 5 signs. If the final ROI stays below 1.5, at least 1,000 are needed." in await team.bob.says(
        f"/activity review 1 {FIVE}i"
    )
    posts = await team.town.sleep_until("2026-12-05 12:00")
    owed = "The final ROI 0.1 is below 1.5: a review of at least 1,000 signs is owed."
    assert [line for line in to(posts, "bob") if "owed" in line] == [
        f"2026-{at} {owed}" for at in ("12-03 10:00", "12-04 10:00", "12-05 10:00")
    ]  # fmt: skip
    assert "Nobody has looked back" not in "".join(to(posts, "-100"))
    assert "• The ROI stayed below 1.5: a review of at least 1,000 signs is owed." in await team.bob.says(
        "/activity show 1"
    )
    await team.bob.says(parts(1000))
    posts = await team.town.sleep_until("2026-12-08 12:00")
    assert to(posts, "bob") == []
    assert "owed" not in await team.bob.says("/activity show 1")


async def test_a_long_review_of_before_is_enough_also_when_the_roi_turns_out_too_low(team: Crew) -> None:
    await ended(team)
    await team.bob.says(parts(1000))
    await team.bob.says("/activity roi 1 revenue:100 cost:1000")
    posts = await team.town.sleep_until("2026-12-05 12:00")
    assert to(posts, "bob") == []
    assert "The figures are final: ROI 0.1, below 1.5." in "".join(to(posts, "-100"))
    assert "No review is owed." in await team.bob.says("/activity list owed")


async def test_a_correction_is_a_new_version_and_the_newest_counts(team: Crew) -> None:
    await ended(team)
    await team.bob.says(f"/activity review 1 {FIVE}first")
    await team.bob.says(f"/activity review 1 {FIVE}second")
    shown = await team.eve.says("/activity show 1")
    assert "Improvement: second" in shown
    assert "first" not in shown


async def test_all_words_are_behind_the_button_and_their_beginning_in_the_channel(team: Crew) -> None:
    await ended(team)
    answer = await team.bob.says(parts(1000))
    assert "字" * 996 not in answer
    assert "字" * 296 + "  " in answer
    assert "字" * 600 in await team.eve.says(answer.line("Show"))
