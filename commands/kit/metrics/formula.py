"""Formulas over metric keys: ``+ - * /``, parentheses, decimal numbers. They are parsed, never run as Python.

A parsed formula is a short program for a stack (operands first, then the operator), so that neither reading one out of
another nor working out its value can recurse without bound. Values are exact fractions until the end and are rounded
once, to 28 digits: ``revenue / 3 * 3`` is the revenue again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cached_property

from commands.kit.words import nearest

LONGEST = 300
"""Characters of a formula."""
DEEPEST = 20
"""Parentheses and signs inside each other."""
MOST_STEPS = 1000
"""Steps of a formula with the derived metrics in it written out."""
FARTHEST = 40
"""A number of more than this many places before or after the point is taken as no value: nobody reports it, and exact
arithmetic on it would take for ever."""

_ROUNDED = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/()×÷−（）]))")
_SIGNS = {"×": "*", "÷": "/", "−": "-", "（": "(", "）": ")"}
_NEGATE = "negate"


class FormulaError(ValueError):
    """A formula that cannot be read. ``column`` counts from 1 in the formula; ``word`` is what stands there (empty at
    the end); ``nearest`` are the keys that were probably meant."""

    def __init__(self, message: str, column: int, word: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.word = word
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Operand:
    """A metric key."""

    key: str


Step = Operand | Fraction | str


@dataclass(frozen=True)
class Formula:
    text: str
    """As written."""
    program: tuple[Step, ...] = field(repr=False)
    places: tuple[tuple[str, int], ...] = field(default=(), repr=False, compare=False)
    """Every key as written, with its column from 1."""

    @classmethod
    def parse(cls, text: str, known: Collection[str] | None = None) -> Formula:
        """Read a formula; with ``known``, its operands must be among these keys. Raises ``FormulaError``."""
        if len(text) > LONGEST:
            raise FormulaError(f"a formula has at most {LONGEST} characters", LONGEST + 1)
        reader = _Reader(text)
        formula = cls(text, tuple(reader.read()), tuple(reader.places))
        if known is not None:
            for key, column in formula.places:
                if key not in known:
                    raise unknown(key, column, known)
        return formula

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The metrics it needs, each once, in the order of their appearance."""
        return tuple(dict.fromkeys(step.key for step in self.program if isinstance(step, Operand)))

    @cached_property
    def adds_up(self) -> bool:
        """Whether it grows with its operands, as ``joined - left`` does; a rate stays what it is when all of them are
        twice as much."""
        once = {key: Decimal(at) for at, key in enumerate(self.keys, 7)}
        return self.value(once) != self.value({key: 2 * number for key, number in once.items()})

    def value(self, numbers: Mapping[str, Decimal | None]) -> Decimal | None:
        """The value, or ``None`` ("no value") when an operand is missing or something is divided by zero."""
        stack: list[Fraction] = []
        for step in self.program:
            if isinstance(step, Fraction):
                stack.append(step)
            elif isinstance(step, Operand):
                operand = _exact(numbers.get(step.key))
                if operand is None:
                    return None
                stack.append(operand)
            elif step == _NEGATE:
                stack.append(-stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                if step == "/" and right == 0:
                    return None
                stack.append(_apply(step, left, right))
        (result,) = stack
        return _ROUNDED.divide(Decimal(result.numerator), Decimal(result.denominator))

    def written_out(self, others: Mapping[str, Formula]) -> Formula:
        """The same formula with the metrics of ``others`` replaced by their formulas, which must be written out
        already. Raises ``FormulaError`` when it becomes too long."""
        program: list[Step] = []
        for step in self.program:
            other = others.get(step.key) if isinstance(step, Operand) else None
            program.extend(other.program if other else (step,))
            if len(program) > MOST_STEPS:
                raise FormulaError("becomes too long with the derived metrics in it written out", 1, self.text)
        return Formula(self.text, tuple(program), self.places)


def unknown(key: str, column: int, known: Collection[str]) -> FormulaError:
    return FormulaError(f"there is no metric {key!r}", column, key, tuple(nearest(key, known)))


def _exact(number: Decimal | None) -> Fraction | None:
    if number is None or not number.is_finite():
        return None
    if number and not -FARTHEST <= number.adjusted() <= FARTHEST:
        return None
    return Fraction(number)


def _apply(sign: str, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    word: str
    column: int


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while match := _TOKEN.match(text, at):
        kind = match.lastgroup or ""
        word = match[kind]
        yield _Token(kind, _SIGNS.get(word, word), match.start(kind) + 1)
        at = match.end()
    rest = text[at:].lstrip()
    if rest:
        raise FormulaError(f"{rest[0]!r} means nothing in a formula", len(text) - len(rest) + 1, rest[0])
    yield _Token("end", "", len(text.rstrip()) + 1)


class _Reader:
    """Recursive descent; ``program`` grows in the order of evaluation."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0
        self.program: list[Step] = []
        self.places: list[tuple[str, int]] = []

    def read(self) -> list[Step]:
        self._sum()
        token = self._next
        if token.kind != "end":
            lonely = token.word == ")"
            raise self._wrong("a ) without its (" if lonely else f"expected + - * / before {token.word!r}")
        return self.program

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, signs: str) -> str | None:
        token = self._next
        if token.kind != "sign" or token.word not in signs:
            return None
        self._at += 1
        return token.word

    def _sum(self) -> None:
        self._product()
        while sign := self._take("+-"):
            self._product()
            self.program.append(sign)

    def _product(self) -> None:
        self._factor()
        while sign := self._take("*/"):
            self._factor()
            self.program.append(sign)

    def _factor(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong(f"more than {DEEPEST} parentheses and signs inside each other")
        token = self._next
        if self._take("-"):
            self._factor()
            self.program.append(_NEGATE)
        elif self._take("("):
            self._sum()
            if not self._take(")"):
                raise self._wrong(f"the ( of column {token.column} is not closed")
        elif token.kind == "number":
            self._at += 1
            self.program.append(Fraction(token.word))
        elif token.kind == "name":
            self._at += 1
            self.program.append(Operand(token.word))
            self.places.append((token.word, token.column))
        else:
            ends = token.kind == "end"
            raise self._wrong("ends too early" if ends else f"expected a metric or a number before {token.word!r}")
        self._depth -= 1

    def _wrong(self, message: str) -> FormulaError:
        token = self._next
        return FormulaError(message, token.column, token.word)
