"""Which reader reads which kind of return, in a thread of its own so that others are served."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from scorecard.periods import HALF_YEAR_ENDS, MonthDay
from service.clock import LONDON
from service.settings import Settings
from service.workforce import folding
from service.workforce.census import read_census
from service.workforce.fact_kinds import FACT_KINDS
from service.workforce.findings import Finding, Severity
from service.workforce.identity import identifier
from service.workforce.progress import Progress
from service.workforce.receiving import Received
from service.workforce.records import Kind, ParsedReturn
from service.workforce.rendering import canonical
from service.workforce.tabular import read_return
from service.workforce.tabular.known_names import KnownNames
from service.workforce.tabular.limits import Limits

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """How the sender wants the file to be read. Kept with the return, to read it again the same."""

    sheet: str | None = None
    """The sheet of a workbook to read."""
    accept_good_rows: bool = False
    """Leave out rows that are refused, instead of refusing the return."""
    reference_date: date | None = None
    """Of a census that does not state its own."""

    def as_text(self) -> str:
        day = self.reference_date
        return canonical(
            {
                "sheet": self.sheet,
                "accept_good_rows": self.accept_good_rows,
                "reference_date": None if day is None else day.isoformat(),
            }
        )

    @classmethod
    def from_text(cls, text: str) -> "Options":
        told = json.loads(text)
        day = told["reference_date"]
        return cls(
            sheet=told["sheet"],
            accept_good_rows=told["accept_good_rows"],
            reference_date=None if day is None else date.fromisoformat(day),
        )


@dataclass(slots=True)
class Reading:
    """What reading needs besides the bytes. The same values give the same records, at any time."""

    kind: Kind
    filename: str
    options: Options
    key: bytes
    known: KnownNames
    read_on: datetime
    """When the file was received: settles what "today" is to the reader."""
    limits: Limits
    numbers: dict[str, str] | None = field(default=None)
    """Filled with worker -> registration number, where the settings say that numbers are kept."""
    half_year_ends: tuple[MonthDay, ...] = HALF_YEAR_ENDS
    """For the findings alone: no record depends on them."""

    @property
    def identify(self) -> Callable[[str], str]:
        """Registration number -> worker key."""
        if self.numbers is None:
            return identifier(self.key)
        return self._noting(self.numbers)

    def _noting(self, numbers: dict[str, str]) -> Callable[[str], str]:
        identify = identifier(self.key)

        def noted(number: str) -> str:
            worker = identify(number)
            numbers.setdefault(worker, number)
            return worker

        return noted


def limits_of(settings: Settings) -> Limits:
    return Limits(
        max_bytes=settings.max_upload_bytes, max_expanded_bytes=settings.max_expanded_bytes
    )


def day_in_england(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


def read(
    received: Received, reading: Reading, progress: Callable[[int], None] | None = None
) -> ParsedReturn:
    """Read the whole file. Never raises on bad input: that is what findings are for."""
    if reading.kind is Kind.CENSUS:
        parsed = read_census(
            received.rewound(),
            identify=reading.identify,
            progress=progress,
            accept_good_rows=reading.options.accept_good_rows,
            reference_date=reading.options.reference_date,
            today=day_in_england(reading.read_on),
            max_bytes=reading.limits.max_bytes,
            half_year_ends=reading.half_year_ends,
        )
    else:
        parsed = read_return(
            reading.kind,
            received.rewound(),
            filename=reading.filename,
            sheet=reading.options.sheet,
            identify=reading.identify,
            known=reading.known,
            today=day_in_england(reading.read_on),
            limits=reading.limits,
            progress=progress,
            accept_good_rows=reading.options.accept_good_rows,
        )
    return without_repeats(parsed)


def is_refused(parsed: ParsedReturn, options: Options) -> bool:
    """Whether the findings refuse the return: all of it, or all that would be left of it."""
    rejected = any(finding.severity is Severity.REJECT for finding in parsed.findings)
    return parsed.unreadable or (
        rejected and not (options.accept_good_rows and parsed.rows_accepted)
    )


def without_repeats(parsed: ParsedReturn) -> ParsedReturn:
    """Refuse a second row with the key of an earlier one: only one of them could be held."""
    findings = list(parsed.findings)
    left_out: set[int] = set()
    for kind in FACT_KINDS:
        records = kind.records_in(parsed.records)
        repeated = folding.repeated_keys(kind, records)
        if not repeated:
            continue
        findings += [_repeated(record[0]) for record in repeated]
        left_out |= {record[0] for record in repeated}
        dropped = {id(record) for record in repeated}
        setattr(parsed.records, kind.name, [each for each in records if id(each) not in dropped])
    if not left_out:
        return parsed
    return replace(
        parsed,
        findings=findings,
        rows_accepted=parsed.rows_accepted - len(left_out),
    )


def _repeated(row: int) -> Finding:
    return Finding(
        code="ROW_REPEATED",
        severity=Severity.REJECT,
        row=row,
        message="An earlier row of this file speaks of the same thing.",
        hint="Keep one of the two rows.",
    )


class Abandoned(Exception):  # noqa: N818 -- a signal to the reading thread, never seen by people
    """Nobody waits for this reading any more."""


async def in_thread(work: Callable[[Callable[[int], None]], T], progress: Progress) -> T:
    """Run ``work(tick)`` in a thread. When the caller is cancelled the thread ends at its next tick."""
    wanted = True

    def tick(rows: int) -> None:
        if not wanted:
            raise Abandoned
        progress.reading(rows)

    task = asyncio.ensure_future(asyncio.to_thread(work, tick))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        wanted = False
        with contextlib.suppress(Abandoned):
            await task
        raise
