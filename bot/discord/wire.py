"""Speaking to Discord's API through discord.py, and what its refusals mean for a letter.

Answers to interactions travel on their own tokens (and do not count against the bot's limit), everything else on the
bot's. ``nonce`` makes Discord return the message that is already there instead of a second one, for some minutes.
"""

import json
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.ports import Clock, Gone, Later, Refused, Undelivered, Unknown

ACKNOWLEDGED = 40060
"""Somebody answered first: another replica, or a repeated request of our own."""
TOO_LATE = {10062, 10015, 50027}
"""Unknown interaction, unknown webhook, invalid webhook token: there is no answering in place any more."""
UNKNOWN_MESSAGE = 10008
ARCHIVED = 50083
NOT_THERE = {10003, 10004, 50001, 50013, 50007}
"""Unknown channel, unknown guild, no access, no permission, private messages closed."""

REFUSALS = {401, 403, 429}
SPAN = timedelta(minutes=10)
TOO_MANY = 2000
"""Discord bans an address after 10,000 such answers in ten minutes; we stop much earlier."""


class Refusals:
    """Counts what Discord refused in the last ten minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: deque[datetime] = deque()

    def add(self, status: int) -> None:
        if status in REFUSALS:
            self._seen.append(self._clock())

    @property
    def count(self) -> int:
        while self._seen and self._clock() - self._seen[0] > SPAN:
            self._seen.popleft()
        return len(self._seen)

    @property
    def too_many(self) -> bool:
        return self.count > TOO_MANY


class Wire:
    """Requests by path, payloads as Discord takes them."""

    def __init__(self, client: discord.Client, refusals: Refusals) -> None:
        self._client = client
        self._refusals = refusals

    async def first_answer(self, interaction: str, token: str, kind: int, data: Any = None) -> None:
        """Acknowledge an interaction; once only, within three seconds. Raises ``discord.HTTPException``; that somebody
        acknowledged it before is no error."""
        route = Route(
            "POST", "/interactions/{webhook_id}/{webhook_token}/callback", webhook_id=interaction, webhook_token=token
        )
        payload = {"type": kind} if data is None else {"type": kind, "data": data}
        try:
            await self._on_token(route, payload)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise

    async def edit_answer(
        self, application: str, token: str, payload: dict[str, Any], files: Sequence[discord.File] = ()
    ) -> Any:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        route = Route("PATCH", path, webhook_id=application, webhook_token=token)
        return await self._on_token(route, payload, files)

    async def drop_answer(self, application: str, token: str) -> None:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self._on_token(Route("DELETE", path, webhook_id=application, webhook_token=token))

    async def follow_up(
        self, application: str, token: str, payload: dict[str, Any], files: Sequence[discord.File] = ()
    ) -> Any:
        path = "/webhooks/{webhook_id}/{webhook_token}"
        return await self._on_token(
            Route("POST", path, webhook_id=application, webhook_token=token), payload, files, {"wait": "true"}
        )

    async def post(self, channel: str, payload: dict[str, Any], files: Sequence[discord.File] = ()) -> Any:
        return await self._request(Route("POST", "/channels/{channel_id}/messages", channel_id=channel), payload, files)

    async def edit(
        self, channel: str, message: str, payload: dict[str, Any], files: Sequence[discord.File] = ()
    ) -> Any:
        path = "/channels/{channel_id}/messages/{message_id}"
        return await self._request(Route("PATCH", path, channel_id=channel, message_id=message), payload, files)

    async def unarchive(self, thread: str) -> None:
        await self._request(Route("PATCH", "/channels/{channel_id}", channel_id=thread), {"archived": False})

    async def private_channel(self, user: str) -> str:
        opened = await self._request(Route("POST", "/users/@me/channels"), {"recipient_id": user})
        return str(opened["id"])

    async def put_commands(self, commands: Sequence[dict[str, Any]]) -> None:
        path = "/applications/{application_id}/commands"
        await self._request(Route("PUT", path, application_id=self._client.application_id), list(commands))

    async def starts_left(self) -> int:
        """How many sessions may still be started today."""
        found = await self._request(Route("GET", "/gateway/bot"))
        return int(found["session_start_limit"]["remaining"])

    async def _on_token(
        self,
        route: Route,
        payload: dict[str, Any] | None = None,
        files: Sequence[discord.File] = (),
        params: dict[str, Any] | None = None,
    ) -> Any:
        # The library's own way of answering: one queue for each token, and no bot token in the request.
        session = self._client.http._HTTPClient__session  # type: ignore[attr-defined]
        form = _form(payload, files) if files else None
        try:
            return await async_context.get().request(
                route, session, payload=None if form else payload, multipart=form, files=files, params=params
            )
        except discord.HTTPException as error:
            self._refusals.add(error.status)
            raise

    async def _request(self, route: Route, payload: Any = None, files: Sequence[discord.File] = ()) -> Any:
        try:
            if files:
                return await self._client.http.request(route, form=_form(payload, files), files=files)
            return await self._client.http.request(route, **({} if payload is None else {"json": payload}))
        except discord.HTTPException as error:
            self._refusals.add(error.status)
            raise


def _form(payload: Any, files: Sequence[discord.File]) -> list[dict[str, Any]]:
    for file in files:
        file.reset()  # an earlier attempt may have read it to its end
    parts: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(payload)}]
    return parts + [
        {
            "name": f"files[{number}]", "value": file.fp, "filename": file.filename,
            "content_type": "application/octet-stream",
        }
        for number, file in enumerate(files)
    ]  # fmt: skip


def outcome(error: Exception, *, thread: bool = False) -> Undelivered:
    """What became of a message whose request failed. ``thread``: it was for a thread, which may be gone alone."""
    match error:
        case discord.RateLimited():
            return Later("429", error.retry_after)
        case discord.HTTPException(status=429):
            # Without Discord's own headers it is the wall before it: everything is meant.
            return Later("429", 60.0, everybody=True)
        case discord.HTTPException(status=401):
            return Later("401", 60.0, everybody=True)
        case discord.HTTPException(code=code) if code in NOT_THERE or code == ARCHIVED:
            return Gone(f"{error.status} {code}", thread=thread and code != 50007)
        case discord.HTTPException(status=status) if status >= 500:
            return Unknown(str(status))
        case discord.HTTPException():
            return Refused(f"{error.status} {error.code}")
        case aiohttp.ClientConnectorError():
            return Later("no connection", 5.0, everybody=True)
        case _:
            return Unknown(type(error).__name__)
