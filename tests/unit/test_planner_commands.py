"""The planner's commands, run as a person runs them."""

import io
import json
import subprocess
import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from academy.errors import ProgrammeInvalid
from service.cohorts.printed_file import rows_in
from service.cohorts.shipped import programme_document
from service.command import day

ROOT = Path(__file__).parents[2]


def run(*words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "service", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_cohort_propose_prints_the_documented_document() -> None:
    code, out, _ = run("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-03-01",
                       "--closure", "2027-11-29..2027-11-30", "--format", "json")  # fmt: skip
    document = json.loads(out)
    assert code == 0
    assert list(document) == ["blocks", "days", "findings", "alternatives"]
    assert document["days"] == 16
    assert document["blocks"][3] == {
        "key": "review-9m",
        "offset_weeks": 39,
        "dates": ["2027-12-01"],
        "moved_from": "2027-11-29",
        "reason": "Monday 29 November 2027 is a closure",
    }


def test_one_day_is_not_called_days() -> None:
    _, out, _ = run("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-03-01")
    lines = out.splitlines()
    assert lines[0].startswith("16 days from")
    assert lines[4] == "  review-9m    2027-11-29, 1 day"


def test_an_anchor_on_christmas_day_is_blocked() -> None:
    code, out, _ = run("cohort", "propose", "--programme", "lancashire", "--anchor", "2026-12-25",
                       "--format", "json")  # fmt: skip
    assert code == 1
    assert json.loads(out)["findings"][0]["code"] == "ANCHOR_NOT_WORKING"


def test_a_cohort_beside_others_meets_their_days_and_is_told_the_nearest_free_monday() -> None:
    """AC6; the document keeps its shape."""
    words = ["cohort", "propose", "--programme", "lancashire", "--anchor", "2018-01-15", "--format", "json"]  # fmt: skip
    code, out, _ = run(*words, "--with-cohort", "cohort-3=2018-04-16..2018-04-27")
    document = json.loads(out)
    assert code == 0
    assert list(document) == ["blocks", "days", "findings", "alternatives"]
    assert document["findings"] == [
        {
            "code": "CROSS_COHORT",
            "severity": "WARN",
            "message": "3 month review meets the same leads with cohort-3 on Monday 16 April 2018 and "
            "Tuesday 17 April 2018. The nearest free Monday is Monday 9 April 2018.",
        }
    ]
    assert json.loads(run(*words)[1])["findings"] == []


@pytest.mark.parametrize("value", ["2018-04-16..2018-04-27", "=2018-04-16", "c3=soon", "c3="])
def test_days_of_another_cohort_need_its_name(value: str) -> None:
    code, _, err = run("cohort", "propose", "--programme", "lancashire", "--anchor", "2018-01-15",
                       "--with-cohort", value)  # fmt: skip
    assert code == 2
    assert "--with-cohort" in err


def test_asye_plan_prints_the_documented_document() -> None:
    code, out, _ = run("asye", "plan", "--start", "2027-01-11", "--fte", "0.8", "--preset", "newham",
                       "--full", "20", "--ceiling", "15", "--format", "json")  # fmt: skip
    document = json.loads(out)
    assert code == 0
    assert list(document) == ["milestones", "supervision", "caps", "ends", "findings"]
    assert [cap["cap"] for cap in document["caps"]] == [4, 8, 11, 12]
    assert document["supervision"][0] == {
        "date": "2027-01-18",
        "due": "2027-01-18",
        "band": "weekly",
    }
    assert document["ends"] == "2028-01-11"
    assert [each["key"] for each in document["milestones"]] == [
        "review-3m", "review-6m", "final", "end",
    ]  # fmt: skip
    assert document["findings"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("cohort", "propose", "--programme", "x", "--anchor", "2027-01-11"), "there is none called 'x'"),
        (("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-02-29"), "is not a date"),
        (("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-01-11",
          "--closure", "2027-02-02..2027-02-01"), "ends before it begins"),
        (("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-01-11",
          "--move", "nothing=2027-02-01:x"), "has no block nothing"),
        (("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-01-11",
          "--move", "review-3m"), "needs BLOCK=YYYY-MM-DD:REASON"),
        (("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-01-11",
          "--bank-holidays", "/nowhere.json"), "No such file"),
        (("asye", "plan", "--start", "2027-01-11", "--fte", "NaN", "--preset", "newham"), "is not a number"),
        (("asye", "plan", "--start", "2027-01-11", "--fte", "1e400", "--preset", "newham"), "is not a number"),
        (("asye", "plan", "--start", "2027-01-11", "--fte", "1", "--preset", "newham", "--full", "-3"),
         "--full is below 0"),
        (("asye", "plan", "--start", "2027-01-11", "--fte", "1", "--preset", "newham",
          "--fte-change", "x"), "needs YYYY-MM-DD=FTE"),
        (("asye", "plan", "--start", "2027-01-11", "--fte", "1", "--preset", "newham",
          "--works-on", "mon,sunday"), "is no list of mon, tue, wed, thu, fri"),
    ],
)  # fmt: skip
def test_unusable_input_is_one_sentence_and_no_traceback(
    words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_nothing_is_due_on_a_day_that_is_not_worked() -> None:
    words = ("asye", "plan", "--start", "2027-01-11", "--fte", "0.4", "--preset", "lancashire")
    code, out, _ = run(*words, "--works-on", "Thu, fri", "--format", "json")
    made = json.loads(out)
    due = [each["due"] for each in (*made["milestones"], *made["supervision"])]
    assert (code, bool(due)) == (0, True)
    assert {date.fromisoformat(each).weekday() for each in due} <= {3, 4}


@pytest.mark.parametrize("fte", ["0", "1.2", "-0.1"])
def test_an_fte_out_of_range_is_a_finding(fte: str) -> None:
    code, out, _ = run("asye", "plan", "--start", "2027-01-11", f"--fte={fte}", "--preset", "lancashire",
                       "--format", "json")  # fmt: skip
    assert code == 1
    assert [f["code"] for f in json.loads(out)["findings"]] == ["FTE_RANGE"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("cohort", "propose", "--programme", "lancashire", "--anchor", "2027-03-15"),
         "  induction    2027-03-15 to 2027-03-30, 10 days"),
        (("asye", "plan", "--start", "2027-01-11", "--fte", "1", "--preset", "newham",
          "--pause", "2027-05-03..2027-05-04"), "Cap 2027-01-11 to 2027-04-10: not known"),
    ],
)  # fmt: skip
def test_people_get_words(words: tuple[str, ...], line: str) -> None:
    code, out, _ = run(*words)
    assert code == 0
    assert line in out.splitlines()


