"""What can be wrong with a census return: stable codes, each with one severity.

Each code is explained with an example in docs/returns/census.md. The codes are ours: DfE's numbered
validation rules could not be had, so no finding claims to be one of them.

The words of a finding stand beside the rule that raises it. No message or hint repeats a
registration number: storage masks the *value* of findings about ``SWENo`` and nothing else.
"""

import re
from collections import Counter
from typing import NamedTuple

from service.workforce.findings import Finding, Severity

NUMBER_COLUMN = "SWENo"
"""Findings about this column carry a registration number as their value."""

LONGEST_SHOWN = 100
"""Characters of a sent value that a finding repeats."""

MOST_FINDINGS = 100_000
"""Findings listed for one file, rejecting and other ones counted apart."""


class Fault(NamedTuple):
    """One kind of fault."""

    code: str
    severity: Severity


FAULTS: dict[str, Fault] = {}


def _fault(code: str, severity: Severity) -> Fault:
    FAULTS[code] = Fault(code, severity)
    return FAULTS[code]


def _reject(code: str) -> Fault:
    return _fault(code, Severity.REJECT)


def _warn(code: str) -> Fault:
    return _fault(code, Severity.WARN)


def _info(code: str) -> Fault:
    return _fault(code, Severity.INFO)


# The bytes are no census return at all: nothing is read from them.
EMPTY_FILE = _reject("CENSUS_EMPTY_FILE")
ARCHIVE = _reject("CENSUS_ARCHIVE")
NOT_XML = _reject("CENSUS_NOT_XML")
ENCODING = _reject("CENSUS_ENCODING")
DTD = _reject("CENSUS_DTD")
WRONG_MESSAGE = _reject("CENSUS_WRONG_MESSAGE")
TRUNCATED = _reject("CENSUS_TRUNCATED")
MALFORMED = _reject("CENSUS_MALFORMED")
TOO_DEEP = _reject("CENSUS_TOO_DEEP")
TOO_LARGE = _reject("CENSUS_TOO_LARGE")

# The message as a whole.
LEVEL_MISSING = _reject("CENSUS_LEVEL_MISSING")
NO_WORKERS = _reject("CENSUS_NO_WORKERS")
NO_REFERENCE_DATE = _reject("CENSUS_NO_REFERENCE_DATE")
HEADER_MISSING = _warn("CENSUS_HEADER_MISSING")
HEADER_ELEMENT = _warn("CENSUS_HEADER_ELEMENT")
HEADER_VALUE = _warn("CENSUS_HEADER_VALUE")
REFERENCE_ASSUMED = _info("CENSUS_REFERENCE_ASSUMED")
REFERENCE_DAY = _warn("CENSUS_REFERENCE_DAY")
REFERENCE_NO_HALF_YEAR = _info("CENSUS_REFERENCE_NO_HALF_YEAR")
REFERENCE_FUTURE = _warn("CENSUS_REFERENCE_FUTURE")
REFERENCE_YEAR = _warn("CENSUS_REFERENCE_YEAR")
REFERENCE_SENDER = _warn("CENSUS_REFERENCE_SENDER")
EDITION_HEADER = _warn("CENSUS_EDITION_HEADER")
EDITION_LATER = _info("CENSUS_EDITION_LATER")
EDITION_UNSTATED = _info("CENSUS_EDITION_UNSTATED")
EDITION_GENDER = _info("CENSUS_EDITION_GENDER")
EDITION_MIXED = _warn("CENSUS_EDITION_MIXED")
EDITION_ELEMENT = _warn("CENSUS_EDITION_ELEMENT")

# Elements and values, in a worker or in the blocks before the workers.
ORDER = _reject("CENSUS_ORDER")
UNKNOWN_ELEMENT = _reject("CENSUS_UNKNOWN_ELEMENT")
DUPLICATE_ELEMENT = _reject("CENSUS_DUPLICATE_ELEMENT")
STRAY_TEXT = _reject("CENSUS_STRAY_TEXT")
ATTRIBUTE = _warn("CENSUS_ATTRIBUTE")
CODE_UNKNOWN = _reject("CENSUS_CODE_UNKNOWN")
SWENO_PATTERN = _reject("CENSUS_SWENO_PATTERN")
SWENO_CASE = _info("CENSUS_SWENO_CASE")
TYPE = _reject("CENSUS_TYPE")
RANGE = _reject("CENSUS_RANGE")
EMPTY = _warn("CENSUS_EMPTY")

