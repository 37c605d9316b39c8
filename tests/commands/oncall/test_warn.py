"""Who will be missing is said a day before, once, and when it is mended."""

import pytest

from tests.commands.task.crew import Crew
from tests.town import Answer, Post


@pytest.fixture
async def rota(team: Crew) -> Crew:
    """Bob has Tuesday, Dee Wednesday, Bob Thursday and so on, at nine."""
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    await team.told()
    team.town.carries = True
    return team


def warnings(posts: list[Post]) -> list[tuple[str, str, bool]]:
    """When, what, and whether it replaces what was said before."""
    cards = [post for post in posts if (post.letter.card or "").startswith("gap:")]
    return [(post.local(), post.text.splitlines()[0], post.letter.edits is not None) for post in cards]


async def test_who_goes_on_leave_hears_at_once_which_shifts_it_is(rota: Crew) -> None:
    await rota.bob.says("/away 11-28..12-01")
    (told,) = await rota.told()
    assert told.address.chat == "bob"
    assert told.text.splitlines() == [
        "You are on leave in shifts of yours", "Nobody answers then, unless somebody takes them:",
        "• primary: Bob (away), Sat, Nov 28 09:00 – Sun, Nov 29 09:00",
        "• primary: Bob (away), Mon, Nov 30 09:00 – Tue, Dec 1 09:00",
        "[Ask for cover: Sat, Nov 28 09:00] [Ask for cover: Mon, Nov 30 09:00]",
    ]  # fmt: skip
    asks = await rota.bob.in_private().presses(Answer(told.reply, told.text), "Mon, Nov 30")
    assert "The team is asked." in asks
    assert "Cover wanted: primary, Mon, Nov 30 09:00 – Tue, Dec 1 09:00" in rota.card()


async def test_leave_in_which_she_has_no_shift_is_not_talked_about(rota: Crew) -> None:
    await rota.ann.says("/away 11-28..12-01")
    assert await rota.told() == []
    assert warnings(await rota.town.sleep_until("2026-12-02 12:00")) == []


async def test_a_rota_that_gives_somebody_on_leave_a_shift_says_so_to_her(team: Crew) -> None:
    await team.bob.says("/away 11-27")
    await team.ann.says("/oncall rota primary:@dee,@bob rotation:daily handover:00:00")
    assert [(post.address.chat, "Fri, Nov 27 00:00" in post) for post in await team.told()] == [("bob", True)]


async def test_its_buttons_still_work_when_the_rota_is_made_again(rota: Crew) -> None:
    await rota.bob.says("/away 11-28..11-28")
    posts = await rota.town.sleep_until("2026-11-26 10:01")
    warning = next(post for post in posts if (post.letter.card or "").startswith("gap:"))
    await rota.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    _, take, _ = warning.reply.buttons
    taken = await rota.presses(rota.dee, take.line)
    assert "Dee is on call (primary) from Sat, Nov 28 09:00 until Sun, Nov 29 00:00." in taken


async def test_what_nobody_answers_is_said_a_day_before_and_once(rota: Crew) -> None:
    await rota.bob.says("/away 11-28..11-28")
    posts = await rota.town.sleep_until("2026-11-29 12:00")
    nobody = "Nobody answers: primary, Sat, Nov 28 09:00 – Sun, Nov 29 00:00"
    assert warnings(posts) == [("2026-11-26 10:00", nobody, False)]
    said, private = sorted((post for post in posts if nobody in post), key=lambda post: post.address.chat)
    assert (private.address.chat, private.local()) == ("ann", "2026-11-26 10:00")
    assert private.text.splitlines()[2:] == ["[Ask for cover] [I'll take it] [Somebody else]"]
    assert said.text.splitlines()[1:] == [
        "It is the shift of Bob, who is on leave.", "Ann: please see to it.",
        "[Ask for cover] [I'll take it] [Somebody else]",
    ]  # fmt: skip


