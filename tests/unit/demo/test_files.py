"""The files the demo council sends: read as any council's would be, one of them refused."""

import hashlib
import io
from datetime import date

import pytest

from scorecard.workforce import EndType
from service.demo.council import demo_council
from service.demo.faults import SLIPS, faulty_september_return, placed_slips
from service.demo.files import (
    ReturnFile,
    columns,
    march_correction,
    march_returns,
    mistakes,
    september_employments,
    september_returns,
)
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.demo.rows import fte_text
from service.demo.story import Publishing, Sending, story
from service.workforce.findings import Finding, Severity
from service.workforce.identity import DEMO_IDENTITY_KEY, identify
from service.workforce.records import Kind, ParsedReturn
from service.workforce.tabular import KnownNames, Limits, read_return

SENDINGS = [step for step in story() if isinstance(step, Sending)]
KNOWN = KnownNames(
    teams=frozenset(post.team.name for post in demo_council().posts),
    posts=frozenset(post.post for post in demo_council().posts),
)


def read(file: ReturnFile, today: date = SEPTEMBER_2026) -> ParsedReturn:
    return read_return(
        file.kind,
        io.BytesIO(file.content),
        filename=file.filename,
        sheet=file.sheet,
        identify=worker,
        known=KNOWN,
        today=today,
        limits=Limits(),
        progress=None,
        accept_good_rows=False,
    )


def worker(number: str) -> str:
    return identify(number, DEMO_IDENTITY_KEY)


def named(name: str) -> ReturnFile:
    return next(step.file for step in SENDINGS if step.file.filename == name)


def rejected(parsed: ParsedReturn) -> list[Finding]:
    return [each for each in parsed.findings if each.severity is Severity.REJECT]


@pytest.mark.parametrize("step", SENDINGS, ids=lambda step: step.file.filename)
def test_every_return_but_one_is_read_without_a_rejection(step):
    parsed = read(step.file, step.at.date())
    assert (rejected(parsed) != []) == step.refused
    assert not parsed.unreadable
    assert parsed.rows_read > 60


def test_bytes_of_the_files_are_the_same_on_every_machine():
    # When a file of the story is changed on purpose, put its new hash here.
    hashes = {
        step.file.filename: hashlib.sha256(step.file.content).hexdigest()[:16] for step in SENDINGS
    }
    assert hashes == {
        "posts-2026-03.csv": "8426554f0eb7df84",
        "employments-2026-03.csv": "01a706047611bb7f",
        "agency-2026-03.csv": "a631458a326913b9",
        "absences-2026-03.csv": "5238242b42fbcbe6",
        "caseloads-2020-10-to-2025-09.csv": "2fdeea237420c767",
        "caseloads-2026-03.xlsx": "8afa6b6f1b441e65",
        "employments-2026-03-corrected.csv": "817cea57e2d58681",
        "posts-2026-09.csv": "4de794d9c6f0661a",
        "agency-2026-09.csv": "4f0d38cad9860a0a",
        "absences-2026-09.csv": "4a3e20b1e831231c",
        "caseloads-2026-09.csv": "6e9957d98a1eff28",
        "employments-2026-09-first-attempt.csv": "b1a5ba579b8c4f96",
        "employments-2026-09.csv": "48dda07933ab73db",
    }


def test_what_is_read_is_what_the_council_was():
    council = demo_council()
    posts = read(named("posts-2026-09.csv")).records.posts
    assert [(each.post, each.fte, each.opened, each.closed) for each in posts] == [
        (each.post, each.fte, each.opened, each.closed) for each in council.posts
    ]
    spells = read(march_correction()).records.employments
    known = {
        (worker(each.worker.number), each.started, each.post.post): each.fte
        for each in council.spells
        if each.started <= MARCH_2026
    }
    assert {(each.worker, each.started, each.post): each.fte for each in spells} == known
    snapshots = [
        *read(named("caseloads-2020-10-to-2025-09.csv")).records.caseloads,
        *read(named("caseloads-2026-03.xlsx")).records.caseloads,
        *read(named("caseloads-2026-09.csv")).records.caseloads,
    ]
    assert {
        (each.worker, each.taken_on, each.team, each.cases, each.fte) for each in snapshots
    } == {
        (worker(each.worker.number), each.taken_on, each.team.name, each.cases, each.fte)
        for each in council.snapshots
    }


def test_nobody_is_reported_as_gone_before_the_day():
    for name, day in (
        ("employments-2026-03.csv", MARCH_2026),
        ("employments-2026-09.csv", SEPTEMBER_2026),
    ):
        records = read(named(name)).records.employments
        assert {each.started <= day for each in records} == {True}
        assert {each.ended is None or each.ended <= day for each in records} == {True}
        assert {(each.ended is None) == (each.end_type is None) for each in records} == {True}


