"""Several teams in one deployment never see anything of each other."""

import re

from tests.town import Somebody, Town

CANARY = "Quetzalcoatl"
KEY = CANARY.lower()


async def neighbours(town: Town) -> tuple[Somebody, Somebody]:
    """Mums club and Elsewhere; everything of Elsewhere has the canary in it. Bob is in both; returns his two selves."""
    await town.founded("fans")
    carol = town.carol
    await carol.says(f'/setup name:"{CANARY} club" zone:Asia/Shanghai')
    await carol.says(f'/join name:"{CANARY} boss"')
    await carol.says(f"/community add {KEY}")
    await carol.says(f'/community add fans name:"{CANARY} fans" audience:"{CANARY} people"')
    await carol.says(f"/daily {KEY} joined 667 note: {CANARY} note")
    await carol.says(f"/away until fri why:{CANARY}")
    await carol.says("/daily fans refunds 5 orders 3")
    await carol.says("/setup code")
    here, there = town.bob, town.bob.at_chat("-666")
    await here.says("/join")
    await there.says(f'/join name:"{CANARY} bob"')
    await there.says(f'/daily fans active 668 note: "{CANARY}"')
    await there.says("/daily")
    return here, there


LINES = (
    "/team", "/community", "/setup show", "/status", "/help", "/daily", "/daily fans joined 3", "/daily joined 3",
    "/daily date:yesterday fans joined 4 active 9", f"/daily {KEY} joined 3", f"/daily community:{KEY[:-2]} joined 3",
    f"/community edit {KEY[:-1]} stage:mature", "/role @carol", "/role carol", f"/role {KEY[:-1]}", "/away", "/back",
    "/away until fri", "/form _ say", "/join", "/link", f"/help {KEY}", "/nonsense", "/daily save CODE-0001",
)  # fmt: skip


async def test_nothing_of_one_team_is_in_any_letter_to_another(town: Town) -> None:
    here, _ = await neighbours(town)
    private = here.in_private()
    await private.says('/team use "Mums club"')
    for line in LINES:
        for who in (here, town.ann, private):
            answer = await who.says(line)
            own = re.sub(KEY[:-2] + r"\w*", "", line, flags=re.IGNORECASE)
            for letter in town.letters:
                said = _without(letter.body, line)
                assert CANARY not in said, (own, said)
                assert "667" not in said
                assert "668" not in said
                assert letter.address.chat != "-666"
                assert letter.team in (1, None)
            assert "667" not in answer


def _without(body: str, line: str) -> str:
    """The letter without what the asker typed herself."""
    for word in line.split():
        body = body.replace(word, "")
    return body


async def test_the_figures_compared_are_one_s_own_team_s(town: Town) -> None:
    here, _ = await neighbours(town)
    answer = await here.says("/daily fans active 5")
    assert "active members | 5 | – | –" in answer


async def test_drafts_of_another_team_are_not_there(town: Town) -> None:
    _, there = await neighbours(town)
    asked = await there.says("/daily fans refunds 6 orders 2")
    picked = await there.says("/daily joined 9")
    form = (await there.says("/daily community:fans")).reply.form
    assert form is not None
    before = [(row.workspace, row.metric) for row in await town.versions()]
    for line in (
        asked.line("Save anyway"), asked.line("Change"), asked.line("Cancel"), picked.line("fans"),
        f"/form {form.draft} save", f"/form {form.draft} open", f"/form {form.draft} submit",
    ):  # fmt: skip
        answer = await town.hears_at(town.bob, line)
        assert CANARY not in answer, line
    assert [(row.workspace, row.metric) for row in await town.versions()] == before
    assert "Saved" in await town.hears_at(there, asked.line("Save anyway"))


async def test_a_person_of_another_team_cannot_be_named(town: Town) -> None:
    await neighbours(town)
    for line in (
        "/role @carol manager",
        "/community add new owner:@carol",
        "/role <@!carol>",
        "/approve 2",
        "/approve 3",
    ):
        answer = await town.ann.says(line)
        assert "I don't know" in answer or "is not waiting" in answer, line
    assert CANARY not in str(await town.ann.says("/role", answering=town.carol))


async def test_export_and_journal_rows_are_of_one_team(town: Town) -> None:
    await neighbours(town)
    await town.bob.says("/daily fans joined 3")
    assert {row.workspace for row in await town.versions(1)} == {"Mums club"}
    assert CANARY not in str(await town.versions(1))
    assert CANARY not in str(await town.journal(1))
    assert {row.workspace for row in await town.journal(2)} == {f"{CANARY} club"}


async def test_the_same_person_has_a_name_and_a_level_in_each_team(town: Town) -> None:
    await neighbours(town)
    await town.carol.says(f'/role "{CANARY} bob" manager')
    assert (await town.people(1))["Bob"].level.name == "STAFF"
    assert (await town.people(2))[f"{CANARY} bob"].level.name == "MANAGER"
    assert "ops manager or above" in await town.bob.says("/community add more")


async def test_a_code_of_one_team_lets_nobody_into_another(town: Town) -> None:
    await town.founded()
    carol = town.carol.on("discord", "carol", "900")
    await carol.says("/setup")
    await town.bob.says("/join")
    await town.bob.in_private().says("/link")
    dave = town.person("Dave", carol.at)
    await dave.says("/link CODE-0001")
    assert {account.user for account in await town.accounts("Bob")} == {"bob", "dave"}
    assert [person.name for person in await town.everybody(2)] == ["Carol"]


async def test_a_group_does_not_learn_in_which_other_teams_somebody_is(town: Town) -> None:
    here, _ = await neighbours(town)
    for line in ("/team use", "/team use nothing", "/team use number:99"):
        await here.says(line)
        assert all(CANARY not in letter.body for letter in town.letters if letter.address == here.at), line
    await here.in_private().says("/help")
    await here.says("/team use nothing")
    assert CANARY in town.posts()["bob"]
    assert "I answered you in private." in town.posts()["-100"]
