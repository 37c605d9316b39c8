"""One file for each noun: its table and what is done with it."""
