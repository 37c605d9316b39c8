"""Who has what, person by person."""

from tests.commands.task.crew import Crew

from .work import milestone


async def test_each_with_what_she_has_the_late_ones_first_and_nobody_last(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    await milestone(team, "Partners", "fri", "owner:@bob")
    await milestone(team, "Prices", "fri")
    await milestone(team, "Over", "fri", "owner:@dee")
    await team.ann.says("/milestone edit 2 due:12-04")
    await team.ann.says("/milestone done 4")
    await team.bob.says('/task add Draw owner:@bob due:"wed 10:00"')
    await team.dee.says("/task add Write owner:@dee")
    await team.dee.says('/task add Print due:"wed 10:00"')
    await team.ann.says("/task add Sort owner:@dee slots:2")
    await team.dee.says("/away until fri")
    await team.town.sleep_until("2026-11-25 12:00")
    shown = await team.eve.says("/milestone people")
    assert shown.text.splitlines() == [
        "Who has what",
        "person | milestones | tasks | late",
        "Bob | 2 | 1 | 2",
        "Dee (away) | 0 | 2 | 0",
        "nobody | 1 | 1 | 1",
        "• Bob: milestones 2!, 1; tasks 1!",
        "• Dee (away): tasks 2, 4",
        "• nobody: milestones 3; tasks 3!",
        "! is late: overdue, or a milestone moved later than planned.",
        "[Milestone board] [Open tasks]",
    ]


async def test_of_many_the_first_numbers_are_named(team: Crew) -> None:
    for number in range(11):
        await milestone(team, f"Stage {number}", "fri", "owner:@bob")
    assert "• Bob: milestones 1, 2, 3, 4, 5, 6, 7, 8 +3" in await team.bob.says("/milestone people")


async def test_where_nobody_has_anything_it_says_so(team: Crew) -> None:
    assert "Nobody has anything open." in await team.bob.says("/milestone people")
