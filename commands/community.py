"""/community: the member communities the team looks after."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from commands.kit.expected import begins
from storage import Community, Role, Taken

from .kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Mono,
    Refusal,
    Reply,
    Said,
    Text,
    command,
    named,
    reply,
    text,
)  # fmt: skip
from .kit.clean import one_line
from .kit.communities import find_community
from .kit.people import find_person
from .kit.slug import slug
from .kit.words import fold

KEY = text("Key or name")
NAME = text("Name of the community")
TYPE = text("Type")
STAGE = text("Stage")
OWNER = text("Owner")
AUDIENCE = text("Target audience")
FOCUS = text("Key community, watched closest")
PAGE = text("Page")

HELP_LIST = text("See the communities of the team")
HELP_ADD = text("Add a community")
HELP_EDIT = text("Change a community")
HELP_ARCHIVE = text("Put a community away; its numbers stay")

TYPES: dict[str, Text] = {
    "interest": text("interest"),
    "public-good": text("public good"),
    "service": text("service"),
    "brand": text("brand or product"),
    "personal": text("personal"),
    "course": text("course"),
}
STAGES: dict[str, Text] = {
    "start-up": text("start-up"),
    "developing": text("developing"),
    "mature": text("mature"),
}

HEADING = text("{n} community", "{n} communities")
EMPTY = text("There is no community yet. {line} adds one.")
LINE = text("{name} ({key})")
FACT = text("{line} · {fact}")
OWNED = text("owner {name}")
FOR = text("for {audience}")
IN_FOCUS = text("key community")
ADDED = text("{name} is added. Its key is {key}.")
CHANGED = text("{name} is changed.")
ARCHIVED = text("{name} is archived. Its numbers stay; {line} brings it back.")
BACK = text("{name} is in use again.")
IN_USE = text("There is a community {key} already.")
FILE = text("Report numbers", context="button")
UNDO = text("Undo", context="button")
MORE = text("{n} more", "{n} more")
NEXT_PAGE = text("More", context="button")

LONGEST_AUDIENCE = 500
ON_A_PAGE = 30
"""Communities that are listed at a time: with a fact or two each they fit into one message."""

Type = Literal["interest", "public-good", "service", "brand", "personal", "course"]
Stage = Literal["start-up", "developing", "mature"]


class Nothing(Args):
    pass


class Page(Args):
    number: Annotated[int, Ask(PAGE)]


class Facts(Args):
    name: Annotated[str | None, Ask(NAME)] = None
    type: Annotated[Type | None, Ask(TYPE, choices=TYPES)] = None
    stage: Annotated[Stage | None, Ask(STAGE, choices=STAGES)] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    audience: Annotated[str | None, Ask(AUDIENCE)] = None
    focus: Annotated[bool | None, Ask(FOCUS)] = None


class Add(Facts):
    key: Annotated[str, Ask(KEY)]

    @classmethod
    def _free(cls) -> str:
        return "key"


class Edit(Facts):
    key: Annotated[str, Ask(KEY, source="communities")]

    @classmethod
    def _free(cls) -> str:
        return "key"


class Which(Args):
    key: Annotated[str, Ask(KEY, source="communities")]


class Archived(Args):
    key: Annotated[str, Ask(KEY)]


@command("community list", help=HELP_LIST, who=Role.OBSERVER, default=True, reads=True)
async def list_(args: Nothing, ctx: Ctx) -> Reply:
    return await _listed(ctx, 1)


@command("community page", help=HELP_LIST, who=Role.OBSERVER, hidden=True, reads=True)
async def page(args: Page, ctx: Ctx) -> Reply:
    return await _listed(ctx, args.number)


@command(
    "community add", help=HELP_ADD, who=Role.MANAGER,
    examples=("/community add fans", '/community add fans name:"Fan club" type:interest owner:@mei'),
)  # fmt: skip
async def add(args: Add, ctx: Ctx) -> Reply:
    key = slug(args.key)
    name = one_line(args.name or "") or one_line(args.key) or key
    others = named(await ctx.communities())
    _unused(others, name)
    _unused(others, key)
    community = Community(0, ctx.team.id, key, name, **await _facts(args, ctx))
    try:
        added = await ctx.store.communities.add(community)
    except Taken as error:
        raise Refusal(IN_USE(key=Mono(key))) from error
    await ctx.store.marks.set(begins(added), ctx.today.isoformat())
    return reply(ADDED(name=name, key=Mono(key)), buttons=[Button(FILE(), f"/daily community:{key}")])


@command(
    "community edit",
    help=HELP_EDIT,
    who=Role.MANAGER,
    examples=(
        "/community edit {community} stage:mature",
        "/community edit {community} focus:yes",
    ),
)
async def edit(args: Edit, ctx: Ctx) -> Reply:
    community = await find_community(ctx, args.key)
    values = await _facts(args, ctx)
    if args.name and (name := one_line(args.name)):
        _unused(named({k: c for k, c in (await ctx.communities()).items() if c.id != community.id}), name)
        values["name"] = name
    if values:
        await ctx.store.communities.change(ctx.team.id, community.id, **values)
    changed = replace(community, **values)
    names = {person.id: person.name for person in await ctx.people()}
    return reply(CHANGED(name=changed.name), Bullets((_line(changed, names),)))


@command("community archive", help=HELP_ARCHIVE, who=Role.MANAGER)
async def archive(args: Which, ctx: Ctx) -> Reply:
    community = await find_community(ctx, args.key)
    await ctx.store.communities.change(ctx.team.id, community.id, archived_at=ctx.now)
    line = f"/community restore {community.key}"
    return reply(ARCHIVED(name=community.name, line=Mono(line)), buttons=[Button(UNDO(), line)])


@command("community restore", help=text("Bring an archived community back"), who=Role.MANAGER)
async def restore(args: Archived, ctx: Ctx) -> Reply:
    community = await find_community(ctx, args.key, archived=True)
    others = named({k: c for k, c in (await ctx.communities()).items() if c.id != community.id})
    _unused(others, community.name)
    _unused(others, community.key)
    await ctx.store.communities.change(ctx.team.id, community.id, archived_at=None)
    return reply(BACK(name=community.name), replace=True)


async def _listed(ctx: Ctx, number: int) -> Reply:
    communities = list((await ctx.communities()).values())
    if not communities:
        raise Refusal(EMPTY(line=Mono("/community add fans")))
    names = {person.id: person.name for person in await ctx.people()}
    number = max(1, min(number, -(-len(communities) // ON_A_PAGE)))
    lines = tuple(_line(each, names) for each in communities[(number - 1) * ON_A_PAGE : number * ON_A_PAGE])
    left = len(communities) - number * ON_A_PAGE
    more = [MORE(n=left)] if left > 0 else []
    buttons = [Button(NEXT_PAGE(), f"/community page {number + 1}")] if left > 0 else []
    return reply(Heading(HEADING(n=len(communities))), Bullets(lines), *more, buttons=buttons, private=True)


def _unused(others: Mapping[str, str], name: str) -> None:
    """Every word means one community at most: a name must not be another's name or key. Raises ``Refusal``."""
    if (key := others.get(fold(name))) is not None:
        raise Refusal(IN_USE(key=Mono(key)))


async def _facts(args: Facts, ctx: Ctx) -> dict[str, Any]:
    values: dict[str, Any] = args.model_dump(exclude_none=True, include={"type", "stage", "audience", "focus"})
    if args.audience:
        values["audience"] = one_line(args.audience, LONGEST_AUDIENCE)
    if args.owner:
        values["owner"] = (await find_person(ctx, args.owner)).id
    return values


def _line(community: Community, names: dict[int, str]) -> Said:
    line = LINE(name=community.name, key=Mono(community.key))
    facts: list[Said] = [IN_FOCUS()] if community.focus else []
    if community.type in TYPES:
        facts.append(TYPES[community.type]())
    if community.stage in STAGES:
        facts.append(STAGES[community.stage]())
    if community.owner in names:
        facts.append(OWNED(name=names[community.owner]))
    if community.audience:
        facts.append(FOR(audience=community.audience))
    for fact in facts:
        line = FACT(line=line, fact=fact)
    return line
