"""How far a risk is, or how it ended, in a few words: for lists that are read later."""

from collections.abc import Mapping

from storage import Person, Risk

from .clean import on_card
from .owners import name_of
from .texts import Said, text

CLOSED = text("closed: {why}", context="risk")
SOLVED = text("solved, not verified yet", context="risk")
HAS_IT = text("{name} has it")
NOBODY = text("nobody has it")

LONGEST = 80


def outcome(risk: Risk, people: Mapping[int, Person]) -> Said:
    if risk.closed_at is not None:
        return CLOSED(why=on_card(risk.reason, LONGEST))
    if risk.solved_at is not None:
        return SOLVED()
    return NOBODY() if risk.owner is None else HAS_IT(name=name_of(risk.owner, people))
