"""/daily: the day's numbers of a community, typed in one line, pasted as a block, or filled in through a form."""
