"""Reading what came for a bot, by hand."""

from typing import Any

from telegram import Bot, Update


async def news(bot: Bot, offset: int | None = None, **how: Any) -> tuple[Update, ...]:
    """What is new; it is confirmed by this."""
    updates = await bot.get_updates(offset=offset, timeout=0, **how)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0, limit=1)
    return updates
