"""Who may talk to the page's server: this machine's own browser, on this page. No cookie, so nothing to steal.

A foreign page in the same browser can send requests to 127.0.0.1. It cannot forge ``Origin``, and a name that was
bent to 127.0.0.1 (DNS rebinding) shows in ``Host``.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from ..addresses import is_loopback

Door = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guarded(door: Door) -> Door:
    """The same door for this machine's own page only; everybody else is told 403."""

    async def opened(request: web.Request) -> web.StreamResponse:
        if (why := stranger(request)) is not None:
            return web.json_response({"error": why}, status=403, headers=HEADERS)
        return await door(request)

    return opened


def stranger(request: web.Request) -> str | None:
    """Why a request does not come from our page; ``None`` when it may."""
    host = _host(f"//{request.host}")
    if not is_loopback(host):
        return "this page is for this machine only"
    if request.method in ("GET", "HEAD"):
        return None
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return "the request comes from another page"
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return "the request comes from another page"
    if request.content_type != "application/json":
        return "only JSON is taken"
    return None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
