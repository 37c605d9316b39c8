"""How levels and job titles are called: the field's own words."""

from storage import Role

from .texts import Said, Text, text
from .tongue import in_every_language
from .words import fold

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


def title_key(word: str) -> str:
    """A known job title by its key, in whatever language it was typed; any other as it is."""
    return next(
        (key for key, label in TITLES.items() if fold(word) in {fold(each) for each in in_every_language(label)}), word
    )


def called(title: str) -> Said | str:
    """A job title as it is shown: a known one in the reader's language."""
    return TITLES[title]() if title in TITLES else title
