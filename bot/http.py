"""The one HTTP server of the process. Parts add their routes before it starts; every answer carries the headers that
keep a browser from doing what nobody meant."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlsplit

from aiohttp import web

from .addresses import is_loopback
from .settings import Settings

log = logging.getLogger(__name__)

LONGEST_BODY = 1024 * 1024
"""Bytes. Telegram's updates and the forms of the page are far shorter."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Server": "muster",
}
"""Set where the answer does not set them itself."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class HttpServer:
    """Listens on host and port of the settings. ``routes``: (method, path, handler) triples, more by ``add``."""

    def __init__(self, settings: Settings, routes: Iterable[tuple[str, str, Handler]] = ()) -> None:
        self._settings = settings
        self._app = web.Application(middlewares=[self._only_our_names], client_max_size=LONGEST_BODY)
        self._app.on_response_prepare.append(_harden)
        self._runner: web.AppRunner | None = None
        self._port = settings.http_port
        self._names = {"localhost", settings.http_host.lower()}
        if settings.telegram_webhook_url:
            # A proxy on this machine passes on the public name that Telegram called.
            self._names.add(urlsplit(settings.telegram_webhook_url).hostname or "")
        for method, path, handler in routes:
            self.add(method, path, handler)

    def add(self, method: str, path: str, handler: Handler, *, guarded: bool = False) -> None:
        """Serve a path; only before ``start``. ``guarded``: needs the token of the settings, where there is one."""
        self._app.router.add_route(method, path, self._guard(handler) if guarded else handler)

    def get(self, path: str, handler: Handler, *, guarded: bool = False) -> None:
        """Serve GET and HEAD."""
        self._app.router.add_get(path, self._guard(handler) if guarded else handler)

    async def start(self) -> int:
        """Listen; returns the port. Raises ``OSError`` when it is taken or not allowed."""
        # No access log: addresses hold the webhook's path and the tokens of calendars.
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.http_host, self._settings.http_port)
        try:
            await site.start()
        except OSError:
            await self.stop()
            raise
        self._port = int(self._runner.addresses[0][1])
        log.info("listening on %s", self._here)
        return self._port

    @property
    def site(self) -> str:
        """Where others reach it: under the public name that Telegram calls, if there is one, else where it listens."""
        public = urlsplit(self._settings.telegram_webhook_url or "")
        return f"{public.scheme}://{public.netloc}" if public.netloc else self._here

    @property
    def _here(self) -> str:
        host = self._settings.http_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    async def stop(self) -> None:
        """Take no new requests; those under way have two seconds. May be called when it never started."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def allowed(self, request: web.Request) -> bool:
        """Whether a request carries the token of the settings; without such a token everybody may."""
        token = self._settings.http_token
        if token is None:
            return True
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.get_secret_value().encode())
        return kind.lower() == "bearer" and right

    def _guard(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self.allowed(request):
                raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
            return await handler(request)

        return guarded

    @web.middleware
    async def _only_our_names(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A page of a stranger can point its own name at 127.0.0.1 and read answers (DNS rebinding): such a name is
        not served. Where others may connect anyway, the token guards."""
        if self._settings.loopback and not self._ours(request.headers.get("Host", "")):
            raise web.HTTPMisdirectedRequest(text="this name is not served here")
        return await handler(request)

    def _ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._names or is_loopback(name)


async def _harden(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        if name == "Server" or name not in response.headers:
            response.headers[name] = value
