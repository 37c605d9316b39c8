"""Risks that nobody raised: figures crossed a limit, and the rule that watches it opens one. What the rules are:
``commands/kit/alarms.py``, where such a risk is kept together with the figures."""

from dataclasses import replace

from commands.kit import Ctx, Reply, command, reply, text
from storage import ClockName

from .clocks import stop_clocks
from .face import Look, OfRisk, look_at
from .fold import own_or_common
from .look import RESPONSES
from .raising import open_risk

HELP = text("Open a risk because of figures")


@command("risk opens", help=HELP, clock=True)
async def opens(args: OfRisk, ctx: Ctx) -> Reply:
    """It was numbered with the figures; its clocks and its calls begin now."""
    look = await look_at(ctx, args.number)
    if look.risk.closed_at is not None or any(one.deed == "opened" for one in look.story):
        return reply()
    risk = await open_risk(ctx, replace(look.risk, since=ctx.now))
    await stop_clocks(ctx, risk, _done(look))
    return reply(cards=[await own_or_common(ctx, risk)])


def _done(look: Look) -> list[ClockName]:
    """What somebody was faster with: the number stood in the answer to the figures."""
    deeds = {one.deed for one in look.story}
    if look.risk.solved_at is not None:
        return ["ack", "respond", "plan", "solution"]
    done: list[ClockName] = ["ack"] if look.risk.answered else []
    if done and deeds.intersection(RESPONSES):
        done.append("respond")
    return [*done, "plan"] if "planned" in deeds else done
