"""However much people write, a card is one message on each platform, and every word of it is behind its button."""

from functools import partial

from bot.discord.render import render as on_discord
from bot.telegram.render import render as on_telegram
from commands.kit import Reply, Tongue
from storage import Task, Unit

from .crew import SALE, Crew

GOAL, RISK, PLAN, WHY = "目" * 1000, "險" * 2000, "案" * 2000, "因" * 500
LONG = (
    SALE.replace('"more orders"', GOAL).replace("risks:rain", f"risks:{RISK}").replace("plan:indoors", f"plan:{PLAN}")
)
FIVE = ("goal", "achieved", "deviation", "cause", "improvement")


def messages(said: Reply) -> tuple[int, int]:
    """How many it takes on Telegram, and on Discord."""
    tongue = Tongue("zh_Hant")
    return len(on_telegram(said, tongue)["messages"]), len(on_discord(said, tongue))


def faces(team: Crew) -> list[Reply]:
    """The card as the last line left it."""
    posts = [team.town._post(letter) for letter in team.town.letters]
    return [post.reply for post in posts if post.letter.card == "activity:1" and post.address.chat == "-100"]


async def add(unit: Unit, task: Task) -> None:
    await unit.tasks.add(task)


async def test_a_long_proposal_is_one_message_as_long_as_it_is_judged(team: Crew) -> None:
    await team.bob.says(LONG.replace("revenue:6000", "revenue:2400"))
    (refused,) = faces(team)
    assert messages(refused) == (1, 1)
    await team.ann.says(f"/activity override 1 {WHY}")
    (overridden,) = faces(team)
    assert messages(overridden) == (1, 1)
    whole = str(await team.max.says("/activity show 1"))
    for words in (GOAL, RISK, PLAN, WHY):
        assert words in whole


async def test_a_closed_one_is_one_message_however_many_tasks_it_has_and_whatever_was_written(team: Crew) -> None:
    await team.approved(LONG)
    activity = await team.activity()
    for number in range(40):
        task = Task(0, 1, 0, f"{number} {'務' * 110}", team.town.now, activity=activity.id)
        await team.town.storage.write(partial(add, task=task))
    await team.jumps("2026-11-28 21:00")
    await team.ann.says(f"/activity stop 1 {WHY}")
    await team.bob.says("/activity review 1 " + " ".join(f"{part}:{part}{'字' * 3900}" for part in FIVE))
    (card,) = faces(team)
    assert messages(card) == (1, 1)
    answer = await team.bob.says("/activity show 1")
    assert all(1 < page <= 20 for page in messages(answer.reply))
    for part in FIVE:
        assert str(answer).count(part + "字" * 3900) == 1
    assert str(answer).count("字" * 100 + "…") == 0
