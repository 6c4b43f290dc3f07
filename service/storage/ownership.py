"""A transaction belongs to the task that began it.

Piccolo keeps the current transaction in a context variable, which ``create_task`` and ``gather``
hand to new tasks: they would then talk on a connection that another task is using, or that has
long gone back to the pool. This stands in the same place and gives the transaction to the task that
began it only.
"""

import asyncio
from contextvars import ContextVar, Token
from typing import Any, NamedTuple

from service.storage.problems import SharedTransaction


class _Held(NamedTuple):
    transaction: Any
    owner: "asyncio.Task[Any] | None"
    live: list[bool]
    """Emptied when the transaction ends: tasks that inherited the entry can see it is over."""


class TransactionOfThisTask:
    """Has the three methods of a ContextVar that Piccolo's engines use."""

    def __init__(self) -> None:
        self._held: ContextVar[_Held | None] = ContextVar("transaction", default=None)

    def get(self) -> Any:
        """The transaction of the running task, or None; raises SharedTransaction."""
        held = self._held.get()
        if held is None or not held.live:
            return None
        if held.owner is not asyncio.current_task():
            raise SharedTransaction(
                "A query ran in a task of its own while a unit of work was open: "
                "inside a unit of work use plain await, not gather, create_task or wait_for."
            )
        return held.transaction

    def set(self, transaction: Any) -> Token[_Held | None]:
        return self._held.set(_Held(transaction, asyncio.current_task(), [True]))

    def reset(self, token: Token[_Held | None]) -> None:
        held = self._held.get()
        if held is not None:
            held.live.clear()
        try:
            self._held.reset(token)
        except ValueError:
            # Entered and left in different contexts (a fixture's two halves): the entry is dead
            # already, so it is enough to forget it here.
            self._held.set(None)
