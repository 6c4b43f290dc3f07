"""docs/academy/rules.md names every rule and finding, and nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "academy" / "rules.md").read_text("utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| ")][1:]
COUNTS = {"T": 7, "I": 5, "G": 9, "A": 7, "R": 5, "S": 5, "C": 5, "P": 14, "V": 5}


def test_every_rule_has_its_row_once_and_in_order() -> None:
    rules = [row[0].strip() for row in ROWS]
    wanted = [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)]
    assert rules == wanted


def test_every_file_named_is_there() -> None:
    named = re.findall(r"`((?:academy|service|tests)/[\w/]+\.py)`", PAGE)
    assert len(named) > 80
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_every_finding_is_listed_and_every_one_listed_is_raised() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "academy").rglob("*.py"))
    raised = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', source)) | {"OVERLAP"}
    raised |= {f"{kind}_CLASH" for kind in ("PERSON", "MEMBER", "ROOM", "EQUIPMENT")}
    listed = {code for row in ROWS for code in re.findall(r"[A-Z]+(?:_[A-Z]+)+|OVERLAP", row[3])}
    assert listed == raised


def test_every_rule_says_what_keeps_it() -> None:
    assert [
        row[0] for row in ROWS if not (row[1].strip() and "`" in row[2] and row[4].strip())
    ] == []
