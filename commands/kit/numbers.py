"""Reads one number as people write it: `1,204`, `１２０４`, `1.2万`, `3%`, `¥4,500`, `三百二十`, `-`.

What is read is exactly what was meant, or nothing: a notation that two people would read differently (`1,2`, `12,34`)
is refused with a reason instead of being guessed, and no float is ever involved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final, Literal

from .width import narrow

LONGEST: Final = 40
"""Characters of one number; more is refused before anything is computed."""
LIMIT: Final = Decimal(10) ** 13
"""Values must stay below this, on both sides of zero."""
DECIMALS: Final = 4
"""Digits kept after the point; trailing zeros do not count."""

Unit = Literal["", "percent", "money"]

_SHARED: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "$": frozenset({"USD", "TWD", "HKD", "SGD", "AUD", "CAD", "NZD", "MOP", "MXN"}),
    "元": frozenset({"CNY", "TWD", "HKD", "MOP"}),
}
_BEFORE: Mapping[str, str] = {
    "¥": "¥", "$": "$", "us$": "USD", "nt$": "TWD", "hk$": "HKD", "s$": "SGD", "a$": "AUD", "c$": "CAD",
    "mop$": "MOP", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR",
    "rmb": "CNY", "cny": "CNY", "usd": "USD", "twd": "TWD", "hkd": "HKD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY",
    "人民币": "CNY",
}  # fmt: skip
_AFTER: Mapping[str, str] = {
    "元": "元", "块": "元", "块钱": "元", "元整": "元", "圆": "元", "$": "$", "€": "EUR", "£": "GBP",
    "rmb": "CNY", "cny": "CNY", "usd": "USD", "twd": "TWD", "hkd": "HKD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY",
    "人民币": "CNY", "元人民币": "CNY", "美元": "USD", "美金": "USD", "台币": "TWD", "新台币": "TWD", "港币": "HKD",
    "港元": "HKD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "円": "JPY",
}  # fmt: skip
_NO_VALUE = frozenset({"-", "--", "–", "—", "——", "无", "暂无", "n/a"})
_SCALES: Mapping[str, int] = {
    "": 0, "百": 2, "千": 3, "k": 3, "万": 4, "w": 4, "十万": 5, "百万": 6, "m": 6, "千万": 7,
    "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
}  # fmt: skip
_SIZES = (("亿", 8), ("万", 4), ("千", 3), ("百", 2), ("十", 1))
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
# Traditional, financial and variant characters, each to the one that the tables above know.
_VARIANTS = str.maketrans(
    "萬億兩點負無暫〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟圓塊錢幣臺歐鎊",
    "万亿两点负无暂零一二二三三四五六六七八九十百千圆块钱币台欧镑",
)


def _choice(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMERAL = "[0-9零一二两三四五六七八九十百千万亿点.,kwm]"
_SHAPE = re.compile(
    rf"(?P<sign>[-+负])?(?:(?P<before>{_choice(_BEFORE)}) ?)?(?P<inner>[-+负])?(?P<hundredth>百分之)?"
    rf"(?P<body>{_NUMERAL}(?:{_NUMERAL}| (?=[十百千万亿kwm]))*) ?(?P<after>%|{_choice(_AFTER)})?"
)
_GROUPED = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_ARABIC = re.compile(r"(?P<digits>[0-9.,]+) ?(?P<scale>[十百千万亿kwm]*)")
_LOOSE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_EXACT = Context(prec=80)


class Unreadable(ValueError):
    """A word that is not one number. `reason` is stable: `empty`, `too_long`, `not_a_number`, `ambiguous`,
    `too_large`, `too_precise`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what its sign says about it.

    `value` is None where the person wrote that there is none (`-`, `无`). A percentage keeps its percent: `93 %` is 93.
    `currency` is the ISO 4217 code, or the sign itself (`¥`, `$`, `元`) where several currencies share it.
    """

    value: Decimal | None
    unit: Unit
    currency: str | None

    def fits(self, currency: str) -> bool:
        """Whether the amount can be meant in this currency (ISO code); anything without a currency sign can."""
        return self.currency is None or currency in _SHARED.get(self.currency, {self.currency})


def read_number(word: str) -> Quantity:
    """Reads the word as one number; raises `Unreadable` with a reason when it is none or could be two.

    A comma is a thousands separator and a point the decimal one, whatever the language of the team: `1,204` is 1204,
    `1.234` is 1.234, and `1,2` is refused.
    """
    if len(word) > LONGEST:
        raise Unreadable("too_long")
    text = narrow(word).strip(" \t").translate(_VARIANTS)
    if not text:
        raise Unreadable("empty")
    if text in _NO_VALUE:
        return Quantity(None, "", None)
    shape = _SHAPE.fullmatch(text)
    if shape is None or (shape["sign"] and shape["inner"]):
        raise Unreadable("not_a_number")
    unit, currency = _unit(shape)
    value = _kept(_body(shape["body"], percent=unit == "percent"))
    negative = (shape["sign"] or shape["inner"]) in {"-", "负"}
    # Zero has no sign.
    return Quantity(-value if negative and value else value, unit, currency)


def _unit(shape: re.Match[str]) -> tuple[Unit, str | None]:
    before, after = shape["before"], shape["after"]
    if shape["hundredth"] or after == "%":
        if before or (shape["hundredth"] and after):
            raise Unreadable("not_a_number")
        return "percent", None
    named = [table[sign] for table, sign in ((_BEFORE, before), (_AFTER, after)) if sign]
    if not named:
        return "", None
    meant = frozenset.intersection(*(_SHARED.get(name, frozenset({name})) for name in named))
    if not meant:
        raise Unreadable("ambiguous")
    return "money", next(iter(meant)) if len(meant) == 1 else named[0]


def _body(body: str, percent: bool) -> Decimal:
    arabic = _ARABIC.fullmatch(body)
    if arabic is None:
        return _spelled(body)
    digits, scale = arabic["digits"], arabic["scale"]
    if not _GROUPED.fullmatch(digits):
        commas = "," in digits and _LOOSE.fullmatch(digits)
        raise Unreadable("ambiguous" if commas else "not_a_number")
    if scale not in _SCALES or (percent and scale):
        raise Unreadable("not_a_number")
    return Decimal(digits.replace(",", "")).scaleb(_SCALES[scale], _EXACT)


def _spelled(body: str) -> Decimal:
    """Chinese numerals, alone (`三百二十`, `三点五万`) or mixed with digits (`1万2`, `2w5`)."""
    if re.fullmatch(r"[0-9]+[wk][0-9]+", body):
        body = body.replace("w", "万").replace("k", "千")
    if re.search(r"[^0-9零一二两三四五六七八九十百千万亿点]", body):
        raise Unreadable("not_a_number")
    whole, point, rest = body.partition("点")
    if not point:
        return Decimal(_whole(body))
    parts = re.fullmatch(r"([零一二三四五六七八九]+)([百千万亿]*)", rest)
    if parts is None or parts[2] not in _SCALES or re.search(r"[0-9]", whole):
        raise Unreadable("not_a_number")
    decimals = "".join(str(_DIGITS[char]) for char in parts[1])
    return Decimal(f"{_whole(whole)}.{decimals}").scaleb(_SCALES[parts[2]], _EXACT)


def _whole(text: str) -> int:
    for char, zeros in _SIZES:
        # `三万亿` is three times 万亿, so the last 亿 divides; below it a size may stand only once.
        head, found, tail = text.rpartition(char) if zeros == 8 else text.partition(char)
        if not found:
            continue
        size: int = 10**zeros
        left = 1 if char == "十" and not head else _whole(head)
        if not 0 < left < (10 if zeros < 4 else 10**8):
            raise Unreadable("not_a_number")
        return left * size + _tail(tail, zeros)
    if text in _DIGITS:
        return _DIGITS[text]
    if text.isascii() and text.isdigit():
        return int(text)
    raise Unreadable("ambiguous" if text and all(char in _DIGITS for char in text) else "not_a_number")


def _tail(tail: str, zeros: int) -> int:
    """What stands after a size sign: `一万二` and `1万2` are 12000, `一万零二` is 10002, `1万2345` is 12345."""
    if not tail:
        return 0
    size: int = 10**zeros
    if len(tail) > 1 and tail[0] == "零":
        value, size = _whole(tail[1:]), size // 10
    elif tail.isascii() and tail.isdigit():
        if len(tail) not in (1, zeros):
            raise Unreadable("ambiguous")
        value = int(tail) * (size // 10 if len(tail) == 1 else 1)
    elif tail in _DIGITS:
        value = _DIGITS[tail] * (size // 10)
    else:
        value = _whole(tail)
    if not 0 <= value < size:
        raise Unreadable("not_a_number")
    return value


def _kept(value: Decimal) -> Decimal:
    if value >= LIMIT:
        raise Unreadable("too_large")
    if value == value.to_integral_value(context=_EXACT):
        return value.quantize(Decimal(1), context=_EXACT)
    value = value.normalize(_EXACT)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        raise Unreadable("too_precise")
    return value


def digits(number: Decimal) -> str:
    """All digits, without an exponent: as it can be typed again."""
    return format(number, "f")
