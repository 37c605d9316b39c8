"""The kinds of risk that a community has, as the field names them, and what is done about each: a list to be ticked,
and words that are ready. An operator's catalogue changes them, adds others and takes some away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, ValidationInfo

from storage import Risk, RiskEntry

from .args import Wrong
from .hints import did_you_mean
from .reply import Choice, Form
from .texts import LOCALES, Label, Listed, Said, Text, text
from .tongue import Tongue
from .words import fold, nearest

OTHER: Final = "other"
LONGEST_STEP: Final = 200

KINDS: Final[Mapping[str, Text]] = {
    "fraud": text("prize fraud"),
    "refunds": text("malicious refunds"),
    "opinion": text("public opinion"),
    "policy": text("policy change"),
    "competitor": text("competitor"),
    "weather": text("force majeure"),
    "participation": text("low participation"),
    OTHER: text("other", context="risk"),
}

TICKED = text("Checklist: {done}/{n}")
ACTIONS = text("{n} task came of it", "{n} tasks came of it")
KINDS_ARE = text("It can be {words}.")

_LISTS: Final[Mapping[str, tuple[Text, ...]]] = {
    "fraud": (
        text("Freeze the prize pool: no draw, no payout"),
        text("Export the entries, with time, account and address, before anything is deleted"),
        text("Mark the suspicious accounts, and take their entries out"),
        text("Pin a notice: the result is being checked, until when"),
        text("Let two people check the winners again, then thaw the pool"),
    ),
    "refunds": (
        text("Export the refund orders of the last 7 days: account, reason, amount"),
        text("Separate those who really complain from those who do it in groups"),
        text("Answer those who really complain first, one by one, in private"),
        text("Stop automatic refunds for the marked accounts; a manager decides each"),
        text("Keep screenshots and chat records as proof for the platform"),
    ),
    "opinion": (
        text("Take screenshots with time and link before anything is deleted"),
        text("Find the first post, and how far it has spread"),
        text("One person speaks for us; all others pass questions on to her"),
        text("Answer the first post in public, then those who ask in private"),
        text("Delete nothing and argue with nobody in the group"),
        text("Look at the number of mentions each hour, until it falls twice in a row"),
    ),
    "policy": (
        text("Read the original rule: what it forbids, and from when"),
        text("Stop posts and activities that it may concern"),
        text("Go through pinned posts, names, pictures and links, and change them"),
        text("Ask the legal or platform contact, and keep the answer in writing"),
        text("Tell the members what changes for them, in plain words"),
    ),
    "competitor": (
        text("Write down what they do: offer, time, where it was seen"),
        text("Find out how many of our members have gone or ask about it"),
        text("Block accounts that poach in the group, and keep proof"),
        text("Decide on one answer: an offer, a benefit for members, or none"),
        text("Write to the most active members in person"),
    ),
    "weather": (
        text("Is everybody safe? Ask those who are there, and call those who do not answer"),
        text("Put off or move what happens in the next 48 hours"),
        text("Tell everybody who signed up, on every channel, and offer money back"),
        text("Tell partners, venue and delivery"),
        text("Say when the next word comes, even if nothing is known yet"),
    ),
    "participation": (
        text("Compare with the last three like it: reach, clicks, entries"),
        text("Is it a fault? Try the way from the post to the entry yourself"),
        text("Write to twenty members who took part last time, and ask why not now"),
        text("Change one thing today: prize, deadline, or time of the post"),
        text("Look again after 24 hours: go on, change, or stop"),
    ),
}


@dataclass(frozen=True, slots=True)
class Playbook:
    """``statement``: words for the public that wait for somebody to complete them."""

    label: Said | Label
    checklist: tuple[Said | Label, ...] = ()
    statement: Label | None = None


DEFAULT: Final[Mapping[str, Playbook]] = MappingProxyType({
    kind: Playbook(called(), tuple(one() for one in _LISTS.get(kind, ()))) for kind, called in KINDS.items()
})  # fmt: skip


def kind_named(playbooks: Mapping[str, Playbook], kind: str) -> Said | Label | str:
    """A kind that is not there any more keeps its name, as far as it is known."""
    if kind in playbooks:
        return playbooks[kind].label
    return KINDS[kind]() if kind in KINDS else kind


def called(label: Said | Label) -> set[str]:
    """How a kind is called in every language."""
    return {label.in_(at) if isinstance(label, Label) else Tongue(at).speak(label) for at in LOCALES}


def _kind(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    books: Mapping[str, Playbook] = DEFAULT if info.context is None else info.context.metrics.playbooks
    names = {name: key for key, book in books.items() for name in (key, *called(book.label))}
    found = {fold(name): key for name, key in names.items()}.get(fold(value))
    if found is None:
        near = {names[name]: name for name in reversed(nearest(value, names))}  # as it was typed: a name or a key
        right = [key if " " in name else name for key, name in reversed(near.items())]
        kinds = Listed(tuple(book.label for book in books.values()), "or")
        # What fits nothing need not stop a risk: its kind can be said on its card.
        raise Wrong(
            *(did_you_mean(right) or [KINDS_ARE(words=kinds)]), near=right or [key for key in [OTHER] if key in books]
        )
    return found


RiskKind = Annotated[str, BeforeValidator(_kind)]
"""The key of a kind that the catalogue has, by its name in any language."""

_NAMES = "|".join(name for name in sorted(map(Tongue().speak, (one() for one in KINDS.values()))) if " " in name)
_NAMED = re.compile(rf"(?<!\S)(kind\s?[:=：＝]\s?)({_NAMES})(?!\S)", re.IGNORECASE)


def kinds_quoted(tail: str) -> str:
    """A line in which the name of a kind is one value, also where it has two words: ``kind:policy change``."""
    return _NAMED.sub(r'\1"\2"', tail)


def offering(form: Form, playbooks: Mapping[str, Playbook]) -> Form:
    """Where a form asks for a kind, with all there are to choose from."""
    choices = tuple(Choice(key, book.label) for key, book in playbooks.items())
    pages = tuple(
        tuple(replace(one, choices=choices) if one.source == "kinds" else one for one in page) for page in form.pages
    )
    return replace(form, pages=pages)


def key_of(step: Said | Label) -> str:
    """What the story keeps of a step that was ticked: a list may change while a risk is open."""
    return (step.id if isinstance(step, Said) else step.en)[:LONGEST_STEP]


def progress(playbooks: Mapping[str, Playbook], risk: Risk, story: Sequence[RiskEntry]) -> list[Said]:
    """What the card of a risk says of its list and of the tasks that came of it."""
    book, tasks = playbooks.get(risk.kind), sum(one.deed == "action" for one in story)
    said = []
    if risk.closed_at is None and book is not None and book.checklist:
        done, all = len(ticked(book, story)), len(book.checklist)
        said.append(TICKED(done=done, n=all))
    return [*said, ACTIONS(n=tasks)] if tasks else said


def ticked(book: Playbook | None, story: Iterable[RiskEntry]) -> dict[str, RiskEntry]:
    """Who ticked which step, and when, by its key."""
    keys = {key_of(step) for step in book.checklist} if book is not None else set()
    found: dict[str, RiskEntry] = {}
    for one in story:
        if one.deed == "ticked" and one.words in keys:
            found.setdefault(one.words, one)
    return found