# One worker.
IDENTITY_MISSING = _reject("CENSUS_IDENTITY_MISSING")
MISSING = _warn("CENSUS_MISSING")
START_MISSING = _warn("CENSUS_START_MISSING")
AGENCY_START_MISSING = _warn("CENSUS_AGENCY_START_MISSING")
ORIGIN_UNEXPECTED = _warn("CENSUS_ORIGIN_UNEXPECTED")
END_BEFORE_START = _reject("CENSUS_END_BEFORE_START")
START_BEFORE_BIRTH = _reject("CENSUS_START_BEFORE_BIRTH")
AGE_AT_START = _warn("CENSUS_AGE_AT_START")
AFTER_REFERENCE = _warn("CENSUS_AFTER_REFERENCE")
LEFT_BEFORE_YEAR = _warn("CENSUS_LEFT_BEFORE_YEAR")
LEAVER_FTE = _warn("CENSUS_LEAVER_FTE")
LEAVER_MISSING = _warn("CENSUS_LEAVER_MISSING")
LEAVER_UNEXPECTED = _warn("CENSUS_LEAVER_UNEXPECTED")
LEAVER_CASES = _warn("CENSUS_LEAVER_CASES")
FTE_MISSING = _warn("CENSUS_FTE_MISSING")
FTE_ZERO = _warn("CENSUS_FTE_ZERO")
ROLE_WITHOUT_CASES = _warn("CENSUS_ROLE_WITHOUT_CASES")
CASE_HOLDER_NO_CASES = _warn("CENSUS_CASE_HOLDER_NO_CASES")
CASES_NO_FTE = _warn("CENSUS_CASES_NO_FTE")
CASES_PER_FTE = _warn("CENSUS_CASES_PER_FTE")
DAYS_HIGH = _warn("CENSUS_DAYS_HIGH")
ABSENCE_REASON = _warn("CENSUS_ABSENCE_REASON")
PAY_MISSING = _info("CENSUS_PAY_MISSING")

# Rows and totals held against one another.
SWENO_DUPLICATE = _reject("CENSUS_SWENO_DUPLICATE")
TWO_ROLES = _warn("CENSUS_TWO_ROLES")
AGENCY_AGAIN = _warn("CENSUS_AGENCY_AGAIN")
SPELLS_OVERLAP = _warn("CENSUS_SPELLS_OVERLAP")
COVER_ABOVE_VACANCIES = _warn("CENSUS_COVER_ABOVE_VACANCIES")
COVER_ABOVE_AGENCY = _warn("CENSUS_COVER_ABOVE_AGENCY")
CONTINUITY = _warn("CENSUS_CONTINUITY")
NOT_COUNTED = _warn("CENSUS_NOT_COUNTED")
ROWS_LEFT_OUT = _info("CENSUS_ROWS_LEFT_OUT")
MORE_FINDINGS = _info("CENSUS_MORE_FINDINGS")


SEND_XML = (
    "Send the XML file of the children's social work workforce census (CSWW) that your census "
    "software exports for DfE's COLLECT system."
)
"""What to do wherever the file is something else."""


class Unreadable(Exception):  # noqa: N818 -- names the state of the file; never leaves this package
    """The bytes are no census return; carries the one finding that says why."""

    def __init__(
        self,
        fault: Fault,
        message: str,
        hint: str,
        *,
        line: int | None = None,
        value: str | None = None,
    ) -> None:
        super().__init__(message)
        shown_value = None if value is None else shown(value)
        self.finding = Finding(
            fault.code, fault.severity, message, hint, line=line, value=shown_value
        )


_NUMBER_LIKE = re.compile(r"\b[A-Za-z]{2}\s?[0-9]{1,10}\b|[A-Za-z]{2}\s*[0-9](?:\s*[0-9]){3,}")


def _pattern_of(match: re.Match[str]) -> str:
    return re.sub("[0-9]", "9", re.sub("[A-Za-z]", "A", match[0]))


def shown(text: str) -> str:
    """Text from the file, fit to be quoted: shortened, registration numbers made unreadable.

    A number turned into AA999999 stands where no number should be (a misspelt element, text between
    elements), so nothing else would mask it.
    """
    short = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return _NUMBER_LIKE.sub(_pattern_of, short)


class Findings:
    """The findings of one file as they come, and what they forbid."""

    def __init__(self, most: int = MOST_FINDINGS) -> None:
        self.rejected: set[int] = set()
        """Rows with a rejecting finding."""
        self.refused = False
        """A rejecting finding of the message itself: no row of it can be taken in."""
        self._most = most
        self._rejecting: list[Finding] = []
        self._other: list[Finding] = []
        self._unlisted: Counter[str] = Counter()

    def add(
        self,
        fault: Fault,
        message: str,
        hint: str,
        *,
        row: int | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        rejecting = fault.severity is Severity.REJECT
        if rejecting:
            if row is None:
                self.refused = True
            else:
                self.rejected.add(row)
        listed = self._rejecting if rejecting else self._other
        if len(listed) >= self._most:
            self._unlisted[fault.code] += 1
            return
        if value is not None:
            value = value[:LONGEST_SHOWN] if column == NUMBER_COLUMN else shown(value)
        listed.append(Finding(fault.code, fault.severity, message, hint, row, line, column, value))

    def listed(self) -> list[Finding]:
        """Findings of the whole file first, then by row and line; last, what was not listed."""
        findings = self._rejecting + self._other
        findings.sort(key=lambda each: (each.row or 0, each.line or 0))
        for code, count in sorted(self._unlisted.items()):
            findings.append(
                Finding(
                    MORE_FINDINGS.code,
                    MORE_FINDINGS.severity,
                    f"{count:,} more findings {code} are not listed.",
                    "Correct the ones that are listed and check the file again.",
                    value=code,
                )
            )
        return findings
