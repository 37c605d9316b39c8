"""Telegram: the token, who else receives the updates, and what the bot may do in each bound chat."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from bot.ports import Clock
from bot.settings import Settings
from storage import Place

from .asking import Asking, Unreachable
from .finding import Finding, bad, ok, warn

PART = "telegram"
SKEW = 30.0
"""Seconds by which clocks may differ."""


async def look(settings: Settings, places: Sequence[Place], now: Clock) -> list[Finding]:
    if settings.telegram_token is None:
        return [warn(PART, f"no token, but {len(places)} chats are bound there")] if places else []
    root = f"{settings.telegram_api_url}/bot{settings.telegram_token.get_secret_value()}/"
    try:
        async with Asking(root) as ask:
            return [finding async for finding in _all(ask, settings, places, now)]
    except Unreachable as error:
        return [bad(PART, f"{settings.telegram_api_url}: {error}")]


async def _all(ask: Asking, settings: Settings, places: Sequence[Place], now: Clock) -> AsyncIterator[Finding]:
    status, answer = await ask("getMe")
    if status in (401, 404):
        yield bad(PART, "MUSTER_TELEGRAM_TOKEN is not valid: ask @BotFather for it", configuration=True)
        return
    if not _fine(answer):
        yield bad(PART, f"getMe was refused: {_why(answer)}")
        return
    me = answer["result"]
    yield ok(PART, f"the token is the one of @{me.get('username')}")
    if ask.date is not None and abs(skew := (now() - ask.date).total_seconds()) > SKEW:
        way = "ahead of" if skew > 0 else "behind"
        yield warn(PART, f"the clock of this machine is {abs(skew):.0f} s {way} Telegram's: set it right")
    if me.get("can_join_groups") is False:
        yield bad(PART, "the bot may not be added to groups: @BotFather, /setjoingroups, Enable")
    yield await _webhook(ask, settings)
    for place in places:
        yield await _place(ask, place, int(me["id"]))


async def _webhook(ask: Asking, settings: Settings) -> Finding:
    _, answer = await ask("getWebhookInfo")
    if not _fine(answer):
        return bad(PART, f"getWebhookInfo was refused: {_why(answer)}")
    info = answer["result"]
    there, waiting = info.get("url", ""), f"{info.get('pending_update_count', 0)} updates wait"
    if settings.telegram_webhook_url is None:
        if there:
            return warn(PART, f"updates go to a webhook now ({waiting}); run takes it away. Is another bot using it?")
        return ok(PART, f"long polling, {waiting}")
    if there != settings.telegram_webhook_url:
        return warn(PART, f"the webhook is not set yet or set elsewhere; run sets it ({waiting})")
    if said := info.get("last_error_message"):
        return warn(PART, f"Telegram could not call the webhook: {said} ({waiting})")
    return ok(PART, f"the webhook is set, {waiting}")


async def _place(ask: Asking, place: Place, me: int) -> Finding:
    part = f"{PART} {place.title or place.address.chat}"
    if place.suspended_at is not None:
        return bad(part, f"suspended: {place.suspended_why}. Add the bot to the chat again")
    _, answer = await ask("getChat", chat_id=place.address.chat)
    if not _fine(answer):
        if moved := (answer.get("parameters") or {}).get("migrate_to_chat_id") if isinstance(answer, dict) else None:
            return warn(part, f"the group has become {moved}; the desk follows with the next message")
        return bad(part, f"{_why(answer)}. Add the bot to the chat, or bind another with /setup")
    chat = answer["result"]
    _, answer = await ask("getChatMember", chat_id=place.address.chat, user_id=str(me))
    if not _fine(answer):
        return bad(part, f"the bot does not see itself there: {_why(answer)}")
    problem = _lacking(chat, answer["result"])
    if problem is not None:
        return bad(part, problem)
    if place.address.thread and not chat.get("is_forum"):
        return warn(part, "bound to a topic, but the group has no topics any more")
    return ok(part, f"the bot is {answer['result'].get('status')} and may write")


def _lacking(chat: dict[str, Any], seat: dict[str, Any]) -> str | None:
    """What keeps the bot from writing; ``None`` when nothing does."""
    status = seat.get("status")
    if status in ("left", "kicked"):
        return "the bot is not in the chat any more: add it again"
    if status in ("creator", "administrator"):
        if chat.get("type") == "channel" and seat.get("can_post_messages") is False:
            return "in a channel the bot needs the right to post messages"
        return None
    if chat.get("type") == "channel":
        return "in a channel the bot must be an administrator who may post messages"
    if status == "restricted" and not seat.get("can_send_messages"):
        return "the bot is muted: let it send messages"
    if (chat.get("permissions") or {}).get("can_send_messages") is False:
        return "members may not write in this group: make the bot an administrator"
    return None


def _fine(answer: Any) -> bool:
    return isinstance(answer, dict) and answer.get("ok") is True and "result" in answer


def _why(answer: Any) -> str:
    return str(answer.get("description", "no reason given")) if isinstance(answer, dict) else "an unreadable answer"
