"""Rows of the staff batch by worker: where somebody counts on a day, without reading spells again."""

from collections.abc import Container
from datetime import date

from scorecard.ledger.staff import Staff


class Lookup:
    """Knows the people whose spells simply follow one another, on the calendar's days.

    What it does not know (others, days before the calendar, people who came later or never) is
    left to ``Careers``, which reads all spells.
    """

    def __init__(self, staff: Staff, workers: Container[str]) -> None:
        batch = staff.batch
        self.batch = batch
        self._first = staff.reader.calendar.first
        self.rows: dict[str, list[int]] = {}
        """Rows of the batch by worker, in order of their first days."""
        self.started: list[date] = [one.started for one in batch.spells]
        found, started = self.rows, self.started
        unordered = set()
        for row, spell in enumerate(batch.spells):
            worker = spell.worker
            if worker in workers and batch.counts[row]:
                theirs = found.get(worker)
                if theirs is None:
                    found[worker] = [row]
                else:
                    if started[theirs[-1]] > started[row]:
                        unordered.add(worker)
                    theirs.append(row)
        for worker in unordered:
            found[worker].sort(key=started.__getitem__)

    def row_at(self, worker: str, day: date) -> int | None:
        """Return the batch's row a worker counts in on ``day``, or last counted in before it."""
        if day > self._first:
            started = self.started
            for row in reversed(self.rows.get(worker, ())):
                if started[row] <= day:
                    return row
        return None
