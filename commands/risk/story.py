"""The story of a risk in words: everything that was done, called and said, with who, when and where."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Annotated, Final

from commands.kit import (
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Label,
    Listed,
    Moment,
    Reply,
    Role,
    Said,
    Text,
    command,
    reply,
    text,
)
from commands.kit.clean import on_card, size
from commands.kit.crisis import CLOCKS, LEVELS, quiet_for, whom_of
from commands.kit.hints import PLATFORMS
from commands.kit.lasting import lasting
from commands.kit.playbooks import Playbook, key_of
from commands.kit.texts import Value
from storage import RiskEntry

from .face import PART, Look, OfRisk, look_at, titled
from .which import are_there, which

HELP = text("See the whole story of a risk")
PAGE = text("Page")

PAGES = text("Page {page} of {pages}")
LINE = text("{when}: {said}")
LINE_ON = text("{when}, {platform}: {said}")
EARLIER = text("Earlier", context="button")
LATER = text("Later", context="button")
REPORT = text("Report", context="button")

PLAIN: Final[Mapping[str, Text]] = {
    "raised": text("{name} raised it"),
    "opened": text("{name} opened it"),
    "acked": text("{name} acknowledged"),
    "stale": text("No note for too long: that {name} has it counts no more"),
    "left": text("{name} is no longer at work here, so nobody has it"),
    "helps": text("{name} helps"),
    "handed": text("{name} was given it"),
    "written": text("{name} wrote the statement"),
    "approved": text("{name} approved the statement"),
    "solved": text("{name} said it is solved"),
    "called": text("Called: {name}"),
    "unreachable": text("{name} could not be reached"),
}  # fmt: skip
WORDED: Final[Mapping[str, Text]] = {
    "noted": text("{name}: {words}"),
    "pinned": text("{name}: {words}"),
    "planned": text("{name} has a revised plan: {words}"),
    "posted": text("The statement is out: {words}"),
    "rejected": text("{name} said it is not solved: {words}"),
    "verified": text("{name} verified and closed it: {words}"),
    "joined": text("{name} knows of it, too: {words}"),
    "merged": text("{name} joined it with: {words}"),
    "edited": text("{name} changed: {words}"),
    "improve": text("{name} wants to improve: {words}"),
    "opened": text("It opened by itself: {words}"),
    "levelled": text("{name} made it {words}"),
    "ticked": text("{name} has done: {words}"),
    "handed": text("{name} was given it by {words}"),
}
POSTED = text("The statement is out")
SILENCED = text("{name} made it quiet for {span}")
NUDGED = text("Reminded: {clock}")
LATE = text("Late: {clock}")
NOBODY = text("Nobody was there as {whom}")
CALLED = text("Called as {whom}: {people}")
TASK = text("{name} made task {number}: {title}")
DRAFTED = text("The report was drafted")
WHOM: Final[Mapping[str, Text]] = {
    "owner": text("owner of the community"), "oncall": text("primary"), "backup": text("backup"),
    "manager": text("manager"), "director": text("director"), "team": text("the whole team"),
}  # fmt: skip

ON_PAGE, LONGEST_PAGE = 15, 3000
_MADE = re.compile(r"(?P<task>\d+) (?P<of>\d+) (?P<title>.*)", re.DOTALL)


class OfPage(OfRisk):
    page: Annotated[int | None, Ask(PAGE)] = None


@command(
    "risk story", help=HELP, who=Role.OBSERVER, reads=True, asks=which("story", are_there, tells=False),
    examples=("/risk story 12",),
)  # fmt: skip
async def story(args: OfPage, ctx: Ctx) -> Reply:
    """Without a page the newest one: that is what somebody who comes to help has to know."""
    look = await look_at(ctx, args.number)
    pages = paged(together(look.story))
    page = max(1, min(args.page if args.page is not None else len(pages), len(pages)))
    lines = [line(look, ctx.metrics.playbooks, group) for group in pages[page - 1]]
    way = [(EARLIER, page - 1), (LATER, page + 1)]
    choices = [Button(label(), f"/risk story {args.number} page:{to}") for label, to in way if 1 <= to <= len(pages)]
    if any(one.deed == "report" for one in look.story):
        choices.append(Button(REPORT(), f"/risk report {args.number}"))
    head = [PAGES(page=page, pages=len(pages))] if len(pages) > 1 else []
    return reply(Heading(titled(look.risk)), *head, Bullets(tuple(lines)), buttons=choices, private=True)


Group = Sequence[RiskEntry]


def together(story: Iterable[RiskEntry]) -> list[Group]:
    """Those who were called at once are one line; everything else is a line of its own."""
    found: list[Group] = []
    for (deed, _, _), same in groupby(story, lambda one: (one.deed, one.at, one.words)):
        entries = tuple(same)
        found += [entries] if deed == "called" else [(one,) for one in entries]
    return found


def paged(groups: Sequence[Group]) -> list[list[Group]]:
    """As many lines as a message holds, at least one."""
    pages: list[list[Group]] = [[]]
    room = LONGEST_PAGE
    for group in groups:
        need = size(group[0].words) + 80 * len(group)
        if pages[-1] and (need > room or len(pages[-1]) == ON_PAGE):
            pages.append([])
            room = LONGEST_PAGE
        pages[-1].append(group)
        room -= need
    return pages


def line(look: Look, playbooks: Mapping[str, Playbook], group: Group, longest: int | None = None) -> Said:
    """One line of the story; ``longest`` are the signs of what somebody said."""
    first, said = group[0], told(look, playbooks, group, lambda words: on_card(words, longest))
    platform = PLATFORMS.get(first.platform)
    when = Moment(first.at)
    return LINE(when=when, said=said) if platform is None else LINE_ON(when=when, platform=platform, said=said)


def told(look: Look, playbooks: Mapping[str, Playbook], group: Group, short: Callable[[str], str]) -> Said:
    one = group[0]
    name, words = look.name(one.person), short(one.words)
    match one.deed:
        case "called" if whom_of(one) in WHOM:
            people = Listed(tuple(look.name(each.person) for each in group))
            return CALLED(whom=WHOM[whom_of(one)](), people=people)
        case "silenced":
            return SILENCED(name=name, span=lasting(quiet_for(look.risk)))
        case "nobody":
            return NOBODY(whom=WHOM[one.words]() if one.words in WHOM else words)
        case "nudged" | "late":
            said = NUDGED if one.deed == "nudged" else LATE
            clock = next((called for key, called in CLOCKS.items() if key == one.words), None)
            return said(clock=clock() if clock is not None else words)
        case "levelled":
            level = next((called for key, called in LEVELS.items() if key == one.words), None)
            return WORDED["levelled"](name=name, words=level() if level is not None else words)
        case "ticked":
            return WORDED["ticked"](name=name, words=_step(playbooks.get(look.risk.kind), one.words))
        case "action":
            made = made_of(one)
            return TASK(name=name, number=str(made[0]), title=short(made[2]))
        case "posted" | "report":
            return DRAFTED() if one.deed == "report" else WORDED["posted"](words=words) if words else POSTED()
        case "joined" if look.ends(one):
            return PART(name=name, other=str(look.risk.same_as))
        case "opened" if words:
            return WORDED["opened"](words=words)
        case "handed" if words:
            return WORDED["handed"](name=name, words=words)
        case deed if deed in PLAIN:
            return PLAIN[deed](name=name)
        case deed:
            return WORDED[deed](name=name, words=words)


def made_of(entry: RiskEntry) -> tuple[int, int, str]:
    """The number of the task that came of a risk, that of the line of the story which it was before (0: none), and its
    title."""
    found = _MADE.fullmatch(entry.words)
    return (int(found["task"]), int(found["of"]), found["title"]) if found else (0, 0, entry.words)


def _step(book: Playbook | None, key: str) -> Value | Said | Label:
    steps = book.checklist if book is not None else ()
    return next((step for step in steps if key_of(step) == key), key)
