"""Where pictures are made: really drawn, in another process, once."""

import asyncio
import os
import signal
import struct
import sys
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.charts import Studio, shelf
from bot.charts.fonts import Font, find
from bot.charts.measure import width
from bot.ports import Undrawn
from commands.kit import Tongue
from commands.kit.metrics import default_catalogue
from storage import Storage

from .samples import WEEK, chart, line

EN, HANS, HANT = Tongue("en"), Tongue("zh_Hans"), Tongue("zh_Hant")


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    studio = Studio(tmp_path / "charts")
    yield studio
    await studio.close()


def rows(png: bytes) -> Iterator[bytes]:
    """The rows of a picture of red, green, blue and alpha, as dots."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, _, depth, colours = struct.unpack(">IIBB", png[16:26])
    assert (depth, colours) == (8, 6)
    at, packed = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        packed += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += size + 12
    raw, step, above = zlib.decompress(packed), wide * 4, bytes(wide * 4)
    for begin in range(0, len(raw), step + 1):
        above = _unfiltered(raw[begin], raw[begin + 1 : begin + 1 + step], above)
        yield above


def _unfiltered(how: int, row: bytes, above: bytes) -> bytes:
    out = bytearray(row)
    for at in range(len(out)):
        left, up, corner = (out[at - 4], above[at], above[at - 4]) if at > 3 else (0, above[at], 0)
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda each: abs(guess - each))
        out[at] = (out[at] + (0, left, up, (left + up) // 2, nearest)[how]) & 255
    return bytes(out)


def ink(png: bytes) -> set[tuple[int, int]]:
    """Where a picture is not as its first dot."""
    found = set()
    for y, row in enumerate(rows(png)):
        found |= {(x, y) for x in range(len(row) // 4) if row[4 * x : 4 * x + 4] != b"\xff\xff\xff\xff"}
    return found


async def test_a_picture_is_a_png_of_twice_the_size(studio: Studio) -> None:
    png = await studio.png(WEEK, EN)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1200, 676)
    assert png != await studio.png(WEEK, EN, "dark")


async def drawn(svg: str, family: str, font: Font | None) -> bytes:
    """One answer of the process that draws."""
    from bot.charts.press import drawn

    good, said = await asyncio.to_thread(drawn, svg, family, str(font.file) if font else "/dev/null")
    assert good, said
    return said


def written(words: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30" viewBox="0 0 200 30">'
        f'<rect width="200" height="30" fill="#ffffff"/><text x="10" y="22" font-size="16">{words}</text></svg>'
    )


async def test_chinese_words_are_really_written() -> None:
    font = find()
    assert font is not None
    signs = [frozenset(ink(await drawn(written(sign), font.hans, font))) for sign in "社群新增"]
    assert all(len(sign) > 100 for sign in signs)
    assert max(Counter(signs).values()) == 1, "empty boxes are all the same"
    assert ink(await drawn(written("社"), font.hans, None)) == set()


async def test_both_chinese_writings_have_their_own_shapes() -> None:
    font = find()
    assert font is not None
    assert ink(await drawn(written("骨"), font.hans, font)) != ink(await drawn(written("骨"), font.hant, font))


@pytest.mark.parametrize("words", ["Moms' Circle 1,204", "新增成员", "¥1.2万 −7%", "▲ +15 (+50%)"])
async def test_words_take_the_room_that_was_measured(words: str) -> None:
    font = find()
    assert font is not None
    right = max(x for x, _ in ink(await drawn(written(words), font.hans, font)))
    assert right / 2 <= 10 + width(words, 16) + 1
    assert right / 2 >= 10 + width(words, 16) * 0.8


async def test_pictures_are_drawn_in_a_process_of_their_own_that_has_no_secrets(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSTER_TELEGRAM_TOKEN", "123:secret")
    assert studio.worker is None
    await studio.png(WEEK, EN)
    assert studio.worker not in (None, os.getpid())
    assert os.getsid(studio.worker or 0) != os.getsid(0)
    assert b"secret" not in await asyncio.to_thread(Path(f"/proc/{studio.worker}/environ").read_bytes)


async def test_the_next_picture_is_drawn_although_the_process_died(studio: Studio) -> None:
    await studio.png(WEEK, EN)
    first = studio.worker
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert (await studio.png(WEEK, HANS)).startswith(b"\x89PNG")
    assert studio.worker not in (None, first)


async def test_a_signal_to_everybody_leaves_it_drawing(studio: Studio) -> None:
    await studio.png(WEEK, EN)
    first = studio.worker
    assert first is not None
    os.kill(first, signal.SIGTERM)
    os.kill(first, signal.SIGINT)
    await studio.png(WEEK, HANS)
    assert studio.worker == first


async def test_a_picture_that_takes_for_ever_is_given_up_and_the_next_one_works(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurry:
        hurry.setattr("bot.charts.studio.SLOWEST", 0.0)
        with pytest.raises(Undrawn):
            await studio.png(WEEK, EN)
    await studio.png(WEEK, EN)


async def test_the_same_picture_is_drawn_once_however_many_ask(studio: Studio, tmp_path: Path) -> None:
    pictures = await asyncio.gather(*(studio.png(WEEK, EN) for _ in range(20)))
    assert len(set(pictures)) == 1
    assert len(list((tmp_path / "charts").iterdir())) == 1


async def begun(studio: Studio) -> int:
    """The process that draws, as soon as there is one."""
    while (worker := studio.worker) is None:  # noqa: ASYNC110  a process rings no bell
        await asyncio.sleep(0)
    return worker


async def test_a_picture_goes_on_being_made_when_nobody_waits_any_more(studio: Studio) -> None:
    waiting = asyncio.create_task(studio.png(WEEK, EN))
    await begun(studio)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert (await studio.png(WEEK, EN)).startswith(b"\x89PNG")


async def test_a_picture_on_the_disk_is_not_drawn_again(studio: Studio, tmp_path: Path) -> None:
    png = await studio.png(WEEK, EN)
    other = Studio(tmp_path / "charts")
    assert await other.png(WEEK, EN) == png
    assert other.worker is None
    await other.close()


async def test_half_a_picture_on_the_disk_is_drawn_again(studio: Studio, tmp_path: Path) -> None:
    png = await studio.png(WEEK, EN)
    (file,) = (tmp_path / "charts").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(png[: len(png) // 2])
    other = Studio(tmp_path / "charts")
    assert await other.png(WEEK, EN) == png
    await other.close()
    assert file.read_bytes() == png


async def test_only_the_newest_pictures_stay_on_the_disk(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST", 2)
    for last in range(4):
        await studio.png(chart(line([1, last])), EN)
    assert len(list((tmp_path / "charts").iterdir())) == 2


async def test_a_disk_that_takes_nothing_costs_no_picture(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "charts").write_text("in the way")
    studio = Studio(tmp_path / "charts")
    assert (await studio.png(WEEK, EN)).startswith(b"\x89PNG")
    await studio.close()
    assert "a picture could not be kept" in caplog.messages


async def test_without_chinese_letters_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.charts.studio.find", lambda: None)
    with pytest.raises(Undrawn, match="letters"):
        await Studio().png(WEEK, EN)


async def test_what_the_process_cannot_draw_is_told(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.charts.studio.draw", lambda *_: "<svg")
    with pytest.raises(Undrawn):
        await studio.png(WEEK, EN)
    assert studio.worker is not None


async def test_a_mistake_of_ours_is_told_and_is_no_picture(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.charts.studio.draw", lambda *_: 1 / 0)
    with pytest.raises(Undrawn, match="ZeroDivisionError"):
        await studio.png(WEEK, EN)
    assert "a chart cannot be drawn" in caplog.messages


async def test_nothing_is_left_when_it_is_closed(studio: Studio) -> None:
    waiting = asyncio.create_task(studio.png(WEEK, EN))
    worker = await begun(studio)
    await studio.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(Undrawn):
        await studio.png(WEEK, EN)


async def test_the_desk_takes_it_along_when_it_ends(sqlite_storage: Storage) -> None:
    desk, stop = App(sqlite_storage, default_catalogue()), asyncio.Event()
    running = asyncio.create_task(desk.run(stop))
    await desk.studio.png(WEEK, EN)
    worker = desk.studio.worker
    assert worker is not None
    stop.set()
    await running
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


async def test_the_process_ends_when_whoever_asked_was_killed() -> None:
    """Its stdin ends, and it is nobody's child any more."""
    begin = (
        "import asyncio, sys; from bot.charts import Studio; from tests.bot.charts.samples import WEEK;"
        "from commands.kit import Tongue\n"
        "async def main():\n"
        "    studio = Studio(); await studio.png(WEEK, Tongue('en')); print(studio.worker, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", begin, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(await parent.stdout.readline())
    os.kill(worker, 0)
    parent.kill()
    await parent.wait()
    async with asyncio.timeout(10):
        while _alive(worker):  # noqa: ASYNC110  it is nobody's child here
            await asyncio.sleep(0.02)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
