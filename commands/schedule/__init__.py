"""/schedule: what happens by the clock, and how a team changes it."""
