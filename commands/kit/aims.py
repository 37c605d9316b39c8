"""Which of a team's own goals takes the place of a target of the catalogue."""

from collections.abc import Collection, Sequence

from storage import Goal

from .metrics import Metric


def own_level(metric: Metric, per: str, goals: Collection[Goal], community: int | None, *, alone: bool) -> Goal | None:
    """The team's own goal that takes the place of the catalogue's target on a board of days, weeks or months, of one
    community (or of all): the one for the same period first. A rate's is that of any period, and that of all holds for
    each community. ``alone``: the team has one community only, so that all of them are this one."""
    found = [
        goal for goal in _about(metric, "level", goals, community, alone=alone) if not metric.adds_up or goal.per == per
    ]
    return min(found, key=lambda goal: (goal.community != community, goal.per != per, goal.number), default=None)


def own_growth(metric: Metric, per: str, goals: Collection[Goal], community: int | None, *, alone: bool) -> Goal | None:
    """The same for growth, which always is of one period; that of all holds for each community."""
    found = [goal for goal in _about(metric, "growth", goals, community, alone=alone) if goal.per == per]
    return min(found, key=lambda goal: (goal.community != community, goal.number), default=None)


def _about(metric: Metric, kind: str, goals: Collection[Goal], community: int | None, *, alone: bool) -> Sequence[Goal]:
    shared = kind == "growth" or metric.kind in ("percent", "score", "ratio")
    return [
        goal
        for goal in goals
        if goal.state == "open" and goal.metric == metric.key and goal.kind == kind
        and (alone or goal.community == community or (goal.community is None and shared))
    ]  # fmt: skip
