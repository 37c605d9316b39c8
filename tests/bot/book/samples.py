"""A book of a few pages, with everything that can stand in one."""

from datetime import UTC, date, datetime
from decimal import Decimal

from commands.kit import Amount, Bar, Book, Bullets, Chapter, Chart, Heading, Line, Mono, Span, Table, Timeline, text
from commands.kit.hints import verbatim
from commands.kit.reply import Printable

EVIL = "<script>alert('1')</script> & \"more\""


def chart(name: str = "active") -> Chart:
    values = tuple(map(Decimal, (120, 132, 128)))
    return Chart(text("Weeks of {name}")(name=name), ("W1", "W2", "W3"), (Line(name, values, target=Decimal(125)),))


def timeline(name: str = "Sale") -> Timeline:
    begin, end = datetime(2026, 10, 5, 2, tzinfo=UTC), datetime(2026, 10, 7, 2, tzinfo=UTC)
    bar = Bar(name, (Span(begin, end, "preheat"),), text("{name} from Oct 5")(name=name))
    return Timeline(verbatim("October"), date(2026, 10, 1), date(2026, 10, 31), (bar,))


def book(*blocks: Printable, name: str = "redbook.html", title: str = "Red Book") -> Book:
    """Of two chapters; the second has these blocks."""
    first = Chapter(
        verbatim("Figures"),
        (
            Heading(verbatim("All")), Table((verbatim("Number"), verbatim("Month")), (("revenue", money()),)), chart(),
            timeline(), Bullets((verbatim("one"), text("Type {line}")(line=Mono("/board")))),
        ),
    )  # fmt: skip
    return Book(name, verbatim(title), verbatim("Mums club"), (first, Chapter(verbatim("Diaries"), blocks)))


def money() -> Amount:
    return Amount(Decimal(4500), "money")
