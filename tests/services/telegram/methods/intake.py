"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo, logOut, close: how updates reach the bot."""

from typing import Any

from ..errors import CONFLICT_SET_WEBHOOK, CONFLICT_WEBHOOK, Json, Refused, bad_request
from ..params import Params
from ..updates import LONGEST_POLL
from ..webhook import checked_webhook
from ..world import World


def _kinds(params: Params) -> list[str] | None:
    kinds = params.structure("allowed_updates", "can't parse allowed_updates JSON object")
    if kinds is not None and not (isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds)):
        raise bad_request("allowed_updates must be an Array of String")
    return kinds


async def get_updates(world: World, params: Params) -> list[Json]:
    """The next updates; everything below ``offset`` is confirmed and gone."""
    if world.webhook.url:
        raise Refused(409, CONFLICT_WEBHOOK)
    kinds = _kinds(params)
    world.updates.allow(kinds)
    limit = min(max(params.integer("limit", 100), 1), 100)
    timeout = min(max(params.integer("timeout"), 0), LONGEST_POLL)
    return await world.updates.poll(params.integer("offset"), limit, timeout)


async def set_webhook(world: World, params: Params) -> bool:
    """Send updates to an address from now on; a waiting poller is ended. An empty address means deleteWebhook."""
    url = params.text("url").strip()
    if not url:
        return await delete_webhook(world, params)
    checked_webhook(url, params.text("secret_token"))
    kinds = _kinds(params)
    world.updates.allow(kinds)
    world.updates.end_poller(CONFLICT_SET_WEBHOOK)
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    most = min(max(params.integer("max_connections", 40), 1), 100)
    world.webhook.set(url, params.text("secret_token"), most)
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    """Back to polling."""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    await world.webhook.unset()
    return True


async def get_webhook_info(world: World, params: Params) -> Json:
    """Address, backlog and the last trouble."""
    world.updates.forget_expired()
    info = world.webhook.info() | {"pending_update_count": len(world.updates.pending)}
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


METHODS: dict[str, Any] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
