"""The simulated Telegram, driven by python-telegram-bot itself over real HTTP: what it accepts, shows and refuses."""

import struct
import zlib
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, RetryAfter

from tests.services.telegram import Person, TelegramServer

from .news import news


def picture(width: int = 40, height: int = 30) -> bytes:
    """A grey PNG of that size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (width + 1) * min(height, 50))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_person_speaks_and_the_bot_answers(server: TelegramServer, bot: Bot, ann: Person) -> None:
    await ann.says("/daily joined 32")
    (update,) = await news(bot)
    message = update.effective_message
    assert message is not None
    assert message.text == "/daily joined 32"
    assert message.parse_entity(message.entities[0]) == "/daily"
    assert update.effective_user is not None
    assert update.effective_user.language_code == "en"

    await message.reply_html("<b>Saved</b> &amp; done 🎉", do_quote=True)
    said = await server.heard(ann, containing="Saved & done")
    assert [(e["type"], e["offset"], e["length"]) for e in said.entities] == [("bold", 0, 5)]
    assert said.reply_to is not None
    assert server.unheard() == []


async def test_a_press_is_answered_once(server: TelegramServer, bot: Bot, ann: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Save anyway", callback_data="daily save")]])
    await bot.send_message(ann.id, "Really?", reply_markup=keyboard)
    query = await ann.presses("Save anyway", on=await server.heard(ann))
    (update,) = await news(bot)
    pressed = update.callback_query
    assert pressed is not None
    assert pressed.data == "daily save"
    await pressed.answer("Saved", show_alert=True)
    answer = await query.answered()
    assert (answer.text, answer.alert) == ("Saved", True)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await pressed.answer()
    late = await ann.sends_press("forged", on=query.message)
    server.clock.advance(151)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.id)
    assert await news(bot) == ()


async def test_edits_change_what_is_seen_or_are_refused(server: TelegramServer, bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "one")
    await sent.edit_text("<i>two</i>", parse_mode="HTML")
    (shown,) = server.messages(ann)
    assert (shown.text, shown.earlier) == ("two", ["one"])
    with pytest.raises(BadRequest, match="specified new message content and reply markup are exactly the same"):
        await sent.edit_text("<i>two</i>", parse_mode="HTML")
    mine = await ann.says("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", ann.id, mine.id)
    await sent.delete()
    assert server.messages(ann) == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("three")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    old = await bot.send_message(ann.id, "old")
    server.clock.advance(49 * 3600)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await old.delete()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"text": "x" * 4097}, "Message is too long"),
        ({"text": "🎉" * 2049}, "Message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "Can't parse entities: can't find end tag corresponding to start tag"),
        ({"text": "  "}, "Message text is empty"),
        ({"text": "x", "reply_to_message_id": 999}, "Message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "Message thread not found"),
        ({"text": "x", "reply_markup": '{"inline_keyboard": null}'}, "must be of type array"),
        ({"text": "x", "reply_markup": '{"inline_keyboard": [[{"text": "a"}]]}'}, "Text buttons are unallowed"),
    ],
)
async def test_what_telegram_refuses_is_refused(bot: Bot, ann: Person, words: dict[str, Any], refusal: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_message(ann.id, words["text"], api_kwargs={k: v for k, v in words.items() if k != "text"})


async def test_a_text_of_exactly_the_limit_passes_after_parsing(bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, "<b>" + "🎉" * 2048 + "</b>", parse_mode="HTML")
    await bot.send_message(ann.id, "x", reply_to_message_id=999, allow_sending_without_reply=True)


async def test_keyboards_are_measured_in_bytes_and_buttons(bot: Bot, ann: Person) -> None:
    def keyboard(data: str, wide: int = 1, rows: int = 1) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data=data)] * wide] * rows)

    await bot.send_message(ann.id, "x", reply_markup=keyboard("任" * 21, 8, 12))
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ann.id, "x", reply_markup=keyboard("任" * 22))
    for wide, rows in ((9, 1), (8, 13)):
        with pytest.raises(BadRequest, match="Reply markup is too long"):
            await bot.send_message(ann.id, "x", reply_markup=keyboard("a", wide, rows))


async def test_files_go_both_ways(server: TelegramServer, bot: Bot, ann: Person) -> None:
    await bot.send_document(ann.id, b"day,joined\n", filename="numbers.csv", caption="<b>All</b>", parse_mode="HTML")
    said = await server.heard(ann, containing="All")
    assert said.file is not None
    assert (said.file.name, said.file.text) == ("numbers.csv", "day,joined\n")
    await bot.send_photo(ann.id, picture(), caption="chart")
    chart = (await server.heard(ann, containing="chart")).photo
    assert chart is not None
    assert (chart.width, chart.height) == (40, 30)
    for bad, refusal in ((picture(9000, 2000), "(?i)photo_invalid_dimensions"), (b"no picture", "(?i)image_process")):
        with pytest.raises(BadRequest, match=refusal):
            await bot.send_photo(ann.id, bad)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(ann.id, picture(), caption="x" * 1025)

    words = await bot.send_message(ann.id, "words")
    await words.edit_media(InputMediaPhoto(picture(50, 30), caption="picture"))
    shown = server.messages(ann)[-1]
    assert shown.photo is not None
    assert (shown.earlier, shown.photo.width) == (["words"], 50)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await words.edit_text("words again")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await words.edit_media(InputMediaPhoto(picture(), caption="x" * 1025))
    with pytest.raises(BadRequest, match="There is no photo in the request"):
        await words.edit_media(InputMediaPhoto("https://example.org/chart.png"))

    await ann.sends_document(b"a,b\n1,2\n", "import.csv", caption="/import")
    (update,) = await news(bot)
    assert update.effective_message is not None
    document = update.effective_message.document
    assert document is not None
    assert bytes(await (await document.get_file()).download_as_bytearray()) == b"a,b\n1,2\n"
    await ann.sends_document(b"0" * (20 * 1024 * 1024 + 1), "big.csv")
    (update,) = await news(bot)
    assert update.effective_message is not None
    assert update.effective_message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await update.effective_message.document.get_file()


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=server.base_url):
            pass
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendNothing")


async def test_a_bot_that_is_too_fast_is_slowed_when_limits_are_on(
    server: TelegramServer, bot: Bot, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns about its own RetryAfter
    team = server.group("Town")
    team.add_bot()
    server.enforce_limits()
    for second in range(20):
        await bot.send_message(team.id, f"{second}")
        server.clock.advance(1)
    with pytest.raises(RetryAfter) as slowed:
        await bot.send_message(team.id, "one too many")
    assert isinstance(slowed.value.retry_after, timedelta)
    assert 35 <= slowed.value.retry_after.total_seconds() <= 41
    for _ in range(4):
        await bot.send_message(ann.id, "a short burst passes")
    with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
        await bot.send_message(ann.id, "not for long")
