"""The kinds of risk are those of the catalogue: built in, changed, added or taken away by the operator."""

from dataclasses import replace

import pytest

from commands.kit.metrics import default_catalogue, load
from storage import Storage
from tests.commands.redbook.reading import chapters
from tests.commands.task.crew import Crew, crew
from tests.town import Town

OURS = """
crisis:
  red: {ack: 5 min}
  playbooks:
    leak: {label: {en: data leak, zh_Hans: 数据泄露, zh_Hant: 資料外洩}, checklist: [Close the access, Tell everybody]}
    weather: null
"""


@pytest.fixture
async def ours(sqlite_storage: Storage) -> Crew:
    return await crew(replace(Town(sqlite_storage, load(OURS, "muster.yaml", default_catalogue())), carries=True))


async def test_a_kind_of_the_file_is_raised_by_its_name_in_any_language(ours: Crew) -> None:
    for word in ("leak", '"data leak"', "数据泄露"):
        await ours.ann.says(f"/risk raise red kind:{word} Names are public")
        assert "• data leak" in ours.cards()[max(ours.cards())]
    assert "Acknowledgement: until 20:05, 5 min left" in ours.cards()[max(ours.cards())]


async def test_a_kind_that_is_not_there_gets_the_nearest(ours: Crew) -> None:
    said = await ours.ann.says("/risk raise yellow kind:leek Names are public")
    assert "Did you mean `leak`?" in said
    assert "I can't read weather as “Kind”." in await ours.ann.says("/risk raise yellow kind:weather Flood")


async def test_the_form_offers_every_kind(ours: Crew) -> None:
    said = await ours.ann.says("/risk raise red")
    assert said.reply.form is not None
    (kind,) = [one for one in said.reply.form.questions if one.field == "kind"]
    assert [one.value for one in kind.choices] == [
        "fraud", "refunds", "opinion", "policy", "competitor", "participation", "leak", "other",
    ]  # fmt: skip


async def test_the_red_book_calls_a_kind_of_the_file_by_its_name(ours: Crew) -> None:
    await ours.ann.says("/risk raise red kind:leak Names are public")
    await ours.ann.says("/redbook 2026-11")
    (post,) = [post for letter in ours.town.letters if "redbook-" in (post := ours.town._post(letter))]
    assert chapters(post)["Risks"].splitlines()[1].split(" | ")[3] == "data leak"


async def test_a_kind_that_says_nothing_does_not_stand_on_the_card(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded community:mums-club")
    assert "• Mums club" in team.card().splitlines()
    assert "other" not in team.card()
