"""Which column holds what: as ``export numbers`` names them, or a date, a community and one column for each metric, in
any of the three languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from re import sub

from commands.kit.metrics import Catalogue, Metric
from commands.kit.words import fold, nearest

from .refused import Refused

LOOKED_AT = 10
"""Rows in which the names of the columns are looked for: a sheet may begin with a title."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "workspace": ("workspace", "team", "团队", "團隊"),
    "community": ("community", "社群", "社区", "社區"),
    "date": ("date", "day", "日期"),
    "metric": ("metric", "指标", "指標"),
    "value": ("value", "数值", "數值"),
    "unit": ("unit", "单位", "單位"),
    "version": ("version", "版本"),
    "person": ("person", "reporter", "填报人", "填報人"),
    "platform": ("platform", "平台"),
    "at": ("at", "time", "时间", "時間"),
    "late": ("late", "迟报", "遲報"),
    "note": ("note", "notes", "备注", "備註"),
}
_NAMES = {fold(word): name for name, words in _COLUMNS.items() for word in words}


@dataclass(frozen=True)
class Header:
    """``at`` says where each column of ours stands, ``metrics`` where each figure does in a wide table."""

    line: int
    names: Sequence[str]
    at: Mapping[str, int]
    metrics: Mapping[int, Metric]
    refused: Sequence[Refused] = field(default=())

    @property
    def wide(self) -> bool:
        return bool(self.metrics)

    def word(self, row: Sequence[str], column: str) -> str:
        """What stands there, without blanks around it; nothing where there is no such column."""
        at = self.at.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    def called(self, column: str) -> str:
        """The column as the file calls it."""
        return self.names[self.at[column]].strip() if column in self.at else column


def read_header(line: int, row: Sequence[str], catalogue: Catalogue) -> Header | None:
    """``None`` where this row names no table of numbers."""
    at: dict[str, int] = {}
    metrics: dict[int, Metric] = {}
    refused = []
    for number, cell in enumerate(row):
        name = cell.strip()
        if not name:
            continue
        column = _NAMES.get(fold(name))
        metric = None if column else _metric(name, catalogue)
        twice = column in at or (metric is not None and metric in metrics.values())
        if twice:
            refused.append(Refused(line, "the header", name, "is there twice; the first one counts"))
        elif column is not None:
            at[column] = number
        elif metric is None:
            near = tuple(nearest(name, [*_COLUMNS, *catalogue.names]))
            refused.append(Refused(line, "the header", name, "is neither a column nor a metric; it is left out", near))
        elif metric.formula is not None:
            refused.append(Refused(line, "the header", name, "is worked out, not entered; it is left out"))
        else:
            metrics[number] = metric
    if {"metric", "value", "date"} <= at.keys():
        return Header(line, row, at, {}, refused)
    if "date" in at and metrics:
        return Header(line, row, at, metrics, refused)
    return None


def _metric(name: str, catalogue: Catalogue) -> Metric | None:
    """Also with its unit behind it: ``销售额（元）``."""
    return catalogue.find(name) or catalogue.find(sub(r"\s*[(（][^()（）]*[)）]$", "", name))
