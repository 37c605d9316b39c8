"""A promise is made, written down for somebody else, and changed; nobody is bound without hearing of it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.ports import Call
from storage import Promise
from tests.commands.task.crew import Crew
from tests.town import Answer, Post, Somebody


async def answers(team: Crew, who: Somebody, whose: Somebody, words: str, line: str = "/promise") -> Answer:
    """Somebody answers a message of somebody's with a line."""
    heard = replace(who.heard("typed"), reply_text=words, reply_to=whose.account)
    return await team.town.hears(who, Call(line, heard))


async def told(team: Crew) -> dict[str, str]:
    return {post.address.chat: post.text for post in await team.town.looks_at_the_clock() if not post.letter.card}


async def kept(team: Crew, number: int = 1) -> Promise:
    found = await team.town.storage.read(lambda unit: unit.promises.get(1, number))
    assert found is not None
    return found


def only(posts: list[Post], chat: str) -> str:
    (post,) = [post for post in posts if post.address.chat == chat]
    return post.text


async def test_with_a_time_it_is_due_then_and_stands_in_the_channel(team: Crew) -> None:
    answer = await team.bob.says('/promise Send the FAQ due:"fri 17:00"')
    assert answer.text == "Promise 1: Send the FAQ\nPromised, due Fri, Nov 27 17:00."
    assert team.card().splitlines() == [
        "Promise 1: Send the FAQ", "• Promised by Bob", "• Due Fri, Nov 27 17:00", "[Kept] [Change] [Drop]"
    ]  # fmt: skip
    assert await told(team) == {}


async def test_whoever_promises_in_private_hears_that_the_team_sees_it(team: Crew) -> None:
    answer = await team.bob.in_private().says('/promise Send the FAQ due:"fri 17:00"')
    assert answer.text.splitlines()[:3] == [
        "Promise 1: Send the FAQ", "Promised, due Fri, Nov 27 17:00.", "Your team sees it."
    ]  # fmt: skip
    assert "Promise 1: Send the FAQ" in team.card()


async def test_without_a_time_it_is_due_at_the_end_of_the_next_working_day(team: Crew) -> None:
    answer = await team.bob.says("/promise Send the FAQ")
    assert "due Wed, Nov 25 18:00: the end of the next working day, as no time was said." in answer
    assert answer.line("Change") == "/promise edit 1"
    team.town.sleep(days=3)  # Friday
    assert "due Mon, Nov 30 18:00" in await team.bob.says("/promise Send the poster")


async def test_what_somebody_says_herself_is_written_down_and_she_is_told(team: Crew) -> None:
    answer = await answers(team, team.bob, team.dee, "I send the poster on Friday", "/promise due:fri")
    assert "I tell Dee in private." in answer
    assert "• Written down by Bob" in team.card()
    assert (await told(team))["dee"].splitlines() == [
        "Promise 1: I send the poster on Friday",
        "Bob wrote down that you promise this. If that is not so, drop it.",
        "Due Fri, Nov 27 18:00", "[Kept] [Change] [Drop]",
    ]  # fmt: skip


async def test_only_a_manager_puts_words_into_anothers_mouth(team: Crew) -> None:
    assert "Only a manager can promise something for others." in await team.bob.says("/promise Sweep owner:@dee")
    await answers(team, team.bob, team.dee, "Hello", "/promise Sweep the floor")
    assert "Promised by Bob" in team.card()
    assert "I tell Dee in private." in await team.ann.says("/promise Sweep owner:@dee")
    await answers(team, team.ann, team.dee, "Hello", "/promise Sweep the floor")
    assert "Promised by Dee" in team.card()


async def test_who_cannot_be_given_work_is_not_bound(team: Crew) -> None:
    await answers(team, team.bob, team.eve, "I do it")
    assert "Promised by Bob" in team.card()
    assert "Eve cannot be given work" in await team.ann.says("/promise Sweep owner:@eve")
    await answers(team, team.bob, team.town.person("Stranger", team.bob.at), "I do it")
    assert "Promised by Bob" in team.card()


async def test_a_bare_line_asks_for_the_words(team: Crew) -> None:
    asked = await team.bob.says("/promise")
    assert "Promise 1: Send it" in await team.bob.fills(asked, words="Send it")


