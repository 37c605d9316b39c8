"""Risks that nobody raised: figures crossed a limit, and the rule that watches it opens one. What the rules are:
``commands/kit/alarms.py``, where such a risk is kept together with the figures."""

from dataclasses import replace

from commands.kit import Ctx, Reply, command, reply, text

from .clocks import stop_clocks
from .face import OfRisk, look_at
from .fold import own_or_common
from .raising import open_risk

HELP = text("Open a risk because of figures")


@command("risk opens", help=HELP, clock=True)
async def opens(args: OfRisk, ctx: Ctx) -> Reply:
    """It was numbered with the figures; its clocks and its calls begin now."""
    look = await look_at(ctx, args.number)
    if look.risk.closed_at is not None or any(one.deed == "opened" for one in look.story):
        return reply()
    risk = await open_risk(ctx, replace(look.risk, since=ctx.now))
    if risk.answered:  # somebody was faster
        await stop_clocks(ctx, risk, ["ack"])
    return reply(cards=[await own_or_common(ctx, risk)])
