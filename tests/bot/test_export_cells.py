"""What one cell of an export may hold: a spreadsheet shows what was written, and runs nothing."""

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bot.export.cells import LONGEST, clean, fitting, harmless, unharmed
from bot.export.sheets import Csv, Xlsx

from .exporting import read_xlsx

FORMULAS = [
    f"{gap}{sign}HYPERLINK(1)"
    for gap in ("", " ", "\t", "\r", "\n", '"', "'", "\u3000", "\u200b", "\ufeff", ' "')
    for sign in "=+-@＝＋－＠"
] + ["\tx", "\rx", "\n"]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_text_that_looks_like_a_formula_does_nothing_in_a_sheet(text: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Csv(out, "n", ["a"], piped=True).add([text])
    assert cells(out)[1][0].startswith("'")
    sheet = Xlsx(file := io.BytesIO(), "n", ["a"], piped=True)
    sheet.add([text])
    sheet.close()
    sheet.drop()
    (tmp_path / "x.xlsx").write_bytes(file.getvalue())
    assert "<f" not in sheet_xml(tmp_path / "x.xlsx")
    assert 't="inlineStr"' in sheet_xml(tmp_path / "x.xlsx")


def test_a_negative_number_is_a_number_and_plain_text_is_left_alone() -> None:
    out = io.BytesIO()
    Csv(out, "n", ["a", "b", "c"], piped=True).add([Decimal(-5), -5, "Mei - 美"])
    assert out.getvalue().splitlines()[1].decode() == "-5,-5,Mei - 美"


def test_control_characters_are_left_out_and_long_text_is_cut_with_a_mark() -> None:
    assert clean("a\x00b\x1bc\ud800d\r\ne\rf\tg\x85") == "abcd\ne\nf\tg"
    assert fitting("x" * LONGEST) == "x" * LONGEST
    for sign in ("x", "美", "😀"):
        cut = fitting(sign * (LONGEST + 1))
        assert cut.endswith("(cut)")
        assert LONGEST - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST


@given(st.text())
def test_any_text_survives_a_round_through_csv(text: str) -> None:
    out = io.BytesIO()
    Csv(out, "n", ["a"], piped=True).add([text + "."])
    assert cells(out)[1] == [harmless(clean(text + "."))]


def test_a_figure_that_excel_would_round_is_written_as_text(tmp_path: Path) -> None:
    with (tmp_path / "x.xlsx").open("wb") as file:
        sheet = Xlsx(file, "n", ["a", "b"], piped=False)
        sheet.add([Decimal("99999999999999.1234"), Decimal("99999999999.1234")])
        sheet.close()
        sheet.drop()
    assert read_xlsx(tmp_path / "x.xlsx")[1] == ["99999999999999.1234", 99999999999.1234]


def test_more_rows_than_a_sheet_has_go_on_in_a_second_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bot.export.sheets.XLSX_ROWS", 3)
    with (tmp_path / "x.xlsx").open("wb") as file:
        sheet = Xlsx(file, "numbers", ["a"], piped=False)
        for number in range(5):
            sheet.add([number])
        sheet.close()
        sheet.drop()
    book = CalamineWorkbook.from_path(tmp_path / "x.xlsx")
    assert book.sheet_names == ["numbers", "numbers 2", "numbers 3"]
    assert book.get_sheet_by_name("numbers 2").to_python() == [["a"], [2], [3]]


@given(st.text())
def test_what_was_made_harmless_can_be_read_as_it_was(text: str) -> None:
    assert unharmed(harmless(text)) == text or text.startswith("'")


def cells(out: io.BytesIO) -> list[list[str]]:
    return list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))


def sheet_xml(file: Path) -> str:
    """The first sheet as it stands in the file; ``<f>`` is a formula."""
    with zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()
