"""What the journal notes of a call: who, where, the line with its options, and what came of it. Never a one-time code,
nor what somebody said in a review: a journal is read by many, the code of a line that was refused is still good, and
answers are shown without names."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from storage import Entry

from .ports import Call
from .scene import Scene

_SECRET = re.compile(r"(?is)^(\W*(?:link(?:@\w+)?|setup(?:@\w+)?\s+join)\s+)\S.*")
_VERB = re.compile(r"(?s)^(\W*)(\w+)(@\w+)?([\s:：]+)(.+)")
_ANSWER = re.compile(r"(?is)^(answer)([\s:：]+)\S.*")
_HARMLESS = re.compile(
    r"(?:(?:show|todo|task|ask|close|refresh|invite|milestones|answer|week|last|month|topic|quarter|[0-9][\w.-]*"
    r"|(?:page|kind|date|due|since|alone|late|round|number|whole):\S+)(?:\s+|$))*"
)
"""What a line about reviews can say that is nobody's answer."""
_NEAR = 0.75
"""``reviwe`` is meant as ``review``."""


def minute(call: Call, scene: Scene, line: str, outcome: str, given: Mapping[str, Any] | None = None) -> Entry:
    """One line of the journal. ``given`` are options that came beside the line."""
    said = " ".join([line, *(f"{name}:{value}" for name, value in (given or {}).items())])
    team = scene.team.id if scene.team else None
    person = scene.who.id if scene.who else None
    platform = call.heard.account.platform
    said, outcome = _unsaid(_SECRET.sub(r"\1****", said), outcome)
    return Entry(team, call.heard.at, person, platform, said, outcome)


def _unsaid(said: str, outcome: str) -> tuple[str, str]:
    """A line about reviews without what may be an answer, also where ``review`` or ``answer`` is misspelt."""
    found = _VERB.match(said)
    if found is None or not get_close_matches(found[2].lower(), ["review"], cutoff=_NEAR):
        return said, outcome
    before, tail = said[: found.start(5)], found[5]
    if _HARMLESS.fullmatch(tail):
        return said, outcome
    if answer := _ANSWER.match(tail):
        return f"{before}{answer[1]}{answer[2]}****", outcome.partition(":")[0]
    return f"{before}****", outcome.partition(":")[0]
