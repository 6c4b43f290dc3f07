"""What can go wrong with storage, in one language for both databases."""

from service.problems import Problem

BUSY = "Another import or publication is being written: try again shortly."
FAILED = (
    "A statement of this unit of work failed, and the program went on: nothing is stored. "
    "To go on after a failure, roll back to a savepoint."
)
GONE = "The database cannot be used just now: nothing was stored."


RETRY_AFTER_SECONDS = 5
"""A long import is over by then, or it takes another wait."""


class StorageBusy(Problem):
    """Somebody else has been writing for longer than we wait."""

    status = 503
    slug = "storage-busy"
    title = "The database is busy"
    advice = (
        "Nothing was stored. Send it again after the number of seconds in the Retry-After header."
    )

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"retry-after": str(RETRY_AFTER_SECONDS)})


class StorageUnavailable(Problem):
    """The disk is full, the server is gone, the file cannot be opened."""

    status = 503
    slug = "storage-unavailable"
    title = "The database cannot be reached"
    advice = (
        "Nothing was stored. Try again in a few minutes. If it lasts, tell the operator, who should "
        "look at the disk and the database server."
    )


class ConstraintBroken(RuntimeError):  # noqa: N818 -- says what happened
    """The database refused a row. Raised out of a unit of work, which has been rolled back.

    ``rule`` is unique, check, reference, required, append-only or other: where two people may do
    the same thing at once, operations turn ``unique`` into a Conflict.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class NestedUnitOfWork(RuntimeError):  # noqa: N818 -- says what happened
    """A unit of work was begun inside another: a fault of the program, never of the user.

    A nested transaction would be a no-op in Piccolo: catching the inner error would keep the inner
    rows. Operations that write take the caller's unit of work instead of beginning their own.
    """


class UnitOfWorkFailed(RuntimeError):  # noqa: N818 -- says what happened
    """An error of the database was swallowed inside a unit of work: a fault of the program.

    PostgreSQL refuses further statements and answers COMMIT with a silent rollback; SQLite would
    store what it can. Both raise this instead.
    """


class SharedTransaction(RuntimeError):  # noqa: N818 -- says what happened
    """A query ran in another task than the one that holds the transaction.

    On PostgreSQL that is an error of the driver, on SQLite it works by luck: refused on both.
    """


class NoDatabase(RuntimeError):  # noqa: N818 -- says what happened
    """No database is open: ``open_database`` was not called, or it has been closed."""
