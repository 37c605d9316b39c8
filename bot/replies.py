"""A reply to a live message is said to the command that hears it, such as an answer to what the team was asked."""

from dataclasses import replace

from commands.kit.menu import Menu
from storage import Unit

from .forms import is_form
from .ports import Call
from .scene import Scene


async def meant(unit: Unit, call: Call, scene: Scene, menu: Menu) -> Call:
    """The call as that command's own line; as it is where no live message of the team is answered. Asked of the
    database only where a message of ours is answered with mere words."""
    words = str(call.given.get("value", "")).strip()
    if call.heard.replies is None or scene.team is None or not words or not is_form(call.line):
        return call
    card = await unit.cards.shown_by(scene.team.id, call.heard.address, call.heard.replies)
    if card is None:
        return call
    kind, record = card.split(":")[:2]
    for command in menu.commands.values():
        if command.hears is not None and command.hears[0] == kind:
            said = "text" if "text" in command.args.fields() else "words"
            return replace(call, line=f"/{command.name}", given={said: words, command.hears[1]: record})
    return call
