"""A digest stands once in each room, on both platforms, and says there what was corrected."""

from .shore import Shore, plain

DAILY, WEEKLY = "Daily digest · ", "Weekly digest · "


async def test_a_digest_is_corrected_where_it_stands_with_its_picture(shore: Shore) -> None:
    for name in ("digest.daily", "digest.weekly"):
        await shore.says(shore.ann, f"/schedule on {name}")
    await shore.says(shore.bob, "/daily active 900 date:2026-11-17")
    await shore.says(shore.bob, "/daily joined 32 active 1200 revenue 4500")
    await shore.until("2026-11-24 22:40")
    here, there = shore.card(DAILY)
    assert here == there
    assert "Corrected" not in here
    await shore.says(shore.bob, "/daily revenue 5400")
    await shore.did(await shore.mei.uses("daily", active="1300"), "Saved")
    await shore.until("2026-11-24 22:41")
    here, there = shore.card(DAILY)
    assert here == there
    assert "Corrected 22:40 by Mei (active members 1,200 → 1,300)" in here
    assert "Corrected 22:40 by Bob (revenue ¥4,500 → ¥5,400)" in here
    await shore.until("2026-11-30 09:40")
    before = len(shore.telegram.messages(shore.group)), len(shore.discord.posted(shore.ops))
    pictures = [pictured.photo for pictured in shore.telegram.messages(shore.group) if pictured.photo]
    await shore.says(shore.ann, "/daily active 1500 date:2026-11-24 joined 33")
    await shore.until("2026-11-30 09:41")
    here, there = shore.card(WEEKLY)
    assert "active members 1,300 → 1,500" in here
    assert "active members 1,300 → 1,500" in there
    after = len(shore.telegram.messages(shore.group)), len(shore.discord.posted(shore.ops))
    # The answer to Ann is the only new message.
    assert after == (before[0] + 1, before[1])
    (old,), (new,) = pictures, [one.photo for one in shore.telegram.messages(shore.group) if one.photo]
    assert old != new
    (shown,) = [seen for seen in shore.discord.posted(shore.ops) if seen.payload.get("attachments")]
    assert plain(shown) == ""
