"""A file as people have it is understood, and what is not is refused by line, column and value."""

import io
from datetime import date

import pytest
import xlsxwriter

from commands.kit.metrics import default_catalogue

from .desk import AT, Desk

HEAD = "date,community,metric,value"


async def test_a_table_as_it_is_exported_comes_in(desk: Desk) -> None:
    said = await desk.brings(f"{HEAD}\n2026-11-20,fans,joined,32\n2026-11-21,moms,revenue,1204.5\n")
    assert "2 communities (fans, moms), 2 days (2026-11-20 to 2026-11-21), 2 metrics (joined, revenue)" in said
    assert "2 new figures, 0 corrections, 0 notes imported" in said
    assert await desk.figures() == [("fans", "11-20", "joined", "32"), ("moms", "11-21", "revenue", "1204.5")]


async def test_a_wide_table_in_chinese_comes_in(desk: Desk) -> None:
    """Labels of any language, a unit behind a label, the team's own way to write numbers and days, a title above."""
    await desk.brings(
        "十一月,,,,,\n日期,社群,新增,活跃,销售额（元）,备注\n2026年11月20日,粉丝团,３２,1.2万,\"¥4,500\",下雨\n"
        "2026/11/21,MOMS CLUB,-,,4500元,\n"
    )  # fmt: skip
    assert await desk.figures() == [
        ("fans", "11-20", "active", "12000"), ("fans", "11-20", "joined", "32"), ("fans", "11-20", "revenue", "4500"),
        ("moms", "11-21", "joined", None), ("moms", "11-21", "revenue", "4500"),
    ]  # fmt: skip
    assert {row.note for row in await desk.rows()} == {"下雨", None}
    assert {(row.person, row.platform) for row in await desk.rows()} == {("import", "import")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
async def test_what_spreadsheets_of_this_world_write_is_read(desk: Desk, encoding: str, separator: str) -> None:
    table = [["日期", "社群", "新增", "备注"], ["2026-11-20", "粉丝团", "32", "很多人问，“周六的活动”"]]
    said = await desk.brings("\r\n".join(separator.join(row) for row in table).encode(encoding))
    assert ("GB18030" in said) == (encoding == "gb18030")
    assert [row.note for row in await desk.rows()] == ["很多人问，“周六的活动”"]


async def test_a_team_of_one_community_need_not_name_it(desk: Desk) -> None:
    assert "names no column for the community" in await desk.brings("date,joined\n2026-11-20,3\n")
    moms = (await desk.storage.read(lambda unit: unit.communities.of(desk.team.id)))[1]
    await desk.storage.write(lambda unit: unit.communities.change(desk.team.id, moms.id, archived_at=AT))
    await desk.brings("date,joined\n2026-11-20,3\n")
    assert await desk.figures() == [("fans", "11-20", "joined", "3")]


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("2026-11-20,fans,joind,3", "line 3, metric: 'joind' is not a metric (did you mean joined?)"),
        ("2026-11-20,fan,joined,3", "line 3, community: 'fan' is no community of the team (did you mean fans"),
        ("2026-11-20,,joined,3", "line 3, community: '' is empty"),
        ("2026-11-31,fans,joined,3", "line 3, date: '2026-11-31' is no day that there is (did you mean 2026-11-30?)"),
        ("20.11.2026,fans,joined,3", "line 3, date: '20.11.2026' is not a day such as 2026-11-20"),
        ("2026-11-25,fans,joined,3", "line 3, date: '2026-11-25' has not come yet"),
        ("2026-11-20,fans,joined,many", "line 3, value: 'many' is not a number"),
        ('2026-11-20,fans,joined,"1,2"', "line 3, value: '1,2' can be read in two ways"),
        ("2026-11-20,fans,joined,1.204", "line 3, value: '1.204' is not a whole number; did a comma become a point?"),
        ("2026-11-20,fans,joined,3%", "line 3, value: '3%' is a percentage, and the metric is not"),
        ("2026-11-20,fans,joined,¥3", "line 3, value: '¥3' is an amount of money, and the metric is not"),
        ("2026-11-20,fans,revenue,$3", "line 3, value: '$3' is in another currency than the team's"),
        ("2026-11-20,fans,revenue,1.23456", "line 3, value: '1.23456' has more than four decimals"),
        ("2026-11-20,fans,revenue,99999999999999", "line 3, value: '99999999999999' is too large"),
        ("2026-11-20,fans,conversion,3", "line 3, value: '3' is worked out, not entered"),
        ("2026-11-19,fans,joined,8", "line 3, value: '8' is joined of 2026-11-19 a second time; the first one counts"),
    ],
)
async def test_a_bad_row_is_refused_with_its_reason_and_the_others_come_in(desk: Desk, row: str, refusal: str) -> None:
    said = await desk.brings(f"{HEAD}\n2026-11-19,fans,joined,7\n{row}\n2026-11-18,fans,joined,9\n")
    assert refusal in said
    assert "refused: 1" in said
    assert [figure[1:] for figure in await desk.figures()] == [("11-18", "joined", "9"), ("11-19", "joined", "7")]


