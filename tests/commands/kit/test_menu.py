"""Commands are found by looking, and a line finds its command."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit import LOCALES, Args, Command, Ctx, Refusal, Reply, Rest, Text, Tongue, command, reply, text
from commands.kit.asking import labels_of
from commands.kit.menu import Menu

MENU = Menu.find()


class Nothing(Args):
    pass


def made(name: str, *, default: bool = False) -> ModuleType:
    @command(name, help=text("Only for a test"), default=default)
    async def run(args: Nothing, ctx: Ctx) -> Reply:
        return reply()

    module = ModuleType(name)
    setattr(module, "it", run)  # noqa: B010
    return module


@pytest.mark.parametrize(
    ("line", "name", "tail"),
    [
        ("/daily joined 3", "daily", "joined 3"),
        ("/DAILY joined 3", "daily", "joined 3"),
        ("／daily joined 3", "daily", "joined 3"),
        ("/daily@muster_bot joined 3", "daily", "joined 3"),
        ("/daily\njoined 3\nactive 4", "daily", "joined 3\nactive 4"),
        ("/daily　新增3", "daily", "新增3"),
        ("/daily save AAAA", "daily save", "AAAA"),
        ("/community", "community list", ""),
        ("/community add fans", "community add", "fans"),
        ("/community@muster_bot  add  fans", "community add", "fans"),
        ("/setup language:en", "setup here", "language:en"),
        ("/team", "team show", ""),
        ("/drill 4", "drill show", "4"),
    ],
)
def test_a_line_finds_its_command(line: str, name: str, tail: str) -> None:
    found, rest = MENU.match(line)
    assert (found.name, rest.strip()) == (name, tail)


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        MENU.match("/dialy joined 3")
    assert Tongue().speak(refused.value.said) == "I don't know `/dialy`."
    assert [button.line for button in refused.value.buttons] == ["/daily joined 3", "/drill joined 3", "/help"]
    assert refused.value.hints == ()


def test_what_no_button_can_carry_is_proposed_in_words() -> None:
    long = "joined 3 note: " + "雨" * 15
    with pytest.raises(Refusal) as refused:
        MENU.match(f"/dialy {long}")
    assert [button.line for button in refused.value.buttons] == ["/help"]
    assert "`/daily`" in Tongue().speak(refused.value.hints[0])


def test_a_misspelled_part_of_a_group_is_mended_with_what_follows_it() -> None:
    menu = Menu.of([made("task claim"), made("task done")])
    for line in ("/task clam 7", "/tsk claim 7"):
        with pytest.raises(Refusal) as refused:
            menu.match(line)
        assert refused.value.buttons[0].line == "/task claim 7"


def test_what_is_not_on_the_menu_is_not_proposed() -> None:
    with pytest.raises(Refusal) as refused:
        MENU.match("/aprove 3")
    assert "/approve 3" not in {button.line for button in refused.value.buttons}


def test_an_unknown_part_of_a_group_without_a_default_names_its_parts() -> None:
    menu = Menu.of([made("task add"), made("task done")])
    with pytest.raises(Refusal) as refused:
        menu.match("/task explode 7")
    assert Tongue().speak(refused.value.said) == "I don't know `/task explode`."
    assert "`/task add` or `/task done`" in Tongue().speak(refused.value.hints[0])


def test_a_very_long_name_is_repeated_by_its_beginning() -> None:
    with pytest.raises(Refusal) as refused:
        MENU.match("/" + "x" * 3000)
    assert Tongue().speak(refused.value.said) == f"I don't know `/{'x' * 98}…`."


def test_two_commands_of_one_name_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="two commands are called 'x'"):
        Menu.of([made("x"), made("x")])


def examples(command: Command[Any]) -> Iterator[str]:
    """The lines of a command's help in every language."""
    for each in command.examples:
        line = each if isinstance(each, Text) else Text(each)
        yield from (Tongue(locale).speak(line(**dict.fromkeys(line.slots, "fans"))) for locale in LOCALES)


def test_every_command_has_a_help_a_level_and_examples_that_find_it() -> None:
    for name, one in MENU.commands.items():
        assert one.help.id, name
        for example in examples(one):
            assert MENU.match(example)[0] is one, example


def test_every_example_can_be_read() -> None:
    for one in MENU.commands.values():
        for example in examples(one):
            found, tail = MENU.match(example)
            assert not found.args.missing(found.args.split(tail)), example


@given(st.text(max_size=80))
def test_matching_raises_nothing_but_refusals(line: str) -> None:
    try:
        found, tail = MENU.match(line)
    except Refusal as refused:
        Tongue().speak(refused.said)
    else:
        assert MENU.commands[found.name] is found
        assert line.endswith(tail)


