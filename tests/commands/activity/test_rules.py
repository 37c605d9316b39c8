"""The figures by which activities are judged and run are those of the operator's catalogue."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from commands.activity.words import INSTRUCTIONS, instruction, today
from commands.kit import Tongue
from commands.kit.metrics import default_catalogue, load
from storage import Storage
from tests.town import Answer, Post, Town

OWN = "activities: {least_roi: 2, alarm_roi: 1.25, preheat_days: 1, ignition_hours: 2, abnormal_percent: 20}\n"
SALE = (
    '/activity propose Autumn sale tier:light goal:"Sell 60" start:"11-28 20:00" cost:1000 risks:rain plan:indoors '
    "revenue:{revenue}"
)


@pytest.fixture
async def town(sqlite_storage: Storage) -> Town:
    """Ann leads and Bob proposes; both can be written to in private."""
    town = Town(sqlite_storage, load(OWN, "muster.yaml", default_catalogue()))
    await town.founded()
    await town.bob.says("/join")
    for one in (town.ann, town.bob):
        await one.in_private().says("/help")
    return town


async def proposed(town: Town, revenue: int) -> Answer:
    """For Saturday at eight in the evening."""
    return await town.bob.says(SALE.format(revenue=revenue))


def with_words(posts: Iterable[Post], words: str) -> list[str]:
    """When something was said by the clock to all, or to Bob."""
    return [post.local() for post in posts if words in post and post.letter.card is None]


async def test_a_forecast_below_the_least_roi_of_the_catalogue_is_refused(town: Town) -> None:
    answer = await proposed(town, 1900)
    assert "Forecast ROI 1.9 is below 2, so it is refused." in answer
    assert "The forecast ROI 1.9 is below 2:" in await town.ann.says("/activity approve 1")
    assert "Forecast ROI 2. A manager approves it." in await town.bob.says("/activity edit 1 revenue:2000")


async def test_the_phases_are_as_long_as_the_catalogue_says(town: Town) -> None:
    await proposed(town, 4000)
    await town.ann.says("/activity approve 1")
    posts = await town.sleep_until("2026-11-28 23:00")
    assert with_words(posts, "to go. It starts") == ["2026-11-27 20:00"]
    assert with_words(posts, "It begins now") == ["2026-11-28 20:00"]
    told = [post for post in posts if "of 4: " in post]
    assert [(post.local(), post.address.chat) for post in told] == [
        (f"2026-11-28 {time}", "bob") for time in ("20:00", "20:30", "21:00", "21:30")
    ]
    assert "1 of 4: Open" in told[0]
    assert "3 of 4: Half-time" in told[2]
    assert "4 of 4: Last call" in told[3]
    assert with_words(posts, "The main phase is over.") == ["2026-11-28 22:00"]


async def test_the_directors_hear_of_a_loss_and_of_fraud_from_the_figures_of_the_catalogue_on(town: Town) -> None:
    await proposed(town, 4000)
    await town.ann.says("/activity approve 1")
    await town.sleep_until("2026-11-28 20:10")
    assert "It loses money" not in await town.bob.says("/activity roi 1 revenue:1250 cost:1000 entries:100 abnormal:19")
    answer = await town.bob.says("/activity roi 1 revenue:1240 abnormal:20")
    assert "It loses money" in answer
    assert "the prize pool is frozen" in answer
    told = await town.looks_at_the_clock()
    (alarm,) = [post for post in told if "ROI 1.24, below 1.25" in post]
    assert "/activity stop 1 why:ROI<1.25" in [button.line for button in alarm.reply.buttons]


async def test_a_proposal_keeps_its_preheat_when_the_figure_changes(town: Town) -> None:
    await proposed(town, 4000)
    await town.ann.says("/activity approve 1")
    longer = load("activities: {preheat_days: 5}\n", "muster.yaml", default_catalogue())
    posts = await Town(town.storage, longer, town.now).sleep_until("2026-11-28 20:30")
    assert with_words(posts, "to go. It starts") == ["2026-11-27 20:00"]
    assert with_words(posts, "Today: show the poster") == ["2026-11-27 20:00"]


@pytest.mark.parametrize("every", [2, 3, 4, 6, 12, 13, 24, 288])
def test_only_the_last_instruction_is_the_last_call(every: int) -> None:
    said = [INSTRUCTIONS.index(instruction(n, every)) for n in range(1, every + 1)]
    assert said == sorted(said)
    assert [n for n, which in enumerate(said, 1) if which == len(INSTRUCTIONS) - 1] == [every]
    assert said[0] == 0


def test_half_time_is_at_the_half() -> None:
    for every in (4, 6, 12, 24):
        assert instruction(every // 2 + 1, every).id.startswith("Half-time")


def test_twelve_instructions_are_all_of_them() -> None:
    assert [instruction(n, 12) for n in range(1, 13)] == list(INSTRUCTIONS)


def test_the_first_day_of_a_preheat_of_any_length_shows_the_poster_and_the_last_checks_all() -> None:
    def words(left: int, days: int) -> str:
        return " ".join(Tongue().speak(said) for said in today(left, days))

    assert [words(left, 3).split(",")[0] for left in (3, 2, 1)] == [
        "Today: show the poster", "Today: let members guess", "Today: remind everybody of the time",
    ]  # fmt: skip
    assert "show the poster" in words(1, 1)
    assert "check links" in words(1, 1)
    assert "show the poster" in words(5, 5)
    assert words(4, 5) == words(3, 5) == ""


def test_the_usual_figures_are_those_of_the_field() -> None:
    usual = default_catalogue().activities
    assert (usual.least_roi, usual.alarm_roi, usual.preheat_days) == (Decimal("1.5"), 1, 3)
