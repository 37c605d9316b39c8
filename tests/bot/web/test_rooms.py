"""The team's two rooms side by side: what is posted to the team, who is in which room, and what was not seen yet."""

import re

import pytest
from playwright.async_api import Locator, ViewportSize, expect

from .site import Visitor

WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
# How far the page and its tabs reach when a hundred and seventy-five messages wait in each room.
FAR_RIGHT = """
() => {
  for (const count of document.querySelectorAll("#chats .unread")) count.textContent = 175;
  const parts = [...document.querySelectorAll("#chats button, #chats span, #chats .unread")];
  return Math.max(document.documentElement.scrollWidth, ...parts.map((each) => each.getBoundingClientRect().right));
}
"""
DIGEST = "Daily digest · Tue, Nov 24"


def room(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(f"[data-room={name}]")


def tab(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("navigation").get_by_role("button", name=name)


async def jump(visitor: Visitor, to: str) -> None:
    await visitor.page.locator("#jump").select_option(to)
    await visitor.page.locator("#jumping button").click()


async def test_a_first_visitor_finds_last_evening_in_both_rooms(guest: Visitor) -> None:
    await expect(guest.page.locator("#clock")).to_have_text("Tue, Nov 24 09:40")
    for name in ("team-room", "team-channel"):
        await expect(room(guest, name)).to_be_visible()
        await expect(room(guest, name)).to_contain_text("Daily digest · Mon, Nov 23")
    await expect(room(guest, "team-room").get_by_role("img", name="active members")).to_be_visible()
    await expect(tab(guest, "Private chat")).to_contain_text("2")
    await tab(guest, "Private chat").click()
    await expect(guest.log).to_contain_text("today's numbers are not in yet: Moms' Circle.")
    await expect(guest.answer).to_contain_text("Activity 4: Book swap evening")
    await expect(tab(guest, "Private chat").locator(".unread")).to_have_count(0)
    await expect(room(guest, "team-channel")).to_be_visible()
    await expect(room(guest, "team-room")).to_be_hidden()


async def test_the_jump_to_the_digest_posts_it_in_both_rooms(guest: Visitor) -> None:
    await jump(guest, "digest")
    for name in ("team-room", "team-channel"):
        digest = room(guest, name).locator(".message.bot").filter(has_text=DIGEST)
        await expect(digest).to_have_count(1)
        await expect(digest).to_contain_text(
            "Still awaited, late is welcome too: Moms' Circle (Lin Mei) and River Runners."
        )
        await expect(digest).to_contain_text("Away: Chen Bo until Thu, Nov 26.")
        await expect(digest.locator("time")).to_have_text("22:00")
        await expect(digest).not_to_contain_text("This was due")
    await expect(room(guest, "team-channel")).to_contain_text("/daily coffee")
    await expect(guest.page.locator("#clock")).to_have_text("Tue, Nov 24 22:00")
    await expect(tab(guest, "Private chat").locator(".unread")).to_have_text("5")


async def test_the_next_monday_brings_the_picture_of_the_week(guest: Visitor) -> None:
    await jump(guest, "monday")
    for name in ("team-room", "team-channel"):
        await expect(
            room(guest, name).locator(".message.bot").filter(has_text="Weekly digest · week 2026-W48")
        ).to_be_visible()
        picture = room(guest, name).get_by_role("img").last
        await expect(picture).to_have_js_property("complete", True)
        await expect(picture).not_to_have_js_property("naturalWidth", 0)


async def test_by_keyboard_alone_a_report_is_filed_and_the_board_looked_at(guest: Visitor) -> None:
    keyboard = guest.page.keyboard
    await expect(guest.box).to_be_focused()
    await keyboard.type("/daily moms")
    await keyboard.press("Escape")
    await keyboard.press("Enter")
    form = guest.page.get_by_role("form")
    await expect(form.get_by_role("textbox", name="members", exact=True)).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(form.get_by_role("textbox", name="members", exact=True)).to_be_focused()
    for _ in range(2):
        await keyboard.press("Tab")
    await expect(form.get_by_role("textbox", name="new members")).to_be_focused()
    await keyboard.type("32")
    await keyboard.press("Enter")
    await expect(guest.answer).to_contain_text("Saved: 2 numbers.")
    await expect(guest.box).to_be_focused()
    await keyboard.type("/board moms week")
    await keyboard.press("Escape")
    await keyboard.press("Enter")
    await expect(guest.answer.get_by_role("heading")).to_contain_text("Moms' Circle · week 2026-W48")
    await expect(guest.answer.get_by_role("img", name="active members")).to_be_visible()


async def test_every_control_is_reached_by_tab_in_the_order_of_the_page_and_shows_its_focus(guest: Visitor) -> None:
    await guest.page.get_by_label("Speaking as").focus()
    seen: list[str] = []
    for _ in range(9):
        held = guest.page.locator(":focus")
        outline = await held.evaluate("each => getComputedStyle(each).outlineStyle")
        assert outline != "none"
        seen.append(
            await held.evaluate("each => each.id || each.textContent.trim() || each.getAttribute('aria-label')")
        )
        await guest.page.keyboard.press("Tab")
    assert seen[:6] == ["persona", "room", "jump", "Jump", "language", "night"]
    assert [re.sub(r"\d+$", "", name) for name in seen[6:]] == [
        "Team group Telegram", "Private chat Telegram", "Team channel Discord",
    ]  # fmt: skip
    await expect(guest.log).to_be_focused()


async def test_escape_closes_a_form_and_leads_back_to_the_box(guest: Visitor) -> None:
    await guest.says("/daily moms")
    await expect(guest.page.get_by_role("form").get_by_role("textbox").first).to_be_focused()
    await guest.page.keyboard.press("Escape")
    await expect(guest.page.get_by_role("form")).to_have_count(0)
    await expect(guest.answer).to_contain_text("Cancelled")


async def test_one_room_is_worked_in_and_read_out_the_other_is_looked_at(guest: Visitor) -> None:
    await expect(guest.log).to_have_attribute("aria-label", "Team group")
    await expect(guest.log).to_have_attribute("aria-live", "polite")
    await guest.page.get_by_role("textbox", name="Write in Team channel").click()
    await expect(guest.log).to_have_attribute("aria-label", "Team channel")
    await expect(guest.page.get_by_label("Room")).to_have_value("team-channel")
    await expect(guest.box).to_be_focused()
    await guest.page.keyboard.type("/daily moms joined 32 ")
    await guest.page.keyboard.press("Enter")
    await expect(guest.answer.get_by_role("table")).to_contain_text("32")
    await expect(room(guest, "team-channel").locator(".command").last).to_contain_text("Lin Mei")
    await expect(room(guest, "team-room")).not_to_contain_text("/daily moms joined 32 ")


async def test_each_room_keeps_what_is_half_typed(guest: Visitor) -> None:
    await guest.types("half a thought")
    await guest.page.get_by_label("Room").select_option("team-channel")
    await expect(guest.box).to_have_value("")
    await guest.types("another")
    await guest.arrives()
    await expect(guest.box).to_have_value("another")
    await guest.page.get_by_label("Room").select_option("team-room")
    await expect(guest.box).to_have_value("half a thought")


async def test_a_phone_shows_one_room_at_a_time_and_counts_what_waits_in_the_others(guest: Visitor) -> None:
    # What was there already counts as seen only once it stood on the wide page.
    await expect(room(guest, "team-channel")).to_contain_text("Daily digest · Mon, Nov 23")
    await guest.page.set_viewport_size(PHONE)
    await expect(room(guest, "team-channel")).to_be_hidden()
    await jump(guest, "digest")
    await expect(guest.log).to_contain_text(DIGEST)
    # The day's standing task, the card of a risk, what colleagues do by themselves, two reports, the digest.
    await expect(tab(guest, "Team channel").locator(".unread")).to_have_text("16")
    for name, label in (("team-channel", "Team channel"), ("private", "Private chat"), ("team-room", "Team group")):
        await tab(guest, label).click()
        await expect(room(guest, name)).to_be_visible()
        await expect(guest.page.locator(".room:visible")).to_have_count(1)
        await expect(tab(guest, label).locator(".unread")).to_have_count(0)
        assert await guest.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert await guest.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    await expect(guest.page.get_by_label("Room")).to_have_value("team-room")


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("letters", ["", '"DejaVu Sans Mono", monospace'], ids=["usual", "wide"])
async def test_tabs_and_clock_find_their_place_however_wide_the_letters_are(
    guest: Visitor, language: str, letters: str
) -> None:
    await guest.page.evaluate("letters => document.documentElement.style.setProperty('--sans', letters)", letters)
    await guest.page.get_by_label("Language").select_option(language)
    await expect(guest.page.locator("html")).to_have_attribute("lang", language.replace("_", "-"))
    clock, brand = guest.page.locator(".clock"), guest.page.locator(".brand")
    beside, name = await clock.bounding_box(), await brand.bounding_box()
    assert beside is not None
    assert name is not None
    assert beside["y"] < name["y"] + name["height"]
    assert beside["x"] + beside["width"] <= WIDE["width"]
    await guest.page.set_viewport_size(PHONE)
    await jump(guest, "digest")
    await expect(guest.page.locator("#chats .unread")).to_have_count(2)
    assert await guest.page.evaluate(FAR_RIGHT) <= PHONE["width"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_by_night_every_word_can_be_read_and_pictures_follow(guest: Visitor, size: dict[str, int]) -> None:
    await guest.page.set_viewport_size({"width": size["width"], "height": size["height"]})
    await guest.says("/daily moms")
    await expect(guest.page.get_by_role("form")).to_be_visible()
    picture = room(guest, "team-room").get_by_role("img", name="active members").first
    switch = guest.page.get_by_role("button", name="Dark mode")
    for theme, pressed in (("light", "false"), ("dark", "true")):
        await expect(switch).to_have_attribute("aria-pressed", pressed)
        await expect(picture).to_have_attribute("src", re.compile(f"-{theme}.png"))
        for name in ("private", "team-channel", "team-room"):
            await guest.page.get_by_label("Room").select_option(name)
            assert await guest.pale() == []
        await switch.click()
    await switch.click()
    await guest.arrives()
    await expect(switch).to_have_attribute("aria-pressed", "true")


async def test_the_language_of_the_page_may_become_that_of_the_teams_posts(guest: Visitor) -> None:
    await guest.page.get_by_label("Language").select_option("zh_Hans")
    await expect(guest.page.get_by_role("navigation", name="会话")).to_contain_text("团队频道")
    await expect(room(guest, "team-room").locator(".day").last).to_have_text("11月24日星期二")
    await guest.page.get_by_role("button", name="改用简体发布").click()
    await expect(guest.page.locator("#posts")).to_be_hidden()
    await jump(guest, "digest")
    for name in ("team-room", "team-channel"):
        digest = room(guest, name).locator(".message.bot").last
        await expect(digest).to_contain_text("每日简报 · 11月24日周二")
        await expect(digest).to_contain_text("Chen Bo")
    await expect(room(guest, "team-channel").locator(".command").last).to_contain_text("/daily coffee 新增")


async def test_an_offer_that_was_declined_stays_away(guest: Visitor) -> None:
    await guest.page.get_by_label("Language").select_option("zh_Hant")
    await guest.page.get_by_role("button", name="暫不").click()
    await expect(guest.page.locator("#posts")).to_be_hidden()
    await guest.arrives()
    await expect(guest.page.locator("#posts")).to_be_hidden()


async def test_a_long_table_shows_a_few_rows_first(guest: Visitor) -> None:
    await guest.says("/board 2026-W46")  # last evening's board is of another week
    await expect(guest.answer).to_contain_text("2026-W46")
    table = guest.answer.get_by_role("table").first
    await expect(table.get_by_role("row")).to_have_count(9)
    await guest.answer.get_by_role("button", name="Show all").click()
    await expect(table.get_by_role("rowheader", name="K-factor")).to_be_visible()


async def test_a_first_visitor_approves_in_one_room_what_both_show(guest: Visitor) -> None:
    card = room(guest, "team-channel").locator(".message.bot").filter(has_text="Proposed by Wei Ning.")
    await card.get_by_role("button", name="Approve").click()
    for name in ("team-room", "team-channel"):
        await expect(room(guest, name)).to_contain_text("Approved by Lin Mei.")
        await expect(room(guest, name)).to_contain_text("5 work lines of activity 4: Book swap evening")
        await expect(room(guest, name)).not_to_contain_text("Proposed by Wei Ning.")


async def test_a_jump_is_followed_to_its_end_however_long_a_digest_on_the_way_is(guest: Visitor) -> None:
    for day in ("Tue, Nov 24 18:00", "Wed, Nov 25 18:00"):
        await jump(guest, "activity")
        await expect(guest.page.locator("#clock")).to_have_text(day)
    await expect(guest.answer).to_contain_text("Activity 2: Trial evening (light)")
    await expect(guest.answer.get_by_role("button", name="Review")).to_be_in_viewport()


async def test_a_form_says_what_it_still_needs(guest: Visitor) -> None:
    await guest.says("/activity propose")
    form = guest.page.get_by_role("form")
    await form.get_by_role("textbox", name="Name of the activity").fill("Lantern evening")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("alert")).to_contain_text("Still needed: How large · Goal: what it is to reach")
    await expect(form.get_by_role("combobox", name="How large")).to_be_focused()
    await expect(form.get_by_role("textbox", name="Name of the activity")).not_to_have_attribute("aria-invalid", "true")


async def test_a_card_far_above_that_changes_moves_nobody_away_from_the_answer(mei: Visitor) -> None:
    await mei.page.set_viewport_size(PHONE)
    steps = ";".join(f"step {at}" for at in range(8))
    more = f'details:"{"A long story. " * 40}" criteria:"{"It reads well. " * 18}"'
    await mei.says(f'/task add Write the invitation checklist:"{steps}" {more}')
    card = mei.log.locator(".message.bot").filter(has_text="step 7")
    await expect(card).to_contain_text("Claim")
    for at in range(4):
        await mei.says(f"/task add Errand {at}")
        await expect(mei.answer).to_contain_text(f"Errand {at}")
    number = re.search(r"Task (\d+)", await card.inner_text())
    assert number is not None
    await mei.says(f"/task claim {number[1]}")
    await expect(card).not_to_contain_text("Nobody has it yet.")
    assert await card.evaluate("card => card.offsetHeight > card.closest('.log').clientHeight")
    await expect(mei.messages.last).to_be_in_viewport()


async def test_a_phone_has_no_second_scrollbar(guest: Visitor) -> None:
    await guest.page.set_viewport_size(PHONE)
    assert await guest.page.evaluate("document.documentElement.scrollHeight") == PHONE["height"]


async def test_the_lines_between_days_stay_where_they_are_and_come_in_their_order(guest: Visitor) -> None:
    # To draw them anew makes the browser look at the whole conversation for each message of a long jump.
    lines = room(guest, "team-room").locator(".day:not([data-jump])")
    first = await lines.first.element_handle()
    await jump(guest, "morning")
    await expect(guest.page.locator(".message[data-day='2026-11-25']").first).to_be_attached()
    await expect(lines).to_have_text(["Monday, November 23", "Tuesday, November 24"])
    assert await first.evaluate("line => line.isConnected")
