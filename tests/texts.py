"""What the code says, and what the other languages make of it: ``python -m tests.texts`` brings the ``.po`` files
up to date. New messages come in empty, dead ones go, translations stay; the same code gives the same files.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FLOORS = ("bot", "commands")
TEXTS = ROOT / "commands" / "texts"
LOCALES = ("zh_Hans", "zh_Hant")
WIDTH = 110
NAMES = {"zh_Hans": "Simplified Chinese", "zh_Hant": "Traditional Chinese (Taiwan)"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One ``text(…)`` of the code: its English, its plural, its context, and the file that says it."""

    id: str
    plural: str | None
    context: str | None
    file: str

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id


def spoken() -> list[Spoken]:
    """Every text of the product, in the order of the files and of their lines."""
    files = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    return [said for path in files for said in said_in(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())]


def said_in(source: str, file: str) -> Iterator[Spoken]:
    """The texts of one source. A text whose words are not written down there (a name, a language) has no translation;
    a plural or a context has to be written down."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _says(node)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        english = _literal(call.args[0])
        if english is None:
            continue
        plural = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "plural")]
        context = [k.value for k in call.keywords if k.arg == "context"]
        yield Spoken(english, _written(plural, file), _written(context, file), file)


def _says(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "text" and bool(call.args)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _written(nodes: list[ast.expr], file: str) -> str | None:
    if not nodes or (isinstance(nodes[0], ast.Constant) and nodes[0].value is None):
        return None
    if (words := _literal(nodes[0])) is None:
        raise ValueError(f"{file}:{nodes[0].lineno}: a plural or a context must be written as plain words")
    return words


def file_of(locale: str) -> Path:
    return TEXTS / f"{locale}.po"


def stored(locale: str) -> Catalog:
    """The translations of one language as they are kept; empty when there are none yet."""
    path = file_of(locale)
    return read_po(BytesIO(path.read_bytes()), locale=locale) if path.is_file() else Catalog(locale=locale)


def translated(locale: str) -> dict[tuple[str | None, str], Message]:
    """The messages of one language by context and English, without the header."""
    return {(message.context or None, english_of(message)): message for message in stored(locale) if message.id}


def english_of(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def words_of(message: Message | None) -> str:
    """The translation; Chinese has one plural form."""
    if message is None:
        return ""
    return str(message.string[0] if isinstance(message.string, (tuple, list)) else message.string)


def updated(locale: str, texts: list[Spoken]) -> bytes:
    """The file of one language as it should be for these texts."""
    old = translated(locale)
    catalog = Catalog(locale=locale, fuzzy=False)
    for said in texts:
        id_ = (said.id, said.plural) if said.plural is not None else said.id
        words = words_of(old.get(said.key))
        string = (words,) if said.plural is not None else words
        catalog.add(id_, string, [(said.file, 0)], flags=_slotted(said), context=said.context)
    body = BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True, include_lineno=False)
    return _header(locale).encode() + body.getvalue().strip(b"\n") + b"\n"


def _slotted(said: Spoken) -> tuple[str, ...]:
    """Tells editors of translations that the names in braces must stay."""
    return ("python-brace-format",) if re.search(r"\{\w+\}", said.id + (said.plural or "")) else ()


def _header(locale: str) -> str:
    """Fixed words only: neither the day nor the person of the last change."""
    return (
        f"# Muster in {NAMES[locale]}. docs/terms.md holds the words that must be the same everywhere.\n"
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )


def main() -> None:
    texts = spoken()
    for locale in LOCALES:
        file_of(locale).write_bytes(updated(locale, texts))
        empty = [key for key, message in translated(locale).items() if not words_of(message)]
        sys.stdout.write(f"{locale}: {len(translated(locale))} messages, {len(empty)} to translate\n")


if __name__ == "__main__":
    main()
