"""The page's own words, in the language of the page. They travel as data; the page itself is in no language."""

from collections.abc import Mapping

from commands.kit import Text, Tongue, text
from commands.kit.hints import A_REPORT

WORDS: Mapping[str, Text] = {
    "sample": text("Sample data"),
    "speaking_as": text("Speaking as"),
    "room": text("Room"),
    "private_room": text("Private chat"),
    "chats": text("Chats"),
    "unread": text("{n} unread"),
    "dark": text("Dark mode"),
    "language": text("Language"),
    "jump_to": text("Jump to"),
    "jump": text("Jump", context="button"),
    "message": text("Message"),
    "write_in": text("Write in {room}"),
    "placeholder": text("Type a command such as /daily, or / to see them all"),
    "send": text("Send", context="button"),
    "keys": text("Enter sends, Shift+Enter starts a new line, Tab takes a suggestion"),
    "conversation": text("Conversation"),
    "suggestions": text("Suggestions"),
    "welcome": text("Welcome to Muster"),
    "start": text(
        "A sample team with eight weeks of numbers, tasks and activities. Press a line, type one, or move the clock."
    ),
    "start_line": A_REPORT,
    "only_you": text("Only you see this"),
    "used": text("used", context="a slash command"),
    "bot": text("bot", context="tag"),
    "show_all": text("Show all {n} rows"),
    "needed": text("needed"),
    "missing": text("Still needed: {names}"),
    "none_chosen": text("– no answer –"),
    "use": text("Use {value}"),
    "form_closed": text("This form is closed."),
    "form_sent": text("Sent. The answer is below."),
    "download": text("Download {name}"),
    "figures": text("Figures"),
    "offline": text("No connection to Muster. What you typed is still here; trying again…"),
    "not_taken": text("Muster could not take this just now. What you typed is still in the box; send it again."),
    "not_understood": text(
        "The page and Muster do not understand each other. Reload the page; what you typed is kept."
    ),
    "jumped": text("The clock was moved to {moment}"),
    "nothing_planned": text("Nothing of that kind is planned. /schedule list tells what is switched off."),
    "posts_are": text("The team is posted to in {language}."),
    "post_in": text("Post in {language}"),
    "not_now": text("Not now", context="button"),
    "answering": text("Muster is answering…"),
    "found": text("{n} suggestions. Arrow keys choose."),
}


def words(locale: str) -> dict[str, str]:
    """Every word in one language, with its slots left open."""
    tongue = Tongue(locale)
    return {name: open_slots(each, tongue) for name, each in WORDS.items()}


def open_slots(each: Text, tongue: Tongue) -> str:
    """The sentence with ``{slot}`` where the page puts a value."""
    return tongue.speak(each(**{slot: "{" + slot + "}" for slot in each.slots}))
