"""``python -m tests.bench [P1 …]``: take the figures and print one line for each."""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from .besides import figures as of_two_teams
from .boards import figures as of_boards
from .exports import figures as of_exports
from .posting import figures as of_posting
from .process import figures as of_the_process
from .ratio import Figure
from .stored import figures as of_storing
from .timers import figures as of_timers
from .whole import figures as of_the_whole

Take = Callable[[Path], Awaitable[list[Figure]]]

GROUPS: tuple[tuple[frozenset[str], Take], ...] = (
    (frozenset({"P1", "P2"}), of_storing),
    (frozenset({"P3"}), of_the_whole),
    (frozenset({"P5", "P6", "P7"}), of_boards),
    (frozenset({"P8"}), of_posting),
    (frozenset({"P9"}), of_timers),
    (frozenset({"P11", "P12", "P13"}), of_the_process),
    (frozenset({"P14"}), of_exports),
    (frozenset({"P15"}), of_two_teams),
)


async def main(wanted: set[str]) -> None:
    for names, take in GROUPS:
        if wanted and not wanted & names:
            continue
        with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
            for figure in await take(Path(folder)):
                print(figure, flush=True)


if __name__ == "__main__":
    logging.disable(logging.ERROR)
    known = {name for names, _ in GROUPS for name in names}
    if unknown := set(sys.argv[1:]) - known:
        sys.exit(f"unknown figures: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    asyncio.run(main(set(sys.argv[1:])))
