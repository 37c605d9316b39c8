"""Four weeks of shifts as a picture, and in words."""

from datetime import UTC, date, datetime

import pytest

from commands.kit import Roster, Stint, Tongue
from tests.commands.task.crew import Crew
from tests.town import Answer


def drawn(answer: Answer) -> Roster:
    (found,) = [block for block in answer.reply.blocks if isinstance(block, Roster)]
    return found


def named(stints: tuple[Stint, ...]) -> list[tuple[float, float, str, str]]:
    return [(round(one.since, 3), round(one.until, 3), Tongue().show(one.name), one.look) for one in stints]


async def test_the_picture_begins_on_monday_and_shows_four_weeks(team: Crew) -> None:
    await team.ann.says('/oncall rota primary:@bob,@dee backup:@ann handover:"mon 09:00"')
    answer = await team.bob.says("/oncall next")
    said = drawn(answer)
    assert (said.first, said.weeks, said.today) == (date(2026, 11, 23), 4, date(2026, 11, 24))
    primary, backup = said.lanes
    assert named(primary.stints) == [
        (1.833, 7.375, "Bob", "turn"), (7.375, 14.375, "Dee", "turn"), (14.375, 21.375, "Bob", "turn"),
        (21.375, 28.375, "Dee", "turn"),
    ]  # fmt: skip
    assert {stint.name for stint in backup.stints} == {"Ann"}
    assert Tongue().show(primary.note) == "hand-over Mon 09:00"
    assert "• primary: Bob, until Mon, Nov 30 09:00" in answer
    assert "primary: Dee, Mon, Dec 14 09:00 – Mon, Dec 21 09:00" in answer, "not cut where the picture ends"


