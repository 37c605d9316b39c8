"""Makes one file in a process of its own: packing a large workbook holds the interpreter for many seconds.

Started by ``clerk.py``. Asked on stdin in one line of JSON; tells on stdout how many rows there are so far, and at the
end ``done`` and their number. It ends when whoever asked is gone.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import Any

from commands.kit.metrics import default_catalogue, load
from storage import open_storage

from .kinds import Selection
from .write import write_file

POLITE = 10
"""How much others come first: the desk answers people meanwhile."""


def main() -> None:
    # Who started us says when to end, by closing our stdin: a signal to the whole group is not for us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    os.nice(POLITE)
    os.umask(0o077)
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    rows = asyncio.run(_make(asked))
    _tell(f"done {rows}")


async def _make(asked: dict[str, Any]) -> int:
    path = Path(asked["path"])
    tempfile.tempdir = str(path.parent)  # the rest of the disk may be read-only
    first, last = (date.fromisoformat(asked[end]) if asked[end] else None for end in ("first", "last"))
    storage = open_storage(asked["url"])
    try:
        team = await storage.read(lambda unit: unit.teams.get(asked["team"]))
        chosen = Selection([team], first, last, _metrics(asked["catalogue"]))
        return await write_file(storage, asked["kind"], chosen, asked["format"], path, lambda rows: _tell(str(rows)))
    finally:
        await storage.close()


def _metrics(catalogue: str) -> Any:
    if not catalogue:
        return default_catalogue()
    file = Path(catalogue)
    return load(file.read_text("utf-8"), file.name, default_catalogue())


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _end_with_the_asker() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
