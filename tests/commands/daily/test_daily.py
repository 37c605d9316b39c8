"""/daily as typed: understood, stored, compared and answered. The town's day is Tuesday, 2026-11-24, in Shanghai."""

from datetime import date
from decimal import Decimal

import pytest

from tests.town import Town

TUESDAY = date(2026, 11, 24)


async def stored(town: Town) -> list[tuple[str, str, str, int]]:
    """Every version as (community, metric, value, version)."""
    rows = await town.versions()
    return [(r.community, r.metric, "-" if r.value is None else f"{r.value:f}", r.version) for r in rows]


async def test_one_line_is_stored_and_answered_as_a_table(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joined 32 active 1,204")
    assert "Mums club · Tue, Nov 24" in answer
    assert "new members | 32 | – | –" in answer
    assert "active members | 1,204 | – | –" in answer
    assert "Saved: 2 numbers." in answer
    assert await stored(town) == [("mums-club", "active", "1204", 1), ("mums-club", "joined", "32", 1)]


async def test_what_is_stored_knows_who_where_and_when(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 32 note: rain")
    (row,) = await town.versions()
    assert (row.day, row.person, row.platform, row.at, row.late, row.note) == (
        TUESDAY, "Bob", "telegram", town.now, False, "rain",
    )  # fmt: skip


async def test_chinese_numbers_and_labels_are_understood(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily 新增３２ 活跃1.2万 销售额¥4,500 内容满意度93% 退款数-")
    assert await town.figures() == {
        "joined": "32", "active": "12000", "revenue": "4500", "satisfaction": "93", "refunds": "-",
    }  # fmt: skip


async def test_a_pasted_chinese_block_is_understood(town: Town) -> None:
    await town.founded(language="zh_Hans")
    answer = await town.bob.says("/daily\n【日报】11月24日\n新增：12人\n退群：3人\n活跃：1.1万\n备注：下雨，人少")
    assert await town.figures() == {"joined": "12", "left": "3", "active": "11000"}
    assert "下雨，人少" in answer


async def test_options_are_understood_like_words(town: Town) -> None:
    await town.founded("fans")
    await town.bob.says("/daily", community="fans", date="yesterday", joined="1.2万", note="fine")
    (row,) = await town.versions()
    assert (row.community, row.day, row.value, row.note) == ("fans", date(2026, 11, 23), Decimal(12000), "fine")


async def test_a_wrong_option_is_named_and_nothing_is_stored(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily", joined="many", active="3")
    assert "many is not a number I can read for new members." in answer
    assert "30% " not in answer
    assert "members who interacted" not in answer
    assert await stored(town) == []


async def test_a_percentage_for_a_count_is_refused(town: Town) -> None:
    await town.founded()
    assert "not counted in the unit of 3%" in await town.bob.says("/daily", joined="3%")
    assert "$3" in await town.bob.says("/daily", revenue="$3")
    assert await stored(town) == []


async def test_numbers_are_compared_with_the_day_before_and_the_same_weekday(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:2026-11-17 joined 20 nps 50")
    await town.bob.says("/daily date:2026-11-23 joined 35 satisfaction 90%")
    answer = await town.bob.says("/daily joined 32 nps 55 satisfaction 93%")
    assert "new members | 32 | −3 | +12" in answer
    assert "net promoter score | 55 | – | +5" in answer
    assert "content satisfaction | 93% | +3 | –" in answer


async def test_no_value_is_not_zero(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:yesterday joined -")
    answer = await town.bob.says("/daily joined 4")
    assert "new members | 4 | – | –" in answer


async def test_a_correction_is_a_new_version_and_the_old_one_stays(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 32 active 100")
    answer = await town.bob.says("/daily joined 23")
    assert "Corrected: new members 32 → 23. The earlier version is kept." in answer
    assert await stored(town) == [
        ("mums-club", "active", "100", 1), ("mums-club", "joined", "32", 1), ("mums-club", "joined", "23", 2),
    ]  # fmt: skip


async def test_the_same_numbers_again_make_no_version(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 32 note: rain")
    answer = await town.bob.says("/daily joined ３２ note: rain")
    assert "These numbers are stored already; nothing was changed." in answer
    assert await stored(town) == [("mums-club", "joined", "32", 1)]


async def test_only_what_changed_gets_a_version(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 32 active 100")
    await town.bob.says("/daily joined 32 active 101")
    assert await stored(town) == [
        ("mums-club", "active", "100", 1), ("mums-club", "active", "101", 2), ("mums-club", "joined", "32", 1),
    ]  # fmt: skip


async def test_what_is_counted_as_saved_is_what_was_stored(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 32 active 100")
    assert "Saved: 1 number." in await town.bob.says("/daily joined 32 active 101")
    assert "Saved: your note." in await town.bob.says("/daily joined 32 note: rain")


async def test_a_value_is_taken_back_with_a_dash(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 32")
    await town.bob.says("/daily joined -")
    assert await stored(town) == [("mums-club", "joined", "32", 1), ("mums-club", "joined", "-", 2)]


async def test_a_report_is_late_from_midnight_on_of_the_team_s_day(town: Town) -> None:
    await town.founded()
    town.now = town.now.replace(hour=15, minute=59)
    assert "Saved: 1 number." in await town.bob.says("/daily joined 1")
    town.sleep(minutes=2)
    answer = await town.bob.says("/daily date:11-24 active 5")
    assert "Saved late: 1 number." in answer
    await town.bob.says("/daily joined 2")
    assert [(r.metric, r.day.day, r.late) for r in await town.versions()] == [
        ("active", 24, True), ("joined", 24, False), ("joined", 25, False),
    ]  # fmt: skip


async def test_what_is_only_corrected_afterwards_is_not_called_late(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 1")
    town.sleep(days=1)
    answer = await town.bob.says("/daily date:yesterday joined 2")
    assert "Saved: 1 number." in answer
    assert "Corrected: new members 1 → 2." in answer
    assert "Saved late: 2 numbers." in await town.bob.says("/daily date:yesterday joined 3 active 5")


async def test_the_future_is_refused(town: Town) -> None:
    await town.founded()
    for words in ("tomorrow", "2026-11-25", "明天"):
        answer = await town.bob.says(f"/daily date:{words} joined 3")
        assert "has not come yet" in answer, words
    assert "has not come yet" in await town.bob.says("/daily", date="2026-11-25", joined="3")
    assert await stored(town) == []


async def test_a_bare_weekday_is_the_latest_past_one_and_today_counts(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:tue joined 1")
    await town.bob.says("/daily date:周三 joined 2")
    assert [row.day.isoformat() for row in await town.versions()] == ["2026-11-18", "2026-11-24"]


async def test_another_person_s_number_is_corrected_by_a_manager_only(town: Town) -> None:
    await town.founded()
    dave = town.person("Dave", town.ann.at)
    await town.bob.says("/daily joined 32 active 100")
    answer = await dave.says("/daily joined 23 left 1")
    assert (
        "Nothing was saved: Bob reported new members of Mums club. Only a manager can correct somebody else's numbers."
        in answer
    )
    assert len(await town.versions()) == 2
    assert "Corrected: new members 32 → 23." in await town.ann.says("/daily joined 23")


async def test_anybody_adds_a_number_that_is_missing_from_another_s_report(town: Town) -> None:
    await town.founded()
    dave = town.person("Dave", town.ann.at)
    await town.bob.says("/daily joined 32")
    assert "Saved: 1 number." in await dave.says("/daily joined 32 active 100")
    assert [(row.metric, row.person) for row in await town.versions()] == [("active", "Dave"), ("joined", "Bob")]


async def test_a_note_alone_is_a_report(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily note: the printer is broken")
    assert "Note: the printer is broken" in answer
    assert "Saved" in answer
    bob = (await town.people())["Bob"].id
    assert await town.storage.read(lambda unit: unit.numbers.reporters(1, TUESDAY)) == [(bob, 1)]


async def test_an_unknown_word_is_named_with_the_nearest_and_repaired_with_one_press(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joind 32 active 100")
    assert "Not understood, so not saved:" in answer
    assert "`joind 32`: unknown name. Did you mean `joined`" in answer
    assert await town.figures() == {"active": "100"}
    await town.bob.presses(answer, "joined 32")
    assert await town.figures() == {"active": "100", "joined": "32"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("新曾32", "新增 32"),
        ("新曾 32", "新增 32"),
        ("新曾３２", "新增 32"),
        ("新曾：32", "新增 32"),
        ("活约1.2万", "活跃 1.2万"),
        ("新曾-5", "新增 -5"),
        ("joind:32", "joined 32"),
    ],
)
async def test_a_misspelled_name_is_repaired_also_where_it_is_glued_to_its_number(
    town: Town, typed: str, meant: str
) -> None:
    await town.founded()
    answer = await town.bob.says(f"/daily {typed}")
    assert answer.line(meant) == f"/daily community:mums-club date:2026-11-24 {meant}"


@pytest.mark.parametrize("typed", ["joind10", "群2新曾32", "conversin 3", "净真 3", "mums-clb 3"])
async def test_what_cannot_be_entered_or_is_no_number_of_a_name_is_not_proposed(town: Town, typed: str) -> None:
    await town.founded()
    answer = await town.bob.says(f"/daily {typed}")
    assert [button.line for button in answer.reply.buttons] == ["/daily community:mums-club date:2026-11-24"]


async def test_no_other_name_is_proposed_where_only_the_number_is_wrong(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joined 3 revenue $40, negative ten")
    assert "`negative ten`: a number is missing" in answer
    assert "`revenue $40`: another currency than the team's" in answer
    assert "Did you mean" not in answer


async def test_a_day_of_another_year_is_shown_with_its_year(town: Town) -> None:
    await town.founded()
    assert "2027-01-01 has not come yet" in await town.bob.says("/daily date:2027-01-01 joined 3")
    assert "Mums club · 2025-11-24" in await town.bob.says("/daily date:2025-11-24 joined 3")


async def test_the_journal_tells_a_refusal_as_it_was_said(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:2027-01-01 joined 3")
    told = "refused: 2027-01-01 has not come yet. Numbers are reported for today or earlier."
    assert (await town.journal())[-1].outcome == told


@pytest.mark.parametrize("before", ["", "joined ", "joined 3 ", "joined 3 date:", "joined 3 community:"])
async def test_a_very_long_word_is_repeated_by_its_beginning(town: Town, before: str) -> None:
    await town.founded()
    answer = await town.bob.says("/daily " + before + "x" * 3000)
    assert "x" * 80 in answer
    assert "x" * 100 not in answer
    assert "…" in answer


async def test_nothing_understood_is_nothing_stored(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily blah blubb")
    assert "I found no number in this; nothing was saved." in answer
    assert "For example `/daily joined 32 active 1.2k`" in answer
    assert await stored(town) == []
    asked = await town.bob.presses(answer, "Open the form")
    assert asked.reply.form is not None


async def test_the_answer_is_in_the_reader_s_language(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join language:繁體")
    answer = await town.bob.says("/daily joined 3")
    assert "新增 | 3" in answer


async def test_a_report_from_private_reaches_the_team_s_numbers(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.bob.in_private().says("/daily joined 3")
    assert await town.figures() == {"joined": "3"}
