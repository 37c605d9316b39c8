"""An answer becomes letters: to the asker where she asked, to her alone, or to all the team's channels."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commands.kit import Button, Reply, reply, text
from commands.kit.reply import Card, read_reply, write_reply
from storage import Address, Letter, Place

from .ports import Call
from .scene import Scene, everywhere

RED, YELLOW, ANSWER, POST = range(4)
"""Lanes of the outbox: a lower one never waits for a higher one."""

REMEMBERED = 200

PRIVATE_CHAT = "private:"
"""A button that opens the bot's private chat; every chat draws it in its own way."""

SENT_PRIVATELY = text("I answered you in private.")
OPEN_PRIVATE = text(
    "This is for you alone, and I cannot write to you privately yet. Open me, press Start, then ask again."
)
OPEN_ME = text("Open private chat", context="button")


@dataclass(frozen=True, slots=True)
class Post:
    """What letters need to know of the call they answer."""

    call: Call
    scene: Scene
    now: datetime
    whispers: Collection[str]


def letters(
    post: Post, answer: Reply, places: Sequence[Place], *, secret: bool, shared: Reply | None = None
) -> list[Letter]:
    """All letters of one answer. ``secret``: what is private in it must not be shown in a group, whatever the platform
    can do. ``shared`` is what the team's other channels are told, if the asker is told more."""
    heard = post.call.heard
    if not (answer.blocks or answer.form or answer.buttons):
        return []
    if answer.form is not None and post.call.direct:
        return []
    hidden = secret and answer.private
    found = [
        _one(post, part, address, here, alone=secret) for part, address, here in _answers(post, answer, secret=hidden)
    ]
    if answer.everywhere and post.scene.team:
        shared = replace(shared or answer, private=False, replace=False)
        # What the clock says begins in a channel for it and goes to all others of its kind.
        here = post.scene.place
        purpose = here.purpose if here is not None and heard.via == "clock" else "team"
        told = replace(
            _one(post, shared, heard.address, False, alone=False), locale=post.scene.team.language, lane=POST
        )  # fmt: skip
        found += [
            replace(told, address=place.address) for place in everywhere(heard.address, here, list(places), purpose)
        ]
    return found


def cards(post: Post, answer: Reply, places: Sequence[Place]) -> list[Letter]:
    """The live messages that an answer changes, or puts up."""
    team = post.scene.team
    if team is None:
        return []
    channels = tuple(place.address for place in everywhere(None, None, list(places)))
    alarmed = tuple(place.address for place in everywhere(None, None, list(places), "alerts"))
    heard = post.call.heard.address
    # Most go with the answers: claiming shows at once, however many posts wait.
    return [
        replace(
            _one(post, card.face, address, False, alone=False),
            locale=post.scene.locale if card.at == (heard,) else team.language, card=card.key,
            lane=_lane(card.face, ANSWER if card.at is None else POST),
        )
        for card in answer.cards
        for address in (_channels(card, channels, alarmed) if card.at is None else card.at)
    ]  # fmt: skip


def _channels(card: Card, usual: tuple[Address, ...], alarmed: tuple[Address, ...]) -> tuple[Address, ...]:
    """What is urgent is shown where a team wants its alerts as well."""
    return usual + alarmed if card.face.urgent else usual


def _lane(answer: Reply, usual: int) -> int:
    return {"red": RED, "yellow": YELLOW}.get(answer.urgent, usual)


def alone_at(call: Call, scene: Scene, whispers: Collection[str]) -> Address | None:
    """Where only the asker reads an answer: here, in her private chat, or nowhere yet."""
    heard, direct = call.heard, scene.account.direct
    if heard.private or heard.address.platform in whispers:
        return heard.address
    return Address(heard.account.platform, direct) if direct is not None else None


def _answers(post: Post, answer: Reply, *, secret: bool) -> list[tuple[Reply, Address, bool]]:
    """(what, where, whether that is the place of the call)"""
    here, alone = post.call.heard.address, alone_at(post.call, post.scene, post.whispers)
    if not secret or alone == here:
        return [(answer, here, True)]
    if alone is None:
        button = Button(OPEN_ME(), PRIVATE_CHAT)
        return [(reply(OPEN_PRIVATE(), buttons=[button]), here, True)]
    return [(replace(answer, replace=False), alone, False), (reply(SENT_PRIVATELY()), here, True)]


_WRITTEN: OrderedDict[str, Reply] = OrderedDict()
"""The newest replies by what was written of them: most letters go out as soon as they are kept."""


def written(said: Reply) -> str:
    """The body of a letter."""
    body = write_reply(said)
    _WRITTEN[body] = said
    while len(_WRITTEN) > REMEMBERED:
        _WRITTEN.popitem(last=False)
    return body


def said_in(letter: Letter) -> Reply:
    """What is to be said. It is read again only when it was written long ago, or before the start."""
    return _WRITTEN.get(letter.body) or read_reply(letter.body)


def _one(post: Post, answer: Reply, address: Address, here: bool, *, alone: bool) -> Letter:
    call, heard = post.call, post.call.heard
    scene = post.scene if here else replace(post.scene, private=True)
    team = scene.team
    return Letter(
        id=0,
        team=team.id if team else None,
        address=address,
        body=written(replace(answer, cards=()) if answer.cards else answer),
        locale=scene.locale,
        zone=team.zone if team else "UTC",
        currency=team.currency if team else "",
        lane=_lane(answer, POST if heard.via == "clock" else ANSWER),
        created_at=post.now,
        answer_to=call.answer_to if here else None,
        edits=heard.message if here and answer.replace and heard.via == "pressed" else None,
        reader=heard.account.user if (answer.private or alone) and address.platform in post.whispers else None,
        otherwise=answer.otherwise,
    )
