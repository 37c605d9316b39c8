"""What happens by the clock, on Telegram and Discord at once: each time once in each chat, though the process is killed
around the minute; and reminders reach everybody in the way she can be reached."""

from pathlib import Path

import pytest

from .lakeside import Lakeside
from .minute import Minute, repeated
from .process import PATIENCE

DIGESTS = ("Daily digest ·", "Weekly digest ·")
DAILY_AND_WEEKLY = ("digest.daily", "digest.weekly")
PNG = b"\x89PNG"


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_digests_stand_once_in_each_chat_though_the_process_is_killed_around_their_minute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Lakeside.of(tmp_path) as town:
        digests = Minute(town, DIGESTS, "digest ·")
        await town.starts()
        for days_ago, active in ((14, 90), (7, 120), (0, 100)):
            await town.reports(days_ago, active, [f"c{at:02d}" for at in range(45)])
        due = town.coming_minute()
        await town.told(f"/schedule move digest.daily {due:%H:%M}", "Changed.")
        await town.told(f"/schedule move digest.weekly {due:%a %H:%M}", "Changed.")
        await digests.killed()
        await town.starts()
        await town.until(due)
        await digests.killed()  # within the second
        await digests.lives_until(town.telegram.ears, digests.count_on_telegram)
        await digests.lives_until(town.discord.ears, digests.count_on_discord)
        await town.muster.start()
        await digests.complete()
        await digests.killed()
        await town.starts()
        await town.told("/schedule next digest.daily", "Coming up")
        await digests.complete()
        assert await town.muster.stop() == 0
        said, came = town.muster.said(), town.came()
        repeats = [m for heading in DIGESTS for m in town.on_telegram(heading) if repeated(m)]
        with capsys.disabled():
            print(f"\nclock: sends under way {dict(digests.out)}  labelled repeats {len(repeats)} ", end="")  # noqa: T201
        for heading in DIGESTS:
            first, *others = town.on_telegram(heading)
            assert all(repeated(message) for message in others)
            assert first.date >= (due - town.zone).timestamp()
            assert len(town.on_discord(heading)) == 1  # it knows the letter's number again
        assert len(repeats) <= digests.out["telegram"]
        pictures = [message for message in town.telegram.messages(town.group) if message.photo]
        (drawn,) = [seen for seen in town.on_discord("") if seen.payload.get("attachments")]
    assert pictures
    assert len([message for message in pictures if not repeated(message)]) <= 1
    assert all(message.photo.data.startswith(PNG) for message in pictures if message.photo)
    assert [file["filename"] for file in drawn.payload["attachments"]] == ["chart-1.png"]
    assert all(data.startswith(PNG) for data in town.discord.files["chart-1.png"])
    slot = f"{due:%Y-%m-%dT%H:%M}"
    assert [(one.name, one.slot, one.outcome) for one in came if one.slot == slot and one.name in DAILY_AND_WEEKLY] == [
        ("digest.daily", slot, "run"), ("digest.weekly", slot, "run"),
    ]  # fmt: skip
    assert "refused" not in said
    assert "Traceback" not in said


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_everybody_is_reminded_in_the_way_she_can_be_reached(tmp_path: Path) -> None:
    async with Lakeside.of(tmp_path, communities=5) as town:
        await town.starts()
        dora, eve, gus = (town.telegram.person(name, language="en") for name in ("Dora", "Eve", "Gus"))
        for at, person in enumerate((dora, eve, gus)):
            town.group.add(person)
            await town.told(f"/daily c{at:02d} joined 3 date:yesterday", "Saved", person)
        for person in (dora, gus):
            await person.starts()
            await town.telegram.heard(person, timeout=PATIENCE)
        gus.blocked = True  # and nobody told the bot
        fay, hana = town.member("Fay"), town.member("Hana", closed=True)
        await town.discord.listening()
        for at, there in enumerate((fay, hana), 3):
            filed = await there.uses("daily", community=f"c{at:02d}", date="yesterday", joined="3")
            await filed.answered("Saved")
        await town.told("/schedule run nudge.first", "comes in a moment")
        await town.telegram.heard(dora, "Dora, today's numbers are not in yet", timeout=PATIENCE)
        await town.discord.heard(fay, "Fay, today's numbers are not in yet")
        await town.carried(lambda: bool(town.telegram.calls.of("sendMessage", "refused")))
        town.muster.kill()
        await town.dies()
        await town.starts()
        calling = "I cannot write to you privately"
        await town.telegram.heard(town.group, calling, timeout=3 * PATIENCE)
        await town.discord.heard(town.discord.ops, calling)
        await town.told("/help", "/daily")
        assert await town.muster.stop() == 0
        (mention,) = town.on_telegram(calling)
        (called_there,) = town.on_discord(calling)
        assert len([m for m in town.telegram.messages(dora) if "are not in yet" in m.text]) == 1
        assert len([one for one in town.discord.posted(fay) if "are not in yet" in one.text]) == 1
        assert town.discord.posted(hana) == []
    called = {entity["user"]["id"] for entity in mention.entities if entity["type"] == "text_mention"}
    assert called == {eve.id, gus.id}
    assert (called_there.payload["allowed_mentions"], called_there.text.partition(":")[0]) == (
        {"parse": [], "users": [hana.id]}, f"<@{hana.id}>",
    )  # fmt: skip
    for name in ("Dora", "Fay", "Hana", "Ann"):
        assert name not in mention.text
    assert "Traceback" not in town.muster.said()
