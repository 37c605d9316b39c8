"""What can go wrong between Telegram and the inbox, and that nothing is lost by it."""

from datetime import timedelta

import pytest

from bot import lease
from bot.telegram import poller
from bot.telegram.api import Api
from storage import Storage
from tests.services.telegram import TelegramServer

from .office import NOON, Office, state, until

BOT = "telegram.12345678"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between two attempts are in their place, only shorter."""
    monkeypatch.setattr(poller, "PAUSES", (0.05, 0.1, 0.2))
    monkeypatch.setattr(poller, "REVOKED_PAUSES", (0.05, 0.1, 30.0))
    monkeypatch.setattr(lease, "STANDBY", 0.1)


ODD_ANSWERS = [
    {"status": 404, "body": "<html>not here</html>", "content_type": "text/html"},
    {"status": 401},
    {"status": 404},
    {"status": 500},
    {"status": 502, "body": "<html>Bad Gateway</html>", "content_type": "text/html"},
    {"status": 200, "body": "<html>hello</html>", "content_type": "text/html"},
    {"status": 200, "body": b""},
    {"status": 200, "body": b'{"ok":true,"result":[{"update_id":1,'},
    {"status": 200, "body": {"ok": True}},
    {"status": 200, "body": {"ok": False}},
    {"status": 200, "body": [1, 2]},
    {"status": 200, "body": {"ok": True, "result": {"update_id": 1}}},
    {"status": 200, "body": {"ok": True, "result": [{"no": "number"}]}},
    {"status": 200, "body": b"\x1f\x8b\x08\x00", "headers": {"Content-Encoding": "gzip"}},
    {"status": 200, "body": b"\xff\xfe\x00"},
    {"status": 302, "headers": {"Location": "http://127.0.0.1:9/elsewhere"}},
    {"status": 429, "retry_after": 1},
    {"status": 429},
    {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
    {"status": 403, "body": {"ok": False, "parameters": [], "description": 7}},
    {"status": 400, "body": {"ok": False, "parameters": {"migrate_to_chat_id": "x"}}},
]


@pytest.mark.parametrize("answer", ODD_ANSWERS, ids=str)
async def test_no_answer_ends_the_listening(
    server: TelegramServer, office: Office, answer: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.request.PATIENCE", 1.0)
    await server.called("getMe")
    bob = server.person("Bob")
    server.fail("getUpdates", **answer)  # type: ignore[arg-type]
    server.feed(1, by=bob, text="/count 1")  # ends the poll that waits
    server.feed(1, by=bob, text="/count 2")
    await server.heard(bob, "Counted 1.")
    await server.heard(bob, "Counted 2.")
    await server.called("getUpdates", times=2)
    assert office.chat.health().state == "ok"


@pytest.mark.parametrize("how", ["close", "accept_then_close", "truncate"])
async def test_a_broken_connection_only_delays(server: TelegramServer, office: Office, how: str) -> None:
    bob = server.person("Bob")
    server.break_calls("getUpdates", how, times=2)  # type: ignore[arg-type]
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")
    assert office.fed >= 1


async def test_a_silent_connection_is_given_up(
    server: TelegramServer, sqlite_storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "POLL", 0)
    monkeypatch.setattr(poller, "GRACE", 0.2)
    bob = server.person("Bob")
    server.break_calls("getUpdates", "hang", times=2)
    async with Office(server, sqlite_storage):
        await bob.says("/count 1")
        await server.heard(bob, "Counted 1.")


async def test_connections_are_made_anew_after_a_long_silence(
    server: TelegramServer, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "WATCHDOG", -1.0)
    await server.called("getUpdates")
    before = office.chat._api._polling._session
    server.fail("getUpdates")
    server.feed(1, by=server.person("Bob"), text="/count 1")  # ends the poll that waits; the next one fails
    await server.heard(containing="Counted 1.")
    await server.called("getUpdates", times=3)
    assert before is not None
    assert before.closed
    assert office.chat._api._polling._session is not before


async def test_a_long_silence_is_told(server: TelegramServer, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await state(office, "ok")
    monkeypatch.setattr(poller, "UNHEARD", -1.0)
    assert "nothing heard from Telegram for 0 s" in office.chat.health().why


async def test_a_token_that_telegram_never_accepted_is_told_once(
    server: TelegramServer, sqlite_storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getMe", times=None, status=401, description="Unauthorized")
    async with Office(server, sqlite_storage) as office:
        await state(office, "down", "MUSTER_TELEGRAM_TOKEN is not valid")
        await server.called("getMe", times=3)
    assert [entry.levelname for entry in caplog.records if "MUSTER_TELEGRAM_TOKEN" in entry.getMessage()] == ["ERROR"]
    assert server.token not in caplog.text


async def test_a_revoked_token_is_told_and_not_hammered(
    server: TelegramServer, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await server.called("getUpdates")
    server.fail("getUpdates", times=None, status=401)
    server.feed(1, by=server.person("Bob"), text="/count 1")
    await state(office, "down", "does not accept the token")
    await server.called("getUpdates", times=4)

    async def paused() -> bool:
        return [record.__dict__["pause"] for record in caplog.records if record.message == "not heard"] == [
            0.05, 0.1, 30.0
        ]  # fmt: skip

    await until(paused)
    assert server.token not in office.chat.health().why


async def test_another_program_with_this_token_is_told(server: TelegramServer, office: Office) -> None:
    await server.called("getUpdates")
    fault = server.fail("getUpdates", times=None, status=409, description="Conflict: terminated by other getUpdates")
    server.feed(1, by=server.person("Bob"), text="/count 1")
    await state(office, "down", "another program uses this token")
    fault.heal()
    await server.heard(containing="Counted 1.")
    await state(office, "ok")


async def test_a_webhook_that_was_left_behind_is_taken_away_and_what_waits_is_kept(
    server: TelegramServer, sqlite_storage: Storage
) -> None:
    server.webhook.set("https://muster.example/old", "", 40)
    bob = server.person("Bob")
    await bob.says("/count 1")
    async with Office(server, sqlite_storage):
        await server.heard(bob, "Counted 1.")
        other = Api(server.token, server.url)
        await other.call("setWebhook", {"url": "https://muster.example/again"})
        await other.shut()
        await bob.says("/count 2")
        await server.heard(bob, "Counted 2.")
    assert all("drop_pending_updates" not in call.params for call in server.calls)


async def test_a_full_disk_leaves_the_update_with_telegram(server: TelegramServer, office: Office) -> None:
    await server.called("getUpdates")
    office.full = 2
    bob = server.person("Bob")
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")
    assert office.fed == 3
    await server.all_confirmed()


async def test_what_cannot_be_understood_is_set_aside_and_the_next_is_served(
    server: TelegramServer, office: Office
) -> None:
    bob = server.person("Bob")
    await bob.says("/count 0")
    await server.heard(bob, "Counted 0.")
    whole = server.spoken(bob.chat, bob.wire(), "/count 1").wire()
    await server.heard(bob, "Counted 1.")
    for poison in (
        {"message_id": "x"},
        whole | {"chat": []},
        whole | {"from": {"id": 2**70}},
        whole | {"text": {"deep": [1]}},
        whole | {"reply_to_message": 5},
        whole | {"migrate_to_chat_id": "far"},
        None,
    ):
        server.updates.push("message", poison, bob.id)  # type: ignore[arg-type]
    await bob.says("/count 2")
    await server.heard(bob, "Counted 2.")
    await server.all_confirmed()

    async def settled() -> bool:
        return "new" not in await office.states()

    await until(settled)
    assert (await office.states())["quarantined"] == 6
    assert server.unheard() == []


async def test_numbers_that_begin_again_lower_are_new(server: TelegramServer, office: Office) -> None:
    bob = server.person("Bob")
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")
    await server.all_confirmed()
    server.updates.restart_ids(at=1000)
    await bob.says("/count 2")
    await server.heard(bob, "Counted 2.")
    await bob.says("/count 3")
    await server.heard(bob, "Counted 3.")


async def test_what_came_before_a_restart_is_answered_once(server: TelegramServer, sqlite_storage: Storage) -> None:
    bob = server.person("Bob")
    async with Office(server, sqlite_storage):
        await bob.says("/count 1")
        await server.heard(bob, "Counted 1.")
    await bob.says("/count 2")
    async with Office(server, sqlite_storage):
        await server.heard(bob, "Counted 2.")
        await server.all_confirmed()
        assert server.unheard() == []


async def test_one_of_two_replicas_listens_and_the_other_takes_over(
    server: TelegramServer, sqlite_storage: Storage
) -> None:
    bob = server.person("Bob")
    async with Office(server, sqlite_storage) as first:
        await state(first, "ok")
        async with Office(server, sqlite_storage) as second:
            await state(second, "standby")
            await bob.says("/count 1")
            await server.heard(bob, "Counted 1.")
            assert second.fed == 0
            await first.close()
            await state(second, "ok")
            await bob.says("/count 2")
            await server.heard(bob, "Counted 2.")
    assert not server.calls.of("getUpdates", "refused")


async def test_the_place_of_a_replica_that_died_is_taken_when_its_lease_is_over(
    server: TelegramServer, sqlite_storage: Storage
) -> None:
    await sqlite_storage.write(lambda u: u.leases.hold(BOT, "dead", NOON, NOON + timedelta(seconds=20)))
    bob = server.person("Bob", language="en")
    async with Office(server, sqlite_storage) as office:
        await state(office, "standby")
        await bob.says("/count 1")
        assert server.calls.of("getUpdates") == []
        office.away = timedelta(seconds=20)
        await server.heard(bob, "Counted 1.")
        await state(office, "ok")


async def test_a_silence_is_noticed_after_a_restart(
    server: TelegramServer, sqlite_storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    long_ago = NOON - timedelta(minutes=5)
    await sqlite_storage.write(lambda unit: unit.marks.set(f"{BOT}.heard", long_ago.isoformat()))
    async with Office(server, sqlite_storage) as office:
        await server.called("getUpdates", times=1)
        await server.person("Bob").says("/count 1")
        await server.heard(containing="Counted 1.")
        await state(office, "ok")
    assert "was deaf" in caplog.messages
    assert await sqlite_storage.read(lambda unit: unit.marks.get(f"{BOT}.heard")) != long_ago.isoformat()


async def test_no_secret_is_told_when_nobody_listens_there(
    server: TelegramServer, sqlite_storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    async with Office(server, sqlite_storage, url="http://127.0.0.1:9") as office:
        await state(office, "down", "no connection to Telegram")
        assert server.token not in repr(office.chat._api)
    assert server.token not in caplog.text
