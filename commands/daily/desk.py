"""Filing: who may, what is doubtful, and storing it. All of one message is filed together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commands.kit import Bullets, Button, Ctx, Heading, Refusal, Reply, Said, reply, text
from commands.kit.alarms import NEGATIVE, negatives_filed
from commands.kit.days import dated
from commands.kit.posts import figures_changed
from commands.kit.reply import Block
from commands.kit.signals import crossed
from commands.kit.standup import look_again
from storage import Community, Past, Report, Role

from .answer import TITLE, Stored, blocks, buttons, risks, unread_blocks
from .doubts import doubts, too_long_ago
from .drafts import keep
from .filing import Filing
from .read import Unread

REALLY = text("Please check this before I save:")
NOTHING_SAVED = text("Nothing is saved yet.")
OTHERS = text(
    "Nothing was saved: {person} reported {name} of {community}. Only a manager can correct somebody else's numbers."
)
NOT_HERS = text("{person} reported these numbers of {community}. Only a manager can correct somebody else's numbers.")
SAVE = text("Save anyway", context="button")
CHANGE = text("Change", context="button")
CANCEL = text("Cancel", context="button")


@dataclass(frozen=True, slots=True)
class Case:
    """One filing with the figures it is compared with."""

    filing: Filing
    past: Mapping[str, Past]


async def file(
    ctx: Ctx, filings: Sequence[Filing], unread: Sequence[Unread] = (), *, given: Mapping[str, Any] | None = None,
    sure: bool = False,
) -> Reply:  # fmt: skip
    """Store the filings and answer; or ask back, unless the person is ``sure``, and store nothing. ``given`` is what
    they were read from.

    Raises ``Refusal`` when somebody else's numbers would be changed without the right to.
    """
    cases = [await _case(ctx, filing) for filing in merged(filings)]
    for case in cases:
        await _may(ctx, case)
    if not sure:
        asked = [(case.filing, found) for case in cases if (found := _doubts(ctx, case))]
        if asked:
            return await _ask_back(ctx, [case.filing for case in cases], asked, unread, given or {})
    stored = [await _store(ctx, case) for case in cases]
    answers = [block for one in stored for block in blocks(one, ctx)]
    last = cases[-1].filing
    # With several communities it is not known whose the misspelled number is.
    steps = risks(stored) + buttons(last, await _left(ctx, last), ctx.metrics, unread if len(cases) == 1 else ())
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
    return Case(filing, await ctx.store.numbers.past(ctx.team.id, filing.community.id, filing.day))


async def _may(ctx: Ctx, case: Case) -> None:
    """Another person's figure is changed only by a manager; adding what nobody reported yet is everybody's."""
    if ctx.me.level >= Role.MANAGER:
        return
    new = case.filing.numbers
    changed = [known for key, known in case.past.items() if known.version and new.get(key, known.value) != known.value]
    authors = await ctx.store.numbers.authors([known.report for known in changed]) if changed else {}
    for known in changed:
        if authors.get(known.report) != ctx.me.id:
            who = await ctx.store.people.get(ctx.team.id, authors[known.report])
            metric = ctx.metrics.get(known.metric)
            name = metric.label if metric else known.metric
            raise Refusal(OTHERS(name=name, community=case.filing.community.name, person=who.name if who else "?"))


async def may_correct(ctx: Ctx, filing: Filing) -> None:
    """Raises ``Refusal`` where every number of that day is another person's and the one who asks is no manager."""
    past = (await _case(ctx, filing)).past
    stored = [known.report for known in past.values() if known.version]
    if ctx.me.level >= Role.MANAGER or not stored:
        return
    authors = await ctx.store.numbers.authors(stored)
    if ctx.me.id not in authors.values():
        who = await ctx.store.people.get(ctx.team.id, authors[stored[0]])
        raise Refusal(NOT_HERS(person=who.name if who else "?", community=filing.community.name))


def _doubts(ctx: Ctx, case: Case) -> list[Said]:
    filing = case.filing
    return too_long_ago(filing.day, ctx.today) + doubts(filing.numbers, case.past, ctx.metrics)


async def _ask_back(
    ctx: Ctx,
    filings: Sequence[Filing],
    asked: Sequence[tuple[Filing, list[Said]]],
    unread: Sequence[Unread],
    given: Mapping[str, Any],
) -> Reply:
    draft = await keep(ctx, filings, given)
    answers: list[Block] = [REALLY()]
    for filing, found in asked:
        answers.append(Heading(TITLE(community=filing.community.name, day=dated(filing.day, ctx.today))))
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
    current = {key: known for key, known in case.past.items() if known.version}
    new = {k: v for k, v in filing.numbers.items() if k not in current or current[k].value != v}
    late = filing.day < ctx.today
    noted = filing.note is not None and filing.note != await _note(ctx, filing)
    risk = None
    if new or noted:
        report = Report(
            ctx.team.id, filing.community.id, filing.day, ctx.me.id, ctx.heard.account.platform, ctx.now, late,
            filing.note,
        )  # fmt: skip
        await ctx.store.numbers.file(report, new, {key: known.version for key, known in current.items()})
        await figures_changed(ctx.store, ctx.team.id, filing.day, ctx.now)
        risk = await negatives_filed(ctx, filing.community.id, filing.day, new.get(NEGATIVE))
        if late:
            await look_again(ctx, filing.day)
    # What opened one by itself is not offered a second time.
    entered = filing.numbers.keys() - ({NEGATIVE} if risk is not None else set())
    abnormal = await crossed(ctx, filing.community.id, filing.day, entered)
    return Stored(filing, case.past, late, len(new), noted, risk, abnormal)


async def _note(ctx: Ctx, filing: Filing) -> str | None:
    return await ctx.store.numbers.last_note(ctx.team.id, filing.community.id, filing.day)


async def _left(ctx: Ctx, filing: Filing) -> list[Community]:
    """The communities that have no report for this day yet; her own ones first."""
    communities = await ctx.communities()
    if len(communities) == 1:
        return []
    filed = {community for _, community in await ctx.store.numbers.reporters(ctx.team.id, filing.day)}
    left = [c for c in communities.values() if c.id not in filed and c.owner in (None, ctx.me.id)]
    return sorted(left, key=lambda community: community.owner != ctx.me.id)
