"""One unit of work: every table over one transaction."""

from collections.abc import Callable
from functools import cached_property

from .db import Db
from .records import Claim, Letter
from .tables.activities import Activities
from .tables.cards import Cards
from .tables.codes import Codes
from .tables.communities import Communities
from .tables.drafts import Drafts
from .tables.exports import Exports
from .tables.feeds import Feeds
from .tables.goals import Goals
from .tables.inbox import Inbox
from .tables.journal import Journal
from .tables.lessons import Lessons
from .tables.marks import Leases, Marks
from .tables.milestones import Milestones
from .tables.numbers import Numbers
from .tables.outbox import Outbox
from .tables.people import Accounts, People
from .tables.promises import Promises
from .tables.risk_story import RiskStory
from .tables.risks import Risks
from .tables.rotas import Rotas
from .tables.rounds import Rounds
from .tables.schedules import OwnDays, Schedules
from .tables.signals import Signals
from .tables.tasks import Tasks
from .tables.teams import Places, Teams
from .tables.timers import Timers
from .tables.totals import Totals
from .tables.turns import Turns
from .tables.weeklies import Weeklies
from .tables.work_rows import WorkRows


class Unit:
    """Everything is kept or nothing. No network is touched while it is open.

    ``claim``: asked of each letter before it is written. ``hold``: others write at the same time, so a team that is
    looked at is held until the end.
    """

    def __init__(self, db: Db, claim: Callable[[Letter], Claim | None], *, hold: bool = False) -> None:
        self._db = db
        self._claim = claim
        self.letters: list[Letter] = []
        """The letters written in this unit; whoever asked for it is told of them after the commit."""
        self._hold = hold

    @cached_property
    def teams(self) -> Teams:
        return Teams(self._db, hold=self._hold)

    @cached_property
    def places(self) -> Places:
        return Places(self._db)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self._db)

    @cached_property
    def people(self) -> People:
        return People(self._db)

    @cached_property
    def codes(self) -> Codes:
        return Codes(self._db)

    @cached_property
    def communities(self) -> Communities:
        return Communities(self._db)

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self._db)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self._db)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self._db)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self._db)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._db, self.letters, self._claim)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self._db)

    @cached_property
    def turns(self) -> Turns:
        return Turns(self._db)

    @cached_property
    def activities(self) -> Activities:
        return Activities(self._db)

    @cached_property
    def milestones(self) -> Milestones:
        return Milestones(self._db)

    @cached_property
    def lessons(self) -> Lessons:
        return Lessons(self._db)

    @cached_property
    def goals(self) -> Goals:
        return Goals(self._db)

    @cached_property
    def signals(self) -> Signals:
        return Signals(self._db)

    @cached_property
    def weeklies(self) -> Weeklies:
        return Weeklies(self._db)

    @cached_property
    def rounds(self) -> Rounds:
        return Rounds(self._db)

    @cached_property
    def promises(self) -> Promises:
        return Promises(self._db)

    @cached_property
    def risks(self) -> Risks:
        return Risks(self._db)

    @cached_property
    def risk_story(self) -> RiskStory:
        return RiskStory(self._db)

    @cached_property
    def rotas(self) -> Rotas:
        return Rotas(self._db)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self._db)

    @cached_property
    def work_rows(self) -> WorkRows:
        return WorkRows(self._db)

    @cached_property
    def cards(self) -> Cards:
        return Cards(self._db)

    @cached_property
    def timers(self) -> Timers:
        return Timers(self._db)

    @cached_property
    def schedules(self) -> Schedules:
        return Schedules(self._db)

    @cached_property
    def own_days(self) -> OwnDays:
        return OwnDays(self._db)

    @cached_property
    def exports(self) -> Exports:
        return Exports(self._db)

    @cached_property
    def totals(self) -> Totals:
        return Totals(self._db)

    @cached_property
    def marks(self) -> Marks:
        return Marks(self._db)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self._db)
