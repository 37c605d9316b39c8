"""Whoever says that she can be reached: it is believed where she can be written to, else it is tried at once."""

from commands.kit import Args, Button, Ctx, Refusal, Reply, command, reply, text
from commands.kit.duty import look_who_is_missing
from commands.kit.hints import PLATFORMS
from commands.kit.private import HERE, HERE_LINE, private_of
from commands.kit.reply import Card
from commands.kit.rota import A_DAY
from storage import Address, Timer

from .reach import NOT_THERE, OPEN_ME, WINDOW, names, say_anew
from .turn import stamp_of
from .words import unreachable_card

HELP = text("Say that you can be reached before your shift")
HELP_TRY = text("Try whether somebody can be written to")

NOTED = text("Noted: I can reach you.")
NOTHING_WAITS = text("I can reach you. None of your shifts waits for this.")
TRYING = text(
    "I am writing to you in private now. If nothing comes, allow direct messages from this server and press again."
)
ARRIVED = text("I can write to you here now. One press tells the team.")


class Nothing(Args):
    pass


@command("oncall reachable", help=HELP, examples=("/oncall reachable",))
async def reachable(args: Nothing, ctx: Ctx) -> Reply:
    """Good for all her shifts that she was asked about."""
    tried = await _try(ctx)
    if private_of(await ctx.store.accounts.of(ctx.me.id)) is None:
        if tried:
            return reply(TRYING(), private=True)
        platform = ctx.heard.account.platform
        raise Refusal(NOT_THERE(platform=PLATFORMS.get(platform, platform), how=OPEN_ME()))
    kept = await ctx.store.rotas.handovers(ctx.team.id, ctx.now - A_DAY, ctx.now + WINDOW + A_DAY)
    mine = [one for one in kept if one.person == ctx.me.id and one.asked_at is not None]
    for one in mine:
        await ctx.store.rotas.mark(one, ctx.now, "reached")
    cards: list[Card] = []
    for stamp in dict.fromkeys(stamp_of(one.starts_at) for one in mine):
        standing = await ctx.store.cards.where(ctx.team.id, names(stamp, ctx.me.id))
        cards += await say_anew(ctx, stamp, ctx.me.id, standing)
    if await ctx.store.cards.where(ctx.team.id, [unreachable_card(ctx.me.id)]):
        await look_who_is_missing(ctx)
    return reply(NOTED() if mine else NOTHING_WAITS(), private=True, cards=cards)


async def _try(ctx: Ctx) -> bool:
    """Write to her where she speaks from, unless she can be written to there; whether there is a way to."""
    account, known = ctx.heard.account, await ctx.store.accounts.of(ctx.me.id)
    closed = any((one.platform, one.user) == (account.platform, account.user) and not one.direct for one in known)
    if not closed or account.direct is None:
        return False
    key = f"oncall:{ctx.team.id}:try:{account.platform}:{account.user}"
    at = Address(account.platform, account.direct)
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, "/oncall try", at, ctx.me.id))
    return True


@command("oncall try", help=HELP_TRY, clock=True, reads=True)
async def try_(args: Nothing, ctx: Ctx) -> Reply:
    """In her private chat: that it arrives is what proves it."""
    return reply(ARRIVED(), buttons=[Button(HERE(), HERE_LINE, "primary")])