async def test_a_time_that_is_over_is_asked_again_and_the_words_are_kept(team: Crew) -> None:
    asked = await team.ann.says("/promise Send it owner:@bob due:2026-11-23")
    assert "That time is over already." in asked
    assert asked.reply.form is not None
    known = {question.field: question.value for question in asked.reply.form.questions}
    assert known == {"words": "Send it", "due": None, "owner": "@bob"}
    again = await team.ann.fills(asked, words="Send it", owner="@bob", due="2026-11-22")
    assert "That time is over already." in again
    assert "Promise 1: Send it" in await team.ann.fills(again, words="Send it", owner="@bob", due="fri 17:00")
    assert "Promised by Bob" in team.card()


async def test_what_cannot_be_is_refused(team: Crew) -> None:
    assert "A promise needs words." in await answers(team, team.bob, team.bob, "\u200b")
    assert "There is no promise 7" in await team.bob.says("/promise show 7")
    await team.bob.says("/promise Send it")
    assert "Only Bob or a manager can change promise 1." in await team.dee.says("/promise edit 1 due:fri")


async def test_the_longest_words_fit_everywhere(team: Crew) -> None:
    await answers(team, team.bob, team.bob, "字" * 4000)
    assert len((await kept(team)).words) == 500


async def test_it_moves_and_goes_to_somebody_else(team: Crew) -> None:
    await team.bob.says("/promise Send it")
    assert "Changed." in await team.ann.says('/promise edit 1 due:"thu 9:00"')
    assert "Ann changed this promise of yours." in (await told(team))["bob"]
    assert "Due Thu, Nov 26 09:00" in await team.bob.says("/promise show 1")
    await team.ann.says("/promise edit 1 owner:@dee")
    found = await told(team)
    assert "Ann took this promise from you." in found["bob"]
    assert "Ann wrote down that you promise this." in found["dee"]


async def test_another_team_sees_nothing(team: Crew) -> None:
    await team.town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    await team.bob.says("/promise Send it")
    assert "There is no promise 1" in await team.town.carol.says("/promise show 1")
    assert "No promise is open." in await team.town.carol.says("/promise list")


async def test_whoever_changes_one_stirs_the_stand_up_board(team: Crew) -> None:
    await team.town.storage.write(lambda unit: unit.cards.stands(1, "standup:2026-11-24", team.ann.at, "m1"))

    async def stirred() -> bool:
        timers: list[Any] = await team.town.storage.read(
            lambda unit: unit.timers.due(team.town.now.replace(year=2027), 100)
        )
        return any(timer.line == "/standup refresh" for timer in timers)

    for line in ("/promise Send it", "/promise edit 1 due:fri", "/promise kept 1"):
        await team.town.storage.write(lambda unit: unit.timers.drop_past(team.town.now.replace(year=2027)))
        assert not await stirred()
        await team.bob.says(line)
        assert await stirred(), line


async def test_a_promise_may_begin_with_a_word_of_the_clock(team: Crew) -> None:
    assert "Promise 1: Begin with the poster" in await team.bob.says("/promise Begin with the poster due:fri")
    assert "said by the clock alone" in await team.bob.says("/promise begin 1")


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("/promise lst", "/promise list"),
        ("/promise lsit mine", "/promise list mine"),
        ("/promise keep 1", "/promise kept 1"),
        ("/promise drp 1 why:rain", "/promise drop 1 why:rain"),
        ("/promise 列表", "/promise list"),
        ("/promise 兑现 1", "/promise kept 1"),
        ("/promise 修改 1 截止:周五", "/promise edit 1 截止:周五"),
    ],
)
async def test_a_misspelt_part_is_no_promise_unless_it_was_meant_as_one(team: Crew, line: str, right: str) -> None:
    answer = await team.bob.says(line)
    assert answer.text.startswith("I don't know `/promise ")
    assert [button.line for button in answer.reply.buttons][:2] == [right, line.replace("/promise", "/promise make")]
    assert "No promise is open." in await team.bob.says("/promise list")


@pytest.mark.parametrize("words", ["Keep the hall clean", "Sow 5 seeds", "修改 海报", "Listen to Dee", "完成海报"])
async def test_a_sentence_that_begins_like_a_part_is_a_promise(team: Crew, words: str) -> None:
    assert f"Promise 1: {words}" in await team.bob.says(f"/promise {words}")


async def test_a_single_word_can_be_promised(team: Crew) -> None:
    assert "Promise 1: Posters" in await team.bob.says("/promise Posters")
    assert "Promise 2: lst" in await team.bob.says("/promise make lst")
