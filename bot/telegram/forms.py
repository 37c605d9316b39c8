"""A form in a chat is one question at a time: what is asked, what is known, and buttons for everything that needs no
typing. The words and the buttons are ordinary ones; whatever is pressed is a line."""

from collections.abc import Iterator
from dataclasses import replace

from commands.kit import Button, Choice, Form, Heading, Question, Reply, Said, text
from commands.kit.reply import Block, carries

from ..forms import CANCEL, SAVE

TITLE = text("{title} {at}/{of}")
WRONG = text("⚠ {problem}")
SO_FAR = text("Your answer so far: {value}")
LAST_TIME = text("Last time: {value}")
ASK = text("{question}")
ASK_NEEDED = text("{question} (needed)")
HOW = text("Type the answer as a message.")
HOW_IN_GROUP = text("Reply to this message with your answer.")
KEEP = text("Keep {value}", context="button")
NEXT = text("Next", context="button")
SKIP = text("Skip", context="button")
BACK = text("Back", context="button")

LONGEST_KEEP = 24


def drawn(said: Reply, form: Form, *, group: bool) -> Reply:
    """The reply with the current question of its form as blocks and buttons."""
    questions = form.questions
    if not questions:
        return replace(said, blocks=(*said.blocks, Heading(form.title)), buttons=(*said.buttons, *_ends(form)))
    at = min(max(form.step, 0), len(questions) - 1)
    asked = questions[at]
    if form.wrong is not None and asked.ask in form.wrong.values.values():
        # The complaint shows the answer; it is no answer to go on with.
        asked = replace(asked, value=None)
    return replace(
        said,
        blocks=(*said.blocks, *_blocks(said, form, asked, at, group=group)),
        buttons=(*said.buttons, *_buttons(form, asked, at)),
    )


def _blocks(said: Reply, form: Form, asked: Question, at: int, *, group: bool) -> Iterator[Block]:
    if form.wrong is not None and form.wrong not in said.blocks:
        yield WRONG(problem=form.wrong)
    yield Heading(TITLE(title=form.title, at=str(at + 1), of=str(len(form.questions))))
    yield (ASK_NEEDED if asked.required else ASK)(question=asked.ask)
    if asked.hint is not None:
        yield asked.hint
    if asked.value is not None:
        yield SO_FAR(value=_named(asked, asked.value))
    elif asked.default is not None:
        yield LAST_TIME(value=_named(asked, asked.default))
    yield HOW_IN_GROUP() if group else HOW()


def _buttons(form: Form, asked: Question, at: int) -> Iterator[Button]:
    def does(what: str) -> str:
        return f"/form {form.draft} {what}"

    for choice in asked.choices:
        if carries(line := does(f"set {choice.value}")):
            yield Button(_label(choice), line)
    if asked.value is None and asked.default is not None:
        shown = _named(asked, asked.default)
        short = shown if not isinstance(shown, str) or len(shown) <= LONGEST_KEEP else shown[: LONGEST_KEEP - 1] + "…"
        yield Button(KEEP(value=short), does("keep"), "primary")
    elif asked.value is not None:
        # To keep means the default where there is one; the answer itself is kept by giving it again.
        line = does("keep") if asked.default is None else does(f"set {asked.value}")
        if carries(line) and "\n" not in line:
            yield Button(NEXT(), line, "primary")
    if not asked.required:
        yield Button(SKIP(), does("skip"))
    if at > 0:
        yield Button(BACK(), does("back"))
    yield from _ends(form)


def _ends(form: Form) -> Iterator[Button]:
    if any(question.value is not None for question in form.questions):
        yield Button(SAVE(), f"/form {form.draft} save")
    yield Button(CANCEL(), f"/form {form.draft} cancel")


def _named(asked: Question, value: str) -> str | Said:
    """A choice is called by its name, not by its key."""
    for choice in asked.choices:
        if choice.value == value:
            return _label(choice)
    return value


def _label(choice: Choice) -> Said:
    return choice.label if isinstance(choice.label, Said) else ASK(question=choice.label)
