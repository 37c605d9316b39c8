"""A file as numbered rows of words, whatever program it comes from."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from commands.kit.numbers import digits
from commands.kit.words import fold, nearest

from ..export.cells import unharmed
from .refused import Unusable, either

BIGGEST = 64 * 1024 * 1024
UNPACKED = 1024 * 1024 * 1024
"""Bytes of a file, and of what a workbook unpacks to."""
MOST_ROWS = 1_000_000
EXACT = 15
"""Digits that a number of a spreadsheet keeps; what comes after them is noise of its arithmetic."""

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_PACKED, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Source:
    """``look`` says in words how the file was read; ``rows`` gives each row once, with its line in the file."""

    name: str
    look: str
    rows: Iterator[tuple[int, Sequence[str]]]


def open_source(path: Path, sheet: str = "") -> Source:
    """A csv file (UTF-8, UTF-16 or GB18030; commas, semicolons or tabs) or a workbook. Raises ``Unusable`` or
    ``OSError``."""
    if path.stat().st_size > BIGGEST:
        raise Unusable(f"{path.name} is larger than {BIGGEST // 2**20} MB; cut it into several files")
    content = path.read_bytes()
    if content.startswith((_PACKED, _OLD)):
        return _workbook(path.name, content, sheet)
    if sheet:
        raise Unusable(f"{path.name} is no workbook, so it has no sheet {sheet!r}")
    return _csv(path.name, content)


def words_of(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding. Raises ``Unusable``."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = {"utf-16": "UTF-16"}
    else:
        encodings = {"utf-8-sig": "UTF-8", "gb18030": "GB18030"}
    for encoding, name in encodings.items():
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise Unusable("it is neither a workbook nor text in UTF-8 or GB18030")


def _csv(name: str, content: bytes) -> Source:
    words, encoding = words_of(content)
    if "\0" in words:
        raise Unusable("it is neither a workbook nor text in UTF-8 or GB18030")
    separator = _separator(words)
    return Source(name, f"{encoding}, separated by {_SEPARATORS[separator]}", _lines(words, separator))


def _separator(words: str) -> str:
    """The sign that makes most columns of the first lines."""
    head = re.split(r"\r\n|\r|\n", words[:20_000])[:10]
    widths = {sign: max(map(len, csv.reader(head, delimiter=sign)), default=0) for sign in _SEPARATORS}
    return max(widths, key=lambda sign: widths[sign])


def _lines(words: str, separator: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    line = 1
    try:
        for row in reader:
            if any(row):
                yield line, [unharmed(cell) for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unusable(f"line {line} cannot be read: {error}") from error


def _workbook(name: str, content: bytes, wanted: str) -> Source:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if content.startswith(_PACKED):
            with ZipFile(io.BytesIO(content)) as packed:
                if sum(item.file_size for item in packed.infolist()) > UNPACKED:
                    raise Unusable("the workbook unpacks to more than 1 GB; cut it into several files")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        sheet = next((each for each in names if fold(each) == fold(wanted)), None) if wanted else names[0]
        if sheet is None:
            near = nearest(wanted, names) or names[:5]
            raise Unusable(f"there is no sheet {wanted!r}; did you mean {either(near)}?")
        rows = book.get_sheet_by_name(sheet).iter_rows()
    except (CalamineError, BadZipFile, IndexError, ValueError) as error:
        raise Unusable(f"it cannot be read as a workbook: {error}") from error
    return Source(name, f"workbook, sheet {sheet!r}", _cells(rows))


def _cells(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, Sequence[str]]]:
    for line, row in enumerate(rows, start=1):
        words = [_word(cell) for cell in row]
        if any(words):
            yield line, words


def _word(cell: Any) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return digits(Decimal(f"{cell:.{EXACT}g}"))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
