"""/link: two accounts become one person, with her earlier work under one name."""

import pytest

from storage import Role
from tests.town import Somebody, Town


async def on_discord(town: Town) -> Somebody:
    """Bob's other account, in the team's Discord channel, where he calls himself bobby."""
    await town.ann.says("/setup code")
    await town.ann.on("discord", "900", "555").with_admin().says("/setup join CODE-0001")
    return town.person("bobby", town.ann.on("discord", "900", "555").at)


async def test_a_code_from_telegram_joins_the_discord_account(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    assert "Your code: `CODE-0002`." in await town.bob.in_private().says("/link")
    assert "on both platforms you are Bob now, in Mums club." in await bobby.says("/link CODE-0002")
    assert [account.platform for account in await town.accounts("Bob")] == ["discord", "telegram"]


async def test_a_code_from_discord_joins_the_telegram_account(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await bobby.says("/join")
    await bobby.says("/link")
    await town.bob.in_private().says("/link CODE-0002")
    assert list(await town.people()) == ["Ann", "bobby"]
    assert "Saved" in await town.bob.says("/daily joined 3")
    assert {row.person for row in await town.versions()} == {"bobby"}


async def test_earlier_reports_journal_and_communities_come_under_one_name(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/daily joined 3")
    await bobby.says("/daily active 5")
    await town.ann.says("/community add fans owner:@bobby")
    await town.bob.in_private().says("/link")
    await bobby.says("/link CODE-0002")
    assert {(row.metric, row.person) for row in await town.versions()} == {("joined", "Bob"), ("active", "Bob")}
    assert "bobby" not in {row.person for row in await town.journal()}
    assert "owner Bob" in await town.ann.says("/community")
    assert "Mums club: 2 people" in await town.ann.says("/team")


async def test_the_higher_level_and_all_job_titles_stay(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await bobby.says("/join")
    await town.ann.says('/role @bob title:"data analyst"')
    await town.ann.says('/role @bobby manager title:"content planner"')
    await town.bob.in_private().says("/link")
    await bobby.says("/link CODE-0002")
    bob = (await town.people())["Bob"]
    assert bob.level is Role.MANAGER
    assert bob.titles == ("data analyst", "content planner")


@pytest.mark.parametrize(
    ("before", "after"), [(None, (24, 28, "holiday")), ("today", (24, 28, "holiday")), ("until 11-30", (23, 30, ""))]
)
async def test_a_leave_said_on_the_other_platform_stays_unless_she_has_one_already(
    town: Town, before: str | None, after: tuple[int, int, str]
) -> None:
    await town.founded()
    bobby = await on_discord(town)
    town.sleep(days=-1)
    await town.bob.says(f"/away {before}" if before else "/join")
    town.sleep(days=1)
    await bobby.says("/away until 11-28 why:holiday")
    await town.bob.in_private().says("/link")
    await bobby.says("/link CODE-0002")
    bob = (await town.people())["Bob"]
    assert bob.away_from is not None
    assert bob.away_until is not None
    assert (bob.away_from.day, bob.away_until.day, bob.away_why) == after


async def test_a_second_self_that_waits_to_be_let_in_comes_in_without_more_rights(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await town.ann.says("/role @bob observer")
    await town.ann.says("/setup joining:approval")
    await bobby.says("/join")
    await town.bob.in_private().says("/link")
    await bobby.says("/link CODE-0002")
    bob = (await town.people())["Bob"]
    assert (bob.level, bob.waiting) == (Role.OBSERVER, False)


async def test_a_second_self_that_was_not_let_in_brings_no_rights(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await town.ann.says("/role @bob observer")
    await town.ann.says("/setup joining:approval")
    await bobby.says("/join")
    [waiting] = [person for person in await town.everybody() if person.waiting]
    await town.ann.says(f"/decline {waiting.id}")
    await town.bob.in_private().says("/link")
    await bobby.says("/link CODE-0002")
    assert (await town.people())["Bob"].level == Role.OBSERVER


async def test_a_code_links_once(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await town.bob.in_private().says("/link")
    await bobby.says("/link CODE-0002")
    thief = town.person("Thief", bobby.at)
    assert "This code does not work." in await thief.says("/link CODE-0002")
    assert len(await town.accounts("Bob")) == 2


async def test_a_code_links_for_fifteen_minutes(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await town.bob.in_private().says("/link")
    town.sleep(minutes=16)
    assert "This code does not work." in await bobby.says("/link CODE-0002")


async def test_a_new_code_makes_the_earlier_one_void(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await town.bob.in_private().says("/link")
    await town.bob.in_private().says("/link")
    assert "This code does not work." in await bobby.says("/link CODE-0002")
    assert "Done" in await bobby.says("/link CODE-0003")


async def test_one_s_own_code_changes_nothing_and_stays_good(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    private = town.bob.in_private()
    await private.says("/link")
    assert "This account is Bob already." in await private.says("/link CODE-0002")
    assert "Done" in await bobby.says("/link CODE-0002")


async def test_somebody_who_is_no_member_gets_no_code(town: Town) -> None:
    await town.founded()
    answer = await town.bob.in_private().says("/link")
    assert "You are not a member of a team here yet." in answer


async def test_a_code_is_never_shown_in_a_group_on_telegram(town: Town) -> None:
    await town.founded()
    await town.bob.in_private().says("/help")
    await town.bob.says("/link")
    await town.bob.says("/join")
    await town.bob.says("/link")
    posts = town.posts()
    assert "Your code" in posts["bob"]
    assert "CODE" not in posts["-100"]
    assert "I answered you in private." in posts["-100"]


async def test_without_a_private_chat_the_group_says_how_to_open_one(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.bob.says("/link")
    assert town.posts().keys() == {"-100"}
    assert "Open me, press Start, then ask again." in town.posts()["-100"]
    assert "CODE" not in town.posts()["-100"]


async def test_a_code_that_was_typed_stands_in_no_journal(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    private = town.bob.in_private()
    await private.says("/link")
    await private.says("/link CODE-0001")
    await town.bob.says("/setup join CODE-0001")
    assert "CODE-0001" not in str(await town.journal())


async def test_who_never_opened_the_private_chat_hears_in_the_group_that_she_is_one_person_now(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await bobby.says("/join")
    await bobby.says("/link")
    assert "on both platforms you are bobby now, in Mums club." in await town.bob.says("/link CODE-0002")
    (letter,) = town.letters[-1:]
    assert letter.address.chat == "-100"
    assert "you are {name} now" in letter.body


async def test_a_code_typed_on_the_platform_it_came_from_makes_nobody_somebody_else(town: Town) -> None:
    await town.founded()
    bobby = await on_discord(town)
    await town.bob.says("/join")
    await town.ann.in_private().says("/link")
    answer = await town.bob.in_private().says("/link CODE-0002")
    assert "This code is for the other platform: type `/link CODE-0002` there." in answer
    assert (await town.people())["Bob"].level is Role.STAFF
    assert "you are Ann now" in await town.person("annie", bobby.at).says("/link CODE-0002")
