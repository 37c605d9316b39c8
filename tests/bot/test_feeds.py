"""The calendar that people's own programmes fetch, over real HTTP, read back as they read it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar

from bot.app import App
from bot.http import HttpServer
from bot.ports import Call
from bot.settings import ConfigurationError, Settings, read_settings
from commands.kit.metrics import default_catalogue
from tests.activities import activity, local, milestone
from tests.bot.phone import Phone, link, path, served
from tests.plain import words
from tests.town import Answer, Town

GONE = (404, "no such calendar")


@pytest.fixture
async def phone(town: Town) -> AsyncIterator[Phone]:
    await town.founded()
    async with served(town) as found:
        yield found


async def test_an_activity_is_three_events_and_a_milestone_a_day(town: Town, phone: Phone) -> None:
    await activity(town, "Book swap", "2026-12-11 20:00")
    await milestone(town, "500 members", "2026-12-15 18:00")
    found = await phone.events(await link(town.bob))
    assert list(found) == [
        "Book swap: preheat",
        "Book swap: ignition",
        "Book swap: afterglow",
        "Milestone: 500 members",
    ]
    times = [(event["DTSTART"].dt, event["DTEND"].dt) for event in found.values()]
    assert times == [
        (date(2026, 12, 8), date(2026, 12, 11)),
        (local("2026-12-11 20:00"), local("2026-12-12 02:00")),
        (local("2026-12-12 02:00"), local("2026-12-14 02:00")),
        (date(2026, 12, 15), date(2026, 12, 16)),
    ]
    assert "A thousand members" in found["Milestone: 500 members"]["DESCRIPTION"]
    assert "18:00" in found["Milestone: 500 members"]["DESCRIPTION"]
    busy = [name for name, event in found.items() if event["TRANSP"] == "OPAQUE"]
    assert busy == ["Book swap: ignition"]


async def test_a_milestone_that_nobody_has_to_check_is_reached(town: Town, phone: Phone) -> None:
    await milestone(town, "Free", "2026-11-25 18:00", state="done")
    await milestone(town, "Strict", "2026-11-26 18:00", state="done", criteria="500 in the list")
    assert list(await phone.events(await link(town.bob))) == ["Milestone: Free (reached)", "Milestone: Strict"]


async def test_a_preheat_is_never_before_it_was_approved(town: Town, phone: Phone) -> None:
    await activity(town, "Late", "2026-12-11 20:00", approved_at=local("2026-12-10 12:00"))
    await activity(town, "Too late", "2026-12-12 20:00", approved_at=local("2026-12-12 21:00"))
    found = await phone.events(await link(town.bob))
    assert (found["Late: preheat"]["DTSTART"].dt, found["Late: preheat"]["DTEND"].dt) == (
        date(2026, 12, 10), date(2026, 12, 11),
    )  # fmt: skip
    assert "Too late: preheat" not in found
    assert "Too late: ignition" in found


async def test_the_calendar_says_what_it_is_and_when_to_come_back(town: Town, phone: Phone) -> None:
    status, body, headers = await phone.fetch(await link(town.bob))
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert headers["Cache-Control"] == "private, max-age=900"
    calendar: Any = Calendar.from_ical(body)
    assert calendar["X-WR-CALNAME"] == "Mums club: activities and milestones"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert (str(calendar["VERSION"]), calendar["X-WR-TIMEZONE"]) == ("2.0", "Asia/Shanghai")


async def test_it_speaks_the_language_of_the_team(town: Town) -> None:
    await town.founded(language="繁體")
    await activity(town, "讀書會", "2026-12-11 20:00", phase="proposed")
    async with served(town) as phone:
        found = await phone.events(await link(town.ann))
    assert list(found) == ["讀書會（待批准）：預熱", "讀書會（待批准）：引爆", "讀書會（待批准）：餘熱"]
    assert {event["STATUS"] for event in found.values()} == {"TENTATIVE"}


async def test_what_was_moved_keeps_its_name_for_programmes(town: Town, phone: Phone) -> None:
    made = await activity(town, "Book swap", "2026-12-11 20:00")
    mine = await link(town.bob)
    before = await phone.events(mine)
    later = made.starts_at + timedelta(days=1)
    await town.storage.write(lambda unit: unit.activities.change(made.id, starts_at=later, name="Book fair"))
    after = await phone.events(mine)
    assert [event["UID"] for event in before.values()] == [event["UID"] for event in after.values()]
    assert len({str(event["UID"]) for event in after.values()}) == 3
    assert after["Book fair: ignition"]["DTSTART"].dt == later


async def test_when_it_was_changed_is_told(town: Town, phone: Phone) -> None:
    approved = datetime(2026, 11, 22, 3, tzinfo=UTC)
    await activity(town, "Book swap", "2026-12-11 20:00", approved_at=approved)
    event = (await phone.events(await link(town.bob)))["Book swap: ignition"]
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == approved


async def test_days_are_those_of_the_team_where_the_clocks_change(town: Town, phone: Phone) -> None:
    await town.ann.says("/setup change zone:Europe/Berlin")
    start = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)  # half past midnight on the 28th, two hours before the change
    await activity(
        town, "Night run", "2027-03-28 20:00", preheat_at=start - timedelta(days=3), starts_at=start,
        afterglow_at=start + timedelta(hours=6), ends_at=start + timedelta(hours=54),
    )  # fmt: skip
    found = await phone.events(await link(town.bob))
    assert found["Night run: preheat"]["DTEND"].dt == date(2027, 3, 28)
    assert found["Night run: ignition"]["DTEND"].dt == datetime(2027, 3, 28, 5, 30, tzinfo=UTC)


async def test_long_and_strange_names_arrive_as_they_are(town: Town, phone: Phone) -> None:
    name = "分享会, 第一期; C:\\new" + "很长的名称" * 12
    await activity(town, name, "2026-12-11 20:00", goal="One\nTwo, three")
    mine = await link(town.bob)
    _, body, _ = await phone.fetch(mine)
    assert max(len(line.encode()) for line in body.split("\r\n")) <= 75
    found = await phone.events(mine)
    assert f"{name}: ignition" in found
    assert str(found[f"{name}: ignition"]["DESCRIPTION"]) == "One\nTwo, three"


async def test_the_name_of_the_team_may_hold_what_calendars_divide_by(town: Town, phone: Phone) -> None:
    await town.ann.says('/setup change name:"Mums; dads, kids\\pets"')
    _, body, _ = await phone.fetch(await link(town.bob))
    for key in ("NAME", "X-WR-CALNAME"):
        assert f"\r\n{key}:Mums\\; dads\\, kids\\\\pets: activities and milestones\r\n" in body


async def test_it_reaches_ninety_days_back_and_four_hundred_ahead(town: Town, phone: Phone) -> None:
    for day in ("2026-08-20", "2026-09-01", "2027-12-20", "2028-01-05"):
        await milestone(town, day, f"{day} 18:00")
    assert list(await phone.events(await link(town.bob))) == ["Milestone: 2026-09-01", "Milestone: 2027-12-20"]


async def test_who_was_taken_out_of_the_team_does_not_get_it_back_by_asking_to_join(town: Town, phone: Phone) -> None:
    mine = await link(town.bob)
    await town.ann.says("/setup change joining:approval")
    await town.ann.says("/team remove @bob")
    asked = await town.bob.says("/join")
    assert (await phone.fetch(mine))[:2] == GONE
    await town.ann.presses(asked, "Approve")
    assert (await phone.fetch(mine))[:2] == GONE
    assert (await phone.fetch(await link(town.bob)))[0] == 200


async def test_who_waits_to_be_let_in_sees_nothing(town: Town, phone: Phone) -> None:
    mine = await link(town.bob)
    bob = (await town.people())["Bob"]
    await town.storage.write(lambda unit: unit.people.change(bob.team, bob.id, waiting=True))
    assert (await phone.fetch(mine))[:2] == GONE


async def test_another_team_is_not_in_it(town: Town, phone: Phone) -> None:
    await town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    await activity(town, "Book swap", "2026-12-11 20:00")
    await activity(town, "Secret", "2026-12-11 20:00", team=2)
    assert not any("Secret" in name for name in await phone.events(await link(town.bob)))
    assert all("Secret" in name for name in await phone.events(await link(town.carol)))


async def test_a_link_that_is_not_or_no_longer_good_says_the_same(town: Town, phone: Phone) -> None:
    old = await link(town.bob)
    asked = await town.bob.says("/activity feed")
    assert (await phone.fetch(old))[0] == 200, "to ask ends nothing"
    fresh = path(await town.bob.presses(asked, "New link"))
    assert (await phone.fetch(old))[:2] == GONE
    assert (await phone.fetch("/calendar/never.ics"))[:2] == GONE
    assert (await phone.fetch(fresh))[0] == 200
    bob = (await town.people())["Bob"]
    await town.storage.write(lambda unit: unit.people.change(bob.team, bob.id, left_at=town.now))
    assert (await phone.fetch(fresh))[:2] == GONE


async def test_what_did_not_change_is_not_sent_again(town: Town, phone: Phone) -> None:
    await activity(town, "Book swap", "2026-12-11 20:00")
    mine = await link(town.bob)
    _, _, headers = await phone.fetch(mine)
    again = {"If-None-Match": headers["ETag"]}
    town.sleep(hours=1)
    assert (await phone.fetch(mine, **again))[:2] == (304, "")
    await milestone(town, "500 members", "2026-12-15 18:00")
    assert (await phone.fetch(mine, **again))[0] == 200


async def test_head_has_no_body_and_nothing_else_is_allowed(town: Town, phone: Phone) -> None:
    mine = await link(town.bob)
    status, body, headers = await phone.fetch(mine, "HEAD")
    assert (status, body) == (200, "")
    assert headers["ETag"] == (await phone.fetch(mine))[2]["ETag"]
    assert (await phone.fetch(mine, "POST"))[0] == 405


async def test_the_link_needs_no_token_and_stands_in_no_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await town.founded()
    caplog.set_level(logging.DEBUG)
    mine = await link(town.bob)
    async with served(town, http_token="t" * 40) as phone:
        assert (await phone.fetch(mine))[0] == 200
        assert (await phone.fetch("/calendar/neverthere.ics"))[:2] == GONE
        secrets = (mine.removeprefix("/calendar/").removesuffix(".ics"), "neverthere")
    assert not [record for record in caplog.records if any(each in record.getMessage() for each in secrets)]


async def test_a_database_that_is_away_is_no_dead_link(town: Town, phone: Phone) -> None:
    mine = await link(town.bob)
    await town.storage.close()
    status, _, headers = await phone.fetch(mine)
    assert (status, headers["Retry-After"]) == (503, "60")


# The link's beginning


class Door(HttpServer):
    """Tells when it listens."""

    def __init__(self) -> None:
        super().__init__(Settings(http_port=0))
        self.open = asyncio.Event()

    async def start(self) -> int:
        port = await super().start()
        self.open.set()
        return port


async def test_the_running_desk_gives_a_link_that_works(town: Town) -> None:
    await town.founded()
    app, door, stop = App(town.storage, default_catalogue(), lambda: town.now), Door(), asyncio.Event()
    working = asyncio.create_task(app.run(stop, door))
    try:
        await asyncio.wait_for(door.open.wait(), 30)
        said = await app.desk.hear(Call("/activity feed", town.bob.heard("typed")))
        assert said is not None
        answer = Answer(said, words(said))
        assert "This address is not public" in answer
        assert f"{door.site}/calendar/" in answer
        async with aiohttp.ClientSession() as session:
            assert (await Phone(session, door.site).fetch(path(answer)))[0] == 200
    finally:
        stop.set()
        await working


@pytest.mark.parametrize(
    ("settings", "site"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"http_host": "::1", "http_port": 9000}, "http://[::1]:9000"),
        ({"telegram_webhook_url": "https://muster.example:8443/telegram/abc", "telegram_webhook_secret": "s" * 32},
         "https://muster.example:8443"),
    ],
)  # fmt: skip
def test_a_link_begins_where_the_desk_is_reached(settings: dict[str, Any], site: str) -> None:
    assert HttpServer(Settings(**settings)).site == site


def test_the_webhook_does_not_take_the_path_of_calendars() -> None:
    address = "https://muster.example/calendar/abc"
    with pytest.raises(ConfigurationError, match="a path of its own"):
        read_settings({"MUSTER_TELEGRAM_WEBHOOK_URL": address, "MUSTER_TELEGRAM_WEBHOOK_SECRET": "s" * 32})
