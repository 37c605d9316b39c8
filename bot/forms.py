"""Forms: asked page by page or question by question, kept in the database between two answers.

Whatever is done to a form is a line as well: ``/form K7 skip``. When nothing is left to ask, the line that the form
belongs to is run with the answers, as if it had been typed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from commands.kit import Button, Command, Ctx, Form, Listed, Question, Refusal, Reply, Said, reply, text
from commands.kit.menu import Menu
from commands.kit.playbooks import offering
from commands.kit.reply import read_form, write_form
from storage import Address, Draft, Unit

from .ports import Call

FORM = "form"
TALK = "/form _"
"""Words that answer no form."""
LIFE = timedelta(hours=24)
PAGE = 5
"""Discord's modals hold five fields."""

FORM_GONE = text("This form is no longer open. Nothing was lost that had been saved; start again with the command.")
NOT_YOURS = text("This form is somebody else's. Open your own with the command.")
CANCELLED = text("Cancelled. Nothing was saved.")
NOTED = text("Page {page} of {pages} is noted. Nothing is saved yet.")
STILL_NEEDED = text("Still needed: {names}")
NEXT = text("Next", context="button")
SAVE = text("Save", context="button")
CANCEL = text("Cancel", context="button")
CHANGE = text("Change", context="button")
EMPTY_FORM = text("Nothing was filled in, so there is nothing to save.")


@dataclass(frozen=True, slots=True)
class Ready:
    """The form is complete: run this. ``empty``: no question was answered. Without a ``draft`` there was no form
    yet: the answers came as options of the line."""

    line: str
    given: Mapping[str, Any]
    draft: str = ""
    empty: bool = False


class FormRefused(Exception):
    """A form's line was refused: the answers must not get lost with the rest."""

    def __init__(self, ready: Ready, cause: Refusal | None) -> None:
        super().__init__(ready.line)
        self.ready = ready
        self.cause = cause


Run = Ready | Reply | None
Check = Callable[[str, Question, str], Said | None]
"""What is wrong with an answer to a question of a line's form."""


def checked(menu: Menu, ctx: Ctx, line: str, question: Question, value: str) -> Said | None:
    """What is wrong with an answer, as the command of the line sees it."""
    command, _ = menu.match(line)
    try:
        if command.checks is not None:
            command.checks(question.field, value, ctx)
        else:
            command.args.read_one(question.field, value, ctx)
    except Refusal as refusal:
        return refusal.said
    return None


def is_form(line: str) -> bool:
    """Whether the line does something to a form."""
    return line.startswith(f"/{FORM} ")


def paged(questions: Sequence[Question]) -> tuple[tuple[Question, ...], ...]:
    return tuple(tuple(questions[at : at + PAGE]) for at in range(0, len(questions), PAGE))


async def opened(ctx: Ctx, form: Form, given: Mapping[str, Any], check: Check, at: Address) -> Reply:
    """Keep a form and show it ``at`` a place, where a mere message answers it. ``given`` is what is known already: it
    begins where something is wrong with that, or else at the first question that is needed and not answered."""
    account = (ctx.heard.account.platform, ctx.heard.account.user)
    known = {name: str(value) for name, value in given.items()}
    step, problem = _first(form, known, check)
    form = replace(offering(form, ctx.metrics.playbooks), draft=ctx.new_code().replace("-", ""), step=step, wrong=None)
    team = ctx.team_or_none.id if ctx.team_or_none else None
    until = ctx.now + LIFE
    kept = write_form(replace(form, given=known))
    await ctx.store.drafts.put(Draft(form.draft, team, account, at, form.line, known, kept, step, until))
    return reply(form=replace(form, wrong=problem), private=True)


def default_form(command: Command[Any], given: Mapping[str, Any]) -> Form:
    """The form of a command that has none of its own: one question for each argument, the required first."""
    questions = sorted(command.args.questions(given), key=lambda question: not question.required)
    return Form("/" + command.name, command.help(), paged(questions))


async def offered(
    ctx: Ctx, command: Command[Any], known: Mapping[str, Any], cause: Refusal, check: Check, at: Address
) -> Reply:
    """A line whose options cannot be copied was refused: a form holds what was said, so that only what is wrong is said
    again."""
    asked = [question for question in command.args.questions(known) if question.required or question.field in known]
    loose = {name: ctx.metrics.get(name) for name in known if name not in command.args.fields()}
    asked += [Question(name, metric.label, value=str(known[name])) for name, metric in loose.items() if metric]
    form = (await opened(ctx, Form("/" + command.name, command.help(), paged(asked)), known, check, at)).form
    shown = replace(form, wrong=cause.said) if form else None
    return reply(cause.said, *cause.hints, buttons=cause.buttons, form=shown, private=True)


