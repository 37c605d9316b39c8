"""Risks that figures open by themselves, once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from commands.kit.alarms import fastest
from storage import Risk, RiskEntry
from tests.commands.task.crew import Crew, activity

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reported", "rate"),
    [
        ("0:00 0", None),
        ("0:00 0, 20:00 200", None),  # ten an hour are not over ten
        ("0:00 0, 20:00 201", "10.05"),
        ("0:00 0, 20:00 4, 22:00 25", "10.5"),
        ("0:00 0, 20:00 4, 22:00 24", None),
        ("0:00 0, 20:00 4, 20:05 14", None),  # within an hour it counts as an hour
        ("0:00 0, 20:00 4, 20:05 15", "11"),
        ("0:00 0, 20:00 4, 20:30 12, 21:00 20", "16"),  # neither half hour has eleven
        ("0:00 0, 20:00 40, 20:10 4", None),  # a correction downwards
        ("0:00 0, 20:00 40, 20:10 4, 20:40 16", "12"),  # is where one counts from
        ("0:00 0, 0:10 11", "11"),
        ("0:00 0, 0:10 10", None),
    ],
)
def test_how_fast_mentions_come(reported: str, rate: str | None) -> None:
    points = []
    for one in reported.split(", "):
        clock, value = one.split()
        hours, minutes = map(int, clock.split(":"))
        points.append((MIDNIGHT + timedelta(hours=hours, minutes=minutes), Decimal(value)))
    found = fastest(points, Decimal(10))
    assert (None if found is None else found.rate) == (None if rate is None else Decimal(rate))


async def open_ones(team: Crew) -> list[Risk]:
    return await team.town.storage.read(lambda unit: unit.risks.open(1))


async def test_negative_mentions_over_ten_an_hour_open_a_red_one(team: Crew) -> None:
    await team.bob.says("/daily negative 4")
    await team.town.sleep_until("2026-11-24 21:30")
    assert await open_ones(team) == []
    await team.bob.says("/daily negative 30")
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    (card,) = [post.text for post in posts if post.letter.card == "risk:1"]
    assert card.splitlines()[:3] == [
        "‼ Risk 1, red: 17 negative mentions an hour", "• Nobody has it yet.", "• Called: Bob, Tue, Nov 24 21:30"
    ]  # fmt: skip
    assert "• public opinion, Mums club" in card
    assert "Opened by the clock" in card
    assert "From 4 (Tue, Nov 24 20:00) to 30 (Tue, Nov 24 21:30). More than 10 an hour opens a red risk" in card


async def test_while_it_is_open_no_further_one_is(team: Crew) -> None:
    await team.bob.says("/daily negative 300")
    await team.town.looks_at_the_clock()
    await team.bob.says("/daily negative 400")
    await team.town.looks_at_the_clock()
    assert [one.number for one in await open_ones(team)] == [1]
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 answered")
    await team.bob.says("/daily negative 500")
    await team.town.looks_at_the_clock()
    assert [one.number for one in await open_ones(team)] == [2]


async def test_what_is_filed_of_a_past_day_opens_nothing(team: Crew) -> None:
    await team.bob.says("/daily yesterday negative 900")
    await team.town.looks_at_the_clock()
    assert await open_ones(team) == []


async def test_the_line_waits_as_long_as_nobody_types_it(team: Crew) -> None:
    """It is kept with the figures: whatever ends in between, the risk is opened with the figures of then."""
    await team.bob.says("/daily negative 4")
    await team.town.sleep_until("2026-11-24 21:30")
    await team.bob.says("/daily negative 30")
    team.town.sleep(hours=9)
    await team.town.looks_at_the_clock()
    (risk,) = await open_ones(team)
    assert (risk.title, risk.raised_by, risk.rule) == (
        "17 negative mentions an hour",
        None,
        f"negative:{risk.community}",
    )


async def test_entries_that_look_like_fraud_open_a_yellow_one(team: Crew) -> None:
    await activity(team, phase="ignition")
    said = await team.bob.says("/activity roi 1 entries:200 abnormal:14")
    assert "the prize pool is frozen" in said
    assert "Yellow risk 1 was opened: 14 of 200 entries of “Autumn sale” look like fraud" in said
    await team.town.looks_at_the_clock()
    (risk,) = await open_ones(team)
    assert (risk.level, risk.kind, risk.raised_by) == ("yellow", "fraud", None)
    assert risk.title == "14 of 200 entries of “Autumn sale” look like fraud"
    assert risk.details.startswith("Activity 1, Autumn sale: 14 of 200 entries are abnormal, 7%. From 5% on")


async def test_nobody_types_the_line_of_the_clock(team: Crew) -> None:
    await team.bob.says("/daily negative 300")
    await team.ann.says("/risk opens 1")
    assert "opened" not in [one.deed for one in await story(team)]


async def story(team: Crew, number: int = 1) -> list[RiskEntry]:
    risk = await team.town.storage.read(lambda unit: unit.risks.get(1, number))
    assert risk is not None
    return await team.town.storage.read(lambda unit: unit.risk_story.story(risk.id))


async def test_whoever_acknowledges_before_the_clock_has_called_is_first(team: Crew) -> None:
    """Its number is known at once, its calls begin a moment later."""
    said = await team.bob.says("/daily negative 300")
    await team.dee.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    assert [one.deed for one in await story(team)] == ["acked", "opened"]
    (risk,) = await open_ones(team)
    clocks = (await team.town.storage.read(lambda unit: unit.risk_story.clocks([risk.id])))[risk.id]
    assert [clock.name for clock in clocks if not clock.runs] == ["ack"]
    assert "Dee has it" in await team.bob.presses(said, "Risk 1")


@pytest.mark.parametrize(
    ("lines", "stopped"),
    [
        (["/risk ack 1", "/risk note 1 We answer each of them"], {"ack", "respond"}),
        (["/risk note 1 Somebody writes in two groups"], set()),  # nobody has it yet
        (["/risk solve 1"], {"ack", "respond", "solution"}),
    ],
)
async def test_what_is_done_before_the_clock_has_called_is_done(
    team: Crew, lines: list[str], stopped: set[str]
) -> None:
    await team.bob.says("/daily negative 300")
    for line in lines:
        await team.dee.says(line)
    await team.town.looks_at_the_clock()
    (risk,) = await open_ones(team)
    clocks = (await team.town.storage.read(lambda unit: unit.risk_story.clocks([risk.id])))[risk.id]
    assert {clock.name for clock in clocks if not clock.runs} == stopped


async def test_one_that_opens_by_itself_counts_once_among_many(team: Crew) -> None:
    """Four others are not many; with five others it stands on their card, unless it is the first red one."""
    for name in ("Gatehouse flooded", "Posts are late", "A rival copies us", "Prizes are gone"):
        await team.ann.says(f"/risk raise yellow {name}")
    await team.bob.says("/daily negative 300")
    await team.town.looks_at_the_clock()
    assert not (await open_ones(team))[-1].folded
    await team.ann.says("/risk raise yellow Rules have changed")
    await activity(team, phase="ignition")
    await team.bob.says("/activity roi 1 entries:200 abnormal:14")
    await team.town.looks_at_the_clock()
    assert [one.folded for one in await open_ones(team)] == [False] * 5 + [True] * 2


async def test_the_figure_that_opened_one_is_not_offered_to_be_taken_up(team: Crew) -> None:
    """Neither while it is open nor afterwards."""
    await team.bob.says("/daily negative 300")
    await team.town.sleep_until("2026-11-24 22:31")
    assert "Mums club: negative mentions 300 (limit 10 an hour) · Tue, Nov 24, risk 1\n[Show 1]" in (
        await team.dee.says("/signal")
    )
    shown = await team.dee.says("/signal show 1")
    assert "It is a risk, too: 1" in shown
    assert "Nobody has taken it up yet." not in shown
    assert "Risk 1 is about it already." in await team.dee.says("/signal take 1")
    assert "Risk 1 is about it already." in await team.dee.says("/risk draft 1")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 answered")
    assert "I'll take it" not in await team.dee.says("/signal")


async def test_a_slip_that_is_corrected_at_once_is_no_rise(team: Crew) -> None:
    await team.bob.says("/daily negative 3")
    team.town.sleep(minutes=1)
    await team.bob.says("/daily negative 80")
    await team.town.looks_at_the_clock()
    assert await open_ones(team) == []
    team.town.sleep(minutes=40)
    await team.bob.says("/daily negative 86")
    await team.town.looks_at_the_clock()
    assert await open_ones(team) == []


async def test_a_slip_is_held_against_what_was_before_it(team: Crew) -> None:
    await team.bob.says("/daily negative 3")
    await team.town.sleep_until("2026-11-24 22:00")
    await team.bob.says("/daily negative 4")
    await team.bob.says("/daily negative 30")
    await team.town.looks_at_the_clock()
    assert [one.title for one in await open_ones(team)] == ["14 negative mentions an hour"]


async def test_of_six_that_figures_open_at_once_five_are_called_for(team: Crew) -> None:
    names = ["mums-club", "fans", "dads", "readers", "runners", "cooks"]
    for name in names[1:]:
        await team.ann.says(f"/community add {name}")
    await team.ann.says("/daily\n" + "\n".join(f"{name} negative 300" for name in names))
    for _ in range(2):
        await team.town.looks_at_the_clock()
    assert [one.folded for one in await open_ones(team)] == [False] * 5 + [True]