async def test_what_is_near_is_said_at_once_and_again_when_it_is_mended(rota: Crew) -> None:
    await rota.bob.says("/away thu")
    nobody = "Nobody answers: primary, Thu, Nov 26 09:00 – Fri, Nov 27 00:00"
    posts = await rota.town.sleep_until("2026-11-24 20:01")
    assert warnings(posts) == [("2026-11-24 20:00", nobody, False)]
    said = next(post for post in posts if nobody in post)
    taken = await rota.ann.presses(Answer(said.reply, said.text), "I'll take it")
    assert "Ann is on call (primary) from Thu, Nov 26 09:00 until Fri, Nov 27 00:00." in taken
    posts = await rota.town.sleep_until("2026-11-24 20:30")
    mended = "Mended: primary, Thu, Nov 26 09:00 – Fri, Nov 27 00:00"
    assert warnings(posts) == [("2026-11-24 20:01", mended, True)]
    card = next(post for post in posts if mended in post)
    assert card.text.splitlines()[1:] == ["• primary: Ann, Thu, Nov 26 09:00 – Fri, Nov 27 00:00"]
    await rota.ann.says("/oncall undo 1")
    assert warnings(await rota.town.sleep_until("2026-11-25 12:00")) == [("2026-11-24 20:30", nobody, False)]


async def test_at_night_those_who_lead_are_told_only_what_cannot_wait(rota: Crew) -> None:
    await rota.town.sleep_until("2026-11-24 23:30")
    await rota.dee.says("/away wed")
    await rota.bob.says("/away today")
    posts = await rota.town.sleep_until("2026-11-25 12:00")
    told = [(post.local(), post.text.splitlines()[0]) for post in posts if post.address.chat == "ann"]
    assert told == [
        ("2026-11-24 23:30", "Nobody answers: primary, Tue, Nov 24 20:00 – Wed, Nov 25 00:00"),
        ("2026-11-25 08:00", "Nobody answers: primary, Wed, Nov 25 09:00 – Thu, Nov 26 00:00"),
    ]  # fmt: skip


async def test_what_is_mended_for_a_moment_only_is_wrong_again(rota: Crew) -> None:
    await rota.bob.says("/away thu")
    await rota.town.sleep_until("2026-11-24 20:01")
    await rota.bob.says("/back")
    assert warnings(await rota.town.sleep_until("2026-11-24 20:02"))[0][1].startswith("Mended:")
    await rota.bob.says("/away thu")
    again = warnings(await rota.town.sleep_until("2026-11-24 20:03"))
    assert [(text.split(":")[0], edits) for _, text, edits in again] == [("Nobody answers", True)]


async def test_a_shift_of_whoever_left_can_be_taken_and_given(rota: Crew) -> None:
    await rota.ann.says("/team remove @bob")
    posts = await rota.town.sleep_until("2026-11-24 20:01")
    said = next(post for post in posts if "Nobody answers: primary, Tue, Nov 24 20:00" in post)
    assert "It is the shift of Bob, who does not work here any more." in said
    form = await rota.ann.presses(Answer(said.reply, said.text), "Somebody else")
    given = await rota.ann.fills(form, person="@dee")
    assert "Dee is on call (primary) from Tue, Nov 24 20:01 until Wed, Nov 25 09:00." in given
    await rota.dee.presses(Answer(said.reply, said.text), "Ask for cover")
    assert "Dee is on call" in given


async def test_one_person_on_two_layers_is_said(rota: Crew) -> None:
    await rota.ann.says("/oncall rota backup:@dee,@ann rotation:daily handover:09:00")
    posts = await rota.town.sleep_until("2026-11-25 09:30")
    twice = [post for post in posts if "On two layers at once: Dee" in post]
    assert twice == []
    await rota.ann.says("/oncall override @dee from:thu until:fri layer:primary")
    posts = await rota.town.sleep_until("2026-11-25 09:31")
    assert warnings(posts) == [("2026-11-25 09:30", "On two layers at once: Dee", False)]
    assert "Dee has primary and backup, Thu, Nov 26 09:00 – Fri, Nov 27 09:00." in posts[-1].text


