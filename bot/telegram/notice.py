"""What stands on top of the screen of her who pressed: what fits there needs no message in the group."""

from commands.kit import Reply, Tongue

from .pages import units
from .render import plain

LONGEST_NOTICE = 200


class Notice:
    """``said`` is what is said there and nowhere else; ``None`` while there is nothing."""

    def __init__(self) -> None:
        self.said: Reply | None = None

    def shows(self, answer: Reply, tongue: Tongue) -> bool:
        """Take the answer over, if all of it fits."""
        if answer.buttons or answer.form is not None or units(plain(answer, tongue)) > LONGEST_NOTICE:
            return False
        self.said = answer
        return True
