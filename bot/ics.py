"""A calendar as programmes read it (RFC 5545). Pure: the same bytes for the same facts."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from commands.kit.clean import one_line
from storage import Team

if TYPE_CHECKING:
    from icalendar import Calendar, Event

AGAIN = timedelta(hours=1)
"""How often a programme is asked to come back."""
LONGEST_NAME = 200


def calendar(team: Team, called: str, about: str) -> "Calendar":
    from icalendar import Calendar, vText

    name, found = vText(called), Calendar()  # the library takes these two keys for no texts
    for key, value in (
        ("PRODID", f"-//Muster//{about}//EN"), ("VERSION", "2.0"), ("CALSCALE", "GREGORIAN"), ("NAME", name),
        ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", team.zone), ("REFRESH-INTERVAL", AGAIN),
        ("X-PUBLISHED-TTL", "PT1H"),
    ):  # fmt: skip
        found.add(key, value, parameters={"VALUE": "DURATION"} if key == "REFRESH-INTERVAL" else {})
    return found


def event(
    uid: str, said: str, first: date | datetime, last: date | datetime, changed: datetime, *, busy: bool
) -> "Event":
    """Whole days end before the day that is named last. ``busy``: nobody should plan anything else then."""
    from icalendar import Event

    made = Event()
    made.add("UID", f"{uid}@muster")
    made.add("SUMMARY", one_line(said, LONGEST_NAME))
    for key, moment in (("DTSTART", first), ("DTEND", last)):
        made.add(key, moment.astimezone(UTC) if isinstance(moment, datetime) else moment)
    for key in ("DTSTAMP", "LAST-MODIFIED"):
        made.add(key, changed.astimezone(UTC))
    made.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    return made
