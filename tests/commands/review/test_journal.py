"""What the journal keeps of a review."""

import pytest

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


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("/review answer：下周 早点印", "/review answer：****"),
        ("/review answer: went well: it", "/review answer: ****"),
        ("/review 1. Bob was rude", "/review ****"), ("/review last week went well: it", "/review ****"),
        ("/review show went well: it", "/review ****"), ("/reviwe anwser Secret stuff", "/reviwe ****"),
        ("/review todo page:2", "/review todo page:2"), ("/review show 2026-11-27", "/review show 2026-11-27"),
        ("/promise answer Dee's mail", "/promise answer Dee's mail"),
    ],
)  # fmt: skip
async def test_only_what_is_nobodys_answer_is_kept_of_a_line_about_reviews(town: Town, line: str, kept: str) -> None:
    await town.founded()
    await town.bob.says("/join")
    before = len(await town.journal())
    await town.bob.says(line)
    added = [row for row in (await town.journal())[before:] if row.person == "Bob"]
    reads = line.startswith("/review todo")
    assert [row.line for row in added][:1] == ([] if reads else [kept])
    assert line == kept or not [row for row in added if line.split()[-1] in row.line + row.outcome]
