"""docs/measures is what the catalogue says now."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_committed_pages_are_the_generated_ones() -> None:
    spec = importlib.util.spec_from_file_location(
        "measures_reference", ROOT / "tools" / "measures_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = ROOT / "docs" / "measures"
    assert {path.name: path.read_text() for path in folder.glob("*.md")} == module.pages()
