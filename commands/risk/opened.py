"""Risks that nobody raised: figures crossed a limit, and the rule that watches it opens one, once as long as it is
open. What the rules are: ``commands/kit/alarms.py``."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from commands.kit import Amount, Args, Ask, Ctx, Moment, Reply, Tongue, Word, command, reply, text
from commands.kit.alarms import NEGATIVE, fastest, hourly_limit
from commands.kit.clean import one_line
from commands.kit.sheet import shown
from storage import Risk

from .fold import own_or_common
from .raising import LONGEST_DETAILS, LONGEST_TITLE, open_risk

HELP = text("Open a risk because of figures")
RULE = text("Rule")
OF = text("Of what")
WAS = text("Before")
NOW = text("Now")
SINCE = text("Since")
AT = text("At")

FAST = text("{rate} {name} an hour")
ROSE = text("From {was} ({since}) to {now} ({when}). More than {most} an hour opens a red risk by itself.")
FRAUD = text("{abnormal} of {entries} entries of “{name}” look like fraud")
FROZEN = text(
    "Activity {number}, {name}: {abnormal} of {entries} entries are abnormal, {share}. From {most} on the prize pool "
    "is frozen and a yellow risk opens by itself."
)


class Opens(Args):
    rule: Annotated[Literal["negative", "entries"], Word(), Ask(RULE)]
    of: Annotated[int, Ask(OF)]
    was: Annotated[Decimal, Ask(WAS)]
    now: Annotated[Decimal, Ask(NOW)]
    since: Annotated[datetime, Ask(SINCE)]
    at: Annotated[datetime, Ask(AT)]


@command("risk opens", help=HELP, clock=True)
async def opens(args: Opens, ctx: Ctx) -> Reply:
    risk = await (_negative(args, ctx) if args.rule == "negative" else _entries(args, ctx))
    if risk is None or any(one.rule == risk.rule for one in await ctx.store.risks.open(ctx.team.id)):
        return reply()
    risk = await open_risk(ctx, risk)
    return reply(cards=[await own_or_common(ctx, risk)])


async def _negative(args: Opens, ctx: Ctx) -> Risk | None:
    metric, most = ctx.metrics.get(NEGATIVE), hourly_limit(ctx)
    rise = fastest([(args.since, args.was), (args.at, args.now)], most) if most is not None else None
    if metric is None or most is None or rise is None:
        return None
    rate = shown(metric, rise.rate.quantize(Decimal(1)))
    title = FAST(rate=rate, name=metric.label)
    details = ROSE(
        was=shown(metric, args.was), since=Moment(args.since), now=shown(metric, args.now), when=Moment(args.at),
        most=shown(metric, most),
    )  # fmt: skip
    tongue = _aloud(ctx)
    return Risk(
        0, ctx.team.id, 0, "red", "opinion", one_line(tongue.speak(title), LONGEST_TITLE), ctx.now, ctx.now,
        tongue.speak(details)[:LONGEST_DETAILS], args.of, rule=f"negative:{args.of}",
    )  # fmt: skip


async def _entries(args: Opens, ctx: Ctx) -> Risk | None:
    activity = await ctx.store.activities.get(ctx.team.id, args.of)
    if activity is None or not args.was:
        return None
    abnormal, entries = Amount(args.now), Amount(args.was)
    details = FROZEN(
        number=str(activity.number), name=activity.name, abnormal=abnormal, entries=entries,
        share=Amount((args.now * 100 / args.was).quantize(Decimal("0.1")), "percent"),
        most=Amount(ctx.metrics.activities.abnormal_percent, "percent"),
    )  # fmt: skip
    tongue, name = _aloud(ctx), one_line(activity.name, LONGEST_TITLE // 2)
    title = tongue.speak(FRAUD(abnormal=abnormal, entries=entries, name=name))
    return Risk(
        0, ctx.team.id, 0, "yellow", "fraud", one_line(title, LONGEST_TITLE), ctx.now, ctx.now,
        tongue.speak(details)[:LONGEST_DETAILS], activity.community, rule=f"entries:{activity.id}",
    )  # fmt: skip


def _aloud(ctx: Ctx) -> Tongue:
    """What is kept as words for all is in the team's language."""
    return Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
