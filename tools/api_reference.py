"""Write docs/api/openapi.json and docs/api/problems.md from the code that serves them."""

import json
from pathlib import Path

from service.app import openapi_document
from service.web.problem_reference import as_markdown

FOLDER = Path(__file__).parents[1] / "docs" / "api"


def contents() -> dict[str, str]:
    """The documents by file name."""
    return {
        "openapi.json": json.dumps(openapi_document(), ensure_ascii=False, indent=2) + "\n",
        "problems.md": as_markdown(),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in contents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
