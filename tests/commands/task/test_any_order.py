"""Whatever five people do to a few tasks in whatever order, while time passes: no illegal state, no lost place."""

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.ports import Call
from storage import Holder, Task, Unit, Waiter, open_storage
from tests.town import Somebody, Town

from .crew import Crew, crew

T = TypeVar("T")
PEOPLE = st.integers(0, 4)
NUMBERS = st.integers(1, 2)
VERBS = ["claim", "claim", "release", "wait", "wait", "pass", "done", "verify"]
LEGAL = {
    ("open", "claimed"), ("claimed", "open"), ("open", "done"), ("claimed", "done"), ("done", "verified"),
    ("open", "dropped"), ("claimed", "dropped"), ("done", "dropped"),
}  # fmt: skip
Seen = tuple[Task, list[Holder], list[Waiter]]


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

    @initialize()
    def founds(self) -> None:
        self.team: Crew = self.waits(crew(Town(self.storage)))
        gil = self.team.town.person("Gil", self.team.ann.at)
        self.waits(gil.says("/join"))
        self.people: list[Somebody] = [self.team.ann, self.team.bob, self.team.dee, gil, self.team.eve]
        for line in ("Greet slots:2 checklist:a;b due:+3h", "Draw criteria:good"):
            self.waits(self.team.bob.says(f"/task add {line}"))
        for who in (1, 2):
            self.says(who, "/task claim 1")

    def lines(self) -> int:
        """Accepted lines about tasks in the journal."""
        found = self.waits(self.team.town.journal())
        return sum(row.line.startswith("/task") and row.outcome == "ok" for row in found)

    def says(self, who: int, line: str) -> None:
        before, lines = self.look(), self.lines()
        somebody = self.people[who]
        heard = somebody.heard("pressed", message="m1")
        self.waits(self.team.town.hears(somebody, Call(line, heard)))
        after, more = self.look(), self.lines() - lines
        assert more in (0, 1)
        assert after == before or more == 1, f"{line} changed something and the journal does not know"
        self.judge(before, after, line)

    def judge(self, before: dict[int, Seen], after: dict[int, Seen], why: str) -> None:
        for number, (task, _, _) in after.items():
            old = before[number][0]
            assert task.state == old.state or (old.state, task.state) in LEGAL, f"{why}: {old.state} to {task.state}"
            if old.over:
                assert task == old, f"{why} changed what was over"

    def look(self) -> dict[int, Seen]:
        async def found(unit: Unit) -> dict[int, Seen]:
            tasks = await unit.tasks.listed(1, ["open", "claimed", "done", "verified", "dropped"])
            return {
                task.number: (task, await unit.tasks.holders([task.id]), await unit.tasks.queue(task.id))
                for task in tasks
            }

        return self.waits(self.storage.read(found))

    @rule(who=PEOPLE, number=NUMBERS, verb=st.sampled_from(VERBS))
    def presses(self, who: int, number: int, verb: str) -> None:
        self.says(who, f"/task {verb} {number}")

    @rule(who=PEOPLE, number=NUMBERS, to=st.sampled_from(["ann", "bob", "dee", "eve"]))
    def assigns(self, who: int, number: int, to: str) -> None:
        self.says(who, f"/task assign {number} @{to}")

    @rule(who=st.sampled_from([0, 3]))
    def waits_for_a_place(self, who: int) -> None:
        self.says(who, "/task wait 1")

    @rule(slots=st.sampled_from([3, 2, 1]))
    def edits(self, slots: int) -> None:
        self.says(0, f"/task edit 1 slots:{slots}")

    @rule(who=PEOPLE, number=NUMBERS, position=st.integers(1, 3))
    def ticks(self, who: int, number: int, position: int) -> None:
        self.says(who, f"/task tick {number} {position}")

    @rule(who=PEOPLE, seldom=st.integers(0, 9))
    def drops(self, who: int, seldom: int) -> None:
        if seldom == 9:
            self.says(who, "/task drop 2 why:because")

    @rule(minutes=st.sampled_from([10, 31, 200, 1500]))
    def time_passes(self, minutes: int) -> None:
        before = self.look()
        self.team.town.sleep(minutes=minutes)
        self.waits(self.team.town.looks_at_the_clock())
        self.judge(before, self.look(), "the clock")

    @invariant()
    def every_place_is_accounted_for(self) -> None:
        for task, holders, queue in self.look().values():
            promised = [waiter for waiter in queue if waiter.offered_until is not None]
            assert (
                len({holder.person for holder in holders}) == len({holder.slot for holder in holders}) == len(holders)
            )
            assert not {holder.person for holder in holders} & {waiter.person for waiter in queue}
            if task.state in ("open", "claimed"):
                assert task.taken == len(holders) + len(promised) <= task.slots
                assert (task.state == "claimed") == (task.taken == task.slots)
                assert not (task.state == "open" and any(waiter.offered_until is None for waiter in queue))
            else:
                assert task.ended_at is not None

    def teardown(self) -> None:
        self.waits(self.storage.close())
        self.runner.close()
        self.folder.cleanup()


def test_no_order_of_doing_things_leads_to_an_illegal_state(sqlite_template: Path) -> None:
    Office.file = sqlite_template
    run_state_machine_as_test(Office, settings=settings(max_examples=25, stateful_step_count=30, deadline=None))
