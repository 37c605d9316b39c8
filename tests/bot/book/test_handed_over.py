"""The book of a real month, on both platforms at once and on the page."""

from decimal import Decimal

from bot.book import page
from bot.discord.delivery import LARGEST
from bot.telegram.sender import BIGGEST_FILE
from bot.web.cast import WEB
from commands.kit import Tongue, reply
from commands.kit.hints import verbatim
from commands.kit.reply import write_reply
from storage import Address, Letter, Report, Storage, Unit
from tests.activities import local
from tests.bot.life.conftest import shore as shore  # the fixture
from tests.bot.life.shore import Shore
from tests.bot.web.conftest import desk as desk  # the fixture
from tests.bot.web.site import NOW, Site, listening
from tests.redbooks import book_of, founded, planted
from tests.town import Town

from .samples import EVIL, book

HEAD = "Monthly Red Book · November 2026"


async def test_both_platforms_get_the_message_and_the_document_and_once(shore: Shore) -> None:
    async def report(unit: Unit) -> None:
        (park, *_) = await unit.communities.of(1)
        (bob,) = [one for one in await unit.people.of(1) if one.name == "Bob"]
        day = local("2026-11-24 09:00").date()
        filed = Report(1, park.id, day, bob.id, "telegram", local("2026-11-24 21:00"), late=False)
        await unit.numbers.seed([(filed, {"active": Decimal(321)})])

    await shore.app.storage.write(report)
    await shore.until("2026-12-01 09:59")
    assert shore.here(HEAD) == []
    await shore.until("2026-12-01 10:00")
    here, there = shore.once(HEAD)
    assert "active members 321" in here.text
    (file,) = [said.document for said in shore.telegram.messages(shore.group) if said.document is not None]
    assert file.name == "redbook-lakeside-2026-11.html"
    assert "<h1>Monthly Red Book · November 2026</h1>" in file.data.decode()
    assert '<th scope="row">active members</th><td data-label="Month">321</td>' in file.data.decode()
    assert there.payload["attachments"] == [{"id": 0, "filename": file.name}]
    await shore.restart()
    await shore.until("2026-12-01 12:00")
    shore.once(HEAD)


async def test_the_page_hands_it_over_as_a_download_to_those_who_see_the_message(
    desk: Site, sqlite_storage: Storage
) -> None:
    body = write_reply(reply(verbatim("The month"), book(verbatim(EVIL), name="红宝书.html")))
    letter = Letter(0, None, Address(WEB, "team-room"), body, "zh_Hans", "UTC", "", 2, NOW, reader="mei")
    async with desk.visitor() as session, listening(session) as ear:
        await ear.next("history")
        await sqlite_storage.write(lambda unit: unit.outbox.put([letter]))
        desk.app.postman.wake()
        told = await ear.next("message")
        assert told["blocks"][1] == {"kind": "file", "name": "红宝书.html", "at": 1}
        where = f"/file/{told['letter']}-1"
        async with session.get(where, params={"as": "mei", "room": "team-room"}) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            assert answer.content_disposition is not None
            assert answer.content_disposition.type == "attachment"
            assert answer.content_disposition.filename == "红宝书.html"
            html = await answer.text()
            assert 'lang="zh-Hans"' in html
            assert "<script" not in html
        async with session.get(where, params={"as": "tom", "room": "team-room"}) as answer:
            assert answer.status == 404


async def test_a_large_teams_book_is_far_below_what_the_platforms_take(town: Town) -> None:
    await founded(town, *(f"park{number}" for number in range(12)))
    await planted(town)
    posts = await town.sleep_until("2026-11-02 10:00")
    html = page(book_of(posts[-1].reply), Tongue())
    assert len(html.encode()) * 4 < min(LARGEST, BIGGEST_FILE) / 8
