"""The Monthly Red Book: what stands in it, when it comes, and whose it is."""

from datetime import date

import pytest

from commands.kit import Table
from commands.kit.reply import read_reply, write_reply
from storage import Account, Community, Role, Round, Unit
from tests.activities import activity, local
from tests.redbooks import EVIL, HALLOWEEN, book_of, founded, planted
from tests.town import Town

from .reading import books, chapters


async def test_the_message_is_the_month_in_a_few_lines_with_the_book_beside_it(october: Town) -> None:
    (post,) = books(await october.sleep_until("2026-11-02 10:00"))
    assert post.local() == "2026-11-02 10:00"
    assert post.text.splitlines() == [
        "Monthly Red Book · October 2026",
        "• 3 of 5 goals reached or on their way",
        "• members 3,396 (+2.8%), new members 748 (+4.3%), active members 1,602 (+12.9%), revenue ¥480,810 (+9.8%), "
        "30-day retention 66% (0%), paid conversion 20.27% (+3.1%)",
        "• 2 activities closed, 1 of them won; the best: Autumn sale (ROI 2.31)",
        "• 2 lessons kept",
        "• 2 diaries were written",
        "• Thank you, Bob and Dee!",
        "All of it is in the file: open it in a browser, or print it.",
        "book redbook-mums-club-2026-10.html Monthly Red Book · October 2026",
        "[Board]",
    ]


async def test_every_chapter_says_what_the_month_was(october: Town) -> None:
    (post,) = books(await october.sleep_until("2026-11-02 10:00"))
    found = chapters(post)
    assert list(found) == ["Goals", "Figures", "Activities", "Lessons", "Diaries", "Thank you"]
    assert "30-day retention | at least 65% | ✓ 66% | –" in found["Goals"]
    assert "paid conversion | at least 18% | ✓ 20.27% | 4/4" in found["Goals"]
    assert "new members | +5% a week | +4.3% | ✗ 0/4" in found["Goals"]
    assert "chart paid conversion, 12 weeks" in found["Goals"]
    assert "Reported: 3 of 3 communities, 93/93 daily reports." in found["Figures"]
    assert "Number | Month | vs last month | W40 | W41 | W42 | W43 | Reports" in found["Figures"]
    assert "active members | 1,602 | +183 | 1,512 | 1,554 | 1,596 | 1,638 | 93/93" in found["Figures"]
    assert "# moms\nNumber | Month | vs last month | W40 | W41 | W42 | W43 | Days" in found["Figures"]
    assert "active members | 534 | +61 | 504 | 518 | 532 | 546 | 31/31" in found["Figures"]
    assert found["Activities"].splitlines()[:4] == [
        "Activity | Result | Final ROI | Forecast ROI | Tier",
        "1 · Autumn sale | ✓ won: ROI of at least 1.5 | 2.31 | 2 | light",
        f"2 · Lantern night {EVIL} | ✗ failed: ROI below 1.5 | 0.8 | 1.7 | heavy",
        "3 · Raffle | ■ stopped | – | – | light",
    ]
    assert "Winter sale" not in found["Activities"]
    assert "• Root cause: An early countdown" in found["Activities"]
    assert found["Lessons"] == (
        "# Reusable modules\n• Countdown wording for three days\nDay three: what, day two: why.\n"
        f"# Pitfalls\n• Order posters ten days before {EVIL}"
    )
    assert found["Diaries"] == f"# Bob\nIt was a good month. {EVIL}\n# Dee\n{HALLOWEEN}"
    assert found["Thank you"] == (
        "• Bob, thank you: 93 daily reports, 1 abnormal figure taken care of.\n"
        "• Dee, thank you: 1 task done, 1 promise kept, 2 lessons shared."
    )


async def test_a_month_without_anything_is_a_new_page_and_no_reproach(town: Town) -> None:
    await founded(town)
    (post,) = books(await town.sleep_until("2026-11-02 10:00"))[1:]
    assert "Nothing was kept of October 2026, and that is fine" in post
    assert list(chapters(post)) == ["A new page"]


async def test_a_chapter_of_which_there_is_nothing_is_left_out(town: Town) -> None:
    await founded(town)
    await activity(town, "Sale", "2026-10-10 10:00", phase="ended", proposed_at=local("2026-10-02 10:00"))
    (post,) = books(await town.sleep_until("2026-11-02 10:00"))[1:]
    assert list(chapters(post)) == ["Activities"]
    assert "1 activity ran, none is closed yet" in post


async def test_figures_that_nobody_reported_are_missing_and_never_zero(town: Town) -> None:
    await founded(town)
    await town.bob.says("/daily active 50 payers 10")
    (post,) = books(await town.sleep_until("2026-11-02 10:00"))[1:]
    assert "active members | 50 | – | 50 | – | – | – | 1/31" in chapters(post)["Figures"]
    assert "paid conversion | at least 18% | ✓ 20% | 1/1" in chapters(post)["Goals"]
    assert "revenue" not in chapters(post)["Figures"]


@pytest.mark.parametrize(
    ("start", "goes_out"),
    [
        ("2026-09-29 09:00", "2026-10-08 10:00"),  # National Day
        ("2026-12-30 09:00", "2027-01-04 10:00"),  # New Year, and a weekend
    ],
)
async def test_it_comes_on_the_first_working_day_of_the_calendar_and_once(
    town: Town, start: str, goes_out: str
) -> None:
    await founded(town, start=start)
    posts = books(await town.sleep_until(f"{goes_out[:7]}-28 10:00"))
    assert [post.local() for post in posts] == [goes_out]
    assert await town.looks_at_the_clock() == []


