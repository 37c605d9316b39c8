"""What is posted in one minute, on Telegram and Discord, while the process is killed around it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

from tests.services.telegram import Message

from .checker import REPEATS
from .lakeside import Lakeside
from .process import PATIENCE


class Minute:
    """``headings``: the words by which its posts are known in the chats; ``words``: those by which the database knows
    them."""

    def __init__(self, town: Lakeside, headings: Sequence[str], words: str) -> None:
        self.town = town
        self.headings = headings
        self.words = words
        self.out: Counter[str] = Counter()
        """Letters that were out at a kill, by platform."""

    def there(self) -> bool:
        return all(self.town.on_telegram(heading) and self.town.on_discord(heading) for heading in self.headings)

    async def complete(self) -> None:
        """Wait until all of it stands there and is noted as sent."""
        await self.town.carried(self.there)

    def count_on_telegram(self) -> int:
        return sum(len(self.town.on_telegram(heading)) for heading in self.headings)

    def count_on_discord(self) -> int:
        return sum(len(self.town.on_discord(heading)) for heading in self.headings)

    async def killed(self) -> None:
        self.town.muster.kill()
        self.out += await self.town.dies(self.words)

    async def lives_until(self, ears: list[Callable[..., None]], count: Callable[[], int]) -> None:
        """One life, until one more post stands there and nobody was told; or until there is no more to come."""
        before = count()

        def ear(*_: object) -> None:
            if count() > before:
                self.town.muster.kill()

        ears.append(ear)
        await self.town.muster.start()
        ended, complete = (
            asyncio.create_task(self.town.muster.ended(2 * PATIENCE)),
            asyncio.create_task(self.complete()),
        )
        await asyncio.wait((ended, complete), return_when=asyncio.FIRST_COMPLETED)
        complete.cancel()
        self.town.muster.kill()
        await ended
        ears.clear()
        self.out += await self.town.dies(self.words)


def repeated(message: Message) -> bool:
    return message.text.startswith(REPEATS)
