"""/help and /status answer everybody, and tell no team's affairs to strangers."""

import pytest

from bot.dispatch import Desk
from commands.daily.answer import NOT_UNDERSTOOD
from commands.kit import Tongue, read_locale
from storage import Address
from tests.town import MENU, Town


async def test_help_lists_what_can_be_said(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/help")
    for line in ("`/daily`", "`/community add`", "`/setup`", "`/team`", "`/help`"):
        assert line in answer
    assert "daily save" not in answer


async def test_help_offers_an_observer_nothing_she_may_not_do(town: Town) -> None:
    await town.founded()
    await town.bob.says("/team")
    await town.ann.says("/role @bob observer")
    answer = await town.bob.says("/help")
    assert "`/team`" in answer
    assert "`/daily` –" not in answer
    assert "[Report numbers]" not in answer


async def test_help_in_private_lists_nothing_that_is_for_a_group(town: Town) -> None:
    await town.founded()
    assert "`/setup join` –" in await town.ann.says("/help")
    answer = await town.ann.in_private().says("/help")
    assert "`/setup show` –" in answer
    assert "`/setup` –" not in answer
    assert "`/setup join` –" not in answer


async def test_help_where_no_team_is_tells_how_to_begin(town: Town) -> None:
    assert "An admin of the chat can change that with `/setup`." in await town.bob.says("/help")


async def test_help_of_one_command_shows_its_options_and_examples(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/help daily")
    assert "Report the day's numbers of a community" in answer
    assert "For example `/daily joined 32 active 1.2k`" in answer


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            ["/daily joined 32 active 1.2k", "/daily moms joined 3 active 40", "/daily yesterday joined 3 note: rain"],
        ),
        ("简体", ["/daily 新增32 活跃1.2万", "/daily moms 新增3 活跃40", "/daily 昨天 新增3 备注：下雨"]),
        ("繁體", ["/daily 新增32 活躍1.2萬", "/daily moms 新增3 活躍40", "/daily 昨天 新增3 備註：下雨"]),
    ],
)
async def test_examples_are_in_the_reader_s_language_and_can_be_copied(
    town: Town, language: str, lines: list[str]
) -> None:
    await town.founded("moms", language=language)
    await town.ann.says("/community archive mums-club")
    answer = await town.ann.says("/help daily")
    for line in lines:
        assert f"`{line}`" in answer
        assert answer.text.count("`/daily ") == len(lines)
        told = await town.ann.says(line)
        assert Tongue(read_locale(language) or "").speak(NOT_UNDERSTOOD()) not in told
    assert {row.community for row in await town.versions()} == {"moms"}
    assert f"`{lines[0]}`" in await town.ann.says("/daily blah")


async def test_an_example_names_a_community_of_the_team_to_its_members_alone(town: Town) -> None:
    await town.founded()
    assert "`/board mums-club week`" in await town.ann.says("/help board")
    for stranger in (town.bob, town.bob.in_private()):
        answer = await stranger.says("/help board")
        assert "mums-club" not in answer
        assert "`/board week`" in answer


async def test_help_of_every_command_can_be_said(town: Town) -> None:
    await town.founded()
    for name, command in MENU.commands.items():
        if not command.hidden:
            town.sleep(minutes=1)  # nobody may say so much at once
            assert f"/{name}" in await town.ann.says(f"/help {name}"), name


async def test_help_of_an_unknown_command_names_the_nearest(town: Town) -> None:
    assert "`/daily`" in await town.bob.says("/help dayly")


async def test_help_makes_no_member(town: Town) -> None:
    await town.founded()
    await town.bob.says("/help")
    await town.bob.says("/status")
    assert list(await town.people()) == ["Ann"]


async def test_status_tells_where_the_team_lives(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/status")
    assert "Everything works." in answer
    assert "This chat is a channel of Mums club." in answer
    assert "Mums club lives in 1 chat." in answer
    assert "It is Tue, Nov 24 20:00 in `Asia/Shanghai`." in answer


async def test_status_names_a_chat_that_cannot_be_reached(town: Town) -> None:
    await town.founded()
    await town.storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "bot was kicked", town.now))
    assert "Mums club cannot be reached: I was removed from there" in await town.ann.in_private().says("/status")
    await town.ann.says("/join language:简体")
    assert "“Mums club”无法联系：我已被移出" in await town.ann.in_private().says("/status")


async def test_status_says_what_does_not_work_in_the_reader_s_language(town: Town) -> None:
    await town.founded(language="简体")
    parts = {"telegram": ("down", "Telegram was not reached yet"), "clock": ("down", "stands still for 31 s")}
    town.desk = Desk(MENU, town.metrics, town.storage, lambda: town.now, str, health=lambda: parts)
    answer = await town.ann.says("/status")
    assert "Telegram：异常（尚未连上）" in answer
    assert "定时任务：异常（长时间没有运行）" in answer


async def test_status_counts_what_waits_for_this_team_only(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    for _ in range(3):
        await town.carol.says("/team")
    assert "1 message is waiting to be sent." in await town.ann.says("/status")
    assert "waiting to be sent" not in await town.person("Dora", Address("telegram", "-9")).says("/status")


async def test_a_stranger_s_private_chat_learns_of_no_team(town: Town) -> None:
    await town.founded()
    answer = await town.bob.in_private().says("/status")
    assert "Mums club" not in answer
    assert "This chat belongs to no team yet." in answer


async def test_status_does_not_call_everything_well_beside_a_clock_that_is_wrong(town: Town) -> None:
    await town.founded()
    parts = {"telegram": ("ok", "the clock of this machine is 300 s ahead of Telegram's"), "clock": ("ok", "")}
    town.desk = Desk(MENU, town.metrics, town.storage, lambda: town.now, str, health=lambda: parts)
    answer = await town.ann.says("/status")
    assert "Everything works." not in answer
    assert "Muster works, but something needs a look." in answer
