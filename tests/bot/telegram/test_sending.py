"""How a letter reaches Telegram, and what is made of it when it does not."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.charts import Studio
from bot.ports import Gone, Later, Moved, Refused, Undelivered, Unknown
from bot.telegram.api import Api
from bot.telegram.sender import Sender
from commands.kit import Button, File, Reply, Tongue, reply, text
from commands.kit.reply import write_reply
from storage import Address, Letter
from tests.bot.carrying import uncounted
from tests.services.telegram import Chat, TelegramServer

from .conftest import Town
from .office import NOON

HELLO = reply(text("Hello {name}.")(name="<Ann> & Bob"))
ENGLISH = Tongue("en")


def letter_to(chat: Chat, said: Reply = HELLO, **facts: object) -> Letter:
    letter = Letter(7, None, Address("telegram", str(chat.id)), write_reply(said), "en", "UTC", "", 2, NOON)
    return replace(letter, **facts)  # type: ignore[arg-type]


class Mouth:
    """A sender with nobody behind it."""

    def __init__(self, server: TelegramServer) -> None:
        self.api = Api(server.token, server.url)
        self.studio = Studio()
        self.sender = Sender(self.api, self.studio.png)
        self.room = server.group("Room", forum=True)
        self.room.add_bot()
        self.more = 0

    def further(self) -> None:
        self.more += 1

    async def say(self, said: Reply = HELLO, **facts: object) -> str:
        return await self.sender.send(letter_to(self.room, said, **facts), said, ENGLISH, self.further, "muster_bot")


@pytest.fixture
async def mouth(server: TelegramServer) -> AsyncIterator[Mouth]:
    mouth = Mouth(server)
    yield mouth
    await mouth.api.shut()
    await mouth.studio.close()


async def test_a_message_is_said_as_it_is_meant(server: TelegramServer, mouth: Mouth) -> None:
    number = await mouth.say()
    said = await server.heard(mouth.room)
    assert (said.text, str(said.id)) == ("Hello <Ann> & Bob.", number)


@pytest.mark.parametrize("how", ["accept_then_close", "truncate"])
async def test_a_message_that_perhaps_arrived_is_said_again_as_a_repeat(town: Town, how: str) -> None:
    town.server.break_calls("sendMessage", how)  # type: ignore[arg-type]
    await town.bob.says("/echo once", town.team)
    first = await town.server.heard(town.team, "once")
    again = await town.server.heard(town.team, "once")
    assert not first.text.startswith("(repeat)")
    assert again.text == f"(repeat) {first.text}"


async def test_an_answer_that_never_comes_leaves_the_outcome_open(
    server: TelegramServer, mouth: Mouth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.request.CONNECT", 0.2)
    monkeypatch.setattr("bot.telegram.sender.UPLOAD", 0.2)
    server.break_calls("sendDocument", "accept_then_hang")
    with pytest.raises(Unknown, match="no answer from Telegram in time"):
        await mouth.say(reply(File("own.py", __file__)))
    assert len(server.messages(mouth.room)) == 1


async def test_a_busy_telegram_only_delays_and_nothing_is_called_a_repeat(town: Town) -> None:
    town.server.fail("sendMessage", status=429, retry_after=1)
    await town.bob.says("/echo later", town.team)
    said = await town.server.heard(town.team, "later")
    assert said.text == "Bob says: later"


async def test_no_connection_is_no_doubt(mouth: Mouth) -> None:
    api = Api("1:x", "http://127.0.0.1:9")
    with pytest.raises(Later):
        await Sender(api, Studio().png).send(letter_to(mouth.room), HELLO, ENGLISH, uncounted, "")
    await api.shut()


OUTCOMES: list[tuple[int, str, type[Undelivered]]] = [
    (403, "Forbidden: bot was kicked from the supergroup chat", Gone),
    (403, "Forbidden: bot was blocked by the user", Gone),
    (403, "Forbidden: the group chat was deleted", Gone),
    (403, "Forbidden: user is deactivated", Gone),
    (403, "Forbidden: bot is not a member of the supergroup chat", Gone),
    (403, "Forbidden: bot can't initiate conversation with a user", Gone),
    (400, "Bad Request: chat not found", Gone),
    (400, "Bad Request: not enough rights to send text messages to the chat", Gone),
    (400, "Bad Request: have no rights to send a message", Gone),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Gone),
    (400, "Bad Request: something we did wrong", Refused),
    (413, "Request Entity Too Large", Refused),
    (401, "Unauthorized", Later),
    (404, "Not Found", Later),
    (409, "Conflict: terminated", Later),
    (429, "Too Many Requests", Later),
    (500, "Internal Server Error", Unknown),
    (502, "Bad Gateway", Unknown),
]


@pytest.mark.parametrize(("status", "words", "kind"), OUTCOMES, ids=lambda value: str(value)[:40])
async def test_every_no_of_telegram_has_its_meaning(
    server: TelegramServer, mouth: Mouth, status: int, words: str, kind: type[Undelivered]
) -> None:
    server.fail("sendMessage", status=status, description=words)
    with pytest.raises(kind) as caught:
        await mouth.say()
    assert type(caught.value) is kind
    assert server.token not in caught.value.why


async def test_a_closed_topic_is_not_a_closed_chat(mouth: Mouth) -> None:
    topic = mouth.room.topic("Reports")
    address = Address("telegram", str(mouth.room.id), str(topic.id))
    topic.close()
    with pytest.raises(Gone) as closed:
        await mouth.say(address=address)
    assert closed.value.thread
    topic.delete()
    with pytest.raises(Gone) as deleted:
        await mouth.say(address=address)
    assert deleted.value.thread


async def test_a_post_into_a_closed_topic_is_said_in_the_chat(town: Town) -> None:
    forum = town.server.group("Forum", forum=True)
    forum.add(town.ann, creator=True)
    forum.add_bot()
    reports = forum.topic("Reports")
    await town.ann.says("/setup", forum, topic=reports)
    await town.server.heard(forum, "Welcome")
    reports.close()
    await town.ann.says("/echo hi", forum, topic=reports)
    said = await town.server.heard(forum, "says: hi")
    assert said.thread is None


async def test_a_chat_that_moved_says_where(server: TelegramServer, mouth: Mouth) -> None:
    small = server.group("Small")
    small.add_bot()
    new = small.migrate()
    with pytest.raises(Moved) as moved:
        await mouth.sender.send(letter_to(small), HELLO, ENGLISH, uncounted, "")
    assert moved.value.chat == str(new.id)


async def test_an_answer_to_a_group_that_moves_meanwhile_arrives_in_the_new_one(town: Town) -> None:
    town.server.fail("sendMessage", status=429, retry_after=1, chat=town.team)
    await town.bob.says("/echo on the way", town.team)
    await town.server.called("sendMessage", times=2)
    new = town.team.migrate()
    await town.server.heard(new, "on the way")


async def test_an_edit_that_changes_nothing_is_done(mouth: Mouth, server: TelegramServer) -> None:
    number = await mouth.say()
    assert await mouth.say(edits=number) == number
    assert await mouth.say(edits=number, unsure=1) == number
    assert [message.text for message in server.messages(mouth.room)] == ["Hello <Ann> & Bob."]


async def test_an_edit_of_a_message_that_is_gone_is_a_new_message(mouth: Mouth, server: TelegramServer) -> None:
    assert await mouth.say(edits="4711") != "4711"
    assert (await server.heard(mouth.room)).text == "Hello <Ann> & Bob."


async def test_a_reply_is_said_even_if_what_it_answers_is_gone(mouth: Mouth, server: TelegramServer) -> None:
    await mouth.say(answer_to="4711")
    assert (await server.heard(mouth.room)).reply_to is None


async def test_words_arrive_bare_when_telegram_cannot_read_the_markup(mouth: Mouth, server: TelegramServer) -> None:
    server.fail("sendMessage", status=400, description="Bad Request: can't parse entities: Unsupported start tag")
    await mouth.say(reply(text("Try {line} & see.")(line="<b>")))
    assert (await server.heard(mouth.room)).text == "Try <b> & see."


async def test_a_long_answer_comes_in_pieces_with_the_buttons_on_the_last(town: Town) -> None:
    await town.ann.says("/long", town.team)
    last = await town.server.heard(town.team, "Line 299")
    pieces = town.server.messages(town.team)[1:]
    assert "\n".join(piece.text for piece in pieces) == "\n".join(f"• Line {n} of the long list" for n in range(300))
    assert [piece.labels for piece in pieces] == [[], [], ["End"]]
    assert pieces[-1] is last


async def test_a_long_answer_that_breaks_off_goes_on_where_it_was(mouth: Mouth, server: TelegramServer) -> None:
    said = reply(text("{a} {b}")(a="a" * 4000, b="b" * 4000), buttons=[Button(text("End")(), "/help")])
    await mouth.say(said)
    assert mouth.more == 1  # beside the first
    server.note()
    server.break_calls("sendMessage", "hang", seconds=0)
    server.fail("sendMessage", status=429)
    with pytest.raises(Later):
        await mouth.say(said, id=8)
    assert mouth.more == 2
    await mouth.say(said, id=8, attempts=1)
    assert mouth.more == 2
    assert [message.text[0] for message in server.unheard(mouth.room)] == ["a", "b"]


async def test_a_file_is_handed_over(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_bytes("数字,1\n".encode())
    await town.ann.says(f"/file {path}", town.team)
    await town.server.heard(town.team, "Here it is.")
    await town.server.called("sendDocument")
    message = town.server.messages(town.team)[-1]
    assert message.file is not None
    assert (message.file.name, message.file.data) == ("numbers.csv", "数字,1\n".encode())


async def test_a_large_file_is_handed_over_whole(mouth: Mouth, server: TelegramServer, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * 12_000)
    await mouth.say(reply(File("large.bin", str(path))))
    message = server.messages(mouth.room)[0]
    assert message.file is not None
    assert message.file.data == path.read_bytes()


async def test_a_file_that_cannot_be_read_is_our_own_mistake(mouth: Mouth, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        await mouth.say(reply(File("numbers.csv", str(tmp_path))))
    assert "numbers.csv" in refused.value.why


async def test_for_a_file_that_is_not_here_she_is_asked_to_ask_again(
    mouth: Mouth, server: TelegramServer, tmp_path: Path
) -> None:
    await mouth.say(reply(File("numbers.csv", str(tmp_path / "elsewhere"))))
    (said,) = server.messages(mouth.room)
    assert (said.file, said.text) == (None, "numbers.csv is not here any more. Please ask for it again.")


async def test_an_answer_of_any_length_is_not_kept_in_memory(mouth: Mouth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.request.BIGGEST", 1000)

    async def endless(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"message_id": 1}, "padding": "x" * 5000})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", endless)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    api = Api("1:x", f"http://{host}:{port}")
    with pytest.raises(Unknown):
        await Sender(api, Studio().png).send(letter_to(mouth.room), HELLO, ENGLISH, uncounted, "")
    await api.shut()
    await runner.cleanup()


async def test_no_log_of_any_level_holds_the_token(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for how in ("accept_then_close", "truncate"):
        town.server.break_calls("sendMessage", how)
    town.server.fail("getUpdates", status=401)
    await town.bob.says("/echo once", town.team)
    await town.server.heard(town.team, "once")
    await town.server.heard(town.team, "(repeat) Bob says: once")
    assert "not delivered" in caplog.messages
    assert town.server.token not in caplog.text
    assert town.server.token.partition(":")[2] not in caplog.text


async def test_a_file_keeps_a_name_that_is_not_ascii(mouth: Mouth, server: TelegramServer, tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    path.write_bytes(b"<p>")
    await mouth.say(reply(File('红宝书 "2026".html', str(path))))
    message = server.messages(mouth.room)[0]
    assert message.file is not None
    assert message.file.name == '红宝书 "2026".html'
