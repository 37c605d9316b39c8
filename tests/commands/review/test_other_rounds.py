"""Topics, diaries, the round table, and the milestones of every second week."""

from collections.abc import Mapping

from storage import Unit
from tests.commands.milestone.work import milestone

from .friday import Friday


async def test_topics_are_asked_of_content_people_in_private_too_and_summed_up_in_three_days(team: Friday) -> None:
    await team.ann.says('/role @dee title:"content planner"')
    posts = await team.town.sleep_until("2026-11-25 10:00")
    card, private = [post for post in posts if "Topic meeting" in post]
    assert "0 of 1 have answered." in card
    assert (private.address.chat, private.reply.buttons) == ("dee", card.reply.buttons)
    await team.dee.in_private().says("/review answer 点击率：4.2% 差距：3 points\nsearch words: hotpot, fireworks")
    assert "1 of 1 has answered." in team.prompt()
    posts = [post for post in await team.until("2026-11-30 18:00") if "Topic" in post and "answer" in post]
    assert posts[-1].local() == "2026-11-30 18:00"
    assert posts[-1].text.splitlines() == [
        "Topic meeting, Wed, Nov 25: 1 answer",
        "Last month's best click rate", "• 4.2%", "Gap to a competitor", "• 3 points",
        "Rising search words", "• hotpot, fireworks",
    ]  # fmt: skip


async def test_without_content_people_everybody_is_asked(team: Friday) -> None:
    (card,) = await team.until("2026-11-25 10:00")
    assert "0 of 3 have answered." in card


async def test_a_diary_that_is_too_short_comes_back_in_its_form_and_none_is_shown(team: Friday) -> None:
    (prompt,) = [post for post in await team.until("2026-11-30 15:00") if "Diary" in post]
    assert "Diaries are taken until Tue, Dec 1 09:30." in prompt
    bob = team.bob.in_private()
    form = await team.presses(bob, prompt.reply.buttons[0].line)
    form = await bob.fills(form, diary="今天很好 hello world")
    assert "Your diary has 6 signs; at least 300 are needed." in form
    assert "? Diary of the month = 今天很好 hello world" in form
    assert "0 of 3" in prompt
    await bob.fills(form, diary="好" * 299 + " 2026")
    assert "1 of 3 has answered." in team.prompt()
    (closed,) = [post for post in await team.until("2026-12-01 09:30") if "Diary" in post]
    assert "Closed with 1 answer." in closed
    for line in ("/review", "/review show 2026-11-30"):
        assert "好好" not in await team.ann.says(line)


async def test_a_short_diary_that_was_typed_opens_the_form_with_it(team: Friday) -> None:
    await team.until("2026-11-30 15:00")
    answer = await team.bob.in_private().says("/review answer kind:month It rained")
    assert "Your diary has 2 signs" in answer
    assert "? Diary of the month = It rained" in answer


async def test_what_the_round_table_promised_becomes_promises_of_two_weeks(team: Friday) -> None:
    card = next(post for post in await team.until("2027-01-04 10:00") if "Round table," in post)
    assert "What is promised stands under the name of whoever wrote it." in card
    await team.ann.says("/review answer asked: a night market\npromised: one in May\nbetter signs")
    for who in (team.ann, team.bob):
        await who.says("/away today")
    posts = await team.town.sleep_until("2027-01-08 18:00")
    summary = next(post for post in posts if "Round table" in post and "Promised" in post)
    assert "• 1 · one in May – until Mon, Jan 18 18:00" in summary
    found = await team.town.storage.read(lambda unit: unit.promises.listed(1, ["open"]))
    ann = (await team.town.people())["Ann"].id
    assert [(one.words, one.owner) for one in found] == [("one in May", ann), ("better signs", ann)]
    assert {one.round for one in found} == {next(one.id for one in await team.rounds() if one.kind == "quarter")}


async def test_every_second_week_the_milestones_that_slip_are_named(team: Friday) -> None:
    await milestone(team, "Landing page", "2026-12-03", "owner:@bob")
    await milestone(team, "Posters", "2026-12-20")
    await team.ann.says("/milestone edit 2 due:12-24")
    await milestone(team, "On its way", "2026-12-22")
    posts = team.town.sleep_until
    assert not [post for post in await posts("2026-11-27 16:30") if "Milestone review" in post]
    (review,) = [post for post in await posts("2026-12-04 16:30") if "Milestone review" in post]
    assert review.text.splitlines() == [
        "Milestone review: 2 milestones slip",
        "• 1 · Landing page, was due Thu, Dec 3 – Bob",
        "• 2 · Posters, due Thu, Dec 24 instead of Sun, Dec 20",
        "[Plan 1 anew] [Plan 2 anew] [Milestones]",
    ]
    assert "form" in await team.presses(team.ann, review.reply.buttons[0].line)
    await team.ann.says("/milestone drop 1 why:no")
    await team.ann.says("/milestone drop 2 why:no")
    (fine,) = [post for post in await posts("2026-12-18 16:30") if "Milestone review" in post]
    assert fine.text == "Milestone review: 1 is open, on schedule."


async def test_a_team_without_milestones_hears_nothing_of_them(team: Friday) -> None:
    assert not [post for post in await team.town.sleep_until("2026-12-04 16:31") if "Milestone" in post]


async def test_a_line_without_a_name_goes_where_its_labels_belong(team: Friday) -> None:
    await team.asks()  # topics are open as well
    await team.bob.says("/review answer clicks: 4%")
    await team.bob.says("/review answer next week: print earlier\njust a remark")

    async def said(unit: Unit) -> dict[str, Mapping[str, str]]:
        rounds = await unit.rounds.latest(1, n=5)
        return {one.kind: answer.words for one in rounds for answer in await unit.rounds.answers(one.id)}

    words = await team.town.storage.read(said)
    assert words == {"topic": {"clicks": "4%"}, "week": {"next": "print earlier\njust a remark"}}
    await team.sums_up()
    assert "was closed" in await team.bob.says("/review answer next week: print earlier")
