"""What the team says in public: written by one, approved by another, posted everywhere, corrected where it stands."""

from dataclasses import replace

import pytest

from storage import Address, Place
from tests.commands.task.crew import Crew
from tests.town import Post, Town

SERVER = Address("discord", "777")
WORDS = "The gatehouse is closed today.\nWe say more at six."


@pytest.fixture
async def red(team: Crew) -> Crew:
    """A red risk that Bob has in hand, in a team that also lives on Discord."""
    await team.town.storage.write(lambda unit: unit.places.bind(1, SERVER, "Crisis room"))
    await team.ann.says("/risk raise red kind:weather Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    return team


def posted(team: Crew) -> dict[str, Post]:
    """The statement as the last line posted it, by chat."""
    found = [letter for letter in team.town.letters if letter.card == "statement:1"]
    return {letter.address.chat: team.town._post(letter) for letter in found}


async def test_a_statement_is_written_by_one_and_approved_by_another(red: Crew) -> None:
    written = await red.bob.says(f"/risk statement 1 {WORDS}")
    assert "Written, and not posted yet: somebody else has to approve it." in written
    assert WORDS in written
    assert "Statement by Bob, Tue, Nov 24 20:00: somebody else has to approve it." in red.cards()["risk:1"]
    assert "• “The gatehouse is closed today. We say more at six.”" in red.cards()["risk:1"]
    assert red.cards()["risk:1"].splitlines()[-1].startswith("[Approve] [Read it]")
    assert posted(red) == {}
    assert "You wrote it, so somebody else has to approve it: Dee or Ann." in await red.bob.presses(written, "Approve")
    await red.town.sleep_until("2026-11-24 20:40")
    assert "Approved. It goes to every channel now." in await red.dee.presses(written, "Approve")
    assert {chat: post.text for chat, post in posted(red).items()} == {
        "-100": f"Statement\n{WORDS}", "777": f"Statement\n{WORDS}"
    }  # fmt: skip
    assert {post.letter.lane for post in posted(red).values()} == {0}
    card = red.cards()["risk:1"]
    assert "• Statement: done in time" in card
    assert "Statement approved by Dee, Tue, Nov 24 20:40: it is being posted." in card
    assert "[Approve]" not in card
    clocks = await red.town.storage.read(lambda unit: unit.risk_story.clocks([1]))
    people = await red.town.people()
    assert [one.stopped_by for one in clocks[1] if one.name == "statement"] == [people["Dee"].id]
    assert "Dee approved it already, Tue, Nov 24 20:40." in await red.ann.says("/risk approve 1")


async def test_who_leads_and_who_has_it_read_the_words_before_they_approve(red: Crew) -> None:
    await red.dee.says(f"/risk statement 1 {WORDS}")
    told = [post for post in await red.told() if "Risk 1" in post.text]
    assert sorted(post.address.chat for post in told) == ["ann", "bob"]
    assert all("Dee has written what we say in public." in post and WORDS in post for post in told)
    assert all(post.text.endswith("[Approve] [Read it]") for post in told)
    shown = await red.ann.says("/risk show 1")
    assert f"“{WORDS}”" in shown
    assert "[Read it]" not in shown
    asked = await red.ann.says("/risk approve")
    assert WORDS in asked, "nobody approves what she has not read"
    assert "Approved." in await red.ann.presses(asked, "Approve")


async def test_another_version_makes_the_one_that_waits_void(red: Crew) -> None:
    first = await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.dee.says("/risk statement 1 The gatehouse is open again.")
    refused = await red.ann.presses(first, "Approve")
    assert "Dee has written a newer version. Please read it first:\nThe gatehouse is open again." in refused
    assert posted(red) == {}
    assert "Approved." in await red.ann.presses(refused, "Approve")
    assert posted(red)["-100"].text == "Statement\nThe gatehouse is open again."
    assert "There is no version 7; the newest is 2." in await red.ann.says("/risk approve 1 v:7")


async def test_a_correction_is_approved_again_and_edits_the_posts(red: Crew) -> None:
    await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.ann.says("/risk approve 1")
    before = {chat: post.letter.edits for chat, post in posted(red).items()}
    assert before == {"-100": None, "777": None}
    await red.town.sleep_until("2026-11-24 22:10")
    said = await red.bob.says("/risk statement 1 The gatehouse opens tomorrow.")
    assert "When somebody else has approved it, the posts are corrected." in said
    assert posted(red) == {}
    assert "The posts are being corrected." in await red.dee.says("/risk approve 1")
    assert posted(red)["777"].text == "Statement\nThe gatehouse opens tomorrow.\nCorrected Tue, Nov 24 22:10"
    assert all(post.letter.edits is not None for post in posted(red).values())
    assert "Statement corrected, approved by Dee, Tue, Nov 24 22:10" in red.cards()["risk:1"]


async def test_the_form_holds_ready_words_and_is_refused_while_a_blank_is_left(red: Crew) -> None:
    asked = await red.bob.says("/risk statement 1")
    assert asked.reply.form is not None
    draft = asked.reply.form.given["words"] if asked.reply.form.given else ""
    assert draft.splitlines() == [
        "About “Gatehouse flooded”: [what we know for certain, and since when]",
        "The safety of everybody comes first: what was planned is put off or moved. Whoever has signed up hears "
        "from us in person.",
        "We say more here by Tue, Nov 24 22:00.",
    ]
    refused = await red.bob.fills(asked, words=draft)
    assert "Not kept yet. Put your words in place of: [what we know for certain, and since when]" in refused
    assert refused.reply.form is not None
    assert refused.reply.form.questions[0].value == draft, "what was typed is not lost"
    kept = await red.bob.fills(refused, words=draft.replace("[what we know for certain, and since when]", "It rained."))
    assert "About “Gatehouse flooded”: It rained." in kept
    again = await red.dee.says("/risk statement 1")
    assert again.reply.form is not None
    assert "It rained." in (again.reply.form.questions[0].value or ""), "a further version begins with the newest words"


async def test_the_draft_speaks_the_language_of_the_team(town: Town) -> None:
    await town.founded(language="简体")
    await town.ann.says("/risk raise red kind:opinion 差评刷屏")
    asked = await town.ann.says("/risk statement 1")
    assert asked.reply.form is not None
    assert (asked.reply.form.questions[0].value or "").startswith("关于“差评刷屏”：【已确认的情况")
    assert "还没保存" in await town.ann.says("/risk statement 1 关于差评：【目前已经做了什么】")


async def test_somebody_who_works_alone_approves_her_own(town: Town) -> None:
    await town.founded()
    await town.ann.says("/risk raise red Gatehouse flooded")
    written = await town.ann.says("/risk statement 1 Closed today.")
    assert "Nobody else is in the team, so you can approve it yourself." in written
    assert "Approved." in await town.ann.presses(written, "Approve")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/risk approve", "No statement waits for approval."),
        ("/risk approve 1", "Nobody has written a statement about risk 1 yet."),
        ('/risk statement 1 "  "', "A statement needs words."),
        (f"/risk statement 1 {'x' * 1501}", "It takes 1501 signs of a message, and at most 1500 fit."),
        ("/risk statement 7 Closed.", "There is no risk 7 in this team."),
        ('/risk plan 1 "  "', "A plan needs words."),
        (f"/risk plan 1 {'x' * 2001}", "A plan has at most 2000 signs; this has 2001."),
        ("/risk level 1 up", "It is red already."),
    ],
)
async def test_what_cannot_be_is_refused_with_words(red: Crew, line: str, why: str) -> None:
    assert why in await red.dee.says(line)


