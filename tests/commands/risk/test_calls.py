"""Somebody always answers: who is called, when, and that nobody is called after that."""

from tests.commands.task.crew import Crew


async def test_whoever_is_called_first_acknowledges_and_nobody_else_is_called(team: Crew) -> None:
    said = await team.bob.says("/risk raise red Gatehouse flooded")
    print(said)
    print(team.cards())
    posts = await team.town.looks_at_the_clock()
    for post in posts:
        print(post.local(), post.address, post.letter.card, post.letter.lane, "\n" + post.text)
    for post in await team.town.sleep_until("2026-11-24 20:32"):
        print(post.local(), post.address, post.letter.card, post.letter.lane, "\n" + post.text)
    print("-----")
    said = await team.dee.says("/risk ack 1")
    print(said)
    for post in await team.town.looks_at_the_clock():
        print(post.local(), post.address, post.letter.card, post.letter.lane, "\n" + post.text)
    assert 0
