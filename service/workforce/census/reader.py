"""From the bytes of a census return to its records and findings."""

from collections.abc import Callable
from datetime import date
from typing import BinaryIO

from scorecard.periods import HALF_YEAR_ENDS, MonthDay
from service.workforce.census import reference as reference_dates
from service.workforce.census.edition import edition_of
from service.workforce.census.element import Element
from service.workforce.census.faults import (
    DUPLICATE_ELEMENT,
    HEADER_MISSING,
    LEVEL_MISSING,
    NO_WORKERS,
    NOT_COUNTED,
    ORDER,
    ROWS_LEFT_OUT,
    SEND_XML,
    STRAY_TEXT,
    WRONG_MESSAGE,
    Findings,
    Unreadable,
    shown,
)
from service.workforce.census.heading import (
    Header,
    Level,
    read_header,
    read_level,
    unknown_element,
)
from service.workforce.census.layout import HEADER, LAYOUT_OF_LEVEL, MESSAGE, WORKER, Layout
from service.workforce.census.stream import MOST_BYTES, top_elements
from service.workforce.census.together import (
    compare_rows,
    compare_totals,
    one_absence_total_each,
    one_caseload_each,
)
from service.workforce.census.worker import Workers
from service.workforce.records import Kind, ParsedReturn, Records, ReportedTotalsRecord

PROGRESS_EVERY = 1_000

_MILLIONTHS = 10_000
"""Millionths in one hundredth."""


def read_census(
    stream: BinaryIO,
    *,
    identify: Callable[[str], str],
    progress: Callable[[int], None] | None = None,
    accept_good_rows: bool = False,
    reference_date: date | None = None,
    today: date | None = None,
    max_bytes: int = MOST_BYTES,
    half_year_ends: tuple[MonthDay, ...] = HALF_YEAR_ENDS,
) -> ParsedReturn:
    """Read one census return; never raises on what is in it.

    ``identify`` turns a registration number into a worker key. ``progress`` hears the number of
    workers read, about every thousand and at the end. ``reference_date`` is what the sender says
    where the file has no reference date of its own. ``today`` is only used to warn of a reference
    date that has not come yet, ``half_year_ends`` to say which figures of an odd date appear nowhere.

    Rows with a rejecting finding are never in the records. With a rejecting finding of the message
    itself (one without a row) there are no records at all, whether or not ``accept_good_rows`` was
    asked for: the sender can do without rows, not without the council's totals or the date.
    """
    reading = _Reading(identify, progress, half_year_ends)
    try:
        for element, plain in top_elements(stream, stray=reading.stray, max_bytes=max_bytes):
            if element.tag == WORKER:
                reading.take_worker(element, reference_date, plain=plain)
            else:
                reading.take_block(element)
        reading.end()
    except Unreadable as unreadable:
        return ParsedReturn(
            kind=Kind.CENSUS,
            edition="",
            as_at=None,
            rows_read=0,
            rows_accepted=0,
            records=Records(),
            findings=[unreadable.finding],
            unreadable=True,
        )
    return reading.result(reference_date, today, accept_good_rows=accept_good_rows)


