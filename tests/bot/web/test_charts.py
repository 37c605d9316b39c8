"""A chart on the page: a picture by day and by night, its figures beside it, and both for those who may see it."""

import pytest
from playwright.async_api import expect

from commands.kit import Chart, Reply, Tongue, reply, text
from commands.kit.reply import write_reply
from storage import Address, Letter
from tests.bot.charts.months import DECEMBER
from tests.bot.charts.samples import WEEK

from .site import NOW, Site, Visitor, listening

ROOM = Address("web", "team-room")


async def posted(desk: Site, said: Reply, reader: str | None = None) -> None:
    letter = Letter(0, None, ROOM, write_reply(said), "en", "UTC", "CNY", 2, NOW, reader=reader)
    await desk.app.storage.write(lambda unit: unit.outbox.put([letter]))


async def picture(desk: Site, at: str, persona: str = "mei") -> tuple[int, str, bytes]:
    async with (
        desk.visitor() as visitor,
        visitor.get(f"/chart/{at}.png", params={"as": persona, "room": "team-room"}) as answer,
    ):
        return answer.status, answer.content_type, await answer.read()


async def told(desk: Site, said: str) -> str:
    """The letter that says this."""
    async with desk.visitor() as visitor, listening(visitor) as ear:
        for message in (await ear.next("history"))["messages"]:
            if said in str(message["blocks"]):
                return str(message["letter"])
        return str((await ear.until(said))["letter"])


async def test_a_picture_is_drawn_when_it_is_looked_at(desk: Site) -> None:
    await posted(desk, reply(text("Look.")(), WEEK))
    letter = await told(desk, "Look.")
    status, kind, light = await picture(desk, f"{letter}-1-light")
    assert (status, kind, light[:4]) == (200, "image/png", b"\x89PNG")
    _, _, dark = await picture(desk, f"{letter}-1-dark")
    assert dark[:4] == b"\x89PNG"
    assert dark != light
    for nothing in (f"{letter}-0-light", f"{letter}-9-light", "4711-0-light", f"{letter}-1-green"):
        assert (await picture(desk, nothing))[0] == 404


async def test_a_month_is_drawn_too(desk: Site) -> None:
    await posted(desk, reply(text("Look.")(), DECEMBER))
    letter = await told(desk, "Look.")
    status, kind, light = await picture(desk, f"{letter}-1-light")
    assert (status, kind, light[:4]) == (200, "image/png", b"\x89PNG")


async def test_only_who_sees_the_message_sees_its_picture(desk: Site) -> None:
    await posted(desk, reply(text("Look.")(), WEEK), reader="mei")
    letter = await told(desk, "Look.")
    assert (await picture(desk, f"{letter}-1-light"))[0] == 200
    assert (await picture(desk, f"{letter}-1-light", "tom"))[0] == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_shows_the_picture_that_suits_the_hour_with_its_figures(
    mei: Visitor, desk: Site, scheme: str
) -> None:
    await mei.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await posted(desk, reply(text("Look.")(), WEEK))
    shown = mei.answer.get_by_role("img", name="Moms' Circle · new members")
    await expect(shown).to_have_js_property("complete", True)
    await expect(shown).to_have_js_property("naturalWidth", 1200)
    assert f"-{scheme}.png" in await shown.evaluate("each => each.currentSrc")
    figures = mei.answer.get_by_role("listitem")
    await expect(figures).to_be_hidden()
    await mei.answer.get_by_text("Figures").click()
    await expect(figures).to_contain_text("Tue, Nov 24 45")


async def test_without_a_picture_the_figures_stand_open(
    mei: Visitor, desk: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(chart: Chart, tongue: Tongue, theme: str) -> str:
        return "<svg"

    monkeypatch.setattr("bot.charts.studio.draw", broken)
    await posted(desk, reply(text("Look.")(), WEEK))
    await expect(mei.answer.get_by_role("heading", name="Moms' Circle · new members")).to_be_visible()
    await expect(mei.answer.get_by_role("listitem")).to_contain_text("Tue, Nov 24 45")
    await expect(mei.answer.get_by_role("img", name="Moms' Circle")).to_have_count(0)
    mei.troubles.clear()


async def test_a_phone_needs_no_sideways_scrolling_for_a_chart(mei: Visitor, desk: Site) -> None:
    await mei.page.set_viewport_size({"width": 390, "height": 844})
    await posted(desk, reply(WEEK))
    await expect(mei.answer.get_by_role("img", name="Moms' Circle")).to_be_visible()
    assert await mei.page.evaluate("document.documentElement.scrollWidth") == 390
