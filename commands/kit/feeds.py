"""A secret link by which one's own calendar programme has what the team keeps."""

from .context import Ctx
from .reply import Button, Reply, reply
from .texts import Mono, Said, text

FEED = text("Your calendar link: {link}")
HOW = text("In your calendar, add a calendar by its address (“from URL”, “subscribe”) and paste it.")
HAS = text("You have a link already. A new one ends it.")
ONCE = text("I keep no copy of it, so it cannot be shown again: look in our private chat, or in your calendar.")
NEW = text("A new link, though that ends the one there is")
NEW_LINK = text("New link", context="button")
REPLACED = text("Your earlier link no longer works.")
NEARBY = text("This address is not public: calendars on the internet cannot reach it. Whoever runs me can change that.")

CODES = 4
"""So many codes of 40 bits make a link that nobody guesses."""


async def calendar_link(ctx: Ctx, kind: str, room: str, line: str, secret: Said, *, new: bool) -> Reply:
    """A link of this kind into ``room`` of the site, told once. ``line`` is the command, ``secret`` what whoever has
    the link would see."""
    if not new and await ctx.store.feeds.has(kind, ctx.team.id, ctx.me.id):
        return reply(HAS(), ONCE(), buttons=[Button(NEW_LINK(), f"{line} new:yes")], private=True)
    token = "".join(ctx.new_code() for _ in range(CODES)).replace("-", "").lower()
    replaced = await ctx.store.feeds.put(token, kind, ctx.team.id, ctx.me.id)
    words = [FEED(link=Mono(f"{ctx.site}/{room}/{token}.ics")), HOW(), secret]
    words += [REPLACED()] if replaced else []
    words += [] if ctx.site.startswith("https://") else [NEARBY()]
    return reply(*words, private=True)
