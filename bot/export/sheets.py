"""Rows into bytes, as they come: nothing grows with the number of rows but the output."""

import codecs
import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Protocol

from commands.kit.numbers import digits

from .cells import EXACT, Cell, clean, fitting, harmless

XLSX_ROWS = 1_048_576
"""Rows of one sheet; more go on in a second one."""
UNPACKED = "muster-"
"""How the folders begin in which the rows of a workbook wait until they are packed."""


class Sheet(Protocol):
    def add(self, row: Sequence[Cell]) -> None: ...

    def close(self) -> None:
        """Write the end. The target stays open."""
        ...

    def drop(self) -> None:
        """Let go of what is held, after ``close`` and instead of it."""
        ...


class Csv:
    """RFC 4180. A file begins with the mark that makes Excel read UTF-8; a pipe does not."""

    def __init__(self, target: BinaryIO, name: str, columns: Sequence[str], *, piped: bool) -> None:
        self._target, self._text = target, io.StringIO(newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        target.write(b"" if piped else codecs.BOM_UTF8)
        self._pass_on(columns)

    def add(self, row: Sequence[Cell]) -> None:
        self._pass_on([self._word(cell) for cell in row])

    def close(self) -> None:
        """Every row is written already."""

    def drop(self) -> None:
        """Nothing is held."""

    def _pass_on(self, words: Sequence[str]) -> None:
        self._writer.writerow(words)
        self._target.write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()

    def _word(self, cell: Cell) -> str:
        match cell:
            case None:
                return ""
            case bool():
                return "true" if cell else "false"
            case str():
                return fitting(harmless(clean(cell)))
            case Decimal():
                return digits(cell)
            case datetime() | date():
                return cell.isoformat()
            case _:
                return str(cell)


class Json:
    """One array, one object a line. Figures keep every digit."""

    def __init__(self, target: BinaryIO, name: str, columns: Sequence[str], *, piped: bool) -> None:
        self._target, self._columns, self._first = target, [json.dumps(column) for column in columns], True
        target.write(b"[")

    def add(self, row: Sequence[Cell]) -> None:
        pairs = ", ".join(f"{name}: {self._word(cell)}" for name, cell in zip(self._columns, row, strict=True))
        self._target.write(("\n" if self._first else ",\n").encode() + b"{" + pairs.encode() + b"}")
        self._first = False

    def close(self) -> None:
        self._target.write(b"]\n" if self._first else b"\n]\n")

    def drop(self) -> None:
        """Nothing is held."""

    def _word(self, cell: Cell) -> str:
        match cell:
            case Decimal():
                return digits(cell)
            case datetime() | date():
                return json.dumps(cell.isoformat())
            case str():
                return json.dumps(clean(cell), ensure_ascii=False)
            case _:
                return json.dumps(cell)


class Xlsx:
    """Figures with more digits than a number of Excel keeps are written as text: nothing is rounded unseen."""

    def __init__(self, target: BinaryIO, name: str, columns: Sequence[str], *, piped: bool) -> None:
        import xlsxwriter

        # The rows wait in a file of their own until they are packed.
        self._folder = TemporaryDirectory(prefix=UNPACKED)
        text_stays_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        options = {"constant_memory": True, "tmpdir": self._folder.name, **text_stays_text}
        self._book: Any = xlsxwriter.Workbook(target, options)
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._name, self._columns = name, columns
        self._sheets, self._at = 0, 0
        self._open_sheet()

    def add(self, row: Sequence[Cell]) -> None:
        if self._at == XLSX_ROWS:
            self._open_sheet()
        for column, cell in enumerate(row):
            self._write(self._at, column, cell)
        self._at += 1

    def close(self) -> None:
        self._book.close()

    def drop(self) -> None:
        for sheet in self._book.worksheets():
            sheet._opt_close()
        self._folder.cleanup()

    def _open_sheet(self) -> None:
        self._sheets += 1
        self._sheet: Any = self._book.add_worksheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for column, title in enumerate(self._columns):
            self._sheet.write_string(0, column, title, self._bold)
        self._at = 1

    def _write(self, row: int, column: int, cell: Cell) -> None:
        match cell:
            case None:
                return
            case bool():
                self._sheet.write_boolean(row, column, cell)
            case str():
                self._sheet.write_string(row, column, fitting(clean(cell)))
            case Decimal() if len(cell.as_tuple().digits) > EXACT:
                self._sheet.write_string(row, column, digits(cell))
            case Decimal() | int():
                self._sheet.write_number(row, column, cell)
            case datetime():
                # Excel has no time zones: a date cell would lose the offset.
                self._sheet.write_string(row, column, cell.isoformat())
            case date():
                self._sheet.write_datetime(row, column, cell, self._day)


Opened = Callable[..., Sheet]

FORMATS: Mapping[str, Opened] = {"csv": Csv, "xlsx": Xlsx, "json": Json}
