"""Letters on their way to Discord: channels, threads, private messages, files, and what refusals mean."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.discord.ticket import Ticket
from bot.discord.wire import Refusals, outcome
from bot.ports import Gone, Later, Refused, Undelivered, Unknown
from commands.kit import Button, File, Reply, Tongue, reply, text
from commands.kit.reply import write_reply
from storage import Address, Letter
from tests.bot.carrying import uncounted

from .conftest import Town
from .office import NOON

HELLO = text("Hello.")()


def letter(chat: object, said: Reply | None = None, **fields: Any) -> Letter:
    thread = str(fields.pop("thread", ""))
    address = Address("discord", str(chat), thread)
    facts: dict[str, Any] = {"team": 1, "locale": "en", "zone": "UTC", "currency": "CNY", "lane": 2}
    return Letter(0, address=address, body=write_reply(said or reply(HELLO)), created_at=NOON, **{**facts, **fields})


async def test_a_letter_is_posted_once_whatever_is_repeated(town: Town) -> None:
    await town.office.post(letter(town.channel.id))
    (sent,) = town.office.requests("POST", "/channels/*/messages")
    assert sent["content"] == "Hello."
    assert sent["enforce_nonce"] is True
    assert sent["nonce"].endswith(".0")
    assert len(sent["nonce"]) <= 25


async def test_a_letter_for_a_thread_is_posted_there(town: Town) -> None:
    thread = await town.thread("side room")
    await town.office.post(letter(town.channel.id, thread=thread.id))
    assert thread.last_message is not None
    assert thread.last_message.content == "Hello."


async def test_an_archived_thread_is_opened_again(town: Town) -> None:
    thread = await town.thread("side room")
    town.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=50083, message="archived")
    await town.office.post(letter(town.channel.id, thread=thread.id))
    assert town.office.requests("PATCH", f"/channels/{thread.id}") == [{"archived": False}]
    assert thread.last_message is not None


async def test_a_thread_that_stays_closed_is_left_for_its_channel(town: Town) -> None:
    thread = await town.thread("side room")
    town.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=50083, message="archived")
    town.env.inject_error("PATCH", f"/channels/{thread.id}", status=403, code=50013, message="Missing Permissions")
    await town.office.post(letter(town.channel.id, thread=thread.id))
    assert town.channel.last_message is not None
    assert town.channel.last_message.content == "Hello."


async def test_a_channel_that_is_gone_is_suspended(town: Town) -> None:
    town.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, message="Unknown Channel")
    await town.office.post(letter(town.channel.id))
    (place,) = await town.office.storage.read(lambda unit: unit.places.all("discord"))
    assert place.suspended_why == "404 10003"


async def test_a_private_letter_goes_to_private_messages_with_its_buttons(town: Town) -> None:
    said = reply(HELLO, buttons=[Button(text("On")(), "/lamp-on")])
    await town.office.post(letter(f"@{town.bob.id}", said))
    (sent,) = town.office.requests("POST", "/channels/*/messages")
    assert sent["content"] == "Hello."
    assert [button["custom_id"] for row in sent["components"] for button in row["components"]] == ["/lamp-on"]


async def test_an_answer_for_one_that_comes_too_late_goes_to_private_messages(town: Town) -> None:
    ticket = Ticket("1", "token", NOON - timedelta(minutes=16), "alone", str(town.bob.id)).write()
    await town.office.post(letter(town.channel.id, answer_to=ticket, reader=str(town.bob.id)))
    message = town.bob.user.dm_channel.last_message
    assert message is not None
    assert message.content == "Hello."
    assert town.channel.last_message is None or "Hello" not in town.channel.last_message.content


async def test_an_answer_for_one_is_never_shown_to_others(town: Town) -> None:
    town.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages")
    ticket = Ticket("1", "token", NOON - timedelta(minutes=16), "alone", str(town.bob.id)).write()
    await town.office.post(letter(town.channel.id, answer_to=ticket, reader=str(town.bob.id)))
    assert town.channel.last_message is not None
    assert town.channel.last_message.content == (
        f"<@{town.bob.id}>\nMy answer for you alone came too late to be shown here. Please ask again."
    )


async def test_closed_private_messages_are_remembered(town: Town) -> None:
    await town.says(town.bob, "say", text="hello")
    town.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages")
    await town.office.post(letter(f"@{town.bob.id}"))
    known = await town.office.storage.read(lambda unit: unit.accounts.get("discord", str(town.bob.id)))
    assert known is not None
    assert known[0].direct is None


async def test_a_public_answer_after_15_minutes_calls_the_asker_by_name(town: Town) -> None:
    ticket = Ticket("1", "token", NOON, "aloud", str(town.bob.id)).write()
    town.office.away = timedelta(minutes=16)
    await town.office.post(letter(town.channel.id, answer_to=ticket))
    assert town.channel.last_message is not None
    assert town.channel.last_message.content == f"<@{town.bob.id}>\nHello."


async def test_a_file_is_uploaded_with_the_message(town: Town, tmp_path: Path) -> None:
    (tmp_path / "export").write_bytes(b"a,b\n")
    await town.office.post(letter(town.channel.id, reply(HELLO, File("numbers.csv", str(tmp_path / "export")))))
    message = town.channel.last_message
    assert message is not None
    assert [(file.filename, file.size) for file in message.attachments] == [("numbers.csv", 4)]


async def test_a_file_that_no_server_takes_becomes_a_sentence(town: Town, tmp_path: Path) -> None:
    with (tmp_path / "export").open("wb") as file:
        file.truncate(11 * 1024 * 1024)
    await town.office.post(letter(town.channel.id, reply(File("numbers.csv", str(tmp_path / "export")))))
    assert town.channel.last_message is not None
    assert "numbers.csv is too large for Discord" in town.channel.last_message.content


async def test_for_a_file_that_is_not_here_she_is_asked_to_ask_again(town: Town, tmp_path: Path) -> None:
    await town.office.post(letter(town.channel.id, reply(File("numbers.csv", str(tmp_path / "elsewhere")))))
    assert town.channel.last_message is not None
    assert town.channel.last_message.content == "numbers.csv is not here any more. Please ask for it again."


async def test_a_posted_message_can_be_replaced(town: Town) -> None:
    await town.office.post(letter(town.channel.id))
    message = town.channel.last_message
    assert message is not None
    await town.office.post(letter(town.channel.id, reply(text("Changed.")()), edits=str(message.id)))
    assert [said.content for said in town.channel.history() if said.id == message.id] == ["Changed."]


async def test_a_private_message_can_be_replaced_and_a_lost_one_is_posted_anew(town: Town) -> None:
    """How far a file is, is told by one message."""
    chat = f"@{town.bob.id}"
    await town.office.post(letter(chat))
    message = town.bob.user.dm_channel.last_message
    assert message is not None
    await town.office.post(letter(chat, reply(text("Changed.")()), edits=str(message.id)))
    assert [said.content for said in town.bob.user.dm_channel.history()] == ["Changed."]
    await town.office.post(letter(chat, edits="4711"))
    assert sorted(said.content for said in town.bob.user.dm_channel.history()) == ["Changed.", "Hello."]


async def test_a_message_that_was_deleted_is_posted_anew(town: Town) -> None:
    await town.office.post(letter(town.channel.id, edits="4711"))
    assert town.channel.last_message is not None
    assert town.channel.last_message.content == "Hello."


async def test_a_copy_is_labelled_only_when_discord_no_longer_knows_the_first(town: Town) -> None:
    chat, said = town.office.chat, reply(HELLO)
    fresh = letter(town.channel.id, unsure=1)
    await chat.send(fresh, said, Tongue("en"), uncounted)
    town.office.away = timedelta(minutes=4)
    await chat.send(fresh, said, Tongue("en"), uncounted)
    texts = [sent["content"] for sent in town.office.requests("POST", "/channels/*/messages")]
    assert texts == ["Hello.", "\\(repeat\\)\nHello."]


async def test_a_server_that_removed_us_is_not_written_to(town: Town) -> None:
    other = town.env.create_guild(name="Hill").create_text_channel("hill")
    await town.office.bind(other.id)
    town.env.backend.emit("GUILD_DELETE", {"id": str(town.guild.id)})
    await town.env.settle()
    await town.office.quiet()
    places = await town.office.storage.read(lambda unit: unit.places.all("discord"))
    assert {place.address.chat: place.suspended_at is not None for place in places} == {
        str(town.channel.id): True, str(other.id): False
    }  # fmt: skip
    assert other.last_message is not None
    assert "I can no longer write to ops on Discord" in other.last_message.content


async def test_a_server_that_cannot_be_reached_for_a_while_is_not_given_up(town: Town) -> None:
    town.env.backend.emit("GUILD_DELETE", {"id": str(town.guild.id), "unavailable": True})
    await town.env.settle()
    (place,) = await town.office.storage.read(lambda unit: unit.places.all("discord"))
    assert place.suspended_at is None


async def test_places_are_written_to_again_when_we_are_back(town: Town) -> None:
    chat = str(town.channel.id)
    await town.office.storage.write(lambda unit: unit.places.suspend("discord", chat, None, "gone", NOON))
    await town.office.restart()
    (place,) = await town.office.storage.read(lambda unit: unit.places.all("discord"))
    assert place.suspended_at is None


async def test_a_thread_that_is_gone_stays_away_when_we_are_back(town: Town) -> None:
    chat, room = str(town.channel.id), str((await town.thread("side room")).id)
    for thread in (room, "404", "405"):
        await town.office.bind(chat, thread)
    why = {"": "403 50001", room: "403 50001", "404": "404 10003", "405": "the bot was removed from the server"}
    for thread, words in why.items():
        await town.office.storage.write(
            lambda unit, thread=thread, words=words: unit.places.suspend("discord", chat, thread, words, NOON)  # type: ignore[misc]
        )
    await town.office.restart()
    places = await town.office.storage.read(lambda unit: unit.places.all("discord"))
    assert [place.address.thread for place in places if place.suspended_at is not None] == ["404"]


async def test_when_discord_refuses_too_much_only_the_most_urgent_is_sent(town: Town) -> None:
    for _ in range(2001):
        town.office.chat.refusals.add(403)
    with pytest.raises(Later):
        await town.office.chat.send(letter(town.channel.id, lane=2), reply(HELLO), Tongue("en"), uncounted)
    await town.office.chat.send(letter(town.channel.id, lane=0), reply(HELLO), Tongue("en"), uncounted)
    assert len(town.office.requests("POST", "/channels/*/messages")) == 1


def failed(status: int, code: int = 0) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    return kind(SimpleNamespace(status=status, reason="no"), {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (discord.RateLimited(7), Later),
        (failed(429), Later),
        (failed(401), Later),
        (failed(404, 10003), Gone),
        (failed(404, 10004), Gone),
        (failed(403, 50001), Gone),
        (failed(403, 50013), Gone),
        (failed(403, 50007), Gone),
        (failed(400, 50035), Refused),
        (failed(500), Unknown),
        (failed(502), Unknown),
        (aiohttp.ServerDisconnectedError(), Unknown),
        (TimeoutError(), Unknown),
        (ConnectionResetError(), Unknown),
        (aiohttp.ClientConnectorError(SimpleNamespace(ssl=None, host="x", port=1), OSError()), Later),  # type: ignore[arg-type]
    ],
)
def test_every_refusal_has_its_meaning(error: Exception, kind: type[Undelivered]) -> None:
    assert type(outcome(error)) is kind


def test_a_rate_limit_says_how_long() -> None:
    found = outcome(discord.RateLimited(7))
    assert isinstance(found, Later)
    assert (found.seconds, found.everybody) == (7, False)


def test_the_wall_before_discord_is_meant_for_everybody() -> None:
    found = outcome(failed(429))
    assert isinstance(found, Later)
    assert found.everybody


@pytest.mark.parametrize(("code", "thread"), [(10003, True), (50007, False)])
def test_of_a_thread_only_the_thread_may_be_gone(code: int, thread: bool) -> None:
    found = outcome(failed(404, code), thread=True)
    assert isinstance(found, Gone)
    assert found.thread is thread


def test_refusals_are_counted_over_ten_minutes() -> None:
    now = NOON
    refusals = Refusals(lambda: now)
    for status in [401, 403, 429] * 700 + [404, 500]:
        refusals.add(status)
    assert refusals.count == 2100
    assert refusals.too_many
    now += timedelta(minutes=11)
    assert refusals.count == 0


def test_a_ticket_is_read_as_it_was_written() -> None:
    ticket = Ticket("1", "aW50-_.x", NOON, "press", "42")
    assert Ticket.read(ticket.write()) == ticket
    assert Ticket.read(None) is None
    assert Ticket.read("123") is None
    assert ticket.fresh(NOON + timedelta(minutes=14))
    assert not ticket.fresh(NOON + timedelta(minutes=15))
