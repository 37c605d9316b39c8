"""What every test around the running process needs."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot.log import FLOORS


@pytest.fixture(autouse=True)
def _leave_logging_as_it_was() -> Iterator[None]:
    """Setting the log up reaches into the whole process; the next test finds it as it was."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in FLOORS}
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    root.handlers[:], logging.raiseExceptions = kept[0], kept[2]
    root.setLevel(kept[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
