"""/redbook: the Monthly Red Book, which keeps what a month was: a message of a few lines, and a document beside it.

``post.py`` has the commands; ``made.py`` puts the chapters together. A chapter is a file of its own with a ``TITLE``,
``async def chapter(month)`` for the document, left out where it returns no blocks, and ``async def brief(month)`` for
the message.
"""