async def test_a_press_too_many_says_so(red: Crew) -> None:
    await red.bob.says(f"/risk statement 1 {WORDS}")
    assert "Those are the same words as before." in await red.bob.says(f"/risk statement 1 {WORDS}")
    versions = await red.town.storage.read(lambda unit: unit.risk_story.statements(1))
    assert [one.version for one in versions] == [1]


async def test_an_exercise_is_marked_where_it_is_posted_and_waits_behind_what_is_real(red: Crew) -> None:
    await red.town.storage.write(lambda unit: unit.risks.change(1, drill=True))
    await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.ann.says("/risk approve 1")
    post = posted(red)["777"]
    assert post.text == f"DRILL · Statement\n{WORDS}\nThis is an exercise. Please do not pass it on."
    assert post.letter.lane > 1


async def test_the_card_and_the_story_link_to_the_posts_once_they_are_out(red: Crew) -> None:
    far = Address("telegram", "-1001234567890", "5")
    await red.town.storage.write(lambda unit: unit.places.bind(1, far, "Headquarters"))
    await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.ann.says("/risk approve 1")
    number = posted(red)["-1001234567890"].letter
    (post,) = [at for at in (await standing(red)).items() if at[0] == far]
    shown = await red.eve.says("/risk show 1")
    assert f"• https://t.me/c/1234567890/5/{post[1]}" in shown
    assert "• Discord: Crisis room" in shown
    assert number.card == "statement:1"
    await red.town.sleep_until("2026-11-24 20:05")
    story = await red.town.storage.read(lambda unit: unit.risk_story.story(1))
    assert sorted((one.platform, one.words) for one in story if one.deed == "posted") == [
        ("discord", "Discord: Crisis room"), ("telegram", "Telegram: Mums club"),
        ("telegram", f"https://t.me/c/1234567890/5/{post[1]}"),
    ]  # fmt: skip


