"""Proposing an activity with its numbers, and changing the proposal. The forecast ROI is said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from commands.kit import Args, Ask, Bullets, Ctx, Form, Question, Refusal, Reply, Text, Word, command, reply, text
from commands.kit.clean import cleaned, one_line
from commands.kit.communities import find_community
from commands.kit.fields import Moment, Money, Numbered
from commands.kit.lessons import opens, similar, told
from commands.kit.reply import Block, Choice
from commands.kit.rules import roi, shown_roi
from commands.kit.texts import Mono
from commands.kit.tiers import TIERS
from storage import Activity, Phase, Tier

from .clock import wait_for_answer
from .face import PARTS, card, hers, titled
from .look import NUMBER, look_at, number_in
from .told import ask_for_approval

HELP = text("Propose an activity with its numbers")
HELP_EDIT = text("Change a proposal")
NAME = text("Name of the activity")
TIER = text("How large")
COMMUNITY = text("Community (empty: all)")
GOAL = text("Goal: what it is to reach")
START = text("Start of the main phase")
END = text("End of the main phase (empty: the usual length)")
REVENUE = text("Expected revenue")
AMOUNTS = text("4500 · 1.2k", context="typed")
STARTS = text("11-28 20:00 · fri 20:00 · tomorrow 8pm", context="typed")
COST = text("Expected cost")
BUDGET = text("Budget (empty: the cost)")
REFUNDS = text("Expected refunds, in money")
RISKS = text("Risks")
PLAN = text("Plan B")

WAITS = text("Forecast ROI {roi}. A manager approves it.")
WAITS_UNSPENT = text("It costs nothing, so there is no ROI to judge. A manager approves it.")
REFUSED = text("Forecast ROI {roi} is below {least}, so it is refused. Change it, or a director overrides it.")
NO_NAME = text("An activity needs a name.")
NO_GOAL = text("An activity needs a goal.")
PAST = text("The start is over already: {line}")
BACKWARDS = text("It cannot end before it starts.")
TOO_LONG = text("The main phase lasts {n} days at most.")
OVER_BUDGET = text("The cost is above the budget.")
MORE_REFUNDS = text("The refunds are above the revenue.")
NOTHING = text("Say what is to be changed, for example {line}.")
DECIDED = text("It is approved already. Stop it and propose it anew to change it.")
OVER = text("It is over.")
TOO_MUCH = text("Each part has at most {most} signs; {part} has {n}.")
CASES = text("From the case library:")
NOT_YOURS = text("Only {name} can change activity {number}. A manager can withdraw it: {line}")

LONGEST_NAME, LONGEST_GOAL, LONGEST_WORDS = 120, 1000, 2000
LONGEST_DAYS = 31
"""Of the main phase: a challenge of a month."""

FIRST = ("name", "tier", "goal", "start", "community")
MONEY = ("revenue", "cost", "budget", "refunds", "end")
WORDS = ("risks", "plan")
NEEDED = ("name", "tier", "goal", "start", "revenue", "cost", "risks", "plan")


class Numbers(Args):
    tier: Annotated[Tier | None, Ask(TIER, choices=TIERS)] = None
    goal: Annotated[str | None, Ask(GOAL)] = None
    start: Annotated[Moment | None, Ask(START, example=STARTS())] = None
    community: Annotated[str | None, Ask(COMMUNITY, source="communities")] = None
    revenue: Annotated[Money | None, Ask(REVENUE, example=AMOUNTS())] = None
    cost: Annotated[Money | None, Ask(COST)] = None
    budget: Annotated[Money | None, Ask(BUDGET)] = None
    refunds: Annotated[Money | None, Ask(REFUNDS)] = None
    end: Annotated[Moment | None, Ask(END)] = None
    risks: Annotated[str | None, Ask(RISKS, long=True)] = None
    plan: Annotated[str | None, Ask(PLAN, long=True)] = None

    also: ClassVar[Mapping[str, str]] = {
        "名称": "name", "名稱": "name", "级别": "tier", "級別": "tier", "社群": "community", "目标": "goal",
        "目標": "goal", "开始": "start", "開始": "start", "结束": "end", "結束": "end", "收入": "revenue",
        "预计收入": "revenue", "預計收入": "revenue",
        "销售额": "revenue", "銷售額": "revenue", "成本": "cost", "预算": "budget", "預算": "budget", "退款": "refunds",
        "风险": "risks", "風險": "risks", "预案": "plan", "預案": "plan", "plan_b": "plan",
    }  # fmt: skip


class Propose(Numbers):
    name: Annotated[str | None, Ask(NAME)] = None

    @classmethod
    def _free(cls) -> str:
        return "name"


class Edit(Numbers):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]
    name: Annotated[str | None, Ask(NAME)] = None

    @classmethod
    def _free(cls) -> str:
        return "name"


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form:
    return Form("/activity propose", HELP(), await _pages(ctx, Propose.questions(given), NEEDED))


async def _asks_again(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """The proposal as it is, to be changed. ``None`` leaves it to the command to say what is wrong."""
    if (number := number_in(given)) is None:
        return None
    was = await _changeable(ctx, number)
    zone = ctx.zone
    known: dict[str, str] = {
        "number": str(number), "name": was.name, "tier": was.tier, "goal": was.goal,
        "start": f"{was.starts_at.astimezone(zone):%Y-%m-%d %H:%M}",
        "risks": was.risks, "plan": was.plan,
        **{name: f"{getattr(was, name):f}" for name in ("revenue", "cost", "budget", "refunds")},
    }  # fmt: skip
    # The usual end moves along with the start.
    if was.afterglow_at != ctx.metrics.activities.times(was.starts_at, zone)["afterglow_at"]:
        known["end"] = f"{was.afterglow_at.astimezone(zone):%Y-%m-%d %H:%M}"
    place = next((key for key, one in (await ctx.communities()).items() if one.id == was.community), None)
    if place is not None:
        known["community"] = place
    questions = [question for question in Edit.questions(known) if question.field != "number"]
    return Form("/activity edit", HELP_EDIT(), await _pages(ctx, questions, ()), given=known)


async def _pages(ctx: Ctx, questions: Sequence[Question], needed: Sequence[str]) -> tuple[tuple[Question, ...], ...]:
    """Three short pages: what, the money, and what if."""
    by_name = {question.field: replace(question, required=question.field in needed) for question in questions}
    communities = await ctx.communities()
    if len(communities) < 2:
        by_name.pop("community", None)
    elif len(communities) <= MOST_CHOICES:
        choices = tuple(Choice(key, one.name) for key, one in communities.items())
        by_name["community"] = replace(by_name["community"], choices=choices)
    pages = [[by_name[name] for name in names if name in by_name] for names in (FIRST, MONEY, WORDS)]
    return tuple(tuple(page) for page in pages)


MOST_CHOICES = 25


@command(
    "activity propose", help=HELP, asks=_asks, incomplete=lambda given: any(not given.get(name) for name in NEEDED),
    examples=("/activity propose", "/activity propose Autumn sale tier:light revenue:4500 cost:1200"),
)  # fmt: skip
async def propose(args: Propose, ctx: Ctx) -> Reply:
    name = one_line(args.name or "", LONGEST_NAME)
    if not name:
        raise Refusal(NO_NAME())
    if not _words(args.goal, LONGEST_GOAL, PARTS[0]):
        raise Refusal(NO_GOAL())
    if args.tier is None or args.start is None:
        raise AssertionError("the form asks for them")
    values = await _values(args, ctx, None)
    activity = await ctx.store.activities.add(
        Activity(id=0, team=ctx.team.id, number=0, name=name, proposed_at=ctx.now, proposed_by=ctx.me.id, **values)
    )
    return await proposed(ctx, activity)


@command(
    "activity edit", help=HELP_EDIT, asks=_asks_again, examples=("/activity edit 3 revenue:6000",),
    incomplete=lambda given: not any(given.get(name) for name in given if name != "number"),
)  # fmt: skip
async def edit(args: Edit, ctx: Ctx) -> Reply:
    was = await _changeable(ctx, args.number)
    values = await _values(args, ctx, was)
    if args.name and (name := one_line(args.name, LONGEST_NAME)):
        values["name"] = name
    if all(getattr(was, key) == value for key, value in values.items()):
        raise Refusal(NOTHING(line=Mono(f"/activity edit {was.number} revenue:6000")))
    if _figures(was) != (values["revenue"], values["refunds"], values["cost"]):
        values |= {"overridden_by": None, "override_why": ""}
    await ctx.store.activities.change(was.id, **values)
    return await proposed(ctx, replace(was, **values))


async def proposed(ctx: Ctx, activity: Activity) -> Reply:
    """What comes of a proposal, for her who made it; those who can approve it are told."""
    if activity.phase == "proposed":
        said = [WAITS(roi=shown_roi(activity.forecast)) if activity.forecast is not None else WAITS_UNSPENT()]
        said += await ask_for_approval(ctx, activity)
    else:
        said = [REFUSED(roi=shown_roi(activity.forecast), least=ctx.metrics.activities.least_roi)]
    await wait_for_answer(ctx, activity)
    look = await look_at(ctx, activity.number)
    choices = hers(look, ctx.me) if ctx.place is None else []
    cases = await similar(ctx, activity.tier, f"{activity.name} {activity.goal}")
    learnt: list[Block] = [CASES(), Bullets(tuple(told(case) for case in cases))] if cases else []
    buttons = [*choices, *(opens(case) for case in cases)]
    return reply(titled(activity), *said, *learnt, buttons=buttons, cards=[await card(ctx, activity.number)])


async def _changeable(ctx: Ctx, number: int) -> Activity:
    """Raises ``Refusal`` where it is decided already, or somebody else's."""
    look = await look_at(ctx, number)
    was = look.activity
    if was.phase not in ("proposed", "refused"):
        raise Refusal((OVER if was.over else DECIDED)())
    if was.proposed_by != ctx.me.id:
        # Whoever changed it could approve her own figures otherwise.
        line = Mono(f"/activity stop {number}")
        raise Refusal(NOT_YOURS(name=look.name(was.proposed_by), number=str(number), line=line))
    return was


