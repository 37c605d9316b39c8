"""The Bot API methods this service understands, by lower-case name."""

from collections.abc import Awaitable, Callable
from typing import Any

from ..params import Params
from ..world import World
from . import callbacks, changing, files, intake, menus, rooms, sending

Method = Callable[[World, Params], Awaitable[Any]]

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (sending, changing, callbacks, files, rooms, menus, intake)
    for name, method in module.METHODS.items()
}
