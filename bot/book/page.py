"""A book as one HTML document that needs nothing else: no network, no script, no font of its own. Pure.

Every word goes through ``escape``, and only what is written here is markup.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import zip_longest
from pathlib import Path

from commands.kit import (
    Book,
    Bullets,
    Chapter,
    Chart,
    Drawing,
    Heading,
    Roster,
    Said,
    Shares,
    Table,
    Timeline,
    Tongue,
    text,
)
from commands.kit.clean import cleaned
from commands.kit.reply import Printable
from commands.kit.texts import Value
from commands.kit.tongue import Mark

from ..charts import draw, in_words

CONTENTS = text("Contents")
NARROW = 4
"""Columns that a phone has room for."""
FIGURE = 24
"""Signs that a figure has at most: a column with more in a cell is read as text."""
LANGUAGES = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}

_MARK = Mark(words=lambda words: escape(cleaned(words)), mono=lambda words: f"<code>{escape(cleaned(words))}</code>")
_BARE = Mark(mono=lambda words: words)


def page(book: Book, tongue: Tongue) -> str:
    """The whole document."""
    title = escape(tongue.speak(book.title, _BARE))
    chapters = "".join(_chapter(number, chapter, tongue) for number, chapter in enumerate(book.chapters, 1))
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES.get(tongue.locale, "en")}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<header class="cover"><h1>{tongue.speak(book.title, _MARK)}</h1>\n'
        f"<p>{tongue.speak(book.subtitle, _MARK)}</p></header>\n"
        f"{_contents(book.chapters, tongue)}<main>\n{chapters}</main>\n</body>\n</html>\n"
    )


def _contents(chapters: Sequence[Chapter], tongue: Tongue) -> str:
    """Where to go; a book of one chapter has none."""
    if len(chapters) < 2:
        return ""
    lines = [
        f'<li><a href="#c{number}">{tongue.speak(chapter.title, _MARK)}</a></li>'
        for number, chapter in enumerate(chapters, 1)
    ]
    return f'<nav aria-labelledby="contents"><h2 id="contents">{escape(tongue.speak(CONTENTS()))}</h2>\n<ol>' + (
        f"{''.join(lines)}</ol></nav>\n"
    )


def _chapter(number: int, chapter: Chapter, tongue: Tongue) -> str:
    title = tongue.speak(chapter.title, _MARK)
    body = "".join(_blocks(chapter.blocks, tongue))
    return f'<section class="chapter" aria-labelledby="c{number}"><h2 id="c{number}">{title}</h2>\n{body}</section>\n'


def _blocks(blocks: Sequence[Printable], tongue: Tongue) -> Iterator[str]:
    """Whatever follows a heading stays with it."""
    open_ = False
    for block in blocks:
        if isinstance(block, Heading):
            yield "</div>\n" if open_ else ""
            yield '<div class="part">'
            open_ = True
        yield _block(block, tongue)
    yield "</div>\n" if open_ else ""


def _block(block: Printable, tongue: Tongue) -> str:
    match block:
        case Said():
            return f"<p>{tongue.speak(block, _MARK)}</p>\n"
        case Heading(said):
            return f"<h3>{tongue.speak(said, _MARK)}</h3>\n"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{tongue.speak(item, _MARK)}</li>' for item in items)}</ul>\n"
        case Table():
            return _table(block, tongue)
        case Chart() | Timeline() | Roster() | Shares():
            return _figure(block, tongue)


def _table(table: Table, tongue: Tongue) -> str:
    """It may be wider than a phone: then each of its rows is folded into pairs of label and value there, by the style
    sheet; one that is too wide all the same is moved sideways, by finger or by key."""
    kinds = ["", *(_kind(cells, tongue) for cells in zip_longest(*(row[1:] for row in table.rows), fillvalue=""))]
    head = "".join(
        f'<th scope="col"{kind or ""}>{tongue.speak(column, _MARK)}</th>'
        for column, kind in zip_longest(table.columns, kinds[: len(table.columns)])
    )
    fold, labels = "", [""] * len(table.columns)
    if len(table.columns) > NARROW:
        fold = ' class="fold"'
        labels = [f' data-label="{escape(tongue.speak(column, _BARE))}"' for column in table.columns]
    rows = []
    for first, *others in table.rows:
        named = zip_longest(others, labels[1 : len(others) + 1], kinds[1 : len(others) + 1], fillvalue="")
        cells = "".join(f"<td{kind}{label}>{tongue.show(cell, _MARK)}</td>" for cell, label, kind in named)
        rows.append(f'<tr><th scope="row">{tongue.show(first, _MARK)}</th>{cells}</tr>\n')
    return (
        f'<div class="wide" tabindex="0"><table{fold}><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody></table></div>\n"
    )


def _kind(cells: Iterable[Value], tongue: Tongue) -> str:
    return ' class="words"' if any(len(tongue.show(cell, _BARE)) > FIGURE for cell in cells) else ""


def _figure(chart: Drawing, tongue: Tongue) -> str:
    """A picture, and its figures in words for whoever cannot see it."""
    title, *figures = in_words(chart, tongue)
    words = "\n".join([title, *figures])
    svg = draw(chart, tongue, "light").replace("<svg ", f'<svg role="img" aria-label="{escape(words)}" ', 1)
    return f'<figure tabindex="0">{svg}</figure>\n'


@cache
def _style() -> str:
    return (Path(__file__).parent / "book.css").read_text("utf-8")