async def _values(args: Numbers, ctx: Ctx, was: Activity | None) -> dict[str, Any]:
    """The columns of a proposal: what is said now over what it was. Raises ``Refusal`` for what contradicts itself."""

    def amount(name: str, usual: Decimal) -> Decimal:
        said: Decimal | None = getattr(args, name)
        return said if said is not None else usual if was is None else getattr(was, name)

    cost, revenue, refunds = (amount(name, Decimal()) for name in ("cost", "revenue", "refunds"))
    budget = amount("budget", cost)
    if cost > budget:
        raise Refusal(OVER_BUDGET())
    if refunds > revenue:
        raise Refusal(MORE_REFUNDS())
    forecast = roi(revenue, refunds, cost)
    waits: Phase = "proposed" if not _weak(forecast, ctx) else "refused"
    if was is not None and was.overridden_by is not None and _figures(was) == (revenue, refunds, cost):
        waits = was.phase
    return {
        "tier": args.tier or (was.tier if was else None),
        "goal": _words(args.goal, LONGEST_GOAL, PARTS[0]) or (was.goal if was else ""),
        "community": await _community(args, ctx, was),
        "budget": budget, "revenue": revenue, "cost": cost, "refunds": refunds,
        "risks": _words(args.risks, LONGEST_WORDS, RISKS) or (was.risks if was else ""),
        "plan": _words(args.plan, LONGEST_WORDS, PLAN) or (was.plan if was else ""),
        "forecast": forecast, "phase": waits, **_times(args, ctx, was),
    }  # fmt: skip


