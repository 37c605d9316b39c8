"""Where pictures are made: one after the other in a process of its own, and kept, so that none is made twice.

The process is started by the first picture and again when it dies. It ends with us however we end, because its stdin
does; it holds no secret of ours.
"""

import asyncio
import contextlib
import hashlib
import logging
import os
import sys
from collections import OrderedDict
from pathlib import Path

from commands.kit import Drawing, Tongue

from ..ports import Theme, Undrawn
from . import press
from .draw import draw
from .fonts import Font, find
from .shelf import Shelf

log = logging.getLogger(__name__)

SLOWEST = 10.0
"""Seconds for one picture; a process that takes longer is ended."""
TRIES = 2
REMEMBERED = 64
"""Pictures in memory."""
HANDED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""Of the environment; everything else may hold tokens."""


class Studio:
    """``folder`` is where pictures stay between two runs; ``font`` is looked for where none is given."""

    def __init__(self, folder: Path | None = None, font: Font | None = None) -> None:
        self._shelf = Shelf(folder) if folder is not None else None
        self._font = font or find()
        self._drawn: OrderedDict[str, asyncio.Task[bytes]] = OrderedDict()
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._closed = False

    @property
    def worker(self) -> int | None:
        """The number of the process that draws, while there is one."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process is not None and alive else None

    async def png(self, chart: Drawing, tongue: Tongue, theme: Theme = "light") -> bytes:
        """The picture of a chart. It goes on being made when nobody waits for it any more. Raises ``Undrawn``."""
        letters = self._letters
        family = letters.family(tongue.locale)
        try:
            svg = await asyncio.to_thread(draw, chart, tongue, theme)
        except Exception as error:
            log.exception("a chart cannot be drawn")
            raise Undrawn(type(error).__name__) from error
        key = _hash(svg, family, letters)
        if self._closed:
            raise Undrawn("the desk is closing")
        if key not in self._drawn:
            self._remember(key, asyncio.create_task(self._made(key, family, svg), name="chart"))
        self._drawn.move_to_end(key)
        try:
            return await asyncio.shield(self._drawn[key])
        except Undrawn:
            # It was told; whoever asks again may be luckier.
            self._drawn.pop(key, None)
            raise

    @property
    def _letters(self) -> Font:
        if self._font is None:
            raise Undrawn("this machine has no Chinese letters")
        return self._font

    async def close(self) -> None:
        """End the process and whatever it was doing."""
        self._closed = True
        tasks = list(self._drawn.values())
        self._drawn.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end()

    def _remember(self, key: str, task: asyncio.Task[bytes]) -> None:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be there to hear it
        self._drawn[key] = task
        done = [old for old, each in self._drawn.items() if each.done()]
        for old in done[: max(len(self._drawn) - REMEMBERED, 0)]:
            del self._drawn[old]

    async def _made(self, key: str, family: str, svg: str) -> bytes:
        if self._shelf is not None and (kept := await asyncio.to_thread(self._shelf.find, key)) is not None:
            return kept
        async with self._turn:
            png = await self._pressed(family, svg)
        if self._shelf is not None:
            await asyncio.to_thread(self._shelf.keep, key, png)
        return png

    async def _pressed(self, family: str, svg: str) -> bytes:
        why = ""
        for _ in range(TRIES):
            try:
                async with asyncio.timeout(SLOWEST):
                    return await self._asked(family, svg)
            except (OSError, EOFError, TimeoutError) as error:
                why = f"the process that draws is gone ({type(error).__name__})"
                log.warning("the process that draws is started again", extra={"why": type(error).__name__})
                await self._end()
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next one's
                raise
        raise Undrawn(why)

    async def _asked(self, family: str, svg: str) -> bytes:
        process = await self._ready()
        mouth, ear = process.stdin, process.stdout
        if mouth is None or ear is None:
            raise BrokenPipeError
        asked = family.encode() + b"\0" + svg.encode()
        mouth.write(press.LENGTH.pack(len(asked)) + asked)
        await mouth.drain()
        good = await ear.readexactly(1)
        size = press.LENGTH.unpack(await ear.readexactly(press.LENGTH.size))[0]
        said = await ear.readexactly(size)
        if good != b"+":
            raise Undrawn(said.decode("utf-8", "replace"))
        return said

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", press.__file__, str(self._letters.file),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
                start_new_session=True,
            )  # fmt: skip
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):  # it was faster
                process.kill()
        await process.communicate()


def _hash(svg: str, family: str, font: Font) -> str:
    """The same words and shapes in the same letters are the same picture."""
    return hashlib.sha256(f"{press.ZOOM}\0{font.file.name}\0{family}\0{svg}".encode()).hexdigest()