def test_the_first_march_return_is_wrong_about_two_people_and_the_second_is_not():
    wrong = mistakes()
    before = read(named("employments-2026-03.csv")).records.employments
    after = read(march_correction()).records.employments
    differing = [
        (first, second) for first, second in zip(before, after, strict=True) if first != second
    ]
    assert [first.worker for first, _ in differing] == [
        worker(wrong.late_leaver.worker.number),
        worker(wrong.wrong_hours.worker.number),
    ]
    (stays, leaves), (full, part) = differing
    assert (stays.ended, leaves.ended) == (None, wrong.late_leaver.ended)
    assert leaves.end_type == EndType.LEFT
    assert (full.fte, part.fte) == (1_000_000, wrong.wrong_hours.fte)


def test_what_the_march_return_left_open_the_september_return_closes():
    open_in_march = {
        (each.worker, each.started, each.post)
        for each in read(march_correction()).records.employments
        if each.ended is None
    }
    in_september = {
        (each.worker, each.started, each.post)
        for each in read(named("employments-2026-09.csv")).records.employments
    }
    assert open_in_march <= in_september


def test_the_refused_return_is_refused_for_its_slips_and_nothing_else():
    found = [
        (each.row, each.column, each.code) for each in rejected(read(faulty_september_return()))
    ]
    last = len(september_employments()) + 2
    assert sorted(found, key=str) == sorted(
        [
            (20, "fte", "FTE_ABOVE_ONE"),
            (30, "fte", "NUMBER_DECIMAL_COMMA"),
            (48, "role", "CHOICE_UNKNOWN"),
            (58, "registration_number", "REGISTRATION_FORM"),
            (67, "started", "DATE_MONTH_FIRST"),
            (76, "started", "DATE_AMBIGUOUS"),
            (89, "ended", "END_BEFORE_START"),
            (99, "end_type", "END_TYPE_MISSING"),
            (2, None, "DUPLICATE_ROW"),
            (last, None, "DUPLICATE_ROW"),
        ],
        key=str,
    )


def test_slips_that_only_deserve_a_look_are_told_too():
    findings = read(faulty_september_return()).findings
    told = {each.code: each for each in findings if each.severity is not Severity.REJECT}
    assert (told["TEAM_UNKNOWN"].row, told["TEAM_UNKNOWN"].value) == (39, "Assesment North (demo)")
    assert "Assessment North (demo)" in told["TEAM_UNKNOWN"].hint
    assert told["LEAVER_DETAIL_MISSING"].row == 132
    assert told["REGISTRATION_SPELLING"].row == len(september_employments()) + 2


def test_every_slip_has_a_row_of_its_own():
    rows = september_employments()
    placed = placed_slips(rows)
    assert sorted(placed.values(), key=SLIPS.index) == list(SLIPS)
    assert {
        (rows[number - 2]["end_type"] == "left") == slip.leaver for number, slip in placed.items()
    } == {True}


def test_files_differ_as_those_of_different_systems_do():
    assert named("employments-2026-03.csv").content.startswith(b"\xef\xbb\xbf")
    agency = named("agency-2026-03.csv").content
    assert b"Children\x92s Front Door" in agency
    with pytest.raises(UnicodeDecodeError):
        agency.decode()
    assert named("absences-2026-03.csv").content.startswith(b"registration_number;kind;")
    workbook = named("caseloads-2026-03.xlsx")
    assert (workbook.content[:2], workbook.sheet) == (b"PK", "Caseloads")


def test_headings_are_those_of_the_templates():
    for file in (*march_returns()[:5], *september_returns()):
        head = file.content.decode("cp1252").removeprefix("ï»¿").splitlines()[0]
        assert tuple(head.replace(";", ",").split(",")) == columns(file.kind)


def test_the_story_is_told_in_order_and_its_files_have_names_of_their_own():
    instants = [step.at for step in story()]
    assert instants == sorted(instants)
    names = [step.file.filename for step in SENDINGS]
    assert sorted(set(names)) == sorted(names)
    assert [
        (step.period_end, step.version) for step in story() if isinstance(step, Publishing)
    ] == [
        (MARCH_2026, 1),
        (MARCH_2026, 2),
        (SEPTEMBER_2026, 1),
    ]
    assert {step.file.kind for step in SENDINGS} == set(Kind) - {Kind.CENSUS}


@pytest.mark.parametrize(
    ("millionths", "text"),
    [(1_000_000, "1"), (600_000, "0.6"), (733_333, "0.733333"), (None, None)],
)
def test_fte_is_written_as_people_write_it(millionths, text):
    assert fte_text(millionths) == text
