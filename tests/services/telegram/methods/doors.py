"""May the bot do this here? The checks every method makes before it touches a chat, in Telegram's order."""

from ..chats import Chat
from ..errors import Refused, bad_request, forbidden, upgraded
from ..messages import Message
from ..params import Params
from ..world import World


def reachable(world: World, params: Params) -> Chat:
    """The chat of ``chat_id`` as far as the bot may still see it. Raises Refused otherwise."""
    chat = world.find_chat(params.text("chat_id").strip())
    if chat.gone:
        raise forbidden(f"the {_size(chat)} was deleted")
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to.id)
    if chat.person is not None:
        if not world.knows(chat.person):
            raise bad_request("chat not found")
        return chat
    if chat.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {_size(chat)}")
    if not chat.bot.present and not (chat.kind != "group" and chat.username):
        if chat.bot.user["id"] not in chat.members:
            raise bad_request("chat not found")
        raise not_a_member(chat)
    return chat


def writable(world: World, params: Params, right: str = "can_send_messages") -> Chat:
    """The chat if the bot may write there now. Raises Refused otherwise."""
    chat = reachable(world, params)
    if (person := chat.person) is not None:
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    if not chat.bot.present:
        raise not_a_member(chat)
    if chat.kind == "channel" and not (chat.bot.admin and chat.bot.may("can_post_messages")):
        raise bad_request("need administrator rights in the channel chat")
    if not chat.bot.may("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")
    if not chat.bot.may(right):
        raise bad_request(f"not enough rights to send {right.removeprefix('can_send_')} to the chat")
    return chat


def not_a_member(chat: Chat) -> Refused:
    """403 for a chat the bot has left."""
    return forbidden(f"bot is not a member of the {_size(chat)}")


def replied(chat: Chat, params: Params) -> Message | None:
    """The message replied to, by either way of saying so. Raises Refused when it is not there and must be."""
    reply = params.structure("reply_parameters", "can't parse reply parameters JSON object")
    number, lenient = params.integer("reply_to_message_id"), params.flag("allow_sending_without_reply")
    if isinstance(reply, dict):
        number, lenient = int(reply.get("message_id") or 0), bool(reply.get("allow_sending_without_reply"))
    if number == 0:
        return None
    message = chat.history.get(number)
    if message is not None and not message.deleted:
        return message
    if lenient:
        return None
    raise bad_request("message to be replied not found")


def thread(chat: Chat, params: Params, reply_to: Message | None) -> int | None:
    """The topic to write in. The General topic has no number here: naming it 1 is refused, as Telegram does."""
    number = params.integer("message_thread_id") or (reply_to.thread if reply_to is not None else None)
    if not number:
        return None
    topic = chat.topics.get(number)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not (chat.bot.admin and chat.bot.may("can_manage_topics")):
        raise bad_request("TOPIC_CLOSED")
    return number


def _size(chat: Chat) -> str:
    return f"{chat.kind} chat"
