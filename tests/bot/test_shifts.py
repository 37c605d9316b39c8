"""Shifts in people's own calendars, over real HTTP, read back as their programmes read them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.activities import local
from tests.bot.phone import Phone, link, path, served
from tests.town import Somebody, Town

GONE = (404, "no such calendar")
MINE, TEAM = "/oncall feed me", "/oncall feed"


@pytest.fixture
async def phone(town: Town) -> AsyncIterator[Phone]:
    await town.founded()
    await town.bob.says("/join")
    async with served(town) as found:
        yield found


async def shifts(phone: Phone, address: str) -> list[Any]:
    status, body, _ = await phone.fetch(address)
    assert status == 200
    calendar: Any = Calendar.from_ical(body)
    return sorted(calendar.walk("VEVENT"), key=lambda one: (one["DTSTART"].dt, str(one["SUMMARY"])))


async def dee(town: Town) -> Somebody:
    found = town.person("Dee", town.ann.at)
    await found.says("/join")
    return found


async def test_the_teams_calendar_has_every_shift_of_the_next_ninety_days(town: Town, phone: Phone) -> None:
    await town.ann.says('/oncall rota primary:@bob,@ann backup:@ann handover:"mon 09:00"')
    found = await shifts(phone, await link(town.bob, TEAM))
    primary = [one for one in found if "primary" in str(one["SUMMARY"])]
    assert [str(one["SUMMARY"]) for one in primary][:3] == [
        "On call: primary – Bob", "On call: primary – Ann", "On call: primary – Bob",
    ]  # fmt: skip
    assert (primary[0]["DTSTART"].dt, primary[0]["DTEND"].dt) == (town.now, local("2026-11-30 09:00"))
    assert primary[1]["DTSTART"].dt == local("2026-11-30 09:00")
    assert str(primary[0]["DESCRIPTION"]) == "backup: Ann"
    assert primary[-1]["DTSTART"].dt == local("2027-02-15 09:00")
    assert {str(one["TRANSP"]) for one in found} == {"TRANSPARENT"}, "who is on call can meet people"


async def test_ones_own_calendar_has_ones_own_shifts(town: Town, phone: Phone) -> None:
    await town.ann.says("/oncall rota primary:@bob,@ann backup:@ann")
    mine = await link(town.bob, MINE)
    assert {str(one["SUMMARY"]) for one in await shifts(phone, mine)} == {"On call: primary – Bob"}
    _, body, headers = await phone.fetch(mine)
    assert "X-WR-CALNAME:Mums club: on call (Bob)\r\n" in body
    assert headers["Content-Disposition"] == 'inline; filename="oncall.ics"'
    await town.bob.says("/away 11-25..11-26")
    ends = [(one["DTSTART"].dt, one["DTEND"].dt) for one in await shifts(phone, mine)][:2]
    assert ends == [(town.now, local("2026-11-25 00:00")), (local("2026-11-27 00:00"), local("2026-11-30 09:00"))]
    everybody = [str(one["SUMMARY"]) for one in await shifts(phone, await link(town.ann, TEAM))]
    assert "On call: primary – nobody (Bob is away)" in everybody


async def test_a_shift_keeps_its_name_for_programmes_whoever_has_it_and_however_much_passed(
    town: Town, phone: Phone
) -> None:
    await dee(town)
    await town.ann.says("/oncall rota primary:@bob,@ann")
    team = await link(town.ann, TEAM)
    before = await shifts(phone, team)
    await town.ann.says("/oncall rota primary:@bob,@ann backup:@dee")
    town.sleep(days=20)
    after = await shifts(phone, team)
    names = {one["DTSTART"].dt: str(one["UID"]) for one in after if "primary" in str(one["SUMMARY"])}
    assert len({str(one["UID"]) for one in after}) == len(after)
    for one in before:
        assert names[one["DTSTART"].dt] == str(one["UID"])


async def test_who_stands_in_is_told_and_when_it_changed(town: Town, phone: Phone) -> None:
    made = town.now
    await town.ann.says("/oncall rota primary:@bob rotation:daily handover:09:00")
    town.sleep(hours=2)
    await town.ann.says("/oncall take")
    first, second = (await shifts(phone, await link(town.ann, TEAM)))[:2]
    assert str(second["SUMMARY"]) == "On call: primary – Ann"
    assert str(second["DESCRIPTION"]) == "Ann stands in."
    assert (first["DTSTAMP"].dt, second["LAST-MODIFIED"].dt) == (made, made + timedelta(hours=2))


async def test_hours_are_right_where_the_clocks_change(town: Town, phone: Phone) -> None:
    await town.ann.says("/setup change zone:Europe/Berlin country:DE")
    town.now = datetime(2027, 3, 20, 12, tzinfo=UTC)
    await town.ann.says("/oncall rota primary:@bob,@ann rotation:daily handover:09:00")
    found = await shifts(phone, await link(town.ann, TEAM))
    starts = [one["DTSTART"].dt for one in found]
    assert datetime(2027, 3, 27, 8, tzinfo=UTC) in starts
    assert datetime(2027, 3, 28, 7, tzinfo=UTC) in starts


async def test_what_did_not_change_is_not_sent_again_all_day(town: Town, phone: Phone) -> None:
    await town.ann.says("/oncall rota primary:@bob,@ann")
    mine = await link(town.bob, MINE)
    _, _, headers = await phone.fetch(mine)
    town.sleep(hours=3)
    assert (await phone.fetch(mine, **{"If-None-Match": headers["ETag"]}))[:2] == (304, "")
    await town.bob.says("/oncall take layer:primary")
    await town.ann.says("/oncall take")
    assert (await phone.fetch(mine, **{"If-None-Match": headers["ETag"]}))[0] == 200


async def test_the_two_links_live_side_by_side_and_die_with_the_membership(town: Town, phone: Phone) -> None:
    await town.ann.says("/oncall rota primary:@ann")
    mine, team = await link(town.bob, MINE), await link(town.bob, TEAM)
    asked = await town.bob.says(MINE)
    assert "You have a link already." in asked
    fresh = path(await town.bob.presses(asked, "New link"))
    assert (await phone.fetch(mine))[:2] == GONE
    assert [(await phone.fetch(one))[0] for one in (fresh, team)] == [200, 200]
    assert (await phone.fetch(fresh.replace("/oncall/", "/calendar/")))[:2] == GONE, "a link opens one room"
    await town.ann.says("/team remove @bob")
    assert [(await phone.fetch(one))[:2] for one in (fresh, team)] == [GONE, GONE]


async def test_another_team_is_not_in_it_and_an_empty_one_is_no_error(town: Town, phone: Phone) -> None:
    await town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    await town.ann.says("/oncall rota primary:@bob")
    assert await shifts(phone, await link(town.carol, TEAM)) == []


async def test_long_names_are_folded_and_arrive_as_they_are_in_the_teams_language(town: Town) -> None:
    await town.founded(language="繁體")
    name = "欧阳娜娜; 阿布都热合曼, " * 2
    long = town.person(name.strip(" ,"), town.ann.at)
    await long.says("/join")
    await town.ann.says("/oncall rota layer:夜班, people:@ann covers:21:00-09:00 rotation:daily")
    who = (await town.people())[name.strip(" ,")]
    layer = (await town.storage.read(lambda unit: unit.rotas.layers(1)))[0]
    await town.storage.write(lambda unit: unit.rotas.add(replace(layer, people=(who.id,))))
    async with served(town) as phone:
        address = await link(town.ann, TEAM)
        _, body, _ = await phone.fetch(address)
        found = await shifts(phone, address)
    assert body.endswith("\r\n")
    assert max(len(one.encode()) for one in body.split("\r\n")) <= 75
    assert who.name in str(found[-1]["SUMMARY"])
    assert str(found[-1]["SUMMARY"]).startswith("值班")
