"""Words for the public that are ready before anybody needs them: what happened, what we do, and when we say more. What
nobody can know beforehand is a blank in brackets; a statement is not kept while one is left in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .playbooks import OTHER
from .texts import Label, Moment, Text, text
from .tongue import Tongue, in_every_language

KNOWN = text("[what we know for certain, and since when]")
DONE = text("[what we have done so far]")
BLANKS: Final = (KNOWN, DONE)

HAPPENED = text("About “{title}”: {known}")
MORE = text("We say more here by {when}.")

DOING: Final[Mapping[str, Text]] = {
    "fraud": text(
        "We have stopped giving out prizes and are checking every entry. Whoever took part fairly need do nothing."
    ),
    "refunds": text(
        "We are going through the orders one by one. Whoever has a complaint can write to us in private and gets an "
        "answer."
    ),
    "opinion": text(
        "We have read what you wrote and take it seriously. We are finding out what happened; please do not pass on "
        "what is not certain."
    ),
    "policy": text(
        "The rules have changed. We are going through everything that they concern, and will tell you in plain words "
        "what changes for you."
    ),
    "competitor": text(
        "What we have promised to members stands. Please be careful with offers in private messages from people you do "
        "not know."
    ),
    "weather": text(
        "The safety of everybody comes first: what was planned is put off or moved. Whoever has signed up hears "
        "from us in person."
    ),
    "participation": text(
        "We are making it easier to take part. What was promised to those who have joined already stands."
    ),
    OTHER: text("We are working on it: {done}"),
}

SOON: Final = timedelta(hours=2)
HALF_AN_HOUR: Final = timedelta(minutes=30)


def draft(kind: str, title: str, now: datetime, tongue: Tongue, own: Label | None = None) -> str:
    """A statement to be completed, in one language. ``own``: the operator's words for this kind."""
    when = Moment(next_word(now))
    if own is not None:
        doing = own.in_(tongue.locale)
    else:
        said = DOING.get(kind, DOING[OTHER])
        doing = tongue.speak(said(**{name: DONE() for name in said.slots}))
    happened = tongue.speak(HAPPENED(title=title, known=KNOWN()))
    return "\n".join((happened, doing, tongue.speak(MORE(when=when))))


def next_word(now: datetime) -> datetime:
    """A round time in two hours or a little later."""
    found = now + SOON
    over = timedelta(minutes=found.minute % 30, seconds=found.second, microseconds=found.microsecond)
    return found - over + HALF_AN_HOUR if over else found


def blanks(words: str) -> list[str]:
    """Those that nobody has filled in yet, in any language."""
    return [blank for one in BLANKS for blank in sorted(in_every_language(one)) if blank in words]
