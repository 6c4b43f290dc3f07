"""Theme suggestions and redaction: milliseconds a comment (processor time) against the limit of 5 at p95.

Comments are those of the tests, each asked three times; the longest allowed comment is measured apart.

    python benchmarks/themes.py
"""

import csv
import json
import time
from collections.abc import Callable
from pathlib import Path

from scorecard.themes.clauses import question_kind
from scorecard.themes.codebook import shipped_codebook
from scorecard.themes.learnt import shipped_voice
from scorecard.themes.redaction import personal_spans
from scorecard.themes.suggestion import LONGEST, Suggester

LIMIT_MS = 5
ROUNDS = 3
FILES = ("exit_comments_own.tsv", "exit_comments_fresh.tsv", "exit_comments_second_fresh.tsv")


def comments() -> list[tuple[str, str]]:
    folder = Path(__file__).parents[1] / "tests" / "golden"
    found: list[tuple[str, str]] = []
    for name in FILES:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [(row["text"], row["question_kind"]) for row in rows]
    return found


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.process_time_ns()
    act()
    return (time.process_time_ns() - begun) / 1e6


def spread(times: list[float]) -> dict[str, float]:
    times.sort()
    p95 = times[int(0.95 * len(times))]
    return {
        "p50_ms": round(times[len(times) // 2], 3),
        "p95_ms": round(p95, 3),
        "ratio_to_limit": round(p95 / LIMIT_MS, 3),
    }


def main() -> None:
    asked = comments()
    loading = milliseconds(shipped_codebook)
    suggester = Suggester(shipped_codebook().lexicon, shipped_voice())
    kinds = [(text, question_kind(kind)) for text, kind in asked]
    personal_spans("Warm up.")
    longest = ("My supervision was cancelled and I had too many cases. " * 400)[:LONGEST]
    print(
        json.dumps(
            {
                "comments": len(asked),
                "limit_ms": LIMIT_MS,
                "suggest": spread(
                    [
                        milliseconds(lambda t=text, k=kind: suggester.suggest(t, k))
                        for _ in range(ROUNDS)
                        for text, kind in kinds
                    ]
                ),
                "redact": spread(
                    [
                        milliseconds(lambda t=text: personal_spans(t))
                        for _ in range(ROUNDS)
                        for text, _ in kinds
                    ]
                ),
                "loading_ms": round(loading, 1),
                "longest_comment_ms": {
                    "characters": len(longest),
                    "suggest": round(milliseconds(lambda: suggester.suggest(longest)), 1),
                    "redact": round(milliseconds(lambda: personal_spans(longest)), 1),
                },
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
