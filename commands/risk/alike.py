"""Whether two risks are the same problem, as far as their words tell."""

from collections.abc import Sequence

from commands.kit.playbooks import OTHER
from commands.kit.words import nearest
from storage import Risk


def alike(risk: Risk, others: Sequence[Risk]) -> Risk | None:
    """The one of ``others`` that looks the same: of the same kind in the same community, the newest of them; or else
    called nearly the same, unless it is about another community."""
    for one in reversed(others):
        if one.kind == risk.kind != OTHER and one.community == risk.community:
            return one
    there = [one for one in others if None in (one.community, risk.community) or one.community == risk.community]
    called = {one.title: one for one in there}
    return next((called[title] for title in nearest(risk.title, called)), None)
