"""An activity from its preheat to its final figures, by the clock: what is said when, to whom, and after absences."""

from zoneinfo import ZoneInfo

import pytest

from commands.activity.words import INSTRUCTIONS
from commands.kit import Tongue
from tests.town import SHANGHAI, Post

from .crew import SALE, Crew, said, to

BERLIN = ZoneInfo("Europe/Berlin")
HOW = "How is it going? Sales, refunds and cost so far, please."
LATE = "The review is overdue since"
EVERY = [Tongue().speak(words()) for words in INSTRUCTIONS]
PREHEAT = [
    "11-25 20:00 3 days to go. It starts Sat, Nov 28 20:00. Today: show the poster, and say what there is to win.",
    "11-26 20:00 2 days to go. It starts Sat, Nov 28 20:00. Today: let members guess, and answer the first questions.",
    "11-27 20:00 1 day to go. It starts Sat, Nov 28 20:00. Today: remind everybody of the time, and check links, "
    "prices and stock once more.",
]
BEGINS = "11-28 20:00 It begins now, until Sun, Nov 29 02:00. The operators get an instruction every 30 minutes."
GLOWS = (
    "The main phase is over. Until Tue, Dec 1 02:00: name the winners, thank everybody, and share what members post."
)
ENDS = "12-01 02:00 It is over. Sales, refunds and costs count until Thu, Dec 3 02:00; then the ROI is final."
HALF_HOURS = [
    f"{at} {n} of 12: {words}"
    for n, (at, words) in enumerate(
        zip(
            [
                "11-28 20:00", "11-28 20:30", "11-28 21:00", "11-28 21:30", "11-28 22:00", "11-28 22:30", "11-28 23:00",
                "11-28 23:30", "11-29 00:00", "11-29 00:30", "11-29 01:00", "11-29 01:30",
            ], EVERY, strict=True,
        ), 1,
    )
]  # fmt: skip


def lines(posts: list[Post], chat: str, zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [line.removeprefix("2026-") for line in to(posts, chat, zone)]


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN])
async def test_the_whole_life_runs_by_the_clock_of_the_team(team: Crew, zone: ZoneInfo) -> None:
    await team.ann.says(f"/setup change zone:{zone.key}")
    await team.approved()
    posts = await team.town.sleep_until("2026-12-05 12:00", zone)
    assert lines(posts, "-100", zone) == [
        *PREHEAT, BEGINS, f"11-29 02:00 {GLOWS}", ENDS,
        "12-03 02:00 Nobody has looked back yet. The review was to be shared by now. The figures are final: ROI –.",
    ]  # fmt: skip
    assert lines(posts, "dee", zone) == HALF_HOURS
    assert lines(posts, "bob", zone) == [
        *HALF_HOURS,
        *(f"{at} {HOW}" for at in ("11-29 08:00", "11-29 14:00", "11-29 20:00")),
        *(f"{at} {HOW}" for at in ("11-30 08:00", "11-30 14:00", "11-30 20:00")),
        "12-01 08:00 It is over. Look back until Wed, Dec 2 02:00: goal, achieved, deviation, root cause, improvement.",
        f"12-01 08:00 {HOW}",
        *(f"{at} {LATE} Wed, Dec 2 02:00." for at in ("12-02 08:00", "12-03 10:00", "12-04 10:00", "12-05 10:00")),
    ]  # fmt: skip
    for leader in ("ann", "max"):
        assert lines(posts, leader, zone) == [f"12-03 08:00 {LATE} Wed, Dec 2 02:00."]
    assert lines(posts, "eve", zone) == []
    assert (await team.activity()).phase == "locked"


async def test_the_card_follows_and_has_the_next_step(team: Crew) -> None:
    await team.approved()
    turns_at = ("11-25 20:00", "11-28 20:00", "11-29 02:00", "12-01 02:00", "12-03 02:00")
    posts = [post for at in turns_at for post in await team.jumps(f"2026-{at}")]
    cards = [post for post in posts if post.letter.card == "activity:1" and post.address.chat == "-100"]
    turns: dict[str, tuple[str, str]] = {}
    for post in cards:
        state, buttons = post.text.splitlines()[1], post.text.splitlines()[-1]
        turns.setdefault(state, (post.local(), buttons))
    assert turns == {
        "• Preheat until Sat, Nov 28 20:00": ("2026-11-25 20:00", "[Enter figures] [Show]"),
        "• Ignition until Sun, Nov 29 02:00": ("2026-11-28 20:00", "[Enter figures] [Show]"),
        "• Afterglow until Tue, Dec 1 02:00": ("2026-11-29 02:00", "[Enter figures] [Show]"),
        "• Ended Tue, Dec 1 02:00. The figures are final Thu, Dec 3 02:00.": (
            "2026-12-01 02:00", "[Enter figures] [Review] [Show]",
        ),
        "• Closed. The final ROI is –.": ("2026-12-03 02:00", "[Review] [Show]"),
    }  # fmt: skip


