"""Read a catalogue file. A workspace's file lies over the built-in catalogue: it says only what is different.

What is not a matter of types is decided here and in ``naming`` and ``formulas``: who owns a word, what a new metric
must say, and which number a threshold takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from commands.kit.crisis import DEFAULT as USUAL_ANSWERING
from commands.kit.filing import DEFAULT as USUAL_FILING
from commands.kit.filing import Filing
from commands.kit.playbooks import DEFAULT as USUAL_BOOKS
from commands.kit.rules import DEFAULT, REVIEWS, Rules
from commands.kit.texts import LOCALES, Label
from commands.kit.words import nearest

from .catalogue import PAGE_SIZE, Catalogue
from .crises import answered, kinds
from .document import Document, read
from .entries import ActivitiesEntry, FileEntry, MeanEntry, MetricEntry, WeeklyEntry, moment, typed
from .formulas import work_out
from .metric import Kind, Metric, Over, Thresholds
from .naming import give_names
from .problem import CatalogueError

_OVER: Mapping[Kind, Over] = {"count": "sum", "money": "sum", "percent": "mean", "score": "mean", "ratio": "mean"}
_BOUNDS: Mapping[Kind, tuple[Decimal | None, Decimal | None]] = {
    "count": (Decimal(0), None),
    "money": (Decimal(0), None),
    "percent": (Decimal(0), Decimal(100)),
    "score": (None, None),
    "ratio": (None, None),
}


@cache
def default_catalogue() -> Catalogue:
    """The built-in catalogue."""
    text = files(__package__).joinpath("default.yaml").read_text(encoding="utf-8")
    return load(text, "default.yaml", None)


def load(text: str, name: str, base: Catalogue | None) -> Catalogue:
    """The catalogue of a file called ``name``, over ``base``. Raises ``CatalogueError`` with every mistake in it."""
    document = read(text, name)
    entry = typed(document)
    metrics = _overlaid(document, entry, base)
    give_names(document, metrics, {metric.key for metric in base.metrics} if base else ())
    work_out(document, metrics, _formulas(entry))
    _check_pages(document, metrics)
    at_most = _at_most(document, entry, metrics, base)
    rules = _ruled(document, entry.activities, base.activities if base else DEFAULT)
    filing = _filed(entry.weekly, base.weekly if base else USUAL_FILING)
    said = {name: getattr(REVIEWS, name) if value is None else value for name, value in entry.reviews.stated().items()}
    reviews = replace(base.reviews if base else REVIEWS, **said)
    crisis = answered(document, entry.crisis, base.crisis if base else USUAL_ANSWERING)
    playbooks = kinds(document, entry.crisis, base.playbooks if base else USUAL_BOOKS)
    if document.problems:
        raise CatalogueError(document.problems)
    return Catalogue(tuple(metrics.values()), at_most, rules, filing, reviews, crisis, playbooks)


def _ruled(document: Document, entry: ActivitiesEntry, old: Rules) -> Rules:
    """The figures for activities; ``null`` in the file brings back the usual one."""
    said = entry.stated()
    values = {name: getattr(DEFAULT, name) if value is None else value for name, value in said.items()}
    new = replace(old, **values)
    for low, high in (("alarm_roi", "least_roi"), ("review_hours", "share_hours")):
        less, more = getattr(new, low), getattr(new, high)
        unread = any(("activities", name) in document.keys and name not in said for name in (low, high))
        if less > more and not unread:
            document.blame(("activities", high if high in said else low), f"{low} {less} is over {high} {more}")
    return new


def _filed(entry: WeeklyEntry, old: Filing) -> Filing:
    """When weekly reports are filed; ``null`` in the file brings back the usual moment."""
    said = entry.stated()
    values = {name: getattr(USUAL_FILING, name) if value is None else moment(value) for name, value in said.items()}
    return replace(old, **values)


def _overlaid(document: Document, entry: FileEntry, base: Catalogue | None) -> dict[str, Metric]:
    found = {metric.key: _over_all(metric, entry.alert) for metric in base.metrics} if base else {}
    for key, stated in (entry.metrics or {}).items():
        old = found.get(key)
        found[key] = _changed(document, key, stated, old) if old else _new(document, key, stated, list(found))
    return found


def _over_all(metric: Metric, every: MeanEntry) -> Metric:
    """A number said for all metrics replaces the one of each metric that has one."""
    now = {name: value for name, value in every.stated().items() if getattr(metric.alert, name) is not None}
    return replace(metric, alert=_judged(metric.alert, now))


def _judged(alert: Thresholds, stated: Mapping[str, object]) -> Thresholds:
    """``null`` in the file takes a number away; where there must be one, it brings back the usual one."""
    usual = Thresholds()
    values = {name: getattr(usual, name) if value is None else value for name, value in stated.items()}
    return replace(alert, **values)  # type: ignore[arg-type]


def _new(document: Document, key: str, entry: MetricEntry, others: list[str]) -> Metric:
    path = ("metrics", key)
    missing = [name for name in ("label", "kind") if (*path, name) not in document.keys]
    if missing and path in document.keys:
        document.blame(path, f"a new metric needs {' and '.join(missing)}", nearest(key, others), at_key=True)
    said = entry.label.stated()
    if (*path, "label") in document.keys:
        lacking = [name for name in LOCALES if not said.get(name) and (*path, "label", name) not in document.keys]
        if said and lacking:
            document.blame((*path, "label"), f"a new metric needs {', '.join(lacking)}, or one text for all languages")
    kind = entry.kind or "count"
    blank = Metric(
        key, Label(key, key, key), (), kind, _OVER[kind], "up", None, None, None, None, "daily", Thresholds()
    )
    return _with(document, key, entry, replace(blank, low=_low(entry, kind), high=_high(entry, kind)))


def _low(entry: MetricEntry, kind: Kind) -> Decimal | None:
    return None if entry.formula else _BOUNDS[kind][0]


def _high(entry: MetricEntry, kind: Kind) -> Decimal | None:
    return None if entry.formula else _BOUNDS[kind][1]


def _changed(document: Document, key: str, entry: MetricEntry, old: Metric) -> Metric:
    if entry.kind and entry.kind != old.kind:
        old = replace(old, over=_OVER[entry.kind], low=_low(entry, entry.kind), high=_high(entry, entry.kind))
    if entry.formula:
        old = replace(old, page=None, low=None, high=None)
    return _with(document, key, entry, old)


def _with(document: Document, key: str, entry: MetricEntry, old: Metric) -> Metric:
    """The metric with what its entry says; names and formulas follow later."""
    said = entry.stated()
    plain = {name: said[name] for name in ("kind", "over", "good", "entered", "hidden") if said.get(name) is not None}
    bounds = {name: said[name] for name in ("page", "low", "high") if name in said}
    new = replace(old, **plain, **bounds, alert=_judged(old.alert, entry.alert.stated()))
    if new.low is not None and new.high is not None and new.low > new.high:
        document.blame(("metrics", key, "high" if "high" in said else "low"), f"low {new.low} is over high {new.high}")
    words = {name: word for name, word in entry.label.stated().items() if word}
    former = tuple(old.label.in_(name) for name in words)
    return replace(new, label=replace(old.label, **words), aliases=(*old.aliases, *former))


def _formulas(entry: FileEntry) -> dict[str, str | None]:
    said = entry.metrics or {}
    return {key: stated.formula for key, stated in said.items() if "formula" in stated.stated()}


def _check_pages(document: Document, metrics: Mapping[str, Metric]) -> None:
    on_page = Counter(metric.page for metric in metrics.values() if metric.page and not metric.hidden)
    for key, metric in metrics.items():
        path = ("metrics", key, "page")
        if metric.page is None or path not in document.keys:
            continue
        if metric.formula:
            document.blame(path, "is worked out by a formula, so it cannot be on a page of the form")
        elif on_page[metric.page] > PAGE_SIZE and not metric.hidden:
            many = f"page {metric.page} would hold {on_page[metric.page]} metrics"
            document.blame(path, f"{many}; a page of the form has room for {PAGE_SIZE}")


def _at_most(
    document: Document, entry: FileEntry, metrics: Mapping[str, Metric], base: Catalogue | None
) -> tuple[tuple[str, str], ...]:
    limits: dict[str, list[str]] = {}
    for key, limit in base.at_most if base else ():
        limits.setdefault(key, []).append(limit)
    for key, stated in (entry.metrics or {}).items():
        if "at_most" in stated.stated():
            limits[key] = [limit for limit in stated.at_most if _is_limit(document, key, limit, metrics)]
    pairs = ((key, limit) for key, some in limits.items() for limit in some)
    return tuple((key, limit) for key, limit in pairs if not (metrics[key].hidden or metrics[limit].hidden))


def _is_limit(document: Document, key: str, limit: str, metrics: Mapping[str, Metric]) -> bool:
    path = document.place(("metrics", key, "at_most"), limit)
    if limit not in metrics:
        document.blame(path, f"there is no metric {limit!r}", nearest(limit, metrics))
    elif limit == key:
        document.blame(path, "a metric cannot be its own limit")
    elif metrics[key].formula or metrics[limit].formula:
        document.blame(path, "only entered metrics can be compared in a report")
    else:
        return True
    return False
