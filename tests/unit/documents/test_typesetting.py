"""Documents: data is never markup, the same data gives the same bytes, and a reader can hear it."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from service.documents import typesetting
from service.documents.typesetting import NotTypeset

AT = datetime(2027, 11, 15, 9, 30, tzinfo=UTC)
DOCUMENT = """#import "house.typ": *
#show: house.with(title: data.title, footer: data.footer)
= #data.title
#facts(data.facts)
== Reviews
#sheet((1fr, auto), ("Review", "Held"), data.rows)
"""
DATA = {
    "title": "Evidence",
    "footer": "Version 1",
    "facts": [["Team", "Assessment North"], ["Started", date(2027, 1, 11)]],
    "rows": [["3 month review", "12 April 2027"], ["6 month review", "12 July 2027"]],
}


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the house's look, in which a test writes a template."""
    house = (typesetting.TEMPLATES / "house.typ").read_text()
    (tmp_path / "house.typ").write_text(house)
    (tmp_path / "document.typ").write_text(DOCUMENT)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_document_says_what_the_data_says(templates: Path) -> None:
    text = words(typesetting.compile("document.typ", DATA, AT))
    for part in ("Evidence", "Assessment North", "2027-01-11", "12 July 2027", "Page 1 of 1"):
        assert part in text


def test_the_same_data_gives_the_same_bytes_and_another_instant_others(templates: Path) -> None:
    once = typesetting.compile("document.typ", DATA, AT)
    assert typesetting.compile("document.typ", DATA, AT) == once
    assert typesetting.compile("document.typ", DATA, AT.replace(year=2028)) != once


def test_another_process_makes_the_same_bytes(templates: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; from datetime import datetime;"
        "from service.documents import typesetting;"
        "typesetting.TEMPLATES = Path(sys.argv[1]);"
        "sys.stdout.buffer.write(typesetting.compile('document.typ', json.loads(sys.argv[2]),"
        " datetime.fromisoformat(sys.argv[3])))"
    )
    data = {**DATA, "facts": [["Team", "Assessment North"], ["Started", "2027-01-11"]]}
    other = subprocess.run(
        [sys.executable, "-c", code, str(templates), json.dumps(data), AT.isoformat()],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert other == typesetting.compile("document.typ", data, AT)


@pytest.mark.parametrize(
    "name",
    ['#read("/etc/passwd")', "*bold* _it_ `x` $y$ <label> @ref", "\\u{41} // not a comment", "=="],
)
def test_what_looks_like_markup_is_printed_as_it_is_written(templates: Path, name: str) -> None:
    assert name in words(typesetting.compile("document.typ", {**DATA, "title": name}, AT))


def test_a_template_reads_nothing_outside_its_folder(templates: Path) -> None:
    (templates.parent / "secret.txt").write_text("secret")
    (templates / "document.typ").write_text('#set document(title: "x")\n#read("../secret.txt")')
    with pytest.raises(NotTypeset):
        typesetting.compile("document.typ", DATA, AT)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Zoë Łukasz Ελλ Жд ≤ – £", "Zoë Łukasz Ελλ Жд ≤ – £"),
        ("中", "[U+4E2D]"),
        ("ok 😀", "ok [U+1F600]"),
        ("bell\x07", "bell[U+0007]"),
    ],
)
def test_no_character_is_lost(templates: Path, written: str, printed: str) -> None:
    assert printed in words(typesetting.compile("document.typ", {**DATA, "title": written}, AT))


@pytest.mark.parametrize(
    "fault",
    [
        '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"1\\" height=\\"1\\"/>"), format: "svg")',
        "#data.nothing",
        '#set text(font: "No Such Font")\nwords',
    ],
)
def test_a_template_with_a_fault_does_not_compile(templates: Path, fault: str) -> None:
    (templates / "document.typ").write_text(DOCUMENT + fault)
    with pytest.raises(NotTypeset, match=r"document\.typ"):
        typesetting.compile("document.typ", DATA, AT)


def test_a_document_without_a_title_does_not_compile(templates: Path) -> None:
    (templates / "document.typ").write_text('#set text(font: "Liberation Sans")\nwords')
    with pytest.raises(NotTypeset, match="title"):
        typesetting.compile("document.typ", DATA, AT)


def test_an_instant_has_a_zone(templates: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        typesetting.compile("document.typ", DATA, AT.replace(tzinfo=None))


def test_a_checker_finds_nothing_that_keeps_a_reader_out(templates: Path, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(typesetting.compile("document.typ", DATA, AT))
    found = subprocess.run(
        [Path(sys.executable).with_name("outloud"), "--fail-on", "warning", "--no-info", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout
