"""How figures are taken and printed: alternating blocks, the median of their ratios, and how busy others were."""

import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` is judged against ``goal``: at most it, or at least it for ``more``. ``unit`` is ``x`` for a ratio."""

    name: str
    what: str
    value: float
    goal: float
    unit: str = "x"
    more: bool = False
    aside: str = ""

    def __str__(self) -> str:
        met = self.value >= self.goal if self.more else self.value <= self.goal
        aside = f" [{self.aside}]" if self.aside else ""
        goal = f"goal {'>= ' if self.more else ''}{self.goal:g}{self.unit}"
        return f"{self.name} {self.what} ({goal}) {'met' if met else 'NOT met'}{aside}".replace(
            "{}", f"{self.value:.2f}{self.unit}"
        )


class Neighbours:
    """The share of the machine that other processes used between two looks, 0 to 1."""

    def __init__(self) -> None:
        self._before = _jiffies()

    def share(self) -> float:
        busy, total, own = (now - then for now, then in zip(_jiffies(), self._before, strict=True))
        return max(0.0, (busy - own) / total) if total else 0.0


def _jiffies() -> tuple[float, float, float]:
    """Busy, total, and those of this process with its ended children."""
    fields = [int(word) for word in Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:9]]
    total = sum(fields)
    times = os.times()
    own = (times.user + times.system + times.children_user + times.children_system) * TICKS
    return total - fields[3] - fields[4], total, own


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time and of the clock on the wall."""

    cpu: float
    wall: float


async def cost(work: Callable[[], Awaitable[None]]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    await work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


async def against(
    ours: Callable[[], Awaitable[None]], floor: Callable[[], Awaitable[None]], rounds: int = 9
) -> tuple[float, str]:
    """Median ratio of processor time over alternating blocks, and the rest of the story: its range, the ratio of wall
    time, and the neighbours."""
    neighbours = Neighbours()
    await floor()
    await ours()
    cpu, wall = [], []
    for _ in range(rounds):
        low, high = await cost(floor), await cost(ours)
        cpu.append(high.cpu / low.cpu)
        wall.append(high.wall / low.wall)
    tenths = quantiles(cpu, n=10)
    story = f"10-90 %: {tenths[0]:.2f}-{tenths[-1]:.2f}; wall {median(wall):.2f}x; others used {neighbours.share():.0%}"
    return median(cpu), story