async def test_ones_own_shifts_stand_out_and_the_next_one_is_said_first(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee backup:@ann")
    answer = await team.dee.says("/oncall next me")
    assert "Shifts of Dee" in answer
    assert "• Dee is on call next: primary, Mon, Nov 30 09:00 – Mon, Dec 7 09:00." in answer
    looks = [one.look for one in drawn(answer).lanes[0].stints]
    assert looks == ["turn", "hers", "turn", "hers"]
    assert "Ann" not in "".join(Tongue().speak(one) for one in drawn(answer).words)
    assert "• Bob is on call now: primary, until Mon, Nov 30 09:00." in await team.dee.says("/oncall next @bob")
    assert "• Eve has no shift in these four weeks." in await team.eve.says("/oncall next 我")
    assert "Mei" not in await team.dee.presses(answer, "All shifts")


async def test_one_layer_alone_by_its_name(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob backup:@ann")
    for line in ("/oncall next layer:backup", "/oncall next backup"):
        assert [Tongue().show(lane.name) for lane in drawn(await team.bob.says(line)).lanes] == ["backup"]
    said = await team.bob.says("/oncall next backop")
    assert "I know no person and no layer called backop." in said
    assert "backup" in said
    assert "I don't know @nobody in this team." in await team.bob.says("/oncall next @nobody")
    assert "There is no layer called third." in await team.bob.says("/oncall next layer:third")


async def test_who_is_away_leaves_a_gap_and_who_stands_in_is_marked(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    await team.dee.says("/oncall take")
    await team.dee.says("/away 11-26..11-26")
    answer = await team.bob.says("/oncall next")
    first, second, third = drawn(answer).lanes[0].stints[:3]
    assert named((first, second)) == [(1.833, 2.375, "Dee", "agreed"), (2.375, 3.0, "Dee", "turn")]
    assert named((third,)) == [(3.0, 3.375, "nobody", "gap")]
    assert "• Nobody answers: primary, Thu, Nov 26 00:00 – Thu, Nov 26 09:00 (Dee is away)." in answer


async def test_early_and_late_have_a_strip_each_with_a_days_room(team: Crew) -> None:
    await team.ann.says("/oncall rota layer:early people:@bob,@dee rotation:daily covers:09:00-15:00")
    await team.ann.says("/oncall rota layer:late people:@ann rotation:daily covers:15:00-02:00")
    early, late = drawn(await team.bob.says("/oncall next")).lanes
    assert [Tongue().show(lane.note) for lane in (early, late)] == ["09:00–15:00", "15:00–02:00"]
    assert named(early.stints)[:2] == [(2, 3, "Bob", "turn"), (3, 4, "Dee", "turn")]
    assert named(late.stints)[:2] == [(1, 2, "Ann", "turn"), (2, 3, "Ann", "turn")]


async def test_shifts_of_eight_hours_have_a_strip_for_each_part_and_short_ones_are_counted(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee,@ann hours:8")
    parts = drawn(await team.bob.says("/oncall next")).lanes
    assert [Tongue().show(lane.note) for lane in parts] == ["09:00–17:00", "17:00–01:00", "01:00–09:00"]
    assert [named(lane.stints)[3][2] for lane in parts] == ["Ann", "Bob", "Dee"]
    await team.ann.says("/oncall rota primary:@bob,@dee,@ann hours:2")
    (lane,) = drawn(await team.bob.says("/oncall next")).lanes
    assert named(lane.stints)[1] == (2, 3, "12 shifts", "turn")


async def test_a_layer_that_ended_is_not_shown_and_one_that_changed_is(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob backup:@ann")
    team.town.sleep(hours=20)
    await team.ann.says("/oncall rota primary:@dee")
    await team.ann.says("/oncall end backup")
    (lane,) = drawn(await team.bob.says("/oncall next")).lanes
    assert [name for _, _, name, _ in named(lane.stints)][:2] == ["Bob", "Dee"]


async def test_national_day_and_its_made_up_day_are_marked(team: Crew) -> None:
    team.town.now = datetime(2026, 9, 28, 4, tzinfo=UTC)
    await team.ann.says("/oncall rota primary:@bob")
    answer = await team.bob.says("/oncall next")
    said = drawn(answer)
    assert said.extra == (date(2026, 10, 10),)
    assert {date(2026, 10, 1), date(2026, 10, 7)} <= set(said.holidays)
    assert date(2026, 10, 10) not in said.off
    assert "Thu, Oct 1: holiday: National Day" in answer


async def test_a_year_whose_days_are_not_announced_is_told(team: Crew) -> None:
    team.town.now = datetime(2027, 12, 20, 4, tzinfo=UTC)
    await team.ann.says("/oncall rota primary:@bob")
    assert "make-up working days of 2028 are not announced" in await team.bob.says("/oncall next")


@pytest.mark.parametrize("line", ["/oncall next", "/oncall next me"])
async def test_without_a_rota_it_is_said_how_to_make_one(team: Crew, line: str) -> None:
    assert "There is no rota yet." in await team.bob.says(line)


async def test_who_is_on_call_now_comes_with_the_changes_of_the_next_seven_days(team: Crew) -> None:
    await team.ann.says('/oncall rota primary:@bob,@dee backup:@ann handover:"mon 09:00"')
    await team.dee.says("/away 12-01..12-05")
    assert (await team.bob.says("/oncall")).text.splitlines() == [
        "On call now", "• primary: Bob, until Mon, Nov 30 09:00", "• backup: Ann, until Mon, Nov 30 09:00",
        "In the next seven days", "• Mon, Nov 30 09:00: primary – Dee", "• Tue, Dec 1 00:00: primary – Dee (away)",
        "[Shifts ahead] [Take the shift]",
    ]  # fmt: skip
    assert "In the next seven days" not in await team.bob.says('/oncall at:"dec 3 03:00"')


async def test_of_many_changes_the_first_three_are_told(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    said = (await team.bob.says("/oncall")).text.splitlines()
    assert said[3:7] == [
        "• Wed, Nov 25 09:00: primary – Dee", "• Thu, Nov 26 09:00: primary – Bob",
        "• Fri, Nov 27 09:00: primary – Dee", "• and 4 more",
    ]  # fmt: skip
    await team.ann.says("/oncall rota primary:@bob rotation:daily handover:09:00")
    assert "In the next seven days" not in await team.bob.says("/oncall"), "nothing changes where one has it always"
