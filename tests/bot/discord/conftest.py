"""Ann administers a server with a channel; Bob is there too."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
import simcord

from storage import Storage

from .office import Office, opened


@dataclass
class Town:
    office: Office
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ann: simcord.MemberActor
    bob: simcord.MemberActor

    @property
    def env(self) -> simcord.Env:
        return self.office.env

    async def says(
        self, who: simcord.MemberActor, name: str, where: simcord.ChannelHandle | None = None, **options: object
    ) -> simcord.InteractionResult:
        """Use a slash command, and let everything follow that follows from it."""
        result = await who.slash(where or self.channel, name, **options)
        await self.office.quiet()
        return result

    async def thread(self, name: str) -> simcord.ChannelHandle:
        """A thread of the channel."""
        channel = self.env.bot.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.create_thread(name=name, type=discord.ChannelType.public_thread)
        await self.env.settle()
        return self.channel.threads[-1]

    async def presses(self, who: simcord.MemberActor, message: object, label: str) -> simcord.InteractionResult:
        result = await who.click(message, label=label)  # type: ignore[arg-type]
        await self.office.quiet()
        return result

    async def submits(
        self, who: simcord.MemberActor, shown: simcord.InteractionResult, **fields: object
    ) -> simcord.InteractionResult:
        result = await who.submit_modal(shown, fields)
        await self.office.quiet()
        return result


@pytest.fixture
async def office(sqlite_storage: Storage) -> AsyncIterator[Office]:
    async with opened(sqlite_storage) as office:
        yield office


async def settled(office: Office) -> Town:
    guild = office.env.create_guild(name="Lakeside")
    channel = guild.create_text_channel("ops")
    admin = guild.create_role("admin", permissions=discord.Permissions(administrator=True))
    ann = guild.add_member(office.env.create_user("ann", global_name="Ann Lee"), roles=[admin])
    bob = guild.add_member(office.env.create_user("bob", global_name="Bob"))
    await office.env.settle()
    return Town(office, guild, channel, ann, bob)


@pytest.fixture
async def place(office: Office) -> Town:
    """A server in which no team was founded yet."""
    return await settled(office)


@pytest.fixture
async def town(place: Town) -> Town:
    """The same server with a team that Ann founded in the channel."""
    await place.says(place.ann, "setup here")
    return place
