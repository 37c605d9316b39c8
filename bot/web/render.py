"""A reply as the JSON the page draws. Pure, and never HTML: the page puts every word in as text.

A sentence is a list of runs ``[kind, words]`` with kind ``text`` or ``code``.
"""

import re
from collections.abc import Sequence
from typing import Any

from commands.kit import (
    Book,
    Bullets,
    Button,
    Chart,
    Drawing,
    File,
    Form,
    Heading,
    Mono,
    Question,
    Reply,
    Roster,
    Said,
    Shares,
    Table,
    Timeline,
    Tongue,
    Value,
)
from commands.kit.reply import Block
from commands.kit.tongue import Mark

from ..charts import in_words, size
from ..forms import CANCEL, SAVE

Json = dict[str, Any]
Runs = list[list[str]]

# Two signs that no text holds mark what is to be copied; they are taken out of foreign words first.
_OPEN, _CLOSE = "\x0e", "\x0f"
_MARKS = str.maketrans("", "", _OPEN + _CLOSE)
_MARK = Mark(
    words=lambda words: words.translate(_MARKS), mono=lambda words: f"{_OPEN}{words.translate(_MARKS)}{_CLOSE}"
)
_CODE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def draw(said: Reply, tongue: Tongue) -> Json:
    """Blocks, buttons and form of a reply. What is wrong with a form stands in the form alone."""
    blocks = said.blocks
    hints: Sequence[Block] = ()
    if said.form and said.form.wrong is not None and blocks and blocks[0] == said.form.wrong:
        blocks, hints = (), blocks[1:]
    return {
        "blocks": [_block(block, at, tongue) for at, block in enumerate(blocks)],
        "buttons": [_button(button, tongue) for button in said.buttons],
        "form": _form(said.form, hints, tongue) if said.form else None,
    }


def runs(said: Value, tongue: Tongue) -> Runs:
    """A value in words, cut where the kind of letters changes."""
    found: Runs = []
    for at, words in enumerate(_CODE.split(tongue.show(said, _MARK))):
        if words:
            found.append(["code" if at % 2 else "text", words])
    return found


def plain(said: Value, tongue: Tongue) -> str:
    return "".join(words for _, words in runs(said, tongue))


def _block(block: Block, at: int, tongue: Tongue) -> Json:
    match block:
        case Heading(said):
            return {"kind": "heading", "runs": runs(said, tongue)}
        case Bullets(items):
            return {"kind": "bullets", "items": [runs(item, tongue) for item in items]}
        case Table(columns, rows):
            return {
                "kind": "table",
                "columns": [runs(column, tongue) for column in columns],
                "rows": [[runs(cell, tongue) for cell in row] for row in rows],
            }
        case Chart() | Timeline() | Roster() | Shares():
            return _chart(block, at, tongue)
        case File(name) | Book(name):
            return {"kind": "file", "name": name, "at": at}
        case Said():
            return {"kind": "said", "runs": runs(block, tongue)}


def _chart(chart: Drawing, at: int, tongue: Tongue) -> Json:
    """Where the picture is fetched, and what it shows in words."""
    title, *figures = in_words(chart, tongue)
    wide, high = size(chart)
    return {"kind": "chart", "at": at, "title": title, "figures": figures, "width": wide, "height": high}


def _button(button: Button, tongue: Tongue) -> Json:
    kind = "link" if button.line.startswith("https://") else "private" if button.line == "private:" else "line"
    return {"kind": kind, "label": plain(button.label, tongue), "line": button.line, "look": button.look}


def _form(form: Form, hints: Sequence[Block], tongue: Tongue) -> Json:
    wrong = [] if form.wrong is None else [form.wrong, *(hint for hint in hints if isinstance(hint, Said))]
    return {
        "draft": form.draft,
        "title": runs(form.title, tongue),
        "fields": [_field(question, tongue) for question in form.questions],
        "error": [runs(said, tongue) for said in wrong],
        "wrong": _wrong_field(form),
        "save": plain(SAVE(), tongue),
        "cancel": plain(CANCEL(), tongue),
        "open": True,
    }


def _field(question: Question, tongue: Tongue) -> Json:
    return {
        "name": question.field,
        "label": plain(question.ask, tongue),
        "type": "choice" if question.choices else "long" if question.long else "line",
        "required": question.required,
        "choices": [[choice.value, plain(choice.label, tongue)] for choice in question.choices],
        "value": question.value or "",
        "default": question.default or "",
        "hint": runs(question.hint, tongue) if question.hint else [],
    }


def _wrong_field(form: Form) -> str | None:
    """The field a complaint is about: the one whose label it names, or else the one asked now."""
    if form.wrong is None:
        return None
    named = [value for value in form.wrong.values.values() if not isinstance(value, Mono)]
    for question in form.questions:
        if question.ask in named or question.field in form.wrong.values.values():
            return question.field
    return form.questions[form.step].field if 0 < form.step < len(form.questions) else None
