"""The troubles a test can order from the simulated Telegram, as python-telegram-bot meets them."""

import asyncio
import subprocess
import sys
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.services.telegram import Person, TelegramServer


async def test_a_429_is_answered_as_often_as_ordered(
    server: TelegramServer, bot: Bot, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    fault = server.fail("sendMessage", times=2, status=429, retry_after=3)
    for _ in range(2):
        with pytest.raises(RetryAfter) as slowed:
            await bot.send_message(ann.id, "hello")
        assert slowed.value.retry_after == timedelta(seconds=3)
    await bot.send_message(ann.id, "hello")
    assert fault.struck == 2
    assert [c.outcome for c in server.calls.of("sendMessage")] == ["fault", "fault", "ok"]
    assert [m.text for m in server.messages(ann)] == ["hello"]


@pytest.mark.parametrize(
    ("status", "description", "error"),
    [
        (401, None, InvalidToken),
        (403, "Forbidden: bot was kicked from the channel chat", Forbidden),
        (400, "Bad Request: TOPIC_CLOSED", BadRequest),
        (502, None, NetworkError),
    ],
)
async def test_any_status_can_be_ordered(
    server: TelegramServer, bot: Bot, status: int, description: str | None, error: type[TelegramError]
) -> None:
    server.fail("getMe", status=status, description=description)
    with pytest.raises(error):
        await bot.get_me()
    assert (await bot.get_me()).username == "muster_bot"


async def test_a_page_instead_of_json_can_be_ordered(server: TelegramServer, bot: Bot) -> None:
    server.fail("getMe", status=200, body="<html>proxy</html>", content_type="text/html")
    with pytest.raises(TelegramError):
        await bot.get_me()


async def test_only_the_chat_in_trouble_is_troubled(server: TelegramServer, bot: Bot, ann: Person) -> None:
    bob = server.person("Bob")
    bob.started = True
    server.fail("sendMessage", times=None, status=500, chat=ann.chat)
    await bot.send_message(bob.id, "hello")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "hello")
    server.heal()
    await bot.send_message(ann.id, "hello")


@pytest.mark.parametrize("how", ["accept_then_close", "truncate"])
async def test_a_message_can_arrive_without_an_answer(server: TelegramServer, bot: Bot, ann: Person, how: str) -> None:
    server.break_calls("sendMessage", "truncate" if how == "truncate" else "accept_then_close")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "hello")
    assert [m.text for m in server.messages(ann)] == ["hello"]
    (call,) = server.calls.of("sendMessage")
    assert (call.outcome, call.accepted) == ("fault", True)


async def test_a_message_can_arrive_while_the_bot_waits_in_vain(server: TelegramServer, bot: Bot, ann: Person) -> None:
    server.break_calls("sendMessage", "accept_then_hang")
    with pytest.raises(TimedOut):
        await bot.send_message(ann.id, "hello", read_timeout=0.1)
    await server.heard(ann, containing="hello")


async def test_a_closed_connection_leaves_nothing_behind(server: TelegramServer, bot: Bot, ann: Person) -> None:
    server.break_calls("sendMessage", "close")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "hello")
    assert server.messages() == []


async def test_a_call_may_hang_for_a_while_or_for_ever(server: TelegramServer, bot: Bot) -> None:
    server.break_calls("getMe", "hang", seconds=0.05)
    assert (await bot.get_me()).is_bot
    server.break_calls("getMe", "hang")
    with pytest.raises(TimedOut):
        await bot.get_me(read_timeout=0.1)


LONG_POLL = """
import sys, urllib.request
urllib.request.urlopen(sys.argv[1] + "/getUpdates?timeout=30").read()
"""


async def test_updates_survive_a_killed_poller(server: TelegramServer, bot: Bot, ann: Person) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LONG_POLL, server.base_url + server.token, stderr=subprocess.DEVNULL
    )
    await server.bell.until(
        lambda: [c for c in server.calls.of("getUpdates") if c.outcome == "open"] or None, 10, lambda: "nobody polls"
    )
    program.kill()
    await program.wait()
    await ann.says("/ping")
    (update,) = await bot.get_updates(timeout=5)
    assert update.effective_message is not None
    assert update.effective_message.text == "/ping"
