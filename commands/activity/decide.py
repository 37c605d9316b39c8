"""Yes and no: approving, overriding the forecast, starting early, stopping, and lifting the freeze of a prize pool."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from commands.kit import Ask, Ctx, Form, Moment, Refusal, Reply, Role, Said, Word, command, reply, text
from commands.kit.fields import Numbered
from commands.kit.rules import shown_roi
from commands.kit.texts import Mono
from commands.kit.why import Because
from storage import Activity, Phase

from .clock import tell_operators, tell_owner, type_soon, wind
from .face import START, card, hers, titled
from .face import STOPPED as STOPPED_BY
from .look import NUMBER, Look, OfActivity, look_at, rest
from .told import ask_for_approval, notify

HELP_APPROVE = text("Approve an activity that somebody else proposed")
HELP_OVERRIDE = text("Let an activity pass although its forecast is too low")
HELP_START = text("Start an activity now, before its time")
HELP_STOP = text("Stop an activity, or withdraw a proposal")
HELP_THAW = text("Lift the freeze of a prize pool")

APPROVED = text("Approved. The preheat begins {when}; its five tasks come in a moment.")
APPROVED_LATE = text("Approved. The preheat has begun; its five tasks come in a moment.")
OVERRIDDEN = text("Overridden. A manager other than {name} approves it now.")
STARTED = text("It starts now.")
WITHDRAWN = text("Withdrawn.")
THAWED = text("The prize pool is free again.")

OWN = text("Somebody else has to approve what you proposed. {line} shows who can.")
ALREADY = text("{name} has approved it already.")
OVER = text("Activity {number} is over.")
TOO_WEAK = text("The forecast ROI {roi} is below {least}: a director has to override that first.")
NOT_REFUSED = text("There is nothing to override: the forecast ROI is {roi}.")
TOO_LATE = text("Its start {when} is over. {name} can set another with {line}.")
NOT_APPROVED = text("It has to be approved first.")
RUNS = text("It has started already.")
DIRECTOR = text("Only a director can stop what is approved.")
NOT_YOURS = text("Only {name} or a manager can do that.")
NOT_FROZEN = text("The prize pool is not frozen.")

NOTHING = timedelta(microseconds=1)


class Why(Because):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


async def _asks_to_override(given: Mapping[str, Any], ctx: Ctx) -> Form:
    return rest("/activity override", HELP_OVERRIDE(), Why, given)


async def _asks_to_stop(given: Mapping[str, Any], ctx: Ctx) -> Form:
    return rest("/activity stop", HELP_STOP(), Why, given)


@command("activity approve", help=HELP_APPROVE, who=Role.MANAGER, examples=("/activity approve 3",))
async def approve(args: OfActivity, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    activity = look.activity
    if activity.phase == "refused":
        raise Refusal(TOO_WEAK(roi=shown_roi(activity.forecast), least=look.rules.least_roi))
    if activity.phase != "proposed":
        raise _decided(look)
    if activity.proposed_by == ctx.me.id:
        raise Refusal(OWN(line=Mono("/team")))
    if activity.starts_at <= ctx.now:
        line = Mono(f'/activity edit {activity.number} start:"fri 20:00"')
        raise Refusal(TOO_LATE(when=Moment(activity.starts_at), name=look.name(activity.proposed_by), line=line))
    begun = activity.preheat_at <= ctx.now
    after: Phase = "preheat" if begun else "approved"
    values = {"approved_by": ctx.me.id, "approved_at": ctx.now, "beaten_at": ctx.now}
    await _move(ctx, activity, ["proposed"], after, **values)
    await wind(ctx, replace(activity, phase=after, beaten_at=ctx.now))
    await type_soon(ctx, activity, "task lines")
    if activity.proposed_by is not None:
        await notify(ctx, activity, "approved", activity.proposed_by)
    return await answered(
        ctx, activity, APPROVED_LATE() if begun else APPROVED(when=Moment(activity.preheat_at))
    )  # fmt: skip


@command(
    "activity override", help=HELP_OVERRIDE, who=Role.DIRECTOR, asks=_asks_to_override,
    examples=("/activity override 3 yearly brand day",),
)  # fmt: skip
async def override(args: Why, ctx: Ctx) -> Reply:
    """The forecast is let pass; the approval stays with somebody other than who proposed it."""
    look = await look_at(ctx, args.number)
    activity = look.activity
    if activity.phase == "proposed":
        raise Refusal(NOT_REFUSED(roi=shown_roi(activity.forecast)))
    if activity.phase != "refused":
        raise _decided(look)
    values = {"overridden_by": ctx.me.id, "override_why": args.reason}
    await _move(ctx, activity, ["refused"], "proposed", **values)
    if activity.proposed_by is not None:
        await notify(ctx, activity, "overridden", activity.proposed_by)
    missing = await ask_for_approval(ctx, activity)
    return await answered(ctx, activity, OVERRIDDEN(name=look.name(activity.proposed_by)), *missing)


@command("activity start", help=HELP_START, examples=("/activity start 3",))
async def start(args: OfActivity, ctx: Ctx) -> Reply:
    """The main phase begins now; what comes after it moves along."""
    look = await look_at(ctx, args.number)
    activity = look.activity
    _may(look, ctx)
    if activity.phase in ("proposed", "refused"):
        raise Refusal(NOT_APPROVED())
    if activity.phase not in ("approved", "preheat"):
        raise Refusal(OVER(number=str(activity.number)) if activity.over else RUNS())
    times = look.rules.times(ctx.now, ctx.zone, ctx.now + (activity.afterglow_at - activity.starts_at))
    # The clock may have been here in this very moment, and does only what comes after that.
    await _move(ctx, activity, ["approved", "preheat"], activity.phase, **times, beaten_at=ctx.now - NOTHING)
    await type_soon(ctx, activity, "activity beat")
    return await answered(ctx, activity, STARTED())


@command("activity stop", help=HELP_STOP, asks=_asks_to_stop, examples=("/activity stop 3 prizes are late",))
async def stop(args: Why, ctx: Ctx) -> Reply:
    """One that has begun has ended now: its figures are locked and looked back at as always."""
    look = await look_at(ctx, args.number)
    activity = look.activity
    values: dict[str, Any] = {"stopped_by": ctx.me.id, "stopped_at": ctx.now, "stop_why": args.reason}
    before: list[Phase]
    if activity.phase in ("proposed", "refused"):
        _may(look, ctx)
        await _move(ctx, activity, ["proposed", "refused"], "stopped", **values)
        return await answered(ctx, activity, WITHDRAWN())
    if activity.over:
        raise Refusal(OVER(number=str(activity.number)))
    ctx.needs(Role.DIRECTOR, Refusal(DIRECTOR()))
    # What has cost something already is looked back at, also before its main phase.
    if activity.phase in ("ignition", "afterglow") or look.takings:
        before = ["preheat", "ignition", "afterglow"]
        values |= {name: min(getattr(activity, name), ctx.now) for name in ("starts_at", "afterglow_at")}
        values |= {"ends_at": ctx.now, "locks_at": ctx.now + (activity.locks_at - activity.ends_at)}
        values["beaten_at"] = ctx.now
        await _move(ctx, activity, before, "ended", **values)
        await tell_owner(ctx, activity, "review")
    else:
        before = ["approved", "preheat"]
        await _move(ctx, activity, before, "stopped", **values)
    await wind(ctx, (await look_at(ctx, args.number)).activity)
    await type_soon(ctx, activity, "task fold")
    await tell_operators(ctx, activity, "stopped")
    said = STOPPED_BY(name=ctx.me.name, why=args.reason)
    return reply(titled(activity), said, everywhere=True, cards=[await card(ctx, args.number)])


@command("activity thaw", help=HELP_THAW, who=Role.DIRECTOR, examples=("/activity thaw 3",))
async def thaw(args: OfActivity, ctx: Ctx) -> Reply:
    activity = (await look_at(ctx, args.number)).activity
    if activity.frozen_at is None:
        raise Refusal(NOT_FROZEN())
    await ctx.store.activities.change(activity.id, frozen_at=None)
    return await answered(ctx, activity, THAWED())


async def answered(ctx: Ctx, activity: Activity, *said: Said) -> Reply:
    """What happened, for her who asked; the card shows it to all. Who typed it is offered the next step."""
    live = await card(ctx, activity.number)
    if ctx.heard.via == "pressed":
        return reply(*said, private=True, cards=[live])
    look = await look_at(ctx, activity.number)
    starts = look.activity.starts_at <= ctx.now  # the clock turns it in a moment
    choices = [each for each in hers(look, ctx.me) if not (starts and each.label.id == START.id)]
    return reply(titled(look.activity), *said, buttons=choices, cards=[live])


async def _move(ctx: Ctx, activity: Activity, before: list[Phase], phase: Phase, **values: Any) -> None:
    """Raises ``Refusal`` when somebody else decided it in the meantime."""
    if not await ctx.store.activities.move(activity.id, before, phase, **values):
        raise _decided(await look_at(ctx, activity.number))


def _decided(look: Look) -> Refusal:
    activity = look.activity
    if activity.over:
        return Refusal(OVER(number=str(activity.number)))
    return Refusal(ALREADY(name=look.name(activity.approved_by)))


def _may(look: Look, ctx: Ctx) -> None:
    """Raises ``Refusal`` for whoever neither proposed it nor leads."""
    if look.activity.proposed_by != ctx.me.id:
        ctx.needs(Role.MANAGER, Refusal(NOT_YOURS(name=look.name(look.activity.proposed_by))))
