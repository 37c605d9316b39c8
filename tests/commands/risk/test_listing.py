"""The lists of risks: page after page, also of those that are closed."""

from tests.commands.task.crew import Crew


async def test_the_list_is_paged_and_closed_ones_are_reached(team: Crew) -> None:
    for n in range(1, 11):
        await team.ann.says(f"/risk raise red {'abcdefghij'[n - 1] * 9}")
    shown = await team.dee.says("/risk list")
    assert shown.text.splitlines()[0] == "10 risks are open"
    assert "Risk 9" not in shown
    more = await team.dee.presses(shown, "Next page")
    assert [line for line in more.text.splitlines() if line.startswith("•")] == [
        "• ‼ Risk 9, red: iiiiiiiii – nobody has it", "• ‼ Risk 10, red: jjjjjjjjj – nobody has it",
    ]  # fmt: skip
    for n in range(1, 11):
        await team.bob.says(f"/risk solve {n}")
        await team.dee.says(f"/risk verify {n} dry")
        team.town.sleep(minutes=1)
    closed = await team.dee.presses(await team.dee.says("/risk"), "Closed risks")
    assert closed.text.splitlines()[:2] == [
        "10 closed risks, the newest first", "• ‼ Risk 10, red: jjjjjjjjj, closed Tue, Nov 24 20:09",
    ]  # fmt: skip
    older = await team.dee.presses(closed, "Next page")
    assert "• ‼ Risk 1, red: aaaaaaaaa, closed Tue, Nov 24 20:00" in older
    assert "Next page" not in older
    assert "Risk 1, red" in await team.dee.says("/risk list closed page:99")


async def test_the_list_says_who_has_each_and_what_is_late(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.ann.says("/risk raise yellow Posts are late")
    await team.ann.says("/risk raise blue kind:competitor They copy us")
    await team.dee.says("/risk ack 2")
    await team.bob.says("/risk solve 3")
    await team.town.sleep_until("2026-11-24 20:40")
    shown = await team.eve.says("/risk")
    assert [line for line in shown.text.splitlines() if line.startswith("•")] == [
        "• ‼ Risk 1, red: Gatehouse flooded – nobody has it, Acknowledgement: 25 min overdue",
        "• ▲ Risk 2, yellow: Posts are late – Dee",
        "• ● Risk 3, blue: They copy us – Bob, to be verified",
    ]  # fmt: skip
