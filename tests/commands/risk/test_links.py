"""Where a post can be found again: by its address, where that is known."""

import pytest

from commands.kit.posts import where
from storage import Address


@pytest.mark.parametrize(
    ("at", "message", "expected"),
    [
        (Address("telegram", "-1001234567890"), "41", "https://t.me/c/1234567890/41"),
        (Address("telegram", "-1001234567890", "5"), "41", "https://t.me/c/1234567890/5/41"),
        (Address("telegram", "-1000000987654"), "41", "https://t.me/c/987654/41"),
        (Address("telegram", "-4012345678"), "41", "Telegram: Lobby"),
        (Address("discord", "777", "9"), "41", "Discord: Lobby"),
        (Address("web", "room"), "41", "Web: Lobby"),
    ],
)
def test_a_link_where_the_platform_has_one_and_else_the_chat(at: Address, message: str, expected: str) -> None:
    assert where(at, message, "Lobby") == expected


def test_a_link_to_discord_needs_the_server_and_goes_to_the_thread() -> None:
    assert where(Address("discord", "777"), "41", "Lobby", "5") == "https://discord.com/channels/5/777/41"
    assert where(Address("discord", "777", "9"), "41", "Lobby", "5") == "https://discord.com/channels/5/9/41"


def test_a_chat_without_a_name_is_its_platform() -> None:
    assert where(Address("discord", "777"), "41", "") == "Discord"
