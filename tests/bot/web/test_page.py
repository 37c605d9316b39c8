"""The page in a real browser: what a visitor types, presses and sees."""

import asyncio
import re
from typing import Literal

import pytest
from playwright.async_api import Route, expect

from bot.web.words import WORDS
from commands.kit import Tongue

from .site import Site, Visitor

LINE = "/daily moms joined 32 active 1.3k messages 1650"


async def test_a_line_typed_by_keyboard_comes_back_as_a_table(mei: Visitor) -> None:
    await mei.types(LINE)
    await mei.page.keyboard.press("Enter")
    table = mei.answer.get_by_role("table")
    await expect(table.get_by_role("columnheader").nth(1)).to_have_text("Value")
    row = table.get_by_role("row").filter(has=mei.page.get_by_role("rowheader", name="active members"))
    await expect(row.get_by_role("cell").first).to_have_text("1,300")
    await expect(mei.box).to_have_value("")
    await expect(mei.log).to_contain_text(LINE)


async def test_enter_that_ends_a_chinese_composition_does_not_send(mei: Visitor) -> None:
    await mei.box.fill("/daily moms 新增 ")
    await mei.box.click()
    keyboard = await mei.page.context.new_cdp_session(mei.page)
    await keyboard.send("Input.imeSetComposition", {"text": "huoyue", "selectionStart": 6, "selectionEnd": 6})
    await mei.box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    await mei.box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))"
    )
    await keyboard.send("Input.insertText", {"text": "活跃"})
    await expect(mei.box).to_have_value("/daily moms 新增 活跃")
    await expect(mei.messages).to_have_count(0)
    await mei.page.keyboard.type(" 1300")
    await mei.page.keyboard.press("Enter")
    await expect(mei.log).to_contain_text("/daily moms 新增 活跃 1300")


async def test_shift_and_enter_start_a_new_line(mei: Visitor) -> None:
    await mei.types("/daily moms joined 32")
    await mei.page.keyboard.press("Shift+Enter")
    await mei.page.keyboard.type("readers joined 12")
    await expect(mei.box).to_have_value("/daily moms joined 32\nreaders joined 12")
    await mei.page.keyboard.press("Enter")
    await expect(mei.page.get_by_role("table")).to_have_count(2)


async def test_a_button_is_a_line_somebody_types_with_one_finger(mei: Visitor) -> None:
    await mei.says("/help")
    await expect(mei.answer).to_contain_text("Only you see this")
    await mei.answer.get_by_role("button", name="Report numbers").click()
    await expect(mei.answer.get_by_role("button", name="Night Readers")).to_be_visible()
    await mei.answer.get_by_role("button", name="Night Readers").click()
    await expect(mei.page.get_by_role("form")).to_contain_text("members lost")


async def test_an_empty_room_offers_lines_to_begin_with(mei: Visitor) -> None:
    await mei.page.set_viewport_size({"width": 390, "height": 844})
    for line in ("/daily", "/daily joined 32 active 1.2k", "/help"):
        await expect(mei.log.get_by_role("button", name=line, exact=True)).to_be_in_viewport(ratio=1)
    assert await mei.pale() == []
    await mei.page.get_by_label("Language").select_option("zh_Hans")
    await mei.log.get_by_role("button", name="/daily 新增32 活跃1.2万").focus()
    await mei.page.keyboard.press("Enter")
    await expect(mei.page.locator(".message.own")).to_contain_text("/daily 新增32 活跃1.2万")
    await expect(mei.answer).to_contain_text("这些数据是哪个社群的？")
    await expect(mei.log).to_be_focused()
    await expect(mei.log.locator(".empty")).to_have_count(0)


async def test_a_form_with_a_mistake_comes_back_filled(mei: Visitor) -> None:
    await mei.says("/daily moms")
    form = mei.page.get_by_role("form")
    await expect(form.get_by_role("textbox", name="members", exact=True)).to_be_focused()
    await form.get_by_role("textbox", name="new members").fill("32")
    await form.get_by_role("textbox", name="active members").fill("lots")
    await form.get_by_role("textbox", name="Note").fill("rain")
    await form.get_by_role("button", name="Save").click()
    wrong = form.locator("[aria-invalid=true]")
    await expect(wrong).to_have_value("lots")
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_accessible_description(re.compile("lots is not a number"))
    await expect(form.get_by_role("textbox", name="new members")).to_have_value("32")
    await expect(form.get_by_role("textbox", name="Note")).to_have_value("rain")
    await wrong.fill("1.3k")
    await form.get_by_role("button", name="Save").click()
    await expect(mei.answer.get_by_role("table")).to_contain_text("1,300")
    await expect(mei.page.get_by_role("form")).to_have_count(0)


