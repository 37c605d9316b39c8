"""The real process on Telegram and Discord at once: one team, one person, and her numbers while all of it runs."""

import asyncio
import csv
import re
import sys
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest

from tests.chaos.process import PATIENCE, Muster
from tests.chaos.records import open_letters
from tests.services.discord import DiscordServer, Member
from tests.services.telegram import Chat, Person, TelegramServer

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")


class Town:
    """A team's group on Telegram and its server on Discord, and the process that lives in both."""

    def __init__(self, telegram: TelegramServer, discord: DiscordServer, folder: Path) -> None:
        self.telegram = telegram
        self.discord = discord
        self.muster = Muster(
            folder,
            telegram,
            MUSTER_DISCORD_TOKEN="a.b.c",
            MUSTER_DISCORD_API_URL=discord.hosts["api_url"],
            MUSTER_DISCORD_GATEWAY_URL=discord.hosts["gateway_url"],
        )
        self.group: Chat = telegram.group("Lakeside")
        self.ann: Person = telegram.person("Ann Lee", username="ann", language="en")
        self.group.add(self.ann, admin=True)
        self.group.add_bot(by=self.ann)
        self.ann_there: Member = discord.member("Annie", admin=True)
        self.bob: Member = discord.member("Bob")

    async def hears(self, containing: str, where: Chat | Person | None = None) -> str:
        """What is said on Telegram."""
        return (await self.telegram.heard(where or self.group, containing, timeout=PATIENCE)).text

    async def founded(self) -> None:
        """A team that lives in both."""
        await self.ann.says("/setup", self.group)
        await self.hears("You are its director")
        await self.ann.says("/setup code", self.group)
        await self.discord.listening()
        joined = await self.ann_there.uses("setup join", code=code_in(await self.hears("Code: ")))
        await joined.answered("now belongs to Lakeside")
        await self.hears("(Discord) now belongs to Lakeside")

    async def restart(self) -> None:
        """By ``kill -9``; nothing but the folder is left."""
        before = self.discord.identified
        self.muster.kill()
        await self.muster.ended()
        await self.muster.start()
        await self.discord.until(lambda: self.discord.identified > before, PATIENCE)

    async def kept(self) -> None:
        """Wait until the process has noted of every letter that it arrived. Nobody rings when a file changes."""
        async with asyncio.timeout(PATIENCE):
            while open_letters(self.muster.database):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def export(self, kind: str) -> list[dict[str, str]]:
        """The rows of ``export``, by another process."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "export", kind, cwd=self.muster.folder, env=self.muster.env,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 0
        return list(csv.DictReader(StringIO(said.decode("utf-8-sig"))))


def code_in(words: str) -> str:
    found = CODE.search(words)
    assert found is not None, words
    return found[0]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with TelegramServer() as telegram, DiscordServer() as discord:
        town = Town(telegram, discord, tmp_path)
        async with town.muster:
            await town.muster.start()
            await town.founded()
            yield town
            assert await town.muster.stop() == 0
            assert "Traceback" not in town.muster.said()


@pytest.mark.timeout(180)
async def test_one_person_on_two_platforms_is_one_in_every_list(town: Town) -> None:
    filed = await town.ann_there.uses("daily", joined="３２", text="active 1.2万")
    await filed.answered("Saved: 2 numbers.")
    await town.ann.says("/link")
    code = code_in(await town.hears("Your code", town.ann))
    linked = await town.ann_there.uses("link", code=code)
    assert (await linked.answered("on both platforms you are Ann Lee now")).alone
    await town.ann.says("/daily joined 40", town.group)
    await town.hears("Corrected: new members 32 → 40")
    rows = await town.export("numbers")
    assert [(row["metric"], row["value"], row["version"], row["platform"]) for row in rows] == [
        ("active", "12000", "1", "discord"),
        ("joined", "32", "1", "discord"),
        ("joined", "40", "2", "telegram"),
    ]
    assert {row["person"] for row in rows} == {"Ann Lee"}
    (person,) = await town.export("people")
    assert (person["level"], person["telegram"], person["discord"]) == ("director", "ann", "annie")


@pytest.mark.timeout(180)
async def test_what_is_said_to_the_team_is_read_on_both_platforms(town: Town) -> None:
    away = await town.bob.uses("away", text="until fri")
    assert not (await away.answered("Bob is away")).alone
    await town.hears("Bob is away")
    await town.ann.says("/away until fri", town.group)
    await town.hears("Ann Lee is away")
    await town.discord.heard(town.discord.ops, "Ann Lee is away")


@pytest.mark.timeout(180)
async def test_a_form_a_half_filled_form_and_a_button_outlive_a_kill(town: Town) -> None:
    first = await (await town.bob.uses("daily")).asked()
    await town.restart()
    noted = await (await town.bob.submits(first, joined="32", active="1.2k")).answered("Page 1 of 3")
    await town.restart()
    second = await (await town.bob.presses("Next", noted)).asked()
    assert "(2/3)" in second["title"]
    saved = await (await town.bob.presses("Save", noted)).answered("Saved: 2 numbers.")
    await town.restart()
    again = await (await town.bob.presses("Correct", saved)).asked()
    values = {part["component"]["custom_id"]: part["component"].get("value") for part in again["components"]}
    assert (values["joined"], values["active"]) == ("32", "1200")


@pytest.mark.timeout(180)
async def test_a_thread_is_a_part_of_its_channel(town: Town) -> None:
    thread = town.discord.thread("night shift", town.discord.ops)
    filed = await town.bob.uses("daily", thread, joined="5")
    assert (await filed.answered("Saved: 1 number.")).channel == thread.id


@pytest.mark.timeout(180)
async def test_a_task_is_claimed_once_wherever_it_is_pressed_also_after_a_kill(town: Town) -> None:
    await town.ann.says("/task add Write the FAQ", town.group)
    here = await town.telegram.heard(town.group, "Nobody has it yet.", timeout=PATIENCE)
    there = await town.discord.heard(town.discord.ops, "Nobody has it yet.")
    await town.kept()
    await town.restart()
    won = await town.bob.presses("Claim", there)
    assert (await won.answered("It is yours.")).alone
    await town.discord.until(lambda: "Bob has it." in there.text, PATIENCE)
    await town.telegram.bell.until(lambda: "Bob has it." in here.text or None, PATIENCE, lambda: f"still {here!r}")
    lost = await town.ann.sends_press("/task claim 1", here)
    assert (await lost.answered(PATIENCE)).text == "Bob has it already."
    await town.kept()
    await town.restart()
    done = await town.bob.presses("Done", there)
    assert (await done.answered("Done. Thank you!")).alone
    await town.telegram.bell.until(lambda: "Done by Bob." in here.text or None, PATIENCE, lambda: f"still {here!r}")
    await town.discord.until(lambda: "Done by Bob." in there.text, PATIENCE)
    assert (here.labels, there.buttons) == ([], {})
    cards = [message for message in town.telegram.messages(town.group) if "Write the FAQ" in message.text]
    assert len([message for message in cards if "Done by Bob." in message.text]) == 1
