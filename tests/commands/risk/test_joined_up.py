"""Risks in the week's draft and in the Red Book of the month."""

from tests.commands.redbook.reading import chapters
from tests.commands.task.crew import Crew


async def handled(team: Crew) -> None:
    """One that Bob had and Dee helped with, acknowledged late; one that is open; and an exercise."""
    await team.ann.says("/risk raise red community:mums-club kind:weather Gatehouse flooded")
    await team.town.sleep_until("2026-11-24 20:20")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk note 1 The pumps are on")
    await team.dee.says("/risk help 1")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 The cellar is dry")
    await team.ann.says("/risk raise yellow A rival copies us")
    await team.ann.says("/risk raise red Only for practice")
    risk = await team.town.storage.read(lambda unit: unit.risks.get(1, 3))
    assert risk is not None
    await team.town.storage.write(lambda unit: unit.risks.change(risk.id, drill=True))


GATEHOUSE = "• 1 · red: Gatehouse flooded – closed: The cellar is dry"


async def test_the_draft_of_a_week_tells_of_the_risks_one_had_or_helped_with(team: Crew) -> None:
    await handled(team)
    for who in (team.bob, team.dee):
        assert f"1 risk of the week:\n{GATEHOUSE}" in await who.says("/weekly me")
    mine = str(await team.ann.says("/weekly me"))
    assert f"2 risks of the week:\n{GATEHOUSE}\n• 2 · yellow: A rival copies us – nobody has it" in mine
    assert "practice" not in mine
    assert f"1 risk of the week:\n{GATEHOUSE}\n" in await team.ann.says("/weekly mums-club")


async def test_the_red_book_has_how_each_ended_and_how_many_clocks_were_kept(team: Crew) -> None:
    await handled(team)
    answer = await team.ann.says("/redbook 2026-11")
    assert "• 2 risks, 1 of them closed; 67% of the clocks kept" in answer
    (post,) = [post for letter in team.town.letters if "redbook-" in (post := team.town._post(letter))]
    # Read here on the clock of Greenwich.
    assert chapters(post)["Risks"].splitlines() == [
        "Risk | Result | Level | Kind | Raised",
        "1 · Gatehouse flooded | closed: The cellar is dry | red | force majeure | Tue, Nov 24 12:00",
        "2 · A rival copies us | nobody has it | yellow | other | Tue, Nov 24 12:20",
        "# Clocks",
        "Of the clocks that ended in the month. One that a change of level made void does not count.",
        "Clock | Kept | Share",
        "Acknowledgement | 0/1 | 0%",
        "First response | 1/1 | 100%",
        "Solution | 1/1 | 100%",
    ]


async def test_closing_it_takes_nothing_back_of_what_was_not_done_in_its_time(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 23:00")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 The cellar is dry")
    assert "• 1 risk, 1 of them closed; 50% of the clocks kept" in await team.ann.says("/redbook 2026-11")
    (post,) = [post for letter in team.town.letters if "redbook-" in (post := team.town._post(letter))]
    assert chapters(post)["Risks"].splitlines()[-4:] == [
        "Acknowledgement | 1/1 | 100%", "First response | 0/1 | 0%", "Statement | 0/1 | 0%", "Solution | 1/1 | 100%"
    ]  # fmt: skip
