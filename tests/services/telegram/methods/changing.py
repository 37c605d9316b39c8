"""editMessageText, editMessageCaption, editMessageMedia, editMessageReplyMarkup, deleteMessage, deleteMessages."""

from ..chats import Chat
from ..errors import NOT_MODIFIED, Json, Refused, bad_request
from ..keyboards import is_inline
from ..messages import Message
from ..params import Params
from ..world import World
from . import content, doors

DELETE_WITHIN = 48 * 3600  # seconds


def _editable(world: World, params: Params) -> Message:
    chat = doors.writable(world, params)
    number = params.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.history.get(number)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.by_bot or not is_inline(message.markup):
        raise bad_request("message can't be edited")
    return message


def _inline_keyboard(params: Params) -> Json | None:
    markup = content.keyboard(params)
    if not is_inline(markup):
        raise bad_request("inline keyboard expected")
    return markup


def _change(world: World, message: Message, text: str, entities: list[Json], markup: Json | None) -> Json:
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise Refused(400, NOT_MODIFIED)
    return _changed(world, message, text, entities, markup)


def _changed(world: World, message: Message, text: str, entities: list[Json], markup: Json | None) -> Json:
    message.earlier.append(message.text)
    message.text, message.entities, message.markup = text, entities, markup
    message.edit_date = world.clock.unix()
    world.bell.ring()
    return message.wire()


async def edit_text(world: World, params: Params) -> Json:
    """New words; a keyboard not sent again is taken away."""
    text, entities = content.message_text(params, "MESSAGE_TOO_LONG")
    markup = _inline_keyboard(params)
    message = _editable(world, params)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, text, entities, markup)


async def edit_caption(world: World, params: Params) -> Json:
    """New words under a file."""
    text, entities = content.caption(params)
    markup = _inline_keyboard(params)
    message = _editable(world, params)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, text, entities, markup)


async def edit_media(world: World, params: Params) -> Json:
    """A photo in the place of words, or of an older file. Only photos that are uploaded are simulated."""
    media = params.structure("media", "can't parse input media JSON object")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad_request("wrong type of the input media")
    inner = Params(media, params.uploads)
    text, entities = content.caption(inner)
    markup = _inline_keyboard(params)
    upload = inner.upload("media")
    if upload is None or not inner.text("media").startswith("attach://"):
        raise bad_request("there is no photo in the request")
    message = _editable(world, params)
    doors.writable(world, params, "can_send_photos")
    message.photo = world.files.keep(upload.data, upload.name, upload.mime, photo=True)
    message.document = None
    return _changed(world, message, text, entities, markup)


async def edit_markup(world: World, params: Params) -> Json:
    """New buttons, or none."""
    markup = _inline_keyboard(params)
    message = _editable(world, params)
    return _change(world, message, message.text, message.entities, markup)


def _deletable(world: World, chat: Chat, number: int) -> Message:
    message = chat.history.get(number)
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if world.clock.unix() - message.date > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    allowed = message.by_bot or chat.kind == "private" or (chat.bot.admin and chat.bot.may("can_delete_messages"))
    if not allowed:
        raise bad_request("message can't be deleted")
    return message


async def delete_message(world: World, params: Params) -> bool:
    """Own messages within 48 hours; others' in private, or as an administrator with that right."""
    chat = doors.reachable(world, params)
    number = params.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    _deletable(world, chat, number).deleted = True
    world.bell.ring()
    return True


async def delete_messages(world: World, params: Params) -> bool:
    """Up to 100 at once; those that cannot be found are skipped."""
    chat = doors.reachable(world, params)
    numbers = params.structure("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("from 1 to 100 message identifiers must be specified")
    for number in numbers:
        if int(number) in chat.history:
            _deletable(world, chat, int(number)).deleted = True
    world.bell.ring()
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
