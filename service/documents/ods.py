"""A workbook as OpenDocument (ODS 1.2), the form that GOV.UK asks for: the same sheets as the XLSX.

Numbers are written in decimal, so they are exact; text is text and never a formula. The same book
gives the same bytes.
"""

import zipfile
from collections.abc import Iterator
from datetime import UTC
from html import escape
from io import BytesIO

from service.documents.book import Book, Cell, Column, Number, Sheet

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_DECLARATION}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
    'manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def as_ods(book: Book) -> bytes:
    """The bytes of the file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _STAMP), MIMETYPE)
        for name, text in (
            ("content.xml", "".join(_content(book))),
            ("styles.xml", _styles(book)),
            ("meta.xml", _meta(book)),
            ("META-INF/manifest.xml", _MANIFEST),
        ):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _text(words: str) -> str:
    return escape(words.translate(_UNWRITABLE))


def _content(book: Book) -> Iterator[str]:
    widths = sorted({100, *(each.width for sheet in book.tables() for each in sheet.columns)})
    places = sorted(
        {
            cell.places
            for sheet in book.sheets
            for row in sheet.rows
            for cell in row
            if isinstance(cell, Number) and cell.places is not None
        }
    )
    yield f'{_DECLARATION}<office:document-content {_NAMESPACES} office:version="1.2">'
    yield "<office:automatic-styles>"
    for width in widths:
        yield (
            f'<style:style style:name="co{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 22 // 10}mm"/></style:style>'
        )
    for each in places:
        yield (
            f'<number:number-style style:name="N{each}"><number:number number:grouping="true" '
            f'number:min-integer-digits="1" number:decimal-places="{each}"/></number:number-style>'
            f'<style:style style:name="number{each}" style:family="table-cell" '
            f'style:parent-style-name="Default" style:data-style-name="N{each}"/>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    yield _cover(book)
    for number, sheet in enumerate(book.tables()):
        yield from _table(sheet, links=number == 0)
    yield "<table:database-ranges>"
    for sheet in book.tables():
        first = len(sheet.notes) + 2
        end = f"{_letter(len(sheet.columns))}{first + len(sheet.rows)}"
        yield (
            f'<table:database-range table:name="table_{sheet.name.lower()}" '
            f'table:target-range-address="{sheet.name}.A{first}:{sheet.name}.{end}" '
            'table:contains-header="true" table:display-filter-buttons="false"/>'
        )
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _letter(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def _cover(book: Book) -> str:
    rows = "".join(_row(_cell(line, "words")) for line in book.lines)
    return (
        f'<table:table table:name="{book.cover_name}"><table:table-column table:style-name="co100"/>'
        f"{_row(_cell(book.title, 'title'))}{rows}</table:table>"
    )


def _table(sheet: Sheet, *, links: bool) -> Iterator[str]:
    yield f'<table:table table:name="{sheet.name}">'
    yield from (_column(each) for each in sheet.columns)
    yield _row(_cell(sheet.title, "title"))
    for note in sheet.notes:
        yield _row(_cell(note, "Default"))
    heads = "".join(_cell(each.title, "head") for each in sheet.columns)
    yield f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
    for row in sheet.rows:
        first, *others = row
        written = _link(str(first)) if links else _cell(first, "words")
        yield _row(written + "".join(_cell(each, "words") for each in others))
    yield "</table:table>"


def _column(column: Column) -> str:
    return f'<table:table-column table:style-name="co{column.width}"/>'


def _row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, Number):
        style = "Default" if cell.places is None else f"number{cell.places}"
        return (
            f'<table:table-cell table:style-name="{style}" office:value-type="float" '
            f'office:value="{cell.exact:f}"><text:p>{cell.shown()}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"<text:p>{_text(cell)}</text:p></table:table-cell>"
    )


def _link(name: str) -> str:
    return (
        '<table:table-cell table:style-name="words" office:value-type="string"><text:p>'
        f'<text:a xlink:type="simple" xlink:href="#{name}.A1">{name}</text:a></text:p></table:table-cell>'
    )


def _styles(book: Book) -> str:
    def style(name: str, cell: str, words: str) -> str:
        return (
            f'<style:style style:name="{name}" style:family="table-cell" '
            f'style:parent-style-name="Default"><style:table-cell-properties {cell}/>'
            f"<style:text-properties {words}/></style:style>"
        )

    bold = 'fo:font-weight="bold"'
    return (
        f'{_DECLARATION}<office:document-styles {_NAMESPACES} office:version="1.2"><office:styles>'
        '<style:default-style style:family="table-cell"><style:text-properties '
        'style:font-name="Arial" fo:font-family="Arial" fo:font-size="12pt" fo:language="en" '
        'fo:country="GB"/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell">'
        '<style:table-cell-properties style:vertical-align="top"/></style:style>'
        + style("words", 'fo:wrap-option="wrap"', 'fo:font-size="12pt"')
        + style("title", 'style:vertical-align="top"', f'{bold} fo:font-size="16pt"')
        + style("head", 'fo:wrap-option="wrap" fo:border-bottom="0.5pt solid #000000"', bold)
        + "</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="page"><style:page-layout-properties '
        'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" '
        'style:scale-to-X="1" style:scale-to-Y="0"/><style:footer-style/></style:page-layout>'
        "</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Default" style:page-layout-name="page"><style:footer>'
        f"<text:p>{_text(book.footer)} Page <text:page-number>1</text:page-number> of "
        "<text:page-count>1</text:page-count></text:p></style:footer></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )


def _meta(book: Book) -> str:
    at = book.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_DECLARATION}<office:document-meta {_NAMESPACES} office:version="1.2"><office:meta>'
        f"<dc:title>{_text(book.title)}</dc:title><meta:initial-creator>{_text(book.author)}"
        f"</meta:initial-creator><dc:creator>{_text(book.author)}</dc:creator>"
        f"<meta:creation-date>{at}</meta:creation-date><dc:date>{at}</dc:date>"
        "<dc:language>en-GB</dc:language></office:meta></office:document-meta>"
    )
