"""Compares what people said, what Telegram was told, what the database remembers and what people were answered. Pure.

The promise: whatever was confirmed to Telegram is stored exactly once, in the order of its chat, and answered; an
answer that may have been seen before says so, and there are no more of those than sends under way at a kill.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .crowd import Line
from .records import SIGN, Kept, Records

REPEATS = ("(repeat)", "(重复)", "(重複)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One message of the bot."""

    chat: int
    text: str

    @property
    def tokens(self) -> list[str]:
        return SIGN.findall(self.text)

    @property
    def repeat(self) -> bool:
        return self.text.startswith(REPEATS)


def violations(
    said: Sequence[Line],
    confirmed: Collection[int],
    records: Records,
    answers: Sequence[Answer],
    in_flight: Sequence[str],
) -> list[str]:
    """Everything that breaks the promise. ``confirmed``: updates Telegram will not deliver again; ``in_flight``: the
    letters that were out at each kill, by the first token each tells of."""
    return [
        *_confirmed(said, confirmed, records),
        *_stored(said, records),
        *_in_order(said, records.figures),
        *_answered(said, answers),
        *_repeated(answers, in_flight),
        *_finished(records),
    ]


def _confirmed(said: Sequence[Line], confirmed: Collection[int], records: Records) -> Iterator[str]:
    for update in sorted({line.update for line in said}):
        if update not in confirmed:
            yield f"update {update} was never confirmed"
        elif update not in records.inbox:
            yield f"update {update} was confirmed and is lost"


def _stored(said: Sequence[Line], records: Records) -> Iterator[str]:
    for line in said:
        if (times := records.notes.get(line.token, 0)) != 1:
            yield f"{line.token} is stored {times} times"
        if (times := records.minutes.get(line.token, 0)) != 1:
            yield f"{line.token} stands {times} times in the journal"
    for token in records.notes.keys() - {line.token for line in said}:
        yield f"{token} is stored and nobody said it"


def _in_order(said: Sequence[Line], figures: Sequence[Kept]) -> Iterator[str]:
    """Each day of each community is told in one chat only, so its versions are the lines in the order of that chat."""
    wanted: dict[tuple[str, date], list[tuple[int, int, str]]] = defaultdict(list)
    for line in said:
        versions = wanted[line.community, line.day]
        versions.append((len(versions) + 1, line.value, line.token))
    found: dict[tuple[str, date], list[tuple[int, int, str]]] = defaultdict(list)
    for kept in figures:
        found[kept.community, kept.day].append((kept.version, kept.value, kept.token))
        if kept.metric != "joined":
            yield f"{kept.token} became {kept.metric}"
    for place in wanted.keys() | found.keys():
        if wanted.get(place, []) != found.get(place, []):
            yield f"{place[0]} {place[1]}: {wanted.get(place)} was said, {found.get(place)} is stored"
    current = Counter((kept.community, kept.day) for kept in figures if kept.current)
    yield from (f"{place} has {times} current figures" for place, times in current.items() if times != 1)


def _answered(said: Sequence[Line], answers: Sequence[Answer]) -> Iterator[str]:
    chats = {line.token: line.chat for line in said}
    plain: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    for answer in answers:
        if not answer.tokens:
            yield f"nobody expected {answer.text!r}"
        for token in answer.tokens:
            if chats.get(token) != answer.chat:
                yield f"{token} is answered in chat {answer.chat}"
            if answer.repeat:
                labelled[token] += 1
            else:
                plain[token] += 1
                if labelled[token]:
                    yield f"{token} is answered without a label after a repeat"
    for line in said:
        if plain[line.token] + labelled[line.token] == 0:
            yield f"{line.token} is not answered"
        if plain[line.token] > 1:
            yield f"{line.token} is answered {plain[line.token]} times without a label"


def _repeated(answers: Sequence[Answer], in_flight: Sequence[str]) -> Iterator[str]:
    out = Counter(in_flight)
    repeats = Counter(answer.tokens[0] for answer in answers if answer.repeat and answer.tokens)
    for token, times in repeats.items():
        if times > out[token]:
            yield f"{token} is repeated {times} times and was under way at {out[token]} kills"


def _finished(records: Records) -> Iterator[str]:
    if left := {state: count for state, count in records.outbox.items() if state != "sent"}:
        yield f"letters are left: {left}"
    if left := dict(Counter(state for state in records.inbox.values() if state != "done")):
        yield f"updates are left: {left}"
