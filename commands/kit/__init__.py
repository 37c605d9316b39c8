"""The words commands are written in. A command imports this, ``storage`` and nothing else of the house."""

from storage import Role

from .args import Args, Ask, Metrics, PerMetric, Rest, Word, Wrong
from .chart import Chart, Line
from .command import Command, Meant, command
from .context import Ctx, Heard, named
from .errors import Refusal
from .reply import Book, Bullets, Button, Chapter, Choice, File, Form, Heading, Question, Reply, Table, reply
from .roster import Lane, Roster, Share, Shares, Stint
from .texts import LOCALES, Amount, Day, Label, Listed, Moment, Mono, Said, Text, Value, text
from .timeline import Bar, Drawing, Span, Timeline
from .tongue import Tongue, read_locale
from .words import fold, nearest

__all__ = [
    "LOCALES", "Amount", "Args", "Ask", "Bar", "Book", "Bullets", "Button", "Chapter", "Chart", "Choice", "Command",
    "Ctx", "Day", "Drawing", "File", "Form", "Heading", "Heard", "Label", "Lane", "Line", "Listed", "Meant", "Metrics",
    "Moment", "Mono", "PerMetric", "Question", "Refusal", "Reply", "Rest", "Role", "Roster", "Said", "Share", "Shares",
    "Span", "Stint", "Table", "Text", "Timeline", "Tongue", "Value", "Word", "Wrong", "command", "fold", "named",
    "nearest", "read_locale", "reply", "text",
]  # fmt: skip
