"""/help: what can be said, and how."""

from collections.abc import Iterator
from typing import Annotated

from storage import Role

from .kit import Args, Ask, Bullets, Button, Ctx, Heading, Mono, Refusal, Reply, Said, Text, command, reply, text
from .kit.args import ask_of, asked
from .kit.context import OnMenu, no_team
from .kit.hints import did_you_mean
from .kit.words import nearest

HELP = text("See what can be said here, or how one command is used")
ABOUT = text("Command")

HEADING = text("What you can say to Muster")
LINE = text("{line} – {help}")
TITLE = text("{line}: {help}")
ARGUMENT = text("{name} – {what}")
EXAMPLE = text("For example {line}")
UNKNOWN = text("There is no command {name}.")
FOR_ONE = text("{line} tells more about one of them.")
FILE = text("Report numbers", context="button")


class Help(Args):
    command: Annotated[str | None, Ask(ABOUT)] = None


@command(
    "help", help=HELP, who=Role.OUTSIDER, team=False, private=False, reads=True, examples=("/help daily",)
)  # fmt: skip
async def help_(args: Help, ctx: Ctx) -> Reply:
    commands = {name: found for name, found in ctx.menu.items() if not found.hidden}
    if args.command:
        return _one(args.command.lstrip("/ ").lower(), commands, await _community(ctx))
    level = ctx.who.level if ctx.who else Role.STAFF
    lines = [
        LINE(line=Mono("/" + (found.group if found.default else name)), help=found.help())
        for name, found in sorted(commands.items())
        if found.who <= level and not (found.admin and ctx.heard.private)
    ]
    if ctx.team_or_none is None:
        return reply(no_team(ctx.heard).said, Heading(HEADING()), Bullets(tuple(lines)), private=True)
    buttons = [Button(FILE(), "/daily")] if ctx.who and level >= Role.STAFF else []
    more = FOR_ONE(line=Mono("/help daily"))
    return reply(Heading(HEADING()), Bullets(tuple(lines)), more, buttons=buttons, private=True)


async def _community(ctx: Ctx) -> str | None:
    """One that a member can name."""
    return next(iter(await ctx.communities()), None) if ctx.who and ctx.team_or_none else None


def _one(name: str, commands: dict[str, OnMenu], community: str | None) -> Reply:
    found = [c for c in commands.values() if name in (c.name, c.group)]
    if not found:
        near = nearest(name, sorted(commands))
        raise Refusal(UNKNOWN(name=Mono("/" + name)), *did_you_mean(["/" + word for word in near]))
    blocks: list[Said | Bullets | Heading] = []
    for one in sorted(found, key=lambda c: (c.name != c.group, not c.default)):
        blocks.append(Heading(TITLE(line=Mono("/" + one.name), help=one.help())))
        arguments = [
            ARGUMENT(name=Mono(name), what=asked(name, field))
            for name, field in one.args.fields().items()
            if (ask := ask_of(field)) and not ask.inner
        ]
        examples = [EXAMPLE(line=Mono(line)) for line in _lines(one, community)]
        # Of a group the arguments are told one command at a time.
        said = [*arguments, *examples] if len(found) == 1 or one.name == name else examples[:1]
        if said:
            blocks.append(Bullets(tuple(said)))
    if len(found) > 1:
        blocks.append(FOR_ONE(line=Mono(f"/help {found[-1].name}")))
    return reply(*blocks, private=True)


def _lines(command: OnMenu, community: str | None) -> Iterator[Said]:
    """The examples, but those that name a community only where there is one to be named."""
    for example in command.examples:
        line = example if isinstance(example, Text) else Text(example)
        if not line.slots:
            yield line()
        elif community is not None:
            yield line(community=community)
