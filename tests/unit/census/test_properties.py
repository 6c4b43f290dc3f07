"""What holds for every message: a valid one becomes exactly its records, a damaged one is told."""

import io
import json
import re
from dataclasses import asdict
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from service.workforce.census import read_census
from service.workforce.census.faults import FAULTS
from service.workforce.records import ParsedReturn, Records
from tests.unit.census.messages import (
    agency,
    header,
    key,
    leaver,
    level,
    message,
    message_2025,
    own,
    read,
)
from tests.unit.census.strategies import Case, messages

WHOLE = message(own(), leaver("SW1002"), agency(), own("SW1003", QualInst="Université"))


@settings(max_examples=100, deadline=None)
@given(case=messages())
def test_a_valid_message_becomes_exactly_its_records(case: Case):
    parsed = read(case.content)
    assert parsed.findings == []
    assert parsed.edition == str(case.year)
    assert parsed.records == case.records
    assert parsed.rows_accepted == parsed.rows_read


@settings(max_examples=30, deadline=None)
@given(case=messages(), encoding=st.sampled_from(["utf-8-sig", "utf-16"]), indent=st.booleans())
def test_encoding_and_indentation_make_no_difference(case: Case, encoding: str, indent: bool):
    text = case.content.decode()
    if not indent:
        text = "".join(line.strip(" ") for line in text.split("\n"))
    parsed = read(text.encode(encoding))
    assert (parsed.findings, parsed.records) == ([], case.records)


def sound(parsed: ParsedReturn) -> None:
    """What every result is, whatever was read."""
    json.dumps([asdict(each) for each in parsed.findings])
    rejected = {each.row for each in parsed.findings if each.severity.value == "reject"}
    assert {each.code for each in parsed.findings} <= set(FAULTS)
    assert 0 <= parsed.rows_accepted <= parsed.rows_read
    if parsed.unreadable:
        assert rejected == {None}
        assert len(parsed.findings) == 1
    if None in rejected:
        assert parsed.records == Records()
        assert parsed.rows_accepted == 0
        return
    assert parsed.rows_accepted == parsed.rows_read - len(rejected)
    records = parsed.records
    kept = [
        *records.employments,
        *records.agency,
        *records.absence_totals,
        *records.caseloads,
    ]
    assert {each.row for each in kept}.isdisjoint(rejected)
    for each in (*records.employments, *records.agency):
        assert each.ended is None or each.ended >= each.started
        assert each.fte is None or 0 <= each.fte <= 1_000_000
    assert all(each.fte is None or 0 <= each.fte <= 1_000_000 for each in records.caseloads)
    for keys in (
        [(each.worker, each.started) for each in records.employments],
        [(each.worker, each.started) for each in records.agency],
        [each.worker for each in records.absence_totals],
        [each.worker for each in records.caseloads],
    ):
        assert len(keys) == len(set(keys))


@settings(max_examples=300, deadline=None)
@given(
    flips=st.lists(
        st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=4
    )
)
def test_changed_bytes_never_raise(flips: list[tuple[int, int]]):
    damaged = bytearray(WHOLE)
    for place, byte in flips:
        damaged[place] = byte
    sound(read(bytes(damaged)))


MARKUP = [
    place for tag in re.finditer(rb"<[^>]*>", WHOLE) for place in range(tag.start(), tag.end())
]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(MARKUP), byte=st.integers(0, 255))
def test_a_changed_byte_in_a_tag_is_told_or_changes_nothing(place: int, byte: int):
    damaged = bytearray(WHOLE)
    damaged[place] = byte
    parsed = read(bytes(damaged))
    sound(parsed)
    assert parsed.findings or parsed.records == read(WHOLE).records


@settings(max_examples=200, deadline=None)
@given(
    cut=st.tuples(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE))).map(sorted),
    put=st.binary(max_size=20) | st.sampled_from([b"<", b"</", b"<!--", b"<![CDATA[", b"&", b"\0"]),
)
def test_pieces_cut_out_and_put_in_never_raise(cut: list[int], put: bytes):
    begin, end = cut
    sound(read(WHOLE[:begin] + put + WHOLE[end:]))


@settings(max_examples=200, deadline=None)
@given(length=st.integers(0, len(WHOLE) - 2))
def test_a_truncated_file_is_unreadable(length: int):
    parsed = read(WHOLE[:length])
    sound(parsed)
    assert parsed.unreadable


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_unreadable(content: bytes):
    parsed = read(content)
    sound(parsed)
    assert parsed.unreadable


NASTY = st.sampled_from(
    [
        *("", " ", "0", "1", "-1", "9" * 50, "1e9", "NaN", "0.0000001", "true", "é", "sw1", "ZZZZ"),
        *("31/12/2019", "1900-01-01", "2021-01-01", "2022-10-01", "2099-12-31"),
        *("<x/>", "&lt;", "&#65;"),
    ]
)
NAMES = st.sampled_from([*own(), *leaver(), *agency(), "Sex", "BaseSalary", "Absat30Sept", "Foo"])


@settings(max_examples=150, deadline=None)
@given(
    pairs=st.lists(st.lists(st.tuples(NAMES, NASTY), max_size=12), min_size=1, max_size=4),
    based=st.booleans(),
)
def test_any_elements_and_values_are_told_and_never_raise(pairs, based: bool):
    rows = [own(**dict(each)) if based else dict(each) for each in pairs]
    sound(read(message(*rows)))
    sound(read(message_2025(*rows)))
    sound(read(message(*rows, head=header(None, None))))
    sound(read(message(*rows, head="", totals=""), reference_date=date(2022, 9, 30)))


@settings(max_examples=50, deadline=None)
@given(value=NASTY, name=st.sampled_from(["NumberOfVacancies", "NoAgencyFTE", "NoAgencyHeadcount"]))
def test_any_totals_are_told_and_never_raise(value: str, name: str):
    sound(read(message(own(), totals=level(**{name: value}))))


@settings(max_examples=30, deadline=None)
@given(case=messages(), size=st.integers(1, 200))
def test_the_pieces_a_stream_comes_in_make_no_difference(case: Case, size: int):
    class Pieces(io.BytesIO):
        def read(self, count: int | None = -1) -> bytes:
            return super().read(min(size, count or 0))

    assert read_census(Pieces(case.content), identify=key) == read(case.content)
