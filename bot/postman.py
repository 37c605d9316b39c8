"""Carries letters from the outbox to the chats, most urgent first, each chat at its own pace.

One chat's trouble never delays another's letter. A letter is claimed on the disk before the network is touched, the
first one for an idle chat as it is written; when it is not known whether an attempt arrived, the next copy says that it
is a repeat.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from storage import Claim, Letter, Storage, StorageError

from .errand import LEASE, Errands
from .letters import ANSWER, POST
from .pace import Bucket, Gate, Pace, Rate
from .ports import Chat, Clock, Later
from .round import Round

log = logging.getLogger(__name__)

LOOK = 1.0
"""Seconds between two looks into the outbox when nobody wakes the postman: other processes write into it."""
RARELY = 15.0
"""The same where there are no others, so that every letter is offered, and every pause ends with a wake."""
BAG = 500
"""Letters of one platform that are in memory."""
PER_CHAT = 20
"""Of those, for one chat: one that is slow must not fill the bag."""


class Postman:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        monotonic: Callable[[], float],
        owner: str,
        paces: Mapping[str, Pace],
        count: Callable[[str, str], None] = lambda platform, outcome: None,
        *,
        alone: bool = False,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._monotonic = monotonic
        self._owner = owner
        self._paces = paces
        self._alone = alone
        self._errands = Errands(storage, clock, monotonic, owner, self._later, count)
        self._chats: Mapping[str, Chat] = {}
        self._gates: dict[str, Gate] = {}
        self._rounds: dict[tuple[str, str], Round] = {}
        self._bags: dict[str, set[int]] = {}
        self._abreast: dict[str, int] = {}
        """By platform the lane up to which, but not with it, every letter that is due is in the bag."""
        self._offered: deque[Letter] = deque()
        self._look = True
        self._wake = asyncio.Event()
        self._closed = False

    def serve(self, chats: Sequence[Chat]) -> None:
        self._chats = {chat.name: chat for chat in chats}
        self._gates = {name: Gate(self._paces[name].total, self._monotonic) for name in self._chats}
        self._storage.tell(self.offer, self.claim)

    def offer(self, letters: Sequence[Letter]) -> None:
        """Letters that were just kept: they need not be looked for."""
        self._offered += letters
        self._wake.set()

    def claim(self, letter: Letter) -> Claim | None:
        """Whether a letter about to be written goes out as soon as it is kept: an answer, or what is more urgent. Posts
        come by the hundred, and those that wait long for their turn must not look as if they were out. It only looks,
        from any thread: should the chat not be idle any more when the letter is offered, then the letter waits for its
        turn all the same."""
        platform, now = letter.address.platform, self._monotonic()
        round = self._rounds.get((platform, letter.address.chat))
        if letter.lane > ANSWER or letter.lane >= self._abreast.get(platform, 0):
            return None
        if letter.edits is not None or self._closed:
            return None
        if not self._gates[platform].free:
            return None
        if round is not None and not round.free(now):
            return None
        return Claim(self._owner, self._clock() + LEASE, now)

    def wake(self) -> None:
        """Look into the outbox now."""
        self._look = True
        self._wake.set()

    async def run(self) -> None:
        """Carry until cancelled."""
        while True:
            if self._look:
                self._look = await self._fetch()
            declined = []
            while self._offered:
                if not self._take(letter := self._offered.popleft()):
                    declined.append(letter)
            await self._put_back(declined)
            if self._look:
                continue
            try:
                async with asyncio.timeout(self._patience()):
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
        back = [*self._offered]
        for round in self._rounds.values():
            back += round.empty()
            if round.task and not round.task.done():
                tasks.append(round.task)
                if not round.out:
                    round.task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=budget)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self._put_back(back)

    async def _put_back(self, letters: Sequence[Letter]) -> None:
        """What was claimed as it was written, and cannot go out now, is nobody's again."""
        if claimed := [letter.id for letter in letters if letter.claim is not None]:
            await self._storage.write(lambda unit: unit.outbox.put_back(claimed, self._owner))
            self._look = True

    def _patience(self) -> float:
        standby = any(chat.health().state == "standby" for chat in self._chats.values())
        return RARELY if self._alone and not standby else LOOK

    async def _fetch(self) -> bool:
        """Take letters out of the outbox; ``True`` when there are more."""
        ready = [name for name, chat in self._chats.items() if chat.health().state != "standby"]
        self._abreast = {name: lane for name, lane in self._abreast.items() if name in ready}
        return any([await self._fetch_for(name) for name in ready if not self._gates[name].closed])

    async def _fetch_for(self, platform: str) -> bool:
        bag = self._bags.setdefault(platform, set())
        now = self._clock()
        room = BAG - len(bag)
        if room <= 0 or self._closed:
            self._abreast[platform] = min(self._abreast.get(platform, 0), POST)
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
        self._abreast[platform] = POST + 1 if len(found) < room else found[-1].lane
        return len(found) == room

    def _take(self, letter: Letter) -> bool:
        """Carry an offered letter at once; ``False`` if older ones of its platform or chat still wait in the outbox:
        then it is fetched in its turn."""
        platform = letter.address.platform
        round = self._rounds.get((platform, letter.address.chat))
        if letter.lane >= self._abreast.get(platform, 0) or (round and (round.full or round.behind)):
            self._look = self._look or platform in self._chats
            return False
        return letter.id in self._bags[platform] or self._hand_over(letter)

    def _hand_over(self, letter: Letter) -> bool:
        key = (letter.address.platform, letter.address.chat)
        round = self._rounds.get(key)
        if round is None:
            now = self._monotonic()
            round = self._rounds[key] = Round(buckets=[Bucket(rate, now) for rate in self._rates(letter)])
        if self._closed or (len(round.letters) >= PER_CHAT and letter.lane >= ANSWER):
            round.full = True
            return False
        self._bags[letter.address.platform].add(letter.id)
        urgent = not round.letters or letter.lane < round.letters[0][0]
        round.add(letter)
        if round.task is not None and urgent and not round.out:
            round.task.cancel()  # it waits at the gate among the less urgent
            round.task = None
        if round.task is None or round.task.done():
            round.task = asyncio.create_task(self._walk(round), name=f"postman {key}")
        return True

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
            round.spoke(self._monotonic())
            round.out = True
            try:
                await self._carry(round, letter)
            except StorageError as error:
                log.warning("the outcome could not be kept", extra={"letter": letter.id, "why": str(error)})
                self._later(LOOK)
            except Exception:
                log.exception("the outcome could not be kept", extra={"letter": letter.id})
                self._later(LOOK)
            finally:
                round.out = False
                bag = self._bags[letter.address.platform]
                bag.discard(letter.id)
            if round.full and len(round.letters) <= PER_CHAT // 2:
                round.full = False
                self.wake()
            elif len(bag) == BAG // 2:
                self.wake()

    def _later(self, seconds: float) -> None:
        """Look into the outbox when so much time has passed."""
        asyncio.get_running_loop().call_later(seconds, self.wake)

    async def _carry(self, round: Round, letter: Letter) -> None:
        platform = letter.address.platform

        def more() -> None:
            self._gates[platform].spoke()
            round.spoke(self._monotonic())

        problem = await self._errands.carry(self._chats[platform], letter, more)
        if problem is None:
            return
        now = self._clock()  # before the pause begins, so that the letter is due when it is over
        if isinstance(problem, Later):
            back = round.put_back()
            self._bags[platform].difference_update(other.id for other in back)
            if problem.everybody:
                self._gates[platform].hold(problem.seconds)
            else:
                round.not_before = self._monotonic() + problem.seconds
            await self._put_back(back)
        await self._errands.failed(letter, problem, now)

    def _forget(self) -> None:
        """Chats that have been silent long enough need no counting."""
        now = self._monotonic()
        self._rounds = {key: round for key, round in self._rounds.items() if not round.forgotten(now)}
