"""A book becomes a document right before it is handed over: each reader has it in her language."""

import asyncio
import logging
from dataclasses import dataclass, replace

from commands.kit import Book, File, Reply, Tongue, text
from commands.kit.reply import Block

from .page import page

log = logging.getLogger(__name__)

UNBOUND = text("{name} could not be made. Please ask for it again.")


@dataclass(frozen=True, slots=True)
class Printed(File):
    """A file that was made a moment ago and lies nowhere."""

    content: bytes = b""


async def bound(said: Reply, tongue: Tongue) -> Reply:
    """The reply with a document in place of each book; where one cannot be made, with a sentence: the words beside it
    are worth to be said all the same."""
    if not any(isinstance(block, Book) for block in said.blocks):
        return said
    blocks = [await _bound(block, tongue) if isinstance(block, Book) else block for block in said.blocks]
    return replace(said, blocks=tuple(blocks))


async def document(book: Book, tongue: Tongue) -> bytes:
    """Its charts take their time, so it is made aside."""
    return (await asyncio.to_thread(page, book, tongue)).encode()


async def _bound(book: Book, tongue: Tongue) -> Block:
    try:
        return Printed(book.name, "", content=await document(book, tongue))
    except Exception:
        log.exception("a book cannot be made")
        return UNBOUND(name=book.name)
