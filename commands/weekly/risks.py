"""The risks of a week: of a person those that she raised, had or helped with, of communities their own. Exercises are
none."""

from collections.abc import Sequence

from commands.kit import Ctx, Said, text
from commands.kit.clean import one_line
from commands.kit.crisis import LEVELS
from commands.kit.outcome import outcome
from commands.kit.owners import everybody
from storage import Risk

from .subject import Subject

RISKS = text("{n} risk of the week:", "{n} risks of the week:")
RISK = text("{number} · {level}: {title} – {outcome}")
LONGEST = 80


async def told(ctx: Ctx, subject: Subject, found: Sequence[Risk]) -> list[Said]:
    """Of those that were open in the week, hers in a line each."""
    people, lines = await everybody(ctx), []
    for one in found:
        if await _is_hers(ctx, subject, one):
            title = one_line(one.title, LONGEST)
            said = RISK(number=str(one.number), level=LEVELS[one.level](), title=title, outcome=outcome(one, people))
            lines.append(said)
    return lines


async def _is_hers(ctx: Ctx, subject: Subject, risk: Risk) -> bool:
    if subject.person is None:
        return risk.community in {each.id for each in subject.communities}
    who = subject.person.id
    if who in (risk.raised_by, risk.owner, risk.acked_by, risk.solved_by):
        return True
    story = await ctx.store.risk_story.story(risk.id)
    return any(one.person == who and one.deed in ("acked", "helps", "handed") for one in story)
