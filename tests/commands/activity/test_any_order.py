"""Whatever five people do to two activities and their tasks in whatever order, while time passes: no illegal phase, no
weak forecast without a director's word, nobody approves her own, and final figures stay."""

import asyncio
import shutil
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from commands.kit.tiers import PHASES
from storage import Activity, ActivityReview, Holder, JournalRow, Takings, Task, Unit, open_storage
from tests.town import Somebody, Town

from .crew import SALE, WEAK, Crew, crew

T = TypeVar("T")
PEOPLE = st.integers(0, 4)
NUMBERS = st.integers(1, 2)
BY_PEOPLE = {
    ("proposed", "refused"), ("refused", "proposed"), ("proposed", "approved"), ("proposed", "preheat"),
    ("proposed", "stopped"), ("refused", "stopped"), ("approved", "stopped"), ("preheat", "stopped"),
    ("ignition", "ended"), ("afterglow", "ended"),
}  # fmt: skip
BY_THE_CLOCK = {
    ("approved", "preheat"), ("approved", "ignition"), ("approved", "afterglow"), ("approved", "ended"),
    ("approved", "locked"), ("preheat", "ignition"), ("preheat", "afterglow"), ("preheat", "ended"),
    ("preheat", "locked"), ("ignition", "afterglow"), ("ignition", "ended"), ("ignition", "locked"),
    ("afterglow", "ended"), ("afterglow", "locked"), ("ended", "locked"),
}  # fmt: skip
"""After an absence several at one look."""
WAITS, OVER = ("proposed", "refused"), ("stopped", "locked")
FIVE = 'goal:g achieved:a deviation:d cause:c improvement:"'


@dataclass(frozen=True)
class Seen:
    activity: Activity
    takings: list[Takings]
    review: ActivityReview | None


