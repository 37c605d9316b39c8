"""Abnormal figures over stored numbers: raised once with what caused them, and recovered by a later normal period."""

from datetime import date, datetime, timedelta

from bot.clock import SELF
from commands.kit import Ctx, Heard
from commands.kit.signals import line, look
from storage import Signal
from tests.town import Town

TUESDAY = date(2026, 11, 24)


async def looks(town: Town, day: date = TUESDAY) -> list[Signal]:
    """Look at a day; the signals that there are afterwards, recovered ones too."""
    team = await town.team()

    async def at(unit):  # type: ignore[no-untyped-def]
        heard = Heard(SELF, town.ann.at, town.now, via="clock")
        ctx = Ctx(heard, unit, town.now, town.metrics, str, team_or_none=team)
        await look(ctx, day)
        return await unit.signals.raised(team.id, date(2026, 1, 1))

    return await town.storage.write(at)


async def reports(town: Town, figures: str, day: date = TUESDAY) -> None:
    answer = await town.ann.says(f"/daily date:{day} {figures}")
    if "[" in str(answer) and "Save" in str(answer):
        pass


async def test_smoke(town: Town) -> None:
    await town.founded()
    for back in (28, 21, 14, 7):
        await reports(town, "orders 100 refunds 4", TUESDAY - timedelta(days=back))
    await reports(town, "orders 110 refunds 10")
    found = await looks(town)
    print(found)
    assert [(one.rule, one.metric) for one in found] == [("over_mean", "refund_rate")]
    assert len(await looks(town)) == 1
