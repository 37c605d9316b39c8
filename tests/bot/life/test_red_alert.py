"""A red alert from its raising to its end, on Telegram and Discord at once, in 简体 and in English: each step shows in
both rooms, with who pressed, where and when."""

import pytest

from tests.services.telegram import Person

from .shore import Shore, plain

RED = "‼ 风险 1"


@pytest.fixture
async def alarmed(shore: Shore) -> Shore:
    """The team speaks 简体, and so does Bob, who is on call on Telegram; Mei, the backup on Discord, reads English."""
    await shore.says(shore.ann, "/oncall rota primary:@bob backup:@Mei rotation:daily handover:09:00")
    await shore.says(shore.ann, "/setup change language:zh_Hans")
    shore.bob.language = "zh-hans"
    await shore.says(shore.bob, "/help", shore.bob.chat)
    await shore.says(shore.ann, "/risk raise red 门卫室进水")
    return shore


def private(shore: Shore, who: Person) -> list[str]:
    """The second line of what somebody on Telegram reads of the risk in private."""
    return [said.text.splitlines()[1] for said in shore.telegram.messages(who) if RED in said.text]


async def test_raised_here_acknowledged_there_solved_and_verified(alarmed: Shore) -> None:
    shore = alarmed
    here, there = shore.card("还没人认领")
    assert here == there
    assert f"{RED}（红色）：门卫室进水" in here
    assert private(shore, shore.bob) == ["正在呼叫你。请接手，否则会转给下一位。"]
    shore.once("Bob：请接手。")
    await shore.until("2026-11-24 17:16")
    (asked,) = shore.there("You are called. Please acknowledge, or it goes on to the next.", shore.mei)
    assert "Risk 1, red: 门卫室进水" in plain(asked)
    await shore.did(await shore.mei.presses("Acknowledge", asked), "You have it.")
    assert "Mei has it since Tue, Nov 24 17:16. Thank you." in plain(asked)
    assert private(shore, shore.bob) == ["Mei已在11月24日周二 17:16接手，谢谢。"]
    here, there = shore.card("Mei在处理，11月24日周二 17:16在Discord上接手。")
    assert here == there
    assert not shore.here("请接手。")
    (card,) = shore.here(f"{RED}（红色）")[:1]
    await shore.bob.says("水泵在路上", shore.group, reply_to=card)
    await shore.quiet()
    assert "Bob，11月24日周二 17:16：水泵在路上" in shore.card(f"{RED}（红色）：门卫室进水\n• ")[1]
    await shore.did(await shore.mei.presses("已解决", shore.there("Mei在处理")[0]))
    assert "Mei说已解决，要由另一个人核实。" in shore.card(f"{RED}（红色）：门卫室进水\n• ")[0]
    await shore.says(shore.bob, "/risk verify 1 地窖干了")
    for shown in shore.card("Bob已核实并关闭：地窖干了"):
        assert "接手：已完成，晚了0 分钟" in shown
    told = [len(shore.telegram.messages(shore.bob)), len(shore.discord.posted(shore.mei))]
    await shore.until("2026-11-24 19:30")
    assert told == [len(shore.telegram.messages(shore.bob)), len(shore.discord.posted(shore.mei))]
