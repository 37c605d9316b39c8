"""Filing: when, by whom, and what the channel sees."""

from datetime import UTC, datetime

from commands.kit.metrics import default_catalogue, load
from tests.town import Somebody, Town


def cards(town: Town) -> dict[str, str]:
    return {str(letter.card): town._post(letter).text for letter in town.letters if letter.card}


async def written(desk: Town) -> None:
    await desk.bob.fills(await desk.bob.says("/weekly edit"), highlights="40 orders", why1="a talk on Monday")


async def test_filing_opens_on_thursday(desk: Town) -> None:
    await written(desk)
    assert "Filing opens Thu, Nov 26 00:00. What you have written is kept." in await desk.bob.says("/weekly file")
    await desk.sleep_until("2026-11-26 00:00")
    draft = await desk.bob.says("/weekly")
    assert "Filing closes Mon, Nov 30 12:00." in draft
    assert "Filed." in await desk.bob.presses(draft, "File")


async def test_the_channel_has_a_card_that_changes_with_the_report(desk: Town) -> None:
    await written(desk)
    await desk.sleep_until("2026-11-27 10:00")
    await desk.bob.says("/weekly file")
    ((key, card),) = cards(desk).items()
    assert len(key) <= 40
    assert "Weekly report: moms, week 2026-W48" in card
    assert "Filed by Bob, Fri, Nov 27 10:00." in card
    assert "Highlights: 40 orders" in card
    assert "active members: 120 → 240 (+100%) – a talk on Monday" in card
    desk.sleep(hours=1)
    assert "Changed: version 3 of the filed report." in await desk.bob.says("/weekly edit plan:talks")
    ((again, card),) = cards(desk).items()
    assert again == key
    assert "Changed by Bob, Fri, Nov 27 11:00 (version 3)." in card
    assert "Plan for next week: talks" in card
    read = await desk.hears_at(desk.ann, "/weekly show #c2 2026-W48 version:2")
    assert "This is version 2 of 3." in read
    assert "Filed by Bob, Fri, Nov 27 10:00." in read


async def test_the_longest_report_has_a_card_of_one_message(desk: Town) -> None:
    asked = await desk.bob.says("/weekly edit")
    parts, whys = ("highlights", "problems", "plan", "help"), ("why1", "why2", "why3")
    await desk.bob.fills(asked, **dict.fromkeys(parts, "海*" * 2000), **dict.fromkeys(whys, "海*" * 500))
    await desk.sleep_until("2026-11-27 10:00")
    await desk.bob.says("/weekly file")
    ((_, card),) = cards(desk).items()
    assert len(card) < 3500


async def test_nothing_is_filed_with_nothing_written(desk: Town) -> None:
    await desk.sleep_until("2026-11-27 10:00")
    refused = await desk.bob.says("/weekly file")
    assert "Nothing is written yet" in refused
    assert refused.line("Edit") == "/weekly edit #c2 2026-W48"
    await desk.bob.fills(await desk.bob.says("/weekly edit"), why1="a talk")
    assert "Nothing is written yet" in await desk.bob.says("/weekly file")


async def test_what_is_filed_is_not_filed_twice(desk: Town) -> None:
    await written(desk)
    await desk.sleep_until("2026-11-27 10:00")
    await desk.bob.says("/weekly file")
    assert "Bob has filed it already, Fri, Nov 27 10:00." in await desk.ann.says("/weekly file moms")


async def test_until_monday_noon_the_week_before_is_meant(desk: Town) -> None:
    await written(desk)
    await desk.sleep_until("2026-11-30 11:59")
    answer = await desk.bob.says("/weekly file")
    assert "Filed.\nWeekly report: moms, week 2026-W48" in answer
    await desk.sleep_until("2026-11-30 12:00")
    assert "week 2026-W49" in await desk.bob.says("/weekly")


async def test_later_is_late(desk: Town) -> None:
    await written(desk)
    await desk.sleep_until("2026-11-30 12:00")
    assert "what comes now counts as late" in await desk.bob.says("/weekly last week moms")
    answer = await desk.bob.says("/weekly file last week")
    assert "Filed, and marked late: filing closed Mon, Nov 30 12:00." in answer
    assert "Filed late by Bob, Mon, Nov 30 12:00." in await desk.bob.says("/weekly last week moms")
    missing = await desk.bob.says("/weekly missing")
    assert "Filed late: moms (Bob, Mon, Nov 30 12:00)" in missing


async def test_when_it_opens_and_closes_is_the_operators_choice(desk: Town) -> None:
    metrics = load("weekly: {opens: tue 18:00, closes: sat 10:00}\n", "muster.yaml", default_catalogue())
    town = Town(desk.storage, metrics, desk.now)
    await town.bob.says("/weekly edit highlights:x")
    assert "Filing closes Sat, Nov 28 10:00." in await town.bob.says("/weekly")
    assert "Filed." in await town.bob.says("/weekly file")


