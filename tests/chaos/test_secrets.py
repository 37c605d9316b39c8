"""The token of the bot stands in nothing that leaves the process, however much is printed and whatever goes wrong."""

import asyncio
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

import aiohttp
import pytest

from .process import PATIENCE, Muster
from .trial import Trial

TOKEN = "7123456789:AAHcanary-Token_of-a-chaos-test-0123456789a"
PORT_TOKEN = "canary-of-the-port-0123456789"
SECRETS = (TOKEN.partition(":")[2], PORT_TOKEN)
ENDS = ("csv", "json", "xlsx")
PAGES = ("/", "/livez", "/readyz", "/metrics", "/nothing", "/telegram")


def found_in(content: bytes) -> list[str]:
    """Secrets that stand in a content, also as they are written in an address, in whatever case of letters: libraries
    put the first letter of a message in upper case, and all others in lower case."""
    forms = {secret: {secret.lower(), quote(secret, safe="").lower()} for secret in SECRETS}
    return [secret for secret in SECRETS if any(form.encode() in content.lower() for form in forms[secret])]


async def pages(muster: Muster) -> dict[str, bytes]:
    """Every page, as asked by somebody with and without the right to."""
    answers = {}
    async with aiohttp.ClientSession() as browser:
        for path in PAGES:
            for name, headers in (("a stranger", {}), ("the operator", {"Authorization": f"Bearer {PORT_TOKEN}"})):
                async with browser.get(f"http://127.0.0.1:{muster.port}{path}", headers=headers) as answer:
                    head = repr(answer.headers).encode()
                    answers[f"{path} for {name}: {answer.status}"] = head + await answer.read()
    return answers


async def command(muster: Muster, *words: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=muster.folder, env=muster.env, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return said


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.name, file.read_bytes()
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as book:
                    yield from ((f"{file.name}/{part}", book.read(part)) for part in book.namelist())


@pytest.mark.chaos
@pytest.mark.timeout(200)
async def test_no_secret_is_in_any_output(tmp_path: Path) -> None:
    env = {"MUSTER_LOG_LEVEL": "debug", "MUSTER_HTTP_TOKEN": PORT_TOKEN}
    async with Trial.of(tmp_path, Random(3), 60, token=TOKEN, **env) as trial:
        server, muster, crowd = trial.server, trial.muster, trial.crowd
        await muster.start()
        await server.called("getUpdates", timeout=PATIENCE)
        # Whatever a server, a proxy or a cable can do to a call: each is told of, none with the address.
        address = f"/bot{TOKEN}/method"
        troubles = [
            server.fail("getUpdates", status=404, body=f"<h1>no {address}</h1>", content_type="text/html"),
            server.fail("getUpdates", description=f"cannot serve {address}"),
            server.break_calls("getUpdates", "close"),
            server.fail("sendMessage", status=400, description=f"Bad Request: chat not found, says {address}"),
            server.fail("sendMessage", status=400, description=f"Bad Request: strange, says {address}"),
            server.fail("sendMessage", status=429, retry_after=1),
            server.fail("sendMessage", status=502, body=b"\xff\xfe bad gateway", content_type="text/html"),
            server.break_calls("sendMessage", "truncate"),
            server.break_calls("sendMessage", "accept_then_close"),
        ]
        crowd.says(10)
        server.updates.push("message", {"message_id": "wrong", "text": "/daily"}, 0)
        await server.bell.until(
            lambda: None if any(trouble.left for trouble in troubles) else True,
            PATIENCE,
            lambda: f"{troubles} are left; {muster.said()[-2000:]}",
        )
        outputs = await pages(muster)
        kinds = ("numbers", "tasks", "activities", "weeklies", "risks", "journal", "people")
        asked = [("check",), *(("export", kind) for kind in kinds)]
        asked += [("export", "numbers", "--workspace", "Wood", "--out", f"out.{end}") for end in ENDS]
        said = await asyncio.gather(*(command(muster, *words) for words in asked))
        outputs |= {" ".join(words): content for words, content in zip(asked, said, strict=True)}
        muster.kill()
        await muster.ended()
        await muster.start()
        crowd.says(10)
        await server.called("sendMessage", len(server.calls.of("sendMessage")) + 5, timeout=PATIENCE)
        outputs |= {f"{name} again": content for name, content in (await pages(muster)).items()}
        assert await muster.stop() == 0
    outputs |= dict(files(tmp_path))
    assert {"muster.db", "out.csv", "out.json", "out.xlsx"} <= outputs.keys()
    assert b"not heard" in outputs["printed.txt"]
    assert b"not delivered" in outputs["printed.txt"]
    assert {name: secrets for name, content in outputs.items() if (secrets := found_in(content))} == {}
