"""What open pages are told, and what those that come back have missed."""

import asyncio

from bot.web import streams
from bot.web.streams import Event, Streams


def test_a_reader_alone_sees_what_is_hers() -> None:
    found = Streams("aa")
    mei, tom = found.open(["room"], "mei"), found.open(["room"], "tom")
    found.publish(["room"], Event("message", 1, reader="mei"))
    found.publish(["other"], Event("message", 2))
    assert (mei.queue.qsize(), tom.queue.qsize()) == (1, 0)


def test_what_was_missed_is_known_within_one_process() -> None:
    found = Streams("aa")
    for number in range(1, 4):
        found.publish(["room"], Event("message", number))
    page = found.open(["room"], "mei")
    missed = found.missed(page, "aa-1")
    assert missed is not None
    assert [event.data for event in missed] == [2, 3]
    assert found.missed(page, "bb-1") is None
    assert found.missed(page, "") is None
    assert found.missed(page, "aa-x") is None


def test_after_too_much_the_whole_room_is_told() -> None:
    found = Streams("aa")
    for number in range(streams.KEPT + 2):
        found.publish(["room"], Event("message", number))
    page = found.open(["room"], "mei")
    assert found.missed(page, "aa-1") is None
    assert found.missed(page, "aa-2") is not None


def test_a_message_that_the_disk_does_not_know_yet_is_told_with_the_history() -> None:
    found = Streams("aa")
    for letter in (1, 2, 3):
        found.publish(["room"], Event("message", letter, letter=letter))
    page = found.open(["room"], "mei")
    assert [event.letter for event in found.fresh(page, "room", {1, 2})] == [3]


def test_a_page_looks_at_several_rooms_and_is_told_once_what_is_said_in_all() -> None:
    found = Streams("aa")
    page = found.open(["room", "other"], "mei")
    found.publish(["room"], Event("message", 1))
    found.publish(["third"], Event("message", 2))
    found.publish(["other"], Event("message", 3, reader="tom"))
    found.publish(["room", "other"], Event("clock", 4))
    assert page.queue.qsize() == 2
    missed = found.missed(page, "aa-0")
    assert missed is not None
    assert [event.data for event in missed] == [1, 4]


async def test_a_page_that_lags_is_let_go() -> None:
    found = Streams("aa")
    page = found.open(["room"], "mei")
    for number in range(streams.BEHIND + 1):
        found.publish(["room"], Event("message", number))
    assert [event async for event in found.listen(page, 60)] == []


async def test_a_silent_stream_gives_signs_of_life() -> None:
    found = Streams("aa")
    page = found.open(["room"], "mei")
    async with asyncio.timeout(5):
        async for sign in found.listen(page, 0.01):
            assert sign.startswith(b":")
            break
