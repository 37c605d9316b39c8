"""Writing a report: by form and by line, over a restart, and by two at once."""

from datetime import date

import pytest

from tests.town import Somebody, Town

FORM = {"highlights": "40 orders\nin a day", "problems": "rain", "plan": "two talks", "help": "a designer"}


async def test_the_form_asks_for_four_texts_and_three_reasons(desk: Town) -> None:
    asked = await desk.bob.says("/weekly edit")
    form = asked.reply.form
    assert form is not None
    assert [[question.field for question in page] for page in form.pages] == [
        ["highlights", "problems", "plan", "help"], ["why1", "why2", "why3"],
    ]  # fmt: skip
    assert "Why: active members" in asked
    kept = await desk.bob.fills(asked, **FORM, why1="a talk on Monday")
    assert "Kept as version 1 of the draft." in kept
    draft = await desk.bob.says("/weekly")
    for line in ("Highlights: 40 orders\nin a day", "Problems and causes: rain", "Plan for next week: two talks"):
        assert line in draft
    assert "Help needed: a designer" in draft
    assert "active members: 120 → 240 (+100%) – a talk on Monday" in draft
    assert "A draft, version 1, by Bob, Tue, Nov 24 20:00." in draft


async def test_the_form_has_what_was_written_before(desk: Town) -> None:
    await desk.bob.fills(await desk.bob.says("/weekly edit"), **FORM, why1="a talk")
    form = (await desk.bob.says("/weekly edit")).reply.form
    assert form is not None
    assert {question.field: question.value for question in form.questions} == FORM | {
        "why1": "a talk", "why2": None, "why3": None,
    }  # fmt: skip


async def test_what_is_taken_out_of_the_form_is_gone_and_what_a_line_leaves_out_stays(desk: Town) -> None:
    await desk.bob.fills(await desk.bob.says("/weekly edit"), **FORM, why1="a talk")
    await desk.bob.says('/weekly edit plan:"three talks"')
    draft = await desk.bob.says("/weekly")
    assert "Plan for next week: three talks" in draft
    assert "Problems and causes: rain" in draft
    await desk.bob.fills(await desk.bob.says("/weekly edit"), highlights="40 orders")
    draft = await desk.bob.says("/weekly")
    assert "Problems and causes: –" in draft
    assert "a talk" not in draft


async def test_reasons_stay_with_their_figure_when_others_move_more_meanwhile(desk: Town) -> None:
    asked = await desk.bob.says("/weekly edit")
    for day, value in (("11-16", 1000), ("11-17", 1000), ("11-23", 9000), ("11-24", 9000)):
        await desk.bob.says(f"/daily community:moms date:2026-{day} messages {value} reach {value} posts {value}")
    await desk.bob.fills(asked, why1="a talk")
    draft = await desk.bob.says("/weekly")
    moved = draft.text.partition("What moved most:\n")[2].partition("\nHighlights")[0].splitlines()
    assert not any("active members" in line for line in moved[:3])
    assert "• active members – a talk" in moved


@pytest.mark.parametrize(
    "line",
    [
        'moms highlights:"40 orders" problems:"rain"', 'highlights:"40 orders" problems:"rain" moms',
        "moms highlights:40 orders problems:rain",
        "moms 亮点：40 orders 问题：rain",
        "moms week highlights:40 orders problems:rain",
    ],
)  # fmt: skip
async def test_texts_can_be_typed_in_one_line(desk: Town, line: str) -> None:
    answer = await desk.ann.says(f"/weekly edit {line}")
    assert "Kept as version 1 of the draft." in answer, str(answer)
    draft = await desk.ann.says("/weekly moms")
    assert "Highlights: 40 orders" in draft
    assert "Problems and causes: rain" in draft


async def test_a_mistyped_option_is_named(desk: Town) -> None:
    assert "Did you mean `highlights:`?" in await desk.bob.says("/weekly edit moms highlight:big")


async def test_a_half_filled_form_survives_a_restart(desk: Town) -> None:
    asked = await desk.bob.says("/weekly edit")
    assert asked.reply.form is not None
    draft = asked.reply.form.draft
    await desk.hears_at(desk.bob, f"/form {draft} set 40 orders")
    again = Town(desk.storage, now=desk.now)
    await again.hears_at(again.bob, f"/form {draft} set rain")
    kept = await again.hears_at(again.bob, f"/form {draft} save")
    assert "Kept as version 1 of the draft." in kept
    shown = await again.bob.says("/weekly")
    assert "Highlights: 40 orders" in shown
    assert "Problems and causes: rain" in shown


async def test_of_two_who_write_at_once_neither_loses_what_she_wrote(desk: Town) -> None:
    await desk.bob.says("/weekly edit highlights:old problems:old")
    hers, his = await desk.ann.says("/weekly edit moms"), await desk.bob.says("/weekly edit moms")
    await desk.ann.fills(hers, highlights="old", problems="Ann's")
    kept = await desk.bob.fills(his, highlights="Bob's", problems="old")
    assert "Kept as version 3 of the draft." in kept
    assert "Ann has changed it too, Tue, Nov 24 20:00: that is version 2." in kept
    draft = await desk.bob.says("/weekly")
    assert "Highlights: Bob's" in draft
    assert "Problems and causes: Ann's" in draft


