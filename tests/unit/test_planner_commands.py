"""The planner's commands, run as a person runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from academy.errors import ProgrammeInvalid
from service.cohorts.shipped import programme_document

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


def test_an_anchor_on_christmas_day_is_blocked() -> None:
    code, out, _ = run("cohort", "propose", "--programme", "lancashire", "--anchor", "2026-12-25",
                       "--format", "json")  # fmt: skip
    assert code == 1
    assert json.loads(out)["findings"][0]["code"] == "ANCHOR_NOT_WORKING"


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
    ],
)  # fmt: skip
def test_unusable_input_is_one_sentence_and_no_traceback(
    words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


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
