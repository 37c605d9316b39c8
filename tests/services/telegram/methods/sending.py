"""sendMessage, sendDocument, sendPhoto, sendChatAction."""

from typing import Any

from ..chats import Chat
from ..errors import Json, bad_request
from ..files import StoredFile
from ..params import Params
from ..world import World
from . import content, doors

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def _place(world: World, params: Params, chat: Chat) -> dict[str, Any]:
    reply_to = doors.replied(chat, params)
    place = {"reply_to": reply_to, "thread": doors.thread(chat, params, reply_to)}
    world.flood.pass_one(chat.id, chat.is_group)
    return place


async def send_message(world: World, params: Params) -> Json:
    """A text message."""
    text, entities = content.message_text(params)
    markup = content.keyboard(params)
    chat = doors.writable(world, params)
    place = _place(world, params, chat)
    return world.bot_says(chat, text=text, entities=entities, markup=markup, **place).wire()


async def _send_file(world: World, params: Params, name: str) -> Json:
    text, entities = content.caption(params)
    markup = content.keyboard(params)
    chat = doors.writable(world, params, f"can_send_{name}s")
    file = _file(world, params, name)
    place = _place(world, params, chat)
    return world.bot_says(chat, text=text, entities=entities, markup=markup, **{name: file}, **place).wire()


def _file(world: World, params: Params, name: str) -> StoredFile:
    photo = name == "photo"
    if upload := params.upload(name):
        return world.files.keep(upload.data, upload.name, upload.mime, photo=photo)
    given = params.text(name)
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = world.files.by_id(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if photo != bool(known.width):
        raise bad_request(f"can't use file of type {'Photo' if known.width else 'Document'} as {name.title()}")
    return known


async def send_document(world: World, params: Params) -> Json:
    """A file: new, or one Telegram already has."""
    return await _send_file(world, params, "document")


async def send_photo(world: World, params: Params) -> Json:
    """A picture of at most 10 MB, 10000 pixels around half its edge and a ratio of 20."""
    return await _send_file(world, params, "photo")


async def send_chat_action(world: World, params: Params) -> bool:
    """The bot "is typing": checked like a message, kept in ``world.actions``."""
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = doors.writable(world, params)
    doors.thread(chat, params, None)
    world.actions.append((chat, action))
    return True


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
}
