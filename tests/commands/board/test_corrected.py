"""A digest that stands is remade where a figure of it is corrected, in every channel it was posted in and no other."""

import pytest

from bot.discord.render import render as discord
from bot.telegram.render import render as telegram
from commands.kit import Tongue
from tests.town import SHANGHAI, Post, Town

EVENING = "2026-11-24 22:30"


def digests(posts: list[Post], kind: str = "Daily digest") -> dict[str, Post]:
    """What was posted last, by chat."""
    return {post.address.chat: post for post in posts if kind in post}


@pytest.fixture
async def three(town: Town) -> Town:
    """A team with three channels on two platforms; Bob has reported today."""
    await town.founded(language="en")
    for platform, user, chat in (("telegram", "ann", "-200"), ("discord", "77", "c1")):
        code = (await town.ann.says("/setup code")).text.split("`/setup join ")[1][:9]
        await town.ann.on(platform, user, chat).with_admin().says(f"/setup join {code}")
    await town.bob.says("/daily joined 32 active 1200 revenue 4500")
    return town


async def test_one_that_was_posted_in_three_channels_is_remade_in_all_of_them(three: Town) -> None:
    posted = digests(await three.sleep_until(EVENING))
    assert set(posted) == {"-100", "-200", "c1"}
    assert {post.letter.card for post in posted.values()} == {"digest:2026-11-24"}
    three.sleep(minutes=11)
    await three.bob.says("/daily revenue 5400")
    remade = digests(await three.sleep_until("2026-11-24 22:45"))
    assert set(remade) == {"-100", "-200", "c1"}
    assert {post.letter.card for post in remade.values()} == {"digest:2026-11-24"}
    assert "Corrected 22:41 by Bob (revenue ¥4,500 → ¥5,400)" in remade["c1"]
    assert "revenue ¥5,400" in remade["c1"]
    await three.ann.says("/daily active 1300")
    again = digests(await three.sleep_until("2026-11-24 23:00"))["-200"]
    lines = [line for line in again.text.splitlines() if "Corrected" in line]
    assert lines == [
        "• Corrected 22:45 by Ann (active members 1,200 → 1,300)", "• Corrected 22:41 by Bob (revenue ¥4,500 → ¥5,400)",
    ]  # fmt: skip


async def test_the_next_day_says_which_day_it_was_corrected_on(three: Town) -> None:
    await three.sleep_until("2026-11-25 09:30")
    await three.bob.says("/daily revenue 5400 date:yesterday")
    remade = digests(await three.sleep_until("2026-11-25 09:31"))
    assert "Corrected Wed, Nov 25 09:30 by Bob (revenue ¥4,500 → ¥5,400)" in remade["-100"]


async def test_one_that_was_posted_in_one_channel_only_comes_into_no_other(three: Town) -> None:
    await three.ann.at_chat("-200").says("/schedule here digest.daily")
    assert set(digests(await three.sleep_until(EVENING))) == {"-200"}
    await three.bob.says("/daily revenue 5400")
    assert set(digests(await three.sleep_until("2026-11-24 22:45"))) == {"-200"}


async def test_a_late_report_is_in_it_and_no_longer_awaited(three: Town) -> None:
    await three.ann.says("/community add moms owner:@bob")
    assert "Still awaited" in digests(await three.sleep_until(EVENING))["-100"]
    await three.bob.says("/daily moms joined 7")
    remade = digests(await three.sleep_until("2026-11-24 22:45"))["-100"]
    assert "moms: new members 7" in remade
    assert "Still awaited" not in remade
    assert "Corrected" not in remade
    assert remade.text.splitlines()[1] == "• Filled up 22:30 by Bob (moms)"
    await three.bob.says("/daily moms joined 8")
    again = digests(await three.sleep_until("2026-11-24 23:00"))["c1"]
    assert "by Bob (moms: new members 7 → 8)" in again
    assert again.text.count("Filled up 22:30 by Bob (moms)") == 1


async def test_all_that_came_late_is_told_in_one_line(three: Town) -> None:
    for key in ("moms", "runners"):
        await three.ann.says(f"/community add {key}")
    await three.sleep_until(EVENING)
    await three.bob.says("/daily moms joined 7")
    three.sleep(minutes=5)
    await three.ann.says("/daily runners joined 3")
    remade = digests(await three.sleep_until("2026-11-24 22:45"))["-100"]
    assert [line for line in remade.text.splitlines() if "Filled" in line] == [
        "• Filled up 22:35 by Ann, Bob (runners, moms)"
    ]


async def test_where_there_is_one_community_it_need_not_be_said_whose_report_came_late(town: Town) -> None:
    await town.founded()
    await town.sleep_until(EVENING)
    await town.bob.says("/daily joined 7")
    assert "• Filled up 22:30 by Bob\n" in digests(await town.sleep_until("2026-11-24 22:45"))["-100"]


async def test_a_digest_that_comes_earlier_takes_late_reports_in_at_once(three: Town) -> None:
    await three.ann.says("/community add moms owner:@bob")
    await three.ann.says("/schedule move digest.daily 20:30")
    assert "Still awaited" in digests(await three.sleep_until("2026-11-24 20:45"))["-100"]
    await three.bob.says("/daily moms joined 7")
    remade = digests(await three.sleep_until("2026-11-24 20:46"))["-100"]
    assert "moms: new members 7" in remade
    assert "Filled up 20:45 by Bob (moms)" in remade


