"""What is no census return: one finding with a line, no records, no traceback, no harm."""

import io
import tracemalloc
import zipfile

import pytest

from service.workforce.census import read_census, stream
from service.workforce.census.faults import SEND_XML
from service.workforce.census.stream import top_elements
from service.workforce.records import Records
from tests.unit.census.messages import agency, header, message, own, read, xml


def refused(content: bytes, **options: object) -> tuple[str, int | None, str | None]:
    parsed = read(content, **options)
    (finding,) = parsed.findings
    assert parsed.unreadable
    assert parsed.records == Records()
    assert (parsed.edition, parsed.as_at) == ("", None)
    assert (parsed.rows_read, parsed.rows_accepted) == (0, 0)
    assert finding.severity.value == "reject"
    assert finding.row is None
    return finding.code, finding.line, finding.value


def a_workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "line", "value"),
    [
        (b"", "CENSUS_EMPTY_FILE", None, None),
        (b" \r\n\t", "CENSUS_EMPTY_FILE", None, None),
        (b"\xef\xbb\xbf", "CENSUS_EMPTY_FILE", None, None),
        (a_workbook(), "CENSUS_ARCHIVE", None, None),
        (b"PK\x05\x06" + b"\0" * 18, "CENSUS_ARCHIVE", None, None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "CENSUS_ARCHIVE", None, None),
        (b"\x1f\x8b\x08", "CENSUS_ARCHIVE", None, None),
        (b"%PDF-1.7", "CENSUS_ARCHIVE", None, None),
        (b"SWENo,FTE\nSW1,1\n", "CENSUS_NOT_XML", 1, "SWENo,FTE"),
        (b"\n\x0b", "CENSUS_NOT_XML", 1, "�"),
        (b"a;b\r\n1;2\r\n", "CENSUS_NOT_XML", 1, "a;b"),
        (b'{"rows": []}', "CENSUS_NOT_XML", 1, '{"rows": []}'),
        (b"\0" * 100, "CENSUS_NOT_XML", 1, "�" * 60),
        ("<Message/>".encode("utf-32"), "CENSUS_ENCODING", 1, None),
        ("<Message/>".encode("utf-32-be"), "CENSUS_ENCODING", 1, None),
        ("<Message/>".encode("utf-16-le"), "CENSUS_ENCODING", 1, None),
        ("<Message/>".encode("utf-16-be"), "CENSUS_ENCODING", 1, None),
        (b"<?xml version='1.0'?>", "CENSUS_TRUNCATED", 1, None),
        (b"<?xml version='1.0'?>\n<!-- cut", "CENSUS_TRUNCATED", 2, None),
        (b"<", "CENSUS_TRUNCATED", 1, None),
        (b"<Mess", "CENSUS_WRONG_MESSAGE", 1, "Mess"),
        (b"<Message", "CENSUS_TRUNCATED", 1, None),
        (b"< Message/>", "CENSUS_MALFORMED", 1, None),
        (b"<html><body/></html>", "CENSUS_WRONG_MESSAGE", 1, "html"),
        (b"\n<!DOCTYPE html>\n<html></html>", "CENSUS_WRONG_MESSAGE", 2, "html"),
        (b"<?xml version='1.0'?>\n<rss><channel/></rss>", "CENSUS_WRONG_MESSAGE", 2, "rss"),
        (b'<Message xmlns="urn:x"/>', "CENSUS_WRONG_MESSAGE", 1, None),
        (b'<c:Message xmlns:c="urn:x"/>', "CENSUS_WRONG_MESSAGE", 1, "c:Message"),
        (b"<Message><Children/></Message>", "CENSUS_WRONG_MESSAGE", None, None),
        (b"<Message>" + b"<a>x</a>" * 200_000, "CENSUS_WRONG_MESSAGE", None, None),
        (b"<!--" + b"x" * 70_000 + b"--><Message/>", "CENSUS_WRONG_MESSAGE", 1, None),
        (b"<Message></Message><Message></Message>", "CENSUS_MALFORMED", 1, None),
        (b"<Message></Message> the end", "CENSUS_MALFORMED", 1, None),
        (b"<Message>\n<x:y/></Message>", "CENSUS_MALFORMED", 2, None),
    ],
)
def test_what_is_no_census_return(content, code, line, value):
    assert refused(content) == (code, line, value)


