"""Command menus, name and descriptions of the bot, per scope and language."""

from typing import Any

from ..errors import Json, bad_request
from ..menus import checked_commands, checked_language, checked_scope
from ..params import Params
from ..world import World

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _where(params: Params) -> tuple[tuple[str, str, str], str]:
    scope = checked_scope(params.structure("scope", "Can't parse BotCommandScope JSON object"))
    return scope, checked_language(params.text("language_code"))


async def set_my_commands(world: World, params: Params) -> bool:
    """Replace one menu."""
    commands = checked_commands(params.structure("commands", "Can't parse commands JSON object"))
    scope, language = _where(params)
    if scope[1]:
        world.find_chat(scope[1])
    world.menus.put(scope, language, commands)
    return True


async def get_my_commands(world: World, params: Params) -> list[Json]:
    """Exactly the menu of this scope and language."""
    return world.menus.get(*_where(params))


async def delete_my_commands(world: World, params: Params) -> bool:
    """Remove one menu."""
    world.menus.put(*_where(params), [])
    return True


def _profile(field: str) -> dict[str, Any]:
    async def put(world: World, params: Params) -> bool:
        """Keep one text of the profile for one language."""
        text = params.text(field)
        if len(text) > _LIMITS[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, checked_language(params.text("language_code"))] = text
        return True

    async def get(world: World, params: Params) -> Json:
        """One text of the profile, falling back to the one without a language."""
        language = checked_language(params.text("language_code"))
        fallback = world.profile.get((field, ""), world.bot["first_name"] if field == "name" else "")
        return {field: world.profile.get((field, language), fallback)}

    title = "".join(part.title() for part in field.split("_"))
    return {f"setMy{title}": put, f"getMy{title}": get}


METHODS: dict[str, Any] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **_profile("name"),
    **_profile("description"),
    **_profile("short_description"),
}
