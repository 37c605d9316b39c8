"""The goals that teams of this field usually have, each adopted with one press."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from commands.kit import Amount, Args, Bullets, Button, Ctx, Heading, Reply, Role, Said, Text, command, reply, text
from commands.kit.chart import figure
from commands.kit.hints import verbatim
from commands.kit.metrics import Metric
from commands.kit.metrics import Period as Per
from storage import Goal, GoalKind

from .face import LIST
from .look import AT_LEAST, GROWTH

HELP = text("See the usual goals, and adopt them one by one")

NORTH_STARS = text("North-star targets")
TEAM = text("Team targets")
LINE = text("{aim} – {name}")
ADOPTED = text("✓ {line} (goal {number})")
ALL_ADOPTED = text("All of them are set.")
ADOPT = text("Press one to adopt it; you are its owner then.")
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


PER: Final[dict[Per, str]] = {"day": "daily", "week": "weekly", "month": "monthly"}
STARS: Final = (
    Usual("conversion", "level", Decimal(18), "week"), Usual("retention", "level", Decimal(65), "month"),
    Usual("k_factor", "level", Decimal("1.2"), "week"),
)  # fmt: skip
KPIS: Final = (
    Usual("joined", "growth", Decimal(5), "week"), Usual("active", "growth", Decimal(3), "week"),
    Usual("satisfaction", "level", Decimal(90), "month"), Usual("nps", "level", Decimal(55), "month"),
)  # fmt: skip


class Nothing(Args):
    pass


@command("goal defaults", help=HELP, who=Role.MANAGER, reads=True, examples=("/goal defaults",))
async def defaults(args: Nothing, ctx: Ctx) -> Reply:
    goals = await ctx.store.goals.listed(ctx.team.id, ["open"])
    stars, buttons = _listed(ctx, STARS, goals)
    kpis, more = _listed(ctx, KPIS, goals)
    said = ADOPT() if buttons or more else ALL_ADOPTED()
    return reply(
        Heading(NORTH_STARS()), Bullets(tuple(stars)), Heading(TEAM()), Bullets(tuple(kpis)), NO_METRIC(), said,
        buttons=[*buttons, *more, Button(LIST(), "/goal")], private=True,
    )  # fmt: skip


def _listed(ctx: Ctx, usual: tuple[Usual, ...], goals: list[Goal]) -> tuple[list[Said], list[Button]]:
    lines, buttons = list[Said](), list[Button]()
    for one in usual:
        metric = ctx.metrics.get(one.metric)
        if metric is None or metric.hidden:
            continue
        said = LINE(name=metric.label, aim=_aim(one, metric))
        goal = next((goal for goal in goals if one.fits(goal)), None)
        if goal is not None:
            lines.append(ADOPTED(line=said, number=str(goal.number)))
            continue
        lines.append(said)
        buttons.append(Button(verbatim(metric.label), _line(one, metric)))
    return lines, buttons


def _aim(one: Usual, metric: Metric) -> Said:
    forms: dict[str, Text] = GROWTH if one.kind == "growth" else AT_LEAST
    growth = Amount(one.target, "percent", signed=True)
    return forms[one.per](target=growth if one.kind == "growth" else figure(one.target, metric.kind))


def _line(one: Usual, metric: Metric) -> str:
    number = f"{one.target:f}"
    words = f"+{number}%" if one.kind == "growth" else f">= {number}{'%' if metric.kind == 'percent' else ''}"
    return f"/goal set {one.metric} {words} {PER[one.per]}"
