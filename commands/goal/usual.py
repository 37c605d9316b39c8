"""The goals that teams of this field usually have, adopted with one press, all or one by one."""

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, Literal

from commands.kit import (
    Amount,
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Refusal,
    Reply,
    Role,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.chart import figure
from commands.kit.hints import verbatim
from commands.kit.metrics import Metric
from commands.kit.metrics import Period as Per
from storage import Goal, GoalKind

from .asked import Set
from .face import LIST
from .look import AT_LEAST, GROWTH
from .setting import set_

HELP = text("See the usual goals, and adopt all of them or one by one")
WHICH = text("Which")
PAGE = text("Page")

NORTH_STARS = text("North-star targets")
TEAM = text("Team targets")
LINE = text("{aim} – {name}")
ADOPTED = text("✓ {line} (goal {number})")
ALL_ADOPTED = text("All of them are set.")
ADOPT = text("Press one to adopt it; you are its owner then.")
TAKE = text("Adopt all {n}", context="button")
NEXT = text("Next page", context="button")
NO_METRIC = text(
    "Participation in activities (at least 80% a month) has no figure in the reports, so it cannot be set."
)


@dataclass(frozen=True, slots=True)
class Usual:
    metric: str
    kind: GoalKind
    target: Decimal
    per: Per

    def fits(self, goal: Goal) -> bool:
        """Whether the team has it, whatever its number is."""
        alike = (goal.metric, goal.kind, goal.per) == (self.metric, self.kind, self.per)
        return alike and goal.community is None


PER_PAGE: Final = 3
"""With what goes before and after them, five buttons."""
PER: Final[dict[Per, str]] = {"day": "daily", "week": "weekly", "month": "monthly"}
STARS: Final = (
    Usual("conversion", "level", Decimal(18), "week"), Usual("retention", "level", Decimal(65), "month"),
    Usual("k_factor", "level", Decimal("1.2"), "week"),
)  # fmt: skip
KPIS: Final = (
    Usual("joined", "growth", Decimal(5), "week"), Usual("active", "growth", Decimal(3), "week"),
    Usual("satisfaction", "level", Decimal(90), "month"), Usual("nps", "level", Decimal(55), "month"),
)  # fmt: skip


Which = Literal["all"]


class Asked(Args):
    what: Annotated[Which | None, Word(), Ask(WHICH, choices={"all": text("all", context="goal")})] = None
    page: Annotated[int, Ask(PAGE)] = 1


@command("goal defaults", help=HELP, who=Role.MANAGER, examples=("/goal defaults", "/goal defaults all"))
async def defaults(args: Asked, ctx: Ctx) -> Reply:
    if args.what == "all":
        for one, metric in await _missing(ctx):
            # What the team's own catalogue does not let be a goal is left.
            with suppress(Refusal):
                await set_.run(Set(metric=_words(one, metric)), ctx)
    goals = await ctx.store.goals.listed(ctx.team.id, ["open"])
    missing = await _missing(ctx)
    pages = max(1, -(-len(missing) // PER_PAGE))
    page = max(1, min(args.page, pages))
    shown = missing[(page - 1) * PER_PAGE : page * PER_PAGE]
    buttons = [Button(TAKE(n=len(missing)), "/goal defaults all", "primary")] if len(missing) > 1 else []
    buttons += [Button(verbatim(metric.label), f"/goal set {_words(one, metric)}") for one, metric in shown]
    if page < pages:
        buttons.append(Button(NEXT(), f"/goal defaults page:{page + 1}"))
    else:
        buttons.append(Button(LIST(), "/goal"))
    return reply(
        Heading(NORTH_STARS()), _listed(ctx, STARS, goals), Heading(TEAM()), _listed(ctx, KPIS, goals), NO_METRIC(),
        ADOPT() if missing else ALL_ADOPTED(), buttons=buttons, private=True,
    )  # fmt: skip


async def _missing(ctx: Ctx) -> list[tuple[Usual, Metric]]:
    """Those that the team counts and has no goal for."""
    goals = await ctx.store.goals.listed(ctx.team.id, ["open"])
    found = [(one, ctx.metrics.get(one.metric)) for one in (*STARS, *KPIS) if not any(map(one.fits, goals))]
    return [(one, metric) for one, metric in found if metric is not None and not metric.hidden]


def _listed(ctx: Ctx, usual: tuple[Usual, ...], goals: list[Goal]) -> Bullets:
    lines = list[Said]()
    for one in usual:
        metric = ctx.metrics.get(one.metric)
        if metric is None or metric.hidden:
            continue
        said = LINE(name=metric.label, aim=_aim(one, metric))
        goal = next((goal for goal in goals if one.fits(goal)), None)
        lines.append(said if goal is None else ADOPTED(line=said, number=str(goal.number)))
    return Bullets(tuple(lines))


def _aim(one: Usual, metric: Metric) -> Said:
    forms: dict[str, Text] = GROWTH if one.kind == "growth" else AT_LEAST
    growth = Amount(one.target, "percent", signed=True)
    return forms[one.per](target=growth if one.kind == "growth" else figure(one.target, metric.kind))


def _words(one: Usual, metric: Metric) -> str:
    number = f"{one.target:f}"
    words = f"+{number}%" if one.kind == "growth" else f">= {number}{'%' if metric.kind == 'percent' else ''}"
    return f"{one.metric} {words} {PER[one.per]}"
