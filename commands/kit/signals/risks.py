"""Signals that somebody raised as a risk: they have no task, the risk is what is done about them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from commands.kit.alarms import NEGATIVE, negative_rule
from commands.kit.clean import on_card
from commands.kit.context import Ctx
from commands.kit.reply import Button
from commands.kit.texts import text
from storage import Community, Risk, Signal

RAISE: Final = text("Raise a risk", context="button")
RAISE_ONE: Final = text("Raise a risk · {number}", context="button")
RAISE_OF: Final = text("Raise a risk · {name}", context="button")
LONGEST_NAME: Final = 30
_BEGINS: Final = "signal:"


def rule_of(signal: Signal) -> str:
    """What a risk that is about it is kept with."""
    return f"{_BEGINS}{signal.number}"


def raise_button(signal: Signal, *, among: bool = False) -> Button:
    """Opens the form of a risk with what is known of it; a person decides."""
    line = f"/risk draft signal:{signal.number}"
    return Button(RAISE_ONE(number=str(signal.number)) if among else RAISE(), line)


def raise_entered(community: Community, day: date, *, among: bool = False) -> Button:
    """The same about what was just entered of a community, which nobody has looked at yet."""
    line = f"/risk draft of:{community.id} date:{day}"
    return Button(RAISE_OF(name=on_card(community.name, LONGEST_NAME)) if among else RAISE(), line)


async def at_risk(ctx: Ctx, found: Sequence[Signal]) -> Mapping[int, Risk]:
    """Those that became a risk or a part of one, by number: the one that was pressed, those that stood on one line with
    it, and what opened one by itself. They were taken in the instant in which that risk was raised, or what was written
    of them joined another. Of one that turned out to be part of another, that other."""
    if not found:
        return {}
    risks = await ctx.store.risks.ruled(ctx.team.id, _BEGINS)
    by_rule = {one.rule: one for one in risks}
    opened = [] if all(one.metric != NEGATIVE for one in found) else await ctx.store.risks.ruled(ctx.team.id, NEGATIVE)
    by_time: dict[datetime | None, Risk] = {one.raised_at: one for one in (*opened, *risks)}
    taken = {one.taken_at for one in found if one.taken_at is not None and one.task is None} - by_time.keys()
    joined = await ctx.store.risk_story.joined(ctx.team.id, taken) if taken else {}
    for at, number in joined.items():
        if (risk := await ctx.store.risks.get(ctx.team.id, number)) is not None:
            by_time[at] = risk
    pairs = ((one, by_rule.get(rule_of(one)) or by_time.get(one.taken_at)) for one in found)
    return {one.number: await _whole(ctx, risk) for one, risk in pairs if risk is not None}


async def opened_about(ctx: Ctx, signal: Signal) -> Risk | None:
    """The risk that the same figure had opened by itself on that day, so that nobody has to take it up."""
    if signal.metric != NEGATIVE or signal.rule != "above":
        return None
    found = await ctx.store.risks.ruled(ctx.team.id, negative_rule(signal.community))
    of_day = [one for one in found if one.raised_at.astimezone(ctx.zone).date() == signal.day]
    return next((one for one in of_day if one.rule == negative_rule(signal.community)), None)


async def _whole(ctx: Ctx, risk: Risk) -> Risk:
    part_of = risk.same_as
    return (await ctx.store.risks.get(ctx.team.id, part_of) if part_of is not None else None) or risk
