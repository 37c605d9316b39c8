"""A chart on Discord: a picture in the message, its figures as the description of the picture."""

from dataclasses import replace
from io import BytesIO

import discord
import pytest

from bot.discord.render import render
from bot.discord.wire import _form
from commands.kit import Bullets, Button, Reply, Tongue, reply, text
from commands.kit.reply import write_reply
from storage import Address, Letter
from tests.bot.charts.months import DECEMBER
from tests.bot.charts.samples import WEEK, chart, line

from .conftest import Town
from .office import NOON

EN = Tongue("en")
HELLO = text("Hello.")()
LONG = Bullets(tuple(text("Line {n} of the long list")(n=n) for n in range(300)))


def letter(chat: object, said: Reply) -> Letter:
    return Letter(0, None, Address("discord", str(chat)), write_reply(said), "en", "UTC", "", 2, NOON)


def shown(message: discord.Message | None) -> list[tuple[str, str]]:
    """The pictures of a message by the names that its embeds show, with their descriptions."""
    assert message is not None
    inside = [embed.image.url or "" for embed in message.embeds]
    files = {file.filename: file.description or "" for file in message.attachments}
    assert [url.rpartition("/")[2].partition("?")[0] for url in inside] == list(files)
    return list(files.items())


async def test_a_chart_is_a_picture_in_the_message_that_says_its_figures(town: Town) -> None:
    await town.office.post(letter(town.channel.id, reply(HELLO, WEEK)))
    (sent,) = town.office.requests("POST", "/channels/*/messages")
    assert sent["content"] == "Hello."
    assert sent["embeds"] == [{"image": {"url": "attachment://chart-1.png"}}]
    (attached,) = sent["attachments"]
    assert (attached["id"], attached["filename"]) == (0, "chart-1.png")
    assert attached["description"].startswith("Moms' Circle · new members\nnew members: Wed, Nov 18 31 · ")
    message = town.channel.last_message
    assert message is not None
    assert message.attachments[0].size > 10_000


async def test_a_month_is_a_picture_that_says_what_is_planned(town: Town) -> None:
    await town.office.post(letter(town.channel.id, reply(HELLO, DECEMBER)))
    ((name, words),) = shown(town.channel.last_message)
    assert name == "chart-1.png"
    assert words.startswith("Activities in December 2026\nBook swap: Fri, Dec 11 ")


async def test_a_description_is_never_longer_than_discord_takes(town: Town) -> None:
    many = chart(*[line(range(14), name=f"Community number {n}") for n in range(50)])
    await town.office.post(letter(town.channel.id, reply(many)))
    (sent,) = town.office.requests("POST", "/channels/*/messages")
    assert 500 < len(sent["attachments"][0]["description"]) <= 1024


async def test_a_chart_stands_under_the_last_part_of_a_long_text() -> None:
    first, *_, last = render(reply(WEEK, LONG, WEEK, buttons=[Button(text("Go")(), "/lamp")]), EN)
    assert first["embeds"] == []
    assert [embed["image"]["url"] for embed in last["embeds"]] == [
        "attachment://chart-1.png", "attachment://chart-2.png",
    ]  # fmt: skip
    assert last["components"]


async def test_an_answer_in_place_is_pressed_into_another_picture_and_into_words(town: Town) -> None:
    await town.says(town.bob, "picture")
    message = town.channel.last_message
    assert message is not None
    (first,) = shown(message)
    assert "Tue, Nov 24 45" in first[1]
    await town.presses(town.bob, message, "Closer")
    (second,) = shown(town.channel.last_message)
    assert second[1].endswith("Tue, Nov 24 2")
    await town.presses(town.bob, town.channel.last_message, "Away")
    assert town.channel.last_message is not None
    assert town.channel.last_message.id == message.id
    assert (town.channel.last_message.content, shown(town.channel.last_message)) == ("Gone.", [])


async def test_a_picture_takes_the_place_of_another_in_a_post(town: Town) -> None:
    await town.office.post(letter(town.channel.id, reply(HELLO, WEEK)))
    message = town.channel.last_message
    assert message is not None
    again = letter(town.channel.id, reply(HELLO, chart(line([1, 2]))))
    await town.office.post(replace(again, edits=str(message.id)))
    (now,) = [said for said in town.channel.history() if said.id == message.id]
    assert shown(now)[0][1].endswith("Tue, Nov 24 2")
    await town.office.post(replace(letter(town.channel.id, reply(HELLO)), edits=str(message.id)))
    (now,) = [said for said in town.channel.history() if said.id == message.id]
    assert (now.attachments, now.embeds) == ([], [])


@pytest.mark.parametrize("code", [50013, 40005])
async def test_a_channel_that_takes_no_pictures_is_told_in_words(town: Town, code: int) -> None:
    town.env.inject_error("POST", "/channels/*/messages", status=403, code=code, message="no")
    await town.office.post(letter(town.channel.id, reply(HELLO, WEEK)))
    message = town.channel.last_message
    assert message is not None
    assert message.attachments == []
    assert message.content.startswith("Hello.\n**Moms' Circle · new members**\n- new members: Wed, Nov 18 31")
    (place,) = await town.office.storage.read(lambda unit: unit.places.all("discord"))
    assert place.suspended_at is None


async def test_what_cannot_be_drawn_is_told_in_words(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.charts.studio.draw", lambda *_: "<svg")
    await town.office.post(letter(town.channel.id, reply(HELLO, WEEK)))
    assert town.channel.last_message is not None
    assert "Tue, Nov 24 45" in town.channel.last_message.content


def test_a_file_is_sent_whole_however_often_it_was_tried() -> None:
    file = discord.File(BytesIO(b"whole"), "a.png")
    file.fp.read()
    *_, part = _form({}, [file])
    assert part["value"].read() == b"whole"
