"""Asking a platform over its web interface, patiently and with words for what went wrong."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

PATIENCE = aiohttp.ClientTimeout(total=15, connect=5)
LONGEST_WAIT = 5.0
"""Seconds a platform may ask us to wait before we ask once more."""


class Unreachable(Exception):
    """There was no answer that could be read."""


class Asking:
    """``root`` stands before every path; ``headers`` go with every question."""

    def __init__(self, root: str, headers: Mapping[str, str] | None = None) -> None:
        self._root = root
        self._session = aiohttp.ClientSession(headers=headers, timeout=PATIENCE)
        self.date: datetime | None = None
        """What time it was there at the last answer."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def __call__(self, path: str, **params: str) -> tuple[int, Any]:
        """Status and JSON. A 429 is waited for once. Raises ``Unreachable``."""
        status, answer = await self._once(path, params)
        if status == 429 and (pause := _pause(answer)) <= LONGEST_WAIT:
            await asyncio.sleep(pause)
            status, answer = await self._once(path, params)
        return status, answer

    async def _once(self, path: str, params: Mapping[str, str]) -> tuple[int, Any]:
        try:
            async with self._session.get(self._root + path, params=params, allow_redirects=False) as reply:
                self.date = _date(reply.headers.get("Date", ""))
                return reply.status, await reply.json(content_type=None)
        except TimeoutError as error:
            raise Unreachable("no answer in time") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise Unreachable(f"the name {error.host} cannot be resolved") from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise Unreachable(f"the certificate of {error.host} is not valid") from error
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"{error.host} port {error.port} does not answer ({error.strerror})") from error
        except aiohttp.ClientError as error:
            raise Unreachable(f"the connection failed ({type(error).__name__})") from error
        except ValueError as error:
            raise Unreachable("the answer is not JSON: is this address the right one?") from error


def _date(words: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(words)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _pause(answer: Any) -> float:
    """Seconds to wait: Telegram says it in ``parameters``, Discord beside the message."""
    if not isinstance(answer, dict):
        return 1.0
    inner = answer.get("parameters")
    said = inner.get("retry_after") if isinstance(inner, dict) else answer.get("retry_after")
    return float(said) if isinstance(said, int | float) else 1.0