@pytest.mark.parametrize(
    ("column", "word", "refusal"),
    [
        ("workspace", "Dads", "line 2, workspace: 'Dads' is another team than \"Moms' desk\""),
        ("late", "perhaps", "line 2, late: 'perhaps' is neither true nor false"),
        ("version", "0", "line 2, version: '0' is not a version such as 1"),
        ("at", "noon", "line 2, at: 'noon' is not a time such as"),
        ("at", "2026-11-25T00:00:00+00:00", "line 2, at: '2026-11-25T00:00:00+00:00' has not come yet"),
        ("unit", "USD", "line 2, unit: 'USD' is in another currency than the team's"),
        ("note", "x" * 8001, "is longer than 8,000 signs"),
    ],
)
async def test_what_a_row_says_besides_must_make_sense_too(desk: Desk, column: str, word: str, refusal: str) -> None:
    said = await desk.brings(f"{HEAD},{column}\n2026-11-19,fans,revenue,7,{word}\n")
    assert refusal in said
    assert said.endswith("nothing in it can be imported")
    assert await desk.rows() == []


async def test_a_bad_cell_of_a_wide_table_leaves_the_rest_of_its_row(desk: Desk) -> None:
    said = await desk.brings("date,community,joined,active\n2026-11-20,fans,3,lots\n")
    assert "line 2, active: 'lots' is not a number" in said
    assert await desk.figures() == [("fans", "11-20", "joined", "3")]


async def test_a_row_that_contradicts_itself_is_refused_where_it_does(desk: Desk) -> None:
    said = await desk.brings(
        "date,community,joined,active,members,satisfaction,orders,refunds\n"
        "2026-11-19,fans,-5,500,50,101,2,3\n2026-11-20,fans,4,50,50,100,3,3\n"
    )
    assert "line 2, joined: '-5' is below 0" in said
    assert "line 2, active: '500' is more than members (50)" in said
    assert "line 2, members: '50' is less than active (500)" in said
    assert "line 2, satisfaction: '101' is above 100" in said
    assert "line 2, refunds: '3' is more than orders (2)" in said
    assert "refused: 6" in said
    assert {figure[1] for figure in await desk.figures()} == {"11-20"}
    assert len(await desk.figures()) == 6


async def test_a_row_after_one_that_contradicts_itself_counts(desk: Desk) -> None:
    await desk.brings("date,community,active,members\n2026-11-20,fans,500,50\n2026-11-20,fans,50,500\n")
    assert await desk.figures() == [("fans", "11-20", "active", "50"), ("fans", "11-20", "members", "500")]


async def test_a_column_that_is_not_understood_is_named_and_left_out(desk: Desk) -> None:
    said = await desk.brings("date,community,joined,activ,weather,conversion\n2026-11-20,fans,3,4,rain,1\n")
    assert "line 1, the header: 'activ' is neither a column nor a metric; it is left out (did you mean active" in said
    assert "'weather' is neither a column nor a metric; it is left out" in said
    assert "'conversion' is worked out, not entered; it is left out" in said
    assert await desk.figures() == [("fans", "11-20", "joined", "3")]


