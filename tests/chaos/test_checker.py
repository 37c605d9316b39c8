"""The judge is judged: each way to break the promise is seen, and keeping it is not accused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from .checker import Answer, violations
from .crowd import Line
from .records import Kept, Records

DAY = date(2025, 1, 6)
FIRST = Line("q00001z", 5, "Wood/alder", DAY, 100, 71)
SECOND = Line("q00002z", 5, "Wood/alder", DAY, 101, 72)


class Case:
    """Two lines of one chat, the second correcting the first; kept well until a test changes something."""

    def __init__(self) -> None:
        self.said = [FIRST, SECOND]
        self.confirmed = {71, 72}
        self.figures = [
            Kept("Wood/alder", DAY, "joined", 1, 100, False, "q00001z"),
            Kept("Wood/alder", DAY, "joined", 2, 101, True, "q00002z"),
        ]
        self.inbox = {71: "done", 72: "done"}
        self.notes = {"q00001z": 1, "q00002z": 1}
        self.minutes = {"q00001z": 1, "q00002z": 1}
        self.outbox = {"sent": 2}
        self.answers = [Answer(5, "Saved q00001z"), Answer(5, "Saved q00002z")]
        self.in_flight: list[str] = []

    def found(self) -> list[str]:
        records = Records(self.figures, self.inbox, self.notes, self.minutes, self.outbox)
        return violations(self.said, self.confirmed, records, self.answers, self.in_flight)


def test_a_kept_promise_is_not_accused() -> None:
    assert Case().found() == []


def test_a_labelled_repeat_of_a_send_under_way_is_allowed() -> None:
    case = Case()
    case.in_flight = ["q00002z"]
    case.answers.append(Answer(5, "(重复) 已存 q00002z"))
    assert case.found() == []


def test_a_first_copy_may_carry_the_label_when_the_one_before_was_lost() -> None:
    case = Case()
    case.in_flight = ["q00002z"]
    case.answers[1] = Answer(5, "(repeat) Saved q00002z")
    assert case.found() == []


def _lost(case: Case) -> None:
    del case.inbox[72]


def _never_confirmed(case: Case) -> None:
    case.confirmed.remove(72)


def _not_stored(case: Case) -> None:
    del case.notes["q00002z"]


def _stored_twice(case: Case) -> None:
    case.notes["q00002z"] = 2


def _done_twice(case: Case) -> None:
    case.minutes["q00002z"] = 2


def _invented(case: Case) -> None:
    case.notes["q00003z"] = 1


def _out_of_order(case: Case) -> None:
    first, second = case.figures
    case.figures = [replace(second, version=1), replace(first, version=2)]


def _two_current(case: Case) -> None:
    case.figures[0] = replace(case.figures[0], current=True)


def _not_answered(case: Case) -> None:
    case.answers.pop()


def _answered_elsewhere(case: Case) -> None:
    case.answers[1] = Answer(6, "Saved q00002z")


def _unlabelled_repeat(case: Case) -> None:
    case.in_flight = ["q00002z"]
    case.answers.append(Answer(5, "Saved q00002z"))


def _label_lost_again(case: Case) -> None:
    case.in_flight = ["q00002z"]
    case.answers.insert(0, Answer(5, "(repeat) Saved q00002z"))


def _needless_repeat(case: Case) -> None:
    case.answers.append(Answer(5, "(repeat) Saved q00002z"))


def _too_many_repeats(case: Case) -> None:
    case.in_flight = ["q00002z", "q00001z"]
    case.answers += [Answer(5, "(repeat) Saved q00002z")] * 2


def _unexpected(case: Case) -> None:
    case.answers.append(Answer(5, "Hello"))


def _letter_left(case: Case) -> None:
    case.outbox = {"sent": 1, "sending": 1}


def _set_aside(case: Case) -> None:
    case.inbox[72] = "quarantined"


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        (_lost, "update 72 was confirmed and is lost"),
        (_never_confirmed, "update 72 was never confirmed"),
        (_not_stored, "q00002z is stored 0 times"),
        (_stored_twice, "q00002z is stored 2 times"),
        (_done_twice, "q00002z stands 2 times in the journal"),
        (_invented, "q00003z is stored and nobody said it"),
        (_out_of_order, "is stored"),
        (_two_current, "2 current figures"),
        (_not_answered, "q00002z is not answered"),
        (_answered_elsewhere, "q00002z is answered in chat 6"),
        (_unlabelled_repeat, "q00002z is answered 2 times without a label"),
        (_label_lost_again, "without a label after a repeat"),
        (_needless_repeat, "q00002z is repeated 1 times and was under way at 0 kills"),
        (_too_many_repeats, "q00002z is repeated 2 times and was under way at 1 kills"),
        (_unexpected, "nobody expected 'Hello'"),
        (_letter_left, "letters are left: {'sending': 1}"),
        (_set_aside, "updates are left: {'quarantined': 1}"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_a_broken_promise_is_seen(breaks: Callable[[Case], None], told: str) -> None:
    case = Case()
    breaks(case)
    found = case.found()
    assert len(found) == 1
    assert told in found[0]
