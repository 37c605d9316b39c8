"""The demo: a sample team, eight weeks of sample numbers, and a clock that can be moved. Nothing here is about real
people."""
