"""What happens by the clock of a team: each time once, at the right local time, to the right people."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.town import Post, Town

BERLIN = ZoneInfo("Europe/Berlin")


def at(posts: list[Post], part: str, zone: ZoneInfo | None = None) -> list[str]:
    """When a post with these words was made."""
    return [post.local(zone) if zone else post.local() for post in posts if part in post]


@pytest.fixture
async def staffed(town: Town) -> Town:
    """Bob is on the staff and reported yesterday; he has opened his private chat."""
    await town.founded(language="en")
    await town.bob.in_private().says("/join")
    await town.bob.says("/daily joined 10 active 100 date:yesterday")
    return town


async def test_the_evening_of_a_team_that_has_not_reported(staffed: Town) -> None:
    posts = await staffed.sleep_until("2026-11-25 08:00")
    assert at(posts, "are not in yet") == ["2026-11-24 20:30", "2026-11-24 21:30"]
    assert {post.address.chat for post in posts if "are not in yet" in post} == {"bob"}
    assert at(posts, "Daily digest") == ["2026-11-24 22:00"]
    (digest,) = [post for post in posts if "Daily digest" in post]
    assert digest.address.chat == "-100"
    assert "Still awaited" in digest
    assert "Bob" in digest


async def test_who_has_reported_is_not_reminded(staffed: Town) -> None:
    await staffed.bob.says("/daily joined 32 active 1.2万 members 20000")
    posts = await staffed.sleep_until("2026-11-24 23:00")
    assert at(posts, "are not in yet") == []
    (digest,) = [post for post in posts if "Daily digest" in post]
    assert "new members 32" in digest
    assert "active members 12,000" in digest
    assert "Thank you" in digest


async def test_reporting_between_the_reminders_spares_the_second(staffed: Town) -> None:
    posts = await staffed.sleep_until("2026-11-24 20:45")
    await staffed.bob.says("/daily joined 32 active 120")
    posts += await staffed.sleep_until("2026-11-24 23:00")
    assert at(posts, "are not in yet") == ["2026-11-24 20:30"]


async def test_whoever_corrects_a_report_is_not_expected_to_report(staffed: Town) -> None:
    dora = staffed.person("Dora", staffed.ann.at)
    await dora.says("/join")
    await dora.in_private().says("/join")
    await staffed.ann.says("/role @dora manager")
    await dora.says("/daily date:2026-11-20 joined 9")
    await dora.says("/daily date:yesterday joined 9")
    posts = await staffed.sleep_until("2026-11-24 21:00")
    assert [post.address.chat for post in posts if "are not in yet" in post] == ["bob"]


async def test_who_is_away_is_not_reminded_but_named_as_away(staffed: Town) -> None:
    await staffed.bob.says("/away today")
    posts = await staffed.sleep_until("2026-11-24 23:00")
    assert at(posts, "are not in yet") == []
    (digest,) = [post for post in posts if "Daily digest" in post]
    assert "Away: Bob until Tue, Nov 24." in digest


async def test_who_never_opened_the_private_chat_is_mentioned_in_the_channel_once(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 10 active 100 date:yesterday")
    posts = await town.sleep_until("2026-11-24 21:00")
    assert at(posts, "I cannot write to you privately") == ["2026-11-24 20:31"]
    (mention,) = [post for post in posts if "I cannot write to you privately" in post]
    assert mention.address.chat == "-100"
    assert "Bob" in mention


async def test_a_person_is_not_reminded_more_often_than_the_team_wants(staffed: Town) -> None:
    await staffed.ann.says("/schedule nudges 1")
    posts = await staffed.sleep_until("2026-11-24 23:00")
    assert at(posts, "are not in yet") == ["2026-11-24 20:30"]


async def test_nobody_is_reminded_in_the_quiet_hours(staffed: Town) -> None:
    await staffed.ann.says("/schedule quiet 21:00-08:00")
    posts = await staffed.sleep_until("2026-11-24 23:00")
    assert at(posts, "are not in yet") == ["2026-11-24 20:30"]


async def test_a_month_of_digests_with_national_day_and_its_make_up_days(town: Town) -> None:
    town.now = datetime(2026, 9, 30, 4, tzinfo=UTC)
    await town.founded()
    posts = await town.sleep_until("2026-10-31 23:00")
    days = ["2026-09-30", *(f"2026-10-{day:02d}" for day in range(1, 32))]
    assert at(posts, "Daily digest") == [f"{day} 22:00" for day in days]
    assert at(posts, "Weekly digest") == [f"2026-10-{day:02d} 09:35" for day in (5, 12, 19, 26)]


@pytest.mark.parametrize("month", ["2026-03", "2026-10"])
async def test_a_month_in_berlin_over_the_change_of_the_clocks(town: Town, month: str) -> None:
    town.now = datetime.fromisoformat(f"{month}-01T10:00:00+00:00")
    await town.ann.says("/setup zone:Europe/Berlin country:DE")
    await town.ann.says("/schedule move digest.daily 02:30")
    posts = await town.sleep_until(f"{month}-31 12:00", BERLIN)
    found = at(posts, "Daily digest", BERLIN)
    spring = f"{month}-29 03:00" if month == "2026-03" else f"{month}-29 02:30"
    assert found == [spring if day == 29 else f"{month}-{day:02d} 02:30" for day in range(2, 32)]


async def test_a_team_that_moves_its_zone_just_before_a_run_gets_it_once(town: Town) -> None:
    await town.founded()
    posts = await town.sleep_until("2026-11-24 21:58")
    await town.ann.says("/setup change zone:Asia/Tokyo")
    posts += await town.sleep_until("2026-11-25 12:00")
    # In Tokyo it was 22:58 already: the day's digest is over there; the next one comes at Tokyo's 22:00.
    assert at(posts, "Daily digest") == []
    await town.ann.says("/setup change zone:Asia/Shanghai")
    posts = await town.sleep_until("2026-11-25 22:30")
    await town.ann.says("/setup change zone:Asia/Bangkok")
    posts += await town.sleep_until("2026-11-26 03:00")
    assert at(posts, "Daily digest") == ["2026-11-25 22:00"]


async def test_after_a_night_without_power_the_digest_comes_late_and_says_so(staffed: Town) -> None:
    staffed.now = datetime(2026, 11, 25, 0, 10, tzinfo=UTC)  # 08:10 in Shanghai
    posts = await staffed.looks_at_the_clock()
    (digest,) = posts
    assert "Daily digest · Tue, Nov 24" in digest
    assert "This was due Tue, Nov 24 22:00." in digest
    assert await staffed.looks_at_the_clock() == []


async def test_several_missed_digests_become_one(staffed: Town) -> None:
    staffed.now = datetime(2026, 11, 28, 0, 10, tzinfo=UTC)
    (digest,) = [post for post in await staffed.looks_at_the_clock() if "Daily digest" in post]
    assert "Daily digest · Fri, Nov 27" in digest
    assert "Nothing could be posted since Tue, Nov 24" in digest


async def test_the_weekly_digest_has_the_picture_of_the_park(staffed: Town) -> None:
    for day in ("2026-11-10", "2026-11-17"):
        await staffed.bob.says(f"/daily joined 10 active 100 date:{day}")
    posts = await staffed.sleep_until("2026-11-30 10:00")
    (digest,) = [post for post in posts if "Weekly digest" in post]
    assert digest.local() == "2026-11-30 09:35"
    assert "2026-W48" in digest
    assert [block.kind for block in digest.reply.blocks].count("chart") == 1


async def test_digests_go_to_the_channels_for_reports_where_there_are_any(town: Town) -> None:
    await town.founded()
    code = (await town.ann.says("/setup code")).text.split("`")[1]
    reports = town.ann.at_chat("-200", admin=True, title="Numbers")
    await reports.says(f"/setup join {code}")
    posts = await town.sleep_until("2026-11-24 22:30")
    assert {post.address.chat for post in posts if "Daily digest" in post} == {"-100", "-200"}
    await reports.says("/setup change purpose:reports")
    posts = await town.sleep_until("2026-11-25 22:30")
    assert {post.address.chat for post in posts if "Daily digest" in post} == {"-200"}


async def test_a_digest_in_the_morning_is_about_the_day_before(staffed: Town) -> None:
    await staffed.ann.says("/schedule move digest.daily 08:30")
    await staffed.bob.says("/daily joined 32 active 120")
    (digest,) = [post for post in await staffed.sleep_until("2026-11-25 09:00") if "Daily digest" in post]
    assert digest.local() == "2026-11-25 08:30"
    assert "Daily digest · Tue, Nov 24" in digest
    assert "new members 32" in digest
    assert "This was due" not in digest
    assert [button.line for button in digest.reply.buttons] == ["/board 2026-11-24", "/daily date:2026-11-24"]


@pytest.mark.parametrize(
    ("when", "until", "week"),
    [
        ("mon 09:35", "2026-11-30 10:00", "2026-W48"),
        ("thu 18:00", "2026-11-26 19:00", "2026-W47"),
        ("fri 09:00", "2026-11-27 10:00", "2026-W47"),
        ("fri 18:00", "2026-11-27 19:00", "2026-W48"),
        ("sun 21:00", "2026-11-29 22:00", "2026-W48"),
    ],
)
async def test_a_weekly_digest_is_about_the_week_that_ends(staffed: Town, when: str, until: str, week: str) -> None:
    await staffed.ann.says(f"/schedule move digest.weekly {when}")
    (digest,) = [post for post in await staffed.sleep_until(until) if "Weekly digest" in post]
    assert f"Weekly digest · week {week}" in digest


async def test_a_suspended_team_is_left_in_peace_and_goes_on_where_it_is(staffed: Town) -> None:
    gone = staffed.now
    await staffed.storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "kicked", gone))
    assert await staffed.sleep_until("2026-11-27 12:00") == []
    await staffed.storage.write(lambda unit: unit.places.resume("telegram", "-100"))
    posts = await staffed.sleep_until("2026-11-27 23:00")
    (digest,) = [post for post in posts if "Daily digest" in post]
    assert digest.local() == "2026-11-27 22:00"
    assert "Nothing could be posted" not in digest


async def test_a_team_that_only_has_a_channel_for_alerts_is_told_there(staffed: Town) -> None:
    await staffed.ann.says("/setup change purpose:alerts")
    posts = await staffed.sleep_until("2026-11-24 22:30")
    assert [post.address.chat for post in posts if "Daily digest" in post] == ["-100"]


async def test_a_channel_that_was_chosen_and_is_gone_is_made_up_for_by_all_the_others(staffed: Town) -> None:
    for chat, title in (("-200", "Numbers"), ("-300", "Hall")):
        code = (await staffed.ann.says("/setup code")).text.split("`")[1]
        await staffed.ann.at_chat(chat, admin=True, title=title).says(f"/setup join {code}")
    await staffed.ann.at_chat("-200").says("/schedule here digest.daily")
    gone = staffed.now
    await staffed.storage.write(lambda unit: unit.places.suspend("telegram", "-200", None, "kicked", gone))
    posts = await staffed.sleep_until("2026-11-24 22:30")
    assert {post.address.chat for post in posts if "Daily digest" in post} == {"-100", "-300"}


async def test_a_team_without_a_community_is_not_thanked_for_its_reports(town: Town) -> None:
    await town.founded()
    await town.ann.says("/community archive mums-club")
    (digest,) = [post for post in await town.sleep_until("2026-11-24 22:30") if "Daily digest" in post]
    assert "Nothing was reported." in digest
    assert "Every community" not in digest
    assert "Nothing was reported." in await town.ann.says("/board")
    assert "Nothing was reported." in await town.ann.says("/board week page:3")
