"""Faults of the file as a whole: what it is, how it is encoded, and its headings."""

from service.workforce.findings import Severity
from service.workforce.tabular.fault import Fault

REJECT, WARN, INFO = Severity.REJECT, Severity.WARN, Severity.INFO

FILE_EMPTY = Fault(
    "FILE_EMPTY",
    REJECT,
    "The file is empty.",
    "Export it again and check that it has rows before you send it.",
    "A file of 0 bytes, or of nothing but blank lines.",
)
FILE_TOO_LARGE = Fault(
    "FILE_TOO_LARGE",
    REJECT,
    "The file is larger than {limit} MB.",
    "Send the rows in several files, or remove sheets and columns that are not needed.",
    "A file of 2 GB.",
)
NOT_A_TABLE = Fault(
    "NOT_A_TABLE",
    REJECT,
    "The file is {what}, not a CSV file or an Excel workbook.",
    "{advice}",
    "A PDF, a web page or a ZIP archive whose name ends in .csv.",
)
NAME_AND_CONTENT_DIFFER = Fault(
    "NAME_AND_CONTENT_DIFFER",
    REJECT,
    "The name of the file ends in {ending}, but the content is {what}.",
    "Give the file its proper ending, or save it again in the format you mean.",
    "An Excel workbook that was renamed to staff.csv.",
)
WORKBOOK_PROTECTED = Fault(
    "WORKBOOK_PROTECTED",
    REJECT,
    "The workbook is protected with a password, so it cannot be read.",
    "In Excel choose File, Info, Protect Workbook, Encrypt with Password, clear the password and "
    "save. Then send the file again.",
    "A workbook saved with a password to open it.",
)
WORKBOOK_FORMAT = Fault(
    "WORKBOOK_FORMAT",
    REJECT,
    "The file is {what}, which is not read here.",
    "Open it and save it as an Excel workbook (.xlsx) or as CSV UTF-8, then send that.",
    "An .xls workbook of Excel 97 to 2003, an .xlsb workbook, or an .ods spreadsheet.",
)
WORKBOOK_TOO_LARGE = Fault(
    "WORKBOOK_TOO_LARGE",
    REJECT,
    "The workbook would expand to more than is allowed: {why}.",
    "Copy the rows of the return alone into a new workbook and send that.",
    "A workbook of 1 MB that holds 2 GB of cells.",
)
WORKBOOK_DAMAGED = Fault(
    "WORKBOOK_DAMAGED",
    REJECT,
    "The workbook is damaged: {why}.",
    "Open it in Excel, let Excel repair it, save it under a new name and send that.",
    "A workbook that was cut short while it was copied.",
)
SHEET_NOT_FOUND = Fault(
    "SHEET_NOT_FOUND",
    REJECT,
    "{why} The workbook has these sheets: {sheets}.",
    "Name the sheet to read, or name it “{kind}”.",
    "A workbook with the sheets “Sheet1” and “Sheet2” and no word on which one to read.",
)
SHEET_CHOSEN = Fault(
    "SHEET_CHOSEN",
    INFO,
    "The sheet “{sheet}” was read, and none of the others: {others}.",
    "Nothing to do if that is the sheet you meant.",
    "A workbook with the sheets “posts” and “Notes”.",
)
NUL_BYTES = Fault(
    "NUL_BYTES",
    REJECT,
    "The file has NUL bytes, so it is damaged or is not text.",
    "Export it again. If it is “Unicode text”, save it as CSV UTF-8 instead.",
    "A CSV file cut short by a full disk and filled up with zeros.",
)
ENCODING_UNKNOWN = Fault(
    "ENCODING_UNKNOWN",
    REJECT,
    "The characters of the file cannot be read as UTF-8 or as Windows-1252.",
    "In Excel choose Save As, CSV UTF-8 (comma delimited), and send that file.",
    "A file with the byte 81 (hexadecimal), which neither encoding has.",
)
ENCODING_WINDOWS_1252 = Fault(
    "ENCODING_WINDOWS_1252",
    INFO,
    "The file is not UTF-8: it was read as Windows-1252 because of this row.",
    "Check that accents and pound signs came through. To avoid the question save as CSV UTF-8.",
    "A CSV file saved by Excel as “CSV (comma delimited)” with “Siân” in it.",
)
ENCODING_UTF_16 = Fault(
    "ENCODING_UTF_16",
    INFO,
    "The file was read as UTF-16.",
    "Nothing to do. To avoid the question save as CSV UTF-8.",
    "A file saved by Excel as “Unicode text”.",
)
ENCODING_MIXED = Fault(
    "ENCODING_MIXED",
    REJECT,
    "The file is UTF-8, but this cell has characters in another encoding.",
    "Type the cell again in Excel and save the file as CSV UTF-8.",
    "A UTF-8 file into which rows were pasted from a Windows-1252 file.",
)
SEPARATOR = Fault(
    "SEPARATOR",
    INFO,
    "The cells are separated by {separator}, not by commas.",
    "Nothing to do if the columns came through.",
    "A CSV file saved by an Excel that is set to another country.",
)
QUOTES_BROKEN = Fault(
    "QUOTES_BROKEN",
    REJECT,
    "The quotation marks of this row do not pair up, or a cell has more than 131,072 characters. "
    "No row of the file was taken in.",
    'Write a quotation mark inside a quoted cell twice, as in "the ""old"" team".',
    'A cell that begins with a quotation mark and never closes it: "Harbour',
)
HEADER_MISSING = Fault(
    "HEADER_MISSING",
    REJECT,
    "The first row has none of the column headings of this return.",
    "Put the headings in row 1: {columns}. There is a template to download.",
    "A file whose first row is already a row of data.",
)
HEADER_NOT_FIRST = Fault(
    "HEADER_NOT_FIRST",
    REJECT,
    "The headings are in row {found}, not in row 1.",
    "Delete the rows above the headings and send the file again.",
    "A sheet with a title in row 1, an empty row 2 and the headings in row 3.",
)
WRONG_KIND = Fault(
    "WRONG_KIND",
    REJECT,
    "These are the headings of the {other} return, not of the {kind} return.",
    "Send it as “{other}”, or send the {kind} file.",
    "The absences file sent as caseloads.",
)
COLUMN_MISSING = Fault(
    "COLUMN_MISSING",
    REJECT,
    "The column “{missing}” is missing.",
    "Add it: {words}.{suggestion}",
    "A caseloads file without the column “unit”.",
)
COLUMN_DUPLICATE = Fault(
    "COLUMN_DUPLICATE",
    REJECT,
    "The heading “{heading}” is there {times} times.",
    "Keep the column you mean and delete or rename the others.",
    "A file with two columns called “team”.",
)
COLUMN_UNKNOWN = Fault(
    "COLUMN_UNKNOWN",
    WARN,
    "The column “{heading}” is not part of this return and was not read.",
    "Nothing to do if it is not needed.{suggestion}",
    "A posts file with a column “cost_centre”.",
)
NO_ROWS = Fault(
    "NO_ROWS",
    REJECT,
    "The file has headings but no rows.",
    "Export it again with the rows. If there is nothing to return, send nothing.",
    "A file with the headings alone.",
)
ROWS_HIDDEN = Fault(
    "ROWS_HIDDEN",
    WARN,
    "Hidden rows were read like all others: {count}, the first of them this one.",
    "In Excel clear the filter and show all rows, to see what was sent.",
    "A sheet that was filtered to one team before it was saved.",
)
CELLS_MERGED = Fault(
    "CELLS_MERGED",
    REJECT,
    "The cells {cells} are merged, so all but the first have no value.",
    "In Excel choose Unmerge Cells and fill in every row.",
    "A sheet where one merged cell names the team of five rows.",
)
CELL_OUTSIDE = Fault(
    "CELL_OUTSIDE",
    WARN,
    "There is a cell outside the table, to the right of the headings. It was not read.",
    "Nothing to do if it is a note.",
    "A remark typed two columns to the right of the last heading.",
)
TOO_FEW_CELLS = Fault(
    "TOO_FEW_CELLS",
    REJECT,
    "The row does not have as many cells as there are headings: {found}, not {wanted}.",
    "Check the row for a missing separator.",
    "A row that stops after the second cell.",
)
TOO_MANY_CELLS = Fault(
    "TOO_MANY_CELLS",
    REJECT,
    "The row does not have as many cells as there are headings: {found}, not {wanted}.",
    'Put a name that has a comma in it in quotation marks: "Children, North".',
    "A team called Children, North without quotation marks around it.",
)
HEADER_REPEATED = Fault(
    "HEADER_REPEATED",
    WARN,
    "The headings are repeated in this row. The row was left out.",
    "Nothing to do. It happens when files are joined.",
    "Two exports joined into one file, headings and all.",
)
FINDINGS_CUT = Fault(
    "FINDINGS_CUT",
    INFO,
    "More findings, not listed: {count}.",
    "Correct those listed and send the file again.",
    "A file with more than 10,000 faults. The severity is that of the worst finding not listed.",
)
ROWS_LEFT_OUT = Fault(
    "ROWS_LEFT_OUT",
    INFO,
    "Rows that cannot be taken in and are left out: {rows} ({count} in all).",
    "Correct them and send them later.",
    "A file sent with the wish to take in the good rows.",
)

FILE_FAULTS = (
    FILE_EMPTY,
    FILE_TOO_LARGE,
    NOT_A_TABLE,
    NAME_AND_CONTENT_DIFFER,
    WORKBOOK_PROTECTED,
    WORKBOOK_FORMAT,
    WORKBOOK_TOO_LARGE,
    WORKBOOK_DAMAGED,
    SHEET_NOT_FOUND,
    SHEET_CHOSEN,
    NUL_BYTES,
    ENCODING_UNKNOWN,
    ENCODING_WINDOWS_1252,
    ENCODING_UTF_16,
    ENCODING_MIXED,
    SEPARATOR,
    QUOTES_BROKEN,
    HEADER_MISSING,
    HEADER_NOT_FIRST,
    WRONG_KIND,
    COLUMN_MISSING,
    COLUMN_DUPLICATE,
    COLUMN_UNKNOWN,
    NO_ROWS,
    ROWS_HIDDEN,
    CELLS_MERGED,
    CELL_OUTSIDE,
    TOO_FEW_CELLS,
    TOO_MANY_CELLS,
    HEADER_REPEATED,
    FINDINGS_CUT,
    ROWS_LEFT_OUT,
)
