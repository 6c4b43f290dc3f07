"""Write docs/measures/ from the catalogue: words and formula stand in one object, and here."""

import sys
from collections import defaultdict
from pathlib import Path

from scorecard.definition import Measure
from scorecard.measures import CATALOGUE
from scorecard.quality import KINDS

MANY_PARTS = 40
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "measures"
NOTE = "Written by `make docs` from `scorecard/measures/`: do not edit.\n"


def page(family: str, measures: list[Measure]) -> str:
    parts = [f"# {family[:1].upper()}{family[1:]}\n", NOTE]
    for one in measures:
        rows = [
            ("numerator", one.numerator_words),
            ("denominator", one.denominator_words or "none"),
            ("formula", one.formula_words),
            ("unit", f"{one.unit}, {one.decimal_places} decimal places"),
            ("better is", one.polarity.value),
            ("broken down by", ", ".join(dimension.value for dimension in one.dimensions)),
            ("why it matters", one.why_it_matters),
            ("known limits", one.known_limits),
            ("source", one.source),
            ("owner", one.owner),
            ("next review", one.next_review.isoformat()),
        ]
        if len(one.categories) > MANY_PARTS:
            codes = ", ".join(c.code for c in one.categories[:3])
            rows.append(("categories", f"each pair that occurs: {codes} ..."))
        elif one.categories:
            rows.append(("categories", "; ".join(f"{c.code}: {c.words}" for c in one.categories)))
        table = "\n".join(f"| {name} | {words.replace('|', '/')} |" for name, words in rows)
        parts.append(
            f"## {one.title}\n\n`{one.id}`. {one.definition}\n\n| | |\n|---|---|\n{table}\n"
        )
    return "\n".join(parts)


def findings() -> str:
    rows = "\n".join(f"| `{code}` | {words} | {hint} |" for code, (words, hint) in KINDS.items())
    return (
        "# Findings about the facts\n\nWritten by `make docs` from `scorecard/quality.py`: do not edit.\n\n"
        "Shown beside the figures of a draft and frozen with an edition. Nothing is refused or repaired "
        f"because of them.\n\n| code | what | what to do |\n|---|---|---|\n{rows}\n"
    )


def pages() -> dict[str, str]:
    """Every page of docs/measures by file name."""
    families: dict[str, list[Measure]] = defaultdict(list)
    for one in CATALOGUE:
        families[one.family].append(one)
    made = {
        f"{family.lower().replace(' ', '-').replace(',', '')}.md": page(family, measures)
        for family, measures in families.items()
    }
    made["findings.md"] = findings()
    lines = "\n".join(
        f"* [{text.splitlines()[0].removeprefix('# ')}]({name})" for name, text in made.items()
    )
    made["README.md"] = f"# Measures\n\n{NOTE}\n{lines}\n"
    return made


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
        sys.stdout.write(f"docs/measures/{name}\n")


if __name__ == "__main__":
    main()
