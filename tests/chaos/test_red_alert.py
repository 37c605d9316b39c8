"""A red alert goes on though the process is killed between all its steps, from the raising to the report: nothing is
missing, nothing is said twice without saying so, and the chain stands where somebody acknowledges."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.services.telegram import Person

from .checker import REPEATS
from .lakeside import Lakeside
from .process import PATIENCE
from .records import copied

RISK = "Gatehouse flooded"
NEXT_CALL = timedelta(minutes=16)
"""A little more than what passes between two calls."""
CALLED, FIRST, SECOND = "You are called.", "Bob: please acknowledge.", "Mei: please acknowledge."
PUMPS, WORDS = "The pumps are on", "The gatehouse stays closed today."
OVER, REPORT, HOW_WELL = "It is closed. Thank you.", "Report · ", "The whole team sees the average"
ONCE = (
    "Step 1 of 4", CALLED, FIRST, SECOND, "Ann Lee: Acknowledgement was due", "You have it.",
    "Written, and not posted yet", f"Statement\n{WORDS}", "Approved. It goes", "Now somebody else has to verify it.",
    REPORT, HOW_WELL,
)  # fmt: skip
DEEDS = ("raised", "acked", "noted", "written", "approved", "solved", "verified", "late", "nudged", "report")
MARKUP = re.compile("<[^>]*>")

Moment = Callable[[], int]


class Alarm:
    """Bob is on call, and Mei, who is on Discord, is his backup."""

    def __init__(self, town: Lakeside) -> None:
        self.town = town
        self.bob = town.telegram.person("Bob", username="bob", language="en")
        town.group.add(self.bob)
        self.mei = town.member("Mei")
        self.kills = 0
        self.out: Counter[str] = Counter()
        """Letters that were out at a kill, by platform."""

    async def ready(self) -> None:
        town = self.town
        await town.starts()
        await town.told("/join", "Welcome", self.bob)
        await self.bob.starts()
        await town.telegram.heard(self.bob, timeout=PATIENCE)
        await town.discord.listening()
        await (await self.mei.uses("join")).answered("Welcome")
        await town.told("/oncall rota primary:@bob backup:@Mei", "The rota stands")
        await town.carried()
        town.muster.kill()
        await town.dies()

    async def lives_until(self, moment: Moment) -> None:
        """One life, which ends when the first of it is there and nobody was told; none where the last one came so
        far."""
        if moment():
            return

        def ear(*_: object) -> None:
            if moment():
                self.town.muster.kill()

        both = self.town.telegram.ears, self.town.discord.ears
        for ears in both:
            ears.append(ear)
        await self.town.muster.start()
        self.out += await self.town.dies()
        self.kills += 1
        for ears in both:
            ears.clear()

    def here(self, words: str, who: Person | None = None) -> int:
        """How many messages in the group on Telegram, or in somebody's private chat, have these words."""
        return sum(words in one.text for one in self.town.telegram.messages(who or self.town.group))

    def there(self, words: str) -> int:
        """How many messages in the channel on Discord have these words."""
        return len(self.town.on_discord(words))

    def mei_reads(self, words: str) -> int:
        return sum(words in one.text for one in self.town.discord.posted(self.mei))

    def asked_to_edit(self, words: str) -> int:
        """How often Telegram was asked to change a message to these words."""
        return sum(words in call.params["text"] for call in self.town.telegram.calls.of("editMessageText"))

    def sent(self) -> list[str]:
        """What Telegram was asked to say, as it was at first."""
        return [MARKUP.sub("", str(call.params["text"])) for call in self.town.telegram.calls.of("sendMessage")]


def steps(alarm: Alarm) -> Iterator[tuple[str, Person | None, list[Moment]]]:
    """What is said, or nothing where time passes, by whom, and the moments in which the process dies after that."""
    here, there, bob, by_name = alarm.here, alarm.there, alarm.bob, f"<@{alarm.mei.id}>: please acknowledge."
    yield f"/risk raise red {RISK}", None, [
        lambda: here(RISK), lambda: here(CALLED, bob), lambda: here(FIRST), lambda: there(FIRST),
    ]  # fmt: skip
    yield "", None, [lambda: alarm.mei_reads(CALLED), lambda: here(SECOND), lambda: there(by_name)]
    yield "/risk ack 1", None, [lambda: here("You have it."), lambda: there("Ann Lee has it, since")]
    yield f"/risk note 1 {PUMPS}", None, [
        lambda: alarm.asked_to_edit(PUMPS), lambda: here(PUMPS), lambda: there(PUMPS),
    ]  # fmt: skip
    yield f"/risk statement 1 {WORDS}", None, [lambda: here("Written, and not posted yet")]
    yield "/risk approve 1", bob, [lambda: here(f"Statement\n{WORDS}"), lambda: there(f"**Statement**\n{WORDS}")]
    yield "/risk solve 1", None, [lambda: here("somebody else has to verify it.")]
    yield "/risk verify 1 The cellar is dry", bob, [
        lambda: alarm.asked_to_edit("Verified by Bob and closed"), lambda: here(REPORT), lambda: there(REPORT),
    ]  # fmt: skip


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_a_red_alert_is_complete_though_the_process_is_killed_between_its_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Lakeside.of(tmp_path, communities=1) as town:
        alarm = Alarm(town)
        await alarm.ready()
        for line, who, moments in steps(alarm):
            if line:
                await (who or town.ann).says(line, town.group)
            else:
                town.passes(NEXT_CALL)
            for moment in moments:
                await alarm.lives_until(moment)
        await town.starts()
        await town.carried(lambda: bool(alarm.here(HOW_WELL, alarm.bob) and alarm.mei_reads(HOW_WELL)))
        assert await town.muster.stop() == 0
        assert "Traceback" not in town.muster.said()
        sent = alarm.sent()
        repeats = sum(words.startswith(REPEATS) for words in sent)
        with capsys.disabled():
            print(  # noqa: T201
                f"\nred alert: kills {alarm.kills}  sends under way {dict(alarm.out)}  labelled repeats {repeats} ",
                end="",
            )
        assert repeats <= alarm.out["telegram"]
        for said in ONCE:
            found = [words for words in sent if said in words]
            assert found, said
            assert sum(not words.startswith(REPEATS) for words in found) <= 1, said
        for said, count in {"closed: The cellar is dry": 1, OVER: 2, f"Statement**\n{WORDS}": 1, REPORT: 1}.items():
            assert alarm.there(said) == count, said  # it knows the letters' numbers again
        assert (alarm.mei_reads(OVER), alarm.mei_reads(HOW_WELL)) == (1, 1)
        assert (alarm.here(OVER, alarm.bob), alarm.here(OVER)) == (1, 2)
        assert alarm.here("closed: The cellar is dry") == 1
        with copied(town.muster.database) as db:
            deeds = Counter(deed for (deed,) in db.execute("SELECT deed FROM risk_entries"))
            assert db.execute("SELECT count(*) FROM timers WHERE line LIKE '/risk step %'").fetchone() == (0,)
        posted = deeds.pop("posted", 0)  # noted with the next look at the card, if that comes before it is closed
        assert posted <= 2
        assert deeds == dict.fromkeys(DEEDS, 1) | {"called": 2}