async def test_nothing_is_remade_before_the_digest_or_for_what_was_there_already(three: Town) -> None:
    await three.bob.says("/daily revenue 5400")
    assert digests(await three.sleep_until("2026-11-24 21:00")) == {}
    assert "Corrected" not in digests(await three.sleep_until(EVENING))["-100"]
    await three.bob.says("/daily revenue 5400")
    assert digests(await three.sleep_until("2026-11-24 23:00")) == {}


async def test_many_corrections_are_folded(three: Town) -> None:
    await three.sleep_until(EVENING)
    for revenue in range(4501, 4508):
        await three.bob.says(f"/daily revenue {revenue}")
    remade = digests(await three.sleep_until("2026-11-24 22:45"))["-100"]
    assert remade.text.count("Corrected") == 4
    assert "¥4,506 → ¥4,507" in remade
    assert "and 3 earlier corrections" in remade


async def test_the_week_is_corrected_with_its_picture(three: Town) -> None:
    await three.bob.says("/daily active 900 date:2026-11-17")
    posted = await three.sleep_until("2026-11-30 09:45")
    assert {post.letter.card for post in posted if post.address.chat == "c1" and post.letter.card} >= {
        "digest:2026-W48", "digest:2026-W48:chart"
    }  # fmt: skip
    await three.bob.says("/daily revenue 5400 date:2026-11-24")
    remade = await three.sleep_until("2026-11-30 09:50")
    week = digests(remade, "Weekly digest")
    assert set(week) == {"-100", "-200", "c1"}
    assert "Corrected 09:45 by Bob (Tue, Nov 24: revenue ¥4,500 → ¥5,400)" in week["c1"]
    cards = [post.letter.card or "" for post in remade if post.address.chat == "c1"]
    assert [card for card in cards if card.startswith("digest:")] == [
        "digest:2026-11-24", "digest:2026-W48:chart", "digest:2026-W48",
    ]  # fmt: skip


async def test_what_was_posted_late_says_so_still(three: Town) -> None:
    three.sleep(hours=64)
    first = digests(await three.looks_at_the_clock())["-100"]
    await three.ann.says("/daily joined 5 date:2026-11-26")
    await three.ann.says("/daily joined 6 date:2026-11-26")
    remade = digests(await three.sleep_until("2026-11-27 13:00"))["-100"]
    for words in ("This was due Thu, Nov 26 22:00.", "Nothing could be posted since Tue, Nov 24"):
        assert words in first
        assert words in remade


async def test_posting_once_more_is_a_new_message_and_that_is_corrected(three: Town) -> None:
    await three.sleep_until(EVENING)
    await three.ann.says("/schedule run digest.daily")
    posts = await three.looks_at_the_clock()
    assert set(digests(posts)) == {"-100", "-200", "c1"}
    assert await three.storage.read(lambda unit: unit.cards.shown(1, ["digest:2026-11-24"])) == set()


async def reports(town: Town, line: str) -> None:
    """Ann is sure of it, however unlikely it is."""
    town.sleep(seconds=10)
    answer = await town.ann.says(line)
    if "Save anyway" in answer.text:
        answer = await town.ann.presses(answer, "Save anyway")
    assert "Saved" in answer, answer.text


async def test_the_digest_of_a_large_team_is_one_message_that_can_be_replaced(town: Town) -> None:
    await town.founded(language="en")
    for at in range(30):
        name = f"Community with quite a long name of its own, the number {at:02d}"
        town.sleep(seconds=10)
        await town.ann.says(f'/community add c{at:02d} name:"{name}"')
    for at in range(15):
        for day in ("yesterday", "today"):
            figures = "joined 123456 active 1234567 members 7654321 messages 987654 revenue 1234567.25 orders 234567"
            await reports(town, f"/daily c{at:02d} date:{day} {figures}")
    await town.sleep_until(EVENING)
    for at in range(6):
        await reports(town, f"/daily c0{at} revenue {at}234567.75 joined {at}12 active 99 messages {at}9 orders {at}8")
    remade = digests(await town.sleep_until("2026-11-24 22:45"))["-100"]
    assert "and 2 earlier corrections" in remade
    tongue = Tongue(remade.letter.locale, SHANGHAI, "CNY")
    assert len(telegram(remade.reply, tongue)["messages"]) == 1
    assert len(discord(remade.reply, tongue)) == 1
    week = digests(await town.sleep_until("2026-11-30 09:45"), "Weekly digest")["-100"]
    assert len(telegram(week.reply, tongue)["messages"]) == 1
    assert len(discord(week.reply, tongue)) == 1


async def test_another_team_sees_nothing_of_it(three: Town) -> None:
    await three.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    await three.carol.says("/daily revenue 100")
    await three.sleep_until(EVENING)
    await three.carol.says("/daily revenue 200")
    assert set(digests(await three.sleep_until("2026-11-24 22:45"))) == {"-666"}
