"""What is to be known of the changes of a board: which communities and days they compare."""

from collections.abc import Iterator, Sequence, Set

from commands.kit import Said, Value, text
from commands.kit.against import Against

BOTH_TIMES = text("Changes compare only the communities that reported both times ({n}).")
SAME_DAYS = text("Sums are compared only where (nearly) the same days were reported.")
SAME_DAYS_OF = text("Sums compare only the communities that reported (nearly) the same days both times ({n}).")


def notes(found: Sequence[Against]) -> Iterator[Said]:
    """What is to be known of the changes of a board."""
    few = {n for one in found for n in one.few if n}
    uneven = {n for one in found for n in one.uneven}
    if few:
        yield BOTH_TIMES(n=_span(few))
    if some := {n for n in uneven if n}:
        yield SAME_DAYS_OF(n=_span(some))
    elif uneven:
        yield SAME_DAYS()


def _span(numbers: Set[int]) -> Value:
    return f"{min(numbers)}–{max(numbers)}" if len(numbers) > 1 else min(numbers)
