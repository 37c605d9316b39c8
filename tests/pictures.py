"""The pictures of the README, taken from the running page: ``python -m tests.pictures`` writes ``docs/pictures``.

The clock stands still, so that only a change of the page changes a picture.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, expect

from storage import open_storage
from tests.bot.web.site import NOW, Visitor, browser, site

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DESKTOP, PHONE = (1280, 720), (390, 844)

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
    """What is said before the picture is taken: (who, line), and in which language."""

    language: str
    lines: Sequence[tuple[str, str]]
    dark: bool = False


ENGLISH = Story(
    "en",
    [
        ("tom", "The evening class was full today, 18 new faces."),
        (
            "mei",
            "/daily moms joined 32 active 1.3k messages 1650 orders 61 revenue ¥9,120 note: many ask about Saturday",
        ),
    ],
)
CHINESE = Story(
    "zh_Hans",
    [
        ("tom", "今晚的课坐满了，来了18位新人。"),
        ("mei", "/daily moms 新增32 活跃1.3k 消息1650 订单61 销售额¥9,120 备注：很多人问周六的活动"),
    ],
)
NIGHT = Story(
    "zh_Hant",
    [
        ("tom", "今晚的課坐滿了，來了18位新人。"),
        ("mei", "/daily moms 新增32 活躍1.3k 訊息1650 訂單61 銷售額¥9,120 備註：很多人問週六的活動"),
    ],
    dark=True,
)
FORM = Story("en", [("mei", "/daily coffee")])


async def take(story: Story, size: tuple[int, int], name: str) -> None:
    width, height = size
    async with page(story, width, height) as visitor:
        for who, line in story.lines:
            await visitor.page.locator("#persona").select_option(who)
            await visitor.page.locator("#language").select_option(story.language)
            await expect(visitor.page.locator("html")).to_have_attribute("lang", story.language.replace("_", "-"))
            await visitor.page.locator("#message").fill(line)
            await visitor.page.keyboard.press("Enter")
            await expect(visitor.page.locator(".message.own")).to_contain_text(line)
            if line.startswith("/"):
                await expect(visitor.page.locator(".message.bot")).to_be_visible()
        await still(visitor.page)
        await visitor.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", caret="hide")
        sys.stdout.write(f"{name}.png\n")


async def still(page: Page) -> None:
    """Until nothing moves any more and nothing waits."""
    await expect(page.locator("#notice")).to_have_text("")
    await page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


@asynccontextmanager
async def page(story: Story, width: int, height: int) -> AsyncIterator[Visitor]:
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS)
        storage = open_storage(f"sqlite:///{folder}/muster.db")
        await storage.migrate()
        async with (
            site(storage, Path(folder), lambda: NOW) as found,
            browser(
                viewport={"width": width, "height": height},
                device_scale_factor=2,
                color_scheme="dark" if story.dark else "light",
                env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            ) as context,
        ):
            yield await Visitor(await context.new_page(), found.url).arrives()
        await storage.close()


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for story, size, name in (
        (ENGLISH, DESKTOP, "daily-en"),
        (CHINESE, DESKTOP, "daily-zh"),
        (ENGLISH, PHONE, "daily-en-phone"),
        (NIGHT, PHONE, "daily-zh-phone"),
        (FORM, (1280, 800), "form-en"),
    ):
        await take(story, size, name)


if __name__ == "__main__":
    asyncio.run(main())
