"""Making a rota, asking it, and taking a shift at once."""

import pytest

from tests.commands.task.crew import Crew


async def test_a_rota_says_who_has_the_first_shifts(team: Crew) -> None:
    said = await team.ann.says('/oncall rota primary:@bob,@dee backup:@ann rotation:weekly handover:"mon 09:00"')
    assert said.text.splitlines() == [
        "The rota stands:", "• primary: Bob, Tue, Nov 24 20:00 – Mon, Nov 30 09:00",
        "• primary: Dee, Mon, Nov 30 09:00 – Mon, Dec 7 09:00", "• backup: Ann, Tue, Nov 24 20:00 – Mon, Nov 30 09:00",
        "• backup: Ann, Mon, Nov 30 09:00 – Mon, Dec 7 09:00", "[Shifts ahead]",
    ]  # fmt: skip
    now = await team.bob.says("/oncall")
    assert "primary: Bob, until Mon, Nov 30 09:00" in now
    assert "primary: Dee, until Mon, Dec 7 09:00" in await team.bob.says('/oncall at:"dec 3 03:00"')


async def test_a_layer_that_is_made_again_changes_from_now_on(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob")
    await team.ann.says("/oncall rota primary:@dee,@ann rotation:daily handover:21:00")
    assert "primary: Dee, until Tue, Nov 24 21:00" in await team.bob.says("/oncall")
    await team.ann.says("/oncall rota layer:night people:@bob rotation:daily covers:21:00-09:00")
    await team.town.sleep_until("2026-11-24 21:30")
    now = await team.bob.says("/oncall")
    assert now.text.splitlines()[1:3] == [
        "• primary: Ann, until Wed, Nov 25 21:00", "• night: Bob, until Wed, Nov 25 09:00"
    ]  # fmt: skip
    assert "night ended." in await team.ann.says("/oncall end night")
    assert "night" not in await team.bob.says("/oncall")


async def test_whoever_takes_the_shift_has_it_until_it_ends(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    assert "Dee is on call now (primary), until Wed, Nov 25 09:00." in await team.dee.says("/oncall take")
    assert "You are on call already (primary)" in await team.dee.says("/oncall take")
    assert "primary: Dee, until Wed, Nov 25 09:00" in await team.bob.says("/oncall")


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("primary:@bob,@dee backup:@dee", "Wed, Nov 25 09:00 – Thu, Nov 26 09:00"),
        ("primary:@dee,@bob backup:@dee,@ann", "Tue, Nov 24 20:00 – Wed, Nov 25 09:00"),
    ],
)
async def test_one_person_on_two_layers_at_once_is_named_when_the_rota_is_made(
    team: Crew, line: str, when: str
) -> None:
    said = await team.ann.says(f"/oncall rota {line} rotation:daily handover:09:00")
    twice = f"• Dee has primary and backup at once, first {when}. Then only one person answers."
    assert twice in said.text.splitlines()
    assert len(await team.town.storage.read(lambda unit: unit.rotas.layers(1))) == 2
    assert twice in (await team.bob.says("/oncall next")).text.splitlines()
    assert twice in (await team.dee.says("/oncall next me")).text.splitlines()
    assert "at once" not in await team.bob.says("/oncall next me")


async def test_whoever_has_two_layers_alone_is_meant_to(team: Crew) -> None:
    assert "at once" not in await team.ann.says("/oncall rota primary:@dee backup:@dee")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/oncall", "There is no rota yet."),
        ("/oncall take", "There is no rota yet."),
        ("/oncall rota primary:@nobody", "I don't know @nobody in this team."),
        ("/oncall rota primary:@eve", "Eve cannot be on call"),
        ("/oncall rota primary:@bob,@bob", "Bob is in it twice."),
        ("/oncall rota primary:@bob handover:noonish", "I can't read `noonish` as the time of the hand-over."),
        ("/oncall rota primary:@bob rotation:hours", "A shift has 1, 2, 3, 4, 6, 8 or 12 hours"),
        ("/oncall rota primary:@bob,@dee hours:6 covers:09:00-21:00", "Make one layer for each part of the day"),
        ("/oncall rota primary:@bob covers:morning", "Write the hours of the day as `covers:09:00-15:00`."),
        ("/oncall rota layer:night", "Say who takes turns"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(team: Crew, line: str, says: str) -> None:
    said = await team.ann.says(line)
    if said.reply.form is None:
        assert says in said
    assert await team.town.storage.read(lambda unit: unit.rotas.layers(1)) == []


async def test_only_those_who_lead_make_the_rota(team: Crew) -> None:
    await team.bob.says("/oncall rota primary:@bob")
    assert await team.town.storage.read(lambda unit: unit.rotas.layers(1)) == []


async def test_whoever_makes_the_rota_can_be_in_it_by_a_word(team: Crew) -> None:
    assert "primary: Ann," in await team.ann.says("/oncall rota primary:me,@bob")
    assert "Eve cannot be on call" in await team.ann.says("/oncall rota primary:me,@eve")


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("/oncall nxt", "/oncall next"),
        ("/oncall swp @bob mine:sat", "/oncall swap @bob mine:sat"),
        ("/oncall rotta primary:@bob", "/oncall rota primary:@bob"),
        ("/oncall handover", "/oncall accept"),
        ("/oncall 换班 @bob", "/oncall swap @bob"),
        ("/oncall 輪值表", "/oncall rota"),
        ("/oncall 留言：客户十点回电", "/oncall note 客户十点回电"),
    ],
)
async def test_a_mistyped_part_is_no_time_but_a_button_for_what_was_meant(team: Crew, line: str, offers: str) -> None:
    said = await team.bob.says(line)
    assert "I don't know `/oncall " in said
    assert [button.line for button in said.reply.buttons] == [offers, "/help"]


async def test_what_is_nearly_a_time_stays_one(team: Crew) -> None:
    assert "Did you mean `tomorrow`?" in await team.bob.says("/oncall tomorow")
    await team.ann.says("/oncall rota primary:@bob")
    assert "primary: Bob" in await team.bob.says("/oncall 明天下午5点")
