"""/daily for several communities, and what a workspace counts. The town's day is Tuesday, 2026-11-24."""

from datetime import date

from commands.kit.metrics import default_catalogue
from commands.kit.metrics.load import load
from tests.town import Town


async def stored(town: Town) -> list[tuple[str, str, str, int]]:
    """Every version as (community, metric, value, version)."""
    rows = await town.versions()
    return [(r.community, r.metric, "-" if r.value is None else f"{r.value:f}", r.version) for r in rows]


async def test_several_lines_are_several_communities(town: Town) -> None:
    await town.founded("fans", "parents")
    answer = await town.bob.says("/daily\nfans joined 3 active 40\nparents joined 5\nmums-club joined 7")
    assert await stored(town) == [
        ("mums-club", "joined", "7", 1), ("fans", "active", "40", 1), ("fans", "joined", "3", 1),
        ("parents", "joined", "5", 1),
    ]  # fmt: skip
    for name in ("fans · Tue", "parents · Tue", "Mums club · Tue"):
        assert name in answer


async def test_a_team_without_a_community_is_told_how_to_add_one(town: Town) -> None:
    await town.founded()
    await town.ann.says("/community archive mums-club")
    for line in ("/daily joined 3", "/daily"):
        assert "There is no community yet. `/community add fans` adds one." in await town.bob.says(line)


async def test_a_community_and_a_day_at_the_end_are_not_asked_for_again(town: Town) -> None:
    await town.founded("fans")
    await town.bob.says("/daily joined 5 fans")
    await town.bob.says("/daily orders 17 fans yesterday")
    assert [(r.community, r.metric, r.day.day) for r in await town.versions()] == [
        ("fans", "orders", 23), ("fans", "joined", 24),
    ]  # fmt: skip


async def test_the_community_is_asked_for_and_the_numbers_wait(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily date:yesterday joined 32 note: rain")
    assert "Which community are these numbers of?" in answer
    assert await stored(town) == []
    await town.bob.presses(answer, "fans")
    (row,) = await town.versions()
    assert (row.community, str(row.value), row.day, row.note) == ("fans", "32", date(2026, 11, 23), "rain")


async def test_what_cannot_be_read_is_said_before_the_community_is_asked_for(town: Town) -> None:
    await town.founded("fans")
    for line in ("/daily joind 3", "/daily date:yesterday joind 3"):
        answer = await town.bob.says(line)
        assert "I found no number in this; nothing was saved." in answer
        assert "`joind 3`: unknown name. Did you mean `joined`" in answer
        assert (await town.bob.presses(answer, "Open the form")).line("fans")
    assert await stored(town) == []


async def test_a_community_that_was_named_is_not_asked_for_again(town: Town) -> None:
    await town.founded("fans")
    for words in ("joind 3", "3", "joined"):
        answer = await town.bob.says(f"/daily fans {words}")
        assert "I found no number in this; nothing was saved." in answer
        assert (await town.bob.presses(answer, "Open the form")).reply.form is not None
    answer = await town.bob.says("/daily fans joind 3")
    await town.bob.presses(answer, "joined 3")
    assert await stored(town) == [("fans", "joined", "3", 1)]


async def test_a_misspelled_number_is_not_offered_to_another_community(town: Town) -> None:
    await town.founded("fans", "parents")
    answer = await town.bob.says("/daily fans joind 3 active 40\nparents joined 5")
    assert "`joind 3`: unknown name. Did you mean `joined`" in answer
    assert "[joined 3]" not in answer


async def test_options_wait_for_their_community_as_well(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily", date="yesterday", joined="32", note="rain")
    await town.bob.presses(answer, "fans")
    (row,) = await town.versions()
    assert (row.community, str(row.value), row.day, row.note) == ("fans", "32", date(2026, 11, 23), "rain")


async def test_a_community_is_picked_once_and_by_the_person_who_was_asked(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily joined 32")
    assert "somebody else's" in await town.ann.presses(answer, "fans")
    await town.bob.presses(answer, "fans")
    assert "were saved or dropped already" in await town.bob.presses(answer, "Mums club")
    assert len(await town.versions()) == 1


async def test_an_unknown_community_is_never_replaced_by_another(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily community:fons joined 4")
    assert "There is no community called" in answer
    assert "Did you mean `fans`" in answer
    assert await stored(town) == []
    await town.bob.presses(answer, "fans")
    assert await stored(town) == [("fans", "joined", "4", 1)]


async def test_an_unknown_community_option_is_answered_with_the_nearest(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily", community="fons", joined="4")
    assert "There is no community called fons." in answer
    assert "`fans`" in answer


async def test_several_communities_are_stored_together_or_not_at_all(town: Town) -> None:
    await town.founded("fans")
    dave = town.person("Dave", town.ann.at)
    await town.bob.says("/daily fans joined 3")
    await dave.says("/daily\nmums-club joined 9\nfans joined 4")
    assert await stored(town) == [("fans", "joined", "3", 1)]
    await dave.says("/daily\nmums-club joined 9\nfans date:tomorrow active 4")
    assert await stored(town) == [("fans", "joined", "3", 1)]


async def test_one_community_named_twice_is_one_report(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily\nfans joined 3\nmums-club joined 4\nfans active 9")
    assert "Saved: 2 numbers." in answer
    assert str(answer).count("fans · Tue") == 1


async def test_the_next_step_goes_to_a_community_without_numbers(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily mums-club joined 3")
    asked = await town.bob.presses(answer, "Next: fans")
    assert "form Daily report · Tue, Nov 24 · fans" in asked
    answer = await town.bob.says("/daily fans joined 3")
    assert "Next" not in answer


async def test_a_workspace_s_own_metric_is_taken_and_a_hidden_one_is_not(town: Town) -> None:
    own = "metrics:\n  calls:\n    label: calls\n    kind: count\n    aliases: [电话]\n  posts: {hidden: true}\n"
    town = Town(town.storage, load(own, "muster.yaml", default_catalogue()))
    await town.founded()
    answer = await town.bob.says("/daily posts 3\n电话 12")
    assert await town.figures() == {"calls": "12"}
    assert "`posts 3`" in answer


async def test_a_derived_number_is_worked_out_and_not_entered(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joined 3 conversion 18%")
    assert "this is worked out, not entered" in answer
    assert await town.figures() == {"joined": "3"}


async def test_a_number_too_large_to_keep_is_not_taken(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joined 999999999999999999 active 3")
    assert "too large" in answer
    assert await town.figures() == {"active": "3"}
    await town.bob.says("/daily", left="999999999999999999")
    assert await town.figures() == {"active": "3"}


async def test_a_very_long_report_is_refused_and_nothing_is_stored(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joined 3 note: " + "long " * 2000)
    assert "at most 8,000 characters" in answer
    assert await stored(town) == []
