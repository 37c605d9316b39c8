"""Which community was probably meant."""

from collections.abc import Iterable, Mapping
from typing import Any

from commands.kit.words import MOST_PROPOSALS, fold, ranked


def near_communities(word: str, names: Iterable[str]) -> list[str]:
    """The names most like ``word``, best first; a word of a name stands for it (`beans` for "Bean Club")."""
    meant = _meant(names)
    return list(dict.fromkeys(meant[one] for one in ranked(word, meant)))[:MOST_PROPOSALS]


def rather_a_community(word: str, names: Iterable[str], metrics: Mapping[str, Any], *, alone: bool) -> bool:
    """Whether ``word`` looks more like a community than like a metric. What looks like neither names a community where
    it stands ``alone``."""
    meant = _meant(names)
    near = ranked(word, [*meant, *(name for name in metrics if name not in meant)])
    return near[0] in meant if near else alone


def _meant(names: Iterable[str]) -> dict[str, str]:
    """The name that each name and each longer word of a name stands for."""
    whole = list(names)
    parts = {part: name for name in whole for part in fold(name).split() if len(part) > _SHORT}
    return {**parts, **{name: name for name in whole}}


_SHORT = 2
