"""What people see on the simulated Discord: messages, forms, suggestions, and what was said to one of them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .people import Member
    from .server import DiscordServer

Json = dict[str, Any]
COMMAND, PRESS, COMPLETE, SUBMIT = 2, 3, 4, 5


@dataclass(eq=False)
class Seen:
    """A message as it looks now. ``alone``: only its reader sees it."""

    id: str
    channel: str
    payload: Json
    alone: bool = False
    deleted: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        embeds = [str(embed.get("description", "")) for embed in self.payload.get("embeds", ())]
        return "\n".join(part for part in [str(self.payload.get("content", "")), *embeds] if part)

    @property
    def buttons(self) -> dict[str, str]:
        """What pressing sends (or opens), by what stands on the button."""
        rows = self.payload.get("components", ())
        return {
            button["label"]: button.get("custom_id") or button["url"] for row in rows for button in row["components"]
        }

    def __repr__(self) -> str:
        return f"<{'for one: ' if self.alone else ''}{self.text!r} {list(self.buttons)}>"


@dataclass(eq=False)
class Act:
    """A command, a press, a sent form or a typed sign of somebody, and what she was shown for it."""

    server: DiscordServer
    person: Member
    id: str
    kind: int
    channel: str
    on: Seen | None = None
    promised: Literal["", "all", "one", "nothing", "form", "choices"] = ""
    answer: Seen | None = None
    more: list[Seen] = field(default_factory=list)
    form: Json | None = None
    choices: list[Json] | None = None

    @property
    def token(self) -> str:
        return f"token-{self.id}"

    @property
    def shown(self) -> list[Seen]:
        """The messages that answer it, oldest first; one that only keeps a promise open does not count."""
        found = [*([self.answer] if self.answer else []), *self.more]
        return [seen for seen in found if not seen.deleted and seen.text != "…"]

    async def answered(self, containing: str = "") -> Seen:
        """The last message of the answer, once it contains the words."""

        def look() -> Seen | None:
            return next((seen for seen in reversed(self.shown) if containing in seen.text), None)

        return await self.server.look(look, lambda: f"{self!r} was not answered with {containing!r}")

    async def asked(self) -> Json:
        """The form that was opened."""
        return await self.server.look(lambda: self.form, lambda: f"{self!r} opened no form")

    async def suggested(self) -> list[str]:
        """The values that are suggested."""
        found = await self.server.look(lambda: self.choices, lambda: f"nothing is suggested for {self!r}")
        return [str(choice["value"]) for choice in found]

    def __repr__(self) -> str:
        return f"<{self.person.name} {self.kind} {self.promised} {self.shown}>"


def controls(form: Json) -> Iterator[Json]:
    """The fields of a form in which something can be filled in."""
    return (part["component"] for part in form["components"] if "component" in part)