async def test_one_who_has_all_layers_alone_is_not_told_so_each_day(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob backup:@bob rotation:daily")
    assert warnings(await team.town.sleep_until("2026-11-29 12:00")) == []


async def test_hours_that_a_layer_leaves_out_are_no_gap(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily days:weekdays covers:09:00-18:00")
    assert warnings(await team.town.sleep_until("2026-12-01 12:00")) == []


async def test_of_who_cannot_be_written_to_those_who_lead_hear_once_a_shift(team: Crew) -> None:
    """She is asked about two shifts at first, and then about the next one."""
    team.town.carries = True
    fay = team.town.person("Fay", team.ann.at)
    await fay.says("/join")
    await team.ann.says("/oncall rota primary:@fay,@dee rotation:daily handover:09:00")
    posts = await team.town.sleep_until("2026-11-28 08:59")
    told = [(post.local(), post.text.split(",")[0]) for post in posts if post.address.chat == "ann" and "Fay" in post]
    assert told == [
        ("2026-11-24 20:00", "I cannot write to Fay"),
        ("2026-11-26 09:15", "Fay has not accepted the hand-over of Thu"),
        ("2026-11-27 09:00", "I cannot write to Fay"),
    ]
    assert warnings(posts) == []


async def test_who_cannot_be_written_to_any_more_in_a_shift_is_named_once(team: Crew) -> None:
    team.town.carries = True
    await team.ann.says('/oncall rota primary:@bob,@dee rotation:weekly handover:"mon 09:00"')
    await team.town.looks_at_the_clock()
    await team.bob.says("/oncall reachable")
    await team.town.sleep_until("2026-11-24 20:05")
    await team.town.storage.write(lambda unit: unit.accounts.unreachable("telegram", "bob"))
    posts = await team.town.sleep_until("2026-11-27 12:00")
    assert warnings(posts) == [("2026-11-25 10:00", "On call, but cannot be written to: Bob", False)]
    card, private = sorted((post for post in posts if "On call, but" in post), key=lambda post: post.address.chat)
    assert private.text.splitlines()[1:] == [
        "primary, Tue, Nov 24 20:00 – Mon, Nov 30 09:00",
        "To mend it, Bob opens me on Telegram and presses Start, then “I'm reachable” in the channel.",
        "[Somebody else] [Shifts ahead]",
    ]  # fmt: skip
    assert card.address.chat == "-100"
    assert card.text.splitlines() == [*private.text.splitlines()[:-1], "[I'm reachable] [Somebody else] [Shifts ahead]"]
    await team.bob.in_private().says("/help")
    posts = await team.town.sleep_until("2026-11-28 12:00")
    assert warnings(posts) == [("2026-11-28 10:00", "Mended: Bob can be written to.", True)]


async def test_that_a_shift_is_over_is_not_said_to_be_mended(team: Crew) -> None:
    team.town.carries = True
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:12:00")
    await team.town.looks_at_the_clock()
    await team.bob.says("/oncall reachable")
    await team.town.sleep_until("2026-11-24 20:05")
    await team.town.storage.write(lambda unit: unit.accounts.unreachable("telegram", "bob"))
    posts = await team.town.sleep_until("2026-11-26 11:00")
    assert warnings(posts) == [("2026-11-25 10:00", "On call, but cannot be written to: Bob", False)]


async def test_what_is_asked_about_a_shift_that_is_not_hers_any_more_ends(rota: Crew) -> None:
    await rota.bob.says("/oncall cover thu")
    await rota.bob.says("/oncall swap @dee mine:sat theirs:sun")
    await rota.town.looks_at_the_clock()
    await rota.ann.says("/oncall rota primary:@ann,@dee rotation:weekly")
    posts = await rota.town.sleep_until("2026-11-24 20:01")
    told = sorted((post.address.chat, post.text.splitlines()[1]) for post in posts if post.letter.card is None)
    void = "The rota changed, so it is not asked any more who takes primary"
    assert told == [
        ("bob", f"{void}, Sat, Nov 28 09:00 – Sun, Nov 29 09:00."),
        ("bob", f"{void}, Thu, Nov 26 09:00 – Fri, Nov 27 09:00."),
        ("dee", "Bob does not ask you to take primary, Sat, Nov 28 09:00 – Sun, Nov 29 09:00 any more."),
    ]  # fmt: skip
    assert [post.text.splitlines()[1] for post in posts if post.letter.card == "swap:1"] == [
        "Not asked any more since Tue, Nov 24 20:00."
    ]
