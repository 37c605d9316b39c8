"""The card as time passes: what is left is drawn anew, and where the statement stands by now is kept."""

from dataclasses import replace

from commands.kit import Ctx, Reply, command, reply, text

from .absence import standing
from .face import OfRisk, look_at
from .look import posts_of

HELP = text("Draw the card of a risk anew, with the time that is left")


@command("risk refresh", help=HELP, clock=True, reads=True)
async def refresh(args: OfRisk, ctx: Ctx) -> Reply:
    """Only where it stands, and behind all that has news: nobody waits for it."""
    look = await look_at(ctx, args.number)
    known = {(one.platform, one.words) for one in look.story if one.deed == "posted"}
    for post in await posts_of(ctx, args.number) if look.approved else []:
        if (post.platform, post.where) not in known:
            await ctx.store.risk_story.tell(look.risk.id, ctx.now, "posted", platform=post.platform, words=post.where)
    return reply(cards=[replace(one, face=replace(one.face, urgent="")) for one in await standing(ctx, args.number)])
