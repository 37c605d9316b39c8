"""The slash commands: what is offered, in which language, and that Discord takes all of it."""

from typing import Any

import pytest

from bot.discord.options import as_name, hash_of, tree
from commands.kit.menu import Menu
from commands.kit.metrics import default_catalogue

from .errands import MENU
from .limits import is_name, problems, size

CATALOGUE = default_catalogue()


def found(commands: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """A command, subcommand or option by its names."""
    first, *rest = path.split()
    item = next(command for command in commands if command["name"] == first)
    return found(item["options"], " ".join(rest)) if rest else item


def names(item: dict[str, Any]) -> list[str]:
    return [option["name"] for option in item["options"]]


def test_discord_takes_every_command_in_every_language() -> None:
    assert problems(tree(Menu.find(), CATALOGUE)) == []


def test_a_group_has_its_commands_as_subcommands() -> None:
    commands = tree(MENU, CATALOGUE)
    assert names(found(commands, "setup")) == ["here", "show"]


def test_hidden_commands_are_not_offered() -> None:
    assert "lamp-on" not in [command["name"] for command in tree(MENU, CATALOGUE)]


def test_an_archived_community_can_be_brought_back() -> None:
    assert names(found(tree(Menu.find(), CATALOGUE), "community restore")) == ["key"]


def test_what_only_forms_say_is_not_offered() -> None:
    offered = names(found(tree(Menu.find(), CATALOGUE), "weekly edit"))
    assert "highlights" in offered
    assert not {"moved", "version"} & set(offered)


def test_all_commands_are_for_servers_only() -> None:
    for command in tree(Menu.find(), CATALOGUE):
        assert (command["contexts"], command["integration_types"]) == ([0], [0])


def test_no_option_is_required_so_that_an_empty_command_opens_the_form() -> None:
    assert not any("required" in option for option in found(tree(MENU, CATALOGUE), "order")["options"])


def test_options_have_the_types_of_the_arguments() -> None:
    order = found(tree(MENU, CATALOGUE), "order")
    kinds = {option["name"]: option["type"] for option in order["options"]}
    assert kinds["what"] == kinds["size"] == 3
    assert kinds["count"] == 4
    assert kinds["hurry"] == 5
    assert [choice["name"] for choice in found(order["options"], "size")["choices"]] == ["Small", "Big"]
    assert found(order["options"], "by")["autocomplete"] is True


def test_an_option_has_the_name_that_examples_and_the_command_line_use() -> None:
    assert names(found(tree(Menu.find(), CATALOGUE), "export")) == ["kind", "period", "from", "to", "format", "text"]


def test_free_words_have_an_option_called_text() -> None:
    commands = tree(MENU, CATALOGUE)
    assert names(found(commands, "say")) == ["text"]
    assert "text" not in names(found(commands, "seek"))


def test_the_first_page_of_numbers_is_offered_one_by_one_as_texts() -> None:
    daily = found(tree(Menu.find(), CATALOGUE), "daily")
    first = [metric.key for metric in CATALOGUE.pages()[0]]
    assert names(daily)[:2] == ["community", "date"]
    assert [name for name in names(daily) if name in first] == first
    assert found(daily["options"], "text")["autocomplete"] is True
    assert {option["type"] for option in daily["options"]} == {3}


def test_numbers_are_called_by_their_labels_in_chinese() -> None:
    option = found(tree(Menu.find(), CATALOGUE), "daily joined")
    metric = CATALOGUE.get("joined")
    assert metric is not None
    assert option["name_localizations"] == {
        "zh-CN": as_name(metric.label.zh_Hans), "zh-TW": as_name(metric.label.zh_Hant)
    }  # fmt: skip


def test_a_command_has_one_name_in_every_language_and_is_described_in_each() -> None:
    for command in (one for one in tree(Menu.find(), CATALOGUE) if one["type"] == 1):
        for item in [command, *(one for one in command["options"] if one["type"] == 1)]:
            assert "name_localizations" not in item
            assert set(item["description_localizations"]) == {"zh-CN", "zh-TW"}, item["name"]


def test_what_can_be_chosen_for_a_message_is_called_so_in_each_language() -> None:
    chosen = {one["name"]: one["name_localizations"] for one in tree(Menu.find(), CATALOGUE) if one["type"] == 3}
    assert chosen == {
        "Add to a risk": {"zh-CN": "记入风险", "zh-TW": "記入風險"},
        "Make it a task": {"zh-CN": "转成任务", "zh-TW": "轉成任務"},
        "Raise it as a risk": {"zh-CN": "上报为风险", "zh-TW": "通報為風險"},
        "Write it down as promised": {"zh-CN": "记成承诺", "zh-TW": "記成承諾"},
    }


def test_setup_is_a_group_of_five() -> None:
    assert {"here", "code", "join", "show", "change"} <= set(names(found(tree(Menu.find(), CATALOGUE), "setup")))


def test_the_same_commands_have_the_same_hash() -> None:
    assert hash_of(tree(MENU, CATALOGUE)) == hash_of(tree(MENU, CATALOGUE))
    assert hash_of(tree(MENU, CATALOGUE)) != hash_of(tree(Menu.find(), CATALOGUE))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("New members", "new_members"),
        ("活跃率（%）", "活跃率"),
        ("Revenue (¥)", "revenue"),
        ("退群 / 天", "退群_天"),
        ("!", ""),
    ],
)
def test_a_label_becomes_a_name(label: str, name: str) -> None:
    assert as_name(label) == name
    assert not name or is_name(name)


def option(**fields: Any) -> dict[str, Any]:
    return {"type": 3, "name": "option", "description": "x", **fields}


def root(*options: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": 1, "name": "root", "description": "x", "options": list(options), **fields}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (root(name="Root"), "'Root' is no name"),
        (root(name="a b"), "'a b' is no name"),
        (root(name="x" * 33), "is no name"),
        (root(description=""), "a description of 0 characters"),
        (root(description="x" * 101), "a description of 101 characters"),
        (root(description_localizations={"zh_Hans": "x"}), "unknown languages"),
        (root(*(option(name=f"o{number}") for number in range(26))), "26 options"),
        (root(option(), option()), "'option' twice"),
        (root(*(option(name=name, name_localizations={"zh-CN": "同"}) for name in "ab")), "'同' twice zh-CN"),
        (root(option(), option(name="b", required=True)), "a required option after an optional one"),
        (root(option(), option(type=1, name="sub")), "side by side"),
        (root(option(choices=[{"name": f"{n}", "value": f"{n}"} for n in range(26)])), "26 choices"),
        (root(option(choices=[{"name": "", "value": "x"}])), "a choice of 0 characters"),
        (root(option(choices=[{"name": "a", "value": "a"}], autocomplete=True)), "exclude each other"),
        (root(option(type=5, autocomplete=True)), "neither text nor number"),
        (root(*(option(name=f"o{n}", description="x" * 100, choices=[
            {"name": f"{c}{'x' * 90}", "value": f"{c}{'y' * 90}"} for c in range(25)]) for n in range(3))), "8000"),
    ],
)  # fmt: skip
def test_each_limit_is_noticed(wrong: dict[str, Any], told: str) -> None:
    assert any(told in line for line in problems([wrong]))


def test_of_localised_texts_the_longest_counts() -> None:
    assert size(root(description_localizations={"zh-CN": "aaaaa"})) == len("root") + 5