async def standing(team: Crew) -> dict[Address, str]:
    return await team.town.storage.read(lambda unit: unit.cards.standing(1, "statement:1"))


async def test_a_statement_stays_when_the_risk_is_quiet_and_can_be_corrected_after_the_end(red: Crew) -> None:
    await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.bob.says("/risk solve 1")
    assert "[Verified] [Not solved] [Approve] [Read it]" in red.cards()["risk:1"]
    await red.dee.says("/risk verify 1 dry")
    assert red.cards()["risk:1"].splitlines()[-1] == "[Approve] [Read it] [Report]"
    assert "Approved." in await red.dee.says("/risk approve 1")
    assert posted(red)["777"].text == f"Statement\n{WORDS}"


async def test_an_urgent_card_also_stands_where_alerts_are_wanted(red: Crew) -> None:
    alerts = Place(0, 1, Address("discord", "888"), "Alarms", "alerts")
    await red.town.storage.write(lambda unit: unit.places.bind(1, alerts.address, alerts.title, alerts.purpose))
    await red.bob.says("/risk note 1 Pumps are on")
    assert "888" in {letter.address.chat for letter in red.town.letters if letter.card == "risk:1"}
    await red.bob.says("/task add Print posters")
    assert "888" not in {letter.address.chat for letter in red.town.letters}


async def test_nothing_is_posted_twice_when_two_approve_at_once(red: Crew) -> None:
    written = await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.ann.presses(written, "Approve")
    assert "Ann approved it already" in await red.dee.presses(written, "Approve")
    assert posted(red) == {}


async def test_a_statement_that_only_two_members_could_see_needs_the_other(town: Town) -> None:
    team = replace(town, carries=True)
    await team.founded()
    await team.bob.says("/join")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.ann.says("/risk statement 1 Closed today.")
    assert "somebody else has to approve it: Bob." in await team.ann.says("/risk approve 1")


async def test_in_a_drill_the_form_knows_which_risk_is_meant(team: Crew) -> None:
    await team.ann.says("/drill run kind:weather")
    asked = await team.bob.says("/risk statement")
    assert asked.reply.form is not None
    assert [one.value for one in asked.reply.form.questions if one.field == "number"] in ([], ["1"])
    assert asked.text.startswith("form DRILL · ‼ 1 ·")


async def test_a_level_up_and_down_asks_for_no_second_statement(red: Crew) -> None:
    await red.bob.says(f"/risk statement 1 {WORDS}")
    await red.dee.says("/risk approve 1")
    red.town.sleep(minutes=1)
    await red.bob.says("/risk level 1 yellow")
    red.town.sleep(minutes=1)
    await red.bob.says("/risk level 1 red")
    card = red.cards()["risk:1"]
    assert "Statement posted, approved by Dee" in card
    assert "Statement: until" not in card
    assert "Solution: until" in card


async def test_only_those_who_may_approve_and_are_there_are_named_on_call_first(team: Crew) -> None:
    people = [team.town.person(name, team.ann.at) for name in ("Fay", "Gus", "Hal")]
    for one in people:
        await one.says("/join")
    await people[0].says("/away until fri")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.ann.says("/risk statement 1 We know.")
    said = "You wrote it, so somebody else has to approve it: Bob, Dee, Gus, or 1 more."
    assert said in await team.ann.says("/risk approve 1")
    await people[2].says("/away until fri")
    said = "You wrote it, so somebody else has to approve it: Bob, Dee, or Gus."
    assert said in await team.ann.says("/risk approve 1")
