"""The whole life of an activity, on Telegram and Discord at once, while time passes and the program is started anew."""

import asyncio
import re

from .shore import PATIENCE, Shore, plain

CARD = "Activity 1: Autumn sale (light)\n• "
COURSE = (
    "5 work lines of activity 1", "3 days to go", "2 days to go", "1 day to go", "It begins now",
    "The main phase is over", "It is over", "Review of activity 1", "The figures are final: ROI 3.",
)  # fmt: skip
"""What is said to the whole team, once in each room."""
REPEAT = "(repeat)"


async def refused_and_changed(shore: Shore) -> None:
    """Mei proposes with too low a forecast, page by page, and then changes it on the card."""
    first = await (await shore.mei.uses("activity propose")).asked()
    assert first["title"].endswith("(1/3)")
    about = {"name": "Autumn sale", "tier": "light", "goal": "200 orders", "start": "2026-11-28 20:00"}
    noted = await shore.did(await shore.mei.submits(first, **about), "Page 1 of 3")
    noted = await shore.next_page(shore.mei, noted, revenue="1000", cost="1000")
    await shore.last_page(shore.mei, noted, "Forecast ROI 1 is below 1.5", risks="Rain", plan="Online only")
    here, there = shore.card(CARD)
    for words in (here, there):
        assert "Refused: the forecast ROI 1 is below 1.5." in words
    form = await (await shore.mei.presses("Change", shore.there(CARD)[0])).asked()
    noted = await shore.did(await shore.mei.submits(form), "Page 1 of 3")
    noted = await shore.next_page(shore.mei, noted, revenue="3000")
    await shore.last_page(shore.mei, noted, "Forecast ROI 3. A manager approves it.")
    here, there = shore.card(CARD)
    assert here == there
    assert "Proposed by Mei. A manager approves it." in here
    (asked,) = shore.here("Mei proposes this.", shore.ann)
    assert asked.labels == ["Approve", "Show"]


async def approved(shore: Shore) -> None:
    """Ann approves on Telegram; the card on Discord follows, and five tasks have an owner each."""
    own = await shore.mei.presses("Approve", shore.there(CARD)[0])
    assert (await shore.did(own, "Somebody else has to approve")).alone
    assert "Approved. The preheat begins Wed, Nov 25 20:00" in await shore.presses(
        shore.ann, "Approve", shore.here(CARD)[0]
    )
    here, there = shore.card(CARD)
    assert here == there
    assert "Approved by Ann Lee." in there
    work = ["1 · Script – Lin", "2 · Poster design – Lin", "3 · Customer-service FAQ – Mei",
            "4 · Material listing – Bob", "5 · Data tracking – Mei"]  # fmt: skip
    assert re.findall(r"☐ (.*)", there) == work
    assert "Ann Lee approved it." in shore.there("approved it", shore.mei)[0].text


async def worked_on(shore: Shore) -> None:
    """What is done on one platform is ticked on the card of the other."""
    lines = shore.there("5 work lines")[0]
    task = await shore.did(await shore.lin_there.presses("Show 1", lines), "Task 1")
    await shore.did(await shore.lin_there.presses("Done", task))
    here, there = shore.card(CARD)
    assert "✓ 1 · Script – Lin" in here
    await shore.says(shore.lin, "/task done 2")
    await shore.says(shore.bob, "/task done 4")
    for number in (3, 5):
        await shore.did(await shore.mei.uses("task done", number=number))
    here, there = shore.card(CARD)
    assert here == there
    assert "☐" not in there


async def counted_down(shore: Shore) -> None:
    for day, words in ((25, "3 days to go."), (26, "2 days to go."), (27, "1 day to go.")):
        await shore.until(f"2026-11-{day} 19:59")
        assert shore.here(words) == shore.there(words) == []
        await shore.until(f"2026-11-{day} 20:00")
        shore.once(words)
    assert "Preheat until Sat, Nov 28 20:00" in shore.card(CARD)[1]


async def instructed(shore: Shore) -> None:
    """Operators are instructed in private, and called in the room where that is closed."""
    await shore.until("2026-11-28 20:35")
    shore.once("It begins now, until Sun, Nov 29 02:00")
    for n in (1, 2):
        words = f"{n} of 12: "
        assert len(shore.here(words, shore.bob)) == len(shore.there(words, shore.mei)) == 1
        (called,) = shore.there(words)
        assert f"<@{shore.eve.id}>: {n} of 12" in called.text
        assert called.payload["allowed_mentions"] == {"parse": [], "users": [shore.eve.id]}
        assert shore.here(words) == shore.there(words, shore.eve) == []


