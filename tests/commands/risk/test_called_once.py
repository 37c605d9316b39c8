"""Nobody is called twice in a round: whoever has a second rung is passed there, and the next one is called at once."""

from tests.commands.task.crew import Crew

from .test_calls import ASKED, calls


def minutes(posts: list[str]) -> list[str]:
    """When who is called in private."""
    return [one.split(": ")[0] for one in posts if ASKED in one]


async def test_a_backup_who_also_leads_is_called_once_a_round(team: Crew) -> None:
    """Dee is the backup and the only manager: Ann, who directs, comes fifteen minutes sooner."""
    await team.ann.says("/role @dee manager")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.sleep_until("2026-11-24 21:20")
    assert minutes(calls(posts)) == [
        "20:00 bob", "20:15 dee", "20:30 ann",
        "20:45 bob", "21:00 dee", "21:15 ann",
    ]  # fmt: skip


async def test_of_two_who_lead_only_the_one_is_called_who_was_not_yet(team: Crew) -> None:
    await team.ann.says("/role @dee manager")
    await team.ann.says("/role @eve manager")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.sleep_until("2026-11-24 21:00")
    assert minutes(calls(posts)) == ["20:00 bob", "20:15 dee", "20:30 eve", "20:45 ann", "21:00 bob"]


async def test_who_is_primary_and_backup_is_called_once_and_the_next_follows(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob backup:@bob rotation:daily")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.sleep_until("2026-11-24 20:45")
    assert minutes(calls(posts)) == ["20:00 bob", "20:15 ann", "20:30 bob", "20:45 ann"]


async def test_where_there_is_nobody_else_each_round_calls_her_again(team: Crew) -> None:
    for who in (team.ann, team.bob):
        await who.says("/away today")
    await team.ann.says("/role @dee manager")
    await team.ann.says("/oncall rota primary:@dee backup:@dee rotation:daily")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.sleep_until("2026-11-24 20:45")
    assert minutes(calls(posts)) == ["20:00 dee", "20:15 dee", "20:30 dee", "20:45 dee"]


async def test_after_an_acknowledgement_went_stale_all_are_called_anew(team: Crew) -> None:
    await team.ann.says("/role @dee manager")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.sleep_until("2026-11-24 20:20")
    await team.eve.says("/help")
    await team.dee.says("/risk ack 1")
    posts = await team.town.sleep_until("2026-11-24 21:50")
    assert minutes(calls(posts)) == ["21:20 bob", "21:35 dee", "21:50 ann"]


async def test_the_story_says_of_each_round_as_what_somebody_was_called(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.sleep_until("2026-11-24 21:00")
    story = await team.ann.says("/risk story 1")
    assert story.text.count("Called as primary: Bob") == 2
