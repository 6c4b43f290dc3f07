"""What can be wrong with a comparator file: code, severity, words, and what to do."""

from dataclasses import dataclass

from service.workforce.findings import Finding, Severity

LONGEST_SHOWN = 100
"""Characters of a value that a finding repeats."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault; ``message`` and ``hint`` are filled from named words."""

    code: str
    severity: Severity
    message: str
    hint: str

    def at(
        self,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **words: object,
    ) -> Finding:
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.message.format(**words),
            hint=self.hint.format(**words),
            row=row,
            line=row,
            column=column,
            value=None if value is None else value[:LONGEST_SHOWN],
        )

    def about(self, column: str) -> Finding:
        """A fault of a column as a whole, whose name is in the words."""
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.message.format(column=column[:LONGEST_SHOWN]),
            hint=self.hint.format(column=column[:LONGEST_SHOWN]),
            row=1,
            line=1,
            column=column[:LONGEST_SHOWN],
        )


REJECT, WARN = Severity.REJECT, Severity.WARN

NOT_TEXT = Fault(
    "FILE_NOT_TEXT",
    REJECT,
    "The file is not a CSV file in UTF-8.",
    "Save it as CSV UTF-8, unpacked, and send that.",
)
NO_ROWS = Fault(
    "FILE_WITHOUT_ROWS",
    REJECT,
    "The file has no rows below its headings.",
    "Download the table again.",
)
QUOTES_BROKEN = Fault(
    "QUOTES_BROKEN",
    REJECT,
    "A quotation mark is opened or closed in the middle of a value, from here on.",
    "Download the table again; do not edit it by hand.",
)
COLUMNS_UNKNOWN = Fault(
    "COLUMNS_UNKNOWN",
    REJECT,
    "The columns are neither those of DfE's workforce indicators nor those of the model of "
    "statistical neighbours. Found: {found}.",
    "Send the indicators file (time_period, geographic_level, old_la_code, turnover_rate_fte and "
    "so on) or the neighbours file (old_la_code, SN_1 to SN_10).",
)
COLUMN_MISSING = Fault(
    "COLUMN_MISSING",
    REJECT,
    "The column {column} is not there.",
    "Send the file as it was published, with all its columns.",
)
COLUMN_TWICE = Fault(
    "COLUMN_TWICE",
    REJECT,
    "The column {column} is there more than once.",
    "Send the file as it was published.",
)
INDICATOR_MISSING = Fault(
    "INDICATOR_MISSING",
    WARN,
    "The indicator {column} is not in the file.",
    "Nothing is set beside it. If the release has it, download the table again with all indicators.",
)
COLUMN_NOT_USED = Fault(
    "COLUMN_NOT_USED",
    WARN,
    "The column {column} is not one that this service knows.",
    "It is kept with the file and not used. Nothing is to be done.",
)
ROW_WIDTH = Fault(
    "ROW_WIDTH",
    REJECT,
    "The row has {found} cells; the headings are {expected}.",
    "A separator is missing or too many: download the table again.",
)
NOT_A_YEAR = Fault(
    "NOT_A_YEAR",
    REJECT,
    "The time period is not a year written as 2025.",
    "Send the annual table of years to 30 September.",
)
YEAR_AHEAD = Fault(
    "YEAR_AHEAD",
    REJECT,
    "The year to 30 September {year} was not over on {day}, when the table was retrieved.",
    "Nobody can have published it. Correct the year, or say when the table was really retrieved.",
)
NOT_A_REPORTING_YEAR = Fault(
    "NOT_A_REPORTING_YEAR",
    REJECT,
    "The time identifier is not Reporting year.",
    "Send the annual table of years to 30 September.",
)
LEVEL_UNKNOWN = Fault(
    "LEVEL_UNKNOWN",
    REJECT,
    "The geographic level is none of National, Regional, Local authority.",
    "Send the file as it was published.",
)
CODE_MISSING = Fault(
    "CODE_MISSING",
    REJECT,
    "The row has no code in this column.",
    "Send the file as it was published, with its codes.",
)
CODE_NOT_A_NUMBER = Fault(
    "CODE_NOT_A_NUMBER",
    REJECT,
    "This is not a three-digit code of an authority, or several joined as in 314 / 318.",
    "Write the code with all three digits; a spreadsheet may have changed it.",
)
AUTHORITY_UNKNOWN = Fault(
    "AUTHORITY_UNKNOWN",
    WARN,
    "No authority with the code {code} is known here.",
    "Check the code. The row is kept under it; it can be a council that was formed since.",
)
AUTHORITY_ENDED = Fault(
    "AUTHORITY_ENDED",
    WARN,
    "{why}",
    "The row is kept as it is published. Check whether it is of the year you mean.",
)
NEITHER_NUMBER_NOR_SYMBOL = Fault(
    "NEITHER_NUMBER_NOR_SYMBOL",
    REJECT,
    "The cell is neither a number nor one of DfE's symbols (z, x, c, low, u; : and k in earlier "
    "releases).",
    "Send the file as it was published: numbers without thousands separators or signs.",
)
CELL_BLANK = Fault(
    "CELL_BLANK",
    WARN,
    "The cell is empty.",
    "It counts as not available (x). If the published table has a value here, download it again.",
)
ROW_TWICE = Fault(
    "ROW_TWICE",
    REJECT,
    "{name} has a row for {year} already, in row {first}.",
    "Send a table with one row of each authority and year; of a table with filters, the totals.",
)
JOINT_MEMBER_TWICE = Fault(
    "JOINT_MEMBER_TWICE",
    REJECT,
    "{code} has a row of its own for {year} (row {first}) and is in this joint return too.",
    "Ask where the table comes from: one authority has two figures for one year.",
)
NEIGHBOUR_MISSING = Fault(
    "NEIGHBOUR_MISSING",
    WARN,
    "The neighbour is missing.",
    "The median rests on the neighbours that are there, and says on how many.",
)
NEIGHBOUR_TWICE = Fault(
    "NEIGHBOUR_TWICE",
    REJECT,
    "{code} is a neighbour of this authority more than once, or its own neighbour.",
    "Send the model as it was published.",
)
NEIGHBOUR_WITHOUT_ROW = Fault(
    "NEIGHBOUR_WITHOUT_ROW",
    WARN,
    "The neighbour {code} has no row of its own in the model, and no such authority is known here.",
    "Check the code. Without figures of it the median rests on the others, and says on how many.",
)
TOO_MANY = Fault(
    "FINDINGS_CUT",
    WARN,
    "{count} more findings are not listed.",
    "Correct the ones above first and send the file again.",
)
