"""Whose report is missing, and the one reminder."""

from datetime import date, timedelta

import pytest

from tests.town import Post, Somebody, Town


def reminders(posts: list[Post]) -> list[str]:
    return [post.text for post in posts if "your weekly report" in post.text]


async def test_whoever_owns_or_reports_is_awaited_with_her_communities(desk: Town) -> None:
    await desk.ann.says("/community add nobodys")
    await desk.sleep_until("2026-11-26 10:00")
    missing = await desk.bob.says("/weekly missing")
    assert "Weekly reports of week 2026-W48 (Mon, Nov 23 – Sun, Nov 29): 2 people have not filed" in missing
    assert "• Bob: moms" in missing
    assert "• Dee: runners, readers" in missing
    assert "nobodys" not in missing
    assert missing.line("Write mine") == "/weekly edit #c2 2026-W48"


async def test_before_it_opens_the_week_before_is_looked_at(desk: Town) -> None:
    assert "week 2026-W47" in await desk.bob.says("/weekly missing")
    assert "Filing opens Thu, Nov 26 00:00." in await desk.bob.says("/weekly missing this week")


async def test_a_draft_is_missing_and_a_filed_one_is_not(desk: Town) -> None:
    await desk.sleep_until("2026-11-26 10:00")
    await desk.bob.says("/weekly edit highlights:x")
    assert "Bob" in await desk.bob.says("/weekly missing")
    await desk.bob.says("/weekly file")
    assert "Bob" not in await desk.bob.says("/weekly missing")


@pytest.mark.parametrize(
    ("away", "awaited"), [("11-23..11-29", False), ("11-20..11-30", False), ("11-24..11-29", True)]
)
async def test_whoever_was_away_all_week_is_not_awaited(desk: Town, dee: Somebody, away: str, awaited: bool) -> None:
    desk.now = desk.now.replace(day=19)
    await dee.says(f"/away {away}")
    await desk.sleep_until("2026-11-27 10:00")
    assert ("Dee" in await desk.bob.says("/weekly missing")) is awaited


async def test_when_all_are_in_it_says_so(desk: Town, dee: Somebody) -> None:
    await desk.sleep_until("2026-11-27 10:00")
    for who in (desk.bob, dee):
        await who.says("/weekly edit highlights:x")
        await who.says("/weekly file")
    assert "Weekly reports of week 2026-W48 (Mon, Nov 23 – Sun, Nov 29): all are in." in await dee.says(
        "/weekly missing"
    )


async def test_a_bad_week_is_named(desk: Town) -> None:
    assert "There is no day or week nonsense." in await desk.bob.says("/weekly missing nonsense")
    assert "has not begun yet" in await desk.bob.says("/weekly missing 2026-W52")


async def test_on_monday_morning_those_and_only_those_are_reminded_once_and_in_private(
    desk: Town, dee: Somebody
) -> None:
    await desk.sleep_until("2026-11-27 10:00")
    await desk.bob.says("/weekly edit highlights:x")
    await desk.bob.says("/weekly file")
    assert reminders(await desk.sleep_until("2026-11-30 08:59")) == []
    posts = await desk.sleep_until("2026-12-01 12:00")
    (said,) = reminders(posts)
    assert (
        "Dee, your weekly report of week 2026-W48 (Mon, Nov 23 – Sun, Nov 29) is not filed yet: runners, readers."
        in said
    )
    assert "Filing closes Mon, Nov 30 12:00." in said
    (post,) = [post for post in posts if "your weekly report" in post.text]
    assert post.address == dee.in_private().at
    assert post.local() == "2026-11-30 09:00"
    dee_writes = next(button.line for button in post.reply.buttons if "edit" in button.line)
    asked = await desk.hears_at(dee.in_private(), dee_writes)
    assert asked.reply.form is not None


async def test_nobody_is_reminded_while_she_is_away(desk: Town, dee: Somebody) -> None:
    await desk.sleep_until("2026-11-29 10:00")
    await dee.says("/away 11-30..12-04")
    assert not any("Dee," in said for said in reminders(await desk.sleep_until("2026-11-30 12:00")))


async def test_quiet_hours_are_kept(desk: Town) -> None:
    await desk.ann.says("/schedule quiet 22:00-09:30")
    assert reminders(await desk.sleep_until("2026-11-30 12:00")) == []


async def test_a_reminder_in_chinese(desk: Town, dee: Somebody) -> None:
    await dee.says("/join language:简体")
    posts = await desk.sleep_until("2026-11-30 09:30")
    said = [post.text for post in posts if post.address == dee.in_private().at]
    assert any(
        text.startswith("Dee，2026年第48周（11月23日周一 – 11月29日周日）的周报你还没提交：runners、readers。")
        for text in said
    )


async def test_after_holidays_the_reminder_comes_on_the_first_working_day_and_filing_closes_at_its_noon(
    desk: Town, dee: Somebody
) -> None:
    for day in ("2026-11-30", "2026-12-01"):
        await desk.ann.says(f"/schedule day {day} off")
    posts = await desk.sleep_until("2026-12-02 10:00")
    found = [post for post in posts if "your weekly report" in post.text and "Dee" in post.text]
    assert [post.local() for post in found] == ["2026-12-02 09:00"]
    assert "week 2026-W48" in found[0].text
    assert "Filing closes Wed, Dec 2 12:00." in found[0].text
    await dee.says('/weekly edit runners 2026-W48 highlights:"x"')
    filed = await dee.says("/weekly file runners 2026-W48")
    assert filed.text.startswith("Filed.\n")


async def test_after_two_weeks_of_holidays_both_are_reminded_of(desk: Town, dee: Somebody) -> None:
    for day in range(10):
        await desk.ann.says(f"/schedule day {date(2026, 11, 30) + timedelta(days=day)} off")
    said = [post for post in await desk.sleep_until("2026-12-10 10:00") if "Dee, your weekly report" in post.text]
    (post,) = said
    assert post.text.count("is not filed yet: runners, readers.\nFiling closes Thu, Dec 10 12:00.") == 2
    assert [button.line for button in post.reply.buttons][:2] == [
        f"/weekly edit #p{(await desk.people())['Dee'].id} 2026-W{week}" for week in (48, 49)
    ]
    assert "[Week 48] [Week 49] [I am away]" in post.text
    missing = await desk.ann.says("/weekly missing")
    assert missing.text.startswith("Weekly reports of week 2026-W48")
    assert "Filing is open for week 2026-W49 (Mon, Nov 30 – Sun, Dec 6), too." in missing
    assert (await desk.ann.presses(missing, "Week 49")).text.startswith("Weekly reports of week 2026-W49")