async def team_of(unit: Unit, call: Call) -> int | None:
    """The team in which the form of a line was opened."""
    account, id = (call.heard.account.platform, call.heard.account.user), call.line.split(" ")[1]
    if id == "_":
        draft = await unit.drafts.open_form(account, call.heard.address.chat)
    else:
        draft = await unit.drafts.get(id, account)
    return draft.team if draft is not None else None


async def step(unit: Unit, call: Call, team: int | None, tail: str, check: Check) -> Run:
    """Do one thing to a form. ``team`` is the one that the person speaks in: a form of another team is not there.
    Raises ``Refusal`` when the form is gone; ``None`` when somebody merely talked: ``/form _`` always, ``/form _ say``
    while no form is open."""
    id, _, rest = tail.partition(" ")
    verb, _, value = rest.strip().partition(" ")
    account = (call.heard.account.platform, call.heard.account.user)
    if id == "_" and not verb:
        return None
    if id == "_":
        draft = await unit.drafts.open_form(account, call.heard.address.chat)
        if draft is None or not _alive(draft, team, call):
            return None
    else:
        draft = await unit.drafts.get(id, account)
        if draft is None and await unit.drafts.somebodys(id, call.heard.address.chat):
            raise Refusal(NOT_YOURS())
    if draft is None or draft.form is None or not _alive(draft, team, call):
        raise Refusal(FORM_GONE())
    form = read_form(draft.form)
    given = {name: str(answer) for name, answer in call.given.items() if str(answer).strip()}
    match verb:
        case "cancel":
            await unit.drafts.drop(draft.id)
            return reply(CANCELLED(), private=True, replace=True)
        case "open":
            return _shown(draft, form, draft.step)
        case "save":
            return await _saved(unit, draft, form, draft.answers)
        case "submit":
            return await _saved(unit, draft, form, _merged(draft, form.questions, given))
        case "page":
            return await _page(unit, draft, form, given, check)
        case "set" | "say":
            return await _answer(unit, draft, form, given.get("value", value), check)
        case "skip" | "keep" | "back":
            return await _move(unit, draft, form, verb, check)
        case _:
            raise Refusal(FORM_GONE())


def _alive(draft: Draft, team: int | None, call: Call) -> bool:
    return draft.team in (None, team) and draft.expires_at > call.heard.at


async def wrong(unit: Unit, call: Call, ready: Ready, said: Said, hints: Sequence[Said], check: Check) -> Reply | None:
    """The line did not run: the form comes back filled, with what is wrong on top."""
    account = (call.heard.account.platform, call.heard.account.user)
    draft = await unit.drafts.get(ready.draft, account)
    if draft is None or draft.form is None:
        return None
    form = _filled(read_form(draft.form), ready.given)
    at, _ = _first(form, ready.given, check)
    form = replace(form, wrong=said, step=at)
    await unit.drafts.change(draft, answers=ready.given, step=at, form=write_form(replace(form, wrong=None)))
    return reply(said, *hints, form=form, private=True)


async def _answer(unit: Unit, draft: Draft, form: Form, value: str, check: Check) -> Run:
    value = value.strip()
    if draft.step >= len(form.questions):
        return await _saved(unit, draft, form, draft.answers)
    question = form.questions[draft.step]
    if not value:
        return await _move(unit, draft, form, "skip", check)
    if "\n" in value and not question.long:
        # A pasted block in the middle of a form: it says everything at once.
        return Ready(draft.line, {**draft.answers, "text": value}, draft.id)
    if (problem := check(draft.line, question, value)) is not None:
        return _shown(draft, replace(form, wrong=problem), draft.step)
    answers = {**draft.answers, question.field: value}
    return await _go(unit, draft, form, answers, draft.step + 1)


