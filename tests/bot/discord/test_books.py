"""A book on Discord: a document that hangs on the message."""

from bot.book import page
from commands.kit import Tongue, reply, text
from tests.bot.book.samples import book

from .conftest import Town
from .test_delivery import HELLO, letter


async def test_a_book_is_uploaded_as_a_document_in_the_language_of_the_reader(town: Town) -> None:
    made = book(text("A good month.")())
    await town.office.post(letter(town.channel.id, reply(HELLO, made), locale="zh_Hant"))
    message = town.channel.last_message
    assert message is not None
    size = len(page(made, Tongue("zh_Hant")).encode())
    assert [(file.filename, file.size) for file in message.attachments] == [("redbook.html", size)]
