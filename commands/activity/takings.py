"""What a running activity brings and costs: sales, refunds, cost and entries so far, asked for every few hours."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from commands.kit import Ask, Ctx, Form, Listed, Moment, Refusal, Reply, Role, command, reply, text
from commands.kit.alarms import About, entries_frozen
from commands.kit.fields import Count, Money
from commands.kit.rules import shown_roi
from storage import Activity, Takings

from .face import card, cash, entries, hers, titled
from .look import Look, OfActivity, look_at, number_in, rest, roi_of, share_of
from .told import What, notify

HELP = text("Enter what an activity has brought and cost so far")
REVENUE = text("Sales so far")
REFUNDS = text("Refunds so far, in money")
COST = text("Cost so far")
AMOUNTS = text("4500 · 1.2k", context="typed")
ENTRIES = text("How many took part so far")
ABNORMAL = text("Entries among them that look like fraud")

NOW = text("ROI {roi} (forecast {forecast}): revenue {revenue}, refunds {refunds}, cost {cost}")
UNKNOWN_ROI = text("Noted. The ROI needs sales and cost.")
LESS = text("Less than said before: {what}. Totals so far are meant.")
LOSES = text("It loses money. The directors know.")
FROZE = text("Too many entries look like fraud: the prize pool is frozen, and the directors know.")
NOT_BEGUN = text("It has not begun yet: sales count from {when}.")
NOT_APPROVED = text("It has to be approved first.")
LOCKED = text("The figures are final since {when}: ROI {roi}.")
STOPPED = text("It never began, so it has no figures.")
MORE_REFUNDS = text("The refunds are above the sales.")
MORE_ABNORMAL = text("There are more abnormal entries than entries.")


class Figures(OfActivity):
    revenue: Annotated[Money | None, Ask(REVENUE, example=AMOUNTS())] = None
    refunds: Annotated[Money | None, Ask(REFUNDS)] = None
    cost: Annotated[Money | None, Ask(COST)] = None
    entries: Annotated[Count | None, Ask(ENTRIES)] = None
    abnormal: Annotated[Count | None, Ask(ABNORMAL)] = None

    also: ClassVar[Mapping[str, str]] = {
        "销售额": "revenue", "銷售額": "revenue", "收入": "revenue", "至今收入": "revenue",
        "退款": "refunds", "成本": "cost", "花费": "cost",
        "花費": "cost", "参与": "entries", "參與": "entries", "异常": "abnormal", "異常": "abnormal",
    }  # fmt: skip


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form:
    """Nobody fills in figures that are not taken."""
    if (number := number_in(given)) is not None:
        _open(await look_at(ctx, number))
    return rest("/activity roi", HELP(), Figures, given)


@command(
    "activity roi", help=HELP, asks=_asks, examples=("/activity roi 3 revenue:4500 cost:1200 refunds:0",),
    incomplete=lambda given: not any(given.get(name) for name in given if name != "number") or not given.get("number"),
)  # fmt: skip
async def enter(args: Figures, ctx: Ctx) -> Reply:
    """What is not said stays as it was said last; everything that was ever said is kept."""
    look = await look_at(ctx, args.number)
    _open(look)
    before = look.now
    said = Takings(ctx.now, ctx.me.id, args.revenue, args.refunds, args.cost, args.entries, args.abnormal)
    after = replace(look, takings=[*look.takings, said])
    _sound(after.now)
    await ctx.store.activities.take(look.activity.id, said)
    loses = await _alarm(ctx, after)
    froze = await _freeze(ctx, after.now, before, look.activity)
    roi, money = after.roi, after.now
    fresh = await look_at(ctx, args.number)
    blocks = [
        titled(look.activity),
        UNKNOWN_ROI()
        if roi is None and money.cost is None
        else NOW(
            roi=shown_roi(roi), forecast=shown_roi(look.activity.forecast), revenue=cash(money.revenue),
            refunds=cash(money.refunds), cost=cash(money.cost),
        ),
        *(entries(fresh) if args.entries is not None or args.abnormal is not None else []),
        *([LESS(what=less)] if (less := _less(before, money)) is not None else []),
        *([LOSES()] if loses else []),
        *([FROZE(), froze.said()] if froze is not None else []),
    ]  # fmt: skip
    buttons = [] if ctx.heard.via == "pressed" else hers(fresh, ctx.me)
    return reply(*blocks, buttons=buttons, cards=[await card(ctx, args.number)])


def _less(before: Takings, now: Takings) -> Listed | None:
    """What was more before: a total hardly ever falls, so somebody may have typed the day's share."""
    fell = [
        cash(was)
        for name in ("revenue", "refunds", "cost")
        if (was := getattr(before, name)) is not None and getattr(now, name) < was
    ]  # fmt: skip
    return Listed(tuple(fell)) if fell else None


def _open(look: Look) -> None:
    """Raises ``Refusal`` unless figures are taken now."""
    activity = look.activity
    match activity.phase:
        case "proposed" | "refused":
            raise Refusal(NOT_APPROVED())
        case "approved":
            raise Refusal(NOT_BEGUN(when=Moment(activity.preheat_at)))
        case "locked":
            raise Refusal(
                LOCKED(when=Moment(activity.locked_at or activity.locks_at), roi=shown_roi(activity.locked_roi))
            )
        case "stopped":
            raise Refusal(STOPPED())


def _sound(said: Takings) -> None:
    """Raises ``Refusal`` for figures that contradict each other."""
    if said.refunds is not None and said.revenue is not None and said.refunds > said.revenue:
        raise Refusal(MORE_REFUNDS())
    if said.abnormal is not None and said.entries is not None and said.abnormal > said.entries:
        raise Refusal(MORE_ABNORMAL())


async def _alarm(ctx: Ctx, look: Look) -> bool:
    """The directors hear of it once when it begins to lose money, and again only after it had recovered."""
    activity, roi = look.activity, roi_of(look.now)
    loses = roi is not None and roi < look.rules.alarm_roi
    if loses != activity.alarmed and roi is not None:
        await ctx.store.activities.change(activity.id, alarmed=loses)
        if loses and activity.running:
            await _tell_directors(ctx, activity, "alarm")
    return loses and activity.running


async def _freeze(ctx: Ctx, now: Takings, before: Takings, activity: Activity) -> About | None:
    """Abnormal entries from the limit on freeze the prize pool; after a director lifted that, only new ones do."""
    most, share, was = ctx.metrics.activities.abnormal_percent, share_of(now), share_of(before)
    if share is None or share < most or activity.frozen_at is not None:
        return None
    if was is not None and was >= most and (now.abnormal or 0) <= (before.abnormal or 0):
        return None
    await ctx.store.activities.change(activity.id, frozen_at=ctx.now)
    about = await entries_frozen(ctx, activity, now.entries or 0, now.abnormal or 0)
    await _tell_directors(ctx, activity, "frozen")
    return about


async def _tell_directors(ctx: Ctx, activity: Activity, what: What) -> None:
    for who in await ctx.people():
        if who.level >= Role.DIRECTOR and not who.waiting:
            await notify(ctx, activity, what, who.id)
