"""/community: every word means one community at most, and nothing that was counted gets lost."""

from tests.town import Town


async def keys(town: Town, team: int = 1) -> list[str]:
    return [c.key for c in await town.storage.read(lambda unit: unit.communities.of(team))]


async def test_a_key_is_enough(town: Town) -> None:
    await town.founded()
    assert "fans is added. Its key is `fans`." in await town.ann.says("/community add fans")
    assert await keys(town) == ["mums-club", "fans"]


async def test_all_facts_can_be_given_at_once(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says('/community add fans name:"Fan club" type:interest stage:成熟 owner:@bob audience:"young mums"')
    assert "Fan club (`fans`) · interest · mature · owner Bob · for young mums" in await town.ann.says("/community")


async def test_a_chinese_name_is_its_own_key(town: Town) -> None:
    await town.founded()
    await town.ann.says("/community add 粉丝群")
    assert await keys(town) == ["mums-club", "粉丝群"]
    assert "粉丝群 · Tue, Nov 24" in await town.bob.says("/daily 粉丝群 新增32")


async def test_a_key_is_short_enough_for_every_button(town: Town) -> None:
    await town.founded()
    await town.ann.says("/community add 一二三四五六七八九十一二三四五六七八九十")
    assert len((await keys(town))[1].encode()) <= 30


async def test_free_words_are_one_name(town: Town) -> None:
    await town.founded()
    await town.ann.says("/community add Night owls")
    assert await keys(town) == ["mums-club", "night-owls"]


async def test_a_bare_add_asks(town: Town) -> None:
    await town.founded()
    asked = await town.ann.says("/community add")
    await town.ann.fills(asked, key="fans", name="Fan club")
    assert await keys(town) == ["mums-club", "fans"]


async def test_no_two_communities_share_a_key_or_a_name(town: Town) -> None:
    await town.founded()
    await town.ann.says('/community add fans name:"Fan club"')
    for line in (
        "/community add fans", "/community add FANS", "/community add ｆans", '/community add other name:"fan  CLUB"',
        "/community add other name:fans", '/community add fan-club name:"Other club"',
        '/community edit mums-club name:"Fan club"', "/community edit mums-club name:fans",
    ):  # fmt: skip
        assert "There is a community" in await town.ann.says(line), line
    assert await keys(town) == ["mums-club", "fans"]


async def test_a_community_may_be_given_its_own_name_again(town: Town) -> None:
    await town.founded("fans")
    assert "FANS is changed." in await town.ann.says("/community edit fans name:FANS")


async def test_a_name_without_a_visible_letter_is_not_taken(town: Town) -> None:
    await town.founded()
    await town.ann.says('/community add fans name:"\u200b\u202e"')
    assert "fans (`fans`)" in await town.ann.says("/community")


async def test_facts_can_be_changed(town: Town) -> None:
    await town.founded("fans")
    answer = await town.ann.says('/community edit fans stage:mature name:"Super fans"')
    assert "Super fans (`fans`) · mature" in answer
    assert "Super fans · Tue, Nov 24" in await town.ann.says('/daily "Super fans" joined 3')


async def test_a_wrong_type_is_answered_with_the_nearest_right_one(town: Town) -> None:
    await town.founded()
    assert "Did you mean `interest`" in await town.ann.says("/community add fans type:intrest")
    assert await keys(town) == ["mums-club"]


async def test_an_unknown_owner_adds_nothing(town: Town) -> None:
    await town.founded()
    assert "I don't know @nobody in this team." in await town.ann.says("/community add fans owner:@nobody")
    assert await keys(town) == ["mums-club"]


async def test_an_archived_community_keeps_its_numbers_and_takes_no_new_ones(town: Town) -> None:
    await town.founded("fans")
    await town.ann.says("/daily fans joined 3")
    archived = await town.ann.says("/community archive fans")
    assert "fans is archived. Its numbers stay" in archived
    assert [row.community for row in await town.versions()] == ["fans"]
    assert "fans" not in await town.ann.says("/community")
    await town.ann.says("/daily community:fans joined 4")
    assert len(await town.versions()) == 1
    await town.ann.presses(archived, "Undo")
    assert "fans (`fans`)" in await town.ann.says("/community")


async def test_an_archived_key_is_not_given_away(town: Town) -> None:
    await town.founded("fans")
    await town.ann.says("/community archive fans")
    assert "There is a community `fans` already." in await town.ann.says("/community add fans")


async def test_a_restored_community_does_not_take_the_name_of_a_living_one(town: Town) -> None:
    await town.founded("fans")
    await town.ann.says("/community archive fans")
    await town.ann.says("/community add other name:fans")
    assert "There is a community `other` already." in await town.ann.says("/community restore fans")


async def test_a_restored_community_does_not_come_back_while_its_key_is_the_name_of_a_living_one(town: Town) -> None:
    await town.founded()
    await town.ann.says('/community add fans name:"Fan club"')
    await town.ann.says("/community archive fans")
    await town.ann.says("/community add other name:fans")
    assert "There is a community `other` already." in await town.ann.says("/community restore fans")
    assert await keys(town) == ["mums-club", "other"]


async def test_many_communities_are_listed_a_page_at_a_time(town: Town) -> None:
    await town.founded()
    for number in range(2, 66):
        town.sleep(seconds=10)
        await town.ann.says(f"/community add c{number}")
    first = await town.bob.says("/community")
    assert "65 communities" in first
    assert "c30 (`c30`)" in first
    assert "c31" not in first
    assert "35 more" in first
    second = await town.bob.presses(first, "More")
    assert "c31 (`c31`)" in second
    assert "c30" not in second
    last = await town.bob.presses(second, "More")
    assert "c65" in last
    assert "more" not in last
    assert last.reply.buttons == ()
    assert (await town.bob.says("/community page 9")).text == last.text
    assert "c11`" not in await town.ann.says("/community archive nothing-like-it")


async def test_an_unknown_community_is_answered_with_the_nearest(town: Town) -> None:
    await town.founded("fans")
    assert "Did you mean `fans`" in await town.ann.says("/community edit fas stage:mature")


async def test_staff_sees_communities_and_changes_none(town: Town) -> None:
    await town.founded("fans")
    assert "2 communities" in await town.bob.says("/community")
    for line in ("/community add more", "/community edit fans stage:mature", "/community archive fans"):
        assert "ops manager or above" in await town.bob.says(line)
    assert await keys(town) == ["mums-club", "fans"]


async def test_two_teams_can_have_communities_of_one_key(town: Town) -> None:
    await town.founded("fans")
    await town.carol.says("/setup zone:Asia/Shanghai")
    await town.carol.says("/community add fans")
    await town.carol.says("/daily fans joined 666")
    await town.ann.says("/daily fans joined 3")
    assert [(row.workspace, str(row.value)) for row in await town.versions(1)] == [("Mums club", "3")]
    await town.ann.says("/community archive fans")
    assert await keys(town, 2) == ["elsewhere", "fans"]


async def test_a_fact_that_a_community_does_not_have_is_named(town: Town) -> None:
    await town.founded("fans")
    assert "I don't know the option `colour:red`." in await town.ann.says("/community edit fans name:Owls colour:red")
    assert "I don't know the option `colour:red`." in await town.ann.says("/community add owls colour:red")
    assert "Owls" not in await town.ann.says("/community")
