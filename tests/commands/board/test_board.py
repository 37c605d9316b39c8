"""/board as people see it."""

from dataclasses import replace

import pytest

from commands.kit.metrics import Catalogue, default_catalogue
from storage import Storage
from tests.town import Town


@pytest.fixture
async def park(town: Town) -> Town:
    """Two communities with a few days of numbers; it is Tuesday evening."""
    await town.founded("moms", "fans")
    for day, active in (("2026-11-16", 100), ("2026-11-17", 120), ("2026-11-23", 90), ("2026-11-24", 80)):
        await town.bob.says(
            f"/daily community:moms date:{day} active {active} engaged {active // 2} joined 5 members 500"
        )
    await town.bob.says("/daily community:fans date:2026-11-17 active 50 members 300")
    await town.bob.says("/daily community:fans date:2026-11-24 active 60 members 310")
    return town


async def test_a_day_of_one_community_stands_against_the_day_before_and_the_same_weekday(park: Town) -> None:
    answer = await park.bob.says("/board moms")
    assert "moms · Tue, Nov 24" in answer
    assert "active members | 80 | −10 | −40" in answer
    assert "interaction rate | 50% | 0 | 0" in answer


async def test_a_week_tells_how_many_days_it_covers_and_compares_with_the_same_days(park: Town) -> None:
    answer = await park.bob.says("/board moms week")
    assert "week 2026-W48" in answer
    assert "active members | 85 | −25 | 2/7" in answer
    assert "new members | 10 | 0 | 2/7" in answer
    assert "Still running" in answer
    last = await park.bob.says("/board moms last week")
    assert "active members | 110 | – | 2/7" in last
    assert "Still running" not in last


async def test_what_was_not_reported_is_a_dash_and_never_a_zero(park: Town) -> None:
    answer = await park.bob.says("/board fans yesterday")
    assert "Nothing was reported." in answer
    assert "revenue" not in await park.bob.says("/board fans")
    assert "active members | – | −" not in answer


async def test_all_communities_are_added_up_and_the_one_that_fell_most_comes_first(park: Town) -> None:
    answer = await park.bob.says("/board")
    assert "active members | 140 |" in answer
    assert "Reported: 2 of 3 communities." in answer
    assert answer.text.index("moms | 80 | −33.3%") < answer.text.index("fans | 60 | +20%")
    assert "Not reported yet: Mums club" in answer


async def test_a_digest_holds_each_community_against_the_day_before(park: Town) -> None:
    answer = await park.bob.says("/digest")
    assert "moms: members 500 (0%), new members 5 (0%), active members 80 (−11.1%)" in answer
    assert "• fans: members 310 and active members 60" in answer.text.splitlines()


async def test_targets_are_judged_with_a_sign_and_words(park: Town) -> None:
    await park.bob.says("/daily community:moms date:2026-11-22 payers 20 active 100")
    answer = await park.bob.says("/board moms 2026-11-22")
    assert "✓ paid conversion: 20%, target at least 18%" in answer


async def test_one_press_shows_who_entered_a_figure_and_what_was_there_before(park: Town) -> None:
    await park.ann.says("/daily community:moms active 85")
    board = await park.bob.says("/board moms")
    answer = await park.bob.presses(board, "Who entered it?")
    assert "active members: 85 – Ann, Tue, Nov 24 20:00" in answer
    assert "before that active members: 80 – Bob, Tue, Nov 24 20:00" in answer


async def test_the_same_of_another_length_is_one_press_away(park: Town) -> None:
    board = await park.bob.says("/board moms")
    assert "2026-W48" in await park.bob.presses(board, "Week")
    assert "2026-11" in await park.bob.presses(board, "Month")
    assert "2026-Q4" in await park.bob.presses(board, "Quarter")


async def test_the_picture_has_twelve_weeks_with_gaps_where_nothing_is_known(park: Town) -> None:
    answer = await park.bob.says("/board moms")
    (line,) = [line for line in answer.text.splitlines() if line.startswith("moms: ")]
    assert line.endswith("W46 –, W47 110, W48 85")
    assert line.count(",") == 11


