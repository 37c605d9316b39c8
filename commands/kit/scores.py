"""How well something was handled, in the eyes of those who took part: each gives 0 to 100."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import Final

MOST: Final = 100
OFFERED: Final = (60, 70, 80, 90, 100)
"""On buttons; any other can be typed."""
TELLING: Final = 3
"""From so many on an average does not say what one person gave."""


def average(scores: Iterable[int]) -> Decimal | None:
    """To one decimal, rounded down: what is below a mark stays below it. ``None`` where nobody scored."""
    given = list(scores)
    if not given:
        return None
    return (Decimal(sum(given)) / len(given)).quantize(Decimal("0.1"), ROUND_FLOOR)