async def _move(unit: Unit, draft: Draft, form: Form, verb: str, check: Check) -> Run:
    answers = dict(draft.answers)
    question = form.questions[min(draft.step, len(form.questions) - 1)]
    if verb == "back":
        return await _go(unit, draft, form, answers, max(0, draft.step - 1))
    if verb == "keep":
        if question.default is not None:
            answers[question.field] = question.default
        # What came with the line was not judged yet.
        kept = answers.get(question.field)
        if kept and (problem := check(draft.line, question, kept)) is not None:
            return _shown(draft, replace(form, wrong=problem), draft.step)
    if verb == "skip":
        if question.required:
            return _shown(draft, replace(form, wrong=text("{field} is needed.")(field=question.ask)), draft.step)
        answers.pop(question.field, None)
    return await _go(unit, draft, form, answers, draft.step + 1)


async def _page(unit: Unit, draft: Draft, form: Form, given: Mapping[str, str], check: Check) -> Run:
    """A modal page came back. The next one, or this one once more, needs a press: a modal cannot answer a modal."""
    at = page_of(form, draft.step)
    page = form.pages[at]
    answers = _merged(draft, page, given)
    problems = (check(draft.line, question, answers[question.field]) for question in page if question.field in answers)
    if (problem := next(filter(None, problems), None)) is not None:
        await unit.drafts.change(draft, answers=answers, step=draft.step)
        return reply(form=replace(_filled(form, answers), step=draft.step, wrong=problem), private=True)
    after = sum(len(each) for each in form.pages[: at + 1])
    if after >= len(form.questions):
        return await _saved(unit, draft, form, answers)
    await unit.drafts.change(draft, answers=answers, step=after)
    buttons = [
        Button(NEXT(), f"/form {draft.id} open", "primary"),
        Button(SAVE(), f"/form {draft.id} save"),
        Button(CANCEL(), f"/form {draft.id} cancel"),
    ]
    return reply(NOTED(page=at + 1, pages=len(form.pages)), buttons=buttons, private=True)


async def _go(unit: Unit, draft: Draft, form: Form, answers: Mapping[str, str], at: int) -> Run:
    if at >= len(form.questions):
        return await _saved(unit, draft, form, answers)
    await unit.drafts.change(draft, answers=answers, step=at)
    return reply(form=replace(_filled(form, answers), step=at, wrong=None), private=True, replace=True)


async def _saved(unit: Unit, draft: Draft, form: Form, answers: Mapping[str, str]) -> Run:
    """The line with the answers; while some are missing these are named, and the first of them is asked."""
    if lacks := _lacks(form, answers):
        at, names = lacks[0], Listed(tuple(form.questions[each].ask for each in lacks))
        await unit.drafts.change(draft, answers=answers, step=at)
        said = STILL_NEEDED(names=names)
        return reply(form=replace(_filled(form, answers), step=at, wrong=said), private=True)
    empty = not any(answers.get(question.field) for question in form.questions)
    return Ready(draft.line, dict(answers), draft.id, empty)


def _lacks(form: Form, answers: Mapping[str, str]) -> list[int]:
    """Where the questions stand that are needed and not answered."""
    return [at for at, each in enumerate(form.questions) if each.required and not answers.get(each.field)]


def _first(form: Form, answers: Mapping[str, str], check: Check) -> tuple[int, Said | None]:
    """The question to begin at, and what is wrong with the answer it has."""
    for at, question in enumerate(form.questions):
        value = answers.get(question.field)
        if value and (problem := check(form.line, question, value)) is not None:
            return at, problem
    return next(iter(_lacks(form, answers)), 0), None


def _shown(draft: Draft, form: Form, at: int) -> Reply:
    return reply(form=replace(_filled(form, draft.answers), step=at), private=True)


def _merged(draft: Draft, questions: Sequence[Question], given: Mapping[str, str]) -> dict[str, str]:
    """Fields that were shown and left empty are cleared."""
    shown = {question.field for question in questions}
    kept = {name: answer for name, answer in draft.answers.items() if name not in shown}
    return kept | {name: answer for name, answer in given.items() if name in shown}


def _filled(form: Form, answers: Mapping[str, str]) -> Form:
    """The form with what was answered so far as the value to keep."""
    pages = tuple(
        tuple(replace(question, value=answers.get(question.field)) for question in page) for page in form.pages
    )
    return replace(form, pages=pages)


def page_of(form: Form, at: int) -> int:
    """The page on which a question stands."""
    for number, page in enumerate(form.pages):
        if at < len(page):
            return number
        at -= len(page)
    return len(form.pages) - 1
