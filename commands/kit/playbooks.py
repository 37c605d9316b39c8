"""The kinds of risk that a community has, as the field names them."""

from collections.abc import Mapping
from typing import Final

from .texts import Text, text

OTHER: Final = "other"

KINDS: Final[Mapping[str, Text]] = {
    "fraud": text("prize fraud"),
    "refunds": text("malicious refunds"),
    "opinion": text("public opinion"),
    "policy": text("policy change"),
    "competitor": text("competitor"),
    "weather": text("force majeure"),
    "participation": text("low participation"),
    OTHER: text("other", context="risk"),
}
