"""What the stand-up board says of risks that are open, and of who is on call."""

from datetime import timedelta

from commands.kit import Ctx, Listed, Moment, Said, Value, text
from commands.kit.clean import on_card
from commands.kit.crisis import LEVELS, ORDER
from commands.kit.duty import rota_of
from commands.kit.lasting import lasting
from commands.kit.owners import everybody, name_of
from commands.kit.rota import A_DAY
from storage import RiskClock

from .section import Morning, Section

RISKS = text("Open risks")
ON_CALL = text("On call")
RISK = text("{number} · {level}: {title} – {name}")
NOBODY = text("nobody has it")
LEFT = text("{line}, {span} left")
LATE = text("{line}, {span} overdue")
DUE = text("{line}, due now")
DUTY = text("{names} until {when}")

LONGEST_TITLE = 60
MOST = 4
FAR = 60 * A_DAY
"""How far the end of a shift is looked for."""


async def risks(ctx: Ctx, morning: Morning) -> Section | None:
    """The worst first, each with its nearest clock."""
    found = sorted(await ctx.store.risks.open(ctx.team.id), key=lambda one: (ORDER.index(one.level), one.number))
    if not found:
        return None
    clocks, people = await ctx.store.risk_story.clocks([one.id for one in found]), await everybody(ctx)
    lines: list[Said] = []
    for one in found:
        name = NOBODY() if one.owner is None else name_of(one.owner, people)
        title = on_card(one.title, LONGEST_TITLE)
        said = RISK(number=str(one.number), level=LEVELS[one.level](), title=title, name=name)
        running = [clock for clock in clocks.get(one.id, []) if clock.runs]
        lines.append(_with(ctx, said, running[0]) if running else said)
    return Section(RISKS(), lines, MOST, "/risk")


def _with(ctx: Ctx, said: Said, clock: RiskClock) -> Said:
    if clock.due_at <= ctx.now:
        late = ctx.now - clock.due_at
        return LATE(line=said, span=lasting(late)) if late >= timedelta(minutes=1) else DUE(line=said)
    return LEFT(line=said, span=lasting(clock.due_at - ctx.now))


async def on_call(ctx: Ctx, morning: Morning) -> Section | None:
    """Those who answer now, in the order in which they are called, and until when the first does."""
    rota = await rota_of(ctx)
    there = rota.on_call(ctx.now)
    if not there:
        return None
    names: tuple[Value, ...] = tuple(dict.fromkeys(rota.people[person].name for _, person in there))
    first = rota.duties(there[0][0], ctx.now, ctx.now + FAR)[0]
    return Section(ON_CALL(), [DUTY(names=Listed(names), when=Moment(first.until_at))], 1, "/oncall")
