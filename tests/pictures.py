"""The pictures of the README, taken from the running page: ``python -m tests.pictures`` writes ``docs/pictures``.

The clock stands still, so that only a change of the page changes a picture.
"""

import asyncio
import base64
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import expect

from commands.kit.tiers import PHASES
from storage import Storage, Unit, open_storage
from tests.bot.web.site import NOW, Visitor, browser, site

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DESKTOP, TALL, PHONE = (1280, 800), (1280, 1180), (390, 844)
QUALITY = 90
"""Of WebP: letters stay sharp, and a picture stays below 200 kB."""

# A bare Linux has no font of its own for "the system's font"; the pictures use the one that also writes Chinese.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family" qual="any" compare="eq"><string>DejaVu Sans</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit>
  </match>
</fontconfig>
"""


@dataclass(frozen=True)
class Story:
    """``line`` is what Mei reports; ``standup``, ``daily`` and ``weekly`` are how posts begin; ``team`` and ``names``
    are what the team and what it has are called; ``anew`` says the proposal in its language. Mei raises ``risk``,
    and ``calls`` how somebody is called for it."""

    name: str
    language: str
    line: str
    standup: str
    daily: str
    weekly: str
    team: str
    names: Mapping[str, str]
    risk: str
    calls: str
    anew: str = ""


STORIES = (
    Story(
        "en",
        "en",
        "/daily moms joined 32 active 1.3k messages 1650 orders 61 revenue ¥9,120 note: many ask about Saturday",
        "Stand-up · Wed, Nov 25",
        "Daily digest · Tue, Nov 24",
        "Weekly digest · week 2026-W48",
        "Sample team",
        {},
        "/risk raise red kind:opinion community:moms Screenshots of a quarrel go round",
        "please acknowledge",
    ),
    Story(
        "zh",
        "zh_Hans",
        "/daily 妈妈圈 新增32 活跃1.3k 消息1650 订单61 销售额¥9,120 备注：很多人问周六的活动",
        "站会看板 · 11月25日",
        "每日简报 · 11月24日",
        "每周简报 · 2026年第48周",
        "示例团队",
        {
            "moms": "妈妈圈",
            "readers": "夜读会",
            "coffee": "咖啡豆俱乐部",
            "python": "Python 夜校",
            "runners": "江边跑团",
            "Autumn fair": "秋日市集",
            "Trial evening": "体验课之夜",
            "Winter tasting": "冬日品鉴会",
            "Book swap evening": "换书之夜",
            "A welcome post in every community": "每个社群一篇欢迎帖",
            "Poster templates": "海报模板",
            "Ten partners for winter gifts": "十家冬礼合作方",
            "Bring the list of gift partners": "带来礼品合作方名单",
            "Show the new welcome text to three members": "把新欢迎语给三位成员看",
            "Ask for the poster text with the briefing": "下需求时就要海报文案",
            "Half of the reading circles met without a host": "一半的读书小组没有主持人",
        },
        "/risk raise red 类型:舆情 社群:moms 群里吵架的截图在外面流传",
        "请接手",
        '/activity edit 4 goal:"80 位成员各带一本书（示例数据）" risks:"有空的人少" plan:"再办一晚"',
    ),
)


class Session:
    """A visitor's way through the demo, with a picture here and there."""

    def __init__(self, story: Story, visitor: Visitor) -> None:
        self.story = story
        self.visitor = visitor
        self.page = visitor.page

    async def dressed(self) -> None:
        """Everything in the language of the story, what the team is posted to as well."""
        await self.page.locator("#language").select_option(self.story.language)
        await expect(self.page.locator("html")).to_have_attribute("lang", self.story.language.replace("_", "-"))
        if self.story.language != "en":
            await self.page.locator("#posts .primary").click()
        await expect(self.page.locator("#posts")).to_be_hidden()

    async def jump(self, to: str, posted: str) -> None:
        """Until the post is there, in every room that is shown."""
        await self.page.locator("#jump").select_option(to)
        await self.page.locator("#jumping button").click()
        for log in await self.page.locator(".log:visible").all():
            await expect(log.locator(".message.bot", has_text=posted)).to_be_visible(timeout=20_000)

    async def says(self, line: str) -> None:
        """Until it is answered."""
        messages = self.visitor.messages
        before = await messages.count()
        await self.page.locator(".current textarea").fill(line)
        await self.page.keyboard.press("Enter")
        await expect(messages).to_have_count(before + 2)

    async def shows(self, what: str, block: str) -> None:
        """Put the last thing of its kind where it can be seen, in every room that is shown."""
        await expect(self.page.locator("#notice")).to_have_text("")
        await self.page.evaluate(
            "Promise.all([document.fonts.ready, ...[...document.images].map((each) => each.decode())])"
            ".then(() => new Promise(requestAnimationFrame))"
        )
        for log in await self.page.locator(".log:visible").all():
            await log.locator(what).last.evaluate(f"each => each.scrollIntoView({{block: '{block}'}})")

    async def take(self, name: str) -> None:
        await self.page.evaluate("document.activeElement.blur()")
        await self.page.mouse.move(0, 0)
        camera = await self.page.context.new_cdp_session(self.page)
        taken = await camera.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        (PICTURES / f"{name}-{self.story.name}.webp").write_bytes(base64.b64decode(taken["data"]))
        sys.stdout.write(f"{name}-{self.story.name}.webp\n")


