"""Carries letters from the outbox to the chats, most urgent first, each chat at its own pace.

One chat's trouble never delays another's letter. A letter is claimed on the disk before the network is touched; when
it is not known whether an attempt arrived, the next copy says that it is a repeat.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from commands.kit.reply import read_reply
from commands.kit.tongue import Tongue
from commands.kit.zone import zone_of
from storage import Letter, Storage, StorageError, Unit

from .aftermath import Aftermath
from .letters import ANSWER
from .pace import Bucket, Gate, Pace, Rate
from .ports import Chat, Clock, Gone, Later, Moved, Refused, Undelivered, Unknown
from .round import Round

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a postman may be out with a letter. He leaves in its first half; ``PATIENCE`` is shorter than the second."""
OVERTAKEN = "a newer edit"
"""Why an edit was not carried."""
LOOK = 1.0
"""Seconds between two looks into the outbox when nobody wakes the postman."""
BAG = 500
"""Letters of one platform that are in memory."""
PER_CHAT = 20
"""Of those, for one chat: one that is slow must not fill the bag."""
PATIENCE = 25.0
"""Seconds one attempt may take; after that its outcome is unknown."""
GIVE_UP = 12
"""Attempts of which nobody knows whether they arrived, over about half an hour."""
KEPT = timedelta(hours=24)
"""How long a letter that surely was not delivered is tried again."""


