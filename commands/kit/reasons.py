"""Why something does not work, said to people. A log has the exact words; here they become a sentence of every
language, and what nobody has translated is quoted as it was said."""

from .texts import Text, Value, text

QUOTED = text("“{words}”")

_KNOWN: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        text("I was removed from there"),
        ("removed from the chat", "bot was kicked", "bot is not a member", "10004", "50001"),
    ),
    (text("I was blocked"), ("bot was blocked",)),
    (text("the account is closed"), ("user is deactivated",)),
    (
        text("it was deleted"),
        ("not found", "group chat was", "no such room", "topic_deleted", "topic_id_invalid", "10003"),
    ),
    (text("the thread is closed"), ("thread is closed", "topic_closed", "50083")),
    (
        text("I have no right to write there"),
        ("write_forbidden", "chat_restricted", "rights to send", "enough rights", "need administrator", "chat_send_",
         "50013"),
    ),
    (text("private messages are closed"), ("private messages are closed", "50007")),
    (text("the token is not accepted"), ("the token is wrong", "does not accept the token")),
    (text("another program uses the same token"), ("another program uses this token", "other getupdates")),
    (text("another replica listens"), ("another replica listens",)),
    (text("not connected yet"), ("not connected yet", "not reached yet", "has not started yet")),
    (text("what people write does not arrive"), ("wait at telegram",)),
    (text("the clock of my machine is wrong"), ("clock of this machine",)),
    (text("no connection"), ("connect", "nothing heard from", "timed out")),
    (text("the webhook is not accepted"), ("does not take the webhook",)),
    (text("Discord limits what is sent"), ("discord refuses too much", "session starts")),
    (text("Discord does not take this version or its settings"),
     ("invalid shard", "too many servers", "no longer served", "invalid intents", "an intent is not allowed")),
    (text("the database cannot be used"), ("the database cannot be used",)),
    (text("does not answer in time"), ("does not answer within",)),
    (text("stands still"), ("stands still for",)),
    (text("messages are not going out"), ("a letter has been waiting",)),
    (text("stops again and again"), (" times in ",)),
)  # fmt: skip
"""What we say, and the words that mean it; the first that is found counts."""


def reason(why: str) -> Value:
    """Why, in the language of whoever reads it."""
    said = why.casefold()
    for known, signs in _KNOWN:
        if any(sign in said for sign in signs):
            return known()
    return QUOTED(words=why) if why else ""