class _Reading:
    """One message being read: what has come so far, and in which order."""

    def __init__(
        self,
        identify: Callable[[str], str],
        progress: Callable[[int], None] | None,
        half_year_ends: tuple[MonthDay, ...],
    ) -> None:
        self._half_year_ends = half_year_ends
        self._findings = Findings()
        self._workers = Workers(self._findings, identify)
        self._progress = progress
        self._header: Header | None = None
        self._level: Level | None = None
        self._rows = 0
        self._others = 0
        """Elements right below Message that are no part of a census."""
        self._reached: str | None = None
        """The furthest kind of element met so far."""

    def stray(self, text: str, line: int) -> None:
        self._findings.add(
            STRAY_TEXT,
            f"There is text between the elements of {MESSAGE}.",
            "Put it into the element it belongs to, or remove it.",
            line=line,
            column=MESSAGE,
            value=text.strip(),
        )

    def take_worker(self, element: Element, sender_says: date | None, *, plain: bool) -> None:
        """Take in one CSWWWorker; ``plain`` if it certainly has no attributes."""
        if not self._rows:
            self._begin_workers(sender_says)
        self._rows = row = self._rows + 1
        self._workers.read(element, row, plain=plain)
        if row % PROGRESS_EVERY == 0 and self._progress is not None:
            self._progress(row)

    def take_block(self, element: Element) -> None:
        """Take in any other element right below Message."""
        name = element.tag
        if name == HEADER:
            self._check_place(element, already=self._header is not None)
            header = read_header(element, self._findings)
            self._header = self._header or header
        elif name in LAYOUT_OF_LEVEL:
            self._check_place(element, already=self._level is not None)
            level = read_level(element, self._findings)
            self._level = self._level or level
        else:
            self._others += 1
            unknown_element(self._findings, element, f"{MESSAGE} has no element {shown(name)}.")

    def _begin_workers(self, sender_says: date | None) -> None:
        header = self._header or Header()
        if self._level is not None:
            layout: Layout | None = self._level.layout
        elif header.year is not None:
            layout = Layout.FROM_2025 if header.year >= 2025 else Layout.TO_2024
        else:
            layout = None
        self._workers.begin(layout, reference_dates.settled(header, sender_says))
        self._reached = WORKER

    def _check_place(self, element: Element, *, already: bool) -> None:
        name = element.tag
        if already:
            self._findings.add(
                DUPLICATE_ELEMENT,
                f"{name} stands more than once in the {MESSAGE}.",
                "Keep one. Two returns joined in one file must be sent one by one.",
                line=element.sourceline,
                column=name,
            )
        elif self._reached is not None and (self._reached == WORKER or name == HEADER):
            self._findings.add(
                ORDER,
                f"{name} stands after {self._reached}; the census wants it before.",
                f"The order is: {HEADER}, the block of council totals, then every {WORKER}.",
                line=element.sourceline,
                column=name,
            )
        else:
            self._reached = name

    def end(self) -> None:
        """Raise Unreadable for a Message that has nothing of the census in it."""
        collection_says_so = self._header is not None and self._header.is_census
        if not self._rows and self._level is None and self._others and not collection_says_so:
            raise Unreadable(
                WRONG_MESSAGE,
                f"The {MESSAGE} has neither a {WORKER} nor a block of council totals: it is "
                "another return to DfE.",
                SEND_XML,
            )
        if self._progress is not None:
            self._progress(self._rows)

    def result(
        self, sender_says: date | None, today: date | None, *, accept_good_rows: bool
    ) -> ParsedReturn:
        header, level = self._header or Header(), self._level
        findings, workers = self._findings, self._workers
        self._check_presence()
        as_at = reference_dates.settled(header, sender_says)
        reference_dates.tell(header, sender_says, today, findings, self._half_year_ends)
        edition = ""
        if level is not None:
            edition = edition_of(level.layout, workers.signs, header, findings)
        if as_at is not None:
            compare_rows(workers.repeated(), as_at, findings)
            if level is not None and self._rows:
                compare_totals(level, workers.lines(), as_at, findings)
        accepted = 0 if findings.refused else self._rows - len(findings.rejected)
        self._tell_left_out(accepted, accept_good_rows=accept_good_rows)
        return ParsedReturn(
            kind=Kind.CENSUS,
            edition=edition,
            as_at=as_at,
            rows_read=self._rows,
            rows_accepted=accepted,
            records=Records() if findings.refused else self._records(as_at),
            findings=findings.listed(),
            workers=workers.keys,
        )

    def _check_presence(self) -> None:
        if self._header is None:
            self._findings.add(
                HEADER_MISSING,
                f"The {MESSAGE} has no {HEADER}.",
                f"Add the {HEADER} with Collection, Year and ReferenceDate: DfE expects it.",
                column=HEADER,
            )
        if self._level is None:
            self._findings.add(
                LEVEL_MISSING,
                "The block of council totals (LALevelVacancies, from 2025 LALevel) is missing: "
                "vacancies and their cover cannot be reported.",
                f"Add the block between {HEADER} and the first {WORKER}.",
                column="LALevelVacancies",
            )
        if not self._rows:
            self._findings.add(
                NO_WORKERS,
                f"There is no {WORKER} in the file.",
                "Export the file again with the social workers included.",
                column=WORKER,
            )

    def _tell_left_out(self, accepted: int, *, accept_good_rows: bool) -> None:
        left_out = len(self._findings.rejected)
        if accept_good_rows and left_out and not self._findings.refused:
            self._findings.add(
                ROWS_LEFT_OUT,
                f"{left_out:,} of {self._rows:,} rows are left out, as asked: each has a finding "
                f"that rejects it. {accepted:,} are taken in.",
                "Correct the rows and send the file again: what is held already is recognised.",
                value=str(left_out),
            )
        if self._workers.not_counted:
            self._findings.add(
                NOT_COUNTED,
                f"{self._workers.not_counted:,} workers have no RoleStartDate and are in no figure "
                "but the caseloads.",
                "Add the dates: until then the council looks smaller than it is.",
                column="RoleStartDate",
                value=str(self._workers.not_counted),
            )

    def _records(self, as_at: date | None) -> Records:
        rejected, workers = self._findings.rejected, self._workers
        employments, agency = workers.employments, workers.agency
        totals, caseloads = workers.absence_totals, workers.caseloads
        if rejected:
            # Rows held against one another are rejected after their records were made.
            employments = [each for each in employments if each.row not in rejected]
            agency = [each for each in agency if each.row not in rejected]
            totals = [each for each in totals if each.row not in rejected]
            caseloads = [each for each in caseloads if each.row not in rejected]
        if workers.some_repeated:
            totals = one_absence_total_each(totals)
            caseloads = one_caseload_each(caseloads)
        return Records(
            employments=employments,
            agency=agency,
            absence_totals=totals,
            caseloads=caseloads,
            reported=_reported(self._level, as_at),
        )


def _reported(level: Level | None, as_at: date | None) -> list[ReportedTotalsRecord]:
    """The totals of a message that is not refused: one that lacks any of this is."""
    assert level is not None
    assert as_at is not None
    assert level.vacancies is not None
    assert level.covering_fte is not None
    assert level.covering_headcount is not None
    return [
        ReportedTotalsRecord(
            0,
            as_at,
            level.vacancies * _MILLIONTHS,
            level.covering_fte * _MILLIONTHS,
            level.covering_headcount,
        )
    ]
