"""Books as documents that can be read anywhere and printed: ``page.py`` writes HTML, ``bind.py`` hands it to a chat."""

from .bind import Printed, bound, document
from .page import page

__all__ = ["Printed", "bound", "document", "page"]
