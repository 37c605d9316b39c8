"""Who is in two teams is told of both in one private chat: each button there acts in the team that it came from."""

import pytest

from .shore import Shore

OFFER = 'tier:light goal:orders start:"2026-11-28 20:00" revenue:3000 cost:1000 risks:rain plan:tents'


@pytest.fixture
async def both(shore: Shore) -> Shore:
    """Ann leads Harbour as well, which she has chosen for her private chat. Each team has an activity 1 that runs."""
    harbour = shore.telegram.group("Harbour")
    for person in (shore.ann, shore.bob):
        harbour.add(person, admin=person is shore.ann)
    harbour.add_bot(by=shore.ann)
    await shore.says(shore.ann, "/setup zone:Asia/Shanghai country:CN currency:CNY", harbour)
    for room, name in ((shore.group, "Autumn sale"), (harbour, "Boat race")):
        await shore.says(shore.bob, f"/activity propose {name} {OFFER}", room)
        await shore.says(shore.ann, "/activity approve 1", room)
    await shore.says(shore.ann, "/team use Harbour", shore.ann.chat)
    await shore.until("2026-11-28 20:05")
    await shore.says(shore.bob, "/activity roi 1 revenue:500 cost:1000")
    return shore


async def test_the_stop_button_stops_the_activity_it_tells_of(both: Shore) -> None:
    (alarm,) = both.here("It loses money: ROI 0.5", both.ann)
    assert "Autumn sale" in alarm.text
    await both.presses(both.ann, "Stop", alarm)
    assert "Stopped by Ann Lee" in both.here("Activity 1: Autumn sale (light)\n• ")[0].text
    (boats,) = (said for said in both.telegram.messages() if "Activity 1: Boat race (light)\n• " in said.text)
    assert "Ignition until" in boats.text


async def test_a_form_that_a_button_opened_goes_to_the_team_of_the_button(both: Shore) -> None:
    await both.until("2026-11-29 08:01")
    asked = both.here("How is it going? So far ROI 0.5", both.bob)[-1]
    await both.says(both.bob, "/team use Harbour", both.bob.chat)
    await both.presses(both.bob, "Enter figures", asked)
    await both.says(both.bob, "4000", both.bob.chat)
    saved = both.telegram.messages(both.bob)[-1]
    await both.presses(both.bob, "Save", saved)
    assert "ROI 4: revenue ¥4,000" in both.here("Activity 1: Autumn sale (light)\n• ")[0].text
