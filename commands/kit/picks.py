"""Which community: a button for each of them, as far as a message carries buttons."""

from collections.abc import Iterable

from storage import Community

from .hints import verbatim
from .reply import Button
from .texts import Mono, Said, text

MOST = 24
"""Discord shows 25 buttons; one place is left for whoever adds a button of her own."""
MORE = text(
    "There is {n} more community. For it, type {line}.",
    "There are {n} more communities. For one of them, type its name, as in {line}.",
)


def picks(communities: Iterable[Community], pressed: str, typed: str) -> tuple[tuple[Button, ...], tuple[Said, ...]]:
    """The buttons, and what is said where there are more communities than buttons. ``pressed`` is the line of a button,
    ``typed`` what helps without one; both have a place for the key."""
    found = list(communities)
    buttons = tuple(Button(verbatim(each.name), pressed.format(key=each.key)) for each in found[:MOST])
    left = found[MOST:]
    return buttons, (MORE(n=len(left), line=Mono(typed.format(key=left[0].key))),) if left else ()
