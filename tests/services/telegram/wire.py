"""The HTTP surface: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``, with the faults a test ordered."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from .errors import Refused
from .faults import Fault, FaultBook
from .ledger import Call
from .methods import METHODS
from .params import BIGGEST_BODY, Params, read_params
from .world import World

_UNAUTHORIZED = Refused(401, "Unauthorized")
_UNKNOWN_METHOD = Refused(404, "Not Found: method not found")


class Wire:
    """Answers requests for one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = FaultBook()
        self._stopping = asyncio.Event()

    def app(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(client_max_size=BIGGEST_BODY)
        app.router.add_route("*", "/bot{token:[^/]*}/{method:.*}", self.method)
        app.router.add_get("/file/bot{token:[^/]*}/{path:.+}", self.file)
        app.router.add_route("*", "/{rest:.*}", self.nothing)
        return app

    def stop(self) -> None:
        """Let go of calls that hang."""
        self._stopping.set()

    async def nothing(self, request: web.Request) -> web.Response:
        """Any other address."""
        return _answer(Refused(404, "Not Found"))

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a file ``getFile`` named."""
        if unquote(request.match_info["token"]) != self.world.token:
            return _answer(_UNAUTHORIZED)
        fault = self.faults.take("file", None)
        if fault is not None and (response := await self._strike(request, fault, None)) is not None:
            return response
        file = self.world.files.by_path(unquote(request.match_info["path"]))
        if file is None:
            return _answer(Refused(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One call: read, written into the ledger, struck by a fault or run."""
        name = request.match_info["method"]
        trouble: Refused | None = None
        params = Params()
        try:
            params = await read_params(request)
        except Refused as refused:
            trouble = refused
        call = self.world.calls.open(name, params.shown(), self.world.clock.monotonic())
        self.world.bell.ring()
        try:
            if unquote(request.match_info["token"]) != self.world.token:
                trouble = _UNAUTHORIZED
            if trouble is None and (fault := self.faults.take(name, params.raw.get("chat_id"))) is not None:
                return await self._with_fault(request, fault, call, params)
            return await self._run(call, params, trouble)
        except asyncio.CancelledError:
            call.outcome = "gone"
            raise
        finally:
            call.until = self.world.clock.monotonic()
            self.world.bell.ring()

    async def _run(self, call: Call, params: Params, trouble: Refused | None) -> web.Response:
        try:
            if trouble is not None:
                raise trouble
            method = METHODS.get(call.method.lower())
            if method is None:
                raise _UNKNOWN_METHOD
            call.result = await method(self.world, params)
        except Refused as refused:
            call.outcome, call.status, call.description = "refused", refused.status, refused.description
            return _answer(refused)
        call.outcome, call.status, call.accepted = "ok", 200, True
        return web.json_response({"ok": True, "result": call.result})

    async def _with_fault(self, request: web.Request, fault: Fault, call: Call, params: Params) -> web.StreamResponse:
        answer: web.Response | None = None
        if fault.accepts:
            answer = await self._run(call, params, None)
        accepted = call.accepted
        call.outcome, call.description = "fault", f"{fault.how} {call.description}".rstrip()
        call.status = fault.status if fault.how == "answer" else 0
        call.accepted = accepted
        self.world.bell.ring()
        response = await self._strike(request, fault, answer)
        return response if response is not None else await self._run(call, params, None)

    async def _strike(self, request: web.Request, fault: Fault, answer: web.Response | None) -> web.Response | None:
        """Do what was ordered; None lets the call go on as usual (a ``hang`` whose seconds are over)."""
        if fault.how == "answer":
            return web.Response(status=fault.status, body=fault.body, headers=fault.headers)
        if fault.how == "truncate" and answer is not None and isinstance(answer.body, bytes):
            await self._half(request, answer.body)
        if fault.how in ("hang", "accept_then_hang"):
            try:
                await asyncio.wait_for(self._stopping.wait(), fault.seconds)
            except TimeoutError:
                if fault.how == "hang":
                    return None
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _half(self, request: web.Request, body: bytes) -> None:
        half = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
        await half.prepare(request)
        await half.write(body[: len(body) // 2])
        if request.transport is not None:
            request.transport.close()


def _answer(refused: Refused) -> web.Response:
    return web.Response(
        status=refused.status, body=json.dumps(refused.body()).encode(), content_type="application/json"
    )


def fault_bytes(body: Any) -> bytes:
    """A body given as bytes, text or a JSON value."""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()