async def test_lines_are_counted_as_an_editor_counts_them(desk: Desk) -> None:
    said = await desk.brings(f'{HEAD},note\n\n2026-11-20,fans,joined,3,"two\nlines"\n2026-11-20,fans,joind,3,\n')
    assert "line 5, metric: 'joind'" in said


async def test_three_refusals_of_a_kind_are_listed_and_the_others_counted(desk: Desk) -> None:
    said = await desk.brings(HEAD + "\n2026-11-20,fans,joind,3" * 60 + "\n2026-11-25,fans,joined,3" * 5)
    assert said.count("\n  line ") == 6
    assert "line 4, metric" in said
    assert "line 64, date" in said
    assert "and 59 more (57 is not a metric, 2 has not come yet); --all lists them" in said


async def test_of_refusals_that_all_differ_fifty_are_listed(desk: Desk) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 3) for day in range(1, 31)]
    said = await desk.brings(HEAD + "".join(f"\n{day},fans,joined,3\n{day},fans,joined,4" for day in days))
    assert said.count("\n  line ") == 50
    assert "and 10 more (" in said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no row names the columns"),
        ("a,b\n1,2\n", "no row names the columns"),
        (b"\x00\x01\x02", "neither a workbook nor text"),
        (b"PK\x03\x04nothing", "cannot be read as a workbook"),
        (HEAD + '\n"2026-11-20' + "x" * 200_000, "line 2 cannot be read"),
    ],
)
async def test_what_is_no_table_is_said_in_one_line(desk: Desk, content: str | bytes, why: str) -> None:
    assert why in await desk.brings(content)


# Workbooks -------------------------------------------------------------------------------------------------------


def workbook(*rows: list[object], sheet: str = "Sheet1", first: int = 0) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("Notes")
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number + first, 0, row)
    return out.getvalue()


async def test_a_sheet_is_named_and_its_days_and_numbers_are_read_as_such(desk: Desk) -> None:
    content = workbook(
        ["date", "community", "revenue", "note"], [date(2026, 11, 20), "fans", 0.1 + 0.2, "=1+1"],
        ["2026-11-21", "fans", "1,204", ""], ["2026-11-22", "fans", "x", ""], sheet="2026", first=2,
    )  # fmt: skip
    assert "no row names the columns" in await desk.brings(content, name="h.xlsx")
    assert "there is no sheet '2025'; did you mean 2026?" in await desk.brings(content, name="h.xlsx", sheet="2025")
    assert "line 6, revenue: 'x' is not a number" in await desk.brings(content, name="h.xlsx", sheet="2026")
    assert [figure[1:] for figure in await desk.figures()] == [
        ("11-20", "revenue", "0.3"),
        ("11-21", "revenue", "1204"),
    ]


async def test_shares_where_percents_belong_are_pointed_out(desk: Desk) -> None:
    percent = next(metric.key for metric in default_catalogue().entered if metric.kind == "percent")
    content = workbook(["date", "community", percent], ["2026-11-20", "fans", 0.93], ["2026-11-21", "fans", 0.9])
    said = await desk.brings(content, name="h.xlsx", sheet="Sheet1", dry=True)
    assert f"look twice: every {percent} lies between 0 and 1" in said


async def test_a_bomb_is_not_unpacked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imports.source.UNPACKED", 1000)
    assert "unpacks to more than" in await desk.brings(workbook(["date"]), name="h.xlsx")


async def test_what_was_made_harmless_comes_back_as_it_was(desk: Desk, elsewhere: Desk) -> None:
    notes = ["=1+1", "'=1", "-5 degrees", "'quoted'", "@mei", "two\nlines", "＝full width"]
    for number, note in enumerate(notes, start=1):
        await desk.files(date(2026, 11, number), [("joined", "1")], note)
    await elsewhere.imports(await desk.exports("a.csv"))
    assert [row.note for row in await elsewhere.rows()] == notes
    assert "0 new figures, 0 corrections, 0 notes; 7 known" in await elsewhere.imports(await desk.exports("a.xlsx"))
