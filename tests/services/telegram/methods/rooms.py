"""getMe, getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat."""

from typing import Any

from ..errors import Json, bad_request
from ..members import Member
from ..params import Params
from ..world import World
from . import doors


async def get_me(world: World, params: Params) -> Json:
    """The bot itself."""
    return world.bot | {
        "can_join_groups": True, "can_read_all_group_messages": not world.privacy, "supports_inline_queries": False,
        "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip


async def get_chat(world: World, params: Params) -> Json:
    """A chat in full."""
    chat = doors.reachable(world, params)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    full = chat.wire() | {"accent_color_id": 3, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if chat.is_group:
        full["permissions"] = {"can_send_messages": True, "can_send_documents": True, "can_send_photos": True}
    return full


async def get_chat_member(world: World, params: Params) -> Json:
    """One seat; a known person who was never here has ``left``."""
    chat = doors.reachable(world, params)
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if chat.person is not None:
        if user_id == world.bot["id"]:
            return Member(world.bot).wire()
        if user_id == chat.person.id:
            return Member(chat.person.wire()).wire()
        raise bad_request("user not found")
    if not chat.bot.present:
        raise bad_request("member list is inaccessible")
    if user_id in chat.members:
        return chat.members[user_id].wire()
    if user_id in world.people:
        return Member(world.people[user_id].wire(), "left").wire()
    raise bad_request("PARTICIPANT_ID_INVALID")


async def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Creator and administrators."""
    chat = doors.reachable(world, params)
    if chat.person is not None:
        raise bad_request("there are no administrators in the private chat")
    if not chat.bot.present:
        raise doors.not_a_member(chat)
    return [seat.wire() for seat in chat.members.values() if seat.admin]


async def get_chat_member_count(world: World, params: Params) -> int:
    """How many are here, the bot included."""
    chat = doors.reachable(world, params)
    return 2 if chat.person is not None else sum(seat.present for seat in chat.members.values())


async def leave_chat(world: World, params: Params) -> bool:
    """The bot goes."""
    chat = doors.reachable(world, params)
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.bot.present:
        raise doors.not_a_member(chat)
    chat.bot_leaves()
    return True


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
