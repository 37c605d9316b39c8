"""A reply as plain lines, for tests that read what was said."""

from commands.kit import (
    Book,
    Bullets,
    Chart,
    File,
    Form,
    Heading,
    Line,
    Reply,
    Roster,
    Said,
    Shares,
    Table,
    Timeline,
    Tongue,
)


def words(reply: Reply, tongue: Tongue | None = None) -> str:
    """All that a person would read, a line for each block, bullet and row; buttons as ``[label]``."""
    tongue = tongue or Tongue()
    lines: list[str] = []
    for block in reply.blocks:
        match block:
            case Said():
                lines.append(tongue.speak(block))
            case Heading(said):
                lines.append(tongue.speak(said))
            case Bullets(items):
                lines += [f"• {tongue.speak(item)}" for item in items]
            case Table(columns, rows):
                lines.append(" | ".join(tongue.speak(column) for column in columns))
                lines += [" | ".join(tongue.show(cell) for cell in row) for row in rows]
            case Chart(title, _, found):
                lines.append(f"chart {tongue.speak(title)}")
                lines += [f"{tongue.show(one.name)}: {_points(block, one, tongue)}" for one in found]
            case Timeline(title, first, last, bars):
                lines.append(f"timeline {tongue.speak(title)} {first} to {last}")
                lines += [tongue.speak(bar.words) for bar in bars]
            case Roster() | Shares():
                lines.append(f"{block.kind} {tongue.speak(block.title)}")
                lines += [tongue.speak(one) for one in block.words]
            case Book(name, title):
                lines.append(f"book {name} {tongue.speak(title)}")
            case File(name, _):
                lines.append(f"file {name}")
    if reply.form:
        lines += _form(reply.form, tongue)
    if reply.buttons:
        lines.append(" ".join(f"[{tongue.speak(button.label)}]" for button in reply.buttons))
    return "\n".join(lines)


def _points(chart: Chart, line: Line, tongue: Tongue) -> str:
    return ", ".join(tongue.speak(point) for point in chart.told(line))


def _form(form: Form, tongue: Tongue) -> list[str]:
    lines = [f"form {tongue.speak(form.title)}"]
    if form.wrong:
        lines.append(f"! {tongue.speak(form.wrong)}")
    for question in form.questions:
        kept = f" = {question.value}" if question.value else f" ({question.default})" if question.default else ""
        lines.append(f"? {tongue.show(question.ask)}{kept}")
    return lines
