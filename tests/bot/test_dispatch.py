"""The desk: who may say what where; all of a line is kept or nothing; nothing has its effect twice."""

import asyncio
from types import ModuleType

import pytest

from bot.dispatch import Desk
from bot.ports import Call
from commands.kit import Args, Ctx, Refusal, Reply, command, reply, text
from commands.kit.menu import Menu
from storage import Address, Busy, Community, Incoming, ServedBefore, Storage, Timer, Unit
from tests.town import MENU, Somebody, Town

HELP = text("Only for a test")


class Nothing(Args):
    pass


async def _community(ctx: Ctx, key: str) -> None:
    await ctx.store.communities.add(Community(0, ctx.team.id, key, key))


@command("crash", help=HELP)
async def crash(args: Nothing, ctx: Ctx) -> Reply:
    await _community(ctx, "half-done")
    raise ZeroDivisionError("secret detail")


@command("refuse", help=HELP)
async def refuse(args: Nothing, ctx: Ctx) -> Reply:
    await _community(ctx, "half-done")
    raise Refusal(text("No, thank you.")())


@command("twice", help=HELP)
async def twice(args: Nothing, ctx: Ctx) -> Reply:
    await _community(ctx, "same")
    await _community(ctx, "same")
    return reply()


@command("stray", help=HELP)
async def stray(args: Nothing, ctx: Ctx) -> Reply:
    await ctx.store.communities.add(Community(0, 4711, "same", "Of no team"))
    return reply()


@command("busy", help=HELP)
async def busy(args: Nothing, ctx: Ctx) -> Reply:
    await _community(ctx, "half-done")
    raise Busy("somebody else holds the database")


@command("note", help=HELP)
async def note(args: Nothing, ctx: Ctx) -> Reply:
    await _community(ctx, f"note-{len(await ctx.communities())}")
    return reply(text("Noted for {name}.")(name=ctx.who.name if ctx.who else "the team"))


@command("never", help=HELP)
async def never(args: Nothing, ctx: Ctx) -> Reply:
    raise Refusal(text("Never.")())


def whole_menu() -> Menu:
    module = ModuleType("commands.only_for_tests")
    for one in (crash, refuse, twice, stray, busy, note, never):
        setattr(module, one.name, one)
    own = Menu.of([module])
    return Menu({**MENU.commands, **own.commands}, MENU.groups)


def desk(town: Town, code: str = "INCI-DENT") -> Desk:
    return Desk(whole_menu(), town.metrics, town.storage, lambda: town.now, lambda: code, whispers={"discord", "web"})


@pytest.fixture
async def office(town: Town) -> Town:
    await town.founded()
    await town.bob.says("/join")
    town.desk = desk(town)
    return town


async def keys(town: Town) -> list[str]:
    return [c.key for c in await town.storage.read(lambda unit: unit.communities.of(1, archived=True))]


async def arrived(storage: Storage, key: str = "k") -> int:
    """A row in the inbox; returns its number."""

    async def take(unit: Unit) -> list[Incoming]:
        from datetime import UTC, datetime, timedelta

        now = datetime(2026, 11, 24, tzinfo=UTC)
        return await unit.inbox.take_in("telegram", [(key, "-100", "raw")], now, "me", now + timedelta(minutes=2))

    return (await storage.write(take))[0].id


def call(who: Somebody, line: str, incoming: int | None = None) -> Call:
    return Call(line, who.heard("typed"), incoming=incoming)


async def test_a_refusal_leaves_nothing_behind_and_is_answered(office: Town) -> None:
    answer = await office.bob.says("/refuse")
    assert "No, thank you." in answer
    assert await keys(office) == ["mums-club"]
    assert (await office.journal())[-1].outcome == "refused: No, thank you."


async def test_a_bug_leaves_nothing_behind_and_gives_its_number_and_no_detail(office: Town) -> None:
    answer = await office.bob.says("/crash")
    assert "Something broke on our side; nothing was saved." in answer
    assert "`INCI-DENT`" in answer
    assert "secret detail" not in answer
    assert "ZeroDivision" not in answer
    assert await keys(office) == ["mums-club"]
    assert (await office.journal())[-1].outcome == "incident INCI-DENT"


@pytest.mark.parametrize("line", ["/twice", "/stray"])
async def test_what_the_tables_never_take_is_a_bug_and_not_trouble_with_the_memory(office: Town, line: str) -> None:
    assert "Something broke on our side" in await office.bob.says(line)
    assert await keys(office) == ["mums-club"]


async def test_trouble_with_the_memory_is_nobody_s_answer_and_keeps_the_line_in_the_inbox(office: Town) -> None:
    id = await arrived(office.storage)
    with pytest.raises(Busy):
        await office.desk.hear(call(office.bob, "/busy", id))
    assert await keys(office) == ["mums-club"]
    assert await office.storage.read(lambda unit: unit.inbox.counts()) == {"new": 1}


@pytest.mark.parametrize(
    "line", ["/note", "/refuse", "/crash", "/nonsense", "/daily", "/form NOPE save", "/form _ say"]
)
async def test_a_line_is_done_together_with_its_answer(office: Town, line: str) -> None:
    id = await arrived(office.storage)
    await office.desk.hear(call(office.bob, line, id))
    assert await office.storage.read(lambda unit: unit.inbox.counts()) == {"done": 1}


@pytest.mark.parametrize("line", ["/note", "/refuse", "/crash"])
async def test_a_line_that_is_heard_twice_has_one_effect_and_one_answer(office: Town, line: str) -> None:
    id = await arrived(office.storage)
    await office.desk.hear(call(office.bob, line, id))
    before = (await keys(office), len(await office.journal()), await pending(office))
    with pytest.raises(ServedBefore):
        await office.desk.hear(call(office.bob, line, id))
    assert (await keys(office), len(await office.journal()), await pending(office)) == before


