"""/team: who is who, and which team a private chat is about."""

from tests.town import Town


async def two_teams(town: Town) -> None:
    """Bob is in Mums club and in Elsewhere."""
    await town.founded()
    await town.carol.says("/setup")
    await town.bob.says("/join")
    await town.bob.at_chat("-666").says("/join")


async def test_everybody_is_listed_with_level_titles_and_absence(town: Town) -> None:
    await town.founded()
    await town.bob.says("/away 11-24..11-28")
    await town.ann.says('/role @bob title:"data analyst"')
    answer = await town.bob.says("/team")
    assert "Mums club: 2 people" in answer
    assert "Ann – director" in answer
    assert "Bob – staff, data analyst (away until Sat, Nov 28)" in answer


async def test_somebody_away_later_is_not_listed_as_away_yet(town: Town) -> None:
    await town.founded()
    await town.bob.says("/away 11-26..11-28")
    assert "away" not in await town.bob.says("/team")


async def test_a_member_of_one_team_uses_every_command_in_private(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    assert "Mums club: 2 people" in await town.bob.in_private().says("/team")
    assert "Saved: 1 number." in await town.bob.in_private().says("/daily joined 3")


async def test_a_member_of_several_chooses_one_and_can_switch(town: Town) -> None:
    await two_teams(town)
    private = town.bob.in_private()
    asked = await private.says("/team")
    assert "Here you are in Elsewhere now." in await private.presses(asked, "Elsewhere")
    assert "Elsewhere: 2 people" in await private.says("/team")
    assert "Here you are in Mums club now." in await private.says('/team use "mums club"')
    assert "Mums club: 2 people" in await private.says("/team")


async def test_the_choice_holds_in_private_only(town: Town) -> None:
    await two_teams(town)
    await town.bob.in_private().says("/team use Elsewhere")
    assert "Mums club: 2 people" in await town.bob.says("/team")


async def test_a_bare_use_shows_the_teams(town: Town) -> None:
    await two_teams(town)
    assert "Your teams: Mums club and Elsewhere" in await town.bob.in_private().says("/team use")


async def test_two_teams_of_one_name_are_told_apart(town: Town) -> None:
    await two_teams(town)
    await town.carol.says('/setup name:"Mums club"')
    private = town.bob.in_private()
    answer = await private.says("/team use Mums club")
    assert "[Mums club (1)] [Mums club (2)]" in answer
    await private.presses(answer, "(2)")
    assert "Carol" in await private.says("/team")


async def test_nobody_chooses_a_team_she_is_not_in(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    await town.bob.says("/join")
    private = town.bob.in_private()
    for line in ("/team use Elsewhere", "/team use number:2"):
        answer = await private.says(line)
        assert "You are in no team called" in answer
        assert "Your teams: Mums club" in answer
    assert "Mums club: 2 people" in await private.says("/team")


async def test_somebody_in_no_team_is_told_how_to_join_one(town: Town) -> None:
    assert "You are in no team yet." in await town.bob.in_private().says("/team use")
