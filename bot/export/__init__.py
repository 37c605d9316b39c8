"""What the team remembers as a table in a file: for the command line and for the chats.

Only reads: it may run beside a desk that is running, and sees one moment of it. Instants are ISO 8601 on the clock of
the team, with their offset; days are days of the team.
"""

from .kinds import KINDS, Kind, Selection
from .sheets import FORMATS
from .write import write_file, write_stream

__all__ = ["FORMATS", "KINDS", "Kind", "Selection", "write_file", "write_stream"]