async def pending(town: Town) -> int:
    return (await town.storage.read(lambda unit: unit.outbox.counts()))["pending"]


async def test_two_desks_that_hear_the_same_line_at_once_make_one_effect(office: Town) -> None:
    id = await arrived(office.storage)
    heard = await asyncio.gather(
        *(desk(office).hear(call(office.bob, "/note", id)) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in heard) == ["Reply", "ServedBefore"]
    assert await keys(office) == ["mums-club", "note-1"]


async def test_every_changing_line_stands_in_the_journal_once(office: Town) -> None:
    before = len(await office.journal())
    await office.bob.says("/daily joined 3 active 9")
    await office.bob.says("/away until fri")
    await office.bob.says("/daily", joined="4", note="rain")
    added = (await office.journal())[before:]
    assert [(row.person, row.line, row.outcome) for row in added] == [
        ("Bob", "/daily joined 3 active 9", "ok"),
        ("Bob", "/away until fri", "ok"),
        ("Bob", "/daily joined:4 note:rain", "ok"),
    ]


async def test_a_refused_line_stands_in_the_journal_with_all_that_was_said(office: Town) -> None:
    await office.bob.says("/join")
    before = len(await office.journal())
    await office.bob.says("/daily left:abc", engaged="x y")
    await office.bob.says("/link", code="AAAA-BBBB")
    added = (await office.journal())[before:]
    assert [(row.person, row.line) for row in added] == [
        ("Bob", "/daily left:abc engaged:x y"),
        ("Bob", "/link ****"),
    ]


async def test_lines_that_only_read_do_not_stand_in_the_journal(office: Town) -> None:
    before = len(await office.journal())
    for line in ("/team", "/help", "/status", "/community", "/setup show"):
        await office.bob.says(line)
    assert len(await office.journal()) == before


async def test_founding_a_team_is_the_first_line_of_its_journal(town: Town) -> None:
    await town.founded()
    first = (await town.journal())[0]
    assert (first.person, first.line.split()[0], first.outcome) == ("Ann", "/setup", "ok")


async def wound(town: Town, line: str, person: int | None = None, chat: str = "-100") -> Timer:
    async def wind(unit: Unit) -> Timer:
        await unit.timers.set(Timer(0, 1, "test", town.now, line, Address("telegram", chat), person))
        return (await unit.timers.due(town.now, 1))[0]

    return await town.storage.write(wind)


def typed(town: Town, timer: Timer) -> Call:
    from bot.clock import SELF
    from commands.kit import Heard

    heard = Heard(SELF, timer.address, town.now, via="clock")
    return Call(timer.line, heard, timer=timer.id, team=timer.team, person=timer.person)


async def test_a_timer_fires_once_however_many_desks_see_it(office: Town) -> None:
    timer = await wound(office, "/note")
    await asyncio.gather(*(desk(office).hear(typed(office, timer)) for _ in range(3)))
    assert await keys(office) == ["mums-club", "note-1"]


async def test_the_clock_joins_no_team(office: Town) -> None:
    await office.desk.hear(typed(office, await wound(office, "/note")))
    assert list(await office.people()) == ["Ann", "Bob"]


async def test_a_timer_speaks_for_its_person_and_team_in_a_private_chat(office: Town) -> None:
    bob = (await office.people())["Bob"].id
    said = await office.desk.hear(typed(office, await wound(office, "/note", bob, "bob")))
    assert "Bob" in str(said)


@pytest.mark.parametrize("line", ["/never", "/crash", "/nonsense"])
async def test_a_timer_that_is_refused_does_not_fire_for_ever(office: Town, line: str) -> None:
    timer = await wound(office, line)
    assert await office.desk.hear(typed(office, timer)) is not None
    assert await office.desk.hear(typed(office, timer)) is None
    assert await office.storage.read(lambda unit: unit.timers.due(office.now, 9)) == []


async def test_an_unknown_command_is_answered_with_the_nearest(office: Town) -> None:
    assert "I don't know `/dayly`." in await office.bob.says("/dayly joined 3")
    answer = await office.bob.says("/dayly joined 3")
    assert "[/daily joined 3] [Help]" in answer
    assert "Saved" in await office.bob.presses(answer, "/daily")


def test_the_desk_knows_before_it_answers_what_is_private(town: Town) -> None:
    asked = {line: town.desk.private(line) for line in ("/link", "/daily joined 3", "/form X save", "/nonsense")}
    assert asked == {"/link": True, "/daily joined 3": False, "/form X save": True, "/nonsense": True}


def test_the_desk_knows_before_it_answers_what_opens_a_form(town: Town) -> None:
    opens = town.desk.opens_form
    assert opens("/daily", {})
    assert opens("/daily", {"community": "fans", "date": "today"})
    assert opens("/community add", {})
    assert opens("/form X open", {})
    assert not opens("/daily joined 3", {})
    assert not opens("/daily", {"joined": "3"})
    assert not opens("/form X save", {})
    assert not opens("/nonsense", {})


def test_the_platform_is_asked_about_admins_only_where_it_matters(town: Town) -> None:
    assert town.desk.asks_admin("/setup")
    assert town.desk.asks_admin("/setup join CODE")
    assert not town.desk.asks_admin("/daily joined 3")
    assert not town.desk.asks_admin("/nonsense")


async def test_a_team_whose_every_chat_is_gone_rests_and_loses_nothing(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 3")
    await town.storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "removed", town.now))
    assert "removed from every chat" in await town.bob.in_private().says("/daily joined 4")
    await town.storage.write(lambda unit: unit.places.resume("telegram", "-100"))
    assert "3 → 4" in await town.bob.in_private().says("/daily joined 4")
