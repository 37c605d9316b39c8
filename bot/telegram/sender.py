"""Says a letter: new messages, an edit in place of a pressed one, files.

A letter of several messages that breaks off is continued where it broke off, so that no part is said twice without
saying so.
"""

import asyncio
import logging
from collections import OrderedDict
from html import unescape
from pathlib import Path
from re import sub
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, TelegramError

from commands.kit import Reply, Tongue
from storage import Letter

from ..ports import Refused
from .api import Api
from .outcomes import not_editable, not_modified, not_parsed, outcome, short
from .render import render

log = logging.getLogger(__name__)

BIGGEST_FILE = 50 * 1024 * 1024
UPLOAD = 20.0
"""Seconds without a byte while a file is taken; below the postman's own patience."""
REMEMBERED = 1000

Message = dict[str, Any]


class Sender:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._done: OrderedDict[int, list[str]] = OrderedDict()
        """By letter, the messages that were surely said in an attempt that broke off."""

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, username: str) -> str:
        """Returns the id of the message that carries the buttons. Raises an ``Undelivered``."""
        group = letter.address.chat.startswith("-")
        drawn = render(said, tongue, username=username, group=group)
        again = render(said, tongue, username=username, group=group, repeat=True) if letter.unsure else drawn
        texts, copies, files = drawn["messages"], again["messages"], drawn["files"]
        done = self._done.pop(letter.id, [])
        try:
            for at in range(len(done), len(copies)):
                edited = at == 0 and letter.edits is not None
                done.append(
                    await (self._edit(letter, texts[0], copies[0]) if edited else self._say(letter, copies[at]))
                )
            for file in files[len(done) - len(copies) :]:
                done.append(await self._hand_over(letter, file))
        except TelegramError as error:
            self._remember(letter.id, done)
            raise outcome(error, letter.attempts) from None
        return done[len(copies) - 1] if copies else done[-1]

    def _remember(self, letter: int, done: list[str]) -> None:
        if done:
            self._done[letter] = done
            while len(self._done) > REMEMBERED:
                self._done.popitem(last=False)

    async def _edit(self, letter: Letter, text: Message, copy: Message) -> str:
        """An edit can be repeated without harm; a message that is gone is said anew."""
        asked = {"chat_id": int(letter.address.chat), "message_id": int(letter.edits or 0)}
        try:
            await self._styled("editMessageText", asked | text)
        except BadRequest as error:
            if not_modified(error):
                return letter.edits or ""
            if not not_editable(error):
                raise
            return await self._say(letter, copy)
        return letter.edits or ""

    async def _say(self, letter: Letter, text: Message) -> str:
        found = await self._styled("sendMessage", _place(letter) | text)
        return _number(found)

    async def _styled(self, method: str, asked: Message) -> Any:
        """Text that Telegram cannot read as HTML is a mistake of ours; the words must arrive all the same."""
        try:
            return await self._api.call(method, asked)
        except BadRequest as error:
            if not not_parsed(error):
                raise
            log.error("a text could not be read as HTML", extra={"why": short(error)})
        bare = {name: value for name, value in asked.items() if name != "parse_mode"}
        return await self._api.call(method, bare | {"text": unescape(sub(r"</?(?:b|code|pre)>", "", asked["text"]))})

    async def _hand_over(self, letter: Letter, file: dict[str, str]) -> str:
        try:
            data = await asyncio.to_thread(_content, Path(file["path"]))
        except OSError as error:
            raise Refused(f"the file {file['name']} cannot be read: {error.strerror}") from None
        asked = _place(letter) | {"document": InputFile(data, filename=file["name"])}
        return _number(await self._api.call("sendDocument", asked, seconds=UPLOAD))


def _place(letter: Letter) -> Message:
    place: Message = {"chat_id": int(letter.address.chat)}
    if letter.address.thread:
        place["message_thread_id"] = int(letter.address.thread)
    if letter.answer_to and letter.address.chat.startswith("-"):
        place["reply_parameters"] = {"message_id": int(letter.answer_to), "allow_sending_without_reply": True}
    return place


def _content(path: Path) -> bytes:
    if path.stat().st_size > BIGGEST_FILE:
        raise OSError(0, "larger than the 50 MB that Telegram takes")
    return path.read_bytes()


def _number(message: Any) -> str:
    found = message.get("message_id") if isinstance(message, dict) else None
    if not isinstance(found, int):
        raise TelegramError("Telegram did not say which message it is")
    return str(found)