async def test_there_is_no_picture_of_a_single_week(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily active 10")
    assert "chart" not in await town.bob.says("/board")


@pytest.mark.parametrize("line", ["/board mons", "/board 妈妈", "/board moms someday"])
async def test_an_unknown_word_is_said_and_nothing_is_guessed(park: Town, line: str) -> None:
    answer = await park.bob.says(line)
    assert "I know no community and no period called" in answer
    assert "Value" not in answer


async def test_the_future_is_refused(park: Town) -> None:
    assert "has not begun yet" in await park.bob.says("/board 2027-01")


async def test_many_communities_are_paged_the_worst_first(town: Town) -> None:
    await town.founded(*(f"c{at:02d}" for at in range(24)))
    for at in range(24):
        await town.bob.says(f"/daily community:c{at:02d} date:2026-11-17 active 100")
        await town.bob.says(f"/daily community:c{at:02d} active {60 + at}")
        town.sleep(seconds=10)  # nobody types faster
    answer = await town.bob.says("/board")
    assert "c00 | 60 | −40%" in answer
    assert "c10" not in answer.text.split("Community |")[1].split("chart")[0]
    assert "15 more" in answer
    second = await town.bob.presses(answer, "More")
    assert "c10 | 70 | −30%" in second
    assert "c09" not in second.text


async def test_an_observer_may_look(park: Town) -> None:
    await park.ann.says("/role @bob observer")
    assert "active members | 80" in await park.bob.says("/board moms")


async def test_a_figure_that_there_is_not_is_answered_with_those_there_are(park: Town) -> None:
    answer = await park.bob.says("/board metric:nonsense")
    assert "There is no number called nonsense." in answer
    assert "Numbers are `members`" in answer
    assert "Did you mean `revenue`" in await park.bob.says("/board metric:revenu")


@pytest.mark.parametrize(("page", "first"), [("0", "c00"), ("-7", "c00"), ("999", "c20")])
async def test_a_page_beyond_the_ends_is_the_first_or_the_last(town: Town, page: str, first: str) -> None:
    await town.founded(*(f"c{at:02d}" for at in range(24)))
    await town.ann.says("/community archive mums-club")
    report = "\n".join(f"c{at:02d} active {100 + at}" for at in range(24))
    await town.bob.says(f"/daily date:2026-11-17 {report.replace(chr(10), f'{chr(10)}date:2026-11-17 ')}")
    answer = await town.bob.says(f"/board 2026-11-17 page:{page}")
    assert f"vs week before\n{first} | " in answer.text


async def test_pages_and_other_lengths_keep_the_figure_that_was_asked_for(town: Town) -> None:
    await town.founded(*(f"c{at:02d}" for at in range(12)))
    await town.bob.says("/daily community:c00 members 5")
    answer = await town.bob.says("/board metric:members")
    assert answer.line("More") == "/board 2026-11-24 page:2 metric:members"
    assert answer.line("Week") == "/board 2026-W48 metric:members"
    assert "members" in (await town.bob.presses(answer, "More")).text.splitlines()[1]


async def test_who_entered_it_says_how_to_ask_for_a_community_without_a_button(town: Town) -> None:
    await town.founded(*(f"c{number}" for number in range(2, 27)))
    answer = await town.bob.says("/board who")
    assert len(answer.reply.buttons) == 24
    assert "There are 2 more communities. For one of them, type its name, as in `/board who c25 2026-11-24`" in answer


async def test_who_is_missing_besides_those_named_is_counted(town: Town) -> None:
    await town.founded(*(f"c{at:02d}" for at in range(30)))
    await town.bob.says("/daily community:c29 active 5")
    assert "Not reported yet: Mums club, c00, c01, c02, c03, c04, c05, c06, c07, c08, and 20 more communities" in (
        await town.bob.says("/board")
    )
    assert "c08, and 20 more communities." in await town.bob.says("/digest")


async def test_of_several_communities_reports_are_counted_and_of_one_days(park: Town) -> None:
    assert "vs day before | vs week before | Reports" in await park.bob.says("/board")
    assert "vs last week | Days" in await park.bob.says("/board moms week")


async def test_a_hidden_figure_is_not_told_by_whoever_entered_it(sqlite_storage: Storage) -> None:
    town = Town(sqlite_storage)
    await town.founded("moms")
    await town.bob.says("/daily community:moms active 10 joined 3")
    shown = tuple(replace(one, hidden=one.key == "joined") for one in default_catalogue().metrics)
    later = Town(sqlite_storage, Catalogue(shown), town.now)
    for line in ("/board who moms", "/board moms", "/board moms week", "/digest"):
        answer = await later.bob.says(line)
        assert "active members" in answer, line
        assert "new members" not in answer, line


async def test_a_catalogue_of_ones_own_is_ranked_by_its_first_figure(sqlite_storage: Storage) -> None:
    own = tuple(one for one in default_catalogue().metrics if one.key in ("revenue", "orders"))
    town = Town(sqlite_storage, Catalogue(own))
    await town.founded("moms")
    await town.bob.says("/daily community:moms revenue 100 orders 3")
    assert f"Community | {own[0].label.en}" in await town.bob.says("/board")
    assert "revenue" in await town.bob.says("/digest")
    assert "Weekly digest" in await town.bob.says("/digest weekly date:2026-11-20")


async def test_the_digest_of_a_day_to_come_is_refused(park: Town) -> None:
    assert "has not begun yet" in await park.bob.says("/digest date:2026-11-26")
