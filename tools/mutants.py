"""Mutation test of the formulas, rounding and disclosure: `make mutants`.

Copies the project's pure core and its tests beside it, lets mutmut change one thing at a time and
counts how many changes no test notices. Writes the figure to docs/quality.md. A run that did not
look at every mutant has no figure: the page is left alone. Repeat the command and it goes on there.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 85
MARK = re.compile(r"(?s)<!-- mutants -->.*<!-- /mutants -->")


def figure(stats: dict[str, int], code: int) -> tuple[int, int] | None:
    """(caught, all) of mutmut's counts; None if the run, which ended with ``code``, is not whole.

    What no test reaches is survived too.
    """
    total = stats["total"] - stats["skipped"]
    caught = stats["killed"] + stats["timeout"]
    survived = stats["survived"] + stats["no_tests"] + stats["suspicious"]
    return (caught, total) if code == 0 and total and caught + survived == total else None


def main() -> int:
    mutmut = Path(sys.executable).parent / "mutmut"
    code = subprocess.run([mutmut, "run"], cwd=ROOT, check=False).returncode
    subprocess.run([mutmut, "export-cicd-stats"], cwd=ROOT, check=True)
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text())
    found = figure(stats, code)
    if found is None:
        sys.stderr.write(f"mutants: not every mutant was looked at (code {code}): no figure\n")
        return 2
    caught, total = found
    percent = 1000 * caught // total
    sentence = (
        f"{caught} of {total} mutants caught: {percent // 10}.{percent % 10} % (floor {FLOOR} %; "
        f"{total - caught} survived, {stats['no_tests']} of them where no test of these comes)."
    )
    page = ROOT / "docs" / "quality.md"
    page.write_text(MARK.sub(f"<!-- mutants -->\n{sentence}\n<!-- /mutants -->", page.read_text()))
    sys.stdout.write(sentence + "\n")
    return 0 if percent >= FLOOR * 10 else 1


if __name__ == "__main__":
    raise SystemExit(main())
