"""Who is in a chat and what they may do there."""

from dataclasses import dataclass, field
from typing import Literal

from .errors import Json

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

_ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_edit_tag", "can_react_to_messages",
)  # fmt: skip


@dataclass
class Member:
    """One seat in a chat; ``user`` is the wire form of a person or of the bot.

    ``rights`` overrides single rights: an administrator has all but those False, a restricted member only those True.
    """

    user: Json
    status: Status = "member"
    anonymous: bool = False
    title: str = ""
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """In the chat at this moment."""
        return self.status not in ("left", "kicked")

    @property
    def admin(self) -> bool:
        """Administrator or creator."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether this seat carries a right such as ``can_send_messages`` or ``can_delete_messages``."""
        if self.status == "creator":
            return True
        if self.status == "administrator":
            return self.rights.get(right, True)
        if self.status == "restricted":
            return self.rights.get(right, False)
        return self.status == "member" and self.rights.get(right, right.startswith("can_send"))

    def wire(self) -> Json:
        """The Bot API's ChatMember object of this status."""
        out: Json = {"user": self.user, "status": self.status}
        if self.admin:
            out["is_anonymous"] = self.anonymous
            if self.title:
                out["custom_title"] = self.title
        if self.status == "administrator":
            out["can_be_edited"] = False
            out |= {right: self.may(right) for right in _ADMIN_RIGHTS}
            out |= {r: v for r, v in self.rights.items() if r not in out}
        elif self.status == "restricted":
            out |= {"is_member": True, "until_date": 0}
            out |= {right: self.may(right) for right in _MEMBER_RIGHTS}
        elif self.status == "kicked":
            out["until_date"] = 0
        return out
