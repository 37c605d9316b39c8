"""The sample team, its rooms and its communities. All names are invented."""

from dataclasses import dataclass

from commands.kit import Role, Said, text
from commands.kit.roles import LEVELS, TITLES

from ..web.cast import Persona, Room

TEAM = "Sample team"
ZONE, COUNTRY, CURRENCY = "Asia/Shanghai", "CN", "CNY"
TEAM_GROUP = text("Team group")
TEAM_CHANNEL = text("Team channel")
GROUP = Room("team-room", "Team group", TEAM_GROUP(), "telegram")
CHANNEL = Room("team-channel", "Team channel", TEAM_CHANNEL(), "discord")
ROOMS = (GROUP, CHANNEL)
OUTSIDER = "outsider"
DIRECTOR_ADMIN = text("{role}, administers the rooms")


@dataclass(frozen=True, slots=True)
class Member:
    """One of the sample team: how she is called, and what she may."""

    id: str
    name: str
    level: Role
    title: str = ""

    @property
    def role(self) -> Said:
        return TITLES[self.title]() if self.title else LEVELS[self.level]()


MEMBERS = (
    Member("mei", "Lin Mei", Role.MANAGER),
    Member("grace", "Grace Hu", Role.DIRECTOR),
    Member("tom", "Tom Becker", Role.STAFF, "content planner"),
    Member("ning", "Wei Ning", Role.STAFF, "content reviewer"),
    Member("aisha", "Aisha Rahman", Role.STAFF, "interaction manager"),
    Member("bo", "Chen Bo", Role.STAFF, "activity operator"),
    Member("sofia", "Sofia Ortiz", Role.STAFF, "data analyst"),
    Member("yu", "Hao Yu", Role.OBSERVER),
)
ADMIN = "grace"


@dataclass(frozen=True, slots=True)
class Park:
    """One sample community. ``rhythm`` weighs Monday to Sunday; ``bump`` and ``dip`` are spans of days, counted back
    from the last one, with what they do to the day's activity."""

    key: str
    name: str
    type: str
    stage: str
    audience: str
    owner: str
    members: int
    daily: float
    """New members on an ordinary day."""
    lively: float
    """The share of members that is active on an ordinary day."""
    buying: float
    """The share of active members that pays on an ordinary day."""
    basket: int
    rhythm: tuple[float, float, float, float, float, float, float]
    bump: tuple[int, int, float] | None = None
    dip: tuple[int, int, float] | None = None


_WEEKEND = (0.92, 0.9, 0.94, 0.97, 1.05, 1.16, 1.12)
_WORKDAYS = (1.06, 1.1, 1.08, 1.04, 0.98, 0.82, 0.88)
_EVEN = (0.98, 1.0, 1.01, 1.0, 1.03, 1.0, 0.97)

PARKS = (
    Park("moms", "Moms' Circle", "interest", "developing", "mothers of children under six", "mei",
         3120, 26, 0.31, 0.045, 148, _EVEN, bump=(24, 18, 1.45)),
    Park("readers", "Night Readers", "interest", "mature", "people who read before they sleep", "ning",
         5480, 14, 0.24, 0.02, 42, _WEEKEND),
    Park("coffee", "Bean Club", "brand", "mature", "owners of our coffee machines", "aisha",
         2260, 11, 0.28, 0.085, 96, _WEEKEND, dip=(9, 4, 0.62)),
    Park("python", "Python Evenings", "course", "developing", "beginners of the evening course", "tom",
         1340, 17, 0.36, 0.03, 299, _WORKDAYS),
    Park("runners", "River Runners", "public-good", "start-up", "people who run along the river", "bo",
         410, 5, 0.42, 0.012, 35, _WEEKEND, bump=(12, 9, 1.3)),
)  # fmt: skip


def people() -> tuple[Persona, ...]:
    """Everybody the visitor can speak as: the team, and somebody who does not belong to it."""
    found = [Persona(each.id, each.name, each.id, _role(each), admin=each.id == ADMIN) for each in MEMBERS]
    return (*found, Persona(OUTSIDER, "Pat Vogel", OUTSIDER, LEVELS[Role.OUTSIDER]()))


def _role(member: Member) -> Said:
    return DIRECTOR_ADMIN(role=member.role) if member.id == ADMIN else member.role
