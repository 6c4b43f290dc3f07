"""Personal data found and look-alikes left alone, on the development rows and on rows of our own."""

import csv
import json
from pathlib import Path

import pytest

from scorecard.themes.redaction import personal_spans

OWN = Path(__file__).parent / "exit_privacy_own.tsv"
DEV = Path(__file__).parents[2].parent / "shared" / "data" / "exit-privacy-dev.tsv"


def faults(path: Path) -> tuple[int, list[str], int, list[str]]:
    """Spans, those missed (or of another kind), look-alikes, those hit."""
    missed: list[str] = []
    hit: list[str] = []
    spans = alike = 0
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = personal_spans(row["text"])
            if row["kind"] == "lookalike":
                alike += 1
                hit += [row["text"]] if found else []
            for begin, end, kind in json.loads(row["spans"]):
                spans += 1
                if not any(
                    s.start <= begin and end <= s.end and s.kind.value == kind for s in found
                ):
                    missed.append(row["text"][begin:end])
    return spans, missed, alike, hit


def test_our_own_rows() -> None:
    spans, missed, alike, hit = faults(OWN)
    assert (spans, alike) == (73, 72)
    assert len(missed) <= 2, missed
    assert len(hit) <= 2, hit


def test_the_dev_rows() -> None:
    if not DEV.exists():
        pytest.skip(f"the development rows are not at {DEV}")
    spans, missed, _, hit = faults(DEV)
    assert spans > 30
    assert len(missed) <= 1, missed
    assert hit == []


def test_comments_without_personal_data_are_hardly_ever_hit() -> None:
    path = Path(__file__).parent / "exit_comments_fresh.tsv"
    with path.open(encoding="utf-8", newline="") as stream:
        texts = [
            row["text"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    hit = [text for text in texts if personal_spans(text)]
    assert len(hit) * 20 <= len(texts), hit
