"""How shifts are said."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from commands.kit import Moment, Said, Text, text
from commands.kit.owners import AWAY, name_of
from commands.kit.private import HERE
from commands.kit.rota import Duty, Rota
from storage import Account

from .turn import ends, holder

LINE = text("{layer}: {name}, until {when}")
SHIFT = text("{layer}: {first} – {last}")
AHEAD = text("{layer}: {name}, {first} – {last}")
MORE = text("and {n} more", "and {n} more")
SHIFTS_AHEAD = text("Shifts ahead", context="button")
TAKE_SHIFT = text("Take the shift", context="button")
AFTER = text("{line}, after {name}")
THEN = text("{line}, then {name}")
CHANGE = text("{when}: {layer} – {name}")
NOBODYS = text("{layer}: nobody")
START = text("To mend it, {name} opens me on Telegram and presses Start, then “{button}” in the channel.")
ALLOW = text("To mend it, {name} allows direct messages on Discord, then presses “{button}” in the channel.")
START_OR_ALLOW = text(
    "To mend it, {name} opens me on Telegram and presses Start, or allows direct messages on Discord; then presses "
    "“{button}” in the channel."
)
OWN_START = text("Open me on Telegram and press Start, then press the button here.")
OWN_ALLOW = text("Allow direct messages on Discord, then press the button here.")
OWN_START_OR_ALLOW = text(
    "Open me on Telegram and press Start, or allow direct messages on Discord; then press the button here."
)
PRIMARY, BACKUP = text("primary", context="layer"), text("backup", context="layer")

KNOWN: Mapping[str, Text] = {"primary": PRIMARY, "backup": BACKUP}


def layer_named(name: str) -> Said | str:
    """The usual layers are called in the reader's language."""
    return KNOWN[name]() if name in KNOWN else name


def said_now(rota: Rota, name: str, duty: Duty | None) -> Said:
    if duty is None:
        return NOBODYS(layer=layer_named(name))
    return LINE(layer=layer_named(name), name=whose(rota, duty), when=Moment(duty.until_at))


def said_ahead(rota: Rota, duty: Duty) -> Said:
    first, last = Moment(duty.from_at), Moment(duty.until_at)
    return AHEAD(layer=layer_named(duty.layer), name=whose(rota, duty), first=first, last=last)


def shift_said(rota: Rota, layer: str, at: datetime, leaving: int | None) -> Said:
    """To whoever has it: from when until when, after whom, and who comes then."""
    until = ends(rota, layer, at)
    said = SHIFT(layer=layer_named(layer), first=Moment(at), last=Moment(until))
    if leaving is not None:
        said = AFTER(line=said, name=name_of(leaving, rota.people))
    then, mine = holder(rota, layer, until), holder(rota, layer, at)
    return said if then in (None, mine) else THEN(line=said, name=name_of(then, rota.people))


def said_change(rota: Rota, duty: Duty) -> Said:
    return CHANGE(when=Moment(duty.from_at), name=whose(rota, duty), layer=layer_named(duty.layer))


def whose(rota: Rota, duty: Duty) -> Said | str:
    name = name_of(duty.person, rota.people)
    return AWAY(name=name) if duty.away else name


def mends(accounts: Sequence[Account], name: Said | str) -> Said:
    """What somebody has to do who can be written to nowhere."""
    return _way(accounts, START, ALLOW, START_OR_ALLOW)(name=name, button=HERE())


def mends_her_own(accounts: Sequence[Account]) -> Said:
    """The same, to herself."""
    return _way(accounts, OWN_START, OWN_ALLOW, OWN_START_OR_ALLOW)()


def _way(accounts: Sequence[Account], start: Text, allow: Text, either: Text) -> Text:
    there = {one.platform for one in accounts}
    return start if "discord" not in there else allow if there == {"discord"} else either


def unreachable_card(person: int) -> str:
    """The warning that somebody on call cannot be written to: one, whatever her shifts are."""
    return f"gap:u-{person}"
