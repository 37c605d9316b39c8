"""How well something was handled, in the eyes of those who took part: each gives 0 to 100."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from storage import Deed, Person, RiskEntry, Role

MOST: Final = 100
OFFERED: Final = (60, 70, 80, 90, 100)
"""On buttons; any other can be typed."""
TELLING: Final = 3
"""From so many on an average does not say what one person gave."""

TAKES_PART: Final[frozenset[Deed]] = frozenset({
    "raised", "acked", "helps", "noted", "pinned", "silenced", "handed", "levelled", "planned", "edited", "ticked",
    "called", "written", "approved", "solved", "rejected", "verified", "joined", "merged", "action",
})  # fmt: skip


def average(scores: Iterable[int]) -> Decimal | None:
    """To one decimal, rounded down: what is below a mark stays below it. ``None`` where nobody scored."""
    given = list(scores)
    if not given:
        return None
    return (Decimal(sum(given)) / len(given)).quantize(Decimal("0.1"), ROUND_FLOOR)


def took_part(story: Iterable[RiskEntry], people: Mapping[int, Person]) -> list[Person]:
    """Who did something or was called, in order; not those who only watch, or left since."""
    found = dict.fromkeys(one.person for one in story if one.deed in TAKES_PART and one.person is not None)
    there = [people[one] for one in found if one in people]
    return [one for one in there if one.left_at is None and not one.waiting and one.level >= Role.STAFF]
