"""Finds where and when in a report: the communities and days that are named, as headings, options or at the end."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from commands.kit.dayword import LONGEST, UnreadableDay, day_of, is_weekday, plain
from commands.kit.metrics import Metric

from .figures import Figures
from .items import Community, Day, Item, Left
from .lexicon import (
    BREAK,
    NOISE,
    NOTE,
    OPTION,
    SKIPPED,
    SPOKEN_DAY,
    WRITTEN_DAY,
    Names,
    ends_here,
    labels,
    pieces,
)  # fmt: skip

_QUOTED = re.compile(r"[\"“「'](?P<inside>[^\"”」'\n]{1,60})[\"”」']")
_COLON = re.compile(r"[ \t]*[:=]")
_TRAILING = 6
"""So many words are looked at for a place that stands after numbers; more would take quadratic time."""
_DIGIT = re.compile(r"[0-9]")


class Places:
    """The vocabulary of where and when over one text; every place and end is one of that text."""

    def __init__(
        self,
        text: str,
        scan: str,
        metrics: Mapping[str, Metric],
        communities: Mapping[str, str],
        figures: Figures,
        today: date,
    ) -> None:
        self._text = text
        self._scan = scan
        self._metrics = labels(metrics)
        self._communities = Names(communities)
        self._figures = figures
        self._today = today

    def skipped(self, at: int, end: int) -> int:
        """Past what means nothing between two pieces."""
        skipped = SKIPPED.match(self._scan, at, end)
        return skipped.end() if skipped else at

    def rest(self, at: int, end: int) -> int:
        """Where the segment ends."""
        found = BREAK.search(self._scan, at, end)
        return found.start() if found else end

    def named_at(self, at: int, end: int) -> bool:
        """Whether a label, a note or an option begins here."""
        return bool(
            self._metrics.longest(self._scan, at, end)
            or NOTE.match(self._scan, at, end)
            or OPTION.match(self._scan, at, end)
        )

    def heading(
        self, at: int, end: int, *, loose: bool = False, before: Sequence[Item] = (), most: int | None = None
    ) -> tuple[list[Item], int] | None:
        """Days, communities and what a heading says of itself, if nothing but a label, a colon or the end comes after
        them: `fans say hello` is no heading. A ``loose`` one names a community before anything with a digit, so that a
        misspelled label does not take its community with it (`fans joind 3 active 9`). ``before`` is what the segment
        said already; at ``most`` so many words are looked at."""
        items: list[Item] = []
        start, words = at, 0
        while at < end and (most is None or words < most):
            words += 1
            label = self._metrics.longest(self._scan, at, end)
            place = None if any(isinstance(item, Community) for item in items) else self._place(at, end)
            if label and (not place or place[1] <= label[1]) and self._figures.follows(label[1], end):
                break
            day = WRITTEN_DAY.match(self._scan, at, end) or SPOKEN_DAY.match(self._scan, at, end)
            noise = NOISE.match(self._scan, at, end)
            if place:
                items.append(Community(place[0]))
                at = place[1]
            elif day:
                items += self._headed(at, day.end(), [*before, *items])
                at = day.end()
            elif noise:
                at = noise.end()
            else:
                break
            colon = _COLON.match(self._scan, at, end)
            at = self.skipped(at, end)
            if place and colon:
                return items, at
        ended = at >= end or BREAK.match(self._scan, at, end) or self.named_at(at, end)
        loose = loose and any(isinstance(item, Community) for item in items)
        counted = loose and _DIGIT.search(self._scan, at, self.rest(at, end))
        return (items, at) if at > start and (ended or counted) else None

    def days(self, at: int, end: int) -> tuple[list[Item], int]:
        """The days that a segment begins with, whatever comes after them."""
        items: list[Item] = []
        while day := WRITTEN_DAY.match(self._scan, at, end) or SPOKEN_DAY.match(self._scan, at, end):
            items += self._headed(at, day.end(), items)
            at = self.skipped(day.end(), end)
        return items, at

    def trailing(self, at: int, end: int, before: Sequence[Item], *, community: bool) -> tuple[list[Item], int] | None:
        """What a heading says, said after the numbers: a day anywhere, and a ``community`` where nothing more of the
        segment comes after it."""
        heading = self.heading(at, end, before=before, most=_TRAILING)
        day = SPOKEN_DAY.match(self._scan, at, end) or WRITTEN_DAY.match(self._scan, at, end)
        if heading is None or not (heading[0] or day):
            return None
        items, stop = heading
        placed = any(isinstance(item, Community) for item in items)
        return None if placed and not (community and self._closed(stop, end)) else heading

    def counted(self, at: int, stop: int, end: int) -> int:
        """Where the community begins that was taken for what is counted after a number (`joined 5 fans`); else
        ``stop``."""
        begins = 1 + max(self._scan.rfind(space, at, stop) for space in " \t")
        if not _DIGIT.search(self._scan, at, max(at, begins)):
            return stop
        return begins if self.trailing(begins, end, (), community=True) and self._place(begins, end) else stop

    def _closed(self, at: int, end: int) -> bool:
        return at >= self.rest(at, end) or bool(NOTE.match(self._scan, at, end) or OPTION.match(self._scan, at, end))

    def option(self, at: int, end: int) -> tuple[Item, int] | None:
        """`community:fans`, `日期：昨天`; without a colon only what can be read."""
        option = OPTION.match(self._scan, at, end)
        if option is None:
            return None
        start = option.end()
        quoted = _QUOTED.match(self._scan, start, end)
        first, last = quoted.span("inside") if quoted else (start, end)
        found = self._option_value(first, last, bool(option["community"]))
        if found and (not quoted or found[1] == last):
            return found[0], quoted.end() if quoted else found[1]
        if not option["sign"].strip():
            return None
        stop = quoted.end() if quoted else pieces(self._scan, start, end, 1)
        word = self._text[first : last if quoted else stop]
        reason = "unknown_community" if option["community"] else "not_a_day"
        return Left(self._text[at:stop], reason, sought=word), stop

    def _option_value(self, at: int, end: int, community: bool) -> tuple[Item, int] | None:
        if community:
            place = self._place(at, end)
            return (Community(place[0]), place[1]) if place else None
        day = WRITTEN_DAY.match(self._scan, at, end) or SPOKEN_DAY.match(self._scan, at, end)
        stops = [day.end()] if day else [pieces(self._scan, at, end, count) for count in (3, 2, 1)]
        for stop in stops:
            if at < stop <= at + LONGEST and (item := self._day(at, stop)):
                return item, stop
        return None

    def _place(self, at: int, end: int) -> tuple[str, int] | None:
        """A community; a label may follow it without a gap (`粉丝群新增3`)."""
        for key, stop in self._communities.ends(self._scan, at, end):
            glued = not self._scan[stop - 1].isascii() and (
                self.named_at(stop, end)
                or NOISE.match(self._scan, stop, end)
                or SPOKEN_DAY.match(self._scan, stop, end)
            )
            if glued or ends_here(self._scan, stop, end):
                return key, stop
        return None

    def _day(self, at: int, end: int) -> Day | Left | None:
        word = self._text[at:end]
        try:
            day = day_of(plain(word), self._today, ahead=False)
        except UnreadableDay as refused:
            return Left(word, refused.reason, refused.nearest)
        return Day(day) if day else None

    def _headed(self, at: int, end: int, before: list[Item]) -> list[Item]:
        """The day written here, unless it only says again what was said before (`11月20日 周五`)."""
        item = self._day(at, end)
        for said in before:
            if isinstance(said, Day) and isinstance(item, Day):
                weekday = is_weekday(plain(self._text[at:end]))
                same = item == said or (weekday and item.day.weekday() == said.day.weekday())
                return [] if same else [Left(self._text[at:end], "twice")]
        return [item] if item else []