class Postman:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        monotonic: Callable[[], float],
        owner: str,
        paces: Mapping[str, Pace],
        count: Callable[[str, str], None] = lambda platform, outcome: None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._monotonic = monotonic
        self._owner = owner
        self._paces = paces
        self._count = count
        self._aftermath = Aftermath(storage, clock, owner)
        self._chats: Mapping[str, Chat] = {}
        self._gates: dict[str, Gate] = {}
        self._rounds: dict[tuple[str, str], Round] = {}
        self._bags: dict[str, set[int]] = {}
        self._abreast: set[str] = set()
        """Platforms of which every letter that is due is in the bag."""
        self._offered: deque[Letter] = deque()
        self._look = True
        self._wake = asyncio.Event()
        self._closed = False

    def serve(self, chats: Sequence[Chat]) -> None:
        self._chats = {chat.name: chat for chat in chats}
        self._gates = {name: Gate(self._paces[name].total, self._monotonic) for name in self._chats}
        self._storage.tell(self.offer)

    def offer(self, letters: Sequence[Letter]) -> None:
        """Letters that were just kept: they need not be looked for."""
        self._offered += letters
        self._wake.set()

    def wake(self) -> None:
        """Look into the outbox now."""
        self._look = True
        self._wake.set()

    async def run(self) -> None:
        """Carry until cancelled."""
        while True:
            if self._look:
                self._look = await self._fetch()
            while self._offered:
                self._take(self._offered.popleft())
            if self._look:
                continue
            try:
                async with asyncio.timeout(LOOK):
                    await self._wake.wait()
            except TimeoutError:
                self._forget()
                self._look = True
            self._wake.clear()

    async def recover(self, *, everything: bool = False) -> int:
        """Letters whose postman vanished go out again, marked as perhaps known."""
        now = self._clock()
        owner = self._owner if everything else None
        return await self._storage.write(lambda unit: unit.outbox.overdue(now, owner))

    async def close(self, budget: float) -> None:
        """Finish the attempts under way; what was not tried stays pending."""
        self._closed = True
        self._storage.stop_telling(self.offer)
        tasks = []
        for round in self._rounds.values():
            round.letters.clear()
            if round.task and not round.task.done():
                tasks.append(round.task)
                if not round.out:
                    round.task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=budget)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _fetch(self) -> bool:
        """Take letters out of the outbox; ``True`` when there are more."""
        ready = [name for name, chat in self._chats.items() if chat.health().state != "standby"]
        self._abreast.intersection_update(ready)
        return any([await self._fetch_for(name) for name in ready if not self._gates[name].closed])

    async def _fetch_for(self, platform: str) -> bool:
        bag = self._bags.setdefault(platform, set())
        now = self._clock()
        room = BAG - len(bag)
        self._abreast.discard(platform)
        if room <= 0 or self._closed:
            return False
        full = []
        for (name, chat), round in self._rounds.items():
            if name == platform and round.waits(self._monotonic()):
                full.append(chat)
            elif name == platform:
                round.behind = False
        found = await self._storage.read(lambda unit: unit.outbox.due([platform], now, room, list(bag), full))
        for letter in found:
            if letter.id not in bag:  # offered before
                self._hand_over(letter)
        if len(found) < room:
            self._abreast.add(platform)
        return len(found) == room

    def _take(self, letter: Letter) -> None:
        """Carry an offered letter at once, unless older ones of its platform or chat still wait in the outbox: then it
        is fetched in its turn."""
        platform = letter.address.platform
        round = self._rounds.get((platform, letter.address.chat))
        if platform not in self._abreast or (round and (round.full or round.behind)):
            self._look = self._look or platform in self._chats
        elif letter.id not in self._bags[platform]:
            self._hand_over(letter)

    def _hand_over(self, letter: Letter) -> None:
        key = (letter.address.platform, letter.address.chat)
        round = self._rounds.get(key)
        if round is None:
            now = self._monotonic()
            round = self._rounds[key] = Round(buckets=[Bucket(rate, now) for rate in self._rates(letter)])
        if self._closed or (len(round.letters) >= PER_CHAT and letter.lane >= ANSWER):
            round.full = True
            return
        self._bags[letter.address.platform].add(letter.id)
        round.add(letter)
        if round.task is None or round.task.done():
            round.task = asyncio.create_task(self._walk(round), name=f"postman {key}")

    def _rates(self, letter: Letter) -> tuple[Rate, ...]:
        pace = self._paces[letter.address.platform]
        return pace.group if letter.address.chat.startswith("-") else pace.chat

    async def _walk(self, round: Round) -> None:
        while round.letters:
            now = self._monotonic()
            wait = max([round.not_before - now, *(bucket.wait(now) for bucket in round.buckets)], default=0.0)
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            lane, _, letter = round.letters[0]
            await self._gates[letter.address.platform].enter(lane)
            # A more urgent one may have come meanwhile; it takes the turn.
            letter = round.next()
            for bucket in round.buckets:
                bucket.take(self._monotonic())
            round.out = True
            try:
                await self._carry(round, letter)
            except StorageError as error:
                log.warning("the outcome could not be kept", extra={"letter": letter.id, "why": str(error)})
            except Exception:
                log.exception("the outcome could not be kept", extra={"letter": letter.id})
            finally:
                round.out = False
                self._bags[letter.address.platform].discard(letter.id)
            if round.full and len(round.letters) <= PER_CHAT // 2:
                round.full = False
                self.wake()

    async def _carry(self, round: Round, letter: Letter) -> None:
        since = self._monotonic()
        until = self._clock() + LEASE
        if not await self._storage.write(lambda unit: self._claimed(unit, letter, until)):
            return
        if self._monotonic() - since > LEASE.total_seconds() / 2:
            # We were held up on the way: somebody else may think that we are dead before this attempt is over.
            await self._again(letter, self._clock(), "held up", unsure=False)
            self.wake()
            return
        chat = self._chats[letter.address.platform]
        try:
            async with asyncio.timeout(PATIENCE):
                message = await chat.send(letter, read_reply(letter.body), tongue_for(letter))
        except Undelivered as problem:
            await self._failed(round, letter, problem)
        except TimeoutError:
            await self._failed(round, letter, Unknown("no answer in time"))
        except Exception as error:
            log.exception("a letter cannot be drawn", extra={"letter": letter.id})
            await self._failed(round, letter, Refused(type(error).__name__))
        else:
            self._count(letter.address.platform, "sent")
            now = self._clock()
            await self._storage.write(lambda unit: unit.outbox.sent(letter.id, self._owner, message, now))

    async def _claimed(self, unit: Unit, letter: Letter, until: datetime) -> bool:
        """Take the letter out. An edit comes to nothing when the message says something newer: it would undo it."""
        if not await unit.outbox.claim([letter.id], self._owner, until, letter.attempts):
            return False
        if letter.edits is not None and await unit.outbox.overtaken(letter):
            await unit.outbox.dead(letter.id, self._owner, OVERTAKEN, self._clock())
            return False
        return True

    async def _failed(self, round: Round, letter: Letter, problem: Undelivered) -> None:
        self._count(letter.address.platform, type(problem).__name__.lower())
        log.warning(
            "not delivered",
            extra={"letter": letter.id, "outcome": type(problem).__name__, "why": problem.why},
        )
        match problem:
            case Later(seconds=seconds, everybody=everybody):
                # Taken before the pause begins, so that the letter is due when the pause is over.
                at = self._clock() + timedelta(seconds=seconds)
                self._bags[letter.address.platform].difference_update(round.put_back())
                if everybody:
                    self._gates[letter.address.platform].hold(seconds)
                else:
                    round.not_before = self._monotonic() + seconds
                if not everybody and self._clock() - letter.created_at > KEPT:
                    await self._given_up(letter, problem)
                else:
                    await self._again(letter, at, problem.why, unsure=False)
            case Unknown():
                if letter.unsure + 1 >= GIVE_UP:
                    await self._given_up(letter, problem)
                else:
                    at = self._clock() + timedelta(seconds=pause(letter.attempts))
                    await self._again(letter, at, problem.why, unsure=True)
            case Moved(chat=chat):
                await self._aftermath.moved(letter, chat)
                self.wake()
            case Gone():
                await self._aftermath.gone(letter, problem)
                self.wake()
            case _:
                await self._aftermath.refused(letter, problem)

    async def _given_up(self, letter: Letter, problem: Undelivered) -> None:
        await self._aftermath.refused(letter, Refused(f"given up: {problem.why}"))

    async def _again(self, letter: Letter, at: datetime, why: str, *, unsure: bool) -> None:
        await self._storage.write(lambda unit: unit.outbox.later(letter.id, self._owner, at, why, unsure=unsure))

    def _forget(self) -> None:
        """Chats that have been silent long enough need no counting."""
        now = self._monotonic()
        self._rounds = {key: round for key, round in self._rounds.items() if not round.forgotten(now)}


def pause(attempts: int) -> float:
    """Seconds before the next attempt: 1, 2, 4 … at most 300."""
    return float(min(2 ** max(attempts, 0), 300))


def tongue_for(letter: Letter) -> Tongue:
    return Tongue(letter.locale, zone_of(letter.zone), letter.currency)
