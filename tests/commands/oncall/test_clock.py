"""Shifts over changes of the clocks, holidays, gaps and changes of the rota: each is handed over once, at its time."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from storage import StandIn, Unit
from tests.commands.task.crew import Crew, crew
from tests.town import SHANGHAI, Post, Town

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def team(town: Town) -> Crew:
    return await crew(replace(town, carries=True))


async def berlin(team: Crew, at: str) -> None:
    await team.ann.says("/setup change zone:Europe/Berlin country:DE")
    await team.town.sleep_until(at, BERLIN)


def handovers(posts: list[Post], zone: ZoneInfo = SHANGHAI) -> list[str]:
    """When each was announced first, and to whom."""
    return [
        f"{post.local(zone)[5:]} {next(one for one in post.text.splitlines() if one[0] == '•')[2:].split(',')[0]}"
        for post in posts
        if (post.letter.card or "").startswith("handover:") and post.letter.edits is None
    ]


@pytest.mark.parametrize(
    ("before", "at", "until", "expected"),
    [
        ("2027-03-26 12:00", "02:30", "2027-03-29 12:00",
         ["03-27 02:30 primary: Dee after Bob", "03-28 03:00 primary: Bob after Dee",
          "03-29 02:30 primary: Dee after Bob"]),
        ("2027-10-29 12:00", "02:30", "2027-11-01 12:00",
         ["10-30 02:30 primary: Dee after Bob", "10-31 02:30 primary: Bob after Dee",
          "11-01 02:30 primary: Dee after Bob"]),
    ],
)  # fmt: skip
async def test_when_the_clocks_change_each_shift_is_handed_over_once(
    team: Crew, before: str, at: str, until: str, expected: list[str]
) -> None:
    team.town.now = datetime.fromisoformat(before).replace(tzinfo=BERLIN).astimezone(UTC)
    await berlin(team, before)
    await team.ann.says(f"/oncall rota primary:@bob,@dee rotation:daily handover:{at}")
    assert handovers(await team.town.sleep_until(until, BERLIN), BERLIN) == expected


async def test_a_layer_of_working_days_is_handed_over_after_national_day(team: Crew) -> None:
    team.town.now = datetime(2027, 9, 29, 4, tzinfo=UTC)
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00 days:workdays")
    posts = await team.town.sleep_until("2027-10-09 12:00")
    assert handovers(posts)[0] == "09-30 09:00 primary: Dee after Bob"
    calendar = [one[:11] for one in handovers(posts)]
    assert all(day[:5] not in ("10-01", "10-02", "10-03", "10-04", "10-05") for day in calendar)


async def test_a_change_without_a_word_is_found_within_the_hour(team: Crew) -> None:
    """Whoever changes the rota need not tell the clock."""
    await team.ann.says("/oncall rota primary:@bob rotation:daily handover:09:00")
    await team.town.sleep_until("2026-11-24 21:10")
    at = team.town.now
    dee = (await team.town.people())["Dee"].id

    async def stands_in(unit: Unit) -> None:
        await unit.rotas.stand_in(StandIn(0, 1, "primary", dee, at, at.replace(hour=15), at))

    await team.town.storage.write(stands_in)
    posts = await team.town.sleep_until("2026-11-24 23:30")
    assert handovers(posts) == ["11-24 22:00 primary: Dee after Bob", "11-24 23:10 primary: Bob after Dee"]


async def test_after_a_restore_the_beat_begins_again(team: Crew) -> None:
    """Everything that was due is put aside then."""
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    await team.town.looks_at_the_clock()
    await team.town.storage.write(lambda unit: unit.timers.stop("oncall:tick:1"))
    assert handovers(await team.town.sleep_until("2026-11-25 10:00")) == ["11-25 09:00 primary: Dee after Bob"]


async def test_looking_twice_says_nothing_twice(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    first = await team.town.sleep_until("2026-11-25 09:01")
    assert len(handovers(first)) == 1
    for _ in range(3):
        await team.ann.says("/oncall rota layer:night people:@bob covers:21:00-09:00")
        assert handovers(await team.town.looks_at_the_clock()) == []


async def test_two_teams_have_their_own_shifts(team: Crew) -> None:
    await team.town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    await team.town.carol.says("/oncall rota primary:@carol rotation:daily handover:09:00")
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    posts = await team.town.sleep_until("2026-11-26 10:00")
    assert len(handovers(posts)) == 2
    assert "-666" not in {post.address.chat for post in posts if (post.letter.card or "").startswith("handover")}


async def test_in_chinese_it_reads_as_a_desk_says_it(team: Crew) -> None:
    await team.ann.says("/setup change language:zh_Hans")
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    posts = await team.town.sleep_until("2026-11-25 09:16")
    card = next(post.text for post in posts if (post.letter.card or "").startswith("handover:"))
    assert card.splitlines() == [
        "交班 · 11月25日周三 09:00", "• 主班：Dee接Bob的班，到11月26日周四 09:00", "• 还没接班：Dee", "没有未了的事。",
        "[已接班] [我来值班] [未关闭的风险]",
    ]  # fmt: skip
