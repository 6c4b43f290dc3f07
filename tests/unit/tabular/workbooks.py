"""Workbooks for tests: written by xlsxwriter, or put together part by part where no writer would."""

import datetime as dt
import io
import zipfile

import xlsxwriter

from service.workforce.tabular.columns import COLUMNS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def written(sheets, *, date_format="dd/mm/yyyy", from_1904=False):
    """A workbook of ``{sheet name: [[cell, ...], ...]}``; dates become date cells."""
    stream = io.BytesIO()
    options = {"date_1904": from_1904, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        day = book.add_format({"num_format": date_format})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(row, column, value, day)
                    elif value is not None:
                        sheet.write(row, column, value)
    return stream.getvalue()


def headings(kind):
    return [column.name for column in COLUMNS[kind]]


def packed(parts, *, compression=zipfile.ZIP_DEFLATED):
    """A ZIP package of ``{part: text or bytes}``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def parts(sheet_data, *, strings="", styles="", properties="", after="", main=MAIN):
    """The parts of a workbook with one sheet ``posts`` whose rows are given as XML."""
    made = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}">{properties}<sheets>'
            '<sheet name="posts" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "/xl/styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>'
        ),
    }
    if strings:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    if styles:
        made["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    return made


def relations(*targets):
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def row_xml(number, *cells, attributes=""):
    """A row of text cells (``str``) and cells given as XML (``bytes``)."""
    made = []
    for column, cell in enumerate(cells):
        reference = f'r="{chr(65 + column)}{number}"'
        if isinstance(cell, bytes):
            made.append(cell.decode().replace("<c", f"<c {reference}", 1))
        else:
            made.append(f'<c {reference} t="inlineStr"><is><t>{cell}</t></is></c>')
    return f'<row r="{number}" {attributes}>{"".join(made)}</row>'
