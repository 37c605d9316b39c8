"""What a first visitor finds: a team that has lived through an evening and a morning."""

from datetime import UTC, date, datetime

import pytest

from storage import Storage

from .lively import SHANGHAI, team_at

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)


async def test_the_rooms_tell_of_last_evening_and_this_morning(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    assert f"{team.clock().astimezone(SHANGHAI):%a %H:%M}" == "Tue 09:40"
    group, channel, private = [await team.said(room) for room in ("team-room", "team-channel", "mei")]
    assert "Mon 22:00 Daily digest · Mon, Nov 23" in group
    assert "Mon 22:00 Daily digest · Mon, Nov 23" in channel
    assert any(line.startswith("Mon 19:48 Chen Bo is away") for line in group)
    assert any("/daily coffee" in line for line in channel)
    assert "Tue 09:11 Sample team · week 2026-W47 (Mon, Nov 16 – Sun, Nov 22)" in group
    assert [line[:9] for line in private] == ["Mon 20:30", "Tue 09:26"]
    assert group[-1] == channel[-1] == "Tue 09:30 Stand-up · Tue, Nov 24"


async def test_on_a_monday_the_weekly_digest_is_there(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, MONDAY, lived=True)
    digest, milestones = (await team.said("team-channel"))[-2:]
    assert digest.startswith("Mon 09:35 Weekly digest · week 2026-W47")
    assert milestones.startswith("Mon 09:40 Milestones, week 2026-W48")


async def test_a_second_start_says_nothing_twice_and_keeps_the_clock(sqlite_storage: Storage) -> None:
    first = await team_at(sqlite_storage, lived=True)
    said = await first.said("team-room")
    again = await team_at(sqlite_storage, lived=True)
    assert await again.said("team-room") == said
    assert again.clock() == first.clock()


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
async def test_colleagues_report_in_the_language_of_the_team(sqlite_storage: Storage, language: str) -> None:
    team = await team_at(sqlite_storage)
    await sqlite_storage.write(lambda unit: unit.teams.change(1, language=language))
    await team.jump("digest")
    words = {"en": "joined", "zh_Hans": "新增", "zh_Hant": "新增"}[language]
    typed = next(line for line in await team.said("team-room") if "/daily readers" in line)
    assert f"/daily readers {words} " in typed
    filed = await sqlite_storage.read(lambda unit: unit.numbers.reporters(1, date(2026, 11, 24)))
    assert len(filed) == 4


async def test_a_colleague_who_is_back_reports_again(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    await team.jump("friday")
    await team.jump("digest")
    channel = await team.said("team-channel")
    assert [line[:9] for line in channel if "/daily runners" in line] == ["Fri 20:24"]
