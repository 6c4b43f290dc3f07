"""How far an import has come, for whoever waits for it.

Kept in the memory of the process that does the work, and in notes that the other processes of the
machine read (``progress_notes``). Nothing personal is in it.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum

from service.problems import Conflict
from service.workforce import progress_notes


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
    references: list[str] = field(default_factory=list)
    """Under which it is noted for other processes."""
    noted: float = 0.0
    leads_to: str = ""
    """The return that came of it, where it bears another id than what is waited for."""
    because: str = ""
    """Why it failed, in words for the person who waits."""

    NOTED_EVERY_SECONDS = 0.25

    def at(self, phase: Phase, rows: int = 0) -> None:
        self.phase, self.rows = phase, rows
        self.note()

    def reading(self, rows: int) -> None:
        self.phase, self.rows = Phase.READING, rows
        self._note_now_and_then()

    def stored(self, more: int) -> None:
        self.rows += more
        self._note_now_and_then()

    def failed(self, because: str) -> None:
        self.because = because
        self.at(Phase.FAILED, self.rows)

    def note(self) -> None:
        self.noted = time.monotonic()
        for reference in self.references:
            progress_notes.write(
                reference, self.phase, self.rows, leads_to=self.leads_to, because=self.because
            )

    def _note_now_and_then(self) -> None:
        if self.references and time.monotonic() - self.noted >= self.NOTED_EVERY_SECONDS:
            self.note()

    @property
    def over(self) -> bool:
        return self.phase in {Phase.DONE, Phase.FAILED}


class ProgressBoard:
    """The imports of this process by reference; finished ones are forgotten after a while."""

    KEPT_SECONDS = progress_notes.KEPT_SECONDS
    KEPT_AT_MOST = 1000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, tuple[float, Progress]] = OrderedDict()

    def begin(self, reference: str | None) -> Progress:
        """A fresh entry; raises ReferenceInUse while an import of that name runs."""
        progress = Progress()
        if reference is None:
            return progress
        progress_notes.clear_old()
        with self._lock:
            known = self._known(reference)
            if known is not None and not known.over:
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
            return self._known(reference)

    def _known(self, reference: str) -> Progress | None:
        """As this process knows it, or as another process of the machine noted it."""
        self._forget()
        entry = self._entries.get(reference)
        if entry is not None:
            return entry[1]
        said = progress_notes.read(reference)
        if said is None or said.phase not in set(Phase):
            return None
        progress = Progress(
            Phase(said.phase), said.rows, leads_to=said.leads_to, because=said.because
        )
        if not said.alive and not progress.over:
            progress.phase = Phase.FAILED
        return progress

    def _put(self, reference: str, progress: Progress) -> None:
        self._entries[reference] = (time.monotonic(), progress)
        self._entries.move_to_end(reference)
        progress.references.append(reference)
        progress.note()

    def _forget(self) -> None:
        oldest = time.monotonic() - self.KEPT_SECONDS
        while self._entries:
            reference, (since, _) = next(iter(self._entries.items()))
            if since >= oldest and len(self._entries) <= self.KEPT_AT_MOST:
                return
            del self._entries[reference]


BOARD = ProgressBoard()
