"""How a review looks: the prompt, which counts who has answered and names nobody, and the summary without names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commands.kit import Bullets, Button, Ctx, Heading, Listed, Moment, Reply, Role, Said, Text, reply, text
from commands.kit.clean import on_card, one_line
from commands.kit.days import dated
from commands.kit.hints import verbatim
from commands.kit.reply import Block, Card
from commands.kit.width import cut
from storage import Answer, Conclusion, Person, Promise, Round, Task

from .kinds import KINDS, REMARK, REMARK_PART, Kind, invitation

PROMPT = text("{name}, {day}")
SUMMARY = text("{name}, {day}: {n} answer", "{name}, {day}: {n} answers")
LATE = text("This was due {at}.")
UNTIL = text("Answers until {when}. They are shown without names.")
NAMED = text("What is promised stands under the name of whoever wrote it.")
UNTIL_SECRET = text("Diaries are taken until {when}. Nobody reads them before the book of the month.")
COUNT = text("{n} of {all} has answered.", "{n} of {all} have answered.")
CLOSED = text("Closed with {n} answer.", "Closed with {n} answers.")
NOBODY = text("Nobody found the time to answer. Never mind: next time.")
MORE = text("{n} more", "{n} more")
TO_DO = text("To do")
PROMISES = text("Promised")
OPEN_ONE = text("{number} · {words}")
A_TASK = text("{number} · {words} → task {task}, {people}")
A_TASK_ALONE = text("{number} · {words} → task {task}")
A_PROMISE = text("{number} · {words} – until {day}")
REST = text("{n} more to-do without a task", "{n} more to-dos without a task")
LAST_TIME = text("Last week's to-dos: {kept} kept, {late} late, {open} open.")
WITHOUT = text("{n} of last week's to-dos without a task.", "{n} of last week's to-dos without a task.")
ITS_TASKS = text("Its tasks: {kept} kept, {late} late, {open} open.")
LEFT = text("Task {number}: {title} – {people}")
LEFT_ALONE = text("Task {number}: {title}")

ANSWER = text("Answer", context="button")
SHOW = text("Summary", context="button")
MAKE = text("Make {number} a task: {words}", context="button")
TO_DOS = text("To-dos", context="button")

# A card has to stay one message.
MOST_ANSWERS, LONGEST_ANSWER = 5, 110
MOST_THINGS, LONGEST_THING = 8, 100
MOST_BUTTONS, MOST_LEFT = 5, 5
WIDEST = 24
"""Columns of a conclusion on a button."""


@dataclass(frozen=True, slots=True)
class Look:
    """A review with all that is shown of it. ``asked`` are those who are there and whose business it is."""

    round: Round
    answers: Sequence[Answer]
    asked: frozenset[int]
    people: Mapping[int, Person]
    conclusions: Sequence[Conclusion]
    tasks: Mapping[int, Task]
    """By number."""
    holders: Mapping[int, Sequence[int]]
    """By row of the task."""
    promises: Sequence[Promise]

    @property
    def kind(self) -> Kind:
        return KINDS[self.round.kind]

    def said(self, part: str) -> list[str]:
        """What was answered to a question: by its words, so that no two answers are known to be one person's."""
        return sorted(answer.words[part] for answer in self.answers if answer.words.get(part))

    def task(self, conclusion: Conclusion) -> Task | None:
        return self.tasks.get(conclusion.task) if conclusion.task is not None else None

    def names(self, task: Task) -> tuple[str, ...]:
        return tuple(self.people[who].name for who in self.holders.get(task.id, ()) if who in self.people)

    @property
    def open(self) -> list[Conclusion]:
        """What has not become a task."""
        return [one for one in self.conclusions if one.task is None]


