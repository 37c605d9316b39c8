"""Files that letters bring lie on the disk of one machine, for a day."""

from dataclasses import replace
from pathlib import Path

from commands.kit import File, Reply, text

LOST = text("{name} is not here any more. Please ask for it again.")


def at_hand(said: Reply) -> Reply:
    """With a sentence in place of each file that is not there: it was made where another replica runs, or too long
    ago."""
    blocks = tuple(
        LOST(name=block.name) if isinstance(block, File) and not Path(block.path).exists() else block
        for block in said.blocks
    )
    return said if blocks == said.blocks else replace(said, blocks=blocks)
