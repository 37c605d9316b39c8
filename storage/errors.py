"""What can go wrong with remembering. Drivers' own errors never leave this package."""


class StorageError(Exception):
    """The memory cannot be used: the message says why in one line."""


class Busy(StorageError):
    """Somebody else holds the database; the unit of work was not done and may be tried again."""


class Full(StorageError):
    """The disk is full or a quota is reached; nothing of the unit of work was kept."""


class Impossible(StorageError):
    """The tables never take this: a mistake of whoever asked. To try again does not help."""


class Taken(Impossible):
    """Something with this key is already there."""


class ServedBefore(Taken):
    """What came in has had its effect already: by another replica, or before a crash."""


class Newer(StorageError):
    """The database was written by a newer version of Muster."""


def may_pass(error: BaseException) -> bool:
    """Whether it is trouble with the memory, so that trying again later may help."""
    return isinstance(error, StorageError) and not isinstance(error, Impossible)
