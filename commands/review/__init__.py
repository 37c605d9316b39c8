"""/review: what the team is asked at the end of a week, a month and a quarter, and what comes out of it."""
