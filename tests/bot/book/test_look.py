"""A book in a real browser: on a phone, in black and white, and on paper."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page

from bot.book import page
from commands.kit import Heading, Table, Tongue
from commands.kit.hints import verbatim
from tests.bot.web.site import CHROMIUM, CONTRASTS, browser

from .samples import EVIL, book

A4 = (595, 842)
"""Points."""
LONG = " ".join(["A diary that goes on for a while, and then some more."] * 40)
WIDE = Table(
    tuple(verbatim(f"Week {number}") for number in range(12)), tuple((f"row {row}", *range(11)) for row in range(40))
)
MADE = book(Heading(verbatim("Dee " * 30)), verbatim(EVIL), verbatim(LONG), Heading(verbatim("All")), WIDE)


@pytest.fixture
async def screen() -> AsyncIterator[BrowserContext]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed: apt-get install chromium")
    async with browser(viewport={"width": 390, "height": 844}) as context:
        yield context


async def opened(screen: BrowserContext, folder: Path, locale: str = "en") -> Page:
    """What the browser complains about, and whatever it asks the network for, fails the test."""
    file = folder / "book.html"
    file.write_text(page(MADE, Tongue(locale)), "utf-8")
    sheet = await screen.new_page()
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.on("console", lambda message: asked.append(message.text))
    await sheet.goto(file.as_uri())
    assert asked == [file.as_uri()]
    return sheet


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh_Hant"])
async def test_on_a_phone_nothing_is_moved_sideways(screen: BrowserContext, tmp_path: Path, locale: str) -> None:
    sheet = await opened(screen, tmp_path, locale)
    assert await sheet.evaluate("document.documentElement.scrollWidth") == 390
    widths = await sheet.evaluate("[...document.querySelectorAll('.wide')].map(e => e.scrollWidth - e.clientWidth)")
    assert widths == [0, 0]
    label = await sheet.evaluate("getComputedStyle(document.querySelector('.fold td'), '::before').content")
    assert label == '"Week 1"'
    sizes = await sheet.evaluate("[...document.querySelectorAll('p, td, li')].map(e => getComputedStyle(e).fontSize)")
    assert min(float(size.removesuffix("px")) for size in sizes) >= 14
    narrow = await sheet.evaluate("Math.min(...[...document.querySelectorAll('tbody th')].map(e => e.clientWidth))")
    assert narrow > 80


async def test_on_a_phone_the_words_in_a_picture_are_large_enough_to_read(
    screen: BrowserContext, tmp_path: Path
) -> None:
    sheet = await opened(screen, tmp_path)
    sizes = await sheet.evaluate(
        "[...document.querySelectorAll('figure svg')].flatMap(s => [...s.querySelectorAll('text')].map(t =>"
        " parseFloat(getComputedStyle(t).fontSize) * s.getBoundingClientRect().width / s.viewBox.baseVal.width))"
    )
    assert min(sizes) >= 9
    assert await sheet.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("width", [390, 700, 1280])
async def test_a_column_of_sentences_leaves_room_for_the_others(
    screen: BrowserContext, tmp_path: Path, width: int
) -> None:
    said = "closed: both members agreed on what is said, and there were no new posts since then at all"
    risks = Table(
        tuple(verbatim(word) for word in ("Risk", "Result", "Level", "Kind", "Raised")),
        (("1 · Screenshots of a quarrel go round", said, "red", "public opinion", "Fri, Oct 23 19:20"),),
    )
    goals = Table(risks.columns[:4], tuple((name, "2,169", said, "4,500") for name, said, *_ in risks.rows))
    file = tmp_path / "risks.html"
    file.write_text(page(book(risks, goals), Tongue("en")), "utf-8")
    sheet = await screen.new_page()
    await sheet.set_viewport_size({"width": width, "height": 844})
    await sheet.goto(file.as_uri())
    for media in ("screen", "print") if width == 700 else ("screen",):
        await sheet.emulate_media(media=media)
        cut = "[...document.querySelectorAll('.wide')].map(e => e.scrollWidth - e.clientWidth)"
        assert max(await sheet.evaluate(cut)) == 0


async def test_words_stand_out_from_their_ground_and_nothing_runs(screen: BrowserContext, tmp_path: Path) -> None:
    sheet = await opened(screen, tmp_path)
    pale = [what for what, contrast in await sheet.evaluate(CONTRASTS) if contrast < 4.5]
    assert pale == []
    assert await sheet.get_by_text(EVIL).count() == 1


async def test_a_reader_of_the_screen_hears_headings_and_pictures(screen: BrowserContext, tmp_path: Path) -> None:
    sheet = await opened(screen, tmp_path)
    assert await sheet.get_by_role("heading", level=1).all_inner_texts() == ["Red Book"]
    assert await sheet.get_by_role("heading", level=2).all_inner_texts() == ["Contents", "Figures", "Diaries"]
    assert await sheet.get_by_role("region", name="Diaries").count() == 1
    assert await sheet.get_by_role("img", name="active: W1 120 · W2 132 · W3 128").count() == 1
    await sheet.get_by_role("link", name="Diaries").click()
    assert await sheet.evaluate("document.querySelector('#c2').getBoundingClientRect().top") < 844


async def test_on_paper_it_is_a4_and_a_chapter_begins_a_page(screen: BrowserContext, tmp_path: Path) -> None:
    sheet = await opened(screen, tmp_path)
    printed = await sheet.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {A4}
    await sheet.emulate_media(media="print")
    assert await sheet.evaluate("getComputedStyle(document.querySelector('.fold tr')).display") == "table-row"
    assert await sheet.evaluate("getComputedStyle(document.querySelectorAll('.chapter')[1]).breakBefore") == "page"
    assert await sheet.evaluate("getComputedStyle(document.querySelectorAll('.chapter')[0]).breakBefore") == "auto"
    assert len(boxes) >= 3
