"""What the page hands in, as it lies in the inbox: said, pressed, or a form sent. Pure."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from ..forms import TALK
from ..ports import Malformed

LONGEST = 8000
"""Characters of one message: what the journal keeps of a line."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class _Thing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    persona: Name = Field(alias="as")
    room: Name


class Typed(_Thing):
    """``text`` is a command line, or plain words."""

    kind: Literal["say"] = "say"
    text: Line

    @property
    def line(self) -> str:
        """A form is filled in where its fields are, so plain words are talk."""
        return "/" + self.text.lstrip()[1:] if self.is_command else TALK

    @property
    def given(self) -> dict[str, str]:
        return {}

    @property
    def is_command(self) -> bool:
        return self.text.lstrip()[:1] in ("/", "／")


class Pressed(_Thing):
    """``line`` of a button of ``message``."""

    kind: Literal["press"] = "press"
    message: Name
    line: Line

    @property
    def given(self) -> dict[str, str]:
        return {}


class Filled(_Thing):
    """A whole form at once; fields left empty are not given."""

    kind: Literal["form"] = "form"
    message: Name
    draft: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,16}$")]
    answers: dict[Name, Annotated[str, StringConstraints(max_length=LONGEST)]] = Field(max_length=100)

    @property
    def line(self) -> str:
        return f"/form {self.draft} submit"

    @property
    def given(self) -> dict[str, str]:
        return self.answers


Thing = Typed | Pressed | Filled

_THINGS: TypeAdapter[Thing] = TypeAdapter(Annotated[Thing, Field(discriminator="kind")])


def write(thing: Thing) -> str:
    return thing.model_dump_json(by_alias=True)


def read(body: str) -> Thing:
    """Raises ``Malformed`` with the places that are wrong, never with what stood there."""
    try:
        return _THINGS.validate_json(body)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in found['loc'])}: {found['type']}" for found in error.errors()[:3]
        )
        raise Malformed(wrong) from error


def draft_of(thing: Thing) -> str | None:
    """The form this is about, if it is about one."""
    if isinstance(thing, Filled):
        return thing.draft
    words = thing.line.split()
    return words[1] if len(words) > 2 and words[0] == "/form" and words[1] != "_" else None
