"""/activity approve, override, start and stop: who may say yes and no, and when it is too late for it."""

import asyncio

import pytest

from tests.town import Answer

from .crew import SALE, SOON, WEAK, Crew, to

PHASES = ("proposed", "refused", "approved", "preheat", "ignition", "afterglow", "ended", "locked", "stopped")
VERBS = ("approve 1", "override 1 because", "start 1", "stop 1 because")
ALLOWED = {
    ("proposed", "approve"), ("refused", "override"), ("approved", "start"), ("preheat", "start"),
    *((phase, "stop") for phase in ("proposed", "refused", "approved", "preheat", "ignition", "afterglow")),
}  # fmt: skip


async def at(team: Crew, phase: str) -> None:
    """Bob's activity in this phase."""
    await team.bob.says(WEAK if phase == "refused" else SALE)
    if phase == "stopped":
        await team.bob.says("/activity stop 1 because")
    if phase in ("proposed", "refused", "stopped"):
        return
    await team.max.says("/activity approve 1")
    ends = {
        "approved": "11-24 20:00", "preheat": "11-25 20:00", "ignition": "11-28 20:00", "afterglow": "11-29 02:00",
        "ended": "12-01 02:00", "locked": "12-03 02:00",
    }  # fmt: skip
    await team.jumps(f"2026-{ends[phase]}")
    assert (await team.activity()).phase == phase


# --- approving


async def test_somebody_else_who_leads_approves_it(team: Crew) -> None:
    await team.bob.says(SALE)
    answer = await team.max.says("/activity approve 1")
    assert "Approved. The preheat begins Wed, Nov 25 20:00; its five tasks come in a moment." in answer
    assert "• Approved by Max. The preheat begins Wed, Nov 25 20:00." in team.card()
    activity, max = await team.activity(), (await team.town.people())["Max"]
    assert (activity.phase, activity.approved_by, activity.approved_at) == ("approved", max.id, team.town.now)
    assert to(await team.told(), "bob") == ["2026-11-24 20:00 Max approved it."]


async def test_the_five_lines_of_work_are_asked_for_at_once(team: Crew) -> None:
    await team.bob.says(SALE)
    await team.max.says("/activity approve 1")
    timers = await team.town.storage.read(lambda unit: unit.timers.due(team.town.now, 100))
    assert "/task lines 1" in [timer.line for timer in timers]


async def test_nobody_approves_what_she_proposed_whatever_her_level(team: Crew) -> None:
    for number, who in ((1, team.max), (2, team.ann)):
        await who.says(SALE)
        assert "Somebody else has to approve what you proposed." in await who.says(f"/activity approve {number}")
        assert (await team.activity(number)).phase == "proposed"


async def test_staff_and_observers_approve_nothing(team: Crew) -> None:
    await team.bob.says(SALE)
    for who in (team.bob, team.dee, team.eve):
        assert "is for people at the level ops manager or above" in await who.says("/activity approve 1")
    assert (await team.activity()).phase == "proposed"


async def test_the_start_must_not_be_over(team: Crew) -> None:
    await team.bob.says(SOON)
    team.town.sleep(hours=1)
    assert "Its start Tue, Nov 24 21:00 is over." in await team.max.says("/activity approve 1")
    await team.bob.says("/activity edit 1 start:+1h")
    assert "Approved." in await team.max.says("/activity approve 1")


@pytest.mark.parametrize("verb", ["approve 1", "stop 1 because"])
async def test_of_two_who_decide_at_once_one_does(team: Crew, verb: str) -> None:
    """A proposal is approved, or stopped by who may, by one of them."""
    await team.bob.says(SALE)
    answers: list[Answer] = list(await asyncio.gather(*(who.says(f"/activity {verb}") for who in (team.ann, team.max))))
    ok = await team.outcomes(f"/activity {verb}")
    assert sorted(outcome == "ok" for outcome in ok) == [False, True]
    assert len({answer.text for answer in answers}) == 2


async def test_approved_while_it_is_withdrawn_it_is_one_of_both(team: Crew) -> None:
    await team.bob.says(SALE)
    await asyncio.gather(team.max.says("/activity approve 1"), team.bob.says("/activity stop 1 rain"))
    outcomes = [*await team.outcomes("/activity approve"), *await team.outcomes("/activity stop")]
    assert sorted(outcome == "ok" for outcome in outcomes) == [False, True]


# --- overriding


async def test_a_director_lets_a_weak_forecast_pass_and_another_one_approves(team: Crew) -> None:
    await team.bob.says(WEAK)
    weak = "The forecast ROI 1.2 is below 1.5: a director has to override that first."
    assert weak in await team.max.says("/activity approve 1")
    answer = await team.ann.says("/activity override 1 brand day")
    assert "Overridden. A manager other than Bob approves it now." in answer
    assert "• Ann overrode the forecast: brand day" in team.card()
    told = await team.told()
    assert to(told, "bob") == ["2026-11-24 20:00 Ann overrode the forecast: brand day"]
    assert [post.address.chat for post in told if "proposes this" in post] == ["max"]
    await team.max.says("/activity approve 1")
    assert (await team.activity()).phase == "approved"


async def test_nobody_below_a_director_overrides(team: Crew) -> None:
    await team.bob.says(WEAK)
    for who in (team.max, team.bob, team.eve):
        assert "is for people at the level director." in await who.says("/activity override 1 because")
    assert (await team.activity()).phase == "refused"


async def test_a_director_overrides_her_own_but_does_not_approve_it(team: Crew) -> None:
    await team.ann.says(WEAK)
    await team.ann.says("/activity override 1 because")
    assert "Somebody else has to approve" in await team.ann.says("/activity approve 1")
    await team.max.says("/activity approve 1")
    assert (await team.activity()).phase == "approved"


