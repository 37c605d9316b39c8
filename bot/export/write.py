"""Fill a sheet from the storage, into a file that is whole or not there, or into a stream."""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from storage import Storage, Unit

from .kinds import KINDS, Selection
from .sheets import FORMATS

Progress = Callable[[int], None]
"""Hears now and then how many rows there are, in whatever thread they are read."""
EVERY = 1000
"""Rows between two words of progress."""


async def write_file(
    storage: Storage, kind: str, asked: Selection, format: str, path: Path, progress: Progress | None = None
) -> int:
    """Write one of ``KINDS`` in one of ``FORMATS``; returns the number of rows.

    The file is the owner's alone and appears when it is complete; one that was there stays until then. Raises
    ``OSError`` when it cannot be written, ``StorageError`` when the memory cannot be read.
    """
    with whole_file(path) as target:
        return await _fill(storage, kind, asked, format, target, progress, piped=False)


async def write_stream(storage: Storage, kind: str, asked: Selection, format: str, target: BinaryIO) -> int:
    """The same into something that is read at the other end, such as standard output."""
    return await _fill(storage, kind, asked, format, target, None, piped=True)


async def _fill(
    storage: Storage, kind: str, asked: Selection, format: str, target: BinaryIO, progress: Progress | None,
    *, piped: bool,
) -> int:  # fmt: skip
    table = KINDS[kind]
    sheet = FORMATS[format](target, table.name, table.columns, piped=piped)

    async def fill(unit: Unit) -> int:
        count = 0
        async for row in table.rows(unit, asked):
            sheet.add(row)
            count += 1
            if progress is not None and count % EVERY == 0:
                progress(count)
        return count

    try:
        count = await storage.read(fill)
        # Packing a large workbook takes seconds.
        await asyncio.to_thread(sheet.close)
    finally:
        sheet.drop()
    return count


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside ``path`` that takes its place when everything went well, and vanishes otherwise."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is not an ordinary file")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:  # under the name that was asked for
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
