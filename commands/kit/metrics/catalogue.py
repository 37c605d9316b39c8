"""The metrics of a workspace, the figures its activities are judged by, when weekly reports are filed, and how risks
are answered. A hidden metric is not asked for, shown or understood any more, but its old numbers keep their name: only
``get`` still finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from commands.kit.crisis import DEFAULT as USUAL_ANSWERING
from commands.kit.crisis import Answering
from commands.kit.filing import DEFAULT as USUAL_FILING
from commands.kit.filing import Filing
from commands.kit.playbooks import DEFAULT as USUAL_BOOKS
from commands.kit.playbooks import Playbook
from commands.kit.rules import DEFAULT, REVIEWS, ReviewRules, Rules
from commands.kit.words import MOST_PROPOSALS, fold, ranked
from storage import Level

from .metric import Metric

PAGE_SIZE = 5
"""A Discord form holds five fields."""


@dataclass(frozen=True)
class Catalogue:
    metrics: tuple[Metric, ...]
    """Hidden ones included, in the order in which they are shown."""
    at_most: tuple[tuple[str, str], ...] = ()
    """Pairs of keys: in one report the first may not exceed the second."""
    activities: Rules = DEFAULT
    weekly: Filing = USUAL_FILING
    reviews: ReviewRules = REVIEWS
    crisis: Mapping[Level, Answering] = field(default_factory=lambda: USUAL_ANSWERING)
    playbooks: Mapping[str, Playbook] = field(default_factory=lambda: USUAL_BOOKS)
    """By the kind of risk; all kinds there are."""

    @cached_property
    def entered(self) -> tuple[Metric, ...]:
        return tuple(metric for metric in self.metrics if metric.formula is None and not metric.hidden)

    @cached_property
    def derived(self) -> tuple[Metric, ...]:
        return tuple(metric for metric in self.metrics if metric.formula is not None and not metric.hidden)

    @cached_property
    def names(self) -> Mapping[str, Metric]:
        """Every folded name of every metric that is not hidden. No name belongs to two metrics."""
        shown = (metric for metric in self.metrics if not metric.hidden)
        return MappingProxyType({fold(name): metric for metric in shown for name in metric.names})

    def get(self, key: str) -> Metric | None:
        """The metric of a stored key, also a hidden one."""
        return self._by_key.get(key)

    def find(self, word: str) -> Metric | None:
        """The metric that a person calls ``word``: its key, a label in any language, or an alias."""
        return self.names.get(fold(word))

    def nearest(self, word: str) -> list[str]:
        """Which entered metrics were probably meant: at most three names, each of another one, spelled as in the
        catalogue."""
        best: dict[str, str] = {}
        for name in ranked(word, self._spelled):
            best.setdefault(self._spelled[name], name)
        return list(best.values())[:MOST_PROPOSALS]

    def pages(self) -> tuple[tuple[Metric, ...], ...]:
        """The entered metrics of each page of the form, at most five a page; pages without any are left out."""
        numbers = sorted({metric.page for metric in self.entered if metric.page is not None})
        return tuple(tuple(metric for metric in self.entered if metric.page == number) for number in numbers)

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        """The key of every name of an entered metric as it is written."""
        return {name: metric.key for metric in self.entered for name in metric.names}

    @cached_property
    def _by_key(self) -> Mapping[str, Metric]:
        return {metric.key: metric for metric in self.metrics}
