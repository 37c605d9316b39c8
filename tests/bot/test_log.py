"""Nothing secret is ever read in the log, nothing is too odd to be logged, and a broken output harms nobody."""

import asyncio
import io
import json
import logging
import subprocess
import sys

import httpx
import pytest
import structlog

from bot import log
from bot.redact import Redactor
from bot.settings import Settings, read_settings

TELEGRAM_TOKEN = "123456789:AAHcanary-token_of-a-test-0123456789a"
DISCORD_TOKEN = "MTA5NjQyNTk3ODQ1NjM0NDU3Ng.GhYkXz.canaryCanaryCanary0123456789abcdefghij"


def heard(env: dict[str, str] | None = None) -> tuple[io.StringIO, Settings]:
    out = io.StringIO()
    settings = read_settings({"MUSTER_LOG_LEVEL": "debug", "MUSTER_LOG_FORMAT": "json"} | (env or {}))
    log.setup(settings, stream=out)
    return out, settings


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_token_is_taken_out_of_message_arguments_fields_and_traceback(style: str) -> None:
    env = {"MUSTER_LOG_FORMAT": style, "MUSTER_TELEGRAM_TOKEN": TELEGRAM_TOKEN, "MUSTER_DISCORD_TOKEN": DISCORD_TOKEN}
    out, _ = heard(env | {"MUSTER_HTTP_TOKEN": "canary-of-the-port"})
    for secret in (TELEGRAM_TOKEN, DISCORD_TOKEN, "canary-of-the-port"):
        logging.getLogger("x").info(f"said {secret}")
        logging.getLogger("x").info("said %s and %r", secret, {"k": secret})
        structlog.get_logger("y").warning("said", token=secret, nested={"token": [secret]})
        try:
            raise ValueError(f"https://api.telegram.org/bot{secret}/getMe")
        except ValueError:
            logging.getLogger("x").exception("failed")
    assert out.getvalue().count("said") >= 9
    assert "Traceback" in out.getvalue()
    assert "canary" not in out.getvalue()


@pytest.mark.parametrize("style", ["json", "console"])
def test_what_is_said_beside_a_message_is_read_too_but_not_of_libraries(style: str) -> None:
    out, _ = heard({"MUSTER_LOG_FORMAT": style, "MUSTER_HTTP_TOKEN": "canary-of-the-port"})
    beside = {"incident": "K7QF-2MXR", "why": "no canary-of-the-port\nhere"}
    logging.getLogger("bot.dispatch").error("incident", extra=beside)
    assert "K7QF-2MXR" in out.getvalue()
    assert "no [secret]" in out.getvalue()
    assert out.getvalue().count("\n") == 1
    logging.getLogger("aiohttp.client").error("incident", extra={"why": "everything a library knows"})
    assert "knows" not in out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TELEGRAM_TOKEN}/getUpdates",
        f"InvalidToken: {TELEGRAM_TOKEN}",
        f"Authorization: Bot {DISCORD_TOKEN}",
        f"{{'Authorization': 'Bearer canary-{'x' * 9}'}}",
        "('X-Telegram-Bot-Api-Secret-Token', 'canary-secret')",
        "POST https://discord.com/api/v10/webhooks/1096425978456344576/canaryAbc123/messages/@original",
        "https://discord.com/api/v10/interactions/1096425978456344576/canaryAbc123/callback",
        "token aW50ZXJhY3Rpb246canary==",
        "could not connect to postgresql+asyncpg://muster:canary@db:5432/muster",
        "GET /oncall/canary.ics",
    ],
)
def test_a_secret_is_known_by_its_shape(text: str) -> None:
    assert "canary" not in Redactor()(text)


