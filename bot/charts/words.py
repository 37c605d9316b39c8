"""A chart or timeline in words: for whoever cannot see it, for whatever cannot show it, and when it cannot be drawn."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commands.kit import (
    Bullets,
    Chart,
    Drawing,
    Heading,
    Line,
    Reply,
    Roster,
    Said,
    Shares,
    Table,
    Timeline,
    Tongue,
    text,
)
from commands.kit.reply import Block
from commands.kit.tongue import Mark

from ..ports import Draw, Later, Theme, Undrawn
from .figures import change

log = logging.getLogger(__name__)

LINE = text("{name}: {figures}")
LONGEST = 3000
"""Signs of a chart that is told instead of shown; above, each line is told by its last figure."""
PATIENCE = 5.0
"""Seconds a letter waits for its pictures. It surely was not said, so it can be said later."""
SOON = 2.0
_BARE = Mark(mono=lambda words: words)


@dataclass(frozen=True, slots=True)
class Picture:
    """``title`` and ``words`` for whoever cannot see the ``png``."""

    png: bytes
    title: str
    words: str


def in_words(chart: Drawing, tongue: Tongue, most: int = LONGEST) -> list[str]:
    """The title, then each line with its figures, or what each bar of a timeline says. Where that is longer than
    ``most``, with the last figure and its change; at last the end is left out."""
    title = tongue.speak(chart.title, _BARE)
    ways: list[Iterator[str]]
    if isinstance(chart, Chart):
        ways = [_every(chart, tongue), _last(chart, tongue)]
    else:
        ways = [(tongue.speak(said, _BARE) for said in _spoken(chart))]
    for lines in ways:
        told, long = [title], len(title)
        for line in lines:
            told.append(line)
            long += 1 + len(line)
            if long > most:
                break  # the rest would be left out
        if long <= most:
            return told
    cut = "\n".join(told)[: most - 1].rstrip() + "…"
    return cut.split("\n")


async def pictured(said: Reply, tongue: Tongue, draw: Draw, theme: Theme, most: int) -> tuple[Reply, list[Picture]]:
    """The pictures of a reply, each with at most ``most`` signs of words. A chart that cannot be drawn becomes words
    in the reply. Raises ``Later`` while a picture is still being drawn."""
    blocks: list[Block] = []
    pictures: list[Picture] = []
    for block in said.blocks:
        if not isinstance(block, Drawing):
            blocks.append(block)
            continue
        try:
            async with asyncio.timeout(PATIENCE):
                png = await draw(block, tongue, theme)
        except TimeoutError:
            raise Later("a picture is still being drawn", SOON) from None
        except Undrawn as error:
            log.warning("a chart is told in words", extra={"why": str(error)})
            blocks += _told(block, tongue, said)
        else:
            told = in_words(block, tongue, most)
            blocks.append(block)
            pictures.append(Picture(png, told[0], "\n".join(told)))
    return replace(said, blocks=tuple(blocks)), pictures


def without_pictures(said: Reply, tongue: Tongue) -> Reply:
    """The reply for a chat that takes no pictures."""
    blocks = [_told(block, tongue, said) if isinstance(block, Drawing) else (block,) for block in said.blocks]
    return replace(said, blocks=tuple(block for some in blocks for block in some))


def _told(chart: Drawing, tongue: Tongue, beside: Reply) -> tuple[Block, ...]:
    """What a picture shows and the reply says anyway is not told twice."""
    spoken = [item for block in beside.blocks if isinstance(block, Bullets) for item in block.items]
    match chart:
        case Timeline():
            chart = replace(chart, bars=tuple(bar for bar in chart.bars if bar.words not in spoken))
        case Shares() if any(isinstance(block, Table) for block in beside.blocks):
            chart = replace(chart, words=())
        case Roster() | Shares():
            chart = replace(chart, words=tuple(said for said in chart.words if said not in spoken))
    _, *lines = in_words(chart, tongue)
    said = tuple(Said("{words}", {"words": words}) for words in lines)
    return (Heading(chart.title), *((Bullets(said),) if said else ()))


def _spoken(chart: Timeline | Roster | Shares) -> Sequence[Said]:
    return [bar.words for bar in chart.bars] if isinstance(chart, Timeline) else chart.words


def _every(chart: Chart, tongue: Tongue) -> Iterator[str]:
    for line in chart.lines:
        yield _line(line, " · ".join(tongue.speak(said, _BARE) for said in chart.told(line)), tongue)


def _last(chart: Chart, tongue: Tongue) -> Iterator[str]:
    for line in chart.lines:
        told = chart.told(line)
        step = change(line, tongue)
        figure = tongue.speak(told[-1], _BARE) if told else ""
        yield _line(line, f"{figure} {step.words}" if step else figure, tongue)


def _line(line: Line, figures: str, tongue: Tongue) -> str:
    return tongue.speak(LINE(name=line.name, figures=figures), _BARE)
