"""One milestone by itself with its tasks, and the lists."""

from typing import Annotated, ClassVar

from commands.kit import Args, Ask, Bullets, Ctx, Heading, Listed, Reply, Role, Said, Word, command, reply, text
from commands.kit.called import OF_WORK
from commands.kit.days import dated
from commands.kit.owners import everybody
from commands.kit.reply import Block
from storage import Task

from .face import OfMilestone, facts, hers, look_at, titled
from .listing import CHOICES, Which, listed, which

HELP_LIST = text("See the team's milestones")
HELP_SHOW = text("See one milestone with its tasks")
WHICH = text("Which")
PAGE = text("Page")

NO_TASKS = text("It has no task yet.")
MORE = text("and {n} more", "and {n} more")
LINE = text("{number} · {title}")
TICKED = text("✓ {words}")
WITH_PEOPLE = text("{line} – {people}")
WITH_DUE = text("{line}, due {when}")
WITH_LATE = text("{line}, was due {when}")

MOST_TASKS = 10


class Asked(Args):
    what: Annotated[Which, Word(), Ask(WHICH, choices=CHOICES)] = "open"
    page: Annotated[int, Ask(PAGE)] = 1

    also: ClassVar = OF_WORK


@command(
    "milestone list",
    help=HELP_LIST,
    who=Role.OBSERVER,
    reads=True,
    examples=("/milestone list", "/milestone list done"),
)
async def list_(args: Asked, ctx: Ctx) -> Reply:
    return await listed(args.what, args.page, ctx)


@command(
    "milestone show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, examples=("/milestone show 2",),
    asks=which("open"),
)  # fmt: skip
async def show(args: OfMilestone, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    milestone = look.milestone
    blocks: list[Block] = [Heading(titled(milestone)), Bullets(tuple(facts(ctx, look)))]
    if look.tasks:
        open_first = sorted(look.tasks, key=lambda task: task.over)
        blocks.append(Bullets(tuple(await _lines(open_first[:MOST_TASKS], ctx))))
        if len(look.tasks) > MOST_TASKS:
            blocks.append(MORE(n=len(look.tasks) - MOST_TASKS))
    else:
        blocks.append(NO_TASKS())
    buttons = [button for button in hers(milestone, ctx.me) if not button.line.startswith("/milestone show")]
    return reply(*blocks, buttons=buttons, private=True)


async def _lines(tasks: list[Task], ctx: Ctx) -> list[Said]:
    people, holders = await everybody(ctx), await ctx.store.tasks.holders([task.id for task in tasks])
    found = []
    for task in tasks:
        line = LINE(number=str(task.number), title=task.title)
        names = tuple(people[one.person].name for one in holders if one.task == task.id and one.person in people)
        if names:
            line = WITH_PEOPLE(line=line, people=Listed(names))
        if task.over:
            line = TICKED(words=line)
        elif task.due_at is not None:
            day = dated(task.due_at.astimezone(ctx.zone).date(), ctx.today)
            line = (WITH_LATE if task.due_at <= ctx.now else WITH_DUE)(line=line, when=day)
        found.append(line)
    return found
