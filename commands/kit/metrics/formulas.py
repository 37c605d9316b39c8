"""The derived metrics among each other: every operand exists, nothing goes in a circle, and in the end each formula
names entered metrics only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .document import Document, Path
from .formula import Formula, FormulaError, unknown
from .metric import Metric


def work_out(document: Document, metrics: dict[str, Metric], stated: Mapping[str, str | None]) -> None:
    """Put the formulas into ``metrics``; ``stated`` are those of the file, by key (``None`` takes one away).

    A derived metric that is only inherited disappears together with an operand that is hidden; one that the file
    itself speaks of is blamed for it."""
    formulas = _read(document, metrics, stated)
    for key in metrics:
        metrics[key] = replace(metrics[key], formula=formulas.get(key))
    order = _order(document, formulas)
    done: dict[str, Formula] = {}
    for key in order:
        try:
            done[key] = formulas[key].written_out(done)
        except FormulaError as error:
            document.blame(_path(key), error.message)
            continue
        metrics[key] = replace(metrics[key], formula=done[key])
        _hide_with_operands(document, key, formulas[key], metrics)


def _path(key: str) -> Path:
    return ("metrics", key, "formula")


def _read(document: Document, metrics: Mapping[str, Metric], stated: Mapping[str, str | None]) -> dict[str, Formula]:
    found: dict[str, Formula] = {}
    for key, metric in metrics.items():
        old = metric.formula.text if metric.formula else None
        text = stated.get(key, old)
        if text is None:
            continue
        try:
            formula = Formula.parse(text)
        except FormulaError as error:
            document.blame(_path(key), error.message, error.nearest, column=error.column)
            continue
        wrong = [unknown(word, column, metrics) for word, column in formula.places if word not in metrics]
        for mistake in wrong:
            document.blame(_path(key), mistake.message, mistake.nearest, column=mistake.column)
        if not wrong:
            found[key] = formula
    return found


def _order(document: Document, formulas: Mapping[str, Formula]) -> list[str]:
    """The derived metrics, each after those it needs; those of a circle are blamed once and left out, and so is what
    leans on them."""
    order: list[str] = []
    state: dict[str, bool | None] = {}
    """None: being looked at; then whether it can be worked out."""

    for start in formulas:
        way = [(start, iter(formulas[start].keys))] if start not in state else []
        if way:
            state[start] = None
        while way:
            key, operands = way[-1]
            for operand in operands:
                if operand not in formulas:
                    continue
                if operand not in state:
                    state[operand] = None
                    way.append((operand, iter(formulas[operand].keys)))
                    break
                if state[operand] is None:
                    circle = [step for step, _ in way]
                    _blame_circle(document, circle[circle.index(operand) :])
                    for step in circle:
                        state[step] = False
            else:
                way.pop()
                if state[key] is None:
                    state[key] = all(state.get(operand, True) for operand in formulas[key].keys)
                if state[key]:
                    order.append(key)
    return order


def _blame_circle(document: Document, circle: list[str]) -> None:
    """``circle`` without the way back. It is told from the first of its metrics in the file."""
    first = min((key for key in circle if _path(key) in document.keys), key=lambda key: document.keys[_path(key)])
    at = circle.index(first)
    whole = [*circle[at:], *circle[:at], first]
    document.blame(_path(first), f"goes in a circle: {' -> '.join(whole)}")


def _hide_with_operands(document: Document, key: str, formula: Formula, metrics: dict[str, Metric]) -> None:
    gone = [operand for operand in formula.keys if metrics[operand].hidden]
    if not gone or metrics[key].hidden:
        return
    if ("metrics", key) in document.keys:
        at = _path(key) if _path(key) in document.keys else ("metrics", key)
        document.blame(at, f"needs {', '.join(gone)}, which is hidden", at_key=at != _path(key))
    metrics[key] = replace(metrics[key], hidden=True)
