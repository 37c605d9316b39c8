"""The clock in an activity: it turns the phases, counts down, instructs the operators, asks for figures and locks them.

One timer each carries ``/activity beat``; what is due then is worked out anew (``course.py``), so nothing is said twice
and nothing of a time that is over.
"""

from dataclasses import replace
from datetime import datetime

from commands.kit import Ctx, Moment, Reply, Role, command, reply, text
from commands.kit.lateness import asleep, awake, leaders, next_morning
from commands.kit.plan import with_title
from commands.kit.private import home
from commands.kit.reply import Block, Button
from commands.kit.rules import shown_roi
from commands.kit.schedule import LATE_AFTER
from storage import Activity, Person, Timer

from .course import NEXT, Beat, due, following, preheat_days
from .face import FIGURES, REVIEW, buttons, card, titled
from .look import Look, OfActivity, look_at
from .told import What, notify
from .words import COUNTDOWN, ENDS, GLOWS, HELD, IGNITES, LATE, LOCKS, LOCKS_LOW, LOCKS_UNSAID, UNWRITTEN, today

HELP = text("Do what is due in an activity")
HELP_REFRESH = text("Show an activity as it is now")
HELP_EXPIRE = text("Say of a proposal that its start is over")
HELP_OWED = text("Remind of a review that is owed")


async def wind(ctx: Ctx, activity: Activity) -> None:
    """Set when the clock looks at it next."""
    at = following(activity, ctx.metrics.activities, ctx.zone, activity.beaten_at or ctx.now)
    if at is None or activity.phase in ("locked", "stopped"):
        await ctx.store.timers.stop(_key(activity, "beat"))
    else:
        await _set(ctx, activity, "beat", at)


async def wait_for_answer(ctx: Ctx, activity: Activity) -> None:
    """A proposal is looked at again when it was to start."""
    await _set(ctx, activity, "expire", activity.starts_at)


async def type_soon(ctx: Ctx, activity: Activity, verb: str) -> None:
    """Let the clock type a line about it at once, also one of another room: ``task lines``."""
    line = f"/{verb} {activity.number}"
    await ctx.store.timers.set(Timer(0, activity.team, _key(activity, verb), ctx.now, line, await home(ctx), None))


async def _set(ctx: Ctx, activity: Activity, verb: str, at: datetime) -> None:
    line = f"/activity {verb} {activity.number}"
    timer = Timer(0, activity.team, _key(activity, verb), at, line, await home(ctx), None)
    await ctx.store.timers.set(timer)


def _key(activity: Activity, verb: str) -> str:
    return f"activity:{activity.id}:{verb}"


@command("activity refresh", help=HELP_REFRESH, clock=True, reads=True)
async def show_again(args: OfActivity, ctx: Ctx) -> Reply:
    return reply(cards=[await card(ctx, args.number)])


@command("activity expire", help=HELP_EXPIRE, clock=True, reads=True)
async def expire(args: OfActivity, ctx: Ctx) -> Reply:
    """Its start has come, and nobody has approved it: it can no longer be approved as it is."""
    look = await look_at(ctx, args.number)
    if not look.missed:
        return reply()
    await tell_owner(ctx, look.activity, "expired")
    return reply(cards=[await card(ctx, args.number)])


@command("activity beat", help=HELP, clock=True)
async def beat(args: OfActivity, ctx: Ctx) -> Reply:
    """Everything that is due. What is for all stands in one post."""
    look = await look_at(ctx, args.number)
    blocks: list[Block] = []
    turned = False
    beats = due(look.activity, look.rules, ctx.zone, ctx.now)
    newest = next((each for each in reversed(beats) if each.kind in NEXT), None)
    for each in beats:
        if not await _turn(ctx, look.activity, each):
            continue
        turned = turned or each.kind in NEXT
        look = await look_at(ctx, args.number)
        if each.kind in NEXT and each is not newest:
            continue  # the next phase has begun as well: nobody is told that this one begins
        said = await _said(ctx, look, each)
        if said and ctx.now - each.at > LATE_AFTER:
            said = [*said, LATE(at=Moment(each.at))]
        blocks += said
    activity = replace(look.activity, beaten_at=ctx.now)
    await ctx.store.activities.change(activity.id, beaten_at=ctx.now)
    await wind(ctx, activity)
    live = [await card(ctx, args.number)] if turned else []
    if not blocks:
        return reply(cards=live)
    return reply(titled(activity), *blocks, buttons=_buttons(look), everywhere=True, cards=live)