async def started_anew(shore: Shore) -> None:
    """In the middle of the ignition, a form half filled in on Telegram and one open on Discord."""
    await shore.says(shore.bob, "/activity propose", shore.bob.chat)
    asked = await shore.says(shore.bob, "Winter sale", shore.bob.chat)
    assert "How large" in asked.text
    figures = await (await shore.mei.presses("Enter figures", shore.there(CARD)[0])).asked()
    before = said(shore)
    await shore.restart()
    await shore.quiet()
    assert said(shore) == before
    await shore.presses(shore.bob, "light", asked)
    for answer in ("Warm hats", "2026-12-12 20:00", "3000", "1000"):
        await shore.says(shore.bob, answer, shore.bob.chat)
    for _ in range(3):
        await shore.presses(shore.bob, "Skip", shore.telegram.messages(shore.bob)[-1])
    await shore.says(shore.bob, "Snow", shore.bob.chat)
    await shore.says(shore.bob, "Indoors", shore.bob.chat)
    assert "Proposed by Bob." in shore.card("Activity 2: Winter sale")[0]
    await shore.did(await shore.mei.submits(figures, entries="40"), "Noted. The ROI needs sales and cost.")
    await shore.did(await shore.mei.presses("Show", shore.there("1 of 12")[0]), "Ignition until")
    await shore.did(await shore.lin_there.presses("All its tasks", shore.there("5 work lines")[0]), "5 tasks of")
    await shore.presses(shore.lin, "Show 4", shore.here("5 work lines")[0])
    assert shore.here("Done by Bob; somebody else checks it now.")
    offered = shore.here("Mei proposes this.", shore.ann)[0]
    assert await shore.presses(shore.ann, "Approve", offered) == "Ann Lee has approved it already."


async def lost_and_recovered(shore: Shore) -> None:
    """It loses money, so Ann gets to stop it; it recovers, and she hears no more of it."""
    answer = await shore.says(shore.bob, "/activity roi 1 revenue:500 cost:1000")
    assert "It loses money. The directors know." in answer.text
    await shore.presses(shore.bob, "Enter figures", answer)
    assert "Sales so far" in shore.here("1/5")[-1].text
    (alarm,) = shore.here("It loses money: ROI 0.5, below 1. You can stop it.", shore.ann)
    assert "Stop" in alarm.labels
    assert "ROI 0.5: revenue ¥500" in shore.card(CARD)[1]
    stop = await shore.mei.presses("Stop", shore.there(CARD)[0])
    assert (await shore.did(stop, "Only a director can stop")).alone
    form = await (await shore.mei.presses("Enter figures", shore.there(CARD)[0])).asked()
    await shore.did(await shore.mei.submits(form, revenue="3000"), "ROI 3 (forecast 3)")
    here, there = shore.card(CARD)
    assert here == there
    assert "ROI 3: revenue ¥3,000" in here
    assert [*shore.there(CARD)[0].buttons] == shore.here(CARD)[0].labels == ["Enter figures", "Show"]
    await shore.until("2026-11-29 02:00")
    assert len(shore.here("It loses money", shore.ann)) == 1
    shore.once("The main phase is over. Until Tue, Dec 1 02:00")
    for n in range(1, 13):
        assert len(shore.here(f"\n{n} of 12: ", shore.bob)) == len(shore.there(f">: {n} of 12")) == 1


async def looked_back(shore: Shore) -> None:
    """The review is shared in both rooms, and what was learnt comes with the next proposal like it."""
    await shore.until("2026-12-01 02:00")
    _, over = shore.once("It is over. Sales, refunds and costs count until Thu, Dec 3 02:00")
    assert shore.there("It is over. Look back", shore.mei) == []
    await shore.until("2026-12-01 08:00")  # her quiet hours are over
    assert len(shore.there("It is over. Look back until Wed, Dec 2 02:00", shore.mei)) == 1
    form = await (await shore.mei.presses("Review", over)).asked()
    parts = {"achieved": "210 orders", "deviation": "+10", "cause": "Good poster", "improvement": "Earlier"}
    noted = await shore.did(await shore.mei.submits(form, **parts), "Page 1 of 2")
    await shore.restart()
    await shore.last_page(shore.mei, noted, "Lesson 1", pitfall="The shop was slow at 20:00")
    assert "Achieved: 210 orders" in shore.once("Review of activity 1")[0].text
    assert "Reviewed by Mei" in shore.card(CARD)[0]
    await shore.until("2026-12-03 01:59")
    await shore.says(shore.lin, "/activity roi 1 refunds:0")
    await shore.until("2026-12-03 02:00")
    shore.once("The figures are final: ROI 3.")
    assert "Closed. The final ROI is 3." in shore.card(CARD)[1]
    late = await shore.says(shore.lin, "/activity roi 1 revenue:9000")
    assert "The figures are final since" in late.text
    offer = 'tier:light goal:orders start:"2026-12-19 20:00" revenue:3000 cost:1000 risks:rain plan:tents'
    await shore.says(shore.lin, f"/activity propose Spring sale {offer}")
    (answer,) = shore.here("From the case library:")
    assert "Lesson 1 (pitfall): The shop was slow at 20:00" in answer.text
    assert "Lesson 1" in answer.labels


