"""Somebody who is to look up is called where she has an account, and only named elsewhere."""

from bot.discord.render import render as on_discord
from bot.telegram.render import render as on_telegram
from commands.kit import Listed, Tongue, reply, text
from commands.kit.reply import called, read_reply, write_reply
from commands.kit.texts import Mention

SAID = text("{people}: please report.")
MEI = Mention("Mei <b>", (("telegram", "101"), ("discord", "9001")))
BOB = Mention("Bob & Co", (("telegram", "102"),))
CALL = reply(SAID(people=Listed((MEI, BOB))))


def test_telegram_calls_by_the_number_of_the_user_and_writes_the_name_as_it_is() -> None:
    (message,) = on_telegram(CALL, Tongue())["messages"]
    assert '<a href="tg://user?id=101">Mei &lt;b&gt;</a>' in message["text"]
    assert '<a href="tg://user?id=102">Bob &amp; Co</a>' in message["text"]


def test_discord_calls_those_who_are_there_and_nobody_else() -> None:
    (message,) = on_discord(CALL, Tongue())
    assert message["content"].startswith("<@9001> and Bob")
    assert message["allowed_mentions"] == {"parse": [], "users": ["9001"]}


def test_a_long_text_calls_from_outside_its_frame() -> None:
    said = reply(SAID(people=MEI), text("{words}")(words="x" * 2500))
    (message,) = on_discord(said, Tongue())
    assert message["content"] == "<@9001>"
    assert message["allowed_mentions"]["users"] == ["9001"]


def test_who_writes_like_a_call_calls_nobody() -> None:
    (message,) = on_discord(reply(SAID(people="<@9001>")), Tongue())
    assert "<@9001>" not in message["content"]
    assert message["allowed_mentions"] == {"parse": []}


def test_a_call_survives_the_outbox() -> None:
    assert called(read_reply(write_reply(CALL)), "telegram") == ("102", "101")
    assert called(CALL, "web") == ()