async def _turn(ctx: Ctx, activity: Activity, each: Beat) -> bool:
    """Turn to the next phase. ``False`` when this one is not in the way there any more."""
    if each.kind not in NEXT:
        return activity.phase not in ("stopped", "locked")
    before, phase = NEXT[each.kind]
    if each.kind != "lock":
        return await ctx.store.activities.move(activity.id, before, phase)
    look = await look_at(ctx, activity.number)
    values = {"locked_roi": look.roi, "locked_at": ctx.now}
    return await ctx.store.activities.move(activity.id, before, phase, **values)


async def _said(ctx: Ctx, look: Look, each: Beat) -> list[Block]:
    """What is said to all; what is for some is told them."""
    activity = look.activity
    match each.kind:
        case "countdown":
            if activity.phase != "preheat":
                return []
            days = preheat_days(activity, ctx.zone)
            return [COUNTDOWN(n=each.n, when=Moment(activity.starts_at)), *today(each.n, days)]
        case "ignition":
            return [IGNITES(when=Moment(activity.afterglow_at), minutes=str(look.rules.instruction_minutes))]
        case "instruction":
            if activity.phase == "ignition":
                await tell_operators(ctx, activity, "instruction", each.n)
        case "ask":
            # In the quiet hours the next question is soon enough; after the last there is none.
            last = each.at >= activity.ends_at
            if (activity.running or activity.phase == "ended") and (last or not asleep(ctx)):
                await tell_owner(ctx, activity, "ask")
        case "afterglow":
            held = [HELD()] if activity.frozen_at is not None else []
            return [GLOWS(when=Moment(activity.ends_at)), *held]
        case "ended":
            await tell_owner(ctx, activity, "review")
            return [ENDS(lock=Moment(activity.locks_at))]
        case "review":
            if look.owes_review:
                await tell_owner(ctx, activity, "review")
        case "share":
            if look.review is None:
                await _tell_leaders(ctx, activity)
                return [UNWRITTEN()]
        case "lock":
            return await _locked(ctx, look)
        case _:
            pass
    return []


async def _locked(ctx: Ctx, look: Look) -> list[Block]:
    activity, rules = look.activity, look.rules
    if look.owes_review:
        await _remind(ctx, activity)
    if not rules.explains(activity):
        return [LOCKS(roi=shown_roi(activity.locked_roi))]
    if look.owes_review and not asleep(ctx):  # else she is reminded in the morning
        await tell_owner(ctx, activity, "review")
    if activity.locked_roi is None:
        return [LOCKS_UNSAID(n=rules.review_signs)]
    return [LOCKS_LOW(roi=shown_roi(activity.locked_roi), least=rules.least_roi, n=rules.review_signs)]


@command("activity owed", help=HELP_OWED, clock=True, reads=True)
async def owed(args: OfActivity, ctx: Ctx) -> Reply:
    """Each morning until it is written."""
    look = await look_at(ctx, args.number)
    if look.owes_review:
        await tell_owner(ctx, look.activity, "review")
        await _remind(ctx, look.activity)
    return reply()


async def _remind(ctx: Ctx, activity: Activity) -> None:
    await _set(ctx, activity, "owed", next_morning(ctx))


async def tell_owner(ctx: Ctx, activity: Activity, what: What) -> None:
    """Whoever proposed it; those who lead, where she has left or is away. Nobody in the quiet hours."""
    owner = await _owner(ctx, activity)
    for who in await leaders(ctx) if owner is None else [owner]:
        await notify(ctx, activity, what, who.id, at=awake(ctx))


async def _tell_leaders(ctx: Ctx, activity: Activity) -> None:
    for who in await leaders(ctx):
        if who.id != activity.proposed_by:
            await notify(ctx, activity, "review", who.id, at=awake(ctx))


async def _owner(ctx: Ctx, activity: Activity) -> Person | None:
    """Whoever proposed it, while she is there to answer for it."""
    there = (who for who in await ctx.people() if who.level >= Role.STAFF and not who.away_on(ctx.today))
    return next((who for who in there if who.id == activity.proposed_by), None)


async def tell_operators(ctx: Ctx, activity: Activity, what: What, n: int = 0) -> None:
    """Those with the title, and whoever proposed it, who are there."""
    there = [who.id for who in with_title(await ctx.people(), OPERATOR) if not who.away_on(ctx.today)]
    owner = await _owner(ctx, activity)
    for person in dict.fromkeys([*([owner.id] if owner is not None else []), *there]):
        await notify(ctx, activity, what, person, n=n)


OPERATOR = "activity operator"


def _buttons(look: Look) -> list[Button]:
    """Below a post that goes by: the next step; the card has all of them."""
    wanted = (FIGURES.id, REVIEW.id) if look.activity.phase != "preheat" else ()
    return [button for button in buttons(look) if button.label.id in wanted]
