"""A command: a name, a model of arguments, who may, and what follows. Nothing is registered here; the menu finds
commands by looking at modules."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, get_type_hints

from storage import Role

from .args import Args
from .context import Ctx
from .reply import Form, Reply
from .texts import Said, Text

A = TypeVar("A", bound=Args)


@dataclass(frozen=True, slots=True)
class Meant:
    """What was left out because there is only one thing that it can be: the line runs with it, and the answer begins
    with what was ``said`` of it."""

    given: Mapping[str, str]
    said: Said | None = None

    def told(self, answer: Reply) -> Reply:
        blocks = (self.said, *answer.blocks) if self.said is not None and answer.blocks else answer.blocks
        return replace(answer, blocks=blocks)


Asking = Callable[[Mapping[str, Any], Ctx], Awaitable[Form | Reply | Meant | None]]


@dataclass(frozen=True, slots=True)
class Command(Generic[A]):
    """``who``: the level it needs. ``private``: the answer is for the asker's eyes, known before it runs (Discord must
    be told when it defers). ``team``: it works only inside a team. ``admin``: only for people who administer the chat,
    by the platform's own word; never in private. ``default``: what the bare first word of a group means. ``asks``: the
    form to show when ``incomplete`` says that more is needed, or what must be meant. ``checks``: judges one answer of a
    form, raising ``Refusal``. ``reads``: it changes nothing, so the journal need not know. ``resets``: it may change
    who and where we are, so the answer is told in the scene as it is afterwards. ``clock``: only the clock types it;
    nobody is shown it, and who types it herself is refused. ``hears``: a reply to a live message of this kind is said
    to this command, with the number of the record in this argument. ``of_message`` is how it is called where it can be
    chosen for somebody's message, which it then answers. ``examples`` name a ``{community}`` of the reader's team."""

    name: str
    help: Text
    args: type[A]
    run: Callable[[A, Ctx], Awaitable[Reply]]
    who: Role = Role.STAFF
    private: bool = False
    team: bool = True
    admin: bool = False
    default: bool = False
    hidden: bool = False
    examples: tuple[str | Text, ...] = ()
    asks: Asking | None = None
    incomplete: Callable[[Mapping[str, Any]], bool] | None = field(default=None)
    checks: Callable[[str, str, Ctx], None] | None = field(default=None)
    reads: bool = False
    resets: bool = False
    clock: bool = False
    hears: tuple[str, str] | None = None
    of_message: Text | None = None

    @property
    def group(self) -> str:
        return self.name.partition(" ")[0]

    def needs_more(self, given: Mapping[str, Any]) -> bool:
        """Whether this line opens a form instead of running. Pure, so that a chat can ask before it answers."""
        if self.incomplete is not None:
            return self.incomplete(given)
        return bool(self.args.missing(given))


def command(
    name: str,
    *,
    help: Text,
    who: Role = Role.STAFF,
    private: bool = False,
    team: bool = True,
    admin: bool = False,
    default: bool = False,
    hidden: bool = False,
    examples: tuple[str | Text, ...] = (),
    asks: Asking | None = None,
    incomplete: Callable[[Mapping[str, Any]], bool] | None = None,
    checks: Callable[[str, str, Ctx], None] | None = None,
    reads: bool = False,
    resets: bool = False,
    clock: bool = False,
    hears: tuple[str, str] | None = None,
    of_message: Text | None = None,
) -> Callable[[Callable[[A, Ctx], Awaitable[Reply]]], Command[A]]:
    """Make a command out of ``async def handler(args, ctx) -> Reply``: one transaction, no network, it
    returns and never sends."""

    def make(run: Callable[[A, Ctx], Awaitable[Reply]]) -> Command[A]:
        model = get_type_hints(run)["args"]
        return Command(
            name, help, model, run, who, private, team, admin, default, hidden or clock, examples, asks, incomplete,
            checks, reads, resets, clock, hears, of_message,
        )  # fmt: skip

    return make
