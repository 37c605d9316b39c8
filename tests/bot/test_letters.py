"""Where an answer goes: to the asker, to her alone, or to all the team's channels, once each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.letters import ANSWER, POST, letters
from bot.letters import Post as Telling
from bot.ports import Call
from bot.scene import Scene
from commands.kit import Form, Heard, Reply, reply
from commands.kit.hints import verbatim
from commands.kit.reply import read_reply
from storage import Account, Address, Letter, Person, Place, Role, Team
from tests.plain import words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEAM = Team(1, "Mums", "zh_Hans", "Asia/Shanghai", "CN", "CNY")
BOB = Person(7, 1, "Bob", Role.STAFF, language="zh_Hant")
GROUP = Place(1, 1, Address("telegram", "-100"), "Mums")
DISCORD = Place(2, 1, Address("discord", "555"), "mums")


def told(
    answer: Reply, *, at: Address = GROUP.address, direct: str | None = None,
    places: Sequence[Place] = (GROUP, DISCORD), here: Place | None = GROUP, secret: bool = False,
    private: bool = False, via: str = "typed", shown: bool = False,
) -> list[Letter]:  # fmt: skip
    account = Account(at.platform, "77", "Bob", "bob", direct=direct)
    heard = Heard(account, at, NOON, via=via, private=private, message="m9")
    call = Call("/x", heard, answer_to="a1", direct=shown)
    post = Telling(call, Scene(account, TEAM, here, BOB), NOON, {"discord", "web"})
    return letters(post, answer, places, secret=secret)


SAID = reply(verbatim("hello"))


def test_an_answer_goes_where_it_was_asked_in_the_asker_s_language() -> None:
    (one,) = told(SAID)
    assert (one.address, one.locale, one.zone, one.currency) == (GROUP.address, "zh_Hant", "Asia/Shanghai", "CNY")
    assert (one.lane, one.answer_to, one.edits, one.reader, one.team) == (ANSWER, "a1", None, None, 1)


def test_an_empty_answer_is_no_letter() -> None:
    assert told(reply()) == []


def test_a_form_that_the_chat_shows_by_itself_is_no_letter() -> None:
    form = reply(form=Form("/x", verbatim("Form"), ()))
    assert told(form, shown=True) == []
    assert len(told(form)) == 1


def test_a_private_answer_on_a_platform_that_whispers_carries_its_reader() -> None:
    (one,) = told(replace(SAID, private=True), at=DISCORD.address, here=DISCORD, secret=True)
    assert (one.address, one.reader) == (DISCORD.address, "77")


def test_a_secret_on_telegram_goes_to_the_private_chat_and_the_group_learns_only_that() -> None:
    secret, notice = told(replace(SAID, private=True), direct="77", secret=True)
    assert (secret.address, secret.answer_to) == (Address("telegram", "77"), None)
    assert words(read_reply(secret.body)) == "hello"
    assert notice.address == GROUP.address
    assert words(read_reply(notice.body)) == "I answered you in private."


def test_without_a_private_chat_a_secret_is_not_told_at_all() -> None:
    (one,) = told(replace(SAID, private=True), secret=True)
    assert "hello" not in one.body
    assert one.address == GROUP.address
    assert read_reply(one.body).buttons[0].line == "private:"


def test_what_is_no_secret_of_a_private_command_is_told_where_it_was_asked_and_whispered_where_one_can() -> None:
    (one,) = told(SAID, secret=True)
    assert (one.address, one.reader) == (GROUP.address, None)
    assert "hello" in one.body
    (one,) = told(SAID, at=DISCORD.address, here=DISCORD, secret=True)
    assert (one.address, one.reader) == (DISCORD.address, "77")


def test_a_secret_asked_for_in_private_is_told_there() -> None:
    (one,) = told(SAID, at=Address("telegram", "77"), here=None, private=True, secret=True)
    assert one.address == Address("telegram", "77")
    assert "hello" in one.body


def test_a_press_replaces_the_message_that_was_pressed() -> None:
    (one,) = told(replace(SAID, replace=True), via="pressed")
    assert one.edits == "m9"
    (one,) = told(replace(SAID, replace=True), via="typed")
    assert one.edits is None
    (one,) = told(SAID, via="pressed")
    assert one.edits is None


def test_what_is_for_everybody_reaches_every_channel_once() -> None:
    here, there = told(replace(SAID, everywhere=True, replace=True), via="pressed")
    assert (here.address, here.edits, here.locale) == (GROUP.address, "m9", "zh_Hant")
    assert (there.address, there.edits, there.locale, there.lane, there.answer_to) == (
        DISCORD.address, None, "zh_Hans", POST, None,
    )  # fmt: skip


def test_a_channel_that_cannot_be_reached_or_has_another_purpose_gets_no_posts() -> None:
    places = [GROUP, replace(DISCORD, suspended_at=NOON), Place(3, 1, Address("web", "w"), "", "alerts")]
    assert [one.address.chat for one in told(replace(SAID, everywhere=True), places=places)] == ["-100"]


def test_a_topic_of_the_team_s_chat_and_its_channel_are_one_place() -> None:
    topic = Address("telegram", "-100", "7")
    assert [one.address for one in told(replace(SAID, everywhere=True), at=topic)] == [topic, DISCORD.address]


def test_a_post_from_a_private_chat_reaches_all_channels() -> None:
    found = told(replace(SAID, everywhere=True), at=Address("telegram", "77"), here=None, private=True)
    assert [one.address.chat for one in found] == ["77", "-100", "555"]


def test_a_post_is_for_all_even_if_its_answer_was_whispered() -> None:
    found = told(replace(SAID, everywhere=True, private=True), at=DISCORD.address, here=DISCORD)
    assert [(one.address.chat, one.reader) for one in found] == [("555", "77"), ("-100", None)]
