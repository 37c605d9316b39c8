"""What a risk is about, said afterwards: a red one is raised in one line, and its kind, its community and what is known
are asked for on its card."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from commands.kit import Ask, Ctx, Form, Label, Refusal, Reply, Said, Tongue, command, reply, text
from commands.kit.clean import cleaned
from commands.kit.communities import find_community
from commands.kit.playbooks import OTHER, RiskKind, kind_named, kinds_quoted

from .answer import going
from .face import OfRisk, card, look_at
from .raising import COMMUNITY, DETAILS, KIND, LONGEST_DETAILS, OF_RISK
from .which import brief, which

HELP = text("Say what kind of risk it is, which community it is about, and what is known")
CHANGED = text("It stands on the card now.")
NOTHING = text("That is what stands there already.")
FIRST = text("{what}: {now}")
THEN = text("{what}: {before} → {now}")

LONGEST_TOLD = 4000
SAID = ("kind", "community", "details")


class Edit(OfRisk):
    kind: Annotated[RiskKind, Ask(KIND, source="kinds")] = ""
    community: Annotated[str, Ask(COMMUNITY, source="communities")] = ""
    details: Annotated[str, Ask(DETAILS, long=True)] = ""

    also: ClassVar = {**OF_RISK, "what": "details"}

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        return super().split(kinds_quoted(tail))

    @classmethod
    def _free(cls) -> str:
        return "details"


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """What is known already stands in it."""
    risk = going((await look_at(ctx, int(given["number"]))).risk)
    if any(given.get(name) for name in SAID):
        return None
    keys = {one.id: one.key for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
    facts = {"kind": risk.kind if risk.kind != OTHER else "", "community": keys.get(risk.community or 0, "")}
    facts |= {"details": risk.details, "number": str(risk.number)}
    known = {name: value for name, value in facts.items() if value}
    asked = tuple(one for one in Edit.questions(known) if one.field != "number")
    return Form("/risk edit", brief(risk), (asked,), given=known)


@command(
    "risk edit", help=HELP, asks=which("edit", then=_asks),
    incomplete=lambda given: not (given.get("number") and any(given.get(name) for name in SAID)),
    examples=("/risk edit 12 kind:opinion",),
)  # fmt: skip
async def edit(args: Edit, ctx: Ctx) -> Reply:
    """Whoever looks after the community is called from then on, where her step is still to come."""
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    community = await find_community(ctx, args.community) if args.community else None
    details = cleaned(args.details).strip()[:LONGEST_DETAILS]
    now: dict[str, Any] = {"kind": args.kind, "community": community.id if community else None, "details": details}
    now = {name: value for name, value in now.items() if value and value != getattr(risk, name)}
    if not now:
        raise Refusal(NOTHING())
    await ctx.store.risks.change(risk.id, **now)
    told: list[Said] = []
    if "kind" in now:
        told.append(_told(KIND(), _kind(ctx, risk.kind), _kind(ctx, args.kind)))
    if "community" in now and community is not None:
        told.append(_told(COMMUNITY(), look.community, community.name))
    if "details" in now:
        told.append(_told(DETAILS(), risk.details, details))
    spoken = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    words = "\n".join(map(spoken.speak, told))[:LONGEST_TOLD]
    await ctx.store.risk_story.tell(risk.id, ctx.now, "edited", ctx.me.id, ctx.heard.account.platform, words)
    return reply(CHANGED(), private=ctx.heard.via in ("pressed", "form"), cards=[await card(ctx, args.number)])


def _kind(ctx: Ctx, kind: str) -> Said | Label | str:
    return kind_named(ctx.metrics.playbooks, kind) if kind != OTHER else ""


def _told(what: Said, before: Said | Label | str, now: Said | Label | str) -> Said:
    return THEN(what=what, before=before, now=now) if before else FIRST(what=what, now=now)
