"""Reading ``parse_mode=HTML`` the way Telegram does: few tags, exact complaints, offsets in UTF-16 units.

Checked against TDLib's own parser in this package's tests when ``tdjson`` is installed. Byte offsets in the complaints
are offsets into the UTF-8 form of the text, as Telegram gives them.
"""

import re
from dataclasses import dataclass

from .errors import Json, Refused, bad_request
from .texts import units

_NAMES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_ESCAPES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE = re.compile(r"&(?:#(\d{1,9})|#[xX]([0-9a-fA-F]{1,8})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_HOST_ONLY = re.compile(r"[a-z]+://[^/?#]+", re.IGNORECASE)
_TAG_BEGINS = "<"
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")


@dataclass
class _Open:
    name: str
    at: int
    byte: int
    attributes: dict[str, str]


def _trouble(reason: str) -> Refused:
    return bad_request(f"Can't parse entities: {reason}")


def unescape(text: str) -> str:
    """``&lt; &gt; &amp; &quot;`` and numbers; anything else stays as it is."""

    def one(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return _ESCAPES[name]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()

    return _ESCAPE.sub(one, text) if "&" in text else text


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.size = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode("utf-8", "surrogatepass"))

    def put(self, text: str) -> None:
        text = unescape(text)
        self.out.append(text)
        self.size += units(text)

    def read(self) -> tuple[str, list[Json]]:
        index = 0
        while (start := self.source.find(_TAG_BEGINS, index)) >= 0:
            self.put(self.source[index:start])
            index = self.end_tag(start) if self.source.startswith("</", start) else self.start_tag(start)
        self.put(self.source[index:])
        if self.open:
            raise _trouble(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def start_tag(self, start: int) -> int:
        match = _TAG_NAME.match(self.source, start + 1)
        assert match is not None  # the pattern also matches nothing
        name, index, byte = match.group().lower(), match.end(), self.byte(start)
        if index >= len(self.source):
            raise _trouble(f"Unclosed start tag at byte offset {byte}")
        if name not in _NAMES:
            raise _trouble(f'Unsupported start tag "{name}" at byte offset {byte}')
        attributes: dict[str, str] = {}
        while True:
            index = self.past_space(index)
            if self.source.startswith(">", index):
                break
            index = self.attribute(index, name, byte, attributes)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _trouble(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
        self.open.append(_Open(name, self.size, byte, attributes))
        return index + 1

    def past_space(self, index: int) -> int:
        while index < len(self.source) and self.source[index].isspace():
            index += 1
        return index

    def attribute(self, index: int, tag: str, byte: int, attributes: dict[str, str]) -> int:
        """Read one attribute into ``attributes``; returns where it ends."""
        source = self.source
        found = _ATTRIBUTE_NAME.match(source, index)
        assert found is not None  # the pattern also matches nothing
        if not found.group():
            raise _trouble(f'Empty attribute name in the tag "{tag}" at byte offset {byte}')
        name, index = found.group().lower(), self.past_space(found.end())
        value, valued = "", source.startswith("=", index)
        if valued:
            index = self.past_space(index + 1)
        if index >= len(source):
            raise _trouble(f'Unclosed start tag "{tag}" at byte offset {byte}')
        if valued:
            value, index = self.value(index)
            if index >= len(source):
                raise _trouble(f"Unclosed start tag at byte offset {byte}")
        attributes[name] = value
        return index

    def value(self, index: int) -> tuple[str, int]:
        """An attribute's value, quoted or a bare word, and where it ends (the end of the text when it never does)."""
        source = self.source
        if source[index : index + 1] in ("'", '"'):
            end = source.find(source[index], index + 1)
            return (unescape(source[index + 1 : end]), end + 1) if end >= 0 else ("", len(source))
        word = _TOKEN.match(source, index)
        assert word is not None  # the pattern also matches nothing
        end = word.end()
        if end < len(source) and not (source[end].isspace() or source[end] == ">"):
            raise _trouble(f"Unexpected end of name token at byte offset {self.byte(index)}")
        return word.group().lower(), end

    def end_tag(self, start: int) -> int:
        byte = self.byte(start)
        if not self.open:
            raise _trouble(f"Unexpected end tag at byte offset {byte}")
        match = _TAG_NAME.match(self.source, start + 2)
        assert match is not None
        name, index = match.group().lower(), match.end()
        index = self.past_space(index)
        if not self.source.startswith(">", index):
            raise _trouble(f"Unclosed end tag at byte offset {byte}")
        tag = self.open.pop()
        if name and name != tag.name:
            raise _trouble(f'Unmatched end tag at byte offset {byte}, expected "</{tag.name}>", found "</{name}>"')
        if self.size > tag.at:
            self.close(tag)
        return index + 1

    def close(self, tag: _Open) -> None:
        entity: Json = {"type": _NAMES[tag.name], "offset": tag.at, "length": self.size - tag.at}
        if tag.name == "a":
            text = "".join(self.out).encode("utf-16-le")[tag.at * 2 :].decode("utf-16-le")
            url = tag.attributes.get("href") or text
            user = _USER_LINK.fullmatch(url)
            if user:
                entity |= {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": text}}
            elif "." in url or "://" in url:
                url = url if "://" in url else f"http://{url}"
                entity["url"] = f"{url}/" if _HOST_ONLY.fullmatch(url) else url
            else:
                return  # Telegram drops a link that leads nowhere and keeps its words
        elif tag.name == "pre" and self._coded(tag):
            return
        elif tag.name == "code" and self.open and self.open[-1].name == "pre":
            language = tag.attributes.get("class", "")
            if language.startswith("language-"):
                entity |= {"type": "pre", "language": language.removeprefix("language-")}
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        self.entities.append(entity)

    def _coded(self, tag: _Open) -> bool:
        """A ``pre`` that holds exactly one ``code`` with a language is one entity, not two."""
        whole = (tag.at, self.size - tag.at)
        return any("language" in e and (e["offset"], e["length"]) == whole for e in self.entities)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of an HTML message. Raises Refused with Telegram's complaint."""
    return _Reader(source).read()
