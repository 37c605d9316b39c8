"""Goes through a report line by line and tells, in order, what stands there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from commands.kit.dayword import LONGEST
from commands.kit.metrics import Metric

from .figures import Figures, unfit
from .items import Booked, Community, Day, Item, Left, Note
from .lexicon import BREAK, BULLET, NOTE, OPTION, PIECE, SPOKEN_DAY, WRITTEN_DAY, labels, pieces, scannable, spaced
from .near import rather_a_community
from .owner import Owner
from .places import Places

_BEFORE_NUMBER = re.compile(r"[0-9:=]")
_DIGIT = re.compile(r"[0-9]")
_PLACING = (SPOKEN_DAY, WRITTEN_DAY, OPTION)
_NUMBER_AHEAD = re.compile(r"[-+¥$€£]{0,2}[0-9]")


class Lines:
    """One report. `read` tells its items; a report is read once."""

    def __init__(
        self,
        text: str,
        metrics: Mapping[str, Metric],
        communities: Mapping[str, str],
        today: date,
        currency: str | None,
    ) -> None:
        self._text = text
        self._scan = scannable(text)
        self._metrics = labels(metrics)
        self._figures = Figures(self._scan, self._metrics)
        self._places = Places(text, self._scan, metrics, communities, self._figures, today)
        self._named = communities
        self._metric_names = metrics
        self._currency = currency
        self._listed = False
        """Whether the labels stand in a list (`- joined: 32`), so that a list sign does not go on a note."""
        self._headed = False
        """Whether a line began with a community."""
        self._clashed = False
        self._begun = False
        self._by_line = False
        """Whether numbers stand behind their community, so that the next line begins with another one."""

    def read(self) -> Iterator[Item]:
        noted, owner, at = False, Owner(), 0
        for line in self._text.split("\n"):
            end = at + len(line)
            if not noted or self._ends_note(at, end):
                items = self._line(at, end)
                noted = any(isinstance(item, Note) for item in items)
            else:
                items = [Note(line.rstrip())]
            yield from owner.of(items)
            at = end + 1

    def _line(self, at: int, end: int) -> list[Item]:
        """The items of a line. An option holds for the whole line, wherever it stands in it; two of a kind hold each
        from where it stands. A day, and a community at the end, hold for their whole segment."""
        items: list[Item] = []
        start, opted, at_start = 0, 0, at
        options: list[Item] = []
        bullet = BULLET.match(self._scan, at, end)
        head = True
        while True:
            if head and (sign := BULLET.match(self._scan, at, end)):
                at = sign.end()
            at = self._places.skipped(at, end)
            if at >= end:
                break
            if BREAK.match(self._scan, at, end):
                items[start:] = self._agreed(items[start:], options[opted:], self._text[at_start:at])
                head, at, start, opted, at_start = True, at + 1, len(items), len(options), at + 1
                continue
            begins, head = head, False
            first, self._begun = not self._begun, True
            heading = self._places.heading(at, end, loose=True) if begins else None
            if heading:
                items += heading[0]
                at = heading[1]
                self._headed = self._headed or _placed(heading[0])
                continue
            note = NOTE.match(self._scan, at, end)
            if note:
                self._listed = self._listed or bullet is not None
                start = note.end("sign" if note["sign"] else "word")
                items.append(Note(self._text[start:end].strip()))
                break
            option = self._places.option(at, end)
            above = self._headed and not self._by_line
            trailing = None if begins or option else self._places.trailing(at, end, items[start:], community=not above)
            if trailing:
                items[start:start] = trailing[0]
                at = trailing[1]
                continue
            label = self._metrics.longest(self._scan, at, end)
            if option:
                item, at = option
                options.append(item)
                head = begins
                self._begun = not (begins and first)
            elif label:
                item, at = self._booked(at, label[1], end, label[0])
                if isinstance(item, Booked) and not (self._headed or _placed(items[start:])):
                    at = self._places.counted(label[1], at, end)
                self._listed = self._listed or (bullet is not None and isinstance(item, Booked))
                self._by_line = self._by_line or _placed(items)
            else:
                days, behind = self._places.days(at, end)
                nobody = self._nobody(behind, end) if begins and first else None
                items += days if nobody else []
                item, at = nobody or (self._stranger if begins and self._by_line else self._unknown)(at, end)
            items.append(item)
        items[start:] = self._agreed(items[start:], options[opted:], self._text[at_start:end])
        options = [item for item in options if item in items]
        for kind in (Community, Day):
            alone = [item for item in options if isinstance(item, kind)]
            if len(alone) == 1:
                items.remove(alone[0])
                items.insert(0, alone[0])
        return items

    def _agreed(self, segment: list[Item], options: Sequence[Item], text: str) -> list[Item]:
        """Numbers for which two communities are named are of neither until somebody says whose they are; a second case
        in one report is left unread."""
        named = tuple(dict.fromkeys(item.key for item in segment if isinstance(item, Community) and item.key))
        if len(named) < 2 or len([item for item in options if isinstance(item, Community)]) > 1:
            return segment
        left = Left(text.strip(), "two_communities", named)
        rest = [] if self._clashed else [item for item in segment if not isinstance(item, Community)]
        self._clashed = True
        return [Community(None), left, *rest]

    def _ends_note(self, at: int, end: int) -> bool:
        """Whether the line after a note is no longer part of it: it begins with a community, a label, an option, a day.

        In a report without lists a list belongs to the note, and a label needs a number or a colon to count as one.
        """
        bullet = BULLET.match(self._scan, at, end)
        at = self._places.skipped(bullet.end() if bullet else at, end)
        if at >= end or (bullet and not self._listed):
            return False
        for sign in (NOTE.match(self._scan, at, end), OPTION.match(self._scan, at, end)):
            if sign and sign["sign"].strip():
                return True
        label = self._metrics.longest(self._scan, at, end)
        if label and self._figures.follows(label[1], end):
            return True
        heading = self._places.heading(at, end)
        # `今天新增 12 人` tells something; `11月20日 新增 12` begins the next day.
        if heading is None or (SPOKEN_DAY.match(self._scan, at, end) and heading[1] < end):
            return False
        return bool(heading[0])

    def _booked(self, at: int, stop: int, end: int, metric: Metric) -> tuple[Item, int]:
        figure = self._figures.after(stop, end, metric)
        if figure.quantity is not None:
            text = self._text[at : figure.end].rstrip()
            reason = unfit(figure.quantity, metric, self._currency)
            if reason:
                return Left(text, reason, (metric.key,)), figure.end
            return Booked(metric.key, figure.quantity.value, text), figure.end
        start = self._figures.start(stop, end)
        if figure.end == start or self._places.named_at(start, end):
            return Left(self._text[at:stop], "no_number", (metric.key,)), stop
        last = self._run_on(start, end) if figure.reason == "no_number" else figure.end
        return Left(self._text[at:last], figure.reason, (metric.key,)), last

    def _unknown(self, at: int, end: int) -> tuple[Item, int]:
        if _NUMBER_AHEAD.match(self._scan, at, end):
            stop = pieces(self._scan, at, end, 1)
            first = stop
            while label := self._metrics.longest(self._scan, spaced(self._scan, stop, end), end):
                start = self._figures.start(label[1], end)
                stop = pieces(self._scan, start, end, 1) if _NUMBER_AHEAD.match(self._scan, start, end) else label[1]
            return Left(self._text[at:stop], "number_first" if stop > first else "no_label"), stop
        stop = self._run_on(at, end)
        text = self._text[at:stop]
        reason = "unknown_label" if _DIGIT.search(self._scan, at, stop) else "unknown_word"
        return Left(text, reason, sought=_BEFORE_NUMBER.split(self._scan[at:stop], maxsplit=1)[0].strip() or text), stop

    def _stranger(self, at: int, end: int) -> tuple[Item, int]:
        """A line that should begin with a community and begins with a name nobody knows: what follows must not be filed
        under the community of the line before (`yoga joined 4 active 9`)."""
        item, stop = self._unknown(at, end)
        last = self._places.rest(at, end)
        whole = self._places.skipped(stop, last) >= last
        label = any(self._metrics.longest(self._scan, place, stop) for place in range(at + 1, min(stop, at + LONGEST)))
        if not isinstance(item, Left) or item.reason == "unknown_word" or (whole and not label):
            return item, stop
        return Left(
            self._text[at:last].rstrip(), "stranger", sought=self._scan[at : pieces(self._scan, at, end, 1)]
        ), last

    def _nobody(self, at: int, end: int) -> tuple[Item, int] | None:
        """The words before the first number of a report, where they are the name of no community, or nearly that of
        one: whose numbers these are is asked then (`fnas joined 3`, `yoga joined 4`)."""
        stop = self._before_label(at, end)
        word = self._scan[at:stop].rstrip(":= \t")
        # A label that is misspelt has its number with it (`新曾32 活跃9`) or is glued to another one (`非活跃 5`).
        alone = at + len(word) < stop and not _DIGIT.search(word)
        if len(word) < 2 or not rather_a_community(word, self._named, self._metric_names, alone=alone):
            return None
        self._by_line = True
        return Left(self._text[at : at + len(word)], "unknown_community", sought=word), stop

    def _before_label(self, at: int, end: int) -> int:
        """Where the label of a readable number begins, or a day or option before it, at most four words on; else
        ``at``."""
        place, placed = at, 0
        for _ in range(4):
            stop = pieces(self._scan, place, min(end, at + LONGEST), 1)
            after = spaced(self._scan, stop, end)
            starts: list[int] = [*range(place + 1, stop), after]
            for begins in starts:
                if begins < stop and self._scan[begins - 1].isascii() and self._scan[begins - 1] not in ":=":
                    continue
                label = self._metrics.longest(self._scan, begins, end)
                if label and self._figures.follows(label[1], end):
                    return placed or begins
            if after == stop:
                break
            place = after
            placed = placed or (place if any(sign.match(self._scan, place, end) for sign in _PLACING) else 0)
        return at

    def _run_on(self, at: int, end: int) -> int:
        """The end of the words that begin here: with the first that has a digit, or before a note or an option."""
        while True:
            stop = pieces(self._scan, at, end, 1)
            at_next = spaced(self._scan, stop, end)
            ended = stop == at_next or _DIGIT.search(self._scan, at, stop)
            if ended or PIECE.match(self._scan, at_next, end) is None:
                return stop
            if NOTE.match(self._scan, at_next, end) or OPTION.match(self._scan, at_next, end):
                return stop
            at = at_next


def _placed(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Community) for item in items)
