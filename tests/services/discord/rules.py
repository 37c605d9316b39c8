"""What Discord refuses, in its own numbers: the limits of a message and of a form."""

from collections.abc import Iterator
from itertools import chain

from .messages import Json, controls

INVALID_FORM = 50035
EMPTY = 50006
CLOSED = 50007


class Refusal(Exception):
    def __init__(self, status: int, code: int, why: str) -> None:
        super().__init__(why)
        self.status, self.code, self.why = status, code, why


def check_message(payload: Json) -> None:
    """Raises ``Refusal`` for a message that Discord does not take."""
    embeds = [len(str(embed.get("description", ""))) for embed in payload.get("embeds") or ()]
    if not payload.get("content") and not embeds and not payload.get("attachments"):
        raise Refusal(400, EMPTY, "Cannot send an empty message")
    faults = ["content"] * (len(payload.get("content") or "") > 2000)
    faults += ["embeds"] * (max(embeds, default=0) > 4096 or sum(embeds) > 6000)
    _raise([*faults, *_buttons(payload.get("components") or [])])


def check_form(form: Json) -> None:
    """Raises ``Refusal`` for a form that Discord does not take."""
    faults = ["title"] * (not 1 <= len(form["title"]) <= 45)
    faults += ["custom_id"] * (not 1 <= len(form["custom_id"]) <= 100)
    faults += ["components"] * (not 1 <= len(form["components"]) <= 5)
    for part in form["components"]:
        faults += ["label"] * ("component" in part and not 1 <= len(part["label"]) <= 45)
        faults += ["description"] * (len(part.get("description", "")) > 100)
    fields = [*controls(form)]
    faults += ["custom_id twice"] * (len({one["custom_id"] for one in fields}) < len(fields))
    for one in fields:
        faults += ["placeholder"] * (len(one.get("placeholder", "")) > 100)
        faults += ["value"] * (len(one.get("value", "")) > one.get("max_length", 4000))
        faults += ["options"] * (len(one.get("options", ())) > 25)
    _raise(faults)


def _buttons(rows: list[Json]) -> Iterator[str]:
    buttons = [*chain.from_iterable(row["components"] for row in rows)]
    ids = [button["custom_id"] for button in buttons if "custom_id" in button]
    if len(rows) > 5 or any(not 1 <= len(row["components"]) <= 5 for row in rows):
        yield "rows"
    if len(set(ids)) < len(ids) or any(not 1 <= len(one) <= 100 for one in ids):
        yield "custom_id"
    if any(not 1 <= len(button["label"]) <= 80 for button in buttons):
        yield "label"


def _raise(faults: list[str]) -> None:
    if faults:
        raise Refusal(400, INVALID_FORM, f"Invalid Form Body: {', '.join(faults)}")
