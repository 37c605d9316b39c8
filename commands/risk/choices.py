"""What can be done with a risk now, as buttons: the next step first, and each of them a line that can be typed."""

from typing import Final

from commands.kit import Button, text
from commands.kit.crisis import ORDER, quiet_for
from commands.kit.lasting import lasting
from commands.kit.playbooks import OTHER

from .look import Look

ACK = text("Acknowledge", context="button")
I_HELP = text("I help", context="button")
NOTE = text("Note", context="button")
SILENCE = text("Silence {span}", context="button")
HAND_OVER = text("Hand over", context="button")
UP = text("Level up", context="button")
DOWN = text("Level down", context="button")
STATEMENT = text("Statement", context="button")
APPROVE = text("Approve", context="button")
READ = text("Read it", context="button")
PLAN = text("Plan", context="button")
CHECKLIST = text("Checklist", context="button")
SOLVED = text("Solved", context="button")
VERIFIED = text("Verified", context="button")
NOT_SOLVED = text("Not solved", context="button")
REPORT = text("Report", context="button")
MORE = text("More", context="button")
DETAILS = text("Details", context="button")

MOST: Final = 8
"""Buttons of a card, *More* among them."""

_LABELS: Final = {
    "ack": ACK, "help": I_HELP, "note": NOTE, "handover": HAND_OVER, "statement": STATEMENT,
    "plan": PLAN, "checklist": CHECKLIST, "solve": SOLVED, "verify": VERIFIED, "back": NOT_SOLVED,
    "report": REPORT, "edit": DETAILS,
}  # fmt: skip


def buttons(look: Look) -> list[Button]:
    """In the order of what comes next; the first is marked. Somebody has to have it before anything is said. What a
    card has no room for stands behind *More*."""
    found = every(look)
    if len(found) > MOST:
        found = [*found[: MOST - 1], Button(MORE(), f"/risk more {look.risk.number}")]
    return found


def rest(look: Look) -> list[Button]:
    """Those behind *More*."""
    found = every(look)
    return found[MOST - 1 :] if len(found) > MOST else []


def every(look: Look) -> list[Button]:
    risk, found = look.risk, _drawn(look, _verbs(look))
    before = 0 if risk.closed_at is not None or (risk.answered and risk.solved_at is None) else 2
    found[before:before] = approving(look)
    return [Button(one.label, one.line, "primary" if at == 0 else "plain") for at, one in enumerate(found)]


def _verbs(look: Look) -> list[str]:
    risk = look.risk
    if risk.closed_at is not None:
        return ["report"] if risk.same_as is None else []
    public = ["statement"] if risk.level == "red" or look.statements else []
    if risk.solved_at is not None:
        return ["verify", "back", "note", *public]
    plan = ["plan"] if risk.level == "yellow" else []
    # One that waits is approved before another is written.
    now, later = ([], public) if look.waiting is not None else (public, [])
    if risk.owner is None:
        return _with_details(look, ["ack", "help", "note", *now, *plan, "solve", "handover", "level", *later])
    listed = ["checklist"] if look.listed else []
    usual = ["note", "help", *now, *plan, "solve", *listed, *later, "silence", "handover", "level"]
    running = (_NEXT[clock.name] for clock in look.clocks if clock.runs and clock.name in _NEXT)
    first = next((verb for verb in running if verb not in later), "note")
    return _with_details(look, sorted(usual, key=lambda verb: verb != first))


def _with_details(look: Look, verbs: list[str]) -> list[str]:
    """Where nothing is said of what it is about, that is asked for right behind the next step."""
    missing = (look.risk.kind == OTHER) + (look.risk.community is None)
    if not missing:
        return verbs
    return [verbs[0], "edit", *verbs[1:]] if missing > 1 else [*verbs, "edit"]


_NEXT: Final = {"respond": "note", "statement": "statement", "plan": "plan"}
"""What stops a clock; the one due first comes first. Never *Solved*: who presses *Approve* twice would solve it."""


def approving(look: Look) -> list[Button]:
    """What waits for approval, and all of its words. A line carries the version that was read."""
    if (waiting := look.waiting) is None:
        return []
    number = look.risk.number
    return [Button(APPROVE(), f"/risk approve {number} v:{waiting.version}"), Button(READ(), f"/risk show {number}")]


def _drawn(look: Look, verbs: list[str]) -> list[Button]:
    found: list[Button] = []
    for verb in verbs:
        if verb == "level":
            found += _levels(look)
        elif verb == "silence":
            found.append(Button(SILENCE(span=lasting(quiet_for(look.risk))), f"/risk silence {look.risk.number}"))
        else:
            found.append(Button(_LABELS[verb](), f"/risk {verb} {look.risk.number}"))
    return found


def _levels(look: Look) -> list[Button]:
    """One up and one down. The line says which level: pressed twice it is changed once."""
    at, number = ORDER.index(look.risk.level), look.risk.number
    up = [Button(UP(), f"/risk level {number} {level}") for level in ORDER[:at][-1:]]
    return up + [Button(DOWN(), f"/risk level {number} {level}") for level in ORDER[at + 1 :][:1]]
