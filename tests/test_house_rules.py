"""Rules a reviewer should not have to remember: promises about the files of this folder, not about behaviour."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "commands", "storage", "tests")
LONGEST = 300

# Built by machines or kept by an operator; an example of settings and the checks' own folder are ours, though hidden.
UNREAD = {"__pycache__", "data", "dist", ".env"}
OURS_THOUGH_HIDDEN = {".ci", ".env.example", ".gitignore", ".dockerignore", ".github"}


def files_of(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name in UNREAD or (entry.name.startswith(".") and entry.name not in OURS_THOUGH_HIDDEN):
            continue
        if entry.is_dir():
            yield from files_of(entry)
        else:
            yield entry


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


FILES = list(files_of(ROOT))
SOURCES = [path for path in FILES if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES]
each_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)


@each_source
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST, "a room that wants to become a folder of the same name"


# The wall clock --------------------------------------------------------------------------------------------------

WALL_CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.strftime",
    "time.time",
    "time.time_ns",
}


def wall_clock_readings(source: str) -> list[str]:
    """Where a source names the wall clock, as ``line: name``, under whatever name it was imported."""
    tree = ast.parse(source)
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for item in node.names:
                origin[item.asname or item.name.partition(".")[0]] = (
                    item.name if item.asname else item.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            origin |= {item.asname or item.name: f"{node.module}.{item.name}" for item in node.names}

    def dotted(node: ast.AST) -> str:
        if isinstance(node, ast.Name):
            return origin.get(node.id, "")
        if isinstance(node, ast.Attribute) and (base := dotted(node.value)):
            return f"{base}.{node.attr}"
        return ""

    return [
        f"{node.lineno}: {name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and (name := dotted(node)) in WALL_CLOCK
    ]


@each_source
def test_nobody_asks_the_wall_clock_but_the_app(path: Path) -> None:
    if name_of(path) != "bot/app.py":
        assert wall_clock_readings(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime as day\nclock = day.utcnow",
        "from datetime import date\nfield(default_factory=date.today)",
        "import time as t\nt.time()",
        "from time import time_ns\ntime_ns()",
    ],
)
def test_the_wall_clock_is_recognised_under_any_name(source: str) -> None:
    assert wall_clock_readings(source)


def test_other_clocks_and_other_nows_are_left_alone() -> None:
    assert not wall_clock_readings(
        "import time\nfrom datetime import datetime\ntime.monotonic()\nctx.now\ndatetime(2026, 1, 1)"
    )


# What must not stand in any file ---------------------------------------------------------------------------------

# Written in pieces, so that this file does not contain what it looks for.
FOREIGN = {
    "the host of a package registry": [
        r"py" + r"pi\.org",
        r"python" + r"hosted",
        r"npm" + r"js\.",
        r"yarn" + r"pkg\.",
        r"deb\.debian" + r"\.org",
    ],
    "the address of an index": [r"--(extra-)?" + r"index-url[ =]", r"--find" + r"-links"],
    "a path of one machine": [
        r"(?<![\w.])/wo" + r"rk/",
        r"(?<![\w.])/fa" + r"rm/",
        r"/home/" + r"[a-z]",
        r"/Us" + r"ers/",
        r"\.py" + r"env/",
        r"\.lib" + r"rary/",
    ],
}
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|Not" + r"ImplementedError)\b")


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile("|".join(FOREIGN[what]))
    assert [
        f"{name_of(path)}:{number}" for path in FILES for number, line in lines_of(path) if pattern.search(line)
    ] == []


@each_source
def test_nothing_is_left_for_later(path: Path) -> None:
    assert [number for number, line in lines_of(path) if UNFINISHED.search(line)] == []


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The numbered lines of a text file; a picture has none."""
    try:
        yield from enumerate(path.read_text("utf-8").splitlines(), start=1)
    except UnicodeDecodeError:
        return


# What the papers must say ----------------------------------------------------------------------------------------


def settings() -> set[str]:
    from bot.settings import Settings

    prefix = str(Settings.model_config.get("env_prefix", ""))
    return {prefix + name.upper() for name in Settings.model_fields}


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {name for name in settings() if not re.search(rf"\b{name}\b", readme)} == set()


def test_the_example_of_settings_has_all_of_them_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^#?(MUSTER_[A-Z_]+)=", example, re.MULTILINE)) == settings()


def test_the_readme_names_every_command() -> None:
    """``task add`` is named where ``/task`` and ``add`` stand in one line."""
    from commands.kit.menu import Menu

    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    unnamed = set()
    for name in Menu.find().commands:
        first, *rest = (rf"(?<![\w]){re.escape(word)}(?!\w)" for word in f"/{name}".split())
        if not any(re.search(first, line) and all(re.search(word, line) for word in rest) for line in lines):
            unnamed.add(name)
    assert unnamed == set()


# What is installed -----------------------------------------------------------------------------------------------


def locked(name: str) -> dict[str, str]:
    """Distribution to version, of one lock file; each with at least one hash."""
    pins = re.findall(
        r"^([a-z0-9-]+)==(\S+)[^\n]*\\\n    --hash=sha256:", (ROOT / name).read_text("utf-8"), re.MULTILINE
    )
    return dict(pins)


def asked(requirements: list[str]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in requirements)
    return {re.sub(r"[._]", "-", found.group().lower()) for found in names if found}


def test_the_lock_files_hold_what_is_asked_for() -> None:
    paper = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert asked(paper["project"]["dependencies"]) <= runtime.keys()
    assert asked(paper["dependency-groups"]["dev"]) <= dev.keys()
    assert runtime.items() <= dev.items(), "the tests would run on other versions than the product"


def test_every_line_of_a_lock_file_is_a_hash_or_a_pin_with_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert len(locked(name)) == len(re.findall(r"^[a-z]", text, re.MULTILINE))


def test_the_checks_can_be_run() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
