"""What stands on top of the screen of her who pressed: a refusal that fits there needs no message in the group."""

from commands.kit import Reply, Tongue

from .pages import units
from .render import plain

LONGEST_NOTICE = 200


class Notice:
    """``refusal`` is what is said there and nowhere else; ``None`` while there is nothing."""

    def __init__(self) -> None:
        self.refusal: Reply | None = None

    def shows(self, answer: Reply, tongue: Tongue) -> bool:
        """Take the refusal over, if all of it fits."""
        if answer.buttons or answer.form is not None or units(plain(answer, tongue)) > LONGEST_NOTICE:
            return False
        self.refusal = answer
        return True
