"""A risk with all that is known of it, read at one moment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final

from commands.kit import Args, Ask, Button, Ctx, Listed, Refusal, Said, Word, text
from commands.kit.args import is_number, unquoted
from commands.kit.crisis import Answering
from commands.kit.fields import Numbered
from commands.kit.owners import everybody, name_of
from commands.kit.posts import Standing, where
from commands.kit.told import About
from commands.kit.width import narrow
from storage import Deed, Level, Person, Risk, RiskClock, RiskEntry, Statement

NUMBER = text("Number of the risk")
WORDS = text("Words")
NO_SUCH = text("There is no risk {number} in this team.")
OPEN_ONES = text("Open risks", context="button")

_NUMBER_FIRST = re.compile(r"\s*(?P<number>[#＃]?\d+)(?=\s|$)\s*(?P<words>.*)", re.DOTALL)
_TEXT = re.compile(r"text\s?[:=：＝]\s*", re.IGNORECASE)
_NAMED = re.compile(r"(?:words|number)\s?[:=：＝]", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*#?\d+(?:(?!\S)|[:,.、。](?!\d))|.*\bnumber\s?[:=]", re.DOTALL | re.IGNORECASE)


class OfRisk(Args):
    """Where the number is left out, the words are not taken for it."""

    number: Annotated[Numbered, Word(), Ask(NUMBER)]

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        if all(map(is_number, cls.fields().values())) or not tail.strip() or _NUMBERED.match(narrow(tail)):
            return cls._told(super().split(tail))
        found = super().split(f"0 {tail}")
        del found["number"]
        return cls._told(found)

    @classmethod
    def _told(cls, found: dict[str, Any]) -> dict[str, Any]:
        """Free words may be called ``text``, as their option on Discord is."""
        free = cls._free()
        if free is not None and cls.is_text(free) and (called := _TEXT.match(str(found.get(free, "")))):
            return {**found, free: unquoted(found[free][called.end() :])}
        return found


class Worded(OfRisk):
    """The number, and all that stands behind it as it was typed, with its line breaks. ``words:`` need not be typed."""

    words: Annotated[str, Ask(WORDS, long=True)]

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        found = _NUMBER_FIRST.match(tail)
        words = (found["words"] if found else "" if _NUMBERED.match(narrow(tail)) else tail).strip()
        if not words or _NAMED.match(words):
            return super().split(tail)
        return cls._told({**({"number": found["number"]} if found else {}), "words": unquoted(words)})


RESPONSES: Final[tuple[Deed, ...]] = ("noted", "pinned", "planned", "written")
"""What is the response to a risk, the first of them the first response."""


@dataclass(frozen=True, slots=True)
class Look:
    """A risk with all that is shown of it. ``people`` are those who left, too. ``posts`` are the messages in which the
    statement stands, as links or as chats; ``coming``: some are not out yet. ``listed``: its kind has a checklist."""

    risk: Risk
    clocks: Sequence[RiskClock]
    story: Sequence[RiskEntry]
    people: Mapping[int, Person]
    community: str
    statements: Sequence[Statement] = ()
    posts: Sequence[str] = ()
    coming: bool = False
    listed: bool = False

    def name(self, person: int | None) -> Said | str:
        return name_of(person, self.people)

    def names(self, deed: str) -> Listed:
        """Of those to whom something happened, each once."""
        found = dict.fromkeys(one.person for one in self.story if one.deed == deed and one.person is not None)
        return Listed(tuple(self.name(person) for person in found))

    def newest(self, *deeds: Deed) -> RiskEntry | None:
        return next((one for one in reversed(self.story) if one.deed in deeds and not self.ends(one)), None)

    def ends(self, one: RiskEntry) -> bool:
        """Whether it became a part of another then."""
        return self.risk.same_as is not None and one.deed == "joined" and one.at == self.risk.closed_at

    def skipped(self, clock: RiskClock) -> bool:
        """Whether it was solved before what the clock is about: it stopped without that."""
        deeds = RESPONSES if clock.name == "respond" else ("planned",) if clock.name == "plan" else ()
        solved = [one for one in self.story if one.deed == "solved" and one.at == clock.stopped_at]
        return bool(deeds and solved) and not any(one.deed in deeds and one.id < solved[0].id for one in self.story)

    def running(self, name: str) -> RiskClock | None:
        return next((one for one in self.clocks if one.name == name and one.runs), None)

    @property
    def waiting(self) -> Statement | None:
        """The statement that somebody has to approve."""
        newest = self.statements[-1] if self.statements else None
        return newest if newest is not None and newest.approved_at is None else None

    @property
    def approved(self) -> list[Statement]:
        """The statements that were said, the newest last."""
        return [one for one in self.statements if one.approved_at is not None]


async def look_at(ctx: Ctx, number: int) -> Look:
    """As it is now. Raises ``Refusal`` where there is none."""
    risk = await ctx.store.risks.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if risk is None:
        raise Refusal(NO_SUCH(number=str(number)), buttons=(Button(OPEN_ONES(), "/risk list"),))
    clocks = (await ctx.store.risk_story.clocks([risk.id])).get(risk.id, [])
    places = {one.id: one.name for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
    story, statements = await ctx.store.risk_story.story(risk.id), await ctx.store.risk_story.statements(risk.id)
    book = ctx.metrics.playbooks.get(risk.kind)
    look = Look(
        risk, clocks, story, await everybody(ctx), places.get(risk.community or 0, ""), statements,
        listed=book is not None and bool(book.checklist),
    )  # fmt: skip
    if not look.approved:
        return look
    posts = await posts_of(ctx, number)
    # The letters of the very command that approves are not written yet.
    on_the_way = len(await ctx.store.cards.where(ctx.team.id, [statement_card(number)])) > len(posts)
    fresh = not posts and ctx.now == look.approved[-1].approved_at
    return replace(look, posts=[one.where for one in posts], coming=on_the_way or fresh)


def statement_card(number: int) -> str:
    """The name of the live message that the statement is, which no call or quiet of the risk touches."""
    return f"statement:{number}"


async def posts_of(ctx: Ctx, number: int) -> list[Standing]:
    """Where its statement stands: none before the first post is out."""
    standing = await ctx.store.cards.standing(ctx.team.id, statement_card(number))
    places = {place.address: place for place in await ctx.store.places.of(ctx.team.id)} if standing else {}
    return [
        Standing(at.platform, where(at, message, places[at].title, places[at].server) if at in places else at.platform)
        for at, message in standing.items()
    ]


def since_before(look: Look, rules: Answering, level: Level) -> datetime | None:
    """When it came to a level that it had before: the clocks of each level begin together."""
    came = {one.at: one.words for one in look.story if one.deed == "levelled"}
    for at in sorted({clock.started_at for clock in look.clocks}):
        spans = {one.name: one.due_at - at for one in look.clocks if one.started_at == at}
        same = all(name in rules.clocks and spans[name] == rules.clocks[name] / look.risk.pace for name in spans)
        if came[at] == level if at in came else same:
            return at
    return None


def answering(ctx: Ctx, risk: Risk) -> Answering:
    """What its level asks for."""
    return ctx.metrics.crisis[risk.level]


def about(risk: Risk) -> About:
    return About("risk", risk.id, risk.number)
