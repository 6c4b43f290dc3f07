"""Mutation test of the formulas, rounding and disclosure: `make mutants`.

Copies the project's pure core and its tests beside it, lets mutmut change one thing at a time and
counts how many changes no test notices. Writes the figure to docs/quality.md.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 85
MARK = re.compile(r"(?s)<!-- mutants -->.*<!-- /mutants -->")


def main() -> int:
    mutmut = Path(sys.executable).parent / "mutmut"
    subprocess.run([mutmut, "run"], cwd=ROOT, check=False)
    subprocess.run([mutmut, "export-cicd-stats"], cwd=ROOT, check=True)
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text())
    total = stats["killed"] + stats["survived"] + stats["timeout"] + stats["suspicious"]
    caught = stats["killed"] + stats["timeout"]
    percent = 1000 * caught // max(total, 1)
    sentence = (
        f"{caught} of {total} mutants caught: {percent // 10}.{percent % 10} % "
        f"(floor {FLOOR} %; {stats['survived']} survived)."
    )
    page = ROOT / "docs" / "quality.md"
    page.write_text(MARK.sub(f"<!-- mutants -->\n{sentence}\n<!-- /mutants -->", page.read_text()))
    sys.stdout.write(sentence + "\n")
    return 0 if percent >= FLOOR * 10 else 1


if __name__ == "__main__":
    raise SystemExit(main())
