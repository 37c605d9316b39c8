"""Reads a daily report as people type or paste it, and says what it could not read. Nothing is guessed silently.

A report is a number of lines. A line may begin with a community or a day, which then hold for the lines below it, and
holds labels, each followed by its number, in any order, and at last perhaps a note. Whatever stands there besides is
handed back as unread: an unknown word in front of a label takes the label with it (`paid orders 5` is not `orders 5`),
and so does a number in front of one (`12 joined 3`). At the beginning, words that are like no label are the name of a
community that is not known (`yoga joined 3`).

The time is linear in the text; the vocabulary and today come in as arguments.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from commands.kit.metrics import Catalogue
from commands.kit.words import nearest

from .items import Booked, Community, Day, Note
from .lexicon import cleaned
from .lines import Lines
from .near import near_communities

OPTIONS: Final = ("note:", "community:", "date:")
"""What can be said besides numbers."""
LONGEST: Final = 8000
"""Characters of a report; a longer one is refused unread."""
MOST_PROPOSALS: Final = 12
"""So many unread words get proposals: looking for the nearest name is the one slow thing here."""

_OPTION = re.compile(r"[^\W\d]+[ \t]?[:=]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was reported for one community and day; None where the text names none. A number of None is "no value"."""

    community: str | None
    day: date | None
    numbers: dict[str, Decimal | None]
    note: str | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the text that was not understood, as it was typed, and what was probably meant.

    `nearest` holds names: of what an unknown word may mean, or of the metric whose number was not taken. `reason` is
    stable: `too_long` (the whole text), `unknown_word`, `unknown_label` (with a number), `stranger` (a line whose
    community is unknown), `below_stranger` (stands below a heading nobody knows), `no_number` (a label without one),
    `no_label` (a number without one), `number_first`, `twice` (another value for the same metric, the first one stands;
    another day in one heading), `derived` (is worked out, not entered), `not_whole`, `percent`, `money`, `currency` (a
    sign that fits neither the metric nor the team), `unknown_community`, `two_communities` (`nearest` has their keys),
    and the reasons of `Unreadable` for numbers
    and of `UnreadableDay` for days.
    """

    text: str
    nearest: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]


@dataclass(slots=True)
class _Draft:
    numbers: dict[str, Decimal | None]
    notes: list[str]


def read_report(
    text: str, catalogue: Catalogue, communities: Mapping[str, str], today: date, currency: str | None = None
) -> Reading:
    """Reads the text after `/daily`; never raises.

    `communities` maps every folded name to the key of its community. With `currency` (ISO code) an amount in another
    one is unread. A text without any number that names a community or a day gives one empty entry, for a form.
    """
    if len(text) > LONGEST:
        return Reading((), (Unread(cleaned(text[:60]) + "…", (), "too_long"),))
    lines = Lines(cleaned(text), catalogue.names, communities, today, currency)
    community: str | None = None
    day: date | None = None
    drafts: dict[tuple[str | None, date | None], _Draft] = {}
    unread: list[Unread] = []
    proposed = 0
    for item in lines.read():
        match item:
            case Community(key):
                community = key
            case Day(meant):
                day = meant
            case Booked(key, value, written):
                numbers = drafts.setdefault((community, day), _Draft({}, [])).numbers
                if numbers.setdefault(key, value) != value:
                    unread.append(Unread(written, (key,), "twice"))
            case Note(words):
                drafts.setdefault((community, day), _Draft({}, [])).notes.append(words)
            case _:
                names = item.nearest
                if item.sought and proposed < MOST_PROPOSALS:
                    proposed += 1
                    names = _proposed(item.sought, item.reason, catalogue, communities)
                    if _OPTION.match(item.text):
                        names = tuple(dict.fromkeys([*nearest(f"{item.sought}:", OPTIONS), *names]))[:3]
                unread.append(Unread(item.text, names, item.reason))
    entries = tuple(
        Entry(*where, draft.numbers, note)
        for where, draft in drafts.items()
        if (note := "\n".join(draft.notes).strip() or None) or draft.numbers
    )
    if not entries and (community or day):
        entries = (Entry(community, day, {}, None),)
    return Reading(entries, tuple(unread))


def _proposed(sought: str, reason: str, catalogue: Catalogue, communities: Mapping[str, str]) -> tuple[str, ...]:
    metrics = [] if reason == "unknown_community" else catalogue.nearest(sought)
    return tuple(dict.fromkeys([*metrics, *near_communities(sought, communities)]))[:3]
