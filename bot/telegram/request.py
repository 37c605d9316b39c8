"""HTTP for python-telegram-bot over aiohttp: an order of magnitude cheaper than its own httpx under load.

What goes wrong is told apart, because the outbox must know: ``NeverSent`` (no connection came about, so nothing can
have arrived) or any other ``NetworkError`` (it may have arrived). No exception carries an address, as ours hold the
bot's token.
"""

import json
from io import BytesIO
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

READ = 15.0
"""Seconds without a byte of the answer."""
CONNECT = 5.0
"""Seconds to get a connection, waiting for a free one of the pool included."""
BIGGEST = 20 * 1024 * 1024
"""Bytes of an answer; getUpdates with 100 full messages stays below 2 MiB."""
PATIENCE = 30.0
"""Seconds to wait after a 429 that does not say how long."""


class NeverSent(NetworkError):
    """The request surely did not reach Telegram."""


class TooFast(TelegramError):
    """429: nothing was done; ``seconds`` is how long Telegram wants to be left alone."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too Many Requests: retry after {seconds:g}")
        self.seconds = seconds


class Request(BaseRequest):
    """One pool of connections. It connects when first used, and again after ``renew``."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None:
        self._open()

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def renew(self) -> None:
        """Forget every connection; the next call makes a new one."""
        await self.shutdown()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                # Nothing is asked to be packed and nothing is unpacked: a small answer cannot grow in memory.
                auto_decompress=False,
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "identity"},
                trust_env=True,
            )
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises ``NeverSent``, ``TimedOut``, ``NetworkError`` or ``TooFast``."""
        read = read_timeout if isinstance(read_timeout, int | float) else READ
        timeout = aiohttp.ClientTimeout(total=CONNECT + read, connect=CONNECT, sock_connect=CONNECT, sock_read=read)
        data, headers = _body(request_data)
        try:
            async with self._open().request(
                method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                body = await _read(answer)
        except (
            aiohttp.ConnectionTimeoutError,
            aiohttp.ClientConnectorError,
            aiohttp.ClientConnectorCertificateError,
            aiohttp.ClientHttpProxyError,
            aiohttp.InvalidURL,
        ) as error:
            raise NeverSent(f"no connection to Telegram ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut("no answer from Telegram in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"the connection to Telegram broke ({type(error).__name__})") from None
        if answer.status == 429:
            raise TooFast(_retry_after(body))
        return answer.status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As in python-telegram-bot, but without writing a whole unreadable answer into the log."""
        try:
            found = json.loads(payload)
        except (ValueError, RecursionError):
            raise TelegramError("the answer of Telegram is not JSON") from None
        if not isinstance(found, dict):
            raise TelegramError("the answer of Telegram is not an object")
        if not isinstance(found.get("parameters", {}), dict):
            raise TelegramError("the answer of Telegram has strange parameters")
        return found


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return request_data.url_encoded_parameters().encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    form = aiohttp.FormData(quote_fields=False)  # file names are not always ASCII
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        # Large bytes are read in pieces, so that the loop can do other things meanwhile.
        piecewise = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, piecewise, filename=filename, content_type=kind)
    return form, {}


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for piece in answer.content.iter_chunked(256 * 1024):
        found += piece
        if len(found) > BIGGEST:
            raise NetworkError("the answer of Telegram is too long")
    return bytes(found)


def _retry_after(body: bytes) -> float:
    try:
        seconds = float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return PATIENCE
    return min(max(seconds, 1.0), 86_400.0)
