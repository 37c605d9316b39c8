"""Measurements: each figure is a ratio to a floor taken in the same run, beside its goal. ``make bench`` prints them.

Not part of the tests: a ratio that misses its goal is printed as not met, and fails nothing.
"""
