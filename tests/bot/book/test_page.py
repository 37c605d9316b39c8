"""A book as an HTML document: all of it, nothing that runs, nothing that is fetched."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book import page
from bot.book.bind import bound
from commands.kit import Book, Bullets, Chapter, Heading, Table, Tongue, reply
from commands.kit.hints import verbatim
from commands.kit.reply import Printable

from .samples import EVIL, book, chart, timeline

EN = Tongue("en")
ONCE = {"meta", "rect", "polyline", "polygon", "circle", "line", "path"}
"""Elements that hold nothing."""


class Reader(HTMLParser):
    """What a browser makes of a document; ``wrong`` is where tags do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ONCE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def having(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_everything_stands_in_it_in_its_order() -> None:
    read = Reader(page(book(Heading(verbatim("Dee")), verbatim("A good month.\n\nReally.")), EN))
    assert (read.wrong, read.open) == ([], [])
    order = [
        "Red Book", "Mums club", "Contents", "Figures", "Diaries", "Figures", "All", "Number", "revenue", "¥4,500",
        "one", "/board", "Diaries", "Dee", "A good month.\n\nReally.",
    ]  # fmt: skip
    at = 0
    for words in order:
        at = read.text.index(words, at)
    assert [link["href"] for link in read.having("a")] == ["#c1", "#c2"]
    assert [one["id"] for one in read.having("h2")] == ["contents", "c1", "c2"]


def test_a_picture_tells_its_figures_to_whoever_cannot_see_it() -> None:
    first, second = Reader(page(book(), EN)).having("svg")
    assert first["role"] == second["role"] == "img"
    assert first["aria-label"] == "Weeks of active\nactive: W1 120 · W2 132 · W3 128"
    assert second["aria-label"] == "October\nSale from Oct 5"


def test_it_fetches_nothing_and_runs_nothing() -> None:
    html = page(book(chart(EVIL), timeline(EVIL)), EN)
    read = Reader(html)
    assert {tag for tag, _ in read.tags} & {"script", "link", "iframe", "object", "img", "form", "base"} == set()
    assert [name for _, attributes in read.tags for name in attributes if name.startswith("on")] == []
    assert re.findall(r"url\(|@import|src=|javascript:", html) == []
    outside = set(re.findall(r"https?://[^\s\"'<]+", html))
    assert outside == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("where", ["title", "heading", "bullet", "cell", "column", "said", "chart", "timeline"])
def test_what_people_wrote_is_words_wherever_it_stands(where: str) -> None:
    blocks: dict[str, Printable] = {
        "heading": Heading(verbatim(EVIL)), "bullet": Bullets((verbatim(EVIL),)), "said": verbatim(EVIL),
        "cell": Table((verbatim("a"),), ((EVIL,),)), "column": Table((verbatim(EVIL),), ()), "chart": chart(EVIL),
        "timeline": timeline(EVIL),
    }  # fmt: skip
    made = book(title=EVIL) if where == "title" else book(blocks[where])
    read = Reader(page(made, EN))
    assert read.having("script") == []
    assert EVIL in read.text or any(EVIL in (one["aria-label"] or "") for one in read.having("svg"))
    assert (read.wrong, read.open) == ([], [])


@given(st.text())
def test_no_words_break_it(words: str) -> None:
    html = page(book(verbatim(words), Bullets((verbatim(words),)), Table((verbatim(words),), ((words, words),))), EN)
    html.encode()
    assert Reader(html).wrong == []
    assert Reader(html).having("script") == []


@pytest.mark.parametrize(("locale", "lang"), [("en", "en"), ("zh_Hans", "zh-Hans"), ("zh_Hant", "zh-Hant")])
def test_it_says_which_language_it_is_in(locale: str, lang: str) -> None:
    html = page(book(), Tongue(locale))
    assert Reader(html).having("html") == [{"lang": lang}]
    assert {"en": "Contents", "zh_Hans": "目录", "zh_Hant": "目錄"}[locale] in html


def test_a_book_of_one_chapter_needs_no_contents() -> None:
    one = Book("b.html", verbatim("B"), verbatim(""), (Chapter(verbatim("Only"), (verbatim("this"),)),))
    assert "Contents" not in page(one, EN)


async def test_a_book_that_cannot_be_made_takes_nothing_else_with_it() -> None:
    broken = Book("b.html", verbatim("B"), verbatim(""), (Chapter(verbatim("x"), (None,)),))  # type: ignore[arg-type]
    broken = Book(broken.name, None, broken.subtitle, broken.chapters)  # type: ignore[arg-type]
    said = await bound(reply(verbatim("The month"), broken), EN)
    first, second = said.blocks
    assert first == verbatim("The month")
    assert EN.speak(second) == "b.html could not be made. Please ask for it again."  # type: ignore[arg-type]


async def test_an_answer_without_a_book_stays_as_it_is() -> None:
    said = reply(verbatim("Hello"))
    assert await bound(said, EN) is said
