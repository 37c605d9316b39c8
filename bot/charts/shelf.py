"""Pictures on the disk, named by what they show. Losing one costs the time to draw it again, so a disk that does not
work stops nobody."""

import contextlib
import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

MOST = 500
"""The newest; what is older is not asked for again."""
BEGIN, END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


class Shelf:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> bytes | None:
        """``None`` also for a picture that was written half."""
        try:
            found = self._place(key).read_bytes()
        except OSError:
            return None
        return found if found.startswith(BEGIN) and found.endswith(END) else None

    def keep(self, key: str, png: bytes) -> None:
        """For the owner alone: it shows the team's figures."""
        fresh = self._place(f"{key}.{os.getpid()}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(png)
            fresh.replace(self._place(key))
            self._clear()
        except OSError as error:
            log.warning("a picture could not be kept", extra={"why": error.strerror})
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)

    def _clear(self) -> None:
        found = [(each.stat().st_mtime_ns, each.path) for each in os.scandir(self._folder) if each.is_file()]
        for _, path in sorted(found)[: max(len(found) - MOST, 0)]:
            Path(path).unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        return self._folder / f"{key}.png"
