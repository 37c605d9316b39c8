"""A sheet that shapes and words are put on, and its colours by day and by night. Pure: it becomes SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from ..ports import Theme
from .measure import Anchor, clean

Ink = Literal["ground", "card", "ink", "soft", "line", "axis", "accent", "good", "bad", "target"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Colours:
    """Words in ``ink``, ``soft``, ``good``, ``bad`` and ``target`` can be read on ``ground`` and ``card``."""

    ground: str
    card: str
    ink: str
    soft: str
    line: str
    axis: str
    accent: str
    good: str
    bad: str
    target: str


COLOURS: dict[Theme, Colours] = {
    "light": Colours(
        "#ffffff", "#f5f7f6", "#1c2326", "#566269", "#e4e8e6", "#b4bdb9", "#0b6e62", "#17733d", "#b3261e", "#8a5a00"
    ),
    "dark": Colours(
        "#1b2225", "#232b2f", "#e5eaea", "#9eabaf", "#323c40", "#56636a", "#62cbb9", "#63d08c", "#ff9d94", "#e6b35a"
    ),
}


class Sheet:
    def __init__(self, wide: int, high: int, theme: Theme) -> None:
        self.wide, self.high = wide, high
        self._colours = COLOURS[theme]
        self._parts: list[str] = []
        self.card((0, 0, wide, high), "ground", rounded=0)

    def card(self, place: tuple[float, float, float, float], ink: Ink, *, rounded: float = 10, tint: float = 1) -> None:
        """``tint`` lets what is below shine through."""
        left, top, wide, high = place
        faint = f' fill-opacity="{tint:g}"' if tint < 1 else ""
        self._put(
            f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{high:g}" rx="{rounded:g}"'
            f' fill="{self._of(ink)}"{faint}/>'
        )

    def shape(self, points: Sequence[Point], ink: Ink, *, edge: Ink) -> None:
        self._put(
            f'<polygon points="{_path(points)}" fill="{self._of(ink)}" stroke="{self._of(edge)}" stroke-width="2.5"'
            ' stroke-linejoin="round"/>'
        )

    def stroke(self, points: Sequence[Point], ink: Ink, thick: float, *, dashed: bool = False) -> None:
        """A line through points; one point alone is nothing to see."""
        if len(points) < 2:
            return
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self._put(
            f'<polyline points="{_path(points)}" fill="none" stroke="{self._of(ink)}" stroke-width="{thick:g}"'
            f' stroke-linecap="{"butt" if dashed else "round"}" stroke-linejoin="round"{dash}/>'
        )

    def area(self, points: Sequence[Point], foot: float, ink: Ink) -> None:
        """What lies between a line and the foot of the plot, as a tint."""
        if len(points) > 1:
            shape = [(points[0][0], foot), *points, (points[-1][0], foot)]
            self._put(f'<polygon points="{_path(shape)}" fill="{self._of(ink)}" fill-opacity="0.08"/>')

    def dot(self, at: Point, ink: Ink, radius: float, *, ring: bool = True) -> None:
        """``ring`` sets it off from its line."""
        x, y = at
        edge = f' stroke="{self._of("ground")}" stroke-width="1.2"' if ring else ""
        self._put(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{self._of(ink)}"{edge}/>')

    def words(
        self,
        at: Point,
        said: str,
        size: float,
        ink: Ink = "ink",
        *,
        anchor: Anchor = "start",
        strong: bool = False,
        halo: bool = False,
    ) -> None:
        """The font has one weight; ``strong`` thickens it. ``halo`` keeps words readable over lines."""
        x, y = at
        colour, edge = self._of(ink), ""
        if halo:
            edge = f' stroke="{self._of("ground")}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        elif strong:
            edge = f' stroke="{colour}" stroke-width="{size * 0.025:.2f}"'
        self._put(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"{edge}'
            f">{escape(clean(said))}</text>"
        )

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.wide}" height="{self.high}"'
            f' viewBox="0 0 {self.wide} {self.high}">{"".join(self._parts)}</svg>'
        )

    def _of(self, ink: Ink) -> str:
        colour: str = getattr(self._colours, ink)
        return colour

    def _put(self, part: str) -> None:
        self._parts.append(part)


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
