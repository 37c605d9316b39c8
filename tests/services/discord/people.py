"""People on the simulated Discord: they use commands, press, fill in forms, and are shown suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .messages import COMMAND, COMPLETE, PRESS, SUBMIT, Act, Json, Seen, controls
from .places import Channel

if TYPE_CHECKING:
    from .server import DiscordServer

ADMINISTRATOR, EVERYDAY = 1 << 3, 1 << 11


@dataclass(eq=False)
class Member:
    """Somebody on the server; without a channel she is in ``ops``."""

    server: DiscordServer
    id: str
    name: str
    admin: bool
    locale: str

    @property
    def private(self) -> Channel:
        """Her private messages with the bot."""
        return self.server.private(self.id)

    def user(self) -> Json:
        return {"id": self.id, "username": self.name.lower(), "discriminator": "0", "avatar": None,
                "global_name": self.name}  # fmt: skip

    def wire(self) -> Json:
        may = ADMINISTRATOR if self.admin else EVERYDAY
        return {"user": self.user(), "roles": [], "permissions": str(may), "joined_at": "2026-01-01T00:00:00+00:00",
                "flags": 0, "deaf": False, "mute": False, "nick": None, "avatar": None}  # fmt: skip

    async def uses(self, name: str, where: Channel | None = None, /, **options: str | int) -> Act:
        """A slash command, such as ``setup join``. Raises ``KeyError`` for what Discord does not offer."""
        data = self._command(name, [{"name": key, "value": value} for key, value in options.items()])
        return await self.server.does(self, COMMAND, where or self.server.ops, data)

    async def types(self, name: str, option: str, typed: str, /, **others: str) -> list[str]:
        """What is suggested while she types into an option."""
        given = [{"name": key, "value": value} for key, value in others.items()]
        data = self._command(name, [*given, {"name": option, "value": typed, "focused": True}])
        return await (await self.server.does(self, COMPLETE, self.server.ops, data)).suggested()

    async def presses(self, label: str, on: Seen, where: Channel | None = None) -> Act:
        """A button, where its message stands. Raises ``KeyError`` where there is none of that name."""
        data = {"custom_id": on.buttons[label], "component_type": 2}
        return await self.server.does(self, PRESS, where or self.server.channels[on.channel], data, on=on)

    async def submits(self, form: Json, where: Channel | None = None, /, **answers: str) -> Act:
        """A form, with what stood in it already unless it is answered otherwise."""
        fields = [*controls(form)]
        if unknown := set(answers) - {field["custom_id"] for field in fields}:
            raise KeyError(f"the form has no {unknown}; it has {[field['custom_id'] for field in fields]}")
        filled = [_filled(field, answers) for field in fields]
        data = {"custom_id": form["custom_id"], "components": filled}
        return await self.server.does(self, SUBMIT, where or self.server.ops, data)

    def _command(self, name: str, options: list[Json]) -> Json:
        root, _, sub = name.partition(" ")
        offered = {command["name"]: command for command in self.server.commands}[root]
        if sub:
            offered = {one["name"]: one for one in offered["options"]}[sub]
        kinds = {one["name"]: one["type"] for one in offered.get("options", ())}
        given = [{**option, "type": kinds[option["name"]]} for option in options]
        inside = [{"type": 1, "name": sub, "options": given}] if sub else given
        return {"id": "1", "name": root, "type": 1, "options": inside}


def _filled(field: Json, answers: dict[str, str]) -> Json:
    known, chosen = field.get("value", ""), [one["value"] for one in field.get("options", ()) if one.get("default")]
    answer = answers.get(field["custom_id"])
    value = {"values": [answer] if answer else chosen} if field["type"] == 3 else {"value": answer or known}
    return {
        "type": 18,
        "id": 1,
        "component": {"type": field["type"], "id": 1, "custom_id": field["custom_id"], **value},
    }