async def look_at(ctx: Ctx, round: Round) -> Look:
    store, team = ctx.store, ctx.team.id
    people = {person.id: person for person in await store.people.of(team, left=True)}
    conclusions = await store.rounds.conclusions([round.id])
    found = [await store.tasks.get(team, one.task) for one in conclusions if one.task is not None]
    tasks = {task.number: task for task in found if task is not None}
    holders: dict[int, list[int]] = {}
    for holder in await store.tasks.holders([task.id for task in tasks.values()]):
        holders.setdefault(holder.task, []).append(holder.person)
    promised = await store.promises.listed(team, ["open", "kept", "dropped"]) if round.kind == "quarter" else []
    mine = [promise for promise in promised if promise.round == round.id]
    answers = await store.rounds.answers(round.id)
    asked = frozenset(who.id for who in asked_of(people.values(), KINDS[round.kind], ctx.today))
    return Look(round, answers, asked, people, conclusions, tasks, holders, mine)


async def is_hers(ctx: Ctx, round: Round) -> bool:
    """Whether who speaks is asked, or has answered."""
    look = await look_at(ctx, round)
    return ctx.me.id in look.asked or any(answer.person == ctx.me.id for answer in look.answers)


def asked_of(people: Iterable[Person], kind: Kind, today: date) -> list[Person]:
    """Who is asked: those who work and are there; of these the holders of its job titles, if there are any."""
    staff = [
        who
        for who in people
        if who.level >= Role.STAFF and not who.waiting and who.left_at is None and not who.away_on(today)
    ]
    return [who for who in staff if set(who.titles) & set(kind.titles)] or staff


def key_of(round: Round) -> str:
    return f"review:{round.id}"


def sum_of(round: Round) -> str:
    return f"{key_of(round)}:sum"


async def prompt(ctx: Ctx, look: Look, *notices: Said) -> Card:
    """The live message that asks; it is still there, without its button, when it is closed."""
    round, kind, n = look.round, look.kind, len(look.answers)
    heading = Heading(PROMPT(name=kind.name(), day=dated(round.day, ctx.today)))
    if round.closed_at is not None:
        shows = [] if kind.secret or not n else [Button(SHOW(), f"/review show {round.day}")]
        return Card(key_of(round), reply(heading, CLOSED(n=n) if n else NOBODY(), buttons=shows))
    until = (UNTIL_SECRET if kind.secret else UNTIL)(when=Moment(round.closes_at))
    everybody = len(look.asked | {answer.person for answer in look.answers})
    before, left = await _last_time(ctx, round)
    blocks = [heading, *notices, *before, invitation(ctx, kind), until]
    blocks += [NAMED()] if round.kind == "quarter" else []
    blocks.append(COUNT(n=n, all=everybody))
    buttons = [Button(ANSWER(), f"/review answer round:{round.id}", "primary")]
    buttons += [Button(TO_DOS(), "/review todo")] if left else []
    return Card(key_of(round), reply(*blocks, buttons=buttons))


async def summary(ctx: Ctx, look: Look, *notices: Said) -> Card:
    """The live message that shows what was said, and what becomes of it."""
    face = summed(ctx, look, whole=False)
    return Card(sum_of(look.round), Reply((face.blocks[0], *notices, *face.blocks[1:]), face.buttons))


def summed(ctx: Ctx, look: Look, *, whole: bool) -> Reply:
    """``whole``: nothing is cut."""
    round, kind, n = look.round, look.kind, len(look.answers)
    if not n:
        return reply(Heading(PROMPT(name=kind.name(), day=dated(round.day, ctx.today))), NOBODY())
    blocks: list[Block] = [Heading(SUMMARY(name=kind.name(), day=dated(round.day, ctx.today), n=n))]
    if kind.secret:
        return reply(*blocks)
    for part, ask in {**kind.questions, REMARK_PART: REMARK}.items():
        if part != kind.does and (said := look.said(part)):
            blocks += [ask(), _answers(said, whole=whole)]
    blocks += _to_do(ctx, look, whole=whole)
    left = look.open
    buttons = makes_a_task(left)
    if len(left) > MOST_BUTTONS:
        buttons.append(Button(REST(n=len(left) - MOST_BUTTONS), "/review todo"))
    return reply(*blocks, buttons=buttons)


