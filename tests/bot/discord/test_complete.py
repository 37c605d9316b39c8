"""Suggestions while somebody types."""

from datetime import date

import pytest

from bot.discord.complete import continued, days, fitting
from commands.kit import Tongue
from storage import Community, Team

from .conftest import Town
from .office import NOON

LAKE = Team(1, "Lake", "en", "Asia/Shanghai", "CN", "CNY")


async def test_the_communities_of_the_team_are_offered(town: Town) -> None:
    await town.office.storage.write(lambda unit: unit.communities.add(Community(0, 1, "moms", "Mums of the hill")))
    assert await town.ann.autocomplete(town.channel, "seek", "community", "") == [
        {"name": "Fans of the lake (fans)", "value": "fans"},
        {"name": "Mums of the hill (moms)", "value": "moms"},
    ]
    found = await town.ann.autocomplete(town.channel, "seek", "community", "ＨＩＬＬ")
    assert [choice["value"] for choice in found] == ["moms"]


async def test_people_are_offered_by_their_names(town: Town) -> None:
    await town.says(town.bob, "say", text="hello")
    found = await town.ann.autocomplete(town.channel, "seek", "person", "bo")
    assert found == [{"name": "Bob", "value": "@bob"}]


async def test_metrics_are_offered_by_their_labels(town: Town) -> None:
    found = await town.ann.autocomplete(town.channel, "seek", "metric", "joined")
    assert "joined" in [choice["value"] for choice in found]


async def test_names_of_metrics_are_offered_in_a_line_of_free_words(town: Town) -> None:
    found = await town.ann.autocomplete(town.channel, "say", "text", "joined 3 act")
    assert found[0]["value"] == "joined 3 active"


async def test_days_are_offered_with_their_dates(town: Town) -> None:
    found = await town.ann.autocomplete(town.channel, "order", "by", "")
    assert found[0] == {"name": "Today · Tue, Nov 24", "value": "2026-11-24"}
    assert found[1]["value"] == "2026-11-23"


async def test_where_no_team_lives_nothing_is_offered(place: Town) -> None:
    assert await place.ann.autocomplete(place.channel, "seek", "community", "") == []


async def test_of_another_team_nothing_is_offered(town: Town) -> None:
    hill = Team(0, "Hill", "en", "UTC", "DE", "EUR")
    other = await town.office.storage.write(lambda unit: unit.teams.add(hill, NOON))
    await town.office.storage.write(lambda unit: unit.communities.add(Community(0, other, "secret", "Secret")))
    assert await town.ann.autocomplete(town.channel, "seek", "community", "secret") == []


def test_at_most_25_are_offered_and_the_best_first() -> None:
    found = fitting([(f"has a {number}", str(number)) for number in range(40)] + [("a first", "x")], "a")
    assert len(found) == 25
    assert found[0]["name"] == "a first"


def test_what_cannot_be_put_in_whole_is_left_out() -> None:
    assert fitting([("long", "x" * 101)], "") == []


def test_today_is_the_teams_day() -> None:
    late = NOON.replace(hour=20)
    assert days(LAKE, late, Tongue("en"))[0][1] == date(2026, 11, 25).isoformat()


NAMES = [("新增", "joined"), ("活跃", "active"), ("Orders", "orders"), ("Repeat orders", "repeat_orders")]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("", "joined"), ("jo", "joined"), ("fans joined 3 ac", "fans joined 3 active"), ("joined 3", "joined 3 active"),
        ("joined 1.2k", "joined 1.2k active"), ("joined 1.2万", "joined 1.2万 active"), ("新增32活", "新增32active"),
        ("joined 3，活", "joined 3，active"), ("joined 3 repeat or", "joined 3 repeat_orders"),
    ],
)  # fmt: skip
def test_the_last_word_of_a_line_is_completed_and_the_rest_kept(typed: str, best: str) -> None:
    assert continued(NAMES, typed)[0]["value"] == best


def test_a_line_that_would_be_too_long_is_not_offered() -> None:
    assert continued(NAMES, "joined 3 note: " + "x" * 90 + " ac") == []
    long = continued([(f"Name {number}", f"n{number}") for number in range(40)], "")
    assert len(long) == 25


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("fr", "2026-11-20"), ("FRI", "2026-11-20"), ("周五", "2026-11-20"), ("週五", "2026-11-20"),
        ("周", "2026-11-24"), ("yest", "2026-11-23"), ("昨", "2026-11-23"),
        ("上周五", "2026-11-20"), ("11-02", "2026-11-02"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_days_are_found_by_a_part_of_their_names_in_every_language(typed: str, day: str, language: str) -> None:
    found = fitting(days(LAKE, NOON, Tongue(language), typed), typed)
    assert found[0]["value"] == day
    assert len({choice["value"] for choice in found}) == len(found)
