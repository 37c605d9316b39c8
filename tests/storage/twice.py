"""A connection that executes each ready statement in both ways, SQLAlchemy's and the driver's, and compares."""

from typing import Any

from sqlalchemy import Executable

from storage.db import Direct, Result
from storage.errors import StorageError


class Twice(Direct):
    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        if not parameters or self._shelf.get(statement, parameters) is None:
            return await super().execute(statement, parameters)
        self._driver.execute("SAVEPOINT twice")
        try:
            found = self._db.execute(statement, parameters)
            expected: Any = [tuple(row) for row in found] if found.returns_rows else found.rowcount
        except StorageError as error:
            expected = error
        finally:
            self._driver.execute("ROLLBACK TO twice")
            self._driver.execute("RELEASE twice")
        try:
            ready = await super().execute(statement, parameters)
        except StorageError as error:
            if (type(error), str(error)) != (type(expected), str(expected)):
                raise AssertionError(f"expected {expected!r}") from error
            raise
        assert (list(ready) if isinstance(expected, list) else ready.rowcount) == expected
        return ready
