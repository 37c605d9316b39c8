"""Whoever floods the desk is told once and then left out until it is over; nobody who only works is stopped."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import flood
from bot.flood import CHAT, LIGHT, OVER, PERSON, Flood
from bot.ports import Call
from commands.kit import Heard, Refusal
from storage import Account, Address, StorageError
from tests.town import Town

from .carrying import NOON

CAN_SAY = int(PERSON.burst)


class Day:
    """People who speak; ``seconds`` is how late it is."""

    def __init__(self) -> None:
        self.flood = Flood()
        self.seconds = 0.0

    def says(
        self, who: str = "ann", chat: str = "-1", line: str = "/daily", via: str = "typed", incoming: int | None = None
    ) -> str:
        at = NOON + timedelta(seconds=self.seconds)
        heard = Heard(Account("telegram", who, who), Address("telegram", chat), at, via=via)
        try:
            call = Call(line, heard, incoming=incoming, timer=1 if via == "clock" else None)
            return "served" if self.flood.admits(call) else "silence"
        except Refusal as refusal:
            return refusal.said.id[:37]


TOLD = "That was a lot at once: I serve {n} l"


def test_who_says_too_much_is_told_once_and_then_left_out_until_it_is_over() -> None:
    day = Day()
    assert {day.says() for _ in range(CAN_SAY)} == {"served"}
    assert [day.says() for _ in range(3)] == [TOLD, "silence", "silence"]
    assert day.says("bob") == "served"
    day.seconds = OVER * PERSON.every - 1
    assert day.says() == "silence"
    day.seconds += 1
    assert [day.says() for _ in range(OVER + 2)] == ["served"] * OVER + [TOLD, "silence"]


def test_who_keeps_to_the_pace_is_never_stopped() -> None:
    day = Day()
    for _ in range(500):
        assert day.says() == "served"
        day.seconds += PERSON.every


def test_a_day_of_twenty_communities_line_by_line_with_a_correction_each_is_served() -> None:
    day = Day()
    assert {day.says(line=f"/daily c{at} joined {at}") for at in range(20) for _ in range(2)} == {"served"}


def test_a_whole_team_may_file_at_the_same_moment() -> None:
    day = Day()
    assert {day.says(f"member {at}") for at in range(200)} == {"served"}


def test_a_chat_that_many_flood_together_is_told_once() -> None:
    day = Day()
    assert {day.says(f"member {at}") for at in range(int(CHAT.burst))} == {"served"}
    assert [day.says("one"), day.says("two"), day.says("two", "-2")] == [TOLD, "silence", "served"]


@pytest.mark.parametrize(("via", "line"), [("pressed", "/ack 1"), ("typed", "/form _ say"), ("form", "/form x submit")])
def test_presses_and_steps_of_forms_count_half(via: str, line: str) -> None:
    day = Day()
    assert {day.says(via=via, line=line) for _ in range(int(CAN_SAY / LIGHT))} == {"served"}
    assert day.says() == TOLD


def test_the_clock_is_never_too_fast() -> None:
    day = Day()
    assert {day.says(via="clock") for _ in range(2000)} == {"served"}


def test_what_waited_while_we_were_away_is_counted_by_when_it_was_said() -> None:
    day = Day()
    for _ in range(200):  # served at once, said over ten minutes
        day.seconds += 3
        assert day.says() == "served"
    day.seconds -= 300  # told of late
    assert {day.says() for _ in range(CAN_SAY - 1)} == {"served"}
    assert day.says() == TOLD


def test_who_has_been_quiet_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "REMEMBERED", 10)
    day = Day()
    for at in range(100):
        day.seconds += 60
        day.says(str(at), str(at))
    assert len(day.flood._talks) <= 10


def test_a_line_that_is_tried_again_counts_once_and_is_answered_as_the_first_time() -> None:
    day = Day()
    for at in range(CAN_SAY):
        assert {day.says(incoming=at) for _ in range(5)} == {"served"}
    assert {day.says(incoming=1000) for _ in range(5)} == {TOLD}
    assert day.says(incoming=1001) == "silence"
    day.seconds += OVER * PERSON.every
    assert day.says(incoming=1001) == "silence"
    assert day.says(incoming=1002) == "served"


def test_lines_that_were_never_kept_here_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "REMEMBERED", 10)
    day = Day()
    for at in range(100):
        day.seconds += 60
        day.says(incoming=at)
    assert len(day.flood._judged) <= 10


async def no_letter(db: AsyncConnection) -> None:
    await db.exec_driver_sql("CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END")
    await db.commit()


async def letters_again(db: AsyncConnection) -> None:
    await db.exec_driver_sql("DROP TRIGGER no")
    await db.commit()


async def test_a_line_too_many_is_answered_although_the_answer_could_not_be_kept_at_first(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    for _ in range(CAN_SAY - 1):
        await town.bob.says("/help")
    [came] = await town.storage.write(
        lambda unit: unit.inbox.take_in("telegram", [("k", "-100", "raw")], town.now, "one", town.now)
    )
    call = Call("/help", town.bob.heard("typed"), incoming=came.id)
    await town.storage.inspect(no_letter)
    with pytest.raises(StorageError):
        await town.desk.hear(call)
    await town.storage.inspect(letters_again)
    assert await town.desk.hear(call) is not None
    assert town.desk._flood._judged == {}


async def test_a_flood_is_answered_once_in_her_language_and_only_counted_afterwards(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    for _ in range(CAN_SAY - 1):
        await town.bob.says("/help")
    told = await town.bob.says("/help")
    assert "20 lines a minute" in told.text
    assert (await town.bob.says("/help")).text == ""
    assert town.letters == []
    assert "people" in (await town.ann.says("/team")).text
    town.sleep(minutes=1)
    assert "/daily" in (await town.bob.says("/help")).text
