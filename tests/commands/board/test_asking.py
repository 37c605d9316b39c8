"""What a board is asked for, and who entered its figures: every word is understood or named."""

import pytest

from tests.town import Town


@pytest.fixture
async def park(town: Town) -> Town:
    await town.founded("moms", "readers")
    for day in ("2026-11-16", "2026-11-18", "2026-11-23"):
        await town.bob.says(f"/daily community:moms date:{day} active 100 joined 5")
    return town


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("moms week foo:bar", "foo:bar"), ("foo:bar moms week", "foo:bar"), ("moms nonsense", "nonsense"),
        ("nonsense last week", "nonsense"), ("last week moms please", "please"), ("nonsense", "nonsense"),
    ],
)  # fmt: skip
async def test_the_word_that_is_not_understood_is_named(park: Town, words: str, unknown: str) -> None:
    for verb in ("/board", "/board who"):
        answer = await park.bob.says(f"{verb} {words}")
        assert f"I know no community and no period called {unknown}." in answer
        assert "Did you mean `moms`" not in answer


async def test_the_nearest_community_or_period_is_offered(park: Town) -> None:
    assert "Did you mean `week`?" in await park.bob.says("/board moms weak")
    assert "Did you mean `readers`?" in await park.bob.says("/board week raeders")
    assert "Did you mean `moms` or `month`?" in await park.bob.says("/board community:mons week")


@pytest.mark.parametrize("verb", ["/board", "/board who"])
async def test_of_two_communities_or_periods_one_is_asked_for(park: Town, verb: str) -> None:
    assert "One period at a time: `2026-W48` or `2026-11`?" in await park.bob.says(f"{verb} week month")
    assert "One community at a time: `moms` or `readers`?" in await park.bob.says(f"{verb} moms readers")
    assert "One community at a time: `moms` or `readers`?" in await park.bob.says(f"{verb} community:moms readers")


@pytest.mark.parametrize("words", ["moms last week", "last week moms", "last moms week", "community:moms last week"])
async def test_a_community_and_a_period_are_understood_in_any_order(park: Town, words: str) -> None:
    assert "moms · week 2026-W47" in await park.bob.says(f"/board {words}")


async def test_more_words_than_name_anything_are_refused(park: Town) -> None:
    assert "I know no community and no period called" in await park.bob.says("/board " + "week " * 40)


async def test_who_entered_a_figure_of_a_week_is_two_presses_away(park: Town) -> None:
    board = await park.bob.says("/board moms last week")
    which = await park.bob.presses(board, "Who entered it?")
    assert "Which day?" in which
    assert [button.line for button in which.reply.buttons] == [
        "/board who moms 2026-11-16",
        "/board who moms 2026-11-18",
    ]
    answer = await park.bob.presses(which, "Wed, Nov 18")
    assert "new members: 5 – Bob, Tue, Nov 24 20:00" in answer


async def test_who_entered_a_figure_keeps_the_figure_that_was_asked_for(park: Town) -> None:
    board = await park.bob.says("/board moms last week metric:joined")
    which = await park.bob.presses(board, "Who entered it?")
    answer = await park.bob.presses(which, "Mon, Nov 16")
    assert "new members: 5" in answer
    assert "active members" not in answer


async def test_the_days_of_a_long_period_are_found_by_their_week(town: Town) -> None:
    await town.founded()
    for day in range(1, 31):
        await town.bob.says(f"/daily date:2026-10-{day:02d} active 5")
        town.sleep(minutes=1)
    weeks = await town.bob.presses(await town.bob.says("/board last month"), "Who entered it?")
    assert [button.line.split()[-1] for button in weeks.reply.buttons] == [f"2026-W{week}" for week in range(40, 45)]
    days = await town.bob.presses(weeks, "2026-W41")
    assert "active members: 5 – Bob" in await town.bob.presses(days, "Mon, Oct 5")


async def test_nobody_entered_what_was_not_reported(park: Town) -> None:
    assert "Nothing was reported." in await park.bob.says("/board who readers week")


async def test_without_a_community_the_period_is_kept(park: Town) -> None:
    answer = await park.bob.says("/board who last week")
    assert answer.line("moms") == "/board who moms 2026-W47"


@pytest.mark.parametrize(("language", "lengths"), [("zh_Hans", "[日] [月] [季度]"), ("zh_Hant", "[日] [月] [季度]")])
async def test_the_lengths_of_a_period_are_called_alike_in_chinese(town: Town, language: str, lengths: str) -> None:
    await town.founded(language=language)
    await town.bob.says("/daily active 5")
    assert lengths in await town.bob.says("/board week")
