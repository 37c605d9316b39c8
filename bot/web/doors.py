"""The page's HTTP: everything it asks for and everything it hands in."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from commands.kit.tongue import Tongue, read_locale
from commands.kit.zone import zone_of
from storage import StorageError

from ..ports import Malformed, Theme, Undrawn
from . import asked, inbound
from .cast import PRIVATE, WEB, Nobody, Persona
from .guard import HEADERS, Door, guarded
from .house import House
from .streams import Event

STATIC = Path(__file__).parent / "page"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEARTBEAT = 15.0
"""Seconds; proxies and browsers give up a silent stream after a minute."""
AGAIN = b"retry: 1000\n\n"
"""Milliseconds after which a browser whose stream broke comes back."""
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")


class Jump(BaseModel):
    model_config = ConfigDict(extra="forbid")
    to: str


class Language(BaseModel):
    """``posts``: the team is posted to in it."""

    model_config = ConfigDict(extra="forbid")
    persona: str
    language: str
    posts: bool = False


def routes(house: House) -> list[web.RouteDef]:
    doors = Doors(house)
    return [
        web.get("/", guarded(doors.page)),
        web.get(r"/page/{name:[a-z_]+\.(?:css|js|svg)}", guarded(doors.static)),
        web.get("/desk", guarded(_told(doors.desk))),
        web.get("/events", guarded(_told(doors.events))),
        web.get("/suggest", guarded(_told(doors.suggest))),
        web.get(r"/file/{letter:\d{1,15}}-{block:\d{1,4}}", guarded(_told(doors.file))),
        web.get(r"/chart/{letter:\d{1,15}}-{block:\d{1,4}}-{theme:light|dark}.png", guarded(_told(doors.chart))),
        web.post("/say", guarded(_told(doors.handed_in("say")))),
        web.post("/press", guarded(_told(doors.handed_in("press")))),
        web.post("/form", guarded(_told(doors.handed_in("form")))),
        web.post("/jump", guarded(_told(doors.jump))),
        web.post("/language", guarded(_told(doors.language))),
    ]


def _told(door: Door) -> Door:
    """What cannot be done is answered in JSON: 400 what makes no sense, 404 what is not there, 503 not now."""

    async def opened(request: web.Request) -> web.StreamResponse:
        try:
            return await door(request)
        except (Malformed, ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
            return _json({"error": type(error).__name__}, status=400)
        except Nobody as error:
            return _json({"error": str(error)}, status=404)
        except (StorageError, Undrawn) as error:
            return _json({"error": str(error)}, status=503)

    return opened


class Doors:
    def __init__(self, house: House) -> None:
        self._house = house

    async def page(self, request: web.Request) -> web.StreamResponse:
        return _file(STATIC / "index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        found = STATIC / request.match_info["name"]
        if not found.is_file():
            return _json({"error": "no such file"}, status=404)
        return _file(found)

    async def desk(self, request: web.Request) -> web.StreamResponse:
        """Everything the page shows around the conversation: in the language it names, or in its person's."""
        house = self._house
        locale = read_locale(request.query.get("lang", ""))
        if locale is None:
            locale = await house.language(house.cast.persona(request.query.get("as") or house.cast.people[0].id))
        return _json(await asked.desk(house, Tongue(locale)))

    async def suggest(self, request: web.Request) -> web.StreamResponse:
        persona, room = self._who(request)
        typed = request.query.get("text", "")[: inbound.LONGEST]
        return _json(await asked.suggestions(self._house, persona, room, typed, Tongue(_locale(request))))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What is said in the rooms, from now on; before that what was said already, or what was missed."""
        house = self._house
        persona, _ = self._who(request)
        rooms = [house.cast.room(room, persona)[0] for room in request.query.getall("room", [PRIVATE])]
        answer = web.StreamResponse(headers={**HEADERS, "Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        answer.content_type = "text/event-stream"
        page = house.streams.open([address.chat for address in rooms], persona.id)
        try:
            first = await asked.first_events(house, page, persona, rooms, request.headers.get("Last-Event-ID", ""))
            await answer.prepare(request)
            await answer.write(AGAIN)
            for event in first:
                await answer.write(event)
            async for event in house.streams.listen(page, HEARTBEAT):
                await answer.write(event)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            house.streams.leave(page)
        return answer

    def handed_in(self, kind: str) -> Door:
        """Something said, pressed or filled in: on the disk before the page hears that we have it. The page may give
        it a key; the same key twice is the same thing once."""

        async def take(request: web.Request) -> web.StreamResponse:
            given = await _body(request)
            key = given.pop("key", None)
            thing = inbound.read(json.dumps({**given, "kind": kind}))
            persona = self._house.cast.persona(thing.persona)
            address, _ = self._house.cast.room(thing.room, persona)
            key = key if isinstance(key, str) and _KEY.fullmatch(key) else self._house.new_key()
            await self._house.feed(WEB, [(key, address.chat, inbound.write(thing))])
            return _json({"key": key}, status=202)

        return take

    async def jump(self, request: web.Request) -> web.StreamResponse:
        house = self._house
        wish = Jump.model_validate(await _body(request))
        machine = house.time_machine
        if machine is None or wish.to not in machine.offers():
            raise Nobody("the clock cannot be moved there")
        team = await house.team()
        zone = zone_of(team.zone if team else "UTC")
        if (goal := await machine.goal(wish.to, zone)) is None:
            return _json({"error": "nothing of that kind is planned"}, status=409)

        def tell(name: str, moment: datetime) -> None:
            house.streams.publish(house.cast.chats, Event(name, {"now": moment.isoformat(), "zone": zone.key}))

        tell("jump", goal)
        await machine.jump(goal, lambda moment: tell("clock", moment))
        return _json({"now": house.clock().isoformat(), "zone": zone.key})

    async def language(self, request: web.Request) -> web.StreamResponse:
        """What the switch on the page says is how she is answered."""
        wish = Language.model_validate(await _body(request))
        persona = self._house.cast.persona(wish.persona)
        if (locale := read_locale(wish.language)) is None:
            raise Malformed("no such language")
        if wish.posts:
            await self._house.post_in(locale)
        else:
            await self._house.speak(persona, locale)
        return _json({"language": locale})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file of a message, for those who see the message."""
        persona, room = self._who(request)
        address, _ = self._house.cast.room(room, persona)
        at = int(request.match_info["letter"]), int(request.match_info["block"])
        answer: web.StreamResponse
        if (found := await asked.file(self._house, persona, address, *at)) is not None:
            name, path = found
            answer = web.FileResponse(path, headers=HEADERS)
        elif (made := await asked.book(self._house, persona, address, *at)) is not None:
            name, content = made
            answer = web.Response(body=content, content_type="text/html", charset="utf-8", headers=HEADERS)
        else:
            return _json({"error": "no such file"}, status=404)
        # Never shown in the page's own place: what people wrote stands in it.
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{asked.quoted(name)}"
        return answer

    async def chart(self, request: web.Request) -> web.StreamResponse:
        """The picture of a chart, drawn when it is looked at, for those who see the message."""
        persona, room = self._who(request)
        address, _ = self._house.cast.room(room, persona)
        at = int(request.match_info["letter"]), int(request.match_info["block"])
        theme: Theme = "dark" if request.match_info["theme"] == "dark" else "light"
        found = await asked.picture(self._house, persona, address, *at, theme)
        if found is None:
            return _json({"error": "no such chart"}, status=404)
        return web.Response(body=found, content_type="image/png", headers={**HEADERS, "Cache-Control": "no-cache"})

    def _who(self, request: web.Request) -> tuple[Persona, str]:
        persona = self._house.cast.persona(request.query.get("as", ""))
        return persona, request.query.get("room", PRIVATE)


async def _body(request: web.Request) -> dict[str, Any]:
    found = json.loads(await request.text())
    if not isinstance(found, dict):
        raise Malformed("not an object")
    return found


def _locale(request: web.Request) -> str:
    return read_locale(request.query.get("lang", "")) or "en"


def _json(value: Any, status: int = 200) -> web.Response:
    words = json.dumps(value, ensure_ascii=False)
    headers = {**HEADERS, "Cache-Control": "no-store"}
    return web.Response(text=words, status=status, content_type="application/json", headers=headers)


def _file(path: Path) -> web.Response:
    """A file of the page. It is small, and always the one that belongs to this server."""
    headers = {**HEADERS, "Cache-Control": "no-cache"}
    return web.Response(
        body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8", headers=headers
    )  # fmt: skip