async def test_earlier_versions_are_read(desk: Town) -> None:
    for words in ("one", "two"):
        await desk.bob.says(f"/weekly edit highlights:{words}")
    old = await desk.bob.says("/weekly version:1")
    assert "This is version 1 of 2." in old
    assert "Highlights: one" in old
    assert "Highlights: two" in await desk.bob.presses(old, "Newest version")
    assert "This report has 2 versions." in await desk.bob.says("/weekly version:9")


async def test_the_same_again_is_no_version(desk: Town) -> None:
    await desk.bob.says("/weekly edit highlights:one")
    assert "That is what it says already." in await desk.bob.says("/weekly edit highlights:one")


async def test_staff_write_their_own_and_those_of_their_communities(desk: Town, dee: Somebody) -> None:
    assert "Kept" in await dee.says("/weekly edit highlights:mine")
    assert "Kept" in await dee.says("/weekly edit runners highlights:mine")
    assert "Kept" in await dee.says("/weekly edit communities:runners,readers highlights:both")
    assert "Only whoever owns or reports moms, or a manager" in await dee.says("/weekly edit moms highlights:x")
    assert "Only whoever owns or reports" in await dee.says("/weekly edit communities:moms,runners highlights:x")
    assert "Only Bob or a manager" in await dee.says("/weekly edit @bob highlights:x")
    assert "Only Bob or a manager" in await dee.says("/weekly edit @bob")
    assert "Kept" in await desk.ann.says("/weekly edit @dee highlights:hers")


async def test_a_text_is_as_long_as_the_storage_has_room(desk: Town) -> None:
    asked = await desk.bob.says("/weekly edit")
    why = '"' * 1000
    kept = await desk.bob.fills(asked, **dict.fromkeys(FORM, "海" * 4000), why1=why, why2=why, why3=why)
    assert "Kept as version 1" in kept
    assert "海" * 4000 in await desk.bob.says("/weekly")


async def test_longer_words_are_refused_with_their_number_and_stay_in_the_form(desk: Town) -> None:
    asked = await desk.bob.says("/weekly edit")
    no = await desk.bob.fills(asked, highlights="40 orders", plan="海" * 4001)
    assert "Plan for next week: 4001 signs, and there is room for 4000. Nothing is kept yet: shorten it." in no
    assert no.reply.form is not None
    assert {one.field: one.value for one in no.reply.form.questions}["plan"] == "海" * 4001
    no = await desk.bob.fills(await desk.bob.says("/weekly edit"), why2="x" * 1001)
    assert "1001 signs, and there is room for 1000" in no
    assert "A draft: nothing is written yet." in await desk.bob.says("/weekly")
    no = await desk.bob.says(f'/weekly edit plan:"{"x" * 4100}"')
    assert "Plan for next week: 4100 signs" in no


async def test_where_there_is_no_room_for_all_reasons_the_oldest_that_nobody_asks_for_gives_way(desk: Town) -> None:
    """Quote signs take double room where they are stored."""
    why = '"' * 1000
    for moved in ("active,engaged,joined", "messages,reach,posts"):
        line = f"/weekly edit moved:{moved} " + " ".join(f"why{at}:“{why}”" for at in (1, 2, 3))
        assert "Kept as version" in await desk.bob.says(line)
    versions = await desk.storage.read(lambda unit: unit.weeklies.versions(1, "c2", date(2026, 11, 23)))
    assert list(versions[0].whys) == ["active", "engaged", "joined"]
    assert list(versions[1].whys) == ["messages", "reach", "posts"]


async def test_a_draft_is_read_only_by_those_who_write_it(desk: Town, dee: Somebody, eve: Somebody) -> None:
    await desk.bob.says("/weekly edit me problems:rain")
    for who in (dee, eve):
        answer = await who.says("/weekly @bob")
        assert answer.text.splitlines() == [
            "Weekly report: Bob, week 2026-W48 (Mon, Nov 23 – Sun, Nov 29)",
            "It is not filed yet: only those who write it see the draft.",
            "Filing opens Thu, Nov 26 00:00.",
        ]  # fmt: skip
        assert "rain" not in await who.says("/weekly @bob version:1")
    for who in (desk.bob, desk.ann):
        assert "Problems and causes: rain" in await who.says("/weekly @bob")
    await desk.sleep_until("2026-11-27 10:00")
    await desk.bob.says("/weekly edit me problems:sun")
    await desk.bob.says("/weekly file me")
    assert "Problems and causes: sun" in await eve.says("/weekly @bob")
    no = await eve.says("/weekly @bob version:1")
    assert "That version is a draft: only those who write the report see it." in no
    assert "Problems and causes: rain" in await desk.ann.says("/weekly @bob version:1")
