"""A card stays one message on every platform, however much there is to say; all of it can be read by itself."""

from datetime import datetime

import pytest

from bot.discord.render import render as on_discord
from bot.telegram.pages import units
from bot.telegram.render import render as on_telegram
from commands.kit import Reply, Tongue
from commands.kit.reply import read_reply
from storage import Account, Role, State, Task, Unit
from tests.services.telegram.markup import parse_html

from .crew import Crew, activity, milestone

ENDS: list[State] = ["open", "claimed", "done", "verified", "dropped"]
LINES: dict[State, str] = {
    "open": "/task edit 1 due:2027-02-25",
    "claimed": "/task edit 1 due:2027-02-25",
    "dropped": "/task drop 1 why:{why}",
}
TONGUES = [Tongue(language) for language in ("en", "zh_Hans", "zh_Hant")]


def messages(said: Reply, tongue: Tongue) -> tuple[list[str], list[str]]:
    """The texts on Telegram and on Discord."""
    discord = on_discord(said, tongue)
    return (
        [message["text"] for message in on_telegram(said, tongue)["messages"]],
        [payload["content"] or payload["embeds"][0]["description"] for payload in discord],
    )


async def largest(team: Crew, sign: str, state: State) -> Reply:
    """The card of a task with the longest of everything, and as many people as it can have."""
    now, storage = team.town.now, team.town.storage

    def long(most: int, sign: str = sign.replace("\n", " ")) -> str:
        return (sign * most)[:most]

    whole, stage = await activity(team, long(120)), await milestone(team, long(200))

    async def put_up(unit: Unit) -> None:
        people = [await _joined(unit, f"{at}{long(64)}"[:64], now) for at in range(106)]
        task = Task(
            0, 1, 0, long(200), now, slots=100, due_at=now, job=long(60), details=long(4000, sign),
            criteria=long(2000, sign), activity=whole.id, milestone=stage.id,
        )  # fmt: skip
        kept = await unit.tasks.add(task, [long(300)] * 30)
        for each in people[: 99 if state == "open" else 100]:
            await unit.tasks.take(kept.id, each, now)
        for each in people[:99] if state in ("open", "claimed") else ():
            await unit.tasks.finish(kept.id, each, now)
        for each in people[100:]:
            await unit.tasks.wait(kept.id, each, now)
        for _ in range(3):
            await unit.tasks.promise(kept.id, now)

    await storage.write(put_up)
    await team.ann.says(LINES.get(state, "/task done 1 anyway:yes").format(why=long(500)))
    if state == "verified":
        await team.dee.says("/task verify 1")
    return next(read_reply(letter.body) for letter in team.town.letters if letter.card == "task:1")


async def _joined(unit: Unit, name: str, now: datetime) -> int:
    account = Account("telegram", name, name)
    await unit.accounts.keep(account, None)
    return (await unit.people.add(1, account, Role.STAFF, now)).id


@pytest.mark.parametrize("state", ENDS)
@pytest.mark.parametrize("sign", ["🦊", "*", "字", "-\n"])
async def test_the_largest_card_is_one_message_everywhere(team: Crew, sign: str, state: State) -> None:
    card = await largest(team, sign, state)
    for tongue in TONGUES:
        (telegram,), (discord,) = messages(card, tongue)
        assert units(parse_html(telegram)[0]) <= 4096
        assert len(discord) <= 4096


async def test_what_is_cut_can_be_read_by_itself(team: Crew) -> None:
    steps = "; ".join(f"step {number}" for number in range(1, 13))
    await team.bob.says(f'/task add Write owner:@bob checklist:"{steps}" details:"{"long " * 300}end"')
    for number in range(1, 9):
        await team.bob.says(f"/task tick 1 {number}")
    card = team.card()
    assert "long…" in card
    assert "☐ step 12" in card
    assert "✓ step 1\n" in card
    assert "step 8" not in card
    assert "Checklist: 8/12" in card
    assert "All of it: `/task show 1`" in card
    shown = await team.dee.says("/task show 1")
    assert "long end" in shown
    assert all(f"step {number}\n" in shown.text + "\n" for number in range(1, 13))
    assert "All of it" not in shown


async def test_a_short_one_says_everything(team: Crew) -> None:
    await team.bob.says('/task add Write checklist:"size; colours" details:"On A4." criteria:good')
    assert "All of it" not in team.card()
    assert "On A4." in team.card()


async def test_of_many_who_have_it_the_first_are_named(team: Crew) -> None:
    await team.bob.says("/task add Greet slots:6")
    for name in ("Fay", "Gil", "Hal", "Ida", "Jan"):
        who = team.town.person(name, team.ann.at)
        await who.says("/join")
        await who.says("/task claim 1")
    assert "5 of 6 places are taken: Fay, Gil, Hal, Ida, and 1 more." in team.card()
    assert "Hal, Ida, and Jan." in await team.bob.says("/task show 1")