def _answers(said: Sequence[str], *, whole: bool) -> Bullets:
    if whole:
        return Bullets(tuple(verbatim(words) for words in said))
    lines = [verbatim(on_card(one_line(words, len(words) + 1), LONGEST_ANSWER)) for words in said[:MOST_ANSWERS]]
    return _with_more(lines, len(said))


def _to_do(ctx: Ctx, look: Look, *, whole: bool) -> list[Block]:
    if look.promises:
        lines = [
            A_PROMISE(number=str(one.number), words=_cut(one.words, whole=whole), day=Moment(one.due_at))
            for one in look.promises
        ]
        return [PROMISES(), _with_more(lines if whole else lines[:MOST_THINGS], len(lines))]
    # What waits for somebody stays on the card.
    things = [*look.open, *(one for one in look.conclusions if one.task is not None)]
    lines = [concluded(look, one, whole=whole) for one in (look.conclusions if whole else things[:MOST_THINGS])]
    return [TO_DO(), _with_more(lines, len(things))] if lines else []


def concluded(look: Look, one: Conclusion, *, whole: bool = False) -> Said:
    """One thing to be done, with the task that it is."""
    number, words, task = str(one.number), _cut(one.words, whole=whole), look.task(one)
    if one.task is None:
        return OPEN_ONE(number=number, words=words)
    if task is None or not (names := look.names(task)):
        return A_TASK_ALONE(number=number, words=words, task=str(one.task))
    return A_TASK(number=number, words=words, task=str(one.task), people=Listed(names))


def makes_a_task(left: Sequence[Conclusion]) -> list[Button]:
    """A button for each of the first, which says what the task will be."""
    return [
        Button(MAKE(number=str(one.number), words=cut(one.words, WIDEST)), f"/review task {one.number}")
        for one in left[:MOST_BUTTONS]
    ]


def _cut(words: str, *, whole: bool) -> str:
    return on_card(words, None if whole else LONGEST_THING)


def _with_more(lines: Sequence[Said], n: int) -> Bullets:
    return Bullets((*lines, MORE(n=n - len(lines))) if n > len(lines) else tuple(lines))


async def _last_time(ctx: Ctx, round: Round) -> tuple[list[Block], int]:
    """What became of the to-dos of the week before, and how many of them nobody has made a task."""
    if round.kind != "week":
        return [], 0
    before = [one for one in await ctx.store.rounds.latest(ctx.team.id, "week", 2) if one.id != round.id]
    if not before:
        return [], 0
    look = await look_at(ctx, before[0])
    left = len(look.open)
    return became(ctx, look, LAST_TIME) + ([WITHOUT(n=left)] if left else []), left


def became(ctx: Ctx, look: Look, said: Text = ITS_TASKS) -> list[Block]:
    """How the tasks that came out of a review stand: kept, late, open. Those that are not done are named."""
    kept: list[Task] = []
    late: list[Task] = []
    going: list[Task] = []
    for task in look.tasks.values():
        if task.state in ("done", "verified"):
            in_time = task.due_at is None or task.ended_at is None or task.ended_at <= task.due_at
            (kept if in_time else late).append(task)
        elif task.state != "dropped":
            (late if task.due_at is not None and task.due_at <= ctx.now else going).append(task)
    if not (kept or late or going):
        return []
    lines = [_left(look, task) for task in [*late, *going] if task.state not in ("done", "verified")]
    counts: list[Block] = [said(kept=len(kept), late=len(late), open=len(going))]
    return [*counts, _with_more(lines[:MOST_LEFT], len(lines))] if lines else counts


def _left(look: Look, task: Task) -> Said:
    number, title = str(task.number), on_card(task.title, LONGEST_THING)
    if names := look.names(task):
        return LEFT(number=number, title=title, people=Listed(names))
    return LEFT_ALONE(number=number, title=title)
