"""Discord: the token, the link that invites the bot with exactly the rights it needs, and its rights in each bound
channel, worked out as Discord does (its page "Permissions": base, then overwrites of everyone, roles, member)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from bot.settings import Settings
from storage import Place

from .asking import Asking, Unreachable
from .finding import Finding, bad, ok, warn

PART = "discord"
ADMINISTRATOR = 1 << 3
VIEW = 1 << 10
NEEDED: Mapping[str, int] = {
    "View Channel": VIEW,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Send Messages in Threads": 1 << 38,
}
ALL_NEEDED = sum(NEEDED.values())
THREADS = (10, 11, 12)
"""Types of channels that are threads; their rights are those of the channel around them."""
FEW_STARTS = 100


def invitation(application: str) -> str:
    """The link that adds the bot to a server."""
    scope = "bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application}&scope={scope}&permissions={ALL_NEEDED}"


async def look(settings: Settings, places: Sequence[Place]) -> list[Finding]:
    if settings.discord_token is None:
        return [warn(PART, f"no token, but {len(places)} channels are bound there")] if places else []
    headers = {
        "Authorization": f"Bot {settings.discord_token.get_secret_value()}",
        "User-Agent": "DiscordBot (muster, 0.1)",
    }
    try:
        async with Asking(settings.discord_api_url, headers) as ask:
            return [finding async for finding in _all(ask, places)]
    except Unreachable as error:
        return [bad(PART, f"{settings.discord_api_url}: {error}")]


async def _all(ask: Asking, places: Sequence[Place]) -> AsyncIterator[Finding]:
    status, me = await ask("/users/@me")
    if status == 401:
        yield bad(PART, "MUSTER_DISCORD_TOKEN is not valid: make a new one in the developer portal", configuration=True)
        return
    if status != 200 or not isinstance(me, dict) or "id" not in me:
        yield bad(PART, f"/users/@me was refused: {_why(status, me)}")
        return
    yield ok(PART, f"the token is the one of {me.get('username')}")
    status, application = await ask("/applications/@me")
    if status != 200:
        status, application = await ask("/oauth2/applications/@me")
    # Applications made before 2016 have another number than their bot; for all others it is the same.
    yield ok(PART, f"invite it: {invitation(str(application['id'] if status == 200 else me['id']))}")
    status, gateway = await ask("/gateway/bot")
    left = (gateway.get("session_start_limit") or {}).get("remaining") if status == 200 else None
    if left is not None and left < FEW_STARTS:
        yield warn(
            PART, f"only {left} starts are left today: at none Discord resets the token. Is it starting over and over?"
        )
    seen = Guilds(ask, str(me["id"]))
    for place in places:
        yield await _place(seen, place)


async def _place(seen: "Guilds", place: Place) -> Finding:
    part = f"{PART} {place.title or place.address.chat}"
    if place.suspended_at is not None:
        return bad(part, f"suspended: {place.suspended_why}. Invite the bot again")
    status, channel = await seen.ask(f"/channels/{place.address.thread or place.address.chat}")
    if status != 200:
        return bad(
            part, f"{_why(status, channel)}. Invite the bot, let it see the channel, or bind another with /setup"
        )
    if channel.get("type") in THREADS:
        if (channel.get("thread_metadata") or {}).get("locked"):
            return bad(part, "the thread is locked")
        status, channel = await seen.ask(f"/channels/{channel.get('parent_id')}")
        if status != 200:
            return bad(part, f"the channel around the thread cannot be seen: {_why(status, channel)}")
    if "guild_id" not in channel:
        return warn(part, "is not a channel of a server")
    rights = await seen.rights(channel)
    if rights is None:
        return warn(part, "the rights there cannot be asked for")
    missing = [name for name, bit in NEEDED.items() if not rights & bit]
    if not rights & VIEW:
        return bad(part, "the bot does not see the channel: let its role view it")
    return bad(part, f"missing rights: {', '.join(missing)}") if missing else ok(part, "the bot may do all it needs")


class Guilds:
    """The roles of each server and the bot's own, each asked for once."""

    def __init__(self, ask: Asking, me: str) -> None:
        self.ask, self._me = ask, me
        self._known: dict[str, tuple[dict[str, int], list[str]] | None] = {}

    async def rights(self, channel: Mapping[str, Any]) -> int | None:
        guild = str(channel["guild_id"])
        if guild not in self._known:
            self._known[guild] = await self._look(guild)
        known = self._known[guild]
        if known is None:
            return None
        roles, mine = known
        return rights_in(channel, guild, roles, mine, self._me)

    async def _look(self, guild: str) -> tuple[dict[str, int], list[str]] | None:
        status, member = await self.ask(f"/guilds/{guild}/members/{self._me}")
        role_status, roles = await self.ask(f"/guilds/{guild}/roles")
        if status != 200 or role_status != 200:
            return None
        return {str(role["id"]): int(role["permissions"]) for role in roles}, [str(role) for role in member["roles"]]


def rights_in(channel: Mapping[str, Any], guild: str, roles: Mapping[str, int], mine: Sequence[str], me: str) -> int:
    """The bits a member with the roles ``mine`` has in a channel."""
    rights = roles.get(guild, 0)
    for role in mine:
        rights |= roles.get(role, 0)
    if rights & ADMINISTRATOR:
        return ~0
    overwrites = {str(each["id"]): each for each in channel.get("permission_overwrites") or ()}
    for group in ([guild], mine, [me]):
        there = [overwrites[id] for id in group if id in overwrites]
        for each in there:
            rights &= ~int(each["deny"])
        for each in there:
            rights |= int(each["allow"])
    return rights


def _why(status: int, answer: Any) -> str:
    said = answer.get("message") if isinstance(answer, dict) else None
    return f"{said or 'no reason given'} ({status})"
