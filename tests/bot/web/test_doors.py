"""The page's HTTP, over a real port, with everything behind it real."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.web.cast import WEB
from commands.kit import File, reply
from commands.kit.reply import write_reply
from storage import Address, Letter, Storage

from .site import NOW, Ear, Site, listening, site

LINE = "/daily moms joined 32 active 1.3k"


async def post(session: aiohttp.ClientSession, door: str, persona: str = "mei", **what: object) -> tuple[int, object]:
    body = {"as": persona, "room": "team-room", **what}
    async with session.post(f"/{door}", json=body) as answer:
        return answer.status, await answer.json()


async def test_a_line_is_stored_echoed_and_answered(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        assert (await ear.next("history"))["messages"] == []
        assert (await post(session, "say", text=LINE))[0] == 202
        own = await ear.next("message")
        assert (own["speaker"], own["name"], own["blocks"][0]["runs"]) == ("mei", "Lin Mei", [["text", LINE]])
        answer = await ear.next("message")
        assert (answer["speaker"], answer["name"], answer["private"]) == (None, "Muster", False)
        assert answer["blocks"][1]["kind"] == "table"
        assert answer["zone"] == "Asia/Shanghai"


async def test_the_same_key_twice_is_the_same_thing_once(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        await ear.next("history")
        for _ in range(2):
            assert await post(session, "say", text="/team", key="0123456789") == (202, {"key": "0123456789"})
        await post(session, "say", text="over")
        said = [(await ear.next("message"))["speaker"] for _ in range(3)]
        assert said == ["mei", None, "mei"]


async def test_who_comes_back_gets_exactly_what_was_missed(desk: Site) -> None:
    async with desk.visitor() as session:
        async with listening(session) as ear:
            await ear.next("history")
            await post(session, "say", text="one")
            await ear.until("one")
            last = ear.last
        await post(session, "say", persona="tom", text="two")
        await post(session, "say", persona="tom", text="/team")
        async with listening(session, "tom") as ear:
            await ear.event()
        async with listening(session, last=last) as ear:
            await post(session, "say", text="three")
            # What Tom was answered privately is not for Mei.
            names = [(await ear.next("message"))["name"] for _ in range(3)]
            assert names == ["Tom Becker", "Tom Becker", "Lin Mei"]


async def test_an_id_of_another_process_gets_the_whole_room(sqlite_storage: Storage, tmp_path: Path) -> None:
    async with site(sqlite_storage, tmp_path) as before, before.visitor() as session, listening(session) as ear:
        await post(session, "say", text=LINE)
        await ear.until("Moms")
        last = ear.last
    later = NOW + timedelta(hours=1)
    async with (
        site(sqlite_storage, tmp_path, lambda: later) as after,
        after.visitor() as session,
        listening(session, last=last) as ear,
    ):
        messages = (await ear.next("history"))["messages"]
        assert [each["speaker"] for each in messages] == ["mei", None]
        assert json.dumps(LINE) in json.dumps(messages)


async def test_a_private_answer_is_for_its_reader_alone(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as mei, listening(session, "tom") as tom:
        await post(session, "say", text="/link")
        assert (await mei.until("/link"))["private"]
        await post(session, "say", text="hello Tom")
        await tom.next("history")
        assert (await tom.next("message"))["blocks"][0]["runs"] == [["text", "hello Tom"]]


async def test_a_form_is_closed_for_its_owner_when_it_is_done(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        await ear.next("history")
        await post(session, "say", text="/daily moms")
        form = await ear.until("draft")
        draft = form["form"]["draft"]
        await post(session, "form", message=form["id"], draft=draft, answers={"joined": "32"})
        while (event := await ear.event())["event"] != "closed":
            assert event["event"] == "message"
        assert json.loads(event["data"]) == {"draft": draft}
    async with desk.visitor() as session, listening(session) as ear:
        messages = (await ear.next("history"))["messages"]
        assert [each["form"]["open"] for each in messages if each["form"]] == [False]


async def test_a_pressed_button_may_replace_its_message(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        await ear.next("history")
        await post(session, "say", text="/daily moms")
        form = await ear.until("draft")
        await post(session, "press", message=form["id"], line=f"/form {form['form']['draft']} cancel")
        replaced = await ear.until("Cancelled")
        assert replaced["id"] == form["id"]
        assert replaced["form"] is None


async def test_an_outsider_is_refused_and_an_admin_may_set_up(desk: Site) -> None:
    async with desk.visitor() as session:
        async with listening(session, "outsider") as ear:
            await post(session, "say", "outsider", text=LINE)
            assert "not a member" in str(await ear.until("member"))
        async with listening(session, "tom") as ear:
            await post(session, "say", "tom", text="/setup language:zh-CN")
            await ear.until("administer this chat")
        async with listening(session, "grace") as ear:
            await post(session, "say", "grace", text="/setup language:zh-CN")
            assert (await ear.until("language:?"))["locale"] == "zh_Hans"


async def test_the_clock_moves_for_every_room_and_only_forward(desk: Site) -> None:
    async with desk.visitor() as session, listening(session, "tom", "private") as ear:
        await ear.next("history")
        async with session.post("/jump", json={"to": "friday"}) as answer:
            assert answer.status == 200
            now = datetime.fromisoformat((await answer.json())["now"])
        goal = datetime(2026, 11, 27, 8, tzinfo=UTC)
        assert timedelta() <= now - goal < timedelta(seconds=5)
        assert datetime.fromisoformat((await ear.next("jump"))["now"]) == goal
        moments = [goal]
        while (event := await ear.event())["event"] == "clock":
            moments.append(datetime.fromisoformat(json.loads(event["data"])["now"]))
            if moments[-1] >= goal:
                break
        assert moments[1:] == sorted(moments[1:])
        assert len(moments) > 10
        async with session.post("/jump", json={"to": "yesterday"}) as answer:
            assert answer.status == 404


async def test_nothing_happens_when_nothing_is_planned(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        await ear.next("history")
        await post(session, "say", text="/schedule off digest.daily")
        await ear.until("switched off")
        async with session.post("/jump", json={"to": "digest"}) as answer:
            assert answer.status == 409
        assert (desk.app.clock() - NOW) < timedelta(minutes=5)


async def test_a_language_is_remembered_for_the_person(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        async with session.post("/language", json={"persona": "mei", "language": "zh-TW"}) as answer:
            assert await answer.json() == {"language": "zh_Hant"}
        await post(session, "say", text="/daily moms active 1300")
        assert "活躍" in str(await ear.until("活躍"))
        async with session.get("/desk", params={"as": "mei"}) as answer:
            assert (await answer.json())["locale"] == "zh_Hant"
        async with session.get("/desk", params={"as": "tom"}) as answer:
            assert (await answer.json())["locale"] == "en"


async def test_the_team_may_be_posted_to_in_the_language_of_the_page(desk: Site) -> None:
    async with desk.visitor() as session, listening(session) as ear:
        assert (await ear.next("history"))["posts"] == "en"
        body = {"persona": "mei", "language": "zh_Hans", "posts": True}
        async with session.post("/language", json=body) as answer:
            assert answer.status == 200
        await post(session, "say", text="/away 2d")
        assert (await ear.until("请假"))["locale"] == "zh_Hans"
        async with session.get("/desk", params={"as": "mei"}) as answer:
            told = await answer.json()
            assert (told["posts"], told["locale"]) == ("zh_Hans", "en")


async def test_a_page_that_names_several_rooms_hears_all_of_them(desk: Site) -> None:
    rooms = ("team-room", "private", "team-channel")
    async with desk.visitor() as session:
        query = [("as", "mei"), *(("room", room) for room in rooms)]
        async with session.get("/events", params=query) as answer:
            ear = Ear(answer)
            assert [(await ear.next("history"))["room"] for _ in rooms] == list(rooms)
            for room in rooms:
                await post(session, "say", room=room, text="hello")
                assert (await ear.until("hello"))["room"] == room
            await post(session, "say", room="private", persona="tom", text="hello")
            await post(session, "say", text="over")
            assert (await ear.until("over"))["room"] == "team-room"


async def test_suggestions_name_commands_communities_and_metrics(desk: Site) -> None:
    async def offered(typed: str, **more: str) -> list[str]:
        query = {"as": "mei", "room": "team-room", "text": typed, **more}
        async with session.get("/suggest", params=query) as answer:
            return [each["text"] for each in await answer.json()]

    async with desk.visitor() as session:
        assert await offered("/dai") == ["/daily "]
        assert "/daily " in await offered("/")
        assert await offered("/community a") == ["/community add ", "/community archive "]
        assert "/daily community:moms " in await offered("/daily mom")
        assert "/daily moms joined 3 active " in await offered("/daily moms joined 3 acti")
        assert "/daily moms active " in await offered("/daily moms 活", lang="zh-CN")
        assert await offered("hello") == []
        assert await offered("/nothing like this ") == []


@pytest.mark.parametrize(
    ("path", "name"), [("numbers.csv", "numbers 十月.csv"), ("../secret.csv", "x.csv"), ("gone.csv", "x.csv")]
)
async def test_a_file_is_handed_to_those_who_see_its_message(
    desk: Site, sqlite_storage: Storage, path: str, name: str
) -> None:
    (desk.files / "numbers.csv").write_text("day,joined\n")
    (desk.files.parent / "secret.csv").write_text("secret")
    body = write_reply(reply(File(name, path)))
    letter = Letter(0, None, Address(WEB, "team-room"), body, "en", "UTC", "", 2, NOW, reader="mei")
    async with desk.visitor() as session, listening(session) as ear:
        await ear.next("history")
        await sqlite_storage.write(lambda unit: unit.outbox.put([letter]))
        desk.app.postman.wake()
        told = await ear.next("message")
        where = f"/file/{told['letter']}-{told['blocks'][0]['at']}"
        # One letter of a room follows the other: when the second is heard, the first is known to be sent.
        await post(session, "say", text="Thank you")
        await ear.until("Thank you")
        async with session.get(where, params={"as": "mei", "room": "team-room"}) as answer:
            assert (answer.status, "secret" in await answer.text()) == (200 if path == "numbers.csv" else 404, False)
            if answer.status == 200:
                assert answer.content_disposition is not None
                assert answer.content_disposition.filename == name
        async with session.get(where, params={"as": "tom", "room": "team-room"}) as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "text/plain"},
        {"Host": "evil.example"},
    ],
)
async def test_another_page_can_hand_nothing_in(desk: Site, headers: dict[str, str]) -> None:
    async with desk.visitor() as session:
        body = json.dumps({"as": "mei", "room": "team-room", "text": "/team"})
        async with session.post("/say", data=body, headers={"Content-Type": "application/json"} | headers) as answer:
            assert answer.status in (403, 421)


async def test_what_makes_no_sense_is_told_apart_from_what_is_not_there(desk: Site) -> None:
    async with desk.visitor() as session:
        assert (await post(session, "say"))[0] == 400
        assert (await post(session, "say", text="/team", persona="nobody"))[0] == 404
        assert (await post(session, "say", text="/team", room="mei"))[0] == 404
        async with session.post("/say", data=b"{", headers={"Content-Type": "application/json"}) as answer:
            assert answer.status == 400
        async with session.get("/events", params={"as": "mei", "room": "tom"}) as answer:
            assert answer.status == 404


async def test_the_page_allows_no_script_but_its_own(desk: Site) -> None:
    async with desk.visitor() as session, session.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        page = await answer.text()
        assert "style=" not in page
        assert "<script>" not in page
