"""How long something takes, in its two largest units: ``12 min``, ``1 h 12 min``, ``2 d 3 h``; below a minute in
seconds."""

from datetime import timedelta

from .texts import Said, text

SECONDS = text("{seconds} s")
MINUTES_SECONDS = text("{minutes} min {seconds} s")
MINUTES = text("{minutes} min")
HOURS = text("{hours} h")
HOURS_MINUTES = text("{hours} h {minutes} min")
DAYS = text("{days} d")
DAYS_HOURS = text("{days} d {hours} h")


def lasting(span: timedelta) -> Said:
    """Rounded down; below zero it is nothing."""
    seconds = max(span // timedelta(seconds=1), 0)
    if 0 < seconds < 60:
        return SECONDS(seconds=seconds)
    minutes = max(span // timedelta(minutes=1), 0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return DAYS_HOURS(days=days, hours=hours) if hours else DAYS(days=days)
    if hours:
        return HOURS_MINUTES(hours=hours, minutes=minutes) if minutes else HOURS(hours=hours)
    return MINUTES(minutes=minutes)


def to_the_second(span: timedelta) -> Said:
    """The same, with its seconds below ten minutes."""
    minutes, seconds = divmod(max(span // timedelta(seconds=1), 0), 60)
    return MINUTES_SECONDS(minutes=minutes, seconds=seconds) if 0 < minutes < 10 and seconds else lasting(span)
