"""``python -m service import`` and ``returns`` as HR meets them, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service import cli
from service.workforce.records import Kind
from tests.unit.workforce.files import LEFT, a_census, a_census_worker, a_file, employments, number

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
POSTS = a_file(Kind.POSTS, {}, {"post": "P-2"})
FAULTY = a_file(Kind.POSTS, {}, {"post": "P-2", "fte": "1.5"})
FINDING = ["row", "line", "column", "code", "severity", "value", "message", "hint"]


OVERTAKEN = (
    "Another return was confirmed or undone after this one was checked, so the differences shown "
    "are no longer right. Nothing was changed.\n"
)


class CommandLine:
    """The command line with its settings, in this process."""

    def __init__(self, capsys, folder: Path) -> None:
        self._capsys, self._folder = capsys, folder

    def file(self, name: str, content: bytes) -> str:
        path = self._folder / name
        path.write_bytes(content)
        return str(path)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        try:
            code = cli.main(arguments)
        except SystemExit as stopped:
            code = stopped.code
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def take_in(self, kind: str, content: bytes, *more: str) -> tuple[int, dict]:
        path = self.file(f"{kind}.csv", content)
        code, out, err = self.run("import", kind, path, "--format", "json", *more)
        assert err == ""
        return code, json.loads(out)

    def returns(self) -> list[dict]:
        return json.loads(self.run("returns", "list", "--format", "json")[1])["returns"]


@pytest.fixture
def hr(settings, monkeypatch, capsys, tmp_path) -> CommandLine:
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SCORECARD_IDENTITY_KEY", settings.identity_key.decode())
    return CommandLine(capsys, tmp_path)


def test_the_document_of_an_import(hr):
    code, told = hr.take_in("posts", POSTS)
    assert code == 0
    returned = told.pop("return")
    assert told == {
        "kind": "posts",
        "edition": "1",
        "rows_read": 2,
        "rows_accepted": 2,
        "findings": [],
        "changes": {
            "posts": {
                "new": 2,
                "changed": 0,
                "ended": 0,
                "unchanged": 0,
                "missing": 0,
                "examples": {
                    "new": [
                        {"row": 2, "key": {"post": "P-1", "opened": "2020-04-01"}},
                        {"row": 3, "key": {"post": "P-2", "opened": "2020-04-01"}},
                    ],
                    "changed": [],
                    "ended": [],
                    "missing": [],
                },
            }
        },
        "state": "confirmed",
        "duplicate_of": None,
    }
    assert [each["return"] for each in hr.returns()] == [returned]


def test_the_six_promised_members_come_first_and_in_order(hr):
    _, told = hr.take_in("posts", FAULTY)
    assert list(told)[:6] == [
        "kind", "edition", "rows_read", "rows_accepted", "findings", "changes",
    ]  # fmt: skip
    assert [list(finding) for finding in told["findings"]] == [FINDING]


def test_only_looking_saves_nothing(hr):
    code, told = hr.take_in("posts", POSTS, "--check")
    assert (code, told["state"], told["return"]) == (0, "checked", None)
    assert told["changes"]["posts"]["new"] == 2
    assert hr.returns() == []


def test_findings_refuse(hr):
    code, told = hr.take_in("posts", FAULTY)
    assert (code, told["state"], told["rows_accepted"], told["changes"]) == (1, "refused", 1, {})
    [finding] = told["findings"]
    assert (finding["row"], finding["column"], finding["value"]) == (3, "fte", "1.5")
    code, told = hr.take_in("posts", FAULTY, "--check")
    assert (code, told["return"]) == (1, None)


def test_good_rows_alone(hr):
    code, told = hr.take_in("posts", FAULTY, "--accept-good-rows")
    assert (code, told["rows_read"], told["rows_accepted"]) == (0, 2, 1)
    assert told["changes"]["posts"]["new"] == 1


def test_the_same_file_again(hr):
    _, first = hr.take_in("posts", POSTS)
    code, again = hr.take_in("posts", POSTS)
    assert (code, again["duplicate_of"]) == (0, first["return"])
    assert again["changes"]["posts"]["unchanged"] == 2
    assert len(hr.returns()) == 1


def test_an_earlier_file_is_put_back(hr):
    right, wrong = (a_file(Kind.CASELOADS, {"cases": cases}) for cases in ("12", "21"))
    _, first = hr.take_in("caseloads", right)
    hr.take_in("caseloads", wrong)
    code, back = hr.take_in("caseloads", right)
    assert (code, back["state"], back["duplicate_of"]) == (0, "confirmed", None)
    assert back["changes"]["caseloads"]["changed"] == 1
    [example] = back["changes"]["caseloads"]["examples"]["changed"]
    assert (example["was"], example["now"]) == ({"cases": 21}, {"cases": 12})
    assert len(hr.returns()) == 3
    code, again = hr.take_in("caseloads", right)
    assert (code, again["duplicate_of"]) == (0, back["return"])
    assert first["return"] != back["return"]
    assert len(hr.returns()) == 3


def test_undo_by_its_id(hr):
    _, first = hr.take_in("posts", POSTS)
    code, out, err = hr.run("returns", "undo", first["return"], "--format", "json")
    assert (code, json.loads(out)["state"], err) == (0, "undone", "")
    code, out, err = hr.run("returns", "undo", first["return"])
    assert (code, out) == (2, "")
    assert "This return has been undone before." in err
    _, again = hr.take_in("posts", POSTS)
    assert (again["state"], again["duplicate_of"]) == ("confirmed", None)


def test_a_census_then_the_next(hr):
    people = [a_census_worker(who) for who in (1, 2, 3)]
    code, told = hr.take_in("census", a_census(2022, *people))
    assert (code, told["edition"], told["changes"]["employments"]["new"]) == (0, "2022", 3)
    code, told = hr.take_in(
        "census", a_census(2023, people[0], a_census_worker(2, left="2023-06-30"))
    )
    assert code == 0
    assert told["changes"]["employments"]["ended"] == 1
    codes = {finding["code"] for finding in told["findings"]}
    assert {"MANY_LEAVERS", "LEAVER_FTE_KEPT"} <= codes
    assert any("CONTINUITY" in code for code in codes)


def test_a_named_sheet_of_a_workbook(hr):
    import openpyxl  # noqa: PLC0415 -- only here

    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["nothing here"])
    sheet = book.create_sheet("Posts 2026")
    for line in POSTS.decode().splitlines():
        sheet.append(line.split(","))
    path = hr._folder / "posts.xlsx"
    book.save(path)
    code, out, _ = hr.run("import", "posts", str(path), "--sheet", "Posts 2026", "--format", "json")
    assert (code, json.loads(out)["rows_accepted"]) == (0, 2)
    code, out, _ = hr.run("import", "posts", str(path), "--sheet", "Posts", "--format", "json")
    assert (code, json.loads(out)["findings"][0]["code"]) == (2, "SHEET_NOT_FOUND")


class TestUnreadable:
    @pytest.mark.parametrize("content", [b"", b"\x00" * 20, b"PK\x03\x04zip", b"%PDF-1.7"])
    def test_no_table_at_all(self, hr, content):
        code, told = hr.take_in("posts", content)
        assert (code, told["state"], told["rows_read"]) == (2, "refused", 0)
        assert next(list(finding) for finding in told["findings"]) == FINDING

    @pytest.mark.parametrize("content", [b"", b"<Message>", b"<!DOCTYPE a><a/>", b"post,team\n"])
    def test_no_census_at_all(self, hr, content):
        code, told = hr.take_in("census", content)
        assert code == 2
        assert told["findings"][0]["hint"]

    def test_no_file_at_all(self, hr, tmp_path):
        for name, finding in (("none.csv", "FILE_NOT_FOUND"), ("", "FILE_IS_FOLDER")):
            code, out, err = hr.run("import", "posts", str(tmp_path / name), "--format", "json")
            told = json.loads(out)
            assert (code, told["rows_read"], told["changes"], err) == (2, 0, {}, "")
            assert [each["code"] for each in told["findings"]] == [finding]
        code, out, _ = hr.run("import", "posts", str(tmp_path / "none.csv"))
        assert (code, out) == (
            2,
            (
                f"There is no file {tmp_path / 'none.csv'}. Check the name and the folder. "
                "(FILE_NOT_FOUND)\n"
            ),
        )

    def test_two_gigabytes(self, hr, tmp_path):
        path = tmp_path / "huge.csv"
        with path.open("wb") as file:
            file.truncate(2 * 1024**3)  # sparse: takes no room
        code, out, _ = hr.run("import", "posts", str(path), "--format", "json")
        assert (code, json.loads(out)["findings"][0]["code"]) == (2, "FILE_TOO_LARGE")
        assert json.loads(out)["edition"] == "1"
        assert hr.returns() == []

    def test_a_stream_without_end(self, hr):
        code, out, _ = hr.run("import", "posts", "/dev/zero", "--format", "json")
        assert (code, json.loads(out)["findings"][0]["code"]) == (2, "FILE_TOO_LARGE")


class TestWords:
    def test_a_good_file(self, hr):
        path = hr.file("posts.csv", POSTS)
        assert hr.run("import", "posts", path, "--check") == (
            0,
            (
                "2 rows read. 2 are good. Nothing has been saved.\n"
                "  posts: 2 new\n"
                "To take it in, run the same command without --check.\n"
            ),
            "",
        )
        code, out, _ = hr.run("import", "posts", path)
        assert out.startswith("2 rows read. 2 are good. They have been taken in.\n  posts: 2 new\n")
        [returned] = hr.returns()
        assert out.endswith(
            f"To take it back: python -m service returns undo {returned['return']}\n"
        )
        code, out, _ = hr.run("import", "posts", path)
        assert (code, out) == (
            0,
            (
                "This file has been taken in before. Nothing has been changed.\n"
                f"It is return {returned['return']}.\n"
            ),
        )

    def test_a_faulty_file(self, hr):
        code, out, _ = hr.run("import", "posts", hr.file("posts.csv", FAULTY))
        assert code == 1
        assert out.splitlines()[0] == (
            "Refused, row 3, column fte: The FTE is above 1. You sent: 1.5."
        )
        assert "2 rows read. 1 is good. The return is refused: nothing has been changed." in out
        assert out.endswith(
            "Correct the row above and send the file again, "
            "or leave it out with --accept-good-rows.\n"
        )

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("absences", "This is not an absences return that can be read."),
            ("posts", "This is not a posts return that can be read."),
        ],
    )
    def test_a_file_that_is_none(self, hr, kind, said):
        code, out, _ = hr.run("import", kind, hr.file("x.csv", b"%PDF-1.7"))
        assert (code, out.splitlines()[-1]) == (2, f"{said} Nothing has been changed.")

    def test_a_registration_number_is_shown_by_its_shape(self, hr):
        path = hr.file("c.csv", a_file(Kind.CASELOADS, {"registration_number": "704312"}))
        code, out, _ = hr.run("import", "caseloads", path)
        assert (code, "704312" in out) == (1, False)
        assert out.splitlines()[0] == (
            "Refused, row 2, column registration_number: This is not a registration number "
            "(shown with A for each letter and 9 for each digit). Shown as: 999999."
        )

    def test_many_findings_are_told_by_cause(self, hr):
        rows = [{"post": f"P-{n}", "fte": "1.5"} for n in range(60)]
        code, out, _ = hr.run("import", "posts", hr.file("posts.csv", a_file(Kind.POSTS, *rows)))
        assert code == 1
        assert out.splitlines()[:2] == [
            "Refused, column fte, 60 times: The FTE is above 1.",
            "    Rows 2, 3, 4, 5, 6, 7, 8, 9 and 52 more.",
        ]

    def test_the_same_question_is_asked_once_and_every_refusal_by_its_row(self, hr):
        rows = [
            *({"post": f"A-{n}", "role": ""} for n in range(13)),
            *({"post": f"B-{n}", "fte": "1.5"} for n in range(4)),
            *({"post": f"C-{n}", "opened": ""} for n in range(3)),
        ]
        _, out, _ = hr.run("import", "posts", hr.file("posts.csv", a_file(Kind.POSTS, *rows)))
        heads = [line for line in out.split("\n\n")[0].splitlines() if not line.startswith(" ")]
        assert heads == [
            "Please check, column role, 13 times: The cell is empty. It counts as not stated.",
            *(
                f"Refused, row {row}, column fte: The FTE is above 1. You sent: 1.5."
                for row in range(15, 19)
            ),
            *(f"Refused, row {row}, column opened: The cell is empty." for row in range(19, 22)),
        ]
        assert "    Rows 2, 3, 4, 5, 6, 7, 8, 9 and 5 more.\n" in out

    def test_three_alike_are_told_one_by_one_and_four_together(self, hr):
        text = a_file(
            Kind.POSTS,
            *({"post": f"A-{n}", "role": ""} for n in range(3)),
            *({"post": f"B-{n}", "fte": f"0.123456789{n}"} for n in range(4)),
        )
        _, out, _ = hr.run("import", "posts", hr.file("posts.csv", text), "--check")
        heads = [line for line in out.split("\n\n")[0].splitlines() if not line.startswith(" ")]
        assert heads == [
            *(
                f"Please check, row {row}, column role: The cell is empty. It counts as not stated."
                for row in (2, 3, 4)
            ),
            (
                "For information, column fte, 4 times: "
                "The number has more than 6 decimals. It is kept as 0.123457."
            ),
        ]

    def test_leavers_and_moves_in_one_line(self, hr):
        hr.take_in("employments", employments(*range(1, 6)))
        left = employments(1, **LEFT) + employments(2, fte="1").split(b"\n", 1)[1]
        _, out, _ = hr.run("import", "employments", hr.file("e.csv", left), "--check")
        assert "Please check: This return ends 1 of the 5 employments held" in out
        assert "  employments: 0 new, 1 changed, 1 ended, 3 held and not in this file\n" in out

    def test_a_list_and_one_return(self, hr):
        assert hr.run("returns", "list") == (0, "No return has been received.\n", "")
        _, told = hr.take_in("posts", POSTS)
        code, out, _ = hr.run("returns", "list")
        assert (code, out.startswith(told["return"]), out.count("\n")) == (0, True, 1)
        code, out, _ = hr.run("returns", "show", told["return"])
        assert (code, "  posts: 2 new" in out, " by cli:" in out) == (0, True, True)
        hr.run("returns", "undo", told["return"])
        assert "Undone " in hr.run("returns", "show", told["return"])[1]

    def test_a_return_that_does_not_exist(self, hr):
        for action in ("show", "confirm", "undo"):
            code, out, err = hr.run("returns", action, "5f0c7a52-6a8b-4a63-9d5f-0f8f5a3a0c11")
            assert (code, out) == (2, "")
            assert "There is no return 5f0c7a52" in err
            code, out, err = hr.run("returns", action, "12")
            assert (code, "'12' is not the id of a return" in err) == (2, True)

    def test_a_kind_that_does_not_exist(self, hr):
        code, out, err = hr.run("import", "post", "x.csv")
        assert (code, out) == (2, "")
        assert (
            "'post' is not a kind of return. "
            "The kinds are: census, posts, employments, agency, absences, caseloads."
        ) in err

    def test_a_day_that_is_none(self, hr):
        code, _, err = hr.run("import", "census", "x.xml", "--reference-date", "30/09/2026")
        assert (code, "write it as 2026-09-30" in err) == (2, True)

    def test_progress_when_asked_for(self, hr):
        rows = [{"post": f"P-{n}"} for n in range(12_000)]
        path = hr.file("posts.csv", a_file(Kind.POSTS, *rows))
        code, out, err = hr.run("import", "posts", path, "--progress", "--format", "json")
        assert (code, json.loads(out)["rows_accepted"]) == (0, 12_000)
        assert err.splitlines()[-1] == "done: 12,000 rows"
        assert all(": " in line and line.endswith(" rows") for line in err.splitlines())


def test_without_a_key_nothing_is_read(hr, monkeypatch):
    monkeypatch.delenv("SCORECARD_IDENTITY_KEY")
    code, out, err = hr.run("import", "posts", hr.file("posts.csv", POSTS))
    assert (code, out) == (2, "")
    assert "SCORECARD_IDENTITY_KEY is not set" in err


def test_another_key_than_before_is_noticed(hr, monkeypatch):
    hr.take_in("posts", POSTS)
    monkeypatch.setenv("SCORECARD_IDENTITY_KEY", "x" * 40)
    code, out, err = hr.run("import", "agency", hr.file("a.csv", a_file(Kind.AGENCY, {})))
    assert (code, out) == (2, "")
    assert "sealed under another identity key" in err


def test_a_database_that_is_not_up_to_date(hr, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    code, out, err = hr.run("import", "posts", hr.file("posts.csv", POSTS), "--check")
    assert (code, out) == (2, "")
    assert "python -m service migrate" in err


def race(commands: list[list[str]]) -> list[tuple[str, str, int]]:
    """Run commands at once, each in a process of its own; (stdout, stderr, exit code) of each."""
    racing = [
        subprocess.Popen(
            [sys.executable, "-m", "service", *command],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ,
        )
        for command in commands
    ]  # fmt: skip
    try:
        return [(*each.communicate(timeout=120), each.returncode) for each in racing]
    finally:
        for each in racing:
            each.kill()
            each.wait()


def test_two_processes_confirm_one_check_and_one_of_them_does(hr, settings):
    """The command line looks without keeping; a kept check comes over HTTP, so one is made here."""
    path = hr.file("posts.csv", a_file(Kind.POSTS, *({"post": f"P-{n}"} for n in range(3_000))))
    make = (
        "import asyncio, sys\n"
        "from service import clock, settings\n"
        "from service.access.commands import operator\n"
        "from service.storage.database import open_database\n"
        "from service.workforce import operations\n"
        "from service.workforce.reading import Options\n"
        "from service.workforce.receiving import measured\n"
        "from service.workforce.records import Kind\n"
        "async def main():\n"
        "    wanted = settings.load()\n"
        "    async with await open_database(wanted):\n"
        "        with open(sys.argv[1], 'rb') as file:\n"
        "            outcome = await operations.check(Kind.POSTS, measured(file),\n"
        "                filename='p.csv', options=Options(), actor=operator(),\n"
        "                now=clock.now(), settings=wanted)\n"
        "    print(outcome.record.id)\n"
        "asyncio.run(main())\n"
    )
    python = [sys.executable]
    checked = subprocess.run(
        [*python, "-c", make, path], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    results = race([["returns", "confirm", checked, "--format", "json"]] * 3)
    assert sorted(code for _, _, code in results) == [0, 2, 2]
    refused = {err for _, err, code in results if code == 2}
    assert refused <= {"This return is in force already.\n", OVERTAKEN}
    [returned] = hr.returns()
    assert (returned["state"], returned["changes"]["posts"]["new"]) == ("confirmed", 3_000)


def test_processes_that_take_files_in_at_once_all_do(hr):
    files = [
        hr.file(f"{name}.csv", a_file(Kind.POSTS, *({"post": f"{name}-{n}"} for n in range(500))))
        for name in "ABC"
    ]
    for out, err, code in race([["import", "posts", path, "--format", "json"] for path in files]):
        assert (code, err) == (0, "")
        assert json.loads(out)["changes"]["posts"]["new"] == 500
    assert len(hr.returns()) == 3


@pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not here: files made by others")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("csww_peer_0050_2022.xml", 0),
        ("bad_truncated_2022.xml", 2),
        ("bad_order_2022.xml", 1),
        ("bad_badcode_2022.xml", 1),
    ],
)
def test_files_made_by_others(hr, name, code):
    done, told = hr.take_in("census", (DATA / name).read_bytes())
    assert done == code
    assert bool([f for f in told["findings"] if f["severity"] == "reject"]) is (code != 0)
    assert number(1) not in json.dumps(hr.returns())
