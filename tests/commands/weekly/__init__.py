"""The report of a week."""
