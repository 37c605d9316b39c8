"""Two teams in one deployment, with the same clock, the same numbers and one member in both: neither sees or moves
anything of the other."""

import pytest

from storage import Unit
from tests.town import Post, Somebody, Town

LAKE, HILL = "-100", "-666"


@pytest.fixture
async def teams(town: Town) -> Town:
    """Ann leads the Mums club and Carol Elsewhere; Bob is on the staff of both. It is Tuesday, 20:00 in Shanghai."""
    town.carries = True
    await town.founded()
    await town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    await town.bob.in_private().says("/help")
    for here in (town.bob, in_hill(town)):
        await here.says("/join")
    return town


def in_hill(town: Town) -> Somebody:
    return town.bob.at_chat(HILL, title="Elsewhere")


def of(posts: list[Post], chat: str, kind: str) -> list[Post]:
    return [post for post in posts if post.address.chat == chat and (post.letter.card or "").startswith(kind)]


def local(posts: list[Post]) -> list[str]:
    return [post.local() for post in posts]


async def test_boards_and_digests_come_to_each_and_follow_only_its_own(teams: Town) -> None:
    posts = await teams.sleep_until("2026-11-25 12:00")
    for chat in (LAKE, HILL):
        assert local(of(posts, chat, "digest:")) == ["2026-11-24 22:00"]
        assert local(of(posts, chat, "standup:")) == ["2026-11-25 09:30"]
    await in_hill(teams).says("/daily joined 77 active 100 date:yesterday")
    posts = await teams.sleep_until("2026-11-25 12:01")
    for kind in ("digest:", "standup:"):
        assert [post for post in posts if post.address.chat == LAKE] == []
        (board,) = of(posts, HILL, kind)
        assert "new members 77" in board
        assert board.letter.edits is not None


async def test_both_boards_follow_at_the_same_moment(teams: Town) -> None:
    await teams.sleep_until("2026-11-25 12:00")
    await teams.bob.says("/daily joined 5 active 50 date:yesterday")
    await in_hill(teams).says("/daily joined 77 active 100 date:yesterday")
    posts = await teams.sleep_until("2026-11-25 12:01")
    for chat, figure in ((LAKE, "new members 5"), (HILL, "new members 77")):
        for kind in ("digest:", "standup:"):
            (board,) = of(posts, chat, kind)
            assert figure in board


async def test_each_has_its_own_round_and_its_own_conclusions(teams: Town) -> None:
    posts = await teams.sleep_until("2026-11-27 16:00")
    for chat in (LAKE, HILL):
        (prompt,) = [post for post in of(posts, chat, "review:") if "Weekly review" in post]
        assert "0 of 2 have answered." in prompt
    await teams.bob.says("/review answer next week: a lake thing")
    await in_hill(teams).says("/review answer next week: a hill thing")
    posts = await teams.sleep_until("2026-11-27 17:30")
    for chat, words, others in ((LAKE, "1 · a lake thing", "hill"), (HILL, "1 · a hill thing", "lake")):
        (summed,) = [post for post in of(posts, chat, "review:") if (post.letter.card or "").endswith(":sum")]
        assert words in summed
        assert others not in summed
    await teams.carol.says("/review task 1")
    assert "1 · a lake thing" in await teams.ann.says("/review todo")
    assert "Everything that reviews came to is a task." in await teams.carol.says("/review todo")


async def test_a_round_of_one_team_is_answered_in_no_other(teams: Town) -> None:
    await teams.sleep_until("2026-11-27 16:00")
    (mine,) = await teams.storage.read(lambda unit: unit.rounds.latest(1, "week"))
    refused = await teams.carol.says(f"/review answer round:{mine.id} well: all")
    assert "This review is not there any more." in refused
    assert await teams.storage.read(lambda unit: unit.rounds.answers(mine.id)) == []


async def test_promises_count_in_each_team_and_are_late_in_their_own(teams: Town) -> None:
    await teams.bob.says('/promise "Call the lake" due:"2026-11-25 10:00"')
    await in_hill(teams).says('/promise "Call the hill" due:"2026-11-25 10:00"')

    async def numbers(unit: Unit) -> list[list[int]]:
        return [[one.number for one in await unit.promises.listed(team, ["open"])] for team in (1, 2)]

    assert await teams.storage.read(numbers) == [[1], [1]]
    await teams.carol.says("/promise drop 1 why:rain")
    assert "Call the lake" in await teams.ann.says("/promise list")
    posts = await teams.sleep_until("2026-11-25 12:00")
    told = [post.text for post in posts if post.address.chat == "bob" and "Call the" in post]
    assert any("Call the lake" in text for text in told)
    assert not any("Call the hill" in text and "late" in text.lower() for text in told)


async def test_a_storm_at_one_moment_is_one_refresh(teams: Town) -> None:
    """Reports, corrections, leave, tasks and promises of one second, in both teams."""
    await teams.sleep_until("2026-11-25 12:00")
    for n in range(4):  # nobody may say much more in a minute
        for who in (teams.bob, in_hill(teams)):
            await who.says(f"/daily joined {20 + n} active 100 date:yesterday")
            await who.says(f'/promise "Call {n}" due:"2026-11-25 18:00"')
            await who.says(f'/task add "Write {n}" due:"2026-11-25 17:00"')
    await teams.bob.says("/away today")
    await teams.bob.says("/back")
    posts = await teams.sleep_until("2026-11-25 12:01")
    for chat in (LAKE, HILL):
        for kind in ("standup:", "digest:"):
            (board,) = of(posts, chat, kind)
            assert "new members 23" in board
            assert board.letter.edits is not None
    assert await teams.sleep_until("2026-11-25 12:30") == []
