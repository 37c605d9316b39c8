"""How a promise ends: kept, in time or late, or dropped with a reason."""

from typing import Annotated

from commands.kit import Ask, Ctx, Refusal, Reply, Said, Word, command, reply, text
from commands.kit.fields import Numbered
from commands.kit.standup import stir
from commands.kit.told import notify, unwind
from commands.kit.why import Because
from storage import Promise, PromiseState

from .clock import VERBS
from .face import NUMBER, OfPromise, about, card, look_at, titled
from .listing import mine
from .make import may_change, over

HELP_KEPT = text("Say that a promise is kept")
HELP_DROP = text("Drop a promise, with the reason")

IN_TIME = text("Kept. Thank you!")
LATE = text("Kept late. Thank you all the same!")
DROPPED = text("Dropped.")


class Drop(Because):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@command("promise kept", help=HELP_KEPT, examples=("/promise kept 3",), asks=mine("kept"))
async def kept(args: OfPromise, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    may_change(ctx, look)
    await _end(ctx, look.promise, "kept")
    return await _answered(ctx, look.promise, (LATE if ctx.now > look.promise.due_at else IN_TIME)())


@command("promise drop", help=HELP_DROP, examples=("/promise drop 3 why:no longer needed",))
async def drop(args: Drop, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    may_change(ctx, look)
    await _end(ctx, look.promise, "dropped", args.reason)
    return await _answered(ctx, look.promise, DROPPED())


async def _end(ctx: Ctx, promise: Promise, state: PromiseState, why: str = "") -> None:
    """Its owner and whoever wrote it down hear of it, where it was not she."""
    if not await ctx.store.promises.end(promise.id, state, ctx.now, ctx.me.id, why):
        raise Refusal(over((await look_at(ctx, promise.number)).promise))
    await unwind(ctx, about(promise), VERBS)
    for who in {promise.owner, promise.made_by}:
        await notify(ctx, about(promise), state, who)
    await stir(ctx)


async def _answered(ctx: Ctx, promise: Promise, said: Said) -> Reply:
    """What happened, for her who asked; the card shows it to all."""
    live = await card(ctx, promise.number)
    if ctx.heard.via == "pressed":
        return reply(said, private=True, cards=[live])
    return reply(titled(promise), said, cards=[live])
