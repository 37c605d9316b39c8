"""What ``check`` finds on Discord: the token, the invitation, and the rights in each bound channel."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.check.discord import ALL_NEEDED, rights_in
from storage import Address
from tests.bot.checking import DISCORD_TOKEN, a_team, checked

ME, GUILD, CHANNEL, THREAD = "1001", "2001", "3001", "3002"


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No ``muster.yaml`` and no ``.env`` of the folder the tests run in."""
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def a_discord(channels: dict[str, Any], everyone: int = ALL_NEEDED) -> AsyncIterator[str]:
    """The few answers of Discord's REST interface that ``check`` asks for."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bot {DISCORD_TOKEN}":
            return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        path = request.path.removeprefix("/api/v10")
        known = {
            "/users/@me": {"id": ME, "username": "muster"},
            "/applications/@me": {"id": "1000"},
            "/gateway/bot": {"url": "ws://x", "session_start_limit": {"remaining": 5, "total": 1000}},
            f"/guilds/{GUILD}/members/{ME}": {"roles": ["2002"]},
            f"/guilds/{GUILD}/roles": [
                {"id": GUILD, "permissions": str(everyone)},
                {"id": "2002", "permissions": "0"},
            ],
        } | {f"/channels/{id}": channel for id, channel in channels.items()}
        if path in known:
            return web.json_response(known[path])
        return web.json_response({"message": "Missing Access", "code": 50001}, status=403)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    finally:
        await runner.cleanup()


async def test_rights_in_each_bound_channel_of_discord_and_the_invitation(tmp_path: Path) -> None:
    channels = {
        CHANNEL: {"id": CHANNEL, "type": 0, "guild_id": GUILD, "permission_overwrites": []},
        THREAD: {"id": THREAD, "type": 11, "guild_id": GUILD, "parent_id": CHANNEL},
        "3003": {
            "id": "3003", "type": 0, "guild_id": GUILD,
            "permission_overwrites": [{"id": GUILD, "type": 0, "allow": "0", "deny": str(1 << 11 | 1 << 15)}],
        },
    }  # fmt: skip
    bound = [(Address("discord", id), title) for id, title in ((CHANNEL, "good"), ("3003", "closed"), ("9", "hidden"))]
    await a_team(tmp_path, *bound, (Address("discord", CHANNEL, THREAD), "thread"))
    async with a_discord(channels) as url:
        code, lines = await checked(tmp_path, discord_token=DISCORD_TOKEN, discord_api_url=url)
    assert code == 1
    assert "ok   discord good: the bot may do all it needs" in lines
    assert "ok   discord thread: the bot may do all it needs" in lines
    assert "bad  discord closed: missing rights: Send Messages, Attach Files" in lines
    assert any(line.startswith("bad  discord hidden: Missing Access (403)") for line in lines)
    assert any(
        line.endswith("client_id=1000&scope=bot+applications.commands&permissions=274878024704") for line in lines
    )
    assert any("only 5 starts are left" in line for line in lines)


async def test_a_wrong_token_of_discord_is_a_matter_of_settings(tmp_path: Path) -> None:
    async with a_discord({}) as url:
        code, lines = await checked(tmp_path, discord_token="canary.of.wrong", discord_api_url=url)
    assert code == 78
    assert any("MUSTER_DISCORD_TOKEN is not valid" in line for line in lines)
    assert "canary" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("roles", "overwrites", "expected"),
    [
        ({GUILD: 1}, [], 1),
        ({GUILD: 1, "r": 2}, [], 3),
        ({GUILD: 3}, [(GUILD, 0, 1)], 2),
        ({GUILD: 3}, [(GUILD, 0, 3), ("r", 1, 0)], 1),
        ({GUILD: 1}, [("r", 0, 1), ("s", 1, 0)], 1),
        ({GUILD: 1}, [("r", 1, 0), (ME, 0, 1)], 0),
        ({GUILD: 1}, [("stranger", 0, 1)], 1),
        ({GUILD: 0, "r": 8}, [(GUILD, 0, 1)], -1),
    ],
)
def test_rights_are_worked_out_in_discord_s_order(
    roles: dict[str, int], overwrites: list[tuple[str, int, int]], expected: int
) -> None:
    channel = {"permission_overwrites": [{"id": i, "allow": str(a), "deny": str(d)} for i, a, d in overwrites]}
    assert rights_in(channel, GUILD, roles, ["r", "s"], ME) == expected
