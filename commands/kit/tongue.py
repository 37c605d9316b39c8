"""Speaking: a ``Said`` becomes words of one language, with the team's zone and currency.

gettext catalogues are read from ``commands/texts`` when the first word of a language is needed; there is no build step.
Babel writes numbers, dates and lists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

from babel.core import parse_locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_currency

from .texts import LOCALES, Amount, Day, Label, Listed, Mention, Moment, Mono, Said, Text, Value, pieces

NO_VALUE = "–"

Messages = Mapping[tuple[str | None, str], str]


def _same(words: str) -> str:
    return words


def _ticks(words: str) -> str:
    return f"`{words}`"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a chat writes words (escaped) and text to be copied. ``bold`` marks headings."""

    words: Callable[[str], str] = _same
    mono: Callable[[str], str] = _ticks
    bold: Callable[[str], str] = _same
    mention: Callable[[Mention], str] | None = None
    """How somebody is called in this chat; without it her name is written."""


PLAIN = Mark()


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language as one reader hears it: ``locale`` is one of ``LOCALES``."""

    locale: str = "en"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    currency: str = "CNY"

    def speak(self, said: Said, mark: Mark = PLAIN) -> str:
        """The sentence in this language; English where a translation is missing."""
        sentence = self._sentence(said)
        parts = []
        for words, slot in pieces(sentence):
            parts.append(mark.words(words))
            if slot is not None:
                parts.append(self.show(said.values[slot], mark))
        return "".join(parts)

    def show(self, value: Value, mark: Mark = PLAIN) -> str:
        match value:
            case Said():
                return self.speak(value, mark)
            case Mono(words):
                return mark.mono(words if isinstance(words, str) else self.speak(words))
            case Mention(name):
                return mark.mention(value) if mark.mention else mark.words(name)
            case Listed(items, style):
                shown = [self.show(item, mark) for item in items]
                if style == "row":  # Babel has no such list in Chinese
                    return (", " if self.locale == "en" else "、").join(shown)
                return format_list(shown, style, self.locale) if shown else mark.words(NO_VALUE)
            case _:
                return mark.words(self._plain(value))

    def _plain(self, value: Value) -> str:
        match value:
            case int():
                return f"{value:,}"
            case Label():
                return value.in_(self.locale)
            case Amount():
                return self._amount(value)
            case Day(day):
                return self._day(day)
            case Moment(at):
                return self._moment(at)
            case _:
                return str(value)

    def _amount(self, amount: Amount) -> str:
        if (value := amount.value) is None:
            return NO_VALUE
        sign = "−" if value < 0 else "+" if amount.signed and value > 0 else ""
        return sign + self._figure(abs(value), amount.unit)

    def _figure(self, value: Decimal, unit: str) -> str:
        """As Babel writes it in all our languages; its patterns would be looked up and read for each figure."""
        match unit:
            case "money":
                places = 0 if value == value.to_integral_value() else 2
                return f"{_symbol(self.currency, self.locale)}{value:,.{places}f}"
            case "percent":
                return f"{_shortened(value, 2)}%"
            case "ratio":
                return _shortened(value, 4)
            case _:
                return _shortened(value, 4)

    def _day(self, day: date) -> str:
        return _day(day, self.locale)

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        return f"{self._day(local.date())} {local:%H:%M}"

    def _sentence(self, said: Said) -> str:
        if self.locale != "en" and (found := messages(self.locale).get((said.context, said.id))):
            return found
        if said.plural is not None:
            count = said.values.get("n")
            number = count.value if isinstance(count, Amount) else count
            return said.id if number == 1 else said.plural
        return said.id


@lru_cache(maxsize=1024)
def _day(day: date, locale: str) -> str:
    return format_skeleton("MMMEd", datetime(day.year, day.month, day.day, tzinfo=UTC), locale=locale)


def _shortened(value: Decimal, places: int) -> str:
    """At most so many decimals, and none that is a nought at the end."""
    if value == (whole := int(value)):
        return f"{whole:,}"
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")


@cache
def _symbol(currency: str, locale: str) -> str:
    """What stands in front of an amount. A team has one currency, so its yuan need not be told from others' yen."""
    shown = format_currency(0, currency, "¤0", locale, currency_digits=False) if currency else ""
    return shown.removesuffix("0").replace("CN¥", "¥")


@cache
def messages(locale: str) -> Messages:
    """Every translated message of one language, by (context, English). Chinese has one plural form."""
    file = resources.files("commands") / "texts" / f"{locale}.po"
    if not file.is_file():
        return {}
    found: dict[tuple[str | None, str], str] = {}
    for message in read_po(BytesIO(file.read_bytes()), locale=locale):
        english = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        spoken = message.string[0] if isinstance(message.string, (tuple, list)) else message.string
        if english and spoken and not message.fuzzy:
            found[message.context or None, str(english)] = str(spoken)
    return found


def in_every_language(text: Text) -> set[str]:
    """How a fixed word sounds in all languages: so that what is shown can also be typed."""
    return {Tongue(locale).speak(Said(text.id, {}, None, text.context)) for locale in LOCALES}


_NAMES = {
    "en": "en", "english": "en", "英文": "en", "英语": "en", "英語": "en",
    "zh_hans": "zh_Hans", "zh-cn": "zh_Hans", "zh-sg": "zh_Hans", "简体": "zh_Hans", "简体中文": "zh_Hans",
    "簡體": "zh_Hans", "簡體中文": "zh_Hans", "simplified": "zh_Hans", "中文": "zh_Hans",
    "zh_hant": "zh_Hant", "zh-tw": "zh_Hant", "zh-hk": "zh_Hant", "zh-mo": "zh_Hant", "繁體": "zh_Hant",
    "繁体": "zh_Hant", "繁體中文": "zh_Hant", "繁体中文": "zh_Hant", "正體": "zh_Hant", "traditional": "zh_Hant",
}  # fmt: skip


@lru_cache(maxsize=1024)
def read_locale(word: str) -> str | None:
    """``zh-CN``, ``zh_Hant_HK``, ``简体`` or ``English`` as one of ``LOCALES``; ``None`` when it is none of them."""
    word = word.strip().lower()
    if found := _NAMES.get(word) or _NAMES.get(word.replace("_", "-")):
        return found
    language, territory, script = parts_of(word)
    if language == "en":
        return "en"
    if language != "zh":
        return None
    if not script:
        return "zh_Hant" if territory in {"TW", "HK", "MO"} else "zh_Hans"
    return "zh_Hant" if script == "Hant" else "zh_Hans"


def parts_of(locale: str) -> tuple[str, str, str]:
    """Language, territory and script of a client's locale such as ``zh-Hant-HK``; what it does not say is empty."""
    try:
        language, territory, script, *_ = parse_locale(locale.strip().replace("-", "_"))
    except (ValueError, TypeError):
        return "", "", ""
    return language, territory or "", script or ""


def utc(moment: datetime) -> datetime:
    """The same instant in UTC: two instants are only ever compared there (a shared zone hides the DST fold)."""
    return moment.astimezone(UTC)
