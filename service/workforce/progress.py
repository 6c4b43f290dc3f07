"""How far an import has come, for whoever waits for it.

Kept in the memory of the process that does the work: behind several processes ask the one that
took the upload (docs/returns). Nothing personal is in it.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum

from service.problems import Conflict


class Phase(StrEnum):
    RECEIVED = "received"
    READING = "reading"
    COMPARING = "comparing"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"


class ReferenceInUse(Conflict):
    slug = "reference-in-use"
    title = "Another upload is running under this reference"
    advice = "Give each upload a reference (a UUID) of its own."


@dataclass(slots=True)
class Progress:
    """One import. Written by the thread that does the work, read by anybody."""

    phase: Phase = Phase.RECEIVED
    rows: int = 0
    """Rows read so far while reading; rows stored so far while storing."""

    def at(self, phase: Phase, rows: int = 0) -> None:
        self.phase, self.rows = phase, rows

    def reading(self, rows: int) -> None:
        self.phase, self.rows = Phase.READING, rows

    def stored(self, more: int) -> None:
        self.rows += more

    @property
    def over(self) -> bool:
        return self.phase in {Phase.DONE, Phase.FAILED}


class ProgressBoard:
    """The imports of this process by reference; finished ones are forgotten after a while."""

    KEPT_SECONDS = 3600.0
    KEPT_AT_MOST = 1000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, tuple[float, Progress]] = OrderedDict()

    def begin(self, reference: str | None) -> Progress:
        """A fresh entry; raises ReferenceInUse while an import of that name runs."""
        progress = Progress()
        if reference is None:
            return progress
        with self._lock:
            self._forget()
            known = self._entries.get(reference)
            if known is not None and not known[1].over:
                raise ReferenceInUse(
                    "An upload with this reference has not ended yet.", reference=reference
                )
            self._put(reference, progress)
        return progress

    def also_as(self, reference: str, progress: Progress) -> None:
        """Make ``progress`` known under a second name: that of the return it made."""
        with self._lock:
            self._put(reference, progress)

    def of(self, reference: str) -> Progress | None:
        with self._lock:
            self._forget()
            entry = self._entries.get(reference)
        return None if entry is None else entry[1]

    def _put(self, reference: str, progress: Progress) -> None:
        self._entries[reference] = (time.monotonic(), progress)
        self._entries.move_to_end(reference)

    def _forget(self) -> None:
        oldest = time.monotonic() - self.KEPT_SECONDS
        while self._entries:
            reference, (since, _) = next(iter(self._entries.items()))
            if since >= oldest and len(self._entries) <= self.KEPT_AT_MOST:
                return
            del self._entries[reference]


BOARD = ProgressBoard()
