"""What the page asks the memory for."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from commands.kit import Book, Drawing, File, Role, Tongue
from commands.kit.hints import LANGUAGES, PLATFORMS
from commands.kit.reply import Block, read_reply
from commands.kit.zone import zone_of
from storage import Address, Letter, Unit

from ..book import document
from ..ports import Theme
from .cast import PRIVATE, WEB, Look, Persona
from .history import close_forms, drafts_in, seen
from .house import House
from .render import plain
from .streams import Page, wire
from .suggest import Known, suggest
from .words import words

PAST = 200
"""Letters of a room that are shown when the page opens."""


async def desk(house: House, tongue: Tongue) -> dict[str, Any]:
    """People, rooms, jumps and words, as one language calls them."""
    told = words(tongue.locale)
    rooms = [
        _room(room.id, plain(room.label, tongue) if room.label else room.title, room.look) for room in house.cast.rooms
    ]
    # On Discord a bot answers in place; its private chat is as on Telegram.
    rooms.insert(1, _room(PRIVATE, told["private_room"], "telegram"))
    offers = house.time_machine.offers() if house.time_machine else {}
    return {
        "locale": tongue.locale,
        "languages": list(LANGUAGES.items()),
        "words": told,
        "people": [
            {"id": each.id, "name": each.name, "role": plain(each.role, tongue) if each.role else ""}
            for each in house.cast.people
        ],
        "rooms": rooms,
        "jumps": [
            {"id": name, "label": plain(offer.label, tongue), "group": plain(offer.group, tongue)}
            for name, offer in offers.items()
        ],
        **await now(house),
    }


def _room(id: str, title: str, look: Look) -> dict[str, str]:
    return {"id": id, "title": title, "look": look, "like": PLATFORMS[look]}


async def now(house: House) -> dict[str, str]:
    """The one clock of the page, and what the team is posted to in."""
    team = await house.team()
    zone = zone_of(team.zone if team else "UTC").key
    return {"now": house.clock().isoformat(), "zone": zone, "posts": team.language if team else ""}


async def first_events(house: House, page: Page, persona: Persona, rooms: Iterable[Address], last: str) -> list[bytes]:
    """What a page that just came is told: what it missed, or everything."""
    if (missed := house.streams.missed(page, last)) is not None:
        # What it missed also waits in its queue if it was said after it came: there it is told.
        return [house.streams.wire(event) for event in missed if event.number <= page.since]
    found: list[tuple[str, Any]] = []
    for address in rooms:
        messages, told = await history(house, persona, address)
        found.append(("history", {"room": house.cast.room_of(address.chat), "messages": messages, **await now(house)}))
        found += [(fresh.name, fresh.data) for fresh in house.streams.fresh(page, address.chat, told)]
    # Only who has been told all of it may go on from here.
    ids = [None] * (len(found) - 1) + [house.streams.id_of(page.since)]
    return [wire(name, told, id) for (name, told), id in zip(found, ids, strict=True)]


async def history(house: House, persona: Persona, address: Address) -> tuple[list[dict[str, Any]], set[int]]:
    """What she sees of a room, oldest first, and the letters that this was made of."""
    account = (WEB, persona.id)

    async def look(unit: Unit) -> tuple[list[dict[str, Any]], set[int]]:
        letters = [letter for letter, _ in await unit.outbox.history(WEB, address.chat, PAST)]
        messages = seen(letters, persona.id, house.cast)
        alive = [draft for draft in drafts_in(messages) if await unit.drafts.get(draft, account) is not None]
        return close_forms(messages, alive), {letter.id for letter in letters}

    return await house.storage.read(look)


async def suggestions(house: House, persona: Persona, room: str, typed: str, tongue: Tongue) -> list[dict[str, str]]:
    address, _ = house.cast.room(room, persona)
    scene = await house.scene(persona, address, private=room == PRIVATE)
    known = Known(level=scene.who.level if scene.who else Role.OUTSIDER)
    if scene.team is not None and scene.who is not None:
        team = scene.team.id

        async def look(unit: Unit) -> Known:
            return Known(await unit.communities.of(team), await unit.people.of(team), known.level)

        known = await house.storage.read(look)
    found = suggest(typed, house.menu, house.metrics, known, tongue)
    return [{"text": each.text, "label": each.label, "help": each.help} for each in found]


async def file(house: House, persona: Persona, address: Address, letter: int, block: int) -> tuple[str, Path] | None:
    """Name and place of a file in a message that she may see; ``None`` when there is none."""
    seen = await _letter(house, persona, address, letter)
    found = _block(seen, block)
    if isinstance(found, File):
        place = house.files.joinpath(found.path).resolve()
        if place.is_relative_to(house.files.resolve()) and place.is_file():
            return found.name, place
    return None


async def book(house: House, persona: Persona, address: Address, letter: int, block: int) -> tuple[str, bytes] | None:
    """A book of a message that she may see, made when it is fetched; ``None`` when there is none."""
    seen = await _letter(house, persona, address, letter)
    found = _block(seen, block)
    if seen is None or not isinstance(found, Book):
        return None
    return found.name, await document(found, _tongue(seen))


async def picture(
    house: House, persona: Persona, address: Address, letter: int, block: int, theme: Theme
) -> bytes | None:
    """The picture of a chart in a message that she may see; ``None`` when there is none. Raises ``Undrawn``."""
    seen = await _letter(house, persona, address, letter)
    found = _block(seen, block)
    if seen is None or not isinstance(found, Drawing):
        return None
    return await house.draw(found, _tongue(seen), theme)


def _tongue(letter: Letter) -> Tongue:
    return Tongue(letter.locale, zone_of(letter.zone), letter.currency)


async def _letter(house: House, persona: Persona, address: Address, letter: int) -> Letter | None:
    """A letter that she may see. The page may ask before it is kept that the letter was said."""
    found = await house.storage.read(lambda unit: unit.outbox.get(letter))
    hers = found is not None and found.address == address and found.reader in (None, persona.id)
    return found if hers else None


def _block(letter: Letter | None, at: int) -> Block | None:
    blocks = read_reply(letter.body).blocks if letter is not None else ()
    return blocks[at] if at < len(blocks) else None


def quoted(name: str) -> str:
    """A file's name as a header carries it."""
    return quote(name, safe="")
