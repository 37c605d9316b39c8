"""Simulated chat services the tests talk to."""