@pytest.mark.parametrize(
    "text",
    ["2026-11-24T09:00:00", "/task claim 7", "bot.telegram.chat", "http://127.0.0.1:8080/livez", "mei@example.com"],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor(("abc", ""))(text) == text


async def test_httpx_does_not_print_addresses_however_talkative_we_are() -> None:
    out, _ = heard()
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    async with client:
        await client.get("https://api.telegram.org/botcanary/getMe")
    for name in ("httpcore.http11", "telegram.ext.ExtBot", "discord.gateway", "aiosqlite"):
        inner = logging.getLogger(name)
        inner.setLevel(logging.DEBUG)
        inner.debug("canary: what people wrote")
        inner.setLevel(logging.NOTSET)
    assert "canary" not in out.getvalue()


def test_a_library_is_heard_from_its_floor_on() -> None:
    out, _ = heard()
    logging.getLogger("telegram.ext").info("started")
    logging.getLogger("bot.inbox").debug("ours")
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["logger"], line["level"], line["event"]) for line in lines] == [
        ("telegram.ext", "info", "started"),
        ("bot.inbox", "debug", "ours"),
    ]
    assert lines[0]["timestamp"].endswith("Z")


def test_a_record_that_cannot_be_shown_is_said_so() -> None:
    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError

    out, _ = heard()
    logging.getLogger("x").info("%d", "not a number")
    structlog.get_logger("x").info("odd", it=Odd())
    assert out.getvalue().count("cannot be shown") == 2


def test_half_a_sign_is_written_as_a_question_mark() -> None:
    out, _ = heard()
    # Only our own output listens: the one of the tests cannot take such a sign.
    root = logging.getLogger()
    root.handlers[:] = [each for each in root.handlers if getattr(each, "stream", None) is out]
    logging.getLogger("x").info("after \ud800 all")
    assert out.getvalue().encode().count(b"after ? all") == 1


def test_a_line_of_the_console_cannot_pretend_to_be_another() -> None:
    out, _ = heard({"MUSTER_LOG_FORMAT": "console"})
    logging.getLogger("x").info("evil\r\x1b[2K\u202e fake\n2026-11-24 [info] all is well")
    assert out.getvalue().count("\n") == 1
    assert not {"\r", "\x1b", "\u202e"} & set(out.getvalue())


def test_one_place_in_the_code_cannot_fill_the_disk() -> None:
    at = 0.0
    flood = log.Flood(lambda: at)
    record = logging.LogRecord("x", logging.INFO, "file.py", 7, "again", None, None)
    other = logging.LogRecord("x", logging.INFO, "file.py", 8, "else", None, None)
    assert sum(flood(record) for _ in range(10_000)) == log.BURST
    assert flood(other)
    at += log.WINDOW
    assert flood(record)
    assert record.__dict__["left_out"] == 10_000 - log.BURST


async def test_errors_nobody_awaited_are_logged() -> None:
    out, _ = heard({"MUSTER_TELEGRAM_TOKEN": TELEGRAM_TOKEN})
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log.asyncio_handler)
    loop.call_exception_handler({"message": "lost", "exception": ValueError(TELEGRAM_TOKEN)})
    loop.set_exception_handler(None)
    assert "lost" in out.getvalue()
    assert "ValueError" in out.getvalue()
    assert "canary" not in out.getvalue()


STORM = """
import logging, os, sys, threading
from bot import log
from bot.settings import read_settings
log.setup(read_settings({"MUSTER_TELEGRAM_TOKEN": sys.argv[1]}))
if sys.argv[2] == "closed":
    os.close(2)
    for i in range(100_000):
        logging.getLogger("x").warning("line %d", i)
    print("alive")
else:
    worker = threading.Thread(target=lambda: 1 / int("0" if sys.argv[1] else "1"))
    worker.start()
    worker.join()
    raise RuntimeError("https://api.telegram.org/bot" + sys.argv[1])
"""


def test_a_closed_output_harms_nobody() -> None:
    done = subprocess.run([sys.executable, "-c", STORM, TELEGRAM_TOKEN, "closed"], capture_output=True, timeout=50)
    assert (done.returncode, done.stdout.strip()) == (0, b"alive")


def test_the_last_words_of_a_dying_process_hold_no_token() -> None:
    done = subprocess.run([sys.executable, "-c", STORM, TELEGRAM_TOKEN, "die"], capture_output=True, timeout=50)
    assert done.returncode == 1
    assert b"RuntimeError" in done.stderr
    assert b"ZeroDivisionError" in done.stderr
    assert b"canary" not in done.stderr + done.stdout
