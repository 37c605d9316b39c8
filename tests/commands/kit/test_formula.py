"""Formulas mean what they mean on paper, are never run as code, and say where a mistake is."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.metrics import Formula, FormulaError
from commands.kit.metrics.formula import DEEPEST, LONGEST

KEYS = ("joined", "left", "revenue")
NUMBERS = {"joined": Decimal(32), "left": Decimal(5), "revenue": Decimal("4500.50"), "nothing": Decimal(0)}

Tree = tuple[Any, ...]
"""("number", word), ("key", word), ("neg", tree) or (sign, tree, tree)."""

leaves = st.one_of(
    st.tuples(st.just("number"), st.decimals(0, 1000, places=2).map(lambda number: format(number, "f"))),
    st.tuples(st.just("key"), st.sampled_from(KEYS)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(st.tuples(st.just("neg"), inner), st.tuples(st.sampled_from("+-*/"), inner, inner)),
    max_leaves=12,
)
values = st.fixed_dictionaries({key: st.decimals(-(10**6), 10**6, places=3) for key in KEYS})


def written(tree: Tree) -> str:
    match tree:
        case ("number" | "key", word):
            return str(word)
        case ("neg", inner):
            return f"-({written(inner)})"
        case (sign, left, right):
            return f"({written(left)}) {sign}({written(right)})"
    raise AssertionError(tree)


def sparsely_written(tree: Tree, above: int = 0) -> str:
    """With only the parentheses that precedence asks for."""
    match tree:
        case ("number" | "key", word):
            return str(word)
        case ("neg", inner):
            return f"-{sparsely_written(inner, 3)}"
        case (sign, left, right):
            rank = 1 if sign in "+-" else 2
            words = f"{sparsely_written(left, rank)}{sign}{sparsely_written(right, rank + 1)}"
            return f"({words})" if rank < above else words
    raise AssertionError(tree)


def on_paper(tree: Tree, numbers: Mapping[str, Decimal]) -> Fraction | None:
    match tree:
        case ("number", word):
            return Fraction(word)
        case ("key", word):
            return Fraction(numbers[word])
        case ("neg", inner):
            value = on_paper(inner, numbers)
            return None if value is None else -value
        case (sign, left, right):
            one, two = on_paper(left, numbers), on_paper(right, numbers)
            if one is None or two is None or (sign == "/" and two == 0):
                return None
            return {"+": one + two, "-": one - two, "*": one * two}[sign] if sign != "/" else one / two
    raise AssertionError(tree)


def read(text: str) -> Formula | FormulaError:
    try:
        return Formula.parse(text)
    except FormulaError as error:
        return error


@given(trees, values, st.sampled_from([written, sparsely_written]))
def test_a_formula_has_the_value_it_has_on_paper(tree: Tree, numbers: dict[str, Decimal], write: object) -> None:
    text = write(tree)  # type: ignore[operator]
    expected = on_paper(tree, numbers)
    formula = read(text)
    if isinstance(formula, FormulaError):
        assert len(text) > LONGEST or "inside each other" in formula.message
        return
    found = formula.value(numbers)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert abs(Fraction(found) - expected) <= abs(expected) / 10**27
        if Fraction(found) != expected:
            assert len(found.as_tuple().digits) == 28


@given(st.text(alphabet="ab1.+-*/() ×÷（）%!_é新", max_size=40))
def test_any_text_is_a_formula_or_says_where_it_is_not(text: str) -> None:
    formula = read(text)
    if isinstance(formula, FormulaError):
        assert 1 <= formula.column <= len(text) + 1
        assert text[formula.column - 1 :].startswith(formula.word) or formula.word in "*/-()"
    else:
        formula.value(dict.fromkeys(formula.keys, Decimal(3)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("joined - left", "27"),
        ("100 * left / joined", "15.625"),
        ("joined - left - left", "22"),
        ("joined / left / 2", "3.2"),
        ("2 + 3 * 4", "14"),
        ("-left * -2", "10"),
        ("(joined − left) × 2 ÷ 4", "13.5"),
        ("（joined + .5）", "32.5"),
        ("revenue / 3 * 3", "4500.5"),
    ],
)
def test_examples_have_their_values(text: str, value: str) -> None:
    assert Formula.parse(text).value(NUMBERS) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1 / nothing", "joined / (left - 5)", "0 * (1 / nothing)", "joined + missing", "unknown * 0"]
)
def test_a_missing_number_or_a_division_by_zero_is_no_value(text: str) -> None:
    assert Formula.parse(text).value({**NUMBERS, "missing": None}) is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999999", "1e-999999"])
def test_a_number_nobody_can_report_is_no_value(number: str) -> None:
    assert Formula.parse("joined * 2").value({"joined": Decimal(number)}) is None


def test_keys_come_once_and_in_order() -> None:
    assert Formula.parse("left + (joined - left) / 2").keys == ("left", "joined")


@pytest.mark.parametrize(
    ("text", "column", "word", "message"),
    [
        ("", 1, "", "ends too early"),
        ("joined +", 9, "", "ends too early"),
        ("joined left", 8, "left", "expected + - * / before 'left'"),
        ("joined + * left", 10, "*", "expected a metric or a number before '*'"),
        ("(joined - left", 15, "", "the ( of column 1 is not closed"),
        ("joined) - left", 7, ")", "a ) without its ("),
        ("100% * left", 4, "%", "'%' means nothing in a formula"),
        ("joined ** 2", 9, "*", "expected a metric or a number before '*'"),
        ("1,000 * left", 2, ",", "',' means nothing in a formula"),
        ("2e3", 2, "e3", "expected + - * / before 'e3'"),
        ("__import__('os')", 12, "'", '"\'" means nothing in a formula'),
        ("exit(1)", 5, "(", "expected + - * / before '('"),
    ],
)
def test_a_mistake_is_named_with_its_column(text: str, column: int, word: str, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula.parse(text)
    assert (caught.value.column, caught.value.word, caught.value.message) == (column, word, message)


def test_an_unknown_metric_brings_the_nearest() -> None:
    with pytest.raises(FormulaError, match="there is no metric 'lefd'") as caught:
        Formula.parse("joined - lefd", KEYS)
    assert (caught.value.column, caught.value.word, caught.value.nearest) == (10, "lefd", ("left",))


@pytest.mark.parametrize("text", ["(" * 10**6, "-" * 299, "(" * 100 + "1" + ")" * 100, "1+" * 200 + "1"])
def test_a_formula_that_is_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match=f"{DEEPEST} parentheses|at most {LONGEST} characters"):
        Formula.parse(text)


def test_a_derived_metric_is_written_out_in_another() -> None:
    rate = Formula.parse("left / joined")
    whole = Formula.parse("1 - rate * rate").written_out({"rate": rate})
    assert whole.keys == ("left", "joined")
    assert whole.text == "1 - rate * rate"
    assert whole.value(NUMBERS) == 1 - (Decimal(5) / 32) ** 2


def test_writing_out_has_an_end() -> None:
    others = {"a": Formula.parse("+".join(["left"] * 50))}
    with pytest.raises(FormulaError, match="becomes too long"):
        Formula.parse("+".join("a" * 50)).written_out(others)
