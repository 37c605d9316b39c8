"""Charts to draw, and pictures read back: every text with the room it takes."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.charts.measure import Box, box
from commands.kit import Chart, Day, Label, Line, text
from commands.kit.texts import Value

JOINED = Label("new members", "新增", "新增")
TITLE = text("{community} · {metric}")
TUESDAY = date(2026, 11, 24)


def line(values: Sequence[float | str | Decimal | None], name: Value = JOINED, **facts: Any) -> Line:
    if facts.get("target") is not None:
        facts["target"] = Decimal(str(facts["target"]))
    drawn = tuple(None if value is None else Decimal(str(value)) for value in values)
    return Line(name, drawn, **{"before": drawn[-2] if len(drawn) > 1 else None, **facts})


def chart(*lines: Line, title: str = "Moms' Circle") -> Chart:
    """The days up to a Tuesday."""
    count = len(lines[0].values) if lines else 0
    marks = tuple(Day(TUESDAY - timedelta(days=count - 1 - at)) for at in range(count))
    return Chart(TITLE(community=title, metric=JOINED), marks, lines)


WEEK = chart(line([31, 28, 35, 42, 38, 30, 45], target=40))


@dataclass(frozen=True)
class Words:
    said: str
    room: Box
    size: float
    ink: str


@dataclass(frozen=True)
class Seen:
    """A picture as it is drawn, before it is turned into dots."""

    wide: float
    high: float
    words: list[Words]
    shapes: list[tuple[str, dict[str, str]]]

    @property
    def said(self) -> list[str]:
        return [each.said for each in self.words]

    def of(self, kind: str) -> list[dict[str, str]]:
        return [facts for name, facts in self.shapes if name == kind]


def read(svg: str) -> Seen:
    root = ET.fromstring(svg)  # noqa: S314  it is our own
    words, shapes = [], []
    for each in root:
        name, facts = each.tag.rpartition("}")[2], dict(each.attrib)
        if name == "text":
            anchor: Any = facts["text-anchor"]
            size = float(facts["font-size"])
            room = box(float(facts["x"]), float(facts["y"]), each.text or "", size, anchor)
            words.append(Words(each.text or "", room, size, facts["fill"]))
        else:
            shapes.append((name, facts))
    return Seen(float(root.attrib["width"]), float(root.attrib["height"]), words, shapes)