async def test_it_goes_to_every_channel_in_the_language_of_the_team(town: Town) -> None:
    await founded(town, language="zh_Hant")
    code = (await town.ann.says("/setup code")).text
    word = next(part for part in code.replace("`", " ").split() if part.startswith("CODE-"))
    await town.ann.on("discord", "77", "c1").with_admin().says(f"/setup join {word}")
    await planted(town)
    posts = books(await town.sleep_until("2026-11-02 10:00"))[-2:]
    assert {post.address.chat for post in posts} == {"-100", "c1"}
    for post in posts:
        assert post.text.startswith("月度紅寶書 · 2026年10月\n• 5 個目標中 3 個達成或進度正常")
        assert post.letter.locale == "zh_Hant"


async def test_what_comes_late_says_so_and_of_two_months_the_newest_is_posted(town: Town) -> None:
    await founded(town, start="2026-09-29 09:00")
    town.now = local("2026-11-05 15:00")
    (post,) = books(await town.looks_at_the_clock())
    assert "Monthly Red Book · October 2026" in post
    assert "This was due Mon, Nov 2 10:00." in post
    assert "An earlier book is made by `/redbook 2026-09`." in post


async def test_an_observer_asks_for_it_alone_and_in_her_own_language(october: Town) -> None:
    eve = october.person("Eve", october.ann.at)
    await eve.says("/join")
    await october.ann.says("/role @eve observer")
    await eve.says("/join language:zh_Hans")
    answer = await eve.says("/redbook")
    assert answer.reply.private
    assert "月度红宝书 · 2026年10月" in answer
    assert answer.line("Month before") == "/redbook 2026-09"
    before = await october.journal()
    await eve.says("/redbook 10月")
    assert await october.journal() == before


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("2026-10", "October 2026"), ("10月", "October 2026"), ("last month", "October 2026"), ("oct", "October 2026"),
        ("上个月", "October 2026"), ("12", "December 2025"), ("march", "March 2026"), ("2026-09", "September 2026"),
        ("month:2026-08", "August 2026"),
    ],
)  # fmt: skip
async def test_any_month_is_asked_for_as_people_name_it(october: Town, typed: str, month: str) -> None:
    assert f"Monthly Red Book · {month}" in await october.bob.says(f"/redbook {typed}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yesterday", "I can't read `yesterday` as a month.\nFor example `last month`, `2026-10`, or `10月`."),
        ("2026-13", "I can't read `2026-13` as a month."),
        ("2027-01", "January 2027 is still to come."),
        ("december 2026", "December 2026 is still to come."),
    ],
)
async def test_what_is_no_month_that_has_begun_is_refused_with_the_nearest_right_thing(
    october: Town, typed: str, said: str
) -> None:
    assert said in await october.bob.says(f"/redbook {typed}")


async def test_the_running_month_says_that_it_is_running(october: Town) -> None:
    await october.bob.says("/daily moms active 540")
    answer = await october.bob.says("/redbook 2026-11")
    assert "November 2026 is still running: this is what there is so far." in answer
    assert "active members 540" in answer


async def test_another_team_sees_nothing_of_it(october: Town) -> None:
    await october.carol.says("/setup name:Elsewhere zone:Asia/Shanghai country:CN currency:CNY")
    assert "Nothing was kept of October 2026" in await october.carol.says("/redbook 2026-10")


async def test_nobody_but_the_clock_posts_it(october: Town) -> None:
    answer = await october.ann.says("/redbook post due:2026-11-02T10:00")
    assert not any("redbook-" in post for post in october.posts().values())
    assert "redbook-" not in answer


async def test_fifty_communities_and_sixty_long_diaries_are_one_letter(town: Town) -> None:
    await founded(town)

    async def grow(unit: Unit) -> None:
        for number in range(49):
            await unit.communities.add(Community(0, 1, f"park{number}", f"Park {number}"))
        round = await unit.rounds.open(Round(0, 1, "month", date(2026, 10, 30), town.now, town.now))
        for number in range(58):
            account = Account("telegram", f"9{number}", f"Writer {number}", "")
            writer = await unit.people.add(1, account, Role.STAFF, town.now)
            await unit.rounds.answer(round.id, writer.id, {"diary": "日" * 2000}, town.now)

    await town.storage.write(grow)
    await planted(town)
    await town.sleep_until("2026-11-02 09:50")
    (post,) = books(await town.sleep_until("2026-11-02 10:00"))
    body = write_reply(post.reply)
    assert len(body.encode()) < 2_000_000
    assert read_reply(body) == post.reply
    assert len(post.text) < 1500
    assert sum(isinstance(block, Table) for block in book_of(post.reply).chapters[1].blocks) == 51
    assert "60 diaries were written" in post


async def test_nobody_reads_a_diary_before_the_book_of_its_month_goes_out(town: Town) -> None:
    await founded(town)
    day, asked, closes = date(2026, 10, 30), local("2026-10-30 15:00"), local("2026-11-02 09:30")

    async def wrote(unit: Unit) -> None:
        round = await unit.rounds.open(Round(0, 1, "month", day, asked, closes))
        await unit.rounds.answer(round.id, 1, {"diary": "I fought with Dee."}, local("2026-10-30 16:00"))

    await town.storage.write(wrote)
    for at in ("2026-10-30 17:00", "2026-11-02 09:45"):
        await town.sleep_until(at)
        answer = await town.bob.says("/redbook 2026-10")
        assert "diary" not in answer
        assert "fought" not in str(book_of(answer.reply))
    (post,) = books(await town.sleep_until("2026-11-02 10:00"))
    assert "1 diary was written" in post
    assert "fought" in str(book_of((await town.bob.says("/redbook 2026-10")).reply))
