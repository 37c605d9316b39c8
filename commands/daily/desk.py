"""Filing: who may, what is doubtful, and storing it. All of one message is filed together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from commands.kit import Bullets, Button, Ctx, Heading, Refusal, Reply, Said, reply, text
from commands.kit.reply import Block
from storage import Community, Number, Report, Role

from .answer import TITLE, Stored, blocks, buttons, unread_blocks
from .doubts import TRAILING, doubts
from .drafts import keep
from .filing import Filing
from .read import Unread

REALLY = text("Please check this before I save:")
NOTHING_SAVED = text("Nothing is saved yet.")
OTHERS = text("{name} of {community} was reported by {person}. Only a manager can correct somebody else's numbers.")
SAVE = text("Save anyway", context="button")
CHANGE = text("Change", context="button")
CANCEL = text("Cancel", context="button")


@dataclass(frozen=True, slots=True)
class Case:
    """One filing with the figures it is compared with."""

    filing: Filing
    before: Sequence[Number]


async def file(
    ctx: Ctx, filings: Sequence[Filing], unread: Sequence[Unread] = (), *, typed: str = "", sure: bool = False
) -> Reply:
    """Store the filings and answer; or ask back, unless the person is ``sure``, and store nothing.

    Raises ``Refusal`` when somebody else's numbers would be changed without the right to.
    """
    cases = [await _case(ctx, filing) for filing in merged(filings)]
    for case in cases:
        await _may(ctx, case)
    if not sure:
        asked = [(case.filing, found) for case in cases if (found := _doubts(ctx, case))]
        if asked:
            return await _ask_back(ctx, [case.filing for case in cases], asked, unread, typed)
    answers: list[Block] = []
    for case in cases:
        answers += blocks(await _store(ctx, case), ctx)
    last = cases[-1].filing
    steps = buttons(last, await _left(ctx, last), unread)
    return reply(*answers, *unread_blocks(unread), buttons=steps, replace=sure)


def merged(filings: Sequence[Filing]) -> list[Filing]:
    """One filing for each community and day, in the order they were named."""
    found: dict[tuple[str, object], Filing] = {}
    for one in filings:
        key = (one.community.key, one.day)
        if (first := found.get(key)) is None:
            found[key] = one
        else:
            notes = [note for note in (first.note, one.note) if note]
            together = {**first.numbers, **one.numbers}
            found[key] = Filing(one.community, one.day, together, "\n".join(dict.fromkeys(notes)) or None)
    return list(found.values())


async def _case(ctx: Ctx, filing: Filing) -> Case:
    first = filing.day - timedelta(days=TRAILING)
    return Case(filing, await ctx.store.numbers.window(ctx.team.id, filing.community.id, first, filing.day))


async def _may(ctx: Ctx, case: Case) -> None:
    """Another person's figure is changed only by a manager; adding what nobody reported yet is everybody's."""
    if ctx.me.level >= Role.MANAGER:
        return
    for number in case.before:
        new = case.filing.numbers.get(number.metric, number.value)
        if number.day == case.filing.day and number.person != ctx.me.id and new != number.value:
            who = await ctx.store.people.get(ctx.team.id, number.person)
            metric = ctx.metrics.get(number.metric)
            name = metric.label if metric else number.metric
            raise Refusal(OTHERS(name=name, community=case.filing.community.name, person=who.name if who else "?"))


def _doubts(ctx: Ctx, case: Case) -> list[Said]:
    return doubts(case.filing.numbers, case.before, case.filing.day, ctx.metrics)


async def _ask_back(
    ctx: Ctx,
    filings: Sequence[Filing],
    asked: Sequence[tuple[Filing, list[Said]]],
    unread: Sequence[Unread],
    typed: str,
) -> Reply:
    draft = await keep(ctx, filings, typed)
    answers: list[Block] = [REALLY()]
    for filing, found in asked:
        if len(filings) > 1:
            answers.append(Heading(TITLE(community=filing.community.name, day=filing.day)))
        answers.append(Bullets(tuple(found)))
    choices = [
        Button(SAVE(), f"/daily save {draft}", "primary"),
        Button(CHANGE(), f"/daily change {draft}"),
        Button(CANCEL(), f"/daily drop {draft}"),
    ]
    return reply(*answers, *unread_blocks(unread), NOTHING_SAVED(), buttons=choices)


async def _store(ctx: Ctx, case: Case) -> Stored:
    """What is equal to what is stored already makes no new version."""
    filing = case.filing
    current = {n.metric: n for n in case.before if n.day == filing.day}
    new = {k: v for k, v in filing.numbers.items() if k not in current or current[k].value != v}
    late = filing.day < ctx.today
    noted = filing.note is not None and filing.note != await _note(ctx, filing)
    if new or noted:
        report = Report(
            ctx.team.id, filing.community.id, filing.day, ctx.me.id, ctx.heard.account.platform, ctx.now, late,
            filing.note,
        )  # fmt: skip
        await ctx.store.numbers.file(report, new, {key: n.version for key, n in current.items()})
    return Stored(filing, case.before, late, bool(new or noted))


async def _note(ctx: Ctx, filing: Filing) -> str | None:
    return await ctx.store.numbers.last_note(ctx.team.id, filing.community.id, filing.day)


async def _left(ctx: Ctx, filing: Filing) -> list[Community]:
    """The communities that have no report for this day yet; her own ones first."""
    filed = {community for _, community in await ctx.store.numbers.reporters(ctx.team.id, filing.day)}
    left = [c for c in (await ctx.communities()).values() if c.id not in filed and c.owner in (None, ctx.me.id)]
    return sorted(left, key=lambda community: community.owner != ctx.me.id)