@given(st.sampled_from(sorted(MENU.commands)), st.text(max_size=60))
def test_what_stands_after_a_command_is_handed_on_unchanged(name: str, tail: str) -> None:
    """Also behind a number, which is what the clock says to a line of its own."""
    found, rest = MENU.match(f"/{name} 7 x{tail}")
    assert found.name == name
    assert rest == f"7 x{tail}"


def test_a_part_of_a_group_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(Refusal) as refused:
        MENU.match("/community remove fans")
    assert Tongue().speak(refused.value.said) == "I don't know `/community remove`."
    offered = [button.line for button in refused.value.buttons] + [Tongue().speak(refused.value.hints[0])]
    for name in ("list", "add", "edit", "archive", "restore"):
        assert any(f"/community {name}" in words for words in offered), name
    assert MENU.match("/community")[0].name == "community list"


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("/activity aprove 3", "/activity approve 3"),
        ("/activity@muster_bot shwo 3", "/activity show 3"),
        ("/task calim 7", "/task claim 7"),
        ("/milestone vrify 2", "/milestone verify 2"),
        ("/task 认领 7", "/task claim 7"),
    ],
)
def test_a_misspelt_part_of_a_group_that_lists_is_mended_as_well(line: str, near: str) -> None:
    with pytest.raises(Refusal) as refused:
        MENU.match(line)
    said = " ".join(line.replace("@muster_bot", "").split()[:2])
    assert Tongue().speak(refused.value.said) == f"I don't know `{said}`."
    assert refused.value.buttons[0].line == near
    assert refused.value.hints == ()


@pytest.mark.parametrize(
    ("line", "name", "tail"),
    [
        ("/activity 6", "activity show", "6"),
        ("/task #7", "task show", "#7"),
        ("/task ７", "task show", "７"),
        ("/milestone 2", "milestone show", "2"),
        ("/lesson 4", "lesson search", "4"),
        ("/task 7 done", "task list", "7 done"),
    ],
)
def test_a_number_behind_a_group_that_lists_is_one_of_the_list(line: str, name: str, tail: str) -> None:
    found, rest = MENU.match(line)
    assert (found.name, rest) == (name, tail)


@pytest.mark.parametrize(
    "tail", ["over", "ovr", "已结束", "page:2", "page 2", "something else", "owd page:2", "Überblick"]
)
def test_what_the_list_can_take_or_is_near_to_it_is_left_to_it(tail: str) -> None:
    assert MENU.match(f"/activity {tail}") == (MENU.commands["activity list"], tail)


@pytest.mark.parametrize(
    ("line", "name", "tail"),
    [
        ("/review answer：下周 早点印", "review answer", "下周 早点印"),
        ("/review answer: went well: the stalls\nnext: print", "review answer", "went well: the stalls\nnext: print"),
        ("/review Answer:", "review answer", ""),
        ("/task show：7", "task show", "7"),
        ("/promise kept：3", "promise kept", "3"),
        ("/promise list: apples and pears", "promise make", "list: apples and pears"),
        ("/promise begin: the poster", "promise make", "begin: the poster"),
        ("/promise due:fri Print it", "promise make", "due:fri Print it"),
        ("/task page:2", "task list", "page:2"),
        ("/weekly communities:moms", "weekly show", "communities:moms"),
    ],
)
def test_a_colon_right_behind_a_part_belongs_to_no_word(line: str, name: str, tail: str) -> None:
    found, rest = MENU.match(line)
    assert (found.name, rest) == (name, tail)


def test_a_chinese_part_with_a_colon_is_mended_with_all_words() -> None:
    with pytest.raises(Refusal) as refused:
        MENU.match("/task 认领：7 快")
    assert refused.value.buttons[0].line == "/task claim 7 快"


LABELS = [
    pytest.param(one.args, name, label, id=f"{one.name} {label}")
    for one in MENU.commands.values()
    if not one.hidden and one.args.split.__func__ is Args.split.__func__  # type: ignore[attr-defined]
    for label, name in labels_of(one.args.fields()).items()
    if label.isalpha() and not label.isascii() and name in one.args.fields()
]


@pytest.mark.parametrize(("args", "name", "label"), LABELS)
def test_the_label_of_a_form_is_a_name_of_its_option(args: type[Args], name: str, label: str) -> None:
    """In Chinese, where it is one word, and the command reads its line as others do."""
    fields = args.fields()
    if any(isinstance(mark, Rest) for mark in fields[name].metadata):
        return
    first = " ".join("7" for each in args.single() if each != name)
    assert args.split(f"{first} {label}：5".strip())[name] == "5"
