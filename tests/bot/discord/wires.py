"""A very small Discord on a real socket: what simcord leaves out, the gateway itself and its faults."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import WSMsgType, web

USER = {"id": "900", "username": "muster", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION: dict[str, Any] = {
    "id": "901", "name": "Muster", "description": "", "icon": None, "bot_public": True, "flags": 0,
    "bot_require_code_grant": False, "verify_key": "x", "owner": USER, "summary": "",
}  # fmt: skip
PATIENCE = 8.0


def as_json(data: Any, *, status: int = 200) -> web.Response:
    """The library reads a body only when its type is exactly this, without a charset."""
    return web.Response(body=json.dumps(data).encode(), status=status, content_type="application/json")


class SmallDiscord:
    """``identified`` and ``resumed`` count sessions; ``asked`` are the REST requests as (method, path, body)."""

    def __init__(self) -> None:
        self.identified = self.resumed = self.dialled = 0
        self.starts_left = 1000
        self.guilds: list[dict[str, Any]] = []
        """The servers that the bot is told of when it is let in."""
        self.refused: set[str] = set()
        """Tokens that are not taken."""
        self.closes_with: int | None = None
        """Every session is closed with this code instead of being let in."""
        self.answers_heartbeats = True
        self.heartbeat = 41250
        self.asked: list[tuple[str, str, Any]] = []
        self.files: dict[str, list[bytes]] = {}
        """What was uploaded, by name."""
        self.sockets: list[web.WebSocketResponse] = []
        self._sequence = 0
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *error: object) -> None:
        for socket in self.sockets:
            await socket.close()
        await self._runner.cleanup()

    @property
    def hosts(self) -> dict[str, str]:
        return {
            "api_url": f"http://127.0.0.1:{self.port}/api/v10",
            "gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
        }

    async def until(self, happened: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(patience):
            while not happened():
                self._changed.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    async def send(self, op: int, data: Any = None, event: str | None = None) -> None:
        """To the connection that was opened last."""
        if event is not None:
            self._sequence += 1
        message = {"op": op, "d": data, "s": self._sequence if event else None, "t": event}
        await self.sockets[-1].send_str(json.dumps(message))

    async def close(self, code: int) -> None:
        await self.sockets[-1].close(code=code)

    def requests(self, method: str, ending: str) -> list[Any]:
        return [body for asked, path, body in self.asked if asked == method and path.endswith(ending)]

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        form = dict(await request.post()) if request.content_type.startswith("multipart/") else {}
        body = json.loads(str(form.pop("payload_json", "")) or await request.text() or "null")
        for part in form.values():
            if isinstance(part, web.FileField):
                self.files.setdefault(part.filename, []).append(part.file.read())
        self.asked.append((request.method, path, body))
        self._changed.set()
        if request.headers.get("Authorization", "").removeprefix("Bot ") in self.refused:
            return as_json({"code": 0, "message": "401: Unauthorized"}, status=401)
        return self.answer(request.method, path, body)

    def answer(self, method: str, path: str, body: Any) -> web.Response:
        """What is answered to a request."""
        answers: dict[str, Any] = {
            "/users/@me": USER,
            "/oauth2/applications/@me": APPLICATION,
            "/gateway/bot": {"url": "", "shards": 1, "session_start_limit": {"remaining": self.starts_left}},
        }
        if path in answers:
            return as_json(answers[path])
        if path.endswith("/callback"):
            return web.Response(status=204)
        return as_json({"id": "77"} if method != "PUT" else [])

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.dialled += 1
        await self.send(10, {"heartbeat_interval": self.heartbeat})
        answers: dict[int, Callable[[], Awaitable[None]]] = {1: self._ack, 2: self._let_in, 6: self._resume}
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                op = json.loads(message.data)["op"]
                if op in answers:
                    await answers[op]()
            self._changed.set()
        self._changed.set()
        return socket

    async def _ack(self) -> None:
        if self.answers_heartbeats:
            await self.send(11)

    async def _let_in(self) -> None:
        self.identified += 1
        if self.closes_with is not None:
            await self.close(self.closes_with)
            return
        ready = {
            "v": 10, "user": USER, "guilds": self.guilds, "session_id": f"s{self.identified}",
            "resume_gateway_url": self.hosts["gateway_url"], "application": {"id": "901", "flags": 0},
        }  # fmt: skip
        await self.send(0, ready, "READY")

    async def _resume(self) -> None:
        self.resumed += 1
        await self.send(0, {}, "RESUMED")
