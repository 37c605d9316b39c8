"""Every word belongs to one metric. A word that a file gives wins over an alias that is only inherited; two metrics of
a file may not claim the same word, and no file may claim the key or label of another metric that is still shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from commands.kit.texts import LOCALES
from commands.kit.words import fold

from .document import Document, Path
from .metric import Metric

RESERVED = frozenset(fold(word) for word in ("note", "notes", "备注", "備註", "community", "date", "text"))
"""Words that already mean something in a report."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
"""The name of a Discord option has at most 32 characters."""
_BREAK = re.compile(r"[:：=＝,，;；\"\r\n\t]")
"""What ends a name where people type reports."""


@dataclass(frozen=True, slots=True)
class _Claim:
    word: str
    key: str
    role: str
    path: Path | None = None
    """Where the file says it; ``None``: inherited."""


def give_names(document: Document, metrics: dict[str, Metric], inherited: Collection[str]) -> None:
    """Give every metric of ``metrics`` its aliases; blame words that are taken or that nobody could type.

    ``inherited`` are the keys that the file did not invent."""
    owners: dict[str, _Claim] = {}
    firm = list(_firm(document, metrics, inherited))
    for claim in sorted(firm, key=lambda claim: claim.path is not None):
        _claim(document, claim, owners)
    stated = {key: [claim for claim in _aliases(document, key) if _is_word(document, claim)] for key in metrics}
    for key, claims in stated.items():
        if not metrics[key].hidden:
            stated[key] = [claim for claim in claims if _claim(document, claim, owners)]
    for key, metric in metrics.items():
        firm_words = {fold(word) for word in (key, *map(metric.label.in_, LOCALES))}
        kept: dict[str, str] = {}
        for word in (*metric.aliases, *(claim.word for claim in stated[key])):
            name = fold(word)
            mine = metric.hidden or owners.setdefault(name, _Claim(word, key, "an alias")).key == key
            if mine and name not in firm_words:
                kept.setdefault(name, word)
        metrics[key] = replace(metric, aliases=tuple(kept.values()))


def _firm(document: Document, metrics: Mapping[str, Metric], inherited: Collection[str]) -> Iterator[_Claim]:
    """The keys and labels of the metrics that are shown."""
    for key, metric in metrics.items():
        at: Path = ("metrics", key)
        if key not in inherited:
            _check_key(document, at, key)
        if metric.hidden:
            continue
        yield _Claim(key, key, "the key", None if key in inherited else at)
        label: Path = (*at, "label")
        for locale in LOCALES:
            path = next((path for path in (label, (*label, locale)) if path in document.raw), None)
            claim = _Claim(metric.label.in_(locale), key, "a label", path)
            if path is None or _is_word(document, claim):
                yield claim


def _aliases(document: Document, key: str) -> Iterator[_Claim]:
    at: Path = ("metrics", key, "aliases")
    number = 0
    while (path := (*at, number)) in document.values:
        if isinstance(document.scalars.get(path), str):
            yield _Claim(document.raw[path], key, "an alias", path)
        number += 1


def _check_key(document: Document, path: Path, key: str) -> None:
    if not _KEY.fullmatch(key):
        rule = "a key has small letters, digits and _, starts with a letter, and has at most 32 of them"
        document.blame(path, rule, at_key=True)
    if fold(key) in RESERVED:
        document.blame(path, "this word already means something in a report", at_key=True)


def _is_word(document: Document, claim: _Claim) -> bool:
    """Blames a word that could not be found again in what people type."""
    path = claim.path or ()
    if found := _BREAK.search(claim.word):
        document.blame(path, f"a name may not hold {found[0]!r}; got {claim.word!r}")
    elif not any(sign.isalpha() for sign in claim.word):
        document.blame(path, f"a name must hold a letter; got {claim.word!r}")
    elif fold(claim.word) in RESERVED:
        document.blame(path, f"{claim.word!r} already means something in a report")
    else:
        return True
    return False


def _claim(document: Document, claim: _Claim, owners: dict[str, _Claim]) -> bool:
    owner = owners.setdefault(fold(claim.word), claim)
    if owner.key == claim.key:
        return True
    if claim.path is not None:
        message = f"{claim.word!r} is already {owner.role} of {owner.key}"
        document.blame(claim.path, message, at_key=claim.role == "the key")
    return False
