"""Groups, topics, seats, menus and closed doors of the simulated Telegram, as python-telegram-bot meets them."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.services.telegram import NotPossible, Person, TelegramServer

from .news import news


async def test_doors_are_closed_in_telegrams_words(server: TelegramServer, bot: Bot, ann: Person) -> None:
    group = server.group("Mums club", supergroup=True)
    stranger, bob = server.person("Zoe"), server.person("Bob")
    for reason, cause, refusal in (
        (BadRequest, stranger.id, "Chat not found"),
        (BadRequest, group.id, "Chat not found"),
    ):
        with pytest.raises(reason, match=refusal):
            await bot.send_message(cause, "hello")
    group.add(bob)
    group.add_bot()
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(bob.id, "hello")
    ann.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "hello")
    with pytest.raises(NotPossible):
        await ann.says("hello")
    await ann.starts()
    await bot.send_message(ann.id, "welcome back")
    ann.deletes_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ann.id, "hello")
    group.mute_bot()
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "hello")
    group.kick_bot()
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "hello")
    group.add_bot()
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "hello")


async def test_a_group_becomes_a_supergroup(server: TelegramServer, bot: Bot, ann: Person) -> None:
    team = server.group("Mums club")
    team.add(ann, creator=True)
    team.add_bot()
    await news(bot)
    larger = team.migrate()
    left, entered = await news(bot)
    assert left.message is not None
    assert entered.message is not None
    assert left.message.migrate_to_chat_id == larger.id
    assert entered.message.migrate_from_chat_id == team.id
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(team.id, "hello")
    assert moved.value.new_chat_id == larger.id
    await bot.send_message(larger.id, "hello")
    await server.heard(larger, containing="hello")


async def test_topics_have_threads_and_can_be_closed(server: TelegramServer, bot: Bot, ann: Person) -> None:
    forum = server.group("Town", forum=True)
    forum.add(ann, admin=True)
    forum.add_bot()
    reports = forum.topic("Reports")
    await ann.says("/daily", forum, topic=reports)
    told = (await news(bot))[-1].effective_message
    assert told is not None
    assert told.message_thread_id == reports.id
    assert told.reply_to_message is not None
    assert told.reply_to_message.forum_topic_created is not None
    await told.reply_text("noted", message_thread_id=told.message_thread_id)
    await server.heard(forum, containing="noted", topic=reports)
    reports.close()
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=reports.id)
    reports.delete()
    for thread in (reports.id, 1):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(forum.id, "x", message_thread_id=thread)


async def test_menus_differ_by_scope_and_language(server: TelegramServer, bot: Bot, ann: Person) -> None:
    mei = server.person("Mei", language="zh-hans")
    team = server.group("Town")
    team.add(mei)
    await bot.set_my_commands([BotCommand("daily", "Write the numbers")])
    await bot.set_my_commands([BotCommand("daily", "填写数据")], language_code="zh")
    await bot.set_my_commands([BotCommand("board", "The board")], scope=BotCommandScopeAllGroupChats())
    assert [c.description for c in await bot.get_my_commands(language_code="zh")] == ["填写数据"]
    assert [c["description"] for c in server.menu(mei)] == ["填写数据"]
    assert [c["command"] for c in server.menu(mei, team)] == ["board"]
    assert server.commands("zh")[0]["command"] == "daily"
    for name, language, refusal in (
        ("任务", None, "(?i)bot_command_invalid"),
        ("Daily", None, "(?i)bot_command_invalid"),
        ("daily", "zh-hans", "Invalid language code specified"),
    ):
        with pytest.raises(BadRequest, match=refusal):
            await bot.set_my_commands([BotCommand(name, "x")], language_code=language)
    await bot.set_my_description("Ops desk", "en")
    assert (await bot.get_my_description("en")).description == "Ops desk"


async def test_seats_are_shown(server: TelegramServer, bot: Bot, ann: Person) -> None:
    team, bob, zoe = server.group("Town", username="town"), server.person("Bob"), server.person("Zoe")
    team.add(ann, admin=True)
    team.add(bob)
    team.add_bot(admin=True)
    assert {m.user.first_name for m in await bot.get_chat_administrators(team.id)} == {"Ann", "Muster"}
    assert [(await bot.get_chat_member("@town", p.id)).status for p in (ann, bob, zoe)] == [
        "administrator",
        "member",
        "left",
    ]
    assert (await bot.get_chat(team.id)).title == "Town"
    assert (await bot.get_chat_member_count(team.id)) == 3


async def test_a_bot_hears_nothing_from_where_it_is_not(server: TelegramServer, bot: Bot, ann: Person) -> None:
    team = server.group("Town", supergroup=True)
    team.add(ann)
    early = await ann.says("/before", team)
    team.add_bot()
    team.kick_bot()
    await ann.says("/after", team)
    added, service, kicked = await news(bot)
    assert added.my_chat_member is not None
    assert service.message is not None
    assert kicked.my_chat_member is not None
    assert kicked.my_chat_member.new_chat_member.status == "kicked"
    # A supergroup counts its own messages: somebody's arrival, the early message, the bot's arrival.
    assert (early.id, service.message.message_id) == (2, 3)
    with pytest.raises(NotPossible, match="is not in"):
        await server.person("Zoe").sends_press("x", on=early)
