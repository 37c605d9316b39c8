"""A team of four for the tests of tasks: Ann leads, Bob and Dee work, Eve watches."""

from dataclasses import dataclass

from tests.town import Answer, Post, Somebody, Town


@dataclass
class Crew:
    town: Town
    ann: Somebody
    bob: Somebody
    dee: Somebody
    eve: Somebody

    async def presses(self, who: Somebody, line: str) -> Answer:
        """Press a button of a card."""
        return await self.town.hears_at(who, line)

    def cards(self) -> dict[str, str]:
        """The cards that the last line changed, as they are shown in the group."""
        posts = self.town.posts()
        shown = [letter for letter in self.town.letters if letter.card and letter.address.chat == "-100"]
        return {str(letter.card): self.town._post(letter).text for letter in shown} if posts else {}

    def card(self) -> str:
        (shown,) = self.cards().values()
        return shown

    async def told(self) -> list[Post]:
        """What the clock has to say to somebody at once."""
        return [post for post in await self.town.looks_at_the_clock() if post.letter.card is None]


async def crew(town: Town) -> Crew:
    """Everybody can be written to in private."""
    await town.founded()
    people = [town.ann, town.bob, town.person("Dee", town.ann.at), town.person("Eve", town.ann.at)]
    for one in people[1:]:
        await one.says("/join")
    for one in people:
        await one.in_private().says("/help")
    await town.ann.says("/role @eve observer")
    return Crew(town, *people)