async def test_one_report_over_several_counts_for_all(desk: Town) -> None:
    await desk.bob.says("/daily community:runners active 60 engaged 60 joined 5")
    await desk.sleep_until("2026-11-27 10:00")
    kept = await desk.ann.says('/weekly edit communities:runners,moms highlights:"a good week"')
    filed = await desk.ann.presses(kept, "File")
    assert "Filed.\nWeekly report: moms, runners, week 2026-W48" in filed
    whole = await desk.ann.presses(filed, "Read all")
    assert "new members | 50 | 30 | +15" in whole
    # 120 of 480 and 60 of 60.
    assert "interaction rate | 33.33%" in whole
    one = await desk.bob.says("/weekly moms")
    assert "Part of a report over several communities." in one
    assert "Highlights: a good week" in one
    missing = await desk.bob.says("/weekly missing")
    assert "• Dee: readers" in missing
    assert "moms" not in missing


async def test_very_many_communities_still_have_buttons(desk: Town) -> None:
    keys = [f"club-{at}" for at in range(25)]
    for key in keys:
        await desk.ann.says(f"/community add {key}")
    await desk.sleep_until("2026-11-27 10:00")
    kept = await desk.ann.fills(await desk.ann.says(f"/weekly edit communities:{','.join(keys)}"), highlights="all")
    assert "Filed.\nWeekly report: club-0, club-1, club-2 and 22 more, week" in await desk.ann.presses(kept, "File")


async def test_a_person_files_her_own_week(desk: Town, dee: Somebody) -> None:
    await desk.sleep_until("2026-11-27 10:00")
    await dee.says("/weekly edit highlights:both went well")
    assert "Filed.\nWeekly report: Dee" in await dee.says("/weekly file")
    assert "Dee" not in await dee.says("/weekly missing")


async def test_after_national_day_the_older_week_is_drafted_and_the_newer_one_named(desk: Town) -> None:
    """Filing of week 40 was put off to the morning on which filing of week 41 opens."""
    desk.now = datetime(2026, 10, 8, 2, tzinfo=UTC)
    draft = await desk.ann.says("/weekly moms")
    assert "Weekly report: moms, week 2026-W40" in draft
    assert "Filing closes Thu, Oct 8 12:00." in draft
    assert "Filing is open for week 2026-W41 (Mon, Oct 5 – Sun, Oct 11), too." in draft
    assert "Weekly report: moms, week 2026-W41" in await desk.ann.presses(draft, "Week 41")
    kept = await desk.ann.says("/weekly edit moms highlights:rain")
    assert "Weekly report: moms, week 2026-W40" in kept
    filed = await desk.ann.presses(kept, "File")
    assert "Weekly report: moms, week 2026-W40" in filed
    other = await desk.ann.presses(filed, "Week 41")
    assert "Filing is open for week 2026-W40 (Mon, Sep 28 – Sun, Oct 4), too." in other
    asked = await desk.ann.presses(other, "Edit")
    assert "Weekly report: moms, week 2026-W41" in asked
    desk.now = datetime(2026, 10, 8, 4, tzinfo=UTC)
    later = await desk.ann.says("/weekly moms")
    assert "Weekly report: moms, week 2026-W41" in later
    assert "too." not in later


async def test_figures_that_changed_after_filing_are_said(desk: Town) -> None:
    await written(desk)
    await desk.sleep_until("2026-11-27 10:00")
    await desk.bob.says("/weekly file")
    assert "after filing" not in await desk.ann.says("/weekly moms")
    desk.sleep(hours=1)
    await desk.ann.says("/daily community:runners date:2026-11-24 active 50")
    assert "after filing" not in await desk.ann.says("/weekly moms")
    await desk.ann.says("/daily community:moms date:2026-11-24 active 290")
    shown = await desk.ann.says("/weekly moms")
    assert "Filed by Bob, Fri, Nov 27 10:00.\nFigures were corrected after filing: Ann, Fri, Nov 27 11:00.\n" in shown
    desk.sleep(hours=1)
    await desk.ann.says("/daily community:moms date:2026-11-26 active 300")
    shown = await desk.ann.says("/weekly moms")
    assert "Ann, Fri, Nov 27 11:00.\nFigures came in after filing, the last Fri, Nov 27 12:00.\n" in shown
    await desk.ann.says("/weekly edit moms plan:talks")
    ((_, card),) = cards(desk).items()
    assert "Figures were corrected after filing: Ann, Fri, Nov 27 11:00." in card
