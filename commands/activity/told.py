"""What is told to one person about an activity: in her private chat, or where that is closed in the channel, by name.

Every line looks again at how things are when it is typed, so one that is out of date says nothing.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from commands.kit import Ask, Button, Ctx, Moment, Reply, Role, Said, command, reply, text
from commands.kit.private import mention, tell, tell_aloud
from commands.kit.rules import shown_roi
from commands.kit.texts import Amount, Mono
from storage import Activity

from .face import APPROVE, FIGURES, REVIEW, SHOW, THAW, part, stop_loss, titled
from .look import Look, OfActivity, look_at, share_of
from .words import instruction

HELP = text("Tell what happens in an activity")
WHAT = text("What")
PERSON = text("Person")
BY = text("By whom")
WHICH = text("Which")
ALOUD = text("In the channel")

ASKED = text("{name} proposes this. The forecast ROI is {roi}. It starts {when}.")
APPROVED = text("{name} approved it.")
OVERRIDDEN = text("{name} overrode the forecast: {why}")
STOPPED = text("{name} stopped it: {why}")
INSTRUCTION = text("{n} of {all}: {words}")
HOW_MUCH = text("How is it going? Sales, refunds and cost so far, please.")
HOW_MUCH_NOW = text("How is it going? So far ROI {roi}: revenue {revenue}, refunds {refunds}, cost {cost}.")
ALARM = text("It loses money: ROI {roi}, below {least}. You can stop it.")
FROZEN = text(
    "{abnormal} of {entries} entries look like fraud ({share}). I froze the prize pool: nothing is paid out until you "
    "lift that."
)
LOOK_BACK = text("It is over. Look back until {when}: goal, achieved, deviation, root cause, improvement.")
LOOK_BACK_LATE = text("The review is overdue since {when}.")
LOOK_BACK_LONG = text("The final ROI {roi} is below {least}: a review of at least {n} signs is owed.")
NOBODY_YET = text("Nobody else here can approve it yet. A director makes somebody a manager: {line}")
CALL = text("{who}: {said}")

What = Literal["approve", "approved", "overridden", "stopped", "instruction", "ask", "alarm", "frozen", "review"]


class Told(OfActivity):
    what: Annotated[What, Ask(WHAT)]
    person: Annotated[int, Ask(PERSON)]
    by: Annotated[int | None, Ask(BY)] = None
    n: Annotated[int, Ask(WHICH)] = 0
    aloud: Annotated[bool, Ask(ALOUD)] = False


async def notify(
    ctx: Ctx, activity: Activity, what: What, person: int, *, at: datetime | None = None, n: int = 0
) -> None:
    """Tell somebody in private, now or at an instant. Nobody is told what she did herself."""
    by = ctx.who.id if ctx.who is not None else None
    if person == by and what not in ("alarm", "frozen"):
        return
    line = _line(activity.number, what, person, by, n)
    await tell(ctx, person, _key(activity, what, person), line, at)


async def ask_for_approval(ctx: Ctx, activity: Activity) -> list[Said]:
    """Tell all who can approve it. What is to be said where there is nobody."""
    able = [who.id for who in await ctx.people() if who.level >= Role.MANAGER and not who.waiting]
    judges = [who for who in able if who != activity.proposed_by]
    for who in judges:
        await notify(ctx, activity, "approve", who)
    return [] if judges else [NOBODY_YET(line=Mono("/role @name manager"))]


def _line(number: int, what: What, person: int, by: int | None, n: int) -> str:
    more = (f" by:{by}" if by is not None else "") + (f" n:{n}" if n else "")
    return f"/activity told {number} what:{what} person:{person}{more}"


def _key(activity: Activity, what: str, person: int) -> str:
    return f"activity:{activity.id}:{what}:{person}"


@command("activity told", help=HELP, clock=True, reads=True)
async def told(args: Told, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    activity = look.activity
    line = _line(activity.number, args.what, args.person, args.by, args.n)
    if args.aloud:
        await tell_aloud(ctx, args.person, _key(activity, args.what, args.person), line)
        return reply()
    said = _said(args, look, ctx)
    if said is None or await _has_left(args.person, ctx):
        return reply()
    if ctx.place is not None:
        said = CALL(who=await mention(ctx, args.person, look.names.get(args.person, "")), said=said)
    return reply(titled(activity), said, buttons=_steps(args, look), otherwise=f"{line} aloud:yes")


async def _has_left(person: int, ctx: Ctx) -> bool:
    who = await ctx.store.people.get(ctx.team.id, person)
    return who is not None and who.left_at is not None


def _said(args: Told, look: Look, ctx: Ctx) -> Said | None:
    """``None`` when it is not so any more."""
    activity, by = look.activity, look.name(args.by)
    match args.what:
        case "approve":
            if activity.phase != "proposed":
                return None
            who, starts = look.name(activity.proposed_by), Moment(activity.starts_at)
            return ASKED(name=who, roi=shown_roi(activity.forecast), when=starts)
        case "approved":
            return APPROVED(name=by) if activity.approved_at is not None and not activity.over else None
        case "overridden":
            overridden = activity.overridden_by is not None
            return OVERRIDDEN(name=by, why=activity.override_why) if overridden else None
        case "stopped":
            return STOPPED(name=by, why=activity.stop_why) if activity.stopped_at is not None else None
        case "instruction":
            return _instruction(args.n, look) if _is_on(args.n, look, ctx) else None
        case "ask":
            return _question(look) if activity.running or activity.phase == "ended" else None
        case "alarm":
            alarmed = activity.alarmed and activity.running
            return ALARM(roi=shown_roi(look.roi), least=look.rules.alarm_roi) if alarmed else None
        case "frozen":
            return _frozen(look)
        case "review":
            return _owed(look, ctx) if look.owes_review else None


def _is_on(n: int, look: Look, ctx: Ctx) -> bool:
    """Whether its time is still on: the next one has not come."""
    until = look.activity.starts_at + n * timedelta(minutes=look.rules.instruction_minutes)
    return look.activity.phase == "ignition" and ctx.now < until


def _instruction(n: int, look: Look) -> Said:
    every = look.rules.instructions(look.activity.starts_at, look.activity.afterglow_at)
    return INSTRUCTION(n=str(n), all=str(every), words=instruction(n, every)())


def _question(look: Look) -> Said:
    said = look.now
    if said.revenue is None and said.cost is None:
        return HOW_MUCH()
    money = {name: Amount(getattr(said, name), "money") for name in ("revenue", "refunds", "cost")}
    return HOW_MUCH_NOW(roi=shown_roi(look.roi), **money)


def _frozen(look: Look) -> Said | None:
    said, share = look.now, share_of(look.now)
    if look.activity.frozen_at is None or share is None:
        return None
    return FROZEN(abnormal=str(said.abnormal), entries=str(said.entries), share=part(share))


def _owed(look: Look, ctx: Ctx) -> Said:
    activity, due = look.activity, look.activity.ends_at + look.rules.review_after
    rules = look.rules
    if rules.explains(activity):
        return LOOK_BACK_LONG(roi=shown_roi(activity.locked_roi), least=rules.least_roi, n=rules.review_signs)
    return (LOOK_BACK_LATE if due <= ctx.now else LOOK_BACK)(when=Moment(due))


def _steps(args: Told, look: Look) -> list[Button]:
    number = look.activity.number
    show = Button(SHOW(), f"/activity show {number}")
    figures = Button(FIGURES(), f"/activity roi {number}", "primary")
    match args.what:
        case "approve":
            return [Button(APPROVE(), f"/activity approve {number}", "primary"), show]
        case "ask":
            return [figures]
        case "alarm":
            return [stop_loss(look), show]
        case "frozen":
            return [Button(THAW(), f"/activity thaw {number}"), show]
        case "review":
            return [Button(REVIEW(), f"/activity review {number}", "primary")]
        case _:
            return [show]
