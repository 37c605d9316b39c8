"""Hears what people write, by Telegram's calls to our own address. What comes is on the disk before it is answered."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from storage import StorageError

from ..pace import pause
from ..ports import Feed, Health
from .api import Api
from .inbound import KINDS, key_of, lane_of
from .outcomes import NOT_ACCEPTED, short

log = logging.getLogger(__name__)

BIGGEST = 1024 * 1024
"""Bytes of one update."""
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOK = 60.0
"""Seconds between two looks whether Telegram still knows our address."""
LONGEST_PAUSE = 30.0


class Webhook:
    """``prepare`` is awaited before the address is told to Telegram; ``works`` is what one of the replicas does for
    all: it keeps the address told. Each of them answers Telegram's calls."""

    def __init__(self, api: Api, feed: Feed, url: str, secret: str, prepare: Callable[[], Awaitable[None]]) -> None:
        self._api = api
        self._feed = feed
        self._url = url
        self._secret = secret.encode()
        self._prepare = prepare
        self._why = "Telegram was not reached yet"
        self.works = (self._keep_told,)

    def health(self) -> Health:
        return Health("down", self._why) if self._why else Health("ok")

    def routes(self) -> list[web.RouteDef]:
        """For the web server of the process: the path of the address."""
        return [web.post(urlsplit(self._url).path or "/", self._called)]

    async def _keep_told(self) -> None:
        fails = 0
        while True:
            try:
                await self._prepare()
                await self._tell()
                self._why, fails = "", 0
                await asyncio.sleep(LOOK)
            except TelegramError as error:
                wrong = isinstance(error, InvalidToken)
                self._why = NOT_ACCEPTED if wrong else f"Telegram does not take the webhook: {short(error)}"
                log.warning("the webhook is not set", extra={"why": NOT_ACCEPTED if wrong else short(error)})
                wait = min(pause(fails), LONGEST_PAUSE)
                fails += 1
                await asyncio.sleep(wait)

    async def _tell(self) -> None:
        """Set the address if Telegram has another one or none."""
        info = await self._api.call("getWebhookInfo")
        if self._why or not isinstance(info, dict) or info.get("url") != self._url:
            asked = {"url": self._url, "secret_token": self._secret.decode(), "allowed_updates": list(KINDS)}
            await self._api.call("setWebhook", asked)

    async def _called(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        raw = bytearray()
        async for piece in request.content.iter_chunked(64 * 1024):
            raw += piece
            if len(raw) > BIGGEST:
                return web.Response(status=413)
        body = bytes(raw).decode("utf-8", "replace")
        update = _read(body)
        try:
            await self._feed("telegram", [(key_of(self._api.number, update, body), lane_of(update), body)])
        except StorageError as error:
            # Telegram repeats until it hears that we have it.
            log.warning("an update could not be stored", extra={"why": str(error)})
            return web.Response(status=503)
        return web.Response()


def _read(body: str) -> Any:
    """What cannot be read is stored all the same and set aside later: refusing it would bring it again and again."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
