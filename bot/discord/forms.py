"""A form becomes a modal: one page, five fields at most. Pure; nothing is kept in memory, the modal carries the number
of its draft, so that one that was open before a restart can be submitted afterwards."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.forms import page_of
from commands.kit import Form, Question, Tongue

from .render import BARE, shortened

TITLE = 45
LABEL = 45
DESCRIPTION = 100
PLACEHOLDER = 100
VALUE = 4000
FIELDS = 5
OPTIONS = 25

LABEL_TYPE, SELECT_TYPE, INPUT_TYPE, WORDS_TYPE = 18, 3, 4, 10
SHORT, PARAGRAPH = 1, 2

CONTENT = 2000

PREFIX = "form:"
ALOUD = ":aloud"
"""Marks the last page of a form whose answer everybody may see: whether to hide it must be said before it is known."""


def modal(form: Form, tongue: Tongue, *, aloud: bool = False) -> dict[str, Any]:
    """The page on which the form's next question stands. ``aloud``: the command behind it answers for all to see."""
    at = page_of(form, form.step)
    page = form.pages[at][:FIELDS]
    last = at == len(form.pages) - 1
    fields = [_field(question, tongue) for question in page]
    if form.wrong is not None:
        _warn(fields, tongue.speak(form.wrong, BARE))
    pages = f" ({at + 1}/{len(form.pages)})" if len(form.pages) > 1 else ""
    return {
        "title": shortened(tongue.speak(form.title, BARE), TITLE - len(pages)) + pages,
        "custom_id": f"{PREFIX}{form.draft}" + (ALOUD if aloud and last else ""),
        "components": fields,
    }


def draft_of(custom_id: str) -> tuple[str, bool] | None:
    """The draft of a submitted modal, and whether its answer is for all; ``None`` when the modal is not ours."""
    if not custom_id.startswith(PREFIX):
        return None
    draft = custom_id.removeprefix(PREFIX)
    return draft.removesuffix(ALOUD), draft.endswith(ALOUD)


def submitted(components: Any) -> dict[str, str]:
    """The fields of a submitted modal. What was left empty is an empty text. Raises ``TypeError`` or ``KeyError`` when
    that is not a modal's content."""
    return dict(_values(components))


def _values(components: Any) -> Iterator[tuple[str, str]]:
    for item in components:
        if "component" in item:
            yield from _values([item["component"]])
        elif "components" in item:
            yield from _values(item["components"])
        elif "custom_id" in item:
            yield str(item["custom_id"]), _value(item)


def _value(item: Mapping[str, Any]) -> str:
    if "values" in item:
        return " ".join(str(value) for value in item["values"] or [])
    return str(item.get("value") or "")


def _warn(fields: list[dict[str, Any]], words: str) -> None:
    """What is wrong stands on top; where all five places are taken, under the first label."""
    if len(fields) < FIELDS:
        fields.insert(0, {"type": WORDS_TYPE, "content": shortened(words, CONTENT)})
    else:
        fields[0]["description"] = shortened(words, DESCRIPTION)


def _field(question: Question, tongue: Tongue) -> dict[str, Any]:
    label = " ".join(tongue.show(question.ask, BARE).split())
    control = _select(question, tongue) if 0 < len(question.choices) <= OPTIONS else _input(question, tongue)
    drawn = {"type": LABEL_TYPE, "label": shortened(label, LABEL) or question.field, "component": control}
    hint = tongue.speak(question.hint, BARE) if question.hint is not None else label if len(label) > LABEL else ""
    if hint:
        drawn["description"] = shortened(hint, DESCRIPTION)
    return drawn


def _select(question: Question, tongue: Tongue) -> dict[str, Any]:
    known = question.value if question.value is not None else question.default
    options = [
        {
            "label": shortened(tongue.show(choice.label, BARE), PLACEHOLDER) or choice.value,
            "value": choice.value[:PLACEHOLDER],
            **({"default": True} if choice.value == known else {}),
        }
        for choice in question.choices
    ]
    lowest = 1 if question.required else 0
    return {
        "type": SELECT_TYPE, "custom_id": question.field, "options": options,
        "min_values": lowest, "max_values": 1, "required": question.required,
    }  # fmt: skip


def _input(question: Question, tongue: Tongue) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "type": INPUT_TYPE, "custom_id": question.field, "style": PARAGRAPH if question.long else SHORT,
        "required": question.required, "max_length": VALUE,
    }  # fmt: skip
    if question.value:
        drawn["value"] = question.value[:VALUE]
    hint = question.default or " · ".join(tongue.show(choice.label, BARE) for choice in question.choices)
    if hint:
        drawn["placeholder"] = shortened(hint, PLACEHOLDER)
    return drawn
