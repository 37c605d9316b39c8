"""How the settings of a team are called."""

from ..kit import text
from ..kit.hints import LANGUAGES

LANGUAGE = text("Language")
ZONE = text("Time zone")
COUNTRY = text("Country (for holidays)")
CURRENCY = text("Currency")
NAME = text("Name of the team")
JOINING = text("Who may join")
PURPOSE = text("What this chat is for")
OPEN = text("everybody in the chat")
APPROVAL = text("whoever a manager lets in")
TEAM = text("the team's channel")
ALERTS = text("alerts")
REPORTS = text("reports")

WHO_JOINS = {"open": OPEN, "approval": APPROVAL}
PURPOSES = {"team": TEAM, "alerts": ALERTS, "reports": REPORTS}
SPOKEN = {key: text(name) for key, name in LANGUAGES.items()}
