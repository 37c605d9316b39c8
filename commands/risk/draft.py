"""A risk drafted from abnormal figures: the form of raising one, filled in with what is known. A person decides."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from commands.kit import Args, Ask, Button, Ctx, Form, Mono, Refusal, Reply, Tongue, Word, command, text
from commands.kit.alarms import THERE
from commands.kit.clean import one_line
from commands.kit.fields import PastDay
from commands.kit.playbooks import OTHER
from commands.kit.signals import at_risk, group_of, look_at
from commands.kit.signals.course import course
from commands.kit.signals.said import bare, title
from storage import Level, Signal

from .linked import signal_of
from .raising import LONGEST_DETAILS, LONGEST_TITLE, raise_form

HELP = text("Raise a risk about an abnormal figure")
SIGNAL = text("Number of the abnormal figure")
COMMUNITY = text("Community")
DAY = text("Day")

NORMAL = text("What was entered is not abnormal any more.")
GONE = text("Open the form again with {line}.")
FIGURE = text("Abnormal figure {number}: {line}")
SHOW = text("Show", context="button")

KINDS: Mapping[str, str] = {
    "refunds": "refunds", "refund_rate": "refunds", "negative": "opinion", "complaints": "opinion",
    "complaint_rate": "opinion", "nps": "opinion", "satisfaction": "opinion", "active": "participation",
    "engaged": "participation", "interaction_rate": "participation", "messages": "participation",
    "messages_per_active": "participation", "retention": "participation", "joined": "participation",
    "left": "participation", "net_growth": "participation",
}  # fmt: skip
"""What a metric that is abnormal usually means."""


class OfSignal(Args):
    """One that was found, or whatever is abnormal of what was entered of a community and day."""

    signal: Annotated[str | None, Word(), Ask(SIGNAL)] = None
    of: Annotated[int | None, Ask(COMMUNITY)] = None
    date: Annotated[PastDay | None, Ask(DAY)] = None


def suggested(signal: Signal) -> Level:
    """Red where a figure is twice what it may be, or half of what it should be at least; a target that is missed
    drifts."""
    match signal.rule:
        case "above" | "over_mean":
            return "red" if signal.value >= signal.limit * 2 else "yellow"
        case "below_mean":
            return "red" if signal.value * 2 <= signal.limit else "yellow"
        case _:
            return "yellow"


async def _filled(given: Mapping[str, Any], ctx: Ctx) -> Form:
    args = OfSignal.read(given, ctx)
    if args.signal is not None:
        meant = [await signal_of(ctx, args.signal)]
    elif args.of is not None and args.date is not None:
        meant = await _entered(ctx, args.of, args.date)
    else:
        return raise_form({})
    signal = meant[0]
    at = (await at_risk(ctx, [signal])).get(signal.number)
    if at is not None and at.closed_at is None:
        raise Refusal(THERE(number=str(at.number)), buttons=(Button(SHOW(), f"/risk show {at.number}"),))
    # What she pressed for comes before what else waits on its line.
    group = sorted(await group_of(ctx, signal), key=lambda one: meant.index(one) if one in meant else len(meant))
    communities = {one.id: one for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
    # What is kept as words for all is in the team's language.
    tongue = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    lines = []
    for one in group:
        lines.append(tongue.speak(FIGURE(number=str(one.number), line=bare(ctx, (one,), communities))))
        if (before := await course(ctx, one, tongue)) is not None:
            lines.append(tongue.speak(before))
    levels = {suggested(one) for one in group}
    known = {
        "level": "red" if "red" in levels else "yellow", "kind": KINDS.get(signal.metric, OTHER),
        "title": one_line(tongue.speak(title(ctx, group, communities)), LONGEST_TITLE),
        "details": "\n".join(lines)[:LONGEST_DETAILS], "signal": str(signal.number),
    }  # fmt: skip
    living = (await ctx.communities()).values()
    key = next((one.key for one in living if one.id == signal.community), None)
    return raise_form(known if key is None else {**known, "community": key})


async def _entered(ctx: Ctx, community: int, day: date) -> list[Signal]:
    """What is abnormal there, the worst that nobody has the first."""
    living = {one.id for one in (await ctx.communities()).values()}
    found = await look_at(ctx, community, day) if community in living else []
    if not found:
        raise Refusal(NORMAL())
    return sorted(found, key=lambda one: (not one.waits, suggested(one) != "red", one.number))


@command(
    "risk draft", help=HELP, asks=_filled, incomplete=lambda given: True, hidden=True, examples=("/risk draft 7",)
)  # fmt: skip
async def draft(args: OfSignal, ctx: Ctx) -> Reply:
    raise Refusal(GONE(line=Mono(f"/risk draft {args.signal or ''}".strip())))
