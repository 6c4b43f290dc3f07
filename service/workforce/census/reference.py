"""The reference date: the day all of a census return speaks of."""

from datetime import date

from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import MonthDay, half_year_ending
from service.workforce.census.faults import (
    NO_REFERENCE_DATE,
    REFERENCE_ASSUMED,
    REFERENCE_DAY,
    REFERENCE_FUTURE,
    REFERENCE_NO_HALF_YEAR,
    REFERENCE_SENDER,
    REFERENCE_YEAR,
    Findings,
)
from service.workforce.census.heading import Header
from service.workforce.census.layout import FIRST_EDITION
from service.workforce.census.period import CENSUS_DAY, census_day

_LATEST_YEAR = 2099


def settled(header: Header, sender_says: date | None) -> date | None:
    """The header's date; else the sender's; else 30 September of the header's year."""
    if header.reference is not None:
        return header.reference
    if sender_says is not None:
        return sender_says
    if header.year is not None and FIRST_EDITION <= header.year <= _LATEST_YEAR:
        return census_day(header.year)
    return None


def _ends_a_half_year(day: date, half_year_ends: tuple[MonthDay, ...]) -> bool:
    try:
        half_year_ending(day, half_year_ends)
    except NotAHalfYearEnd:
        return False
    return True


def tell(
    header: Header,
    sender_says: date | None,
    today: date | None,
    findings: Findings,
    half_year_ends: tuple[MonthDay, ...],
) -> None:
    """Findings about where the date comes from and whether it can be right."""
    as_at = settled(header, sender_says)
    if as_at is None:
        if not header.date_refused:
            findings.add(
                NO_REFERENCE_DATE,
                "The file does not say which day it is about: nothing in it can be counted.",
                "Add ReferenceDate to the header (for example 2025-09-30), or give the reference "
                "date when you send the file.",
                line=header.line,
                column="ReferenceDate",
            )
        return
    if header.reference is None and not header.date_refused:
        source = (
            "as the sender says" if sender_says is not None else "the census day of the Year given"
        )
        findings.add(
            REFERENCE_ASSUMED,
            f"The header has no ReferenceDate. {as_at.isoformat()} is used: {source}.",
            "Add ReferenceDate to the header.",
            line=header.line,
            column="ReferenceDate",
        )
    if header.reference is not None and sender_says not in {None, header.reference}:
        findings.add(
            REFERENCE_SENDER,
            f"The file gives its own reference date, {as_at.isoformat()}. It is used, not the one "
            "given with the file.",
            "Check that this is the file you mean to send.",
            line=header.line,
            column="ReferenceDate",
            value=as_at.isoformat(),
        )
    if (as_at.month, as_at.day) != CENSUS_DAY:
        findings.add(
            REFERENCE_DAY,
            f"The reference date is {as_at.isoformat()}, not a 30 September. It is used as sent.",
            "The census is about 30 September: check ReferenceDate.",
            line=header.line,
            column="ReferenceDate",
            value=as_at.isoformat(),
        )
    if not _ends_a_half_year(as_at, half_year_ends):
        findings.add(
            REFERENCE_NO_HALF_YEAR,
            f"No half-year ends on {as_at.isoformat()}. Vacancies, agency cover and days lost are of "
            "that day and its year alone, so those of this file appear in no scorecard. Workers are "
            "counted by their own dates.",
            "Nothing needs doing if the date is right. Otherwise correct ReferenceDate.",
            line=header.line,
            column="ReferenceDate",
            value=as_at.isoformat(),
        )
    if header.year is not None and header.reference and header.year != header.reference.year:
        findings.add(
            REFERENCE_YEAR,
            f"The header says Year {header.year} but ReferenceDate {as_at.isoformat()}. The date "
            "is used.",
            "Correct whichever is wrong.",
            line=header.line,
            column="Year",
            value=str(header.year),
        )
    if today is not None and as_at > today:
        findings.add(
            REFERENCE_FUTURE,
            f"The reference date {as_at.isoformat()} has not come yet.",
            "Check ReferenceDate: figures for that day will change until it has passed.",
            line=header.line,
            column="ReferenceDate",
            value=as_at.isoformat(),
        )