@pytest.mark.parametrize("verb", ["override 1", "stop 1"])
async def test_a_reason_is_asked_for_and_blanks_are_none(team: Crew, verb: str) -> None:
    await team.bob.says(WEAK)
    assert "? Reason" in await team.ann.says(f"/activity {verb}")
    assert "It needs a reason." in await team.ann.says(f'/activity {verb} why:" "')
    assert (await team.activity()).phase == "refused"
    await team.ann.says(f'/activity {verb} why:"the prizes are late"')
    activity = await team.activity()
    assert (activity.override_why or activity.stop_why) == "the prizes are late"


# --- starting and stopping


async def test_it_starts_early_and_all_that_follows_moves_along(team: Crew) -> None:
    await team.approved()
    was = await team.activity()
    team.town.sleep(hours=2)
    assert "It starts now." in await team.bob.says("/activity start 1")
    await team.town.looks_at_the_clock()
    now = await team.activity()
    assert (now.phase, now.starts_at) == ("ignition", team.town.now)
    for name in ("afterglow_at", "ends_at", "locks_at"):
        assert getattr(now, name) - now.starts_at == getattr(was, name) - was.starts_at


async def test_one_that_starts_in_the_moment_of_its_approval_starts(team: Crew) -> None:
    await team.bob.says(SALE)
    await team.max.says("/activity approve 1")
    await team.max.says("/activity start 1")
    assert "It begins now, until Wed, Nov 25 02:00." in "".join(post.text for post in await team.told())
    assert (await team.activity()).phase == "ignition"


async def test_only_who_proposed_it_or_leads_starts_it(team: Crew) -> None:
    await team.approved()
    assert "Only Bob or a manager can do that." in await team.dee.says("/activity start 1")
    assert "is for people at the level staff" in await team.eve.says("/activity start 1")
    await team.max.says("/activity start 1")
    await team.town.looks_at_the_clock()
    assert (await team.activity()).phase == "ignition"


async def test_a_proposal_is_withdrawn_by_its_own_or_a_manager(team: Crew) -> None:
    for number, who in ((1, team.bob), (2, team.max)):
        await team.bob.says(SALE)
        assert "Only Bob or a manager" in await team.dee.says(f"/activity stop {number} rain")
        assert "Withdrawn." in await who.says(f"/activity stop {number} rain")
        assert (await team.activity(number)).phase == "stopped"


@pytest.mark.parametrize("phase", ["approved", "preheat", "ignition", "afterglow"])
async def test_what_is_approved_is_stopped_by_a_director_alone(team: Crew, phase: str) -> None:
    await at(team, phase)
    for who in (team.bob, team.max):
        assert "Only a director can stop what is approved." in await who.says("/activity stop 1 rain")
    assert (await team.activity()).phase == phase
    assert "Stopped by Ann: rain" in await team.ann.says("/activity stop 1 rain")
    activity = await team.activity()
    begun = phase in ("ignition", "afterglow")
    assert activity.phase == ("ended" if begun else "stopped")
    assert (activity.ends_at == team.town.now) is begun
    assert "Stopped by Ann: rain" in team.card()
    assert to(await team.told(), "bob")[-1].endswith("Ann stopped it: rain")


@pytest.mark.parametrize("phase", PHASES)
async def test_every_decision_in_every_phase_is_made_or_refused_with_words(team: Crew, phase: str) -> None:
    await at(team, phase)
    was = await team.activity()
    for verb in VERBS:
        if (phase, verb.split()[0]) in ALLOWED:
            continue
        answer = await team.ann.says(f"/activity {verb}")
        assert "Something broke" not in answer
        assert "on our side" not in answer
        assert (await team.outcomes(f"/activity {verb}"))[-1].startswith("refused: ")
        assert await team.activity() == was


async def test_each_is_offered_what_she_can_do(team: Crew) -> None:
    async def offered(who: str) -> list[str]:
        answer = await getattr(team, who).says("/activity show 1")
        return [button.line.split()[1] for button in answer.reply.buttons]

    await team.bob.says(WEAK)
    everybody = ("ann", "max", "bob", "dee", "eve")
    assert [await offered(who) for who in everybody] == [
        ["override", "stop"], ["stop"], ["edit", "stop"], [], [],
    ]  # fmt: skip
    await team.ann.says("/activity override 1 because")
    assert [await offered(who) for who in everybody] == [
        ["approve", "stop"], ["approve", "stop"], ["edit", "stop"], [], [],
    ]  # fmt: skip
    await team.max.says("/activity approve 1")
    assert [await offered(who) for who in everybody] == [["start", "stop"], ["start"], ["start"], [], []]
    await team.max.says("/activity start 1")
    await team.town.looks_at_the_clock()
    assert [await offered(who) for who in everybody] == [["roi", "stop"], ["roi"], ["roi"], ["roi"], []]


async def test_a_reason_may_have_its_name_before_it_and_can_be_read(team: Crew) -> None:
    await team.bob.says(SALE)
    assert "It needs a reason." in await team.bob.says("/activity stop 1 why:\u3164")
    assert "Withdrawn." in await team.bob.says("/activity stop 1 why:prizes are late")
    assert (await team.activity()).stop_why == "prizes are late"


async def test_one_whose_start_is_over_is_not_approved_and_it_is_said_who_can_set_another(team: Crew) -> None:
    await team.bob.says(SALE)
    await team.town.sleep_until("2026-11-28 20:00")
    assert "Its start Sat, Nov 28 20:00 is over. Bob can set another with" in await team.max.says("/activity approve 1")
    await team.bob.says('/activity edit 1 start:"12-05 20:00"')
    assert "Approved." in await team.max.says("/activity approve 1")