class Office(RuleBasedStateMachine):
    file: ClassVar[Path]
    """A migrated database without rows."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        shutil.copyfile(self.file, f"{self.folder.name}/muster.db")
        self.storage = open_storage(f"sqlite:///{self.folder.name}/muster.db")

    def waits(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize(begun=st.sampled_from([0, 80, 80, 130]), spoken=st.booleans())
    def founds(self, begun: int, spoken: bool) -> None:
        """Sometimes the first one has been under way for hours, and the second was let pass."""
        self.team: Crew = self.waits(crew(Town(self.storage)))
        self.people: list[Somebody] = [self.team.ann, self.team.max, self.team.bob, self.team.dee, self.team.eve]
        for who, line in ((2, SALE), (1, WEAK)):
            self.waits(self.people[who].says(line))
        if spoken:
            self.says(0, "/activity override 2 because")
            self.says(1, "/activity approve 2")  # his own
        if begun:
            self.says(1, "/activity approve 1")
            self.time_passes(begun + 20)

    def look(self) -> dict[int, Seen]:
        async def found(unit: Unit) -> dict[int, Seen]:
            return {
                one.number: Seen(
                    one, await unit.activities.takings(one.id), await unit.activities.reviewed(one.id)
                )
                for one in await unit.activities.listed(1, tuple(PHASES))
            }  # fmt: skip

        return self.waits(self.storage.read(found))

    def journal(self) -> list[JournalRow]:
        return self.waits(self.team.town.journal())

    def says(self, who: int, line: str) -> None:
        before, lines = self.look(), len(self.journal())
        self.waits(self.team.presses(self.people[who], line))
        after, fresh = self.look(), self.journal()[lines:]
        assert [row.line for row in fresh] == [line]
        assert not fresh[0].outcome.startswith("incident"), f"{line}: {fresh[0].outcome}"
        assert after == before or fresh[0].outcome == "ok", f"{line} changed something and the journal does not know"
        self.judge(before, after, BY_PEOPLE, line)

    def judge(self, before: dict[int, Seen], after: dict[int, Seen], legal: set[tuple[str, str]], why: str) -> None:
        for number, old in before.items():
            was, now = old.activity, after[number].activity
            assert was.phase == now.phase or (was.phase, now.phase) in legal, f"{why}: {was.phase} to {now.phase}"
            assert after[number].takings[: len(old.takings)] == old.takings
            if was.phase in OVER:
                assert was == now or (was.frozen_at is not None and now.frozen_at is None), (
                    f"{why} changed what is over"
                )
                assert old.takings == after[number].takings
            if was.phase not in WAITS:
                kept = ("revenue", "cost", "refunds", "forecast", "budget", "proposed_by", "approved_by", "approved_at")
                assert all(getattr(was, name) == getattr(now, name) for name in kept), (
                    f"{why} changed what was approved"
                )

    @rule(who=st.sampled_from([0, 0, 1, 2]), number=NUMBERS)
    def approves(self, who: int, number: int) -> None:
        self.says(who, f"/activity approve {number}")

    @rule(who=PEOPLE, number=NUMBERS, what=st.sampled_from(["revenue:2400", "revenue:6000", "goal:more", "start:+80h"]))
    def edits(self, who: int, number: int, what: str) -> None:
        self.says(who, f"/activity edit {number} {what}")

    @rule(who=st.sampled_from([0, 0, 1]), number=NUMBERS)
    def overrides(self, who: int, number: int) -> None:
        self.says(who, f"/activity override {number} because")

    @rule(who=PEOPLE, number=NUMBERS)
    def starts(self, who: int, number: int) -> None:
        self.says(who, f"/activity start {number}")

    @rule(who=st.sampled_from([0, 1, 2]), number=NUMBERS, seldom=st.integers(0, 4))
    def stops(self, who: int, number: int, seldom: int) -> None:
        if seldom == 4:
            self.says(who, f"/activity stop {number} because")

    @rule(who=PEOPLE, number=NUMBERS, revenue=st.sampled_from([0, 900, 3000]), abnormal=st.integers(0, 8))
    def enters(self, who: int, number: int, revenue: int, abnormal: int) -> None:
        self.says(who, f"/activity roi {number} revenue:{revenue} cost:1000 entries:100 abnormal:{abnormal}")

    @rule(number=NUMBERS)
    def thaws(self, number: int) -> None:
        self.says(0, f"/activity thaw {number}")

    @rule(who=PEOPLE, number=NUMBERS, signs=st.sampled_from([5, 1000]))
    def reviews(self, who: int, number: int, signs: int) -> None:
        self.says(who, f'/activity review {number} {FIVE}{"x" * signs}"')

    @rule(who=PEOPLE, task=st.integers(1, 5), verb=st.sampled_from(["claim", "claim", "release", "done"]))
    def works(self, who: int, task: int, verb: str) -> None:
        self.says(who, f"/task {verb} {task}")

    @rule(task=st.integers(1, 5), seldom=st.integers(0, 4))
    def drops(self, task: int, seldom: int) -> None:
        if seldom == 4:
            self.says(0, f"/task drop {task} why:because")

    @rule(hours=st.sampled_from([0, 0.5, 7, 30, 75]))
    def time_passes(self, hours: float) -> None:
        self.team.town.sleep(hours=hours)
        for _ in range(2):
            before = self.look()
            self.waits(self.team.town.looks_at_the_clock())
            self.judge(before, self.look(), BY_THE_CLOCK, "the clock")

    @invariant()
    def every_phase_is_as_it_may_be(self) -> None:
        for seen in self.look().values():
            one = seen.activity
            begun = one.phase in ("approved", "preheat", "ignition", "afterglow", "ended", "locked")
            weak = one.forecast is not None and one.forecast < 3 / 2
            assert not (weak and (begun or one.phase == "proposed") and one.overridden_by is None)
            assert one.overridden_by in (None, 1), "only Ann is a director"
            if begun:
                assert one.approved_by in (1, 2)
                assert one.approved_by != one.proposed_by
            if one.phase in WAITS:
                assert one.approved_by is None
                assert seen.takings == []
            if one.phase == "locked":
                last = next((said for said in reversed(seen.takings)), None)
                assert one.locked_roi == (None if last is None or last.revenue is None else last.revenue / 1000)
            else:
                assert one.locked_at is one.locked_roi is None
            if one.phase == "preheat":
                assert one.preheat_at <= self.team.town.now
            assert one.preheat_at <= one.starts_at <= one.afterglow_at <= one.ends_at <= one.locks_at

    @invariant()
    def every_decision_is_in_the_journal_once(self) -> None:
        said = [row.line for row in self.journal() if row.outcome == "ok"]
        for number, seen in self.look().items():
            assert said.count(f"/activity approve {number}") == (seen.activity.approved_at is not None)
            assert said.count(f"/activity stop {number} because") == (seen.activity.stopped_at is not None)
            entered = [line for line in said if line.startswith(f"/activity roi {number} ")]
            assert len(entered) == len(seen.takings)

    @invariant()
    def every_place_has_one_owner_at_most(self) -> None:
        async def found(unit: Unit) -> list[tuple[Task, list[Holder]]]:
            tasks = await unit.tasks.listed(1, ["open", "claimed", "done", "verified", "dropped"])
            return [(task, await unit.tasks.holders([task.id])) for task in tasks]

        tasks = self.waits(self.storage.read(found))
        phases = {seen.activity.id: seen.activity.phase for seen in self.look().values()}
        for task, holders in tasks:
            assert len({holder.slot for holder in holders}) == len(holders) <= task.slots == 1
            assert task.activity is not None
            assert phases[task.activity] not in WAITS
        for id in phases:
            assert len([task for task, _ in tasks if task.activity == id]) in (0, 5)

    def teardown(self) -> None:
        self.waits(self.storage.close())
        self.runner.close()
        self.folder.cleanup()


def test_no_order_of_doing_things_leads_to_an_illegal_state(sqlite_template: Path) -> None:
    Office.file = sqlite_template
    run_state_machine_as_test(Office, settings=settings(max_examples=12, stateful_step_count=25, deadline=None))
