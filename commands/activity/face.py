"""How an activity looks: one card, the same in every channel, with the buttons that its phase allows."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from commands.kit import (
    Amount,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Reply,
    Role,
    Said,
    reply,
    text,
)  # fmt: skip
from commands.kit.clean import short
from commands.kit.reply import Card
from commands.kit.rules import shown_roi
from commands.kit.tiers import TIERS
from storage import Activity, ActivityReview, Person, Task

from .brought import lines_of
from .look import Look, look_at, share_of

TITLE = text("Activity {number}: {name} ({tier})")

PROPOSED = text("Proposed by {name}. A manager approves it.")
REFUSED = text("Refused: the forecast ROI {roi} is below {least}. Only a director can override that.")
MISSED = text("Nobody approved it before its start {when}. {name} can set another.")
APPROVED = text("Approved by {name}. The preheat begins {when}.")
PREHEAT = text("Preheat until {when}")
IGNITION = text("Ignition until {when}")
AFTERGLOW = text("Afterglow until {when}")
ENDED = text("Ended {when}. The figures are final {lock}.")
LOCKED = text("Closed. The final ROI is {roi}.")
STOPPED = text("Stopped by {name}: {why}")
STARTS = text("Starts {when}")
COMMUNITY = text("Community: {name}")
GOAL = text("Goal: {words}")
RISKS = text("Risks: {words}")
PLAN = text("Plan B: {words}")
FORECAST = text("Forecast ROI {roi}: revenue {revenue}, refunds {refunds}, cost {cost}, budget {budget}")
SO_FAR = text("ROI {roi}: revenue {revenue}, refunds {refunds}, cost {cost}")
NOT_YET = text("No figures yet")
OVERRIDDEN = text("{name} overrode the forecast: {why}")
FROZEN = text("The prize pool is frozen: {abnormal} of {entries} entries are abnormal ({share}).")
ENTRIES = text("Entries: {entries}, abnormal {abnormal} ({share})")
WORK = text("{mark} {number} · {title} – {people}")
WORK_FREE = text("{mark} {number} · {title} – nobody yet")
MORE = text("{n} more task", "{n} more tasks")
REVIEW_DUE = text("Review due {when}")
REVIEW_LATE = text("Review was due {when}")
REVIEW_LONG = text("The ROI stayed below {least}: a review of at least {n} signs is owed.")
REVIEW_UNSAID = text("There is no final ROI: a review of at least {n} signs is owed.")
REVIEWED = text("Reviewed by {name}")
PART = text("{part}: {words}")
PARTS = (text("Goal"), text("Achieved"), text("Deviation"), text("Root cause"), text("Improvement"))

APPROVE = text("Approve", context="button")
OVERRIDE = text("Override", context="button")
CHANGE = text("Change", context="button")
START = text("Start now", context="button")
STOP = text("Stop", context="button")
FIGURES = text("Enter figures", context="button")
REVIEW = text("Review", context="button")
THAW = text("Lift the freeze", context="button")
SHOW = text("Show", context="button")

SHOWN = 150
"""Signs of each part of a review on the card, and of each reason."""
SAID = 300
"""Signs of goal, risks and plan B on the card. One message has to hold it: a chat edits no more than that."""
WORKS = 8
"""Tasks on the card; the others are behind the button."""


async def card(ctx: Ctx, number: int) -> Card:
    """The live message of an activity, as it is now."""
    look = await look_at(ctx, number)
    return Card(f"activity:{number}", face(ctx, look, buttons(look)))


def face(ctx: Ctx, look: Look, choices: Sequence[Button], *, whole: bool = False) -> Reply:
    return reply(Heading(titled(look.activity)), Bullets(tuple(facts(ctx, look, whole=whole))), buttons=choices)


def titled(activity: Activity) -> Said:
    return TITLE(number=str(activity.number), name=activity.name, tier=TIERS[activity.tier]())


def facts(ctx: Ctx, look: Look, *, whole: bool = False) -> list[Said]:
    """``whole``: with what matters only while it is judged, and every word of it."""
    activity = look.activity

    def words(said: str, most: int = SAID) -> str:
        return short(said, None if whole else most)

    judged = activity.phase in ("proposed", "refused", "approved")
    lines = [state(look)]
    if judged:
        lines.append(STARTS(when=Moment(activity.starts_at)))
    if look.community:
        lines.append(COMMUNITY(name=look.community))
    lines.append(GOAL(words=words(activity.goal)))
    if judged or whole or not look.takings:
        lines.append(forecast(activity))
    if activity.overridden_by is not None:
        why = words(activity.override_why, SHOWN)
        lines.append(OVERRIDDEN(name=look.name(activity.overridden_by), why=why))
    if judged or whole:
        lines += [RISKS(words=words(activity.risks)), PLAN(words=words(activity.plan))]
    lines += money(look)
    if activity.stopped_by is not None and activity.phase != "stopped":
        lines.append(STOPPED(name=look.name(activity.stopped_by), why=words(activity.stop_why, SHOWN)))
    tasks = look.tasks if whole else look.tasks[:WORKS]
    lines += [work(look, task) for task in tasks]
    if len(tasks) < len(look.tasks):
        lines.append(MORE(n=len(look.tasks) - len(tasks)))
    lines += back(ctx, look, whole=whole)
    return lines


def state(look: Look) -> Said:
    activity = look.activity
    if look.missed:
        return MISSED(when=Moment(activity.starts_at), name=look.name(activity.proposed_by))
    match activity.phase:
        case "proposed":
            return PROPOSED(name=look.name(activity.proposed_by))
        case "refused":
            return REFUSED(roi=shown_roi(activity.forecast), least=look.rules.least_roi)
        case "approved":
            return APPROVED(name=look.name(activity.approved_by), when=Moment(activity.preheat_at))
        case "preheat":
            return PREHEAT(when=Moment(activity.starts_at))
        case "ignition":
            return IGNITION(when=Moment(activity.afterglow_at))
        case "afterglow":
            return AFTERGLOW(when=Moment(activity.ends_at))
        case "ended":
            return ENDED(when=Moment(activity.ends_at), lock=Moment(activity.locks_at))
        case "locked":
            return LOCKED(roi=shown_roi(activity.locked_roi))
        case "stopped":
            return STOPPED(name=look.name(activity.stopped_by), why=short(activity.stop_why, SHOWN))


def forecast(activity: Activity) -> Said:
    return FORECAST(
        roi=shown_roi(activity.forecast), revenue=cash(activity.revenue), refunds=cash(activity.refunds),
        cost=cash(activity.cost), budget=cash(activity.budget),
    )  # fmt: skip


def money(look: Look) -> list[Said]:
    """What it has brought and cost so far, and what is wrong with the entries."""
    said = look.now
    if not look.takings:
        return [NOT_YET()] if look.activity.phase in ("ignition", "afterglow", "ended", "locked") else []
    lines = [
        SO_FAR(
            roi=shown_roi(look.roi), revenue=cash(said.revenue), refunds=cash(said.refunds), cost=cash(said.cost)
        )
    ]  # fmt: skip
    return lines + entries(look)


def entries(look: Look) -> list[Said]:
    """How many took part, and how many of them look like fraud; nothing while either is unknown."""
    said, share = look.now, share_of(look.now)
    if share is None or said.entries is None or said.abnormal is None:
        return []
    sentence = FROZEN if look.activity.frozen_at is not None else ENTRIES
    return [sentence(entries=Amount(Decimal(said.entries)), abnormal=Amount(Decimal(said.abnormal)), share=part(share))]


def back(ctx: Ctx, look: Look, *, whole: bool = False) -> list[Said]:
    """What it changed, and the state of looking back. ``whole``: the review itself follows."""
    lines = lines_of(look.brought) if look.brought is not None else []
    activity = look.activity
    if look.review is not None:
        lines.append(REVIEWED(name=look.name(look.review.by)))
        lines += [] if whole else parts(look.review, SHOWN)[1:]
    if look.owes_review:
        due = activity.ends_at + look.rules.review_after
        if look.rules.explains(activity):
            lines.append(long_review(look))
        else:
            lines.append((REVIEW_LATE if due <= ctx.now else REVIEW_DUE)(when=Moment(due)))
    return lines


def parts(review: ActivityReview, most: int | None = None) -> list[Said]:
    """The five parts, each as long as asked for."""
    return [PART(part=label(), words=short(words, most)) for label, words in zip(PARTS, review.parts, strict=True)]


def work(look: Look, task: Task) -> Said:
    """One of its tasks."""
    mark = "✓" if task.state in ("done", "verified") else "☐"
    title = task.title.removeprefix(f"{look.activity.name}: ").removeprefix(f"{look.activity.name}：")
    people = tuple(look.name(holder.person) for holder in look.holders if holder.task == task.id)
    if not people:
        return WORK_FREE(mark=mark, number=str(task.number), title=title)
    return WORK(mark=mark, number=str(task.number), title=title, people=Listed(people))


def long_review(look: Look) -> Said:
    """That what it came to has to be explained at length."""
    n = look.rules.review_signs
    if look.activity.locked_roi is None:
        return REVIEW_UNSAID(n=n)
    return REVIEW_LONG(least=look.rules.least_roi, n=n)


def buttons(look: Look) -> list[Button]:
    """What can be done with it, by those who may: a channel shows one message to all."""
    activity, number = look.activity, look.activity.number
    found: list[Button] = []
    match activity.phase:
        case "proposed" | "refused" if look.missed:
            found.append(Button(CHANGE(), f"/activity edit {number}"))
        case "proposed":
            found.append(Button(APPROVE(), f"/activity approve {number}", "primary"))
        case "refused":
            found.append(Button(OVERRIDE(), f"/activity override {number}"))
            found.append(Button(CHANGE(), f"/activity edit {number}"))
        case "preheat" | "ignition" | "afterglow" | "ended":
            found.append(Button(FIGURES(), f"/activity roi {number}", "primary"))
    if activity.alarmed and activity.running:
        # A director who takes no private messages stops it here.
        found.append(stop_loss(look))
    if look.owes_review:
        found.append(Button(REVIEW(), f"/activity review {number}", "primary"))
    if activity.frozen_at is not None:
        found.append(Button(THAW(), f"/activity thaw {number}"))
    found.append(Button(SHOW(), f"/activity show {number}"))
    return found


def stop_loss(look: Look) -> Button:
    """Stops what loses money, with that as the reason."""
    least = f"{look.rules.alarm_roi.normalize():f}"
    return Button(STOP(), f"/activity stop {look.activity.number} why:ROI<{least}", "danger")


def hers(look: Look, person: Person) -> list[Button]:
    """What she herself can do with it."""
    activity, number = look.activity, look.activity.number
    mine, leads = activity.proposed_by == person.id, person.level >= Role.MANAGER
    director = person.level >= Role.DIRECTOR
    may = {
        "approve": leads and not mine, "override": director, "edit": mine, "roi": person.level >= Role.STAFF,
        "review": mine or leads, "thaw": director, "stop": False, "show": False,
    }  # fmt: skip
    found = [button for button in buttons(look) if may[button.line.split()[1]]]
    if activity.phase == "proposed" and mine and not look.missed:
        found.append(Button(CHANGE(), f"/activity edit {number}"))
    if activity.phase in ("approved", "preheat") and (mine or leads):
        found.append(Button(START(), f"/activity start {number}"))
    before = activity.phase in ("proposed", "refused") and (mine or leads)
    if before or (director and activity.phase in ("approved", "preheat", "ignition", "afterglow")):
        found.append(Button(STOP(), f"/activity stop {number}", "danger"))
    return found


def cash(value: Decimal | None) -> Amount:
    return Amount(value, "money")


def part(share: Decimal) -> Amount:
    """A percentage to one decimal, rounded down: what is shown as the limit has reached it."""
    return Amount(share.quantize(Decimal("0.1"), ROUND_FLOOR), "percent")
