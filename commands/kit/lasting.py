"""How long something takes, in its two largest units: ``12 min``, ``1 h 12 min``, ``2 d 3 h``."""

from datetime import timedelta

from .texts import Said, text

MINUTES = text("{minutes} min")
HOURS = text("{hours} h")
HOURS_MINUTES = text("{hours} h {minutes} min")
DAYS = text("{days} d")
DAYS_HOURS = text("{days} d {hours} h")


def lasting(span: timedelta) -> Said:
    """Whole minutes, rounded down; below zero it is nothing."""
    minutes = max(span // timedelta(minutes=1), 0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return DAYS_HOURS(days=days, hours=hours) if hours else DAYS(days=days)
    if hours:
        return HOURS_MINUTES(hours=hours, minutes=minutes) if minutes else HOURS(hours=hours)
    return MINUTES(minutes=minutes)
