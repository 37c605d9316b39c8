"""How large an activity is, and what it goes through: the field's own words."""

from storage import Phase, Tier

from .texts import Text, text

TIERS: dict[Tier, Text] = {
    "light": text("light"),
    "medium": text("medium"),
    "heavy": text("heavy"),
    "viral": text("viral"),
}

PHASES: dict[Phase, Text] = {
    "proposed": text("waits for approval"),
    "refused": text("refused: ROI too low"),
    "approved": text("approved"),
    "preheat": text("preheat"),
    "ignition": text("ignition"),
    "afterglow": text("afterglow"),
    "ended": text("ended"),
    "locked": text("closed"),
    "stopped": text("stopped"),
}
