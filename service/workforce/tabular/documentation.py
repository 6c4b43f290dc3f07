"""Pages on the returns, made from the same declarations that the reader follows.

``python -m service.workforce.tabular.documentation docs/returns`` writes them anew.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from service.workforce.records import Kind
from service.workforce.tabular.cell_faults import CELL_FAULTS
from service.workforce.tabular.columns import COLUMNS, EDITION, ValueType
from service.workforce.tabular.fault import Example, Fault
from service.workforce.tabular.file_faults import FILE_FAULTS
from service.workforce.tabular.limits import DEFAULT_LIMITS
from service.workforce.tabular.read_rows import KEYS
from service.workforce.tabular.row_faults import ROW_FAULTS
from service.workforce.tabular.templates import ROW_IS, needed, written

FAULTS: tuple[Fault, ...] = (*FILE_FAULTS, *CELL_FAULTS, *ROW_FAULTS)

_WORD = re.compile(r"\{(\w+)\}")
_SEVERITIES = {
    "reject": "refuses the row or the file",
    "warn": "taken in; somebody should look",
    "info": "for your information",
}


def page(kind: Kind) -> str:
    """Return the page on one return as Markdown."""
    lines = [
        f"# The {kind} return",
        "",
        "<!-- Made by python -m service.workforce.tabular.documentation docs/returns -->",
        "",
        f"One row for each {ROW_IS[kind]}. Column set {EDITION}. CSV or Excel (.xlsx).",
        "",
        "## Columns",
        "",
        "The order does not matter. Capitals, spaces and hyphens in headings make no difference.",
        "",
        *_table(
            ("Column", "What it holds", "Must be filled", "How it is written", "Example"),
            (
                (
                    f"`{column.name}`",
                    column.words,
                    needed(column),
                    "see below" if column.type is ValueType.CHOICE else written(column),
                    f"`{column.example}`" if column.example else "",
                )
                for column in COLUMNS[kind]
            ),
        ),
        "",
        (
            f"Rows are told apart by {_listed(KEYS[kind][1])}. A later return with the same "
            f"{_listed(KEYS[kind][1])} changes that row."
        ),
    ]
    for column in COLUMNS[kind]:
        if column.choices:
            lines += ["", f"### Values of `{column.name}`", ""]
            lines += _table(
                ("Meaning", "Any of these"),
                (
                    (choice.words, _spellings(choice.code, choice.value, *choice.also))
                    for choice in column.choices
                ),
            )
    lines += ["", *_HOW_IT_IS_READ]
    for title, faults in (
        ("The file", FILE_FAULTS),
        ("A cell", CELL_FAULTS),
        ("A row, and rows together", ROW_FAULTS),
    ):
        lines += ["", f"## Findings: {title.lower()}", ""]
        lines += _table(
            ("Code", "Severity", "Example", "What it says", "What to do"),
            (
                (
                    f"`{fault.code}`",
                    fault.severity,
                    _example(fault.example),
                    _filled(fault.message, kind),
                    _filled(fault.hint, kind),
                )
                for fault in faults
                if kind in fault.kinds
            ),
        )
    lines += ["", "Severities: " + "; ".join(f"`{k}` {v}" for k, v in _SEVERITIES.items()) + "."]
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Write the pages of all returns."""
    for kind in COLUMNS:
        (folder / f"{kind}.md").write_text(page(kind), encoding="utf-8")


_HOW_IT_IS_READ = (
    "## How the file is read",
    "",
    f"- At most {DEFAULT_LIMITS.max_bytes // 2**20} MB, and {DEFAULT_LIMITS.max_expanded_bytes // 2**20} MB once a workbook is expanded (settings can change both).",
    (
        "- CSV: UTF-8 with or without byte order mark; UTF-16 with one; Windows-1252, and then it says so. "
        "Commas, semicolons, tabs or vertical bars, found from the headings; anything but commas is said. "
        "A first line such as `sep=;` is obeyed as Excel does, and row 1 is the line after it."
    ),
    (
        "- Excel: the sheet asked for; else the one named like the return; else the only one shown. "
        "A formula counts with its last result. Row numbers are those of Excel."
    ),
    "- Blank rows are skipped. Spaces around a value do not count.",
    (
        "- Dates: `2026-09-30`, `30/09/2026`, `30 September 2026`, or a date cell of Excel (1900 and 1904 "
        "systems). If a date of a column can only have the month first, every date of that column that "
        "could be read both ways is refused. Days from 1 January 1950 to one year ahead."
    ),
    (
        "- Numbers: digits with a decimal point. Excel keeps 15 significant digits, and so 0.6 stays 0.6. "
        "Decimals beyond those that are kept are rounded half up, and that is said."
    ),
    (
        "- Registration numbers become keys while the file is read. Findings never repeat one: they show "
        "`A` for a letter and `9` for a digit."
    ),
    "- Findings name the row as Excel shows it (the headings are row 1) and the line of the text file.",
    f"- At most {DEFAULT_LIMITS.max_findings:,} findings are listed.",
)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        _line(head),
        _line(["---"] * len(head)),
        *(_line([cell.replace("|", "\\|") for cell in row]) for row in rows),
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _spellings(*spellings: str) -> str:
    return ", ".join(f"`{spelling}`" for spelling in dict.fromkeys(filter(None, spellings)))


def _example(example: Example | str) -> str:
    if isinstance(example, str):
        return example
    return "; then ".join(
        ", ".join(f"`{name}` {_shown(text)}" for name, text in row.items()) or "a row"
        for row in example.rows
    )


def _shown(text: str) -> str:
    if not text:
        return "empty"
    short = text if len(text) <= 40 else f"{text[:20]}… ({len(text)} characters)"
    return "`" + short.replace("\n", "⏎") + "`"


def _filled(template: str, kind: Kind) -> str:
    """Fill a template with what is the same for all findings of a return, and dots for the rest."""
    thing, key = KEYS[kind]
    words = {
        "kind": kind,
        "thing": thing,
        "key": " and ".join(key),
        "columns": ", ".join(column.name for column in COLUMNS[kind]),
        "suggestion": "",
        "advice": "Save the table as CSV UTF-8 or as an Excel workbook (.xlsx), and send that.",
    }
    return " ".join(_WORD.sub(lambda word: words.get(word[1], "…"), template).split())


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(f'`{name}`' for name in names[:-1])} and `{names[-1]}`"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