def _figures(activity: Activity) -> tuple[Decimal, Decimal, Decimal]:
    """What the forecast comes from. An override is good for these alone, not for ten times as much."""
    return activity.revenue, activity.refunds, activity.cost


def _weak(forecast: Decimal | None, ctx: Ctx) -> bool:
    return forecast is not None and forecast < ctx.metrics.activities.least_roi


def _times(args: Numbers, ctx: Ctx, was: Activity | None) -> Mapping[str, datetime]:
    # Two times of one zone compare by the wall clock; in UTC they compare as instants.
    start = (args.start or (was.starts_at if was else ctx.now)).astimezone(UTC)
    if start <= ctx.now:
        raise Refusal(PAST(line=Mono('start:"fri 20:00"')))
    end = args.end.astimezone(UTC) if args.end else None
    if end is None and was is not None:
        end = was.afterglow_at + (start - was.starts_at)
    if end is not None and end <= start:
        raise Refusal(BACKWARDS())
    if end is not None and end - start > timedelta(days=LONGEST_DAYS):
        raise Refusal(TOO_LONG(n=str(LONGEST_DAYS)))
    return ctx.metrics.activities.times(start, ctx.zone, end)


async def _community(args: Numbers, ctx: Ctx, was: Activity | None) -> int | None:
    if args.community:
        return (await find_community(ctx, args.community)).id
    if was is not None:
        return was.community
    known = await ctx.communities()
    return next(iter(known.values())).id if len(known) == 1 else None


def _words(words: str | None, longest: int, label: Text) -> str:
    """Raises ``Refusal`` for more than can be kept: nothing is cut off in silence."""
    said = cleaned(words or "").strip()
    if len(said) > longest:
        raise Refusal(TOO_MUCH(part=label(), most=longest, n=len(said)))
    return said