async def called(storage: Storage, story: Story) -> None:
    """Give the sample team and what it has the names of the story."""

    async def name(unit: Unit) -> None:
        (team,) = await unit.teams.all()
        await unit.teams.change(team.id, name=story.team)
        for each in await unit.communities.of(team.id):
            await unit.communities.change(team.id, each.id, name=story.names.get(each.key, each.name))
        for one in await unit.activities.listed(team.id, tuple(PHASES)):
            await unit.activities.change(one.id, name=story.names.get(one.name, one.name))
        for goal in await unit.milestones.listed(team.id, ["open", "done", "verified"]):
            await unit.milestones.change(goal.id, title=story.names.get(goal.title, goal.title))
        for promise in await unit.promises.listed(team.id, ["open"]):
            await unit.promises.change(promise.id, words=story.names.get(promise.words, promise.words))
        for risk in await unit.risks.open(team.id):
            await unit.risks.change(risk.id, title=story.names.get(risk.title, risk.title))
        for task in await unit.tasks.listed(team.id, ["claimed"]):
            await unit.tasks.change(task.id, title=story.names.get(task.title, task.title))

    await storage.write(name)


@asynccontextmanager
async def session(story: Story, size: tuple[int, int]) -> AsyncIterator[Session]:
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS)
        storage = open_storage(f"sqlite:///{folder}/muster.db")
        await storage.migrate()
        async with (
            site(storage, Path(folder), lambda: NOW, lived=True) as found,
            browser(
                viewport={"width": size[0], "height": size[1]},
                device_scale_factor=2,
                reduced_motion="reduce",
                env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            ) as context,
        ):
            await called(storage, story)
            visitor = await Visitor(await context.new_page(), found.url).arrives()
            made = Session(story, visitor)
            await made.dressed()
            yield made
        await storage.close()


async def desktop(story: Story) -> None:
    async with session(story, DESKTOP) as at:
        if story.anew:
            await at.says(story.anew)
        await at.says("/activity calendar")
        await at.shows(".message", "end")
        await at.take("activity")
        await at.jump("digest", story.daily)
        await at.shows(f".bot:has-text({story.daily!r})", "start")
        await at.take("digest")
        await at.says(story.line)
        await at.shows(".message", "end")
        await at.take("daily")
        await at.jump("monday", story.weekly)
        await at.says("/board moms last week")
        await at.shows(".chart", "end")
        await at.take("board")


async def morning(story: Story) -> None:
    """The stand-up board of the next day, whole."""
    async with session(story, TALL) as at:
        await at.jump("standup", story.standup)
        await at.shows(f".bot:has-text({story.standup!r})", "end")
        await at.take("standup")


async def phone(story: Story) -> None:
    async with session(story, PHONE) as at:
        await at.jump("digest", story.daily)
        await at.shows(f".bot:has-text({story.daily!r})", "start")
        await at.take("digest-phone")
        await at.jump("monday", story.weekly)
        await at.says("/board moms last week")
        await at.shows(".chart", "end")
        await at.take("board-phone")


async def alarm(story: Story) -> None:
    """A red risk in both rooms; and who is on call, on a phone."""
    async with session(story, TALL) as at:
        await at.page.locator(".current textarea").fill(story.risk)
        await at.page.keyboard.press("Enter")
        for log in await at.page.locator(".log:visible").all():
            await expect(log.locator(".message.bot").last).to_contain_text(story.calls, timeout=20_000)
        await at.shows(".message", "end")
        await at.take("risk")
    async with session(story, PHONE) as at:
        await at.says("/oncall next")
        await at.shows(".chart", "end")
        await at.take("oncall-phone")


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for story in STORIES:
        await morning(story)
        await desktop(story)
        await phone(story)
        await alarm(story)


if __name__ == "__main__":
    asyncio.run(main())
