"""Many risks at once: the first are called for, the others stand on one card, and none is forgotten."""

from storage import Risk
from tests.commands.task.crew import Crew
from tests.town import Post

from .test_calls import ASKED, calls

NAMES = ("Gatehouse flooded", "Posts are late", "A rival copies us", "Prizes are gone", "Rules have changed")
MORE = ("Someone sells our list", "Newsletter went out twice", "Tickets cost nothing", "Bot answers in Latin")


async def raises(team: Crew, level: str, *names: str) -> list[Post]:
    posts = []
    for name in names:
        await team.ann.says(f"/risk raise {level} {name}")
        posts += await team.town.looks_at_the_clock()
    return posts


async def of(team: Crew) -> dict[int, Risk]:
    return {one.number: one for one in await team.town.storage.read(lambda unit: unit.risks.open(1))}


def shown(team: Crew) -> str:
    """The one card of many."""
    return next(text for name, text in team.cards().items() if name.startswith("folded:"))


async def test_from_the_sixth_on_they_stand_on_one_card_and_nobody_is_called_for_them(team: Crew) -> None:
    await raises(team, "yellow", *NAMES)
    await team.ann.says(f"/risk raise yellow {MORE[0]}")
    assert set(team.cards()) == {"folded:6"}
    assert calls(await team.town.looks_at_the_clock()) == []
    await team.ann.says(f"/risk raise yellow {MORE[1]}")
    assert shown(team).splitlines() == [
        "2 more risks at once", "• ▲ 6 · Someone sells our list", "• ▲ 7 · Newsletter went out twice",
        "Nobody has them yet. Each has its number and its clocks; every 10 min the 5 worst get their own card and "
        "calls.",
        "[Acknowledge all] [Open risks]",
    ]  # fmt: skip


async def test_the_first_red_one_is_called_for_whatever_else_there_is(team: Crew) -> None:
    await raises(team, "yellow", *NAMES, MORE[0])
    await team.ann.says(f"/risk raise red {MORE[1]}")
    assert "risk:7" in team.cards()
    assert calls(await team.town.looks_at_the_clock()) != []
    await team.ann.says(f"/risk raise red {MORE[2]}")
    assert shown(team).splitlines()[1:3] == ["• ‼ 8 · Tickets cost nothing", "• ▲ 6 · Someone sells our list"]
    assert calls(await team.town.looks_at_the_clock()) == []


async def test_a_red_one_is_called_for_while_all_others_are_in_hand_or_closed(team: Crew) -> None:
    await raises(team, "yellow", *NAMES[:3])
    await raises(team, "red", *NAMES[3:])
    for number in (2, 3, 4, 5):
        await team.bob.says(f"/risk ack {number}")
    await team.dee.says("/risk solve 5")
    await team.bob.says("/risk verify 5 It was a mistake")
    await team.town.looks_at_the_clock()
    await team.ann.says("/risk raise 红 全部停电了，谁都联系不上")
    assert "risk:6" in team.cards()
    assert f"20:00 bob: {ASKED}" in calls(await team.town.looks_at_the_clock())


async def test_a_red_one_is_not_folded_behind_one_that_somebody_has(team: Crew) -> None:
    await raises(team, "red", NAMES[0])
    await raises(team, "yellow", *NAMES[1:], MORE[0])
    await team.bob.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    await team.ann.says(f"/risk raise red {MORE[1]}")
    assert "risk:7" in team.cards()
    assert f"20:00 bob: {ASKED}" in calls(await team.town.looks_at_the_clock())


async def called_for(team: Crew) -> set[int]:
    """Those with a card of their own that nobody has."""
    await team.town.looks_at_the_clock()
    await team.town.looks_at_the_clock()
    return {number for number, risk in (await of(team)).items() if not risk.folded and not risk.answered}


async def test_in_a_storm_the_next_red_one_is_called_for_as_soon_as_none_calls_any_more(team: Crew) -> None:
    await raises(team, "yellow", *NAMES)
    await raises(team, "red", *MORE[:3])
    assert await called_for(team) == {1, 2, 3, 4, 5, 6}
    await team.bob.says("/risk ack 6")
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    assert f"20:00 bob: {ASKED}" in calls(posts)
    assert {post.letter.card for post in posts} >= {"risk:7", "risk:7:0:" + str((await team.town.people())["Bob"].id)}
    (many,) = [post.text for post in posts if (post.letter.card or "").startswith("folded:")]
    assert many.splitlines()[:2] == ["1 more risk at once", "• ‼ 8 · Tickets cost nothing"]
    assert await called_for(team) == {1, 2, 3, 4, 5, 7}
    await team.dee.says("/risk level 7 yellow")
    assert 8 in await called_for(team)


async def test_a_yellow_one_waits_for_its_turn_when_none_red_is_left(team: Crew) -> None:
    await raises(team, "yellow", *NAMES, MORE[0])
    await raises(team, "red", MORE[1])
    await team.bob.says("/risk ack 7")
    assert 6 not in await called_for(team)
    await team.town.sleep_until("2026-11-24 20:10")
    assert 6 in await called_for(team)


