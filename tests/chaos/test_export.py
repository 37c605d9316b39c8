"""A file that is asked for in a chat comes from the real program, once, also when it is killed while it makes it."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from .process import PATIENCE
from .trial import Trial


@pytest.mark.chaos
@pytest.mark.timeout(120)
async def test_a_file_that_was_being_made_comes_once_after_a_restart(tmp_path: Path) -> None:
    async with Trial.of(tmp_path, Random(1), 0) as trial:
        _everybody_manages(trial.muster.database)
        await trial.muster.start()
        server, person = trial.server, next(iter(trial.server.people.values()))
        await person.says("/daily alderone joined 41")
        await server.heard(person, "Saved: 1 number", timeout=PATIENCE)
        await person.says("/export numbers format:csv")
        await server.heard(person, "The file is being made", timeout=PATIENCE)
        await trial.kept()
        trial.muster.kill()
        await trial.muster.ended()
        await trial.muster.start()
        await server.heard(person, "Here is the file: 1 row.", timeout=PATIENCE)
        message = await server.heard(person, timeout=PATIENCE)
        await trial.kept()
        assert await trial.muster.stop() == 0
        assert server.unheard() == []
    assert message.document is not None
    assert message.document.name == "numbers-wood.csv"
    (row,) = csv.DictReader(io.StringIO(message.document.text, newline=""))
    assert (row["community"], row["metric"], row["value"]) == ("alderone", "joined", "41")
    assert "Traceback" not in trial.muster.said()
    assert [path.name for path in (tmp_path / "data" / "files").iterdir()] == ["export-1.csv"]


def _everybody_manages(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE people SET level = 3")
        db.commit()
