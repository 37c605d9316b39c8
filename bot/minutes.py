"""What the journal notes of a call: who, where, the line with its options, and what came of it. Never a one-time code,
nor what somebody said in a review: a journal is read by many, the code of a line that was refused is still good, and
answers are shown without names."""

import re
from collections.abc import Mapping
from typing import Any

from storage import Entry

from .ports import Call
from .scene import Scene

_SECRET = re.compile(
    r"(?is)^(\W*(?:(?:link(?:@\w+)?|setup(?:@\w+)?\s+join)\s+|\w+(?:@\w+)?\s+answer(?:[:：]\s*|\s+)))\S.*"
)
_PARTS = "show|todo|task|ask|close|refresh|invite|milestones|answer"
_MISTYPED = re.compile(rf"(?is)^(\W*review(?:@\w+)?\s+)(?!(?:{_PARTS})\b|[0-9]|week\b|last\b)\S.*")
"""Perhaps an answer whose ``answer`` is misspelt or missing."""


def minute(call: Call, scene: Scene, line: str, outcome: str, given: Mapping[str, Any] | None = None) -> Entry:
    """One line of the journal. ``given`` are options that came beside the line."""
    said = " ".join([line, *(f"{name}:{value}" for name, value in (given or {}).items())])
    team = scene.team.id if scene.team else None
    person = scene.who.id if scene.who else None
    platform = call.heard.account.platform
    if _MISTYPED.match(said):
        said, outcome = _MISTYPED.sub(r"\1****", said), outcome.partition(":")[0]
    return Entry(team, call.heard.at, person, platform, _SECRET.sub(r"\1****", said), outcome)