async def test_what_comes_back_to_the_others_does_not_leave_red_ones_uncalled(team: Crew) -> None:
    await raises(team, "red", *NAMES, *MORE[:2])
    await team.bob.says("/risk ack all")
    for number in range(1, 6):
        await team.dee.says(f"/risk ack {number}")
    await team.town.sleep_until("2026-11-24 20:50")
    for number in range(1, 6):
        await team.dee.says(f"/risk note {number} Done soon")
    await team.town.sleep_until("2026-11-24 21:00")
    assert await called_for(team) == {6}


async def test_one_is_acknowledged_alone_and_leaves_the_card(team: Crew) -> None:
    await raises(team, "yellow", *NAMES, *MORE[:2])
    await team.bob.says("/risk ack 6")
    assert "Bob has it" in team.cards()["risk:6"]
    await team.town.looks_at_the_clock()
    assert shown(team).splitlines()[:2] == ["1 more risk at once", "• ▲ 7 · Newsletter went out twice"]


async def test_all_of_them_are_acknowledged_at_once(team: Crew) -> None:
    await raises(team, "red", *NAMES, *MORE[:3])
    said = await team.bob.says("/risk ack all")
    assert str(said).splitlines() == [
        "3 risks are yours. Write notes of what you do.",
        "5 more risks have their own cards and still call: nobody has them.",
        "[Acknowledge] [Open risks]",
    ]
    assert shown(team).splitlines()[0] == "Many risks at once: none of them waits here any more."
    bob = (await team.town.people())["Bob"].id
    assert {number for number, risk in (await of(team)).items() if risk.owner == bob} == {6, 7, 8}
    assert "No risk waits on the common card." in await team.dee.says("/risk ack all")
    await team.town.looks_at_the_clock()
    posts = await team.town.sleep_until("2026-11-24 20:50")
    assert [one for one in calls(posts) if "risk:6" in one] == []
    assert {post.letter.card for post in posts if (post.letter.card or "").startswith("risk:6:")} == set()


async def test_after_ten_minutes_the_five_worst_are_called_for_and_so_on(team: Crew) -> None:
    await raises(team, "yellow", *NAMES, *MORE[:3])
    for at in range(3):
        await team.ann.says(f"/risk raise red community:mums-club {'xyz'[at] * 9}")
    await team.town.looks_at_the_clock()
    await team.town.sleep_until("2026-11-24 20:09")
    assert {number for number, risk in (await of(team)).items() if risk.folded} == {6, 7, 8, 10, 11}
    await raises(team, "blue", MORE[3])
    posts = await team.town.sleep_until("2026-11-24 20:10") + await team.town.looks_at_the_clock()
    assert {number for number, risk in (await of(team)).items() if risk.folded} == {12}
    assert {f"risk:{number}" for number in (10, 11, 6, 7, 8)} <= {post.letter.card for post in posts}
    assert calls(posts) != []
    await team.town.sleep_until("2026-11-24 20:20")
    assert [number for number, risk in (await of(team)).items() if risk.folded] == []


async def test_an_acknowledgement_of_all_that_goes_stale_brings_them_back_on_one_card(team: Crew) -> None:
    await raises(team, "red", *NAMES, *MORE[:2])
    await team.bob.says("/risk ack all")
    await team.town.sleep_until("2026-11-24 21:05")
    assert {number for number, risk in (await of(team)).items() if risk.folded} == {6, 7}
    await team.town.sleep_until("2026-11-24 21:15")
    assert {number for number, risk in (await of(team)).items() if risk.folded} == set()


async def test_five_in_ten_minutes_are_not_many(team: Crew) -> None:
    await raises(team, "yellow", *NAMES)
    await team.town.sleep_until("2026-11-24 20:11")
    await team.ann.says(f"/risk raise yellow {MORE[0]}")
    assert set(team.cards()) == {"risk:6"}


async def test_the_card_of_many_follows_when_one_has_another_level(team: Crew) -> None:
    await raises(team, "yellow", *NAMES, *MORE[:2])
    await team.bob.says("/risk level 6 red")
    posts = await team.town.looks_at_the_clock()
    (card,) = [post.text for post in posts if (post.letter.card or "").startswith("folded:")]
    assert card.splitlines()[:2] == ["1 more risk at once", "• ▲ 7 · Newsletter went out twice"]


async def test_what_goes_stale_and_back_to_the_others_says_so_on_its_own_card(team: Crew) -> None:
    await raises(team, "yellow", *NAMES, *MORE[:2])
    await team.bob.says("/risk ack all")
    await team.bob.says("/risk note 6 I call the buyer")
    await team.town.sleep_until("2026-11-24 20:07")
    await team.dee.says("/risk help 6")  # the card is drawn anew at other times than the hour
    posts = await team.town.sleep_until("2026-11-25 20:00")
    cards = [post.text for post in posts if post.local() == "2026-11-25 20:00" and post.letter.card == "risk:6"]
    assert ["Nobody has it yet." in card for card in cards] == [True]