async def test_a_long_answer_is_read_from_its_beginning(mei: Visitor) -> None:
    await mei.page.set_viewport_size({"width": 390, "height": 844})
    await mei.says("/daily moms")
    await expect(mei.page.get_by_role("heading", name="Daily report")).to_be_in_viewport()


async def test_a_half_filled_form_is_there_after_a_reload(mei: Visitor) -> None:
    await mei.says("/daily moms")
    await mei.page.get_by_role("textbox", name="orders", exact=True).fill("61")
    await mei.arrives()
    await expect(mei.page.get_by_role("textbox", name="orders", exact=True)).to_have_value("61")
    await mei.page.get_by_role("form").get_by_role("button", name="Cancel").click()
    await expect(mei.page.get_by_role("form")).to_have_count(0)
    await mei.arrives()
    await expect(mei.page.get_by_role("form")).to_have_count(0)


@pytest.mark.parametrize("room", ["team-room", "private"])
async def test_plain_words_leave_a_form_that_is_open_alone(mei: Visitor, room: str) -> None:
    await mei.page.get_by_label("Room").select_option(room)
    await mei.says("/daily moms")
    form = mei.page.get_by_role("form")
    await form.get_by_role("textbox", name="orders", exact=True).fill("61")
    await mei.says("hello there")
    await expect(mei.page.locator(".message.own").last).to_contain_text("hello there")
    await mei.says("/team")
    await expect(mei.answer).to_contain_text("Lin Mei – ops manager")
    await expect(form.get_by_role("textbox", name="members", exact=True)).to_have_value("")
    await expect(form.get_by_role("textbox", name="orders", exact=True)).to_have_value("61")
    await form.get_by_role("button", name="Save").click()
    await expect(mei.answer).to_contain_text("Saved: 1 number.")


async def test_a_line_typed_before_the_last_one_was_received_is_sent_after_it(mei: Visitor) -> None:
    received = asyncio.Event()

    async def slowly(route: Route) -> None:
        answer = await route.fetch()
        await received.wait()
        await route.fulfill(response=answer)

    await mei.page.route("**/say", slowly, times=1)
    await mei.says("hello there")
    await expect(mei.page.locator(".message.own")).to_contain_text("hello there")
    await mei.says("/team")
    await expect(mei.page.locator(".message.own")).to_have_count(1)
    received.set()
    await expect(mei.answer).to_contain_text("Lin Mei – ops manager")
    await expect(mei.box).to_have_value("")


async def test_yesterdays_value_is_taken_with_one_press(mei: Visitor) -> None:
    await mei.says("/daily moms")
    members = mei.page.get_by_role("textbox", name="members", exact=True)
    await mei.page.get_by_role("button", name=": members", exact=False).first.click()
    await expect(members).to_be_focused()
    assert (await members.input_value()).isdigit()


async def test_everything_can_be_done_by_keyboard(mei: Visitor) -> None:
    await expect(mei.box).to_be_focused()
    await mei.page.keyboard.type("/dai")
    choices = mei.offers
    await expect(choices).to_have_count(1)
    await mei.page.keyboard.press("Tab")
    await expect(mei.box).to_have_value("/daily ")
    await mei.page.keyboard.type("mo")
    await expect(choices.first).to_contain_text("Moms' Circle")
    await mei.page.keyboard.press("ArrowDown")
    await expect(choices.first).to_have_attribute("aria-selected", "true")
    await mei.page.keyboard.press("Enter")
    await expect(mei.box).to_have_value("/daily community:moms ")
    await mei.page.keyboard.press("Enter")
    await expect(mei.page.get_by_role("textbox", name="members", exact=True)).to_be_focused()
    await mei.page.keyboard.press("Tab")
    await mei.page.keyboard.press("Enter")
    await expect(mei.page.get_by_role("textbox", name="members", exact=True)).not_to_have_value("")
    await mei.page.keyboard.press("Enter")
    await expect(mei.answer.get_by_role("table")).to_contain_text("members")


async def test_escape_closes_the_suggestions_and_they_never_take_enter_by_themselves(mei: Visitor) -> None:
    await mei.page.keyboard.type("/team")
    await expect(mei.offers.first).to_be_visible()
    await mei.page.keyboard.press("Escape")
    await expect(mei.offers).to_have_count(0)
    await mei.page.keyboard.press("Enter")
    await expect(mei.answer).to_contain_text("Lin Mei – ops manager")


async def test_a_phone_needs_no_sideways_scrolling(mei: Visitor) -> None:
    await mei.page.set_viewport_size({"width": 390, "height": 844})
    await mei.says(
        "/daily moms joined 32 active 1.3k messages 1650 revenue 9120 nonsense_without_any_gap_at_all_" + "x" * 90
    )
    await expect(mei.answer.get_by_role("table")).to_be_visible()
    await mei.says("/daily readers")
    await expect(mei.page.get_by_role("form")).to_be_visible()
    await mei.box.fill("/")
    await expect(mei.offers.first).to_be_visible()
    assert await mei.page.evaluate("document.documentElement.scrollWidth") == 390
    assert await mei.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    for label in ("Speaking as", "Room", "Jump to", "Language"):
        await expect(mei.page.get_by_label(label)).to_be_visible()


