"""Delivery by webhook: POST with the secret header, repeated until the receiver says 2xx or the update expires."""

import asyncio
import re
from urllib.parse import urlsplit

import aiohttp

from .clock import ServiceClock
from .errors import Json, bad_request
from .updates import Update, UpdateQueue

PORTS = (80, 88, 443, 8443)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


def checked_webhook(url: str, secret: str) -> None:
    """Raises Refused unless the address is HTTPS on a port Telegram uses, or anything on this very machine."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request("bad webhook: invalid URL")
    if parts.hostname not in LOOPBACK:
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")


class Webhook:
    """The sender. Updates of one chat (or one presser) go in order, one at a time; different chats at once."""

    def __init__(self, updates: UpdateQueue, clock: ServiceClock) -> None:
        self._updates = updates
        self._clock = clock
        self.url = ""
        self.secret = ""
        self.most = 40
        self.first_pause = 0.05  # seconds before the first repeat, doubled each time up to ``longest_pause``
        self.longest_pause = 2.0
        self.patience = 10.0  # seconds for the receiver to answer
        self.routes: dict[str, str] = {}
        self._last_error: tuple[int, str] | None = None
        self._sender: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str, most: int) -> None:
        """Begin (or go on) sending to ``url``."""
        self.url, self.secret, self.most = url, secret, most
        self._last_error = None
        if self._sender is None:
            self._sender = asyncio.create_task(self._send_for_ever())

    async def unset(self) -> None:
        """Stop; what is not delivered stays pending."""
        self.url = self.secret = ""
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.cancel()
            (end,) = await asyncio.gather(sender, return_exceptions=True)
            if isinstance(end, Exception):
                raise end

    def info(self) -> Json:
        """The part of WebhookInfo the sender knows."""
        out: Json = {"url": self.url, "has_custom_certificate": False}
        if self.url:
            out["max_connections"] = self.most
        if self._last_error is not None:
            out["last_error_date"], out["last_error_message"] = self._last_error
        return out

    def _address(self) -> str:
        for public, local in self.routes.items():
            if self.url.startswith(public):
                return local + self.url.removeprefix(public)
        return self.url

    async def _send_for_ever(self) -> None:
        flying: dict[int, asyncio.Task[None]] = {}
        timeout = aiohttp.ClientTimeout(total=self.patience)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                while True:
                    rung = asyncio.ensure_future(self._updates.bell.next())
                    try:
                        pause = self._launch(session, flying)
                        await asyncio.wait({rung, *flying.values()}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        rung.cancel()
                    for key in [key for key, task in flying.items() if task.done()]:
                        flying.pop(key).result()
            finally:
                for task in flying.values():
                    task.cancel()
                await asyncio.gather(*flying.values(), return_exceptions=True)

    def _launch(self, session: aiohttp.ClientSession, flying: dict[int, "asyncio.Task[None]"]) -> float | None:
        """Send what may go now; returns the seconds until the next repeat is due, if one waits."""
        self._updates.forget_expired()
        now = self._clock.monotonic()
        waits: list[float] = []
        passed: set[int] = set()
        for update in self._updates.pending:
            if len(flying) >= self.most:
                break
            if update.key in flying or update.key in passed:
                continue
            passed.add(update.key)
            if update.not_before > now:
                waits.append(update.not_before - now)
                continue
            flying[update.key] = asyncio.create_task(self._deliver(session, update))
        return min(waits, default=None)

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self._address(), json=update.wire(), headers=headers) as answer:
                if answer.status // 100 == 2:
                    self._updates.remove(update)
                    return
                trouble = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            trouble = "Read timeout expired"
        except aiohttp.ClientConnectorError:
            trouble = "Connection refused"
        except aiohttp.ClientError:
            trouble = "Connection reset by peer"
        self._last_error = (self._clock.unix(), trouble)
        pause = min(self.first_pause * 2**update.tries, self.longest_pause)
        update.tries += 1
        update.not_before = self._clock.monotonic() + pause
