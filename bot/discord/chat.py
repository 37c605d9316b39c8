"""Discord as one of the chats: what comes in is served, what is said is carried, and the servers are watched."""

import asyncio
import logging
from collections.abc import Iterable

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.aftermath import lost_place, tell_others
from bot.dispatch import Desk
from bot.ports import Call, Clock, Draw, Feed, Health, More
from bot.scene import Scene, look, tongue_of
from commands.kit import Form, Reply, Tongue, reply
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from storage import Incoming, Letter, Storage, StorageError, Unit

from .client import Ears
from .complete import Suggestions
from .delivery import Delivery, named
from .doorway import FAULTS, MODAL, Doorway
from .forms import modal
from .gateway import Gateway
from .inbound import NAME, Asked, read
from .options import hash_of, tree
from .render import render
from .wire import Refusals

log = logging.getLogger(__name__)

SYNC_PAUSE, LONGEST_SYNC_PAUSE = 60.0, 3600.0
REMOVED = "the bot was removed from the server"


class DiscordChat(Ears):
    """``api_url`` and ``gateway_url`` point the library at another host; ``owner`` names this process in the leases."""

    name = NAME
    whispers = True

    def __init__(
        self,
        *,
        token: str,
        menu: Menu,
        desk: Desk,
        feed: Feed,
        storage: Storage,
        metrics: Catalogue,
        clock: Clock,
        owner: str,
        draw: Draw,
        api_url: str | None = None,
        gateway_url: str | None = None,
    ) -> None:
        if api_url is not None:
            Route.BASE = api_url.rstrip("/")
        if gateway_url is not None:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        self._menu = menu
        self._desk = desk
        self._storage = storage
        self._metrics = metrics
        self._clock = clock
        self._gateway = Gateway(token, self, storage, clock, owner)
        suggestions = Suggestions(menu, metrics, storage, clock)
        self._doorway = Doorway(self._gateway, menu, desk, feed, suggestions, clock)
        self._delivery = Delivery(self._gateway, self._doorway.first, clock, draw)
        self._syncing: asyncio.Task[None] | None = None

    @property
    def client(self) -> discord.Client:
        return self._gateway.client

    @property
    def refusals(self) -> Refusals:
        """What Discord refused lately."""
        return self._gateway.refusals

    def health(self) -> Health:
        return self._gateway.health()

    async def run(self) -> None:
        try:
            await self._gateway.run()
        finally:
            if self._syncing is not None:
                self._syncing.cancel()
                await asyncio.gather(self._syncing, return_exceptions=True)

    async def close(self) -> None:
        await self._gateway.close()

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
        return await self._delivery.send(letter, said, tongue)

    async def handle(self, incoming: Incoming) -> None:
        """Serve an interaction. Where it opens a form the form is the first answer; where it was thought to and does
        not, the answer is a letter like any other, and is promised now."""
        asked = read(incoming.body, self._menu)
        how, opens = self._doorway.how(asked), self._doorway.opens_form(asked)
        ticket = asked.ticket(how)
        call = Call(asked.line, asked.heard, asked.given, ticket, incoming=incoming.id, direct=opens)
        try:
            answer = await self._desk.hear(call)
            if opens and answer is not None and answer.form is not None:
                await self._show(asked, answer.form)
            elif opens:
                await self._doorway.acknowledge(asked, how)
            if answer is None or not (answer.blocks or answer.buttons or answer.form):
                await self._doorway.take_back(asked, how)
        finally:
            if opens:
                self._doorway.first.done(asked.token)

    async def _show(self, asked: Asked, form: Form) -> None:
        account = (asked.heard.account.platform, asked.heard.account.user)

        async def seen(unit: Unit) -> Scene:
            draft = await unit.drafts.get(form.draft, account)
            return await look(unit, asked.heard, draft.team if draft is not None else None)

        scene = await self._storage.read(seen)
        tongue = tongue_of(scene.team, scene.locale)
        drawn = modal(form, tongue, aloud=not self._desk.private(form.line))
        try:
            await self._gateway.wire.first_answer(asked.id, asked.token, MODAL, drawn)
        except FAULTS as error:
            log.warning("a form came too late", extra={"interaction": asked.id, "why": str(error)[:200]})
            await self._offer(asked, form, tongue)

    async def _offer(self, asked: Asked, form: Form, tongue: Tongue) -> None:
        """The form waits behind a button; its values are not shown to others."""
        drawn = render(reply(form=form), tongue)
        if not asked.heard.private:
            drawn = named(drawn, asked.heard.account.user)
        try:
            channel = await self._delivery.channel_of(asked.heard.address)
            for payload in drawn:
                await self._gateway.wire.post(channel, payload)
        except FAULTS as error:
            log.warning("a form could not be offered", extra={"interaction": asked.id, "why": str(error)[:200]})

    # What the gateway tells

    async def interaction(self, interaction: discord.Interaction) -> None:
        await self._doorway.enter(interaction)

    async def connected(self) -> None:
        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.create_task(self._keep_syncing(), name="discord commands")

    async def ready(self) -> None:
        for guild in self.client.guilds:
            await self._resume(guild)

    async def joined(self, guild: discord.Guild) -> None:
        await self._resume(guild)

    async def left(self, guild: discord.Guild) -> None:
        """We were removed, which is something else than a server that cannot be reached for a while."""
        channels, now = _ids(guild), self._clock()

        async def suspend(unit: Unit) -> None:
            lost = []
            for chat in {place.address.chat for place in await unit.places.all(NAME)} & channels:
                lost += await unit.places.suspend(NAME, chat, None, REMOVED, now)
            for place in lost:
                await tell_others(unit, place, lost_place(place, REMOVED), now=now)

        await self._storage.write(suspend)

    async def _resume(self, guild: discord.Guild) -> None:
        """Write again to the places of this server where we may. A thread that is not among those that are open is
        archived or gone: it comes back only where it was we who had left."""
        there = _ids(guild, writable=True)
        back = [
            place.address
            for place in await self._storage.read(lambda unit: unit.places.all(NAME))
            if place.suspended_at is not None and place.address.chat in there
            if place.address.thread in {"", *there} or place.suspended_why == REMOVED
        ]

        async def resume(unit: Unit) -> None:
            for address in back:
                await unit.places.resume(NAME, address.chat, address.thread)

        if back:
            await self._storage.write(resume)

    # The slash commands

    async def _keep_syncing(self) -> None:
        """Until Discord has our commands. The old ones work meanwhile."""
        pause = SYNC_PAUSE
        while True:
            try:
                await self.sync()
            except (*FAULTS, StorageError) as error:
                log.warning("the slash commands could not be stored", extra={"why": str(error)[:300], "pause": pause})
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_SYNC_PAUSE)

    async def sync(self) -> None:
        """Store the commands if they are others than last time: Discord counts how often that is done."""
        commands = tree(self._menu, self._metrics)
        mark, now = f"discord.commands.{self.client.application_id}", hash_of(commands)
        if await self._storage.read(lambda unit: unit.marks.get(mark)) != now:
            await self._gateway.wire.put_commands(commands)
            await self._storage.write(lambda unit: unit.marks.set(mark, now))


def _ids(guild: discord.Guild, *, writable: bool = False) -> set[str]:
    channels: Iterable[discord.abc.GuildChannel | discord.Thread] = [*guild.channels, *guild.threads]
    me = guild.me if writable else None
    return {
        str(channel.id)
        for channel in channels
        if me is None or channel.permissions_for(me).send_messages or isinstance(channel, discord.Thread)
    }