def test_another_return_to_dfe_with_the_same_outermost_element():
    content = message(own(), head=header(collection="CIN"))
    assert refused(content) == ("CENSUS_WRONG_MESSAGE", 2, "CIN")


def test_a_message_that_names_the_census_is_one_even_if_it_has_nothing_else():
    parsed = read(f"<Message>{header()}<Other/></Message>".encode())
    assert not parsed.unreadable
    assert [each.code for each in parsed.findings] == [
        "CENSUS_LEVEL_MISSING",
        "CENSUS_NO_WORKERS",
        "CENSUS_UNKNOWN_ELEMENT",
    ]


def test_every_truncation_is_told_as_one():
    content = message(own(), agency())
    for length in range(len("<Message>"), len(content) - 1, 7):
        code, line, value = refused(content[:length])
        assert (code, line, value) == (
            "CENSUS_TRUNCATED",
            content[:length].decode().count("\n") + 1,
            None,
        )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (b"</FTE>", b"</FTE30>", 11),
        (b"<FTE>", b"<FTE", 11),
        (b"0.6</FTE>", b"&nbsp;</FTE>", 11),
        (b"0.6</FTE>", b"0.6\0</FTE>", 11),
        (b"0.6</FTE>", b"&#0;</FTE>", 11),
        (b"0.6</FTE>", b"\x01</FTE>", 11),
        (b"0.6</FTE>", b"a & b</FTE>", 11),
        (b"0.6</FTE>", b"]]>]]></FTE>", 11),
        (b"<FTE>", b"<FTE a='1' a='2'>", 11),
    ],
)
def test_broken_xml_is_told_with_its_line(old, new, line):
    assert refused(message(own()).replace(old, new)) == ("CENSUS_MALFORMED", line, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings_without_a_declaration(encoding):
    text = message(own(QualInst="Université de Lyon")).decode()
    content = ("\ufeff" * (encoding == "utf-16-be") + text).encode(encoding)
    parsed = read(content)
    assert (parsed.findings, parsed.rows_accepted) == ([], 1)


@pytest.mark.parametrize(
    "encoding", ["windows-1252", "iso-8859-1", "iso-8859-15", "utf-8", "us-ascii"]
)
def test_encodings_with_a_declaration(encoding):
    name = "Universite" if encoding == "us-ascii" else "Université"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + message(own(QualInst=name)).decode()
    parsed = read(text.encode(encoding))
    assert (parsed.findings, parsed.rows_accepted) == ([], 1)


def test_utf_16_with_a_declaration():
    text = '<?xml version="1.0" encoding="utf-16"?>\n' + message(own(OrgRole="9")).decode()
    (finding,) = read(text.encode("utf-16")).findings
    assert (finding.code, finding.line) == ("CENSUS_CODE_UNKNOWN", 18)


@pytest.mark.parametrize(
    "encoding", ["utf-7", "utf-32", "EBCDIC-CP-GB", "rot13", "base64", "klingon"]
)
def test_encodings_that_are_not_read(encoding):
    content = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + message(own())
    assert refused(content) == ("CENSUS_ENCODING", 1, encoding)


def test_bytes_that_are_not_in_the_encoding():
    content = message(own(QualInst="Université")).decode().encode("latin-1")
    assert refused(content) == ("CENSUS_ENCODING", 15, None)


DOCTYPES = {
    "internal": '<!DOCTYPE Message [<!ENTITY x "y">]>',
    "external": '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/census.dtd">',
    "small letters": "<!doctype Message>",
    "after a comment": "<!-- a -->\n<!DOCTYPE Message []>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_doctype_is_refused_before_it_is_processed(doctype):
    code, line, value = refused(doctype.encode() + message(own()))
    assert (code, line, value) == ("CENSUS_DTD", doctype.count("\n") + 1, None)


def test_a_doctype_in_utf_16_is_refused_too():
    assert refused((DOCTYPES["internal"] + "<Message/>").encode("utf-16"))[0] == "CENSUS_DTD"


def test_a_doctype_that_no_scan_has_seen_is_refused_by_the_stream(monkeypatch):
    monkeypatch.setattr(stream, "inspect", lambda _: None)
    content = DOCTYPES["internal"].encode() + message(own(FTE="&x;"))
    assert refused(content)[0] == "CENSUS_DTD"


def test_no_file_is_read_through_an_entity(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("0.123456")
    doctype = f'<!DOCTYPE Message [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parsed = read(doctype.encode() + message(own(FTE="&x;")))
    assert [each.code for each in parsed.findings] == ["CENSUS_DTD"]
    assert "0.123456" not in repr(parsed)


def test_billion_laughs_cost_nothing():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    content = f'<!DOCTYPE Message [<!ENTITY l0 "ha">{laughs}]><Message a="&l11;">&l11;</Message>'
    tracemalloc.start()
    assert refused(content.encode())[0] == "CENSUS_DTD"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_depth_is_limited():
    assert refused(message(own(), "<a>" * 300 + "</a>" * 300))[0] == "CENSUS_TOO_DEEP"


@pytest.mark.parametrize(
    "content",
    [
        message(own(QualInst="x" * 2_000_000)),
        message(own(), own("SW1002", QualInst="x" * 2_000_000)),
        message(own(), "<a>x</a>" * 200_000),
        message(own(), "<CSWWWorker>" + "<a>x</a>" * 200_000 + "</CSWWWorker>"),
        message(own(), f"<{'a' * 60_000}/>"),
        message(own(), "<!--" + "x" * 3_000_000 + "-->", own("SW1002")),
    ],
    ids=["text of the first", "text", "elements", "worker", "name", "comment"],
)
def test_no_element_may_be_huge(content):
    assert refused(content)[0] == "CENSUS_TOO_LARGE"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body/></html>",
        b"<rss><channel/></rss>",
        b'<Message xmlns="urn:x"/>',
        b"<Message><Children/></Message>",
        b"<Message>" + b" " * 3_000_000 + b"</Message>",
        message(own(), head=header(collection="CIN")),
    ],
)
def test_whatever_other_file_it_is_the_hint_is_the_same(content):
    (finding,) = read(content).findings
    assert finding.code == "CENSUS_WRONG_MESSAGE"
    assert finding.hint.endswith(SEND_XML)


def test_the_size_of_the_file_is_limited_and_no_more_than_that_is_read():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            row = xml("CSWWWorker", own()).encode()
            head = b"" if self.given else message().removesuffix(b"</Message>\n")
            piece = head + row * ((size - len(head)) // len(row))
            self.given += len(piece)
            return piece

    endless = Endless()
    parsed = read_census(endless, identify=str, max_bytes=1_000_000)  # type: ignore[arg-type] -- reads are all it needs
    (finding,) = parsed.findings
    assert (finding.code, parsed.unreadable) == ("CENSUS_TOO_LARGE", True)
    assert endless.given < 1_200_000


def test_a_stream_that_hands_out_a_byte_at_a_time():
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(1, size or 0))

    content = message(own(), agency())
    assert read_census(Slow(content), identify=str) == read_census(
        io.BytesIO(content), identify=str
    )


def test_what_has_been_read_is_dropped():
    rows = [own(f"SW{number}") for number in range(3_000)]
    kept = [
        len(element.getparent())
        for element, _ in top_elements(io.BytesIO(message(*rows)), stray=lambda *_: None)
    ]
    assert len(kept) == 3_002
    # What the parser has already built of the piece it is in: 64 KB, some 600 bytes a worker.
    assert max(kept) < 200


def test_attributes_are_seen_in_a_worker_that_comes_in_many_pieces():
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(50, size or 0))

    padding = [own(f"SW{number}") for number in range(150)]
    late = message(*padding, own("SW999")).replace(
        b"<AgencyWorker>0</AgencyWorker>\n    <SWENo>SW999",
        b"<AgencyWorker a='1'>0</AgencyWorker>\n    <SWENo>SW999",
    )
    parsed = read_census(Slow(late), identify=str)
    assert [(each.code, each.row) for each in parsed.findings] == [("CENSUS_ATTRIBUTE", 151)]