def test_an_unknown_programme_is_refused_by_name() -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        programme_document("../secrets")
    assert "there is none called '../secrets'" in refused.value.reason


PRINTED = (
    "block\taudience\tdate_as_printed\tday_label\ttime_as_printed\tcontent\tfacilitators\tpresenters\troom\n"
    "a\tall\t06/11/17\tDAY 1\t9-12\tLCS (maximum 16)\tLead\tPresenter 1\tHall\n"
)


def test_programme_check_prints_the_documented_document(tmp_path: Path) -> None:
    path = tmp_path / "printed.tsv"
    path.write_text(PRINTED, encoding="utf-8-sig")
    code, out, _ = run("programme", "check", str(path), "--format", "json")
    assert code == 0
    assert json.loads(out) == {
        "rows": 1,
        "sessions": 1,
        "lunches": 0,
        "days": 1,
        "items": [
            {
                "row": 2, "block": "a", "date": "2017-11-06", "start": "09:00", "end": "12:00",
                "kind": "session", "audience": "all", "capacity": 16, "track": None,
                "content": "LCS (maximum 16)", "printed_date": "06/11/17", "printed_time": "9-12",
            }
        ],
        "findings": [
            {
                "row": 2, "code": "MERIDIEM_INFERRED", "severity": "INFO", "printed": "9-12",
                "suggestion": "09:00-12:00",
                "message": "am or pm is not printed: 8 to 11 is taken for the morning, 12 for noon, "
                "1 to 7 for the afternoon.",
            }
        ],
    }  # fmt: skip


def test_a_formula_without_a_result_is_no_blank_cell() -> None:
    """A blank date would be taken from the row above."""
    book, content = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["block", "date_as_printed", "time_as_printed", "content"])
    sheet.append(["a", date(2027, 1, 4), "9-10", "One"])
    sheet.append(["a", "=A1+1", None, "Two"])
    sheet["C3"] = ArrayFormula("C3", "=SUM(A1:A2)")
    book.save(content)
    rows = rows_in(content.getvalue(), "a.xlsx")
    assert [(row["date_as_printed"], row["time_as_printed"]) for row in rows] == [
        ("04/01/2027", "9-10"), ("=A1+1", "=SUM(A1:A2)"),
    ]  # fmt: skip


def test_a_timetable_as_csv_or_workbook_reads_the_same(tmp_path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import, one test

    rows = [line.split("\t") for line in PRINTED.strip().splitlines()]
    (tmp_path / "a.tsv").write_text(PRINTED)
    (tmp_path / "a.csv").write_bytes("\r\n".join(",".join(row) for row in rows).encode("cp1252"))
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr] -- a new workbook has a sheet
    book.active["C2"] = date(2017, 11, 6)  # type: ignore[index] -- as Excel stores dates
    book.save(tmp_path / "a.xlsx")
    results = [run("programme", "check", str(tmp_path / f"a.{kind}"), "--format", "json")[:2]
               for kind in ("tsv", "csv", "xlsx")]  # fmt: skip
    plain = [(code, out.replace("06/11/2017", "06/11/17")) for code, out in results]
    assert plain[0] == plain[1] == plain[2]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_headings_in_words_and_in_another_order_read_the_same(
    tmp_path: Path, encoding: str
) -> None:
    rows = [line.split("\t") for line in PRINTED.strip().splitlines()]
    rows[0] = [name.replace("_", " ").title() for name in rows[0]]
    words = "\r\n".join("\t".join(reversed(row)) for row in rows)
    (tmp_path / "a.tsv").write_text(PRINTED)
    (tmp_path / "b.tsv").write_text(words, encoding=encoding, newline="")
    asked = [run("programme", "check", str(tmp_path / name), "--format", "json")
             for name in ("a.tsv", "b.tsv")]  # fmt: skip
    assert asked[0] == asked[1]


@pytest.mark.parametrize("anchor", ["2027-02-29", "20270111", "2027-W02-1", "11/01/2027", ""])
def test_an_anchor_is_a_day_written_in_full(anchor: str) -> None:
    with pytest.raises(ArgumentTypeError, match="write it as YYYY-MM-DD"):
        day(anchor)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "has no column block"),
        (b"block\0", "is not a text file"),
        (b"PK\x03\x04 nothing", "is not a workbook"),
        (PRINTED.splitlines()[0].encode(), "has headings and no row below them"),
        (PRINTED.replace("room", "Content").encode(), "has the column content more than once"),
    ],
)
def test_another_file_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(content)
    code, out, err = run("programme", "check", str(path))
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    code, _, err = run("programme", "check", str(tmp_path / "none.tsv"))
    assert (code, "No such file" in err) == (2, True)
