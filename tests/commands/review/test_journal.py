"""What the journal keeps of a review."""

from tests.town import Town


async def test_what_is_said_in_a_review_does_not_stand_in_the_journal(town: Town) -> None:
    """Neither typed, nor mistyped, nor in a form, nor refused: answers are shown without names."""
    await town.founded()
    await town.bob.says("/join")
    await town.sleep_until("2026-11-27 16:00")
    before = len(await town.journal())
    form = await town.bob.says("/review answer kind:week")
    await town.bob.fills(form, badly="Dee is rude")
    await town.bob.says("/review@muster_bot answer badly: Dee is rude")
    await town.sleep_until("2026-11-27 17:30")
    await town.bob.says("/Review  Answer\nround:99 badly: Dee is rude")
    await town.bob.says("/review answer", round="99", badly="Dee is rude")
    await town.bob.says("/review anwser badly: Dee is rude")
    await town.bob.says("/review 不好：Dee is rude")
    await town.bob.says("/reveiw answer badly: Dee is rude")
    await town.bob.says("/review answer：Dee is rude")
    added = [row for row in (await town.journal())[before:] if row.person == "Bob"]
    assert [row.line for row in added if "rev" in row.line.lower()] == [
        "/review answer ****", "/review@muster_bot answer ****", "/Review  Answer\n****", "/review answer ****",
        "/review ****", "/review ****", "/reveiw answer ****", "/review answer：****",
    ]  # fmt: skip
    assert not [row for row in added if "rude" in row.line + row.outcome]
