"""Generate every document that is rendered from the code: `make docs`. CI compares them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    ("tools/measures_reference.py",),
    ("-m", "service.workforce.tabular.documentation", "docs/returns"),
    ("tools/api_reference.py",),
    ("tools/personal_data.py",),
)


def main() -> int:
    codes = [
        subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode
        for command in COMMANDS
    ]
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
