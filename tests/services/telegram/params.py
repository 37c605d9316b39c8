"""The parameters of one call, whichever way they travelled: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import Json, Refused, bad_request

BIGGEST_BODY = 64 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    mime: str
    data: bytes

    def __repr__(self) -> str:
        return f"<file {self.name!r}, {len(self.data)} bytes>"


@dataclass
class Params:
    """Typed reading of raw values; in forms everything is text, in JSON it may already be a structure."""

    raw: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter is there and not null."""
        return self.raw.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are taken as their digits."""
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value) if isinstance(value, (dict, list)) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is none counts as the default, as Telegram does."""
        try:
            return int(self.text(name).strip() or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """True for true, yes and 1."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def structure(self, name: str, trouble: str) -> Any:
        """A JSON value, or None when absent. Raises Refused(``trouble``) for broken JSON."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(trouble) from None

    def upload(self, name: str) -> Upload | None:
        """The file given directly under this name, or through ``attach://part``."""
        value = self.text(name)
        return self.uploads.get(value.removeprefix("attach://") if value.startswith("attach://") else name)

    def shown(self) -> Json:
        """What goes into the ledger: JSON texts opened, files as Upload."""
        opened: Json = {}
        for name, value in self.raw.items():
            opened[name] = value
            if isinstance(value, str) and value[:1] in ("{", "["):
                try:
                    opened[name] = json.loads(value)
                except ValueError:
                    opened[name] = value
        return opened | self.uploads


async def read_params(request: web.Request) -> Params:
    """Read a request. Raises Refused(400) for a body that does not parse and 413 for one too large."""
    params = Params(dict(request.query))
    kind = request.content_type
    try:
        if kind == "application/json":
            body = await request.read()
            given = json.loads(body) if body.strip() else {}
            if not isinstance(given, dict):
                raise bad_request("Can't parse JSON object")
            params.raw |= given
        elif kind == "application/x-www-form-urlencoded":
            params.raw |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        elif kind == "multipart/form-data":
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name:
                    await _take_part(params, part)
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "Request Entity Too Large") from None
    except ValueError:
        raise bad_request("Can't parse the request body") from None
    return params


async def _take_part(params: Params, part: BodyPartReader) -> None:
    name = str(part.name)
    data = bytes(await part.read(decode=False))
    if part.filename is None:
        params.raw[name] = data.decode("utf-8")
    else:
        mime = part.headers.get("Content-Type", "application/octet-stream")
        params.uploads[name] = Upload(part.filename, mime, data)