async def test_the_language_switch_changes_the_page_and_the_answers(mei: Visitor) -> None:
    chinese = Tongue("zh_Hans")
    await mei.page.get_by_label("Language").select_option("zh_Hans")
    box = mei.page.get_by_role("textbox", name=chinese.speak(WORDS["message"]()), exact=True)
    await expect(box).to_be_visible()
    await expect(mei.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    await box.fill("/daily moms 新增 32")
    await box.press("Enter")
    await expect(mei.answer.get_by_role("rowheader")).to_have_text("新增")
    await mei.page.get_by_label("语言").select_option("zh_Hant")
    box = mei.page.get_by_role("textbox", name=Tongue("zh_Hant").speak(WORDS["message"]()), exact=True)
    await box.fill("/daily moms active 1300")
    await box.press("Enter")
    await expect(mei.answer.get_by_role("rowheader")).to_have_text("活躍")


async def test_after_a_reload_every_word_of_the_page_is_in_its_language(mei: Visitor) -> None:
    await mei.page.get_by_label("Language").select_option("zh_Hant")
    for _ in range(2):
        await expect(mei.page.locator(".box button[type=submit]")).to_have_text(["傳送"] * 3)
        await mei.arrives()


async def test_the_clock_jumps_and_the_page_tells(mei: Visitor) -> None:
    await expect(mei.page.locator("#clock")).to_have_text("Tue, Nov 24 18:32")
    await mei.page.get_by_label("Jump to").select_option("friday")
    await mei.page.get_by_role("button", name="Jump", exact=True).click()
    await expect(mei.page.locator("#clock")).to_have_text("Fri, Nov 27 16:00")
    await expect(mei.log).to_contain_text("The clock was moved to Fri, Nov 27 16:00")
    await mei.says("/team")
    await expect(mei.answer.locator("time")).to_have_text("16:00")


async def test_without_a_connection_what_was_typed_stays_and_is_sent_once(mei: Visitor) -> None:
    await mei.types("/team")
    await mei.page.keyboard.press("Escape")
    await mei.page.context.set_offline(True)
    await mei.page.keyboard.press("Enter")
    await expect(mei.page.locator("#notice")).to_contain_text("still here")
    await expect(mei.box).to_have_value("/team")
    await mei.page.context.set_offline(False)
    mei.troubles.clear()
    await mei.page.keyboard.press("Enter")
    await expect(mei.answer).to_contain_text("Lin Mei")
    await expect(mei.page.locator("#notice")).to_have_text("")
    await expect(mei.messages).to_have_count(2)


async def test_another_person_does_not_see_what_was_answered_privately(mei: Visitor, desk: Site) -> None:
    await mei.says("/help")
    await expect(mei.answer).to_contain_text("/daily")
    await mei.says("/daily moms joined 32")
    await expect(mei.answer.get_by_role("table")).to_be_visible()
    await mei.page.get_by_label("Speaking as").select_option("tom")
    await expect(mei.log.locator(".message.bot")).to_have_count(1)
    await expect(mei.answer.get_by_role("table")).to_be_visible()


async def test_the_private_chat_is_a_room_of_its_own(mei: Visitor) -> None:
    await mei.page.get_by_label("Room").select_option("private")
    await mei.says("/team")
    await expect(mei.answer).to_contain_text("Lin Mei")
    await mei.page.get_by_label("Room").select_option("team-room")
    await expect(mei.messages).to_have_count(0)


async def test_words_that_look_like_markup_are_only_words(mei: Visitor) -> None:
    await mei.says("<img src=x onerror=alert(1)> <b>bold</b>")
    await expect(mei.log).to_contain_text("<img src=x onerror=alert(1)> <b>bold</b>")
    await expect(mei.log.locator("img[src=x]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_their_ground_by_day_and_night(
    mei: Visitor, scheme: Literal["light", "dark"]
) -> None:
    await mei.page.emulate_media(color_scheme=scheme)
    await mei.says(LINE)
    await expect(mei.answer.get_by_role("table")).to_be_visible()
    assert await mei.pale() == []


async def test_the_page_finds_its_conversation_again(mei: Visitor) -> None:
    await mei.says(LINE)
    await expect(mei.answer.get_by_role("table")).to_be_visible()
    await mei.arrives()
    await expect(mei.answer.get_by_role("table")).to_be_visible()
    await expect(mei.log).to_contain_text(LINE)
