"""What the team can say, and what follows from it. Knows no chat, no SQL and no clock."""
