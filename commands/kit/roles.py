"""How levels and job titles are called: the field's own words."""

from storage import Role

from .texts import Text, text

LEVELS: dict[Role, Text] = {
    Role.DIRECTOR: text("director"),
    Role.MANAGER: text("ops manager"),
    Role.STAFF: text("staff"),
    Role.OBSERVER: text("observer"),
    Role.OUTSIDER: text("outsider"),
}

TITLES: dict[str, Text] = {
    "content planner": text("content planner"),
    "content reviewer": text("content reviewer"),
    "interaction manager": text("interaction manager"),
    "activity operator": text("activity operator"),
    "data analyst": text("data analyst"),
    "customer service": text("customer service"),
}
