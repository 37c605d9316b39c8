"""A risk that is about abnormal figures: whoever raises it has taken them up."""

from dataclasses import replace

from commands.kit import Button, Ctx, Refusal, text
from commands.kit.fields import bare_number
from commands.kit.posts import signals_changed
from commands.kit.signals import group_of
from commands.kit.signals.risks import rule_of
from storage import Risk, Signal

NO_SUCH = text("There is no abnormal figure {number} in this team.")
LIST = text("Abnormal figures", context="button")


async def signal_of(ctx: Ctx, word: str) -> Signal:
    """Raises ``Refusal`` where there is none of that number."""
    number = bare_number(word)
    wanted = int(number) if number.isdecimal() and len(number) < 10 else 0
    found = await ctx.store.signals.get(ctx.team.id, wanted)
    if found is None:
        raise Refusal(NO_SUCH(number=word), buttons=(Button(LIST(), "/signal"),))
    return found


async def link(ctx: Ctx, risk: Risk, word: str | None) -> Risk:
    """The risk with the figure that it is about. That, and what stands on one line with it, is taken."""
    if not word:
        return risk
    signal = await signal_of(ctx, word)
    taken = [one for one in await group_of(ctx, signal) if await ctx.store.signals.take(one.id, ctx.me.id, ctx.now)]
    await signals_changed(ctx, taken)
    return replace(risk, rule=rule_of(signal))
