"""The desk was away: found out by a mark, or by a platform that was out of reach; the cards of open risks say so."""

from datetime import timedelta

import pytest

from bot.absence import Absence
from bot.ports import Health
from tests.commands.task.crew import Crew, crew
from tests.town import Somebody, Town

WORDS = "presses in that time may not have counted"


class Passed:
    """The seconds that pass, apart from what the wall clock shows."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def team(town: Town) -> Crew:
    """On both platforms, with an open risk."""
    town.carries = True
    found = await crew(town)
    join = (await town.ann.says("/setup code")).text.split("`")
    code = next(word for word in join if word.startswith("CODE"))
    await there(town).says(f"/setup join {code}")
    await town.ann.says("/risk raise red Gatehouse flooded")
    await town.looks_at_the_clock()
    await town.bob.says("/risk ack 1")
    await town.looks_at_the_clock()
    return found


def there(town: Town) -> Somebody:
    return town.ann.on("discord", "77", "c1").with_admin()


async def cards(team: Crew) -> dict[str, str]:
    """What is shown of the risk in each chat after the clock has looked."""
    posts = await team.town.looks_at_the_clock()
    return {post.address.chat: post.text for post in posts if post.letter.card == "risk:1"}


async def test_after_a_restart_the_cards_say_from_when_to_when_nobody_was_there(team: Crew) -> None:
    passed = Passed()
    before = Absence(team.town.storage, lambda: team.town.now, passed)
    await before.awake()
    team.town.sleep(minutes=37)
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    shown = await cards(team)
    assert set(shown) == {"-100", "c1"}
    for words in shown.values():
        assert f"I was away from Tue, Nov 24 20:00 to Tue, Nov 24 20:37; {WORDS}." in words
    await team.bob.says("/risk note 1 The pumps are on")
    assert WORDS not in team.card()


async def test_an_hour_later_the_cards_are_as_always(team: Crew) -> None:
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    await team.bob.says("/risk note 1 The pumps are on")
    team.town.sleep(minutes=5)
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    assert len([one for one in (await cards(team)).values() if WORDS in one]) == 2
    await team.bob.says("/risk silence 1")
    posts = await team.town.sleep_until("2026-11-24 21:06")
    shown = [post.text for post in posts if post.letter.card == "risk:1"]
    assert shown
    assert all(WORDS not in one for one in shown)


async def test_while_nothing_happens_the_cards_go_on_saying_it(team: Crew) -> None:
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    team.town.sleep(minutes=5)
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    posts = await team.town.sleep_until("2026-11-24 20:12")
    drawn = [post.text for post in posts if post.letter.card == "risk:1"]
    assert len(drawn) > 2
    assert all(WORDS in one for one in drawn)
    await team.bob.says("/risk note 1 The pumps are on")
    posts = await team.town.sleep_until("2026-11-24 21:04")
    drawn = [post.text for post in posts if post.letter.card == "risk:1"]
    assert drawn
    assert all(WORDS not in one for one in drawn)


async def test_a_short_pause_and_a_clock_that_is_moved_are_no_absence(team: Crew) -> None:
    passed = Passed()
    awake = Absence(team.town.storage, lambda: team.town.now, passed)
    await awake.awake()
    team.town.sleep(seconds=100)
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    assert await cards(team) == {}
    for hours in (2, -2):
        passed.seconds += 1
        team.town.now += timedelta(hours=hours)
        await awake.awake()
        assert all(WORDS not in one for one in (await cards(team)).values())


async def test_a_machine_that_slept_was_away(team: Crew) -> None:
    passed = Passed()
    awake = Absence(team.town.storage, lambda: team.town.now, passed)
    await awake.awake()
    passed.seconds += 600
    team.town.sleep(minutes=10)
    await awake.awake()
    assert len([one for one in (await cards(team)).values() if WORDS in one]) == 2


async def test_where_another_process_was_there_nobody_was_away(team: Crew) -> None:
    one = Absence(team.town.storage, lambda: team.town.now, Passed())
    for _ in range(4):
        await one.awake()
        team.town.sleep(minutes=1)
    await Absence(team.town.storage, lambda: team.town.now, Passed()).awake()
    assert await cards(team) == {}


async def test_a_platform_that_was_out_of_reach_is_told_of_there_alone(team: Crew) -> None:
    passed = Passed()
    awake = Absence(team.town.storage, lambda: team.town.now, passed)
    for state, minutes in (("ok", 1), ("down", 1), ("ok", 1), ("down", 9), ("down", 1), ("ok", 0)):
        await awake.hears("discord", Health(state))
        passed.seconds += 60 * minutes
        team.town.sleep(minutes=minutes)
    shown = await cards(team)
    assert "I did not hear" not in shown.get("-100", "")
    assert "I did not hear Discord from Tue, Nov 24 20:03 to Tue, Nov 24 20:13; presses there" in shown["c1"]
