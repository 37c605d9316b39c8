"""The case library: what is kept of a lesson, and which ones are offered for what is planned."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import pytest

from commands.kit import Ctx, Refusal, Tongue
from commands.kit.lessons import learn, opens, similar, told
from storage import Activity, Lesson, Unit
from tests.town import Town

T = TypeVar("T")


@dataclass
class Library:
    """Ann writes into the library of her team, and looks into it."""

    town: Town

    async def keeps(self, words: str, *, tier: str = "", activity: int | None = None) -> Lesson:
        return await self._as_ann(lambda ctx: learn(ctx, "pitfall", words, tier=tier, activity=activity))

    async def offers(self, tier: str, words: str, most: int = 3) -> list[int]:
        return [lesson.number for lesson in await self._as_ann(lambda ctx: similar(ctx, tier, words, most))]

    async def finds(self, *words: str) -> list[int]:
        return [one.number for one in await self.town.storage.read(lambda unit: unit.lessons.found(1, words))]

    async def _as_ann(self, work: Callable[[Ctx], Awaitable[T]]) -> T:
        town, ann = self.town, (await self.town.people())["Ann"]
        team = await town.team()

        async def inside(unit: Unit) -> T:
            return await work(Ctx(town.ann.heard("typed"), unit, town.now, town.metrics, str, ann, team))

        return await town.storage.write(inside)


@pytest.fixture
async def library(town: Town) -> Library:
    return Library(await town.founded())


async def an_activity(town: Town, name: str, team: int = 1) -> Activity:
    at, nothing = town.now + timedelta(days=3), Decimal(0)
    activity = Activity(
        0, team, 0, name, "heavy", "sell", nothing, nothing, nothing, nothing, "", "", at, at, at, at, at, town.now
    )  # fmt: skip
    return await town.storage.write(lambda unit: unit.activities.add(activity))


async def test_the_first_line_is_the_title_and_all_is_kept(library: Library) -> None:
    lesson = await library.keeps("Posters  came late\nOrder them ten days before.")
    assert (lesson.number, lesson.title) == (1, "Posters came late")
    assert lesson.words == "Posters  came late\nOrder them ten days before."
    assert Tongue().speak(told(lesson)) == "Lesson 1 (pitfall): Posters came late"
    assert opens(lesson).line == "/lesson show 1"


async def test_a_long_first_line_is_cut_for_the_title_only(library: Library) -> None:
    lesson = await library.keeps("海" * 300)
    assert lesson.title == "海" * 199 + "…"
    assert lesson.words == "海" * 300


@pytest.mark.parametrize(("words", "said"), [(" \n ", "needs words"), ("a" * 4001, "at most {most} characters")])
async def test_nothing_and_too_much_are_refused(library: Library, words: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        await library.keeps(words)


async def test_the_longest_lesson_is_kept_whole_even_where_folding_makes_it_longer(library: Library) -> None:
    """One Arabic ligature becomes eighteen letters; the database takes five thousand."""
    assert len((await library.keeps("\ufdfa" * 4000, tier="heavy")).words) == 4000
    assert await library.finds("heavy") == [1]


async def test_it_is_found_by_tier_kind_and_activity_in_any_language_width_and_case(library: Library) -> None:
    await library.town.carol.says("/setup")
    await an_activity(library.town, "Theirs", team=2)
    activity = await an_activity(library.town, "Autumn Sale")
    assert activity.id != activity.number
    await library.keeps("ＰＯＳＴＥＲ 来晚了", tier="heavy", activity=activity.id)
    for word in ("poster", "来晚", "heavy", "重", "避坑", "autumn sale"):
        assert await library.finds(word) == [1], word
    assert await library.finds("light") == []


async def test_what_shares_words_comes_before_the_same_tier_and_the_newest_first(library: Library) -> None:
    await library.keeps("Order prizes early", tier="heavy")
    await library.keeps("Posters came late", tier="light")
    await library.keeps("Ask the shop first", tier="heavy")
    await library.keeps("Rain", tier="light")
    assert await library.offers("heavy", "A poster for everybody") == [2, 3, 1]
    assert await library.offers("heavy", "A poster for everybody", most=1) == [2]
    assert await library.offers("viral", "Something else") == []


async def test_of_equally_near_ones_that_of_the_same_tier_comes_first(library: Library) -> None:
    await library.keeps("Posters came late", tier="heavy")
    await library.keeps("Posters were wrong", tier="light")
    assert await library.offers("heavy", "poster") == [1, 2]


async def test_chinese_is_compared_by_two_signs_side_by_side(library: Library) -> None:
    await library.keeps("海报尺寸做错了")
    await library.keeps("海外发货太慢")
    assert await library.offers("", "准备新海报") == [1]


async def test_what_everybody_writes_makes_nothing_alike(library: Library) -> None:
    await library.keeps("The activity was too long, and they left")
    await library.keeps("活动时间太长")
    assert await library.offers("", "The best activity for them and you") == []
    assert await library.offers("", "秋季活动") == []


async def test_a_rare_word_in_common_says_more_than_one_that_many_have(library: Library) -> None:
    await library.keeps("Lottery: draw it in public")
    for _ in range(3):
        await library.keeps("Autumn is late")
    assert (await library.offers("", "autumn lottery"))[0] == 1


async def test_the_name_of_its_activity_makes_a_lesson_alike(library: Library) -> None:
    activity = await an_activity(library.town, "Spring fair")
    await library.keeps("Bring umbrellas", activity=activity.id)
    assert await library.offers("", "The next spring fair") == [1]


async def test_retired_ones_are_never_offered(library: Library) -> None:
    lesson = await library.keeps("Posters came late", tier="heavy")
    await library.town.storage.write(lambda unit: unit.lessons.retire(lesson.id, library.town.now))
    assert await library.offers("heavy", "poster") == []
