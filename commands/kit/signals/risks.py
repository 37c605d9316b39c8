"""Signals that somebody raised as a risk: they have no task, the risk is what is done about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from commands.kit.context import Ctx
from commands.kit.reply import Button
from commands.kit.texts import text
from storage import Risk, Signal

RAISE: Final = text("Raise a risk", context="button")
RAISE_ONE: Final = text("Raise a risk · {number}", context="button")
_BEGINS: Final = "signal:"


def rule_of(signal: Signal) -> str:
    """What a risk that is about it is kept with."""
    return f"{_BEGINS}{signal.number}"


def raise_button(signal: Signal, *, among: bool = False) -> Button:
    """Opens the form of a risk with what is known of it; a person decides."""
    line = f"/risk draft signal:{signal.number}"
    return Button(RAISE_ONE(number=str(signal.number)) if among else RAISE(), line)


async def at_risk(ctx: Ctx, found: Sequence[Signal]) -> Mapping[int, Risk]:
    """Those that became a risk, by number: the one that was pressed, and those that stood on one line with it, which
    were taken at the same instant."""
    if not found:
        return {}
    risks = await ctx.store.risks.ruled(ctx.team.id, _BEGINS)
    by_rule = {one.rule: one for one in risks}
    by_time: dict[datetime | None, Risk] = {one.raised_at: one for one in risks}
    pairs = ((one, by_rule.get(rule_of(one)) or by_time.get(one.taken_at)) for one in found)
    return {one.number: risk for one, risk in pairs if risk is not None}
