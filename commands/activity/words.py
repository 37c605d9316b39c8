"""What is said while an activity runs: a countdown a day, and instructions all through the ignition."""

from commands.kit import Said, Text, text

COUNTDOWN = text("{n} day to go. It starts {when}.", "{n} days to go. It starts {when}.")
POSTER = text("Today: show the poster, and say what there is to win.")
GUESS = text("Today: let members guess, and answer the first questions.")
REMIND = text("Today: remind everybody of the time, and check links, prices and stock once more.")
IGNITES = text("It begins now, until {when}. The operators get an instruction every {minutes} minutes.")
GLOWS = text("The main phase is over. Until {when}: name the winners, thank everybody, and share what members post.")
HELD = text("The prize pool is frozen: name no winners until a director lifts that.")
ENDS = text("It is over. Sales, refunds and costs count until {lock}; then the ROI is final.")
LOCKS = text("The figures are final: ROI {roi}.")
LOCKS_LOW = text("The figures are final: ROI {roi}, below {least}. A review of at least {n} signs is owed.")
LOCKS_UNSAID = text(
    "The figures are final, but sales or cost were never said, so there is no ROI. "
    "A review of at least {n} signs is owed."
)
UNWRITTEN = text("Nobody has looked back yet. The review was to be shared by now.")
LATE = text("This was due {at}.")

INSTRUCTIONS = (
    text("Open: post the poster, the rules and the link. Pin them."),
    text("Welcome the first who take part, by name."),
    text("Answer open questions. Put the one asked most into the pinned post."),
    text("Show the first results: a picture, a number, a happy member."),
    text("Check entries for fraud: same account, same address, same minute."),
    text("Say how much is left and until when."),
    text("Half-time: post the standings, call for those who only read so far."),
    text("Write to your core members: ask them to share it."),
    text("Check links, stock and payments once more."),
    text("Raise the pace: a quick question, a small extra prize."),
    text("The end is near: remind everybody of it."),
    text("Last call. Then close, and say when the winners are named."),
)
"""In this order over the whole of the ignition. In a longer one some come again, in a shorter one some are left out."""


def instruction(n: int, every: int) -> Text:
    """The ``n``th of ``every``, counted from 1. The last call is the last and no other, half-time is at the half."""
    if n == every > 1:
        return INSTRUCTIONS[-1]
    return INSTRUCTIONS[min((n - 1) * len(INSTRUCTIONS) // every, len(INSTRUCTIONS) - 2)]


def today(left: int, days: int) -> list[Said]:
    """What is to be done with so many days left of a preheat of ``days``: the poster on the first, all checked on the
    last."""
    found = [POSTER()] if left == days else [GUESS()] if left == 2 else []
    return [*found, REMIND()] if left == 1 else found
