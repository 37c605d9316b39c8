"""Expected disappointments. Anything else that is raised is a bug and is reported as one."""

from collections.abc import Awaitable, Callable, Sequence

from storage import Unit

from .reply import Button
from .texts import Said, echoed


class Refusal(Exception):
    """The command will not do this, and tells the person why; nothing is saved.

    ``buttons`` offer the way out, ``hints`` add lines under the sentence. ``nevertheless`` is what must be remembered
    of it: it is kept together with the answer. ``settled``: no other words would change it, so no form asks for them.
    ``instead``: the word that was wrong, and the right ones that it may stand for, the nearest first.
    """

    def __init__(
        self,
        said: Said,
        *hints: Said,
        buttons: tuple[Button, ...] = (),
        nevertheless: Callable[[Unit], Awaitable[None]] | None = None,
        settled: bool = False,
        instead: tuple[str, Sequence[str]] = ("", ()),
    ) -> None:
        super().__init__(said.id)
        self.said = echoed(said)
        self.hints = hints
        self.buttons = buttons
        self.nevertheless = nevertheless
        self.settled = settled
        self.instead = instead


class NoTeam(Refusal):
    """Nobody knows which team is meant. Who is in several is asked instead of being told this."""
