"""What is said while an activity runs: a countdown a day, and an instruction every half hour of the ignition."""

from commands.kit import text

COUNTDOWN = text("{n} day to go. It starts {when}.", "{n} days to go. It starts {when}.")
TODAY = {
    3: text("Today: show the poster, and say what there is to win."),
    2: text("Today: let members guess, and answer the first questions."),
    1: text("Today: remind everybody of the time, and check links, prices and stock once more."),
}
IGNITES = text("It begins now, until {when}. The operators get an instruction every {minutes} minutes.")
GLOWS = text("The main phase is over. Until {when}: name the winners, thank everybody, and share what members post.")
ENDS = text("It is over. Sales, refunds and costs count until {lock}; then the ROI is final.")
LOCKS = text("The figures are final: ROI {roi}.")
LOCKS_LOW = text("The figures are final: ROI {roi}, below {least}. A review of at least {n} signs is owed.")
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
    text("Last hour: remind everybody of the end."),
    text("Last call. Then close, and say when the winners are named."),
)
"""In this order over the whole of the ignition; in a longer one each counts for more than one half hour."""
