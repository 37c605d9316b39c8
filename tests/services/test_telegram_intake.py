"""How the simulated Telegram hands out updates: polling with offsets, webhooks, privacy, odd authors."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict

from tests.services.telegram import NothingHeard, Person, TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        running.updates.slows_repeats = False
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as ready:
        yield ready


@pytest.fixture
def ann(server: TelegramServer) -> Person:
    return server.person("Ann", username="ann", language="en")


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [u.effective_message.text if u.effective_message else None for u in updates]


async def seen(bot: Bot, server: TelegramServer) -> list[str | None]:
    """Texts of everything unconfirmed, which is confirmed by this."""
    updates = await bot.get_updates(timeout=0) if server.updates.pending else ()
    server.updates.clear()
    return texts(updates)


async def test_unconfirmed_updates_come_again_until_a_higher_offset(
    server: TelegramServer, bot: Bot, ann: Person
) -> None:
    server.feed(3, by=ann, text="{n}")
    first = await bot.get_updates(limit=2)
    assert texts(first) == ["1", "2"]
    again = await bot.get_updates(offset=first[0].update_id, limit=5)
    assert texts(again) == ["1", "2", "3"]
    rest = await bot.get_updates(offset=first[1].update_id + 1)
    assert texts(rest) == ["3"]
    assert [u.update_id for u in again] == [first[0].update_id + n for n in range(3)]
    assert len(server.updates.pending) == 1
    assert texts(await bot.get_updates(offset=-1)) == ["3"]


async def test_two_thousand_updates_are_queued_and_read_in_order(server: TelegramServer, bot: Bot, ann: Person) -> None:
    server.feed(2000, by=ann, text="/claim {n}")
    offset, got = 0, 0
    while updates := await _raw_updates(server, offset):
        assert len(updates) <= 100
        got += len(updates)
        offset = updates[-1]["update_id"] + 1
        if got == 2000:
            break
    assert got == 2000


async def _raw_updates(server: TelegramServer, offset: int) -> list[dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.base_url}{server.token}/getupdates", json={"offset": offset, "limit": 1000}) as answer,
    ):
        body = await answer.json()
        assert body["ok"] is True
        return list(body["result"])


async def test_a_waiting_poll_is_answered_at_once(server: TelegramServer, bot: Bot, ann: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await server.bell.until(lambda: server.calls.of("getUpdates") or None, 5, lambda: "no poll")
    await ann.says("/ping")
    assert texts(await asyncio.wait_for(poll, 10)) == ["/ping"], "not only when the poll runs out"


async def test_the_newer_poller_throws_out_the_older(server: TelegramServer, bot: Bot, ann: Person) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await _waiting(server)
    async with Bot(server.token, base_url=server.base_url) as second:
        newer = asyncio.create_task(second.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        await ann.says("/ping")
        assert texts(await newer) == ["/ping"]


async def _waiting(server: TelegramServer) -> None:
    await server.bell.until(
        lambda: [c for c in server.calls.of("getUpdates") if c.outcome == "open"] or None, 5, lambda: "nobody polls"
    )


async def test_a_poller_that_repeats_itself_is_slowed(server: TelegramServer, bot: Bot, ann: Person) -> None:
    server.updates.slows_repeats = True
    server.feed(2, by=ann, text="{n}")
    assert texts(await bot.get_updates()) == ["1", "2"]
    assert texts(await bot.get_updates()) == ["1"]
    server.clock.advance(1)
    assert texts(await bot.get_updates()) == ["1", "2"]


async def test_update_ids_may_start_again_lower(server: TelegramServer, bot: Bot, ann: Person) -> None:
    await ann.says("before")
    (old,) = await bot.get_updates()
    assert await bot.get_updates(offset=old.update_id + 1) == ()
    server.updates.restart_ids(at=1000)
    await ann.says("after")
    (new,) = await bot.get_updates(offset=old.update_id + 1)
    assert (new.update_id, texts((new,))) == (1000, ["after"])


async def test_presses_expire_long_before_messages(server: TelegramServer, bot: Bot, ann: Person) -> None:
    ann.started = True
    await bot.send_message(ann.id, "Server down")
    await ann.says("/ack 17")
    await ann.sends_press("ack", on=server.messages(ann)[0])
    server.clock.advance(151)
    assert texts(await bot.get_updates()) == ["/ack 17"]
    server.clock.advance(86_400)
    assert await bot.get_updates(offset=1) == ()


async def test_only_wanted_kinds_are_kept(server: TelegramServer, bot: Bot, ann: Person) -> None:
    team = server.group("Town")
    team.add_bot(admin=True)
    server.updates.clear()
    team.add(ann)
    assert [u.wire().keys() - {"update_id"} for u in server.updates.pending] == [{"message"}]
    await bot.get_updates(allowed_updates=["chat_member", "message"], offset=-1)
    team.promote(ann)
    (member,) = (await bot.get_updates(offset=server.updates.pending[-1].id))[-1:]
    assert member.chat_member is not None
    assert member.chat_member.new_chat_member.status == "administrator"


async def test_privacy_hides_what_is_not_meant_for_the_bot(server: TelegramServer, bot: Bot, ann: Person) -> None:
    team = server.group("Town")
    team.add(ann)
    team.add_bot(by=ann)
    (joined, service) = await bot.get_updates(offset=-5)
    assert joined.my_chat_member is not None
    assert service.message is not None
    assert service.message.new_chat_members[0].is_bot
    server.updates.clear()
    said = await bot.send_message(team.id, "hello")
    for words in ("good morning", "/任务", "/daily", "/daily@other_bot", "/daily@muster_bot 3", "hi @muster_bot"):
        await ann.says(words, team)
    await ann.says("thanks", team, reply_to=team.history[said.message_id])
    assert await seen(bot, server) == ["/daily", "/daily@muster_bot 3", "hi @muster_bot", "thanks"]
    team.promote_bot()
    await ann.says("good morning", team)
    assert await seen(bot, server) == [None, "good morning"]


async def test_authors_are_not_always_people(server: TelegramServer, bot: Bot, ann: Person) -> None:
    team = server.group("Town", supergroup=True)
    news = server.channel("News", discussion=team)
    for place in (team, news):
        place.add_bot(admin=True)
    team.add(ann, admin=True)
    server.updates.clear()
    await ann.says("/daily", team, anonymously=True)
    await news.posts("Hear, hear")
    hidden, post, copy = await bot.get_updates(offset=-3)
    assert hidden.message is not None
    assert hidden.message.from_user is not None
    assert (hidden.message.from_user.id, hidden.message.sender_chat) == (1087968824, hidden.message.chat)
    assert post.channel_post is not None
    assert post.channel_post.from_user is None
    assert copy.message is not None
    assert copy.message.is_automatic_forward
    await bot.send_message(news.id, "from the bot")
    message = await ann.says("/dialy", team)
    await ann.edits(message, "/daily")
    await ann.forwards(message, team)
    typo, edit, forward = await bot.get_updates(offset=-3)
    assert typo.message is not None
    assert edit.edited_message is not None
    assert edit.edited_message.text == "/daily"
    assert forward.message is not None
    assert forward.message.forward_origin is not None


class Receiver:
    """A webhook's far end that refuses the first ``refusals`` deliveries."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.enough = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=500)
        self.enough.set()
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    there, app = Receiver(2), web.Application()
    app.router.add_post("/hook", there.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield there, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_webhook_carries_its_secret_and_is_repeated(
    server: TelegramServer, bot: Bot, ann: Person, receiver: tuple[Receiver, str]
) -> None:
    there, address = receiver
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided for webhook"):
        await bot.set_webhook("http://muster.example/hook")
    with pytest.raises(BadRequest, match="webhook can be set up only on ports"):
        await bot.set_webhook("https://muster.example:8080/hook")
    server.reroute("https://muster.example", address)
    await bot.set_webhook("https://muster.example/hook", secret_token="s3cret")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await ann.says("/ping")
    async with asyncio.timeout(5):
        await there.enough.wait()
    assert [secret for secret, _ in there.got] == ["s3cret"] * 3
    assert len({update["update_id"] for _, update in there.got}) == 1
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_waiting_in_vain_tells_what_was_said_instead(server: TelegramServer, bot: Bot, ann: Person) -> None:
    ann.started = True
    await bot.send_message(ann.id, "something else")
    with pytest.raises(NothingHeard, match="something else"):
        await server.heard(ann, containing="saved", timeout=0.05)
    assert [m.text for m in server.unheard()] == ["something else"]
