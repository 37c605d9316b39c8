"""The log: one way out for everything that is said about the running process, of ours and of the libraries.

Secrets are taken out of the finished line, so that neither message, arguments nor traceback can bring one. The
libraries that print addresses or people's words are kept at a level where they do not. Logging never raises, and one
place in the code cannot fill a disk.
"""

import asyncio
import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

import structlog

from .redact import Redactor
from .settings import Settings

FLOORS = {
    # These print the address of every request, with the token in it, or the statement with people's words.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    # These print whole messages at DEBUG.
    "telegram": logging.INFO,
    "discord": logging.INFO,
    "apscheduler": logging.WARNING,
    "asyncio": logging.INFO,
}
"""The lowest level at which a library is heard, however talkative we are."""

OURS = ("bot.", "commands.", "storage.")
"""What these say beside a message (``extra``: an incident's number, the reason of a failure) is part of the line; what
a library attaches to its records may be anything."""
_USUAL = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

BURST = 100
WINDOW = 10.0
"""At most so many lines from one place in the code in so many seconds; the next one says how many were left out."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def setup(settings: Settings, secrets: Iterable[str] | None = None, *, stream: TextIO | None = None) -> Redactor:
    """Send every log record to ``stream`` (standard error), and uncaught errors with them. May be called again.

    ``secrets``: the exact words to take out, those of the settings unless given. Returns what takes them out.
    """
    redact = Redactor(settings.secrets if secrets is None else secrets)
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_Formatter(redact, as_json=settings.log_format == "json"))
    handler.addFilter(_above_floor)
    handler.addFilter(Flood())
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old, _Handler):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name, floor in FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, level))
    logging.captureWarnings(True)
    logging.raiseExceptions = False
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    _catch_the_uncaught()
    return redact


def asyncio_handler(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """For ``loop.set_exception_handler``: what nobody awaited is logged, not printed."""
    error = context.get("exception")
    logging.getLogger("bot.loop").error("%s", context.get("message", "error in the event loop"), exc_info=error)


def _catch_the_uncaught() -> None:
    log = logging.getLogger("bot")

    def main(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("the process ends by an error", exc_info=(kind, error, trace))

    def thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.error("a thread ended by an error", exc_info=args.exc_value)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            log.warning("an error nobody could be told of", exc_info=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = main, thread, unraisable


def _above_floor(record: logging.LogRecord) -> bool:
    """Also for a library's inner logger that was given a level of its own."""
    name = record.name
    while name:
        if name in FLOORS:
            return record.levelno >= FLOORS[name]
        name = name.rpartition(".")[0]
    return True


class Flood:
    """Lets one place in the code say ``BURST`` lines in ``WINDOW`` seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: dict[tuple[str, str, int], tuple[float, int]] = {}

    def __call__(self, record: logging.LogRecord) -> bool:
        place = (record.name, record.pathname, record.lineno)
        since, count = self._seen.get(place, (self._now(), 0))
        if self._now() - since >= WINDOW:
            if count > BURST:
                record.left_out = count - BURST
            since, count = self._now(), 0
        self._seen[place] = (since, count + 1)
        return count < BURST


class _Handler(logging.StreamHandler[TextIO]):
    """A closed or full output loses the line and nothing else."""

    def handleError(self, record: logging.LogRecord) -> None:
        """The error is not raised and not printed: there is nowhere to print it."""


class _Formatter(logging.Formatter):
    def __init__(self, redact: Redactor, *, as_json: bool) -> None:
        super().__init__()
        self._redact = redact
        self._json = as_json
        renderer: Any = (
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
            if as_json
            # Tracebacks with local variables would show tokens and people's words.
            else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
        )
        self._inner = structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[],
            processors=[
                _record_facts if as_json else _on_one_line,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        try:
            line = self._inner.format(record)
        except Exception as error:  # noqa: BLE001 - a record that cannot be written must not stop who wrote it
            line = f"{record.levelname} {record.name}: a record that cannot be shown ({type(error).__name__})"
        # Half of a pair of signs can be in a platform's text, and no output takes it.
        line = line.encode("utf-8", "replace").decode()
        return self._redact(line if self._json else _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", line))


def _record_facts(_logger: Any, _method: str, event: Any) -> Any:
    """Level and name come from the record itself: structlog's and the libraries' records look the same."""
    record: logging.LogRecord = event["_record"]
    event["level"], event["logger"] = record.levelname.lower(), record.name
    if left_out := getattr(record, "left_out", 0):
        event["left_out"] = left_out
    if record.name.startswith(OURS):
        event.update((name, value) for name, value in vars(record).items() if name not in _USUAL and name[0] != "_")
    return event


def _on_one_line(logger: Any, method: str, event: Any) -> Any:
    """Line breaks are left to tracebacks; in JSON everything is escaped already."""
    event = _record_facts(logger, method, event)
    event["event"] = " ⏎ ".join(str(event.get("event", "")).splitlines())
    return event
