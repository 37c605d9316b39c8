"""The clock types what is due, once; picks up what was left; and tidies up without losing what people typed."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.app import now
from bot.clock import Beats
from bot.dispatch import Desk
from bot.inbox import Intake
from bot.pace import TELEGRAM
from bot.planner import Planner
from bot.postman import Postman
from commands.kit import Args, Ctx, Refusal, Reply, command, text
from commands.kit.menu import Menu
from storage import Address, Letter, Timer, Unit
from tests.town import MENU, Town


class Nothing(Args):
    pass


def beats(town: Town) -> Beats:
    carrier = Postman(town.storage, lambda: town.now, lambda: 0.0, "one", {"telegram": TELEGRAM})
    intake = Intake(town.storage, lambda: town.now, "one")
    return Beats(
        town.storage, lambda: town.now, town.desk, intake, carrier, Planner(town.storage, lambda: town.now, {})
    )


async def wind(town: Town, key: str, line: str, minutes: int) -> None:
    timer = Timer(0, 1, key, town.now + timedelta(minutes=minutes), line, Address("telegram", "-100"), None)
    await town.storage.write(lambda unit: unit.timers.set(timer))


async def waiting(town: Town) -> list[str]:
    found = await town.storage.read(lambda unit: unit.outbox.due(["telegram"], town.now, 500, []))
    return [letter.body for letter in found]


@pytest.fixture
async def office(town: Town) -> Town:
    await town.founded()
    await town.bob.says("/join")
    return town


async def test_a_timer_is_typed_when_it_is_due_and_not_again(office: Town) -> None:
    await wind(office, "later", "/team", 5)
    clock = beats(office)
    before = len(await waiting(office))
    await clock.timers()
    assert len(await waiting(office)) == before
    office.sleep(minutes=5)
    await clock.timers()
    await clock.timers()
    assert len(await waiting(office)) == before + 1
    assert clock.last == office.now


async def test_a_timer_speaks_for_its_team_and_person_in_her_private_chat(office: Town) -> None:
    bob = (await office.people())["Bob"].id
    private = Address("telegram", "bob")
    await office.storage.write(
        lambda unit: unit.timers.set(Timer(0, 1, "nudge", office.now, "/away today", private, bob))
    )  # fmt: skip
    await beats(office).timers()
    assert (await office.people())["Bob"].away_from is not None


async def test_timers_missed_during_an_outage_are_made_up_for_once_each(office: Town) -> None:
    for at in range(3):
        await wind(office, f"t{at}", "/team", at)
    before = len(await waiting(office))
    office.sleep(hours=7)
    await beats(office).timers()
    assert len(await waiting(office)) == before + 3
    assert await office.storage.read(lambda unit: unit.timers.due(office.now, 9)) == []


async def worse(unit: Unit) -> None:
    raise ZeroDivisionError


@command("hopeless", help=text("Only for a test"))
async def hopeless(args: Nothing, ctx: Ctx) -> Reply:
    raise Refusal(text("Never.")(), nevertheless=worse)


async def test_a_timer_whose_failure_cannot_even_be_told_does_not_stop_the_others(
    office: Town, caplog: pytest.LogCaptureFixture
) -> None:
    menu = Menu({**MENU.commands, hopeless.name: hopeless}, MENU.groups)
    office.desk = Desk(menu, office.metrics, office.storage, lambda: office.now, lambda: "INCI-DENT")
    await wind(office, "bad", "/hopeless", 0)
    await wind(office, "good", "/team", 0)
    clock = beats(office)
    await clock.timers()
    assert [timer.key for timer in await office.storage.read(lambda unit: unit.timers.due(office.now, 9))] == ["bad"]
    assert any("people" in body for body in await waiting(office))
    assert "a timer must wait" in caplog.text
    assert clock.last == office.now


async def test_whatever_is_due_is_typed_in_one_beat_and_a_teams_in_its_order(
    office: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clock.MOST", 3)
    for at in range(8):
        await wind(office, f"t{at}", "/help" if at % 2 else "/team", -at)
    before = len(await waiting(office))
    await beats(office).timers()
    said = (await waiting(office))[before:]
    assert ["{n} people" in body for body in said] == [at % 2 == 0 for at in range(7, -1, -1)]


async def test_a_half_filled_form_that_runs_out_of_time_gives_back_what_was_typed(office: Town) -> None:
    form = (await office.bob.says("/daily")).reply.form
    assert form is not None
    await office.bob.says(f"/form {form.draft} set 500")
    office.sleep(hours=25)
    before = len(await waiting(office))
    await beats(office).forms()
    after = await waiting(office)
    assert len(after) == before + 1
    assert "members:500" in after[-1]
    await beats(office).forms()
    assert len(await waiting(office)) == before + 1


async def test_what_was_typed_goes_to_the_private_chat_of_her_who_typed_it(office: Town) -> None:
    await office.bob.in_private().says("/help")
    form = (await office.bob.says("/daily")).reply.form
    assert form is not None
    await office.bob.says(f"/form {form.draft} set 500")
    (letter,) = await told(office)
    assert (letter.address.chat, letter.reader) == ("bob", "bob")
    assert "The form for" in letter.body


async def test_where_she_has_no_private_chat_her_form_is_told_of_by_her_name(office: Town) -> None:
    form = (await office.bob.says("/daily")).reply.form
    assert form is not None
    await office.bob.says(f"/form {form.draft} set 500")
    (letter,) = await told(office)
    assert letter.address.chat == "-100"
    assert "{name}, your form" in letter.body
    assert "Bob" in letter.body


async def test_a_form_that_was_only_opened_with_a_community_is_not_told_of(office: Town) -> None:
    await office.bob.in_private().says("/daily community:mums-club date:yesterday")
    assert await told(office) == []


async def told(town: Town) -> list[Letter]:
    """What is said of the forms that run out."""
    before = {letter.id for letter in await due(town)}
    town.sleep(hours=25)
    await beats(town).forms()
    return [letter for letter in await due(town) if letter.id not in before]


async def due(town: Town) -> list[Letter]:
    return await town.storage.read(lambda unit: unit.outbox.due(["telegram"], town.now, 500, []))


async def test_an_untouched_form_goes_in_silence(office: Town) -> None:
    await office.ann.says("/community add")
    office.sleep(hours=25)
    before = len(await waiting(office))
    await beats(office).forms()
    assert len(await waiting(office)) == before


async def test_a_form_that_cannot_be_read_keeps_no_other_waiting(
    office: Town, caplog: pytest.LogCaptureFixture
) -> None:
    for who, shape in ((office.ann, '{"of": "another time"}'), (office.bob, None)):
        form = (await who.says("/daily")).reply.form
        assert form is not None
        await who.says(f"/form {form.draft} set 500")
        if shape is not None:
            await office.storage.write(partial(reshaped, id=form.draft, form=shape))
    [letter] = await told(office)
    assert "Bob" in letter.body
    assert "a form cannot be told of" in caplog.text
    assert await office.storage.read(lambda unit: unit.drafts.expired(office.now)) == []


async def reshaped(unit: Unit, id: str, form: str) -> None:
    draft = await unit.drafts.get(id, ("telegram", "ann"))
    assert draft is not None
    await unit.drafts.change(draft, answers=draft.answers, step=draft.step, form=form)


async def test_a_post_that_nobody_could_carry_for_a_day_is_not_said_any_more(office: Town) -> None:
    await wind(office, "post", "/team", 0)
    clock = beats(office)
    await clock.timers()
    posted = (await due(office))[-1]
    office.sleep(hours=24)
    await clock.housekeeping()
    assert posted.id in {letter.id for letter in await due(office)}
    office.sleep(minutes=1)
    await clock.housekeeping()
    assert posted.id not in {letter.id for letter in await due(office)}
    assert await due(office), "answers are"


async def test_a_beat_that_fails_is_logged_and_the_next_one_comes(
    office: Town, caplog: pytest.LogCaptureFixture
) -> None:
    clock = beats(office)

    async def broken() -> None:
        raise RuntimeError("no")

    await clock._quietly(broken)()
    assert "beat failed" in caplog.text


async def test_a_beat_that_is_broken_off_at_the_end_is_no_mistake(
    office: Town, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def long() -> None:
        begun.set()
        await asyncio.Event().wait()

    scheduler = beats(office).scheduler()
    scheduler.remove_all_jobs()
    scheduler.add_job(beats(office)._quietly(long), "date")
    scheduler.start()
    await begun.wait()
    (under_way,) = scheduler._lookup_executor("default")._pending_futures
    scheduler.shutdown(wait=False)
    await asyncio.wait([under_way])
    assert "Traceback" not in caplog.text


async def test_a_beat_that_is_due_in_the_moment_of_the_end_is_no_mistake(
    office: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = beats(office)
    scheduler = clock.scheduler()
    monkeypatch.setattr(clock, "scheduler", lambda: scheduler)
    beating = asyncio.create_task(clock.run(now))
    while clock.last is None:  # noqa: ASYNC110 - it rings nowhere
        await asyncio.sleep(0)
    beating.cancel()
    for job in scheduler.get_jobs():
        job.modify(next_run_time=now())
    await asyncio.wait([beating])
    while scheduler.running:  # noqa: ASYNC110
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert "Traceback" not in caplog.text


async def test_a_beat_never_runs_twice_at_once_and_is_made_up_for_once(town: Town) -> None:
    scheduler = beats(town).scheduler()
    scheduler.start(paused=True)
    for job in scheduler.get_jobs():
        assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
    scheduler.shutdown(wait=False)


async def test_beats_come_soon_whatever_day_the_desk_is_in(town: Town) -> None:
    """The clock of the demo may be days ahead of the machine's, or behind."""
    begins = town.now
    comes: list[dict[str, datetime]] = []
    for days in (-400, 0, 4000):
        town.now = begins + timedelta(days=days)
        scheduler = beats(town).scheduler()
        scheduler.start(paused=True)
        comes.append({job.name: job.next_run_time for job in scheduler.get_jobs()})
        scheduler.shutdown(wait=False)
    for name, soon in comes[0].items():
        assert all(abs(other[name] - soon) <= timedelta(minutes=2) for other in comes), name