async def test_after_ten_hours_away_in_the_ignition_only_what_still_holds_is_said(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-28 20:10")
    team.town.sleep(hours=10)
    posts = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    assert lines(posts, "-100") == [f"11-29 06:10 {GLOWS} This was due Sun, Nov 29 02:00."]
    assert lines(posts, "dee") == lines(posts, "bob") == []
    later = await team.town.sleep_until("2026-11-29 09:00")
    assert lines(later, "bob") == [f"11-29 08:00 {HOW}"]


async def test_who_was_away_over_the_start_does_not_say_that_it_begins_when_it_is_over(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-28 19:00")
    team.town.sleep(hours=10)
    posts = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    assert lines(posts, "-100") == [f"11-29 05:00 {GLOWS} This was due Sun, Nov 29 02:00."]
    assert lines(posts, "dee") == []
    assert (await team.activity()).phase == "afterglow"


async def test_who_was_away_for_an_hour_tells_the_instruction_of_this_half_hour_alone(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-28 21:01")
    team.town.sleep(hours=1)
    posts = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    assert lines(posts, "dee") == [f"11-28 22:01 5 of 12: {EVERY[4]}"]


async def test_an_instruction_that_could_not_be_said_in_its_half_hour_is_not_said(team: Crew) -> None:
    """The program was killed between the clock's look and the telling."""
    await team.approved()
    await team.jumps("2026-11-28 20:29")
    team.town.sleep(minutes=1)
    await team.town.looks_at_the_clock()
    team.town.sleep(hours=1)
    posts = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    assert lines(posts, "dee") == [f"11-28 21:30 4 of 12: {EVERY[3]}"]


async def test_after_two_weeks_away_it_is_closed_and_only_the_last_is_said_to_all(team: Crew) -> None:
    await team.approved()
    team.town.sleep(days=14)
    posts = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    (only,) = lines(posts, "-100")
    assert "Nobody has looked back yet." in only
    assert "The figures are final: ROI –." in only
    assert "It begins" not in only
    assert "count until" not in only
    assert len(lines(posts, "bob")) == 1
    assert (await team.activity()).phase == "locked"


async def test_looking_twice_in_one_moment_says_nothing_twice(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-28 20:00")
    for _ in range(3):
        assert said(await team.town.looks_at_the_clock()) == []


async def test_in_the_quiet_hours_it_is_not_asked_as_there_is_a_next_question(team: Crew) -> None:
    await team.approved(SALE.replace("11-28 20:00", "11-28 10:00"))
    posts = await team.town.sleep_until("2026-12-01 02:00")
    assert [line for line in lines(posts, "bob") if HOW in line] == [
        f"{day} {at} {HOW}" for day in ("11-28", "11-29", "11-30") for at in ("10:00", "16:00", "22:00")
    ][1:-1]  # fmt: skip


async def test_the_question_says_what_is_known(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-29 07:00")
    await team.dee.says("/activity roi 1 revenue:300 cost:100 refunds:0")
    posts = await team.town.sleep_until("2026-11-29 08:00")
    assert lines(posts, "bob") == [
        "11-29 08:00 How is it going? So far ROI 3: revenue ¥300, refunds ¥0, cost ¥100."
    ]  # fmt: skip


async def test_who_is_away_gets_no_instructions(team: Crew) -> None:
    await team.approved()
    await team.dee.says("/away until 11-28")
    posts = await team.town.sleep_until("2026-11-29 01:00")
    assert lines(posts, "dee")[:1] == [HALF_HOURS[8]]


async def test_stopped_in_its_preheat_nothing_more_is_said_of_it(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-26 21:00")
    await team.ann.says("/activity stop 1 rain")
    told = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    assert lines(told, "bob") == ["11-26 21:00 Ann stopped it: rain"]
    assert said(await team.town.sleep_until("2026-12-10 12:00")) == []
    assert (await team.activity()).phase == "stopped"


async def test_stopped_in_its_ignition_it_has_ended_and_is_locked_and_looked_back_at(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-28 21:10")
    await team.ann.says("/activity stop 1 rain")
    posts = await team.town.sleep_until("2026-12-01 12:00")
    assert lines(posts, "dee") == ["11-28 21:10 Ann stopped it: rain"]
    assert lines(posts, "bob") == [
        "11-28 21:10 It is over. Look back until Sun, Nov 29 21:10: goal, achieved, deviation, root cause, "
        "improvement.",
        "11-28 21:10 Ann stopped it: rain",
        *(f"{at} {LATE} Sun, Nov 29 21:10." for at in ("11-29 21:10", "12-01 10:00")),
    ]  # fmt: skip
    assert lines(posts, "-100") == [
        "11-30 21:10 Nobody has looked back yet. The review was to be shared by now. The figures are final: ROI –."
    ]  # fmt: skip
    assert (await team.activity()).phase == "locked"


async def test_started_early_it_counts_down_no_more_and_all_comes_earlier(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-26 20:30")
    await team.bob.says("/activity start 1")
    posts = await team.town.sleep_until("2026-11-29 03:00")
    assert lines(posts, "-100") == [
        "11-26 20:30 It begins now, until Fri, Nov 27 02:30. The operators get an instruction every 30 minutes.",
        f"11-27 02:30 {GLOWS.replace('Tue, Dec 1 02:00', 'Sun, Nov 29 02:30')}",
        "11-29 02:30 It is over. Sales, refunds and costs count until Tue, Dec 1 02:30; then the ROI is final.",
    ]
    assert len(lines(posts, "dee")) == 12


async def test_the_figures_are_final_48_hours_after_the_end(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-12-01 12:00")
    await team.bob.says("/activity roi 1 revenue:4500 cost:2000 refunds:500")
    posts = await team.town.sleep_until("2026-12-03 02:00")
    assert "The figures are final: ROI 2." in "".join(lines(posts, "-100"))
    activity = await team.activity()
    assert (activity.locked_roi, activity.locked_at) == (2, team.town.now)


@pytest.mark.parametrize("how", ["left", "is away"])
async def test_where_who_proposed_it_is_not_there_those_who_lead_are_asked_and_reminded(team: Crew, how: str) -> None:
    await team.approved()
    await (team.ann.says("/team remove @bob") if how == "left" else team.bob.says("/away until 12-31"))
    posts = await team.town.sleep_until("2026-12-02 12:00")
    assert lines(posts, "bob") == []
    for leader in ("ann", "max"):
        assert lines(posts, leader) == [
            *(f"{at} {HOW}" for at in ("11-29 08:00", "11-29 14:00", "11-29 20:00")),
            *(f"{at} {HOW}" for at in ("11-30 08:00", "11-30 14:00", "11-30 20:00")),
            "12-01 08:00 It is over. Look back until Wed, Dec 2 02:00: goal, achieved, deviation, root cause, "
            "improvement.",
            f"12-01 08:00 {HOW}", f"12-02 08:00 {LATE} Wed, Dec 2 02:00.",
        ]  # fmt: skip


async def test_who_has_left_hears_nothing_of_what_was_decided(team: Crew) -> None:
    await team.approved()
    await team.ann.says("/team remove @bob")
    await team.ann.says("/activity stop 1 rain")
    posts = [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
    assert lines(posts, "bob") == []


async def test_reminders_come_at_once_in_a_team_without_quiet_hours(team: Crew) -> None:
    await team.ann.says("/schedule quiet off")
    await team.approved()
    posts = await team.town.sleep_until("2026-12-03 12:00")
    assert [line for line in lines(posts, "bob") if LATE in line][:1] == [f"12-02 02:00 {LATE} Wed, Dec 2 02:00."]
    assert f"12-01 02:00 {HOW}" in lines(posts, "bob")


async def test_stopped_in_the_night_it_is_looked_back_at_in_the_morning(team: Crew) -> None:
    await team.approved()
    await team.jumps("2026-11-29 01:10")
    await team.ann.says("/activity stop 1 rain")
    posts = await team.town.sleep_until("2026-11-29 12:00")
    assert lines(posts, "bob") == [
        "11-29 01:10 Ann stopped it: rain",
        "11-29 08:00 It is over. Look back until Mon, Nov 30 01:10: goal, achieved, deviation, root cause, "
        "improvement.",
    ]  # fmt: skip
