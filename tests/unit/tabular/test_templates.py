"""Templates: what is downloaded, and that it can be filled in and sent back."""

import csv
import io

import openpyxl
import pytest

from service.workforce.tabular import template_csv, template_xlsx
from service.workforce.tabular.columns import COLUMNS, ValueType
from tests.unit.tabular.reading import POSTS, example, lines, read, records

KINDS = tuple(COLUMNS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_csv_template_is_the_headings_in_utf_8_as_excel_knows_it(kind):
    content = template_csv(kind)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader([content.decode("utf-8-sig")])) == [
        [column.name for column in COLUMNS[kind]]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_sent_back_as_it_is_has_no_rows(kind):
    for content in (template_csv(kind), template_xlsx(kind)):
        parsed = read(kind, content)
        assert [line for line in lines(parsed) if "SHEET_CHOSEN" not in line] == [
            "- - NO_ROWS reject -"
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_filled_with_its_examples_is_taken_without_a_word(kind):
    text = template_csv(kind) + example(kind).encode()
    from_csv = read(kind, text, filename=f"{kind}.csv")
    assert lines(from_csv) == []
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(kind)))
    for number, column in enumerate(COLUMNS[kind], 1):
        book[kind].cell(2, number, column.example or None)
    stream = io.BytesIO()
    book.save(stream)
    from_xlsx = read(kind, stream.getvalue(), filename=f"{kind}.xlsx")
    assert lines(from_xlsx) == ["- - SHEET_CHOSEN info -"]
    assert records(from_xlsx) == records(from_csv)
    assert len(records(from_csv)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_template_says_what_it_is_and_explains_every_column(kind):
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(kind)))
    assert book.sheetnames == [kind, "Notes"]
    assert book.properties.title == f"{kind.capitalize()} return: template"
    assert book.properties.language == "en-GB"
    assert book.active.title == kind
    notes = [[cell.value for cell in row] for row in book["Notes"].iter_rows()]
    assert notes[0][0] == f"Notes on the {kind} return"
    assert notes[2] == ["Column", "What it holds", "Must be filled", "How it is written", "Example"]
    assert [(row[0], row[1], row[4]) for row in notes[3:]] == [
        (column.name, column.words, column.example or "[empty]") for column in COLUMNS[kind]
    ]
    assert None not in [cell for row in notes[3:] for cell in row]
    for sheet in book:
        assert sheet.merged_cells.ranges == set()
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {
            "Arial"
        }


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_text_and_dates_are_formatted_so_that_excel_changes_nothing(kind):
    sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(kind)))[kind]
    formats = {
        ValueType.REGISTRATION: "@",
        ValueType.NAME: "@",
        ValueType.DATE: "yyyy-mm-dd",
    }
    assert {
        sheet.cell(1, number).value: sheet.column_dimensions[
            sheet.cell(1, number).column_letter
        ].number_format
        for number in range(1, sheet.max_column + 1)
    } == {column.name: formats.get(column.type, "General") for column in COLUMNS[kind]}


def test_short_lists_of_values_are_offered_in_the_cells():
    sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(POSTS)))[POSTS]
    assert [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation] == [
        (
            "D2:D1048576",
            (
                '"senior-manager,middle-manager,first-line-manager,senior-practitioner,'
                'case-holder,qualified-without-cases"'
            ),
        )
    ]
