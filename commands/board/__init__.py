"""/board: what was reported comes back as something the team looks at."""