def said(shore: Shore) -> tuple[list[str], list[str]]:
    return [m.text for m in shore.telegram.messages()], [s.text for s in shore.discord.messages.values()]


async def test_an_activity_lives_on_both_platforms_from_its_proposal_to_its_lesson(shore: Shore) -> None:
    for chapter in (
        refused_and_changed, approved, worked_on, counted_down, instructed, started_anew, lost_and_recovered,
        looked_back,
    ):  # fmt: skip
        await chapter(shore)
    for words in COURSE:
        here, there = shore.once(words)
        assert plain(there) == here.text
    everything = [text for side in said(shore) for text in side]
    assert [text for text in everything if text.startswith(REPEAT)] == []


async def proposed_by_bob(shore: Shore) -> None:
    await shore.says(
        shore.bob,
        '/activity propose Autumn sale tier:light goal:"200 orders" start:"2026-11-28 20:00" revenue:3000 cost:1000 '
        "risks:Rain plan:Indoors",
    )


async def test_of_two_who_approve_at_once_one_does_and_the_other_is_told_who(shore: Shore) -> None:
    await proposed_by_bob(shore)
    here, there = shore.once(CARD)
    press, act = await asyncio.gather(shore.ann.presses("Approve", here), shore.mei.presses("Approve", there))
    answers = {"Ann Lee": (await press.answered(PATIENCE)).text, "Mei": plain(await shore.did(act))}
    (winner,) = [name for name, answer in answers.items() if answer.startswith("Approved.")]
    del answers[winner]
    assert [*answers.values()] == [f"{winner} has approved it already."]
    shore.once("5 work lines of activity 1")
    for card in shore.card(CARD):
        assert f"Approved by {winner}." in card
    assert len(shore.here(f"{winner} approved it.", shore.bob)) == 1


async def test_the_stop_button_of_an_alarm_ends_it_in_both_rooms(shore: Shore) -> None:
    await proposed_by_bob(shore)
    await shore.presses(shore.ann, "Approve", shore.here(CARD)[0])
    await shore.says(shore.bob, "/task done 3")
    await shore.until("2026-11-28 21:15")
    await shore.says(shore.bob, "/activity roi 1 revenue:500 cost:1000")
    (alarm,) = shore.here("It loses money", shore.ann)
    await shore.presses(shore.ann, "Stop", alarm)
    assert len(shore.here("Stopped by Ann Lee: ROI<1", shore.ann)) == 1
    # Both rooms are told, beside what their cards say.
    assert len(shore.here("Stopped by Ann Lee: ROI<1")) == len(shore.there("Stopped by Ann Lee: ROI<1")) == 2
    here, there = shore.card(CARD)
    assert here == there
    assert "Ended Sat, Nov 28 21:15. The figures are final Mon, Nov 30 21:15." in here
    assert "Stopped by Ann Lee: ROI<1" in here
    assert re.findall("[☐✓].*", here) == ["✓ 3 · Customer-service FAQ – Bob"]
    assert len(shore.here("Ann Lee stopped it", shore.bob)) == 1
    (called,) = shore.there("Ann Lee stopped it")
    assert f"<@{shore.eve.id}>: Ann Lee stopped it: ROI<1" in plain(called)
    (dropped,) = shore.here("It is dropped:", shore.bob)
    assert "Task 5: Autumn sale: Data tracking" in dropped.text
    assert len(shore.there("It is dropped:", shore.lin_there)) == 2
    again = await shore.presses(shore.ann, "Stop", alarm)
    assert again == "Activity 1 is over."
    await shore.until("2026-11-30 21:14")
    assert shore.here("3 of 12", shore.bob) != shore.here("4 of 12", shore.bob) == []
    assert shore.here("The main phase is over") == shore.here("The figures are final:") == []
    await shore.until("2026-11-30 21:16")
    shore.once("The figures are final: ROI 0.5, below 1.5. A review of at least 1,000 signs is owed.")
    for card in shore.card(CARD):
        assert "Closed. The final ROI is 0.5." in card
