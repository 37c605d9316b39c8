"""The books among what was posted, and what stands in one."""

from commands.kit import Bullets, Chapter, Chart, Heading, Table, Tongue
from tests.redbooks import book_of
from tests.town import Post


def books(posts: list[Post]) -> list[Post]:
    return [post for post in posts if "redbook-" in post.text]


def chapters(said: Post) -> dict[str, str]:
    """Each chapter of the book in words."""
    return {Tongue().speak(one.title): words(one) for one in book_of(said.reply).chapters}


def words(chapter: Chapter) -> str:
    lines: list[str] = []
    tongue = Tongue()
    for block in chapter.blocks:
        match block:
            case Heading(said):
                lines.append(f"# {tongue.speak(said)}")
            case Bullets(items):
                lines += [f"• {tongue.speak(item)}" for item in items]
            case Table(columns, rows):
                lines.append(" | ".join(tongue.speak(column) for column in columns))
                lines += [" | ".join(tongue.show(cell) for cell in row) for row in rows]
            case Chart(title):
                lines.append(f"chart {tongue.speak(title)}")
            case _:
                lines.append(tongue.speak(block))  # type: ignore[arg-type]
    return "\n".join(lines)
