"""First words: to somebody who just talks to the bot in private, and to somebody who is new and speaks another language
than her team."""

from dataclasses import replace

from commands.kit import Button, Mono, Refusal, Reply, Role, reply, text
from commands.kit.context import no_team
from commands.kit.hints import HELP, her_language
from storage import Unit

from .ports import Call
from .scene import WAITING, Scene, which

HELLO = text(
    "Hello {name}. I work with commands: {daily} reports the day's numbers of {team}, {help} lists everything."
)
HELLO_READER = text("Hello {name}. I work with commands: {help} lists what you can see of {team}.")
REPORT = text("Report numbers", context="button")


async def hello(unit: Unit, call: Call, scene: Scene) -> Reply:
    """The answer to words that are no command, in the private chat. Raises ``Refusal`` where it is not known which team
    is meant, or where she is in none."""
    if scene.team is None or scene.who is None:
        raise (await which(unit, call.heard)) or no_team(call.heard)
    if scene.who.waiting:
        raise Refusal(WAITING())
    name, team, see_help = scene.who.name, scene.team.name, Button(HELP(), "/help")
    if scene.who.level < Role.STAFF:
        return reply(HELLO_READER(name=name, team=team, help=Mono("/help")), buttons=[see_help], private=True)
    said = HELLO(name=name, team=team, daily=Mono("/daily"), help=Mono("/help"))
    return reply(said, buttons=[Button(REPORT(), "/daily", "primary"), see_help], private=True)


def in_her_language_too(answer: Reply, scene: Scene) -> tuple[Reply, ...]:
    """The first answer to a new member, with the way to her own language if it is spoken in another one. Under a form
    it stands in a message of its own: a press puts another answer in its place."""
    found = her_language(scene.locale, scene.account.locale)
    if found is None:
        return (answer,)
    said, button = found
    if answer.form is not None:
        return answer, reply(said, buttons=[button], private=True)
    return (replace(answer, blocks=(*answer.blocks, said), buttons=(*answer.buttons, button)),)
