"""A chart on Telegram: a photo with the words under it, or before them; never instead of them."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.charts import Studio
from bot.ports import Later, Theme, Undrawn, Unknown
from bot.telegram.api import Api
from bot.telegram.render import render
from bot.telegram.sender import Sender
from commands.kit import Bullets, Button, Drawing, Reply, Tongue, reply, text
from commands.kit.reply import write_reply
from storage import Address, Letter
from tests.bot.carrying import uncounted
from tests.bot.charts.months import DECEMBER
from tests.bot.charts.samples import WEEK, chart, line
from tests.services.telegram import Chat, Message, TelegramServer

from .office import NOON

EN = Tongue("en")
HELLO = text("All of {name} went well.")(name="<b>")
BUTTON = Button(text("Board")(), "/board")
LONG = tuple(text("Line {n} of the long list")(n=n) for n in range(60))
"""More than stands under a photo."""


class Pen:
    """The real studio, until it is told that there is no ink."""

    def __init__(self) -> None:
        self.studio = Studio()
        self.dry = False

    async def draw(self, said: Drawing, tongue: Tongue, theme: Theme) -> bytes:
        if self.dry:
            raise Undrawn("no ink")
        return await self.studio.png(said, tongue, theme)


class Mouth:
    def __init__(self, server: TelegramServer) -> None:
        self.api = Api(server.token, server.url)
        self.pen = Pen()
        self.sender = Sender(self.api, self.pen.draw)
        self.room: Chat = server.group("Room", supergroup=True)
        self.room.add_bot()
        self.server = server

    async def say(self, said: Reply, **facts: object) -> str:
        address = Address("telegram", str(self.room.id))
        letter = Letter(7, None, address, write_reply(said), "en", "UTC", "", 2, NOON)
        return await self.sender.send(replace(letter, **facts), said, EN, uncounted, "muster_bot")  # type: ignore[arg-type]

    @property
    def heard(self) -> list[Message]:
        return self.server.messages(self.room)


@pytest.fixture
async def mouth(server: TelegramServer) -> AsyncIterator[Mouth]:
    mouth = Mouth(server)
    yield mouth
    await mouth.api.shut()
    await mouth.pen.studio.close()


async def test_a_photo_carries_the_whole_text_and_the_buttons_in_one_message(mouth: Mouth) -> None:
    number = await mouth.say(reply(HELLO, WEEK, buttons=[BUTTON]))
    (said,) = mouth.heard
    assert str(said.id) == number
    assert (said.text, said.labels) == ("All of <b> went well.", ["Board"])
    assert said.photo is not None
    assert (said.photo.width, said.photo.height, said.photo.name) == (1200, 676, "chart.png")


async def test_a_chart_alone_has_its_title_under_it(mouth: Mouth) -> None:
    await mouth.say(reply(WEEK, buttons=[BUTTON]))
    (said,) = mouth.heard
    assert (said.text, said.labels) == ("Moms' Circle · new members", ["Board"])
    assert [entity["type"] for entity in said.entities] == ["bold"]


async def test_a_text_that_is_too_long_for_a_photo_follows_it(mouth: Mouth) -> None:
    number = await mouth.say(reply(WEEK, Bullets(LONG), buttons=[BUTTON]))
    photo, words = mouth.heard
    assert (photo.text, photo.labels) == ("Moms' Circle · new members", [])
    assert photo.photo is not None
    assert words.text.startswith("• Line 0")
    assert (words.labels, str(words.id)) == (["Board"], number)


async def test_a_month_is_a_photo_with_its_words_and_where_there_is_no_ink_words_alone(mouth: Mouth) -> None:
    beside = Bullets(tuple(bar.words for bar in DECEMBER.bars))
    await mouth.say(reply(DECEMBER, beside, buttons=[BUTTON]))
    mouth.pen.dry = True
    await mouth.say(reply(DECEMBER, beside, buttons=[BUTTON]))
    photo, words = mouth.heard
    assert photo.photo is not None
    assert photo.photo.width == 1200
    assert photo.text.startswith("• Book swap: Fri, Dec 11 12:00\n")
    assert (words.photo, words.text) == (None, f"Activities in December 2026\n{photo.text}")


async def test_several_charts_are_several_photos_before_the_words(mouth: Mouth) -> None:
    other = chart(line([1, 2]), title="Readers")
    await mouth.say(reply(WEEK, HELLO, other))
    assert [said.text for said in mouth.heard] == [
        "Moms' Circle · new members", "Readers · new members", "All of <b> went well.",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1023, 1024, 1025])
def test_what_fits_under_a_photo_is_counted_as_telegram_counts(size: int) -> None:
    said = reply(text("{words}")(words="🎉" + "x" * (size - 2)), WEEK)
    drawn = render(said, EN)
    assert len(drawn["messages"]) == (size > 1024)
    assert len(drawn["photos"]) == 1


async def test_a_letter_that_breaks_off_after_its_photo_goes_on_with_the_words(mouth: Mouth) -> None:
    said = reply(WEEK, Bullets(LONG))
    mouth.server.fail("sendMessage", status=429)
    with pytest.raises(Later):
        await mouth.say(said)
    await mouth.say(said, attempts=1)
    assert len(mouth.heard) == 2
    assert mouth.heard[1].text.startswith("• Line 0")


async def test_when_the_picture_is_lost_meanwhile_the_letter_begins_anew_and_says_so(mouth: Mouth) -> None:
    said = reply(WEEK, Bullets(LONG))
    mouth.server.fail("sendMessage", status=429)
    with pytest.raises(Later):
        await mouth.say(said)
    mouth.pen.dry = True
    await mouth.say(said, attempts=1)
    photo, words = mouth.heard
    assert photo.photo is not None
    assert words.text.startswith("(repeat) Moms' Circle · new members")
    assert "Tue, Nov 24 45" in words.text


async def test_a_photo_that_perhaps_arrived_is_said_again_as_a_repeat(mouth: Mouth) -> None:
    mouth.server.break_calls("sendPhoto", "accept_then_close")
    with pytest.raises(Unknown):
        await mouth.say(reply(HELLO, WEEK))
    await mouth.say(reply(HELLO, WEEK), unsure=1)
    assert [said.text for said in mouth.heard] == ["All of <b> went well.", "(repeat) All of <b> went well."]


async def test_a_photo_takes_the_place_of_words_and_of_an_older_photo(mouth: Mouth) -> None:
    number = await mouth.say(reply(HELLO, buttons=[BUTTON]))
    assert await mouth.say(reply(HELLO, WEEK, buttons=[BUTTON]), edits=number) == number
    (said,) = mouth.heard
    assert said.photo is not None
    before = said.photo.data
    assert await mouth.say(reply(HELLO, chart(line([1, 2]))), edits=number) == number
    (said,) = mouth.heard
    assert said.photo is not None
    assert said.photo.data != before
    assert said.labels == []


async def test_words_cannot_take_the_place_of_a_photo_and_are_said_below_it(mouth: Mouth) -> None:
    number = await mouth.say(reply(WEEK))
    assert await mouth.say(reply(HELLO), edits=number) != number
    assert [said.text for said in mouth.heard] == ["Moms' Circle · new members", "All of <b> went well."]


async def test_a_photo_for_a_message_that_is_gone_is_a_new_message(mouth: Mouth) -> None:
    assert await mouth.say(reply(WEEK), edits="4711") != "4711"
    assert len(mouth.heard) == 1


async def test_what_cannot_be_drawn_is_told_in_words(mouth: Mouth) -> None:
    mouth.pen.dry = True
    await mouth.say(reply(HELLO, WEEK, buttons=[BUTTON]))
    (said,) = mouth.heard
    assert said.photo is None
    assert said.text.startswith("All of <b> went well.\n\nMoms' Circle · new members\n• new members: Wed, Nov 18 31")
    assert said.labels == ["Board"]


async def test_a_chat_that_takes_no_photos_is_told_in_words(
    mouth: Mouth, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    owner = server.person("Owner")
    mouth.room.add(owner, creator=True)
    mouth.room.promote_bot(can_send_photos=False)
    await mouth.say(reply(HELLO, WEEK, buttons=[BUTTON]))
    (said,) = mouth.heard
    assert "Tue, Nov 24 45" in said.text
    assert said.labels == ["Board"]
    assert "a chat takes no pictures and is told in words" in caplog.messages


@pytest.mark.parametrize("why", ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS", "CHAT_SEND_PHOTOS_FORBIDDEN"])
async def test_a_photo_that_telegram_does_not_take_costs_no_letter(mouth: Mouth, why: str) -> None:
    mouth.server.fail("sendPhoto", status=400, description=f"Bad Request: {why}")
    await mouth.say(reply(WEEK))
    (said,) = mouth.heard
    assert "Tue, Nov 24 45" in said.text


async def test_words_under_a_photo_arrive_bare_when_telegram_cannot_read_the_markup(mouth: Mouth) -> None:
    why = "Bad Request: can't parse entities: Unsupported start tag"
    mouth.server.fail("sendPhoto", status=400, description=why)
    number = await mouth.say(reply(HELLO, WEEK))
    mouth.server.fail("editMessageMedia", status=400, description=why)
    await mouth.say(reply(text("Now {line}.")(line="<i>"), WEEK), edits=number)
    (said,) = mouth.heard
    assert (said.earlier, said.text) == (["All of <b> went well."], "Now <i>.")
