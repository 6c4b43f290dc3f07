"""What a page says of a return: its findings to act on, what it would change, what can be done now.

Plain values in, plain values out: nothing here asks a store or a clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.web.english import moment_words
from service.workforce import store
from service.workforce.outcome import Outcome
from service.workforce.records import Kind
from service.workforce.rendering import Plain

LISTED_AT_MOST = 50
"""With more findings of one severity than this they are grouped by cause."""
REPEATED = 3
"""The same question about one column more often than this is asked once, with its rows."""
ROWS_NAMED = 8
REFERENCE_DAY_CODES = frozenset({"CENSUS_NO_REFERENCE_DATE", "REFERENCE_DATE_MISSING"})


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind of return as people choose it. ``template``: whether there is one to fill in."""

    name: str
    title: str
    holds: str
    template: bool = True


KINDS = (
    KindWords("posts", "Posts", "The establishment: one row for each post, filled or not."),
    KindWords(
        "employments",
        "People in post, starters and leavers",
        "One row for each person and post, with when they started and, if they left, when and why.",
    ),
    KindWords("agency", "Agency workers", "One row for each assignment of an agency worker."),
    KindWords("absences", "Absences", "One row for each absence, with the working days lost."),
    KindWords(
        "caseloads", "Caseloads", "One row for each worker and day on which cases are counted."
    ),
    KindWords(
        "census",
        "Workforce census (XML)",
        "The file that your HR system makes for the DfE's children's social work workforce census.",
        template=False,
    ),
)
BY_NAME = {each.name: each for each in KINDS}

STATES = {
    store.CHECKED: "Checked only",
    store.REFUSED: "Refused",
    store.CONFIRMED: "Imported",
    store.UNDONE: "Undone",
}
_MARKS = {
    store.CHECKED: "near",
    store.REFUSED: "missed",
    store.CONFIRMED: "met",
    store.UNDONE: "none",
}
FACTS = {
    "posts": "Posts",
    "employments": "People and their posts",
    "agency": "Agency assignments",
    "absences": "Absences",
    "absence_totals": "Totals of days lost",
    "caseloads": "Caseloads",
    "reported": "Totals reported in the census",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding, or many of one cause. ``rows``: ``4``, or ``4, 7, 9 and 12 more``."""

    anchor: str
    rows: str
    column: str
    sent: str
    message: str
    hint: str
    code: str
    count: int

    @property
    def place(self) -> str:
        """``Row 4, start_type``; empty for a fault of the whole file."""
        row = "" if not self.rows else f"{'Rows' if self.count > 1 else 'Row'} {self.rows}"
        return ", ".join(filter(None, (row, self.column)))


@dataclass(frozen=True, slots=True)
class Example:
    row: str
    what: str
    fields: tuple[tuple[str, str, str], ...]
    """(column, what is held, what the file says)."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What happens to one kind of fact."""

    what: str
    new: int
    changed: int
    ended: int
    unchanged: int
    missing: int
    examples: tuple[tuple[str, tuple[Example, ...]], ...]
    """("34 changed, 10 of them", examples)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One received file in the list."""

    id: str
    kind: str
    filename: str
    sent: str
    by: str
    state: str
    mark: str
    rows: str


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A return as a page shows it. ``can``: what may be sent from here."""

    id: str
    kind: KindWords
    filename: str
    size: str
    sent: str
    by: str
    state: str
    step: str
    heading: str
    sentence: str
    refusals: tuple[Line, ...]
    warnings: tuple[Line, ...]
    notes: tuple[Line, ...]
    refused: int
    """Findings that refuse a row or the file."""
    many_leave: str
    changes: tuple[ChangeLine, ...]
    changes_nothing: bool
    can: frozenset[str]
    settled: str
    """When it was imported or undone, and by whom."""

    @property
    def grouped(self) -> bool:
        return self.refused > LISTED_AT_MOST


def listed(outcome: Outcome) -> Listed:
    record = outcome.record
    assert record is not None, "only what is stored is listed"
    return Listed(
        str(record.id),
        BY_NAME[outcome.kind.value].title,
        outcome.filename,
        moment_words(record.checked_at),
        record.checked_by,
        STATES[outcome.state],
        _MARKS[outcome.state],
        f"{outcome.rows_accepted:,} of {outcome.rows_read:,}",
    )


def return_page(outcome: Outcome, *, stale: bool, may_change: bool) -> ReturnPage:
    """``stale``: something was imported or undone since the check, so its differences are wrong."""
    record = outcome.record
    assert record is not None, "a page shows what is stored"
    by_severity = {
        severity: [each for each in outcome.findings if each["severity"] == severity]
        for severity in ("reject", "warn", "info")
    }
    leave = [each for each in by_severity["warn"] if each["code"] == "MANY_LEAVERS"]
    warnings = [each for each in by_severity["warn"] if each["code"] != "MANY_LEAVERS"]
    refused = by_severity["reject"]
    return ReturnPage(
        id=str(record.id),
        kind=BY_NAME[outcome.kind.value],
        filename=outcome.filename,
        size=size_words(outcome.size),
        sent=moment_words(record.checked_at),
        by=record.checked_by,
        state=outcome.state,
        step=_STEPS[outcome.state],
        heading=_heading(outcome, refused),
        sentence=counted_sentence(outcome),
        refusals=lines(refused, "refused"),
        warnings=lines(warnings, "check", at_most=REPEATED),
        notes=lines(by_severity["info"], "note", at_most=REPEATED),
        refused=len(refused),
        many_leave=f"{leave[0]['message']} {leave[0]['hint']}" if leave else "",
        changes=_changes(outcome.changes),
        changes_nothing=not any(
            told[sort] for told in outcome.changes.values() for sort in ("new", "changed", "ended")
        ),
        can=frozenset(_can(outcome, refused, stale=stale)) if may_change else frozenset(),
        settled=_settled(outcome),
    )


_STEPS = {
    store.CHECKED: "Step 2 of 3: check",
    store.REFUSED: "Step 2 of 3: check",
    store.CONFIRMED: "Step 3 of 3: receipt",
    store.UNDONE: "Undone",
}


def _heading(outcome: Outcome, refused: Sequence[dict[str, Plain]]) -> str:
    if outcome.state == store.CONFIRMED:
        return "Import complete"
    if outcome.state == store.UNDONE:
        return "This import was undone"
    if outcome.state == store.CHECKED:
        return "Check what will change"
    if outcome.unreadable:
        return "This file cannot be read"
    rows = len({each["row"] for each in refused} - {None})
    if not rows:
        return "This file cannot be imported"
    return f"{rows:,} {'row' if rows == 1 else 'rows'} cannot be imported"


def counted_sentence(outcome: Outcome) -> str:
    """How many rows were read and are good, and that nothing is saved before it is."""
    if outcome.unreadable:
        return "No row of it was read. Nothing has been saved."
    read, ready = outcome.rows_read, outcome.rows_accepted
    words = f"{read:,} {'row' if read == 1 else 'rows'} read. "
    if outcome.state == store.CONFIRMED:
        return words + f"{ready:,} {'is' if ready == 1 else 'are'} now in use{_left(outcome)}."
    if outcome.state == store.UNDONE:
        return words + "What it changed was put back as it was before."
    return (
        words
        + f"{ready:,} {'is' if ready == 1 else 'are'} ready{_left(outcome)}. "
        + "Nothing has been saved yet."
    )


def _left(outcome: Outcome) -> str:
    left = outcome.rows_read - outcome.rows_accepted
    if not left or outcome.state == store.REFUSED:
        return ""
    return f"; {left:,} {'is' if left == 1 else 'are'} left out"


def _settled(outcome: Outcome) -> str:
    record = outcome.record
    assert record is not None
    if record.undone_at is not None:
        return f"Undone at {moment_words(record.undone_at)} by {record.undone_by}"
    if record.confirmed_at is not None:
        return f"Imported at {moment_words(record.confirmed_at)} by {record.confirmed_by}"
    return ""


def _can(outcome: Outcome, refused: Sequence[dict[str, Plain]], *, stale: bool) -> Iterable[str]:
    if outcome.state == store.CONFIRMED:
        yield "undo"
        return
    yield "send"
    if outcome.state == store.UNDONE:
        return
    if outcome.state == store.CHECKED:
        yield "again" if stale else "confirm"
        return
    codes = {str(each["code"]) for each in refused}
    if "SHEET_NOT_FOUND" in codes:
        yield "sheet"
    if "WRONG_KIND" in codes:
        yield "kind"
    if outcome.kind is Kind.CENSUS and codes & REFERENCE_DAY_CODES:
        yield "day"
    if outcome.rows_accepted and not outcome.options.accept_good_rows and not outcome.unreadable:
        yield "good-rows"


# --- findings ------------------------------------------------------------------------------------


def lines(
    findings: Sequence[dict[str, Plain]], name: str, *, at_most: int = LISTED_AT_MOST
) -> tuple[Line, ...]:
    """One line for each finding; with more than LISTED_AT_MOST, the largest causes first.

    A cause with more than ``at_most`` findings is one line with its rows.
    """
    by_cause: dict[tuple[Plain, Plain], list[dict[str, Plain]]] = {}
    for each in findings:
        by_cause.setdefault((each["code"], each["column"]), []).append(each)
    groups = list(by_cause.values())
    if len(findings) > LISTED_AT_MOST:
        groups.sort(key=len, reverse=True)
    elif at_most >= len(findings):
        groups = [[each] for each in findings]
    else:
        groups = [
            part
            for group in groups
            for part in ([group] if len(group) > at_most else [[each] for each in group])
        ]
    return tuple(_line(group, f"{name}-{place}") for place, group in enumerate(groups, 1))


def _line(group: Sequence[dict[str, Plain]], anchor: str) -> Line:
    first = group[0]
    rows = [str(each["row"]) for each in group if each["row"] is not None]
    more = f" and {len(rows) - ROWS_NAMED:,} more" if len(rows) > ROWS_NAMED else ""
    values = {str(each["value"]) for each in group if each["value"] not in {None, ""}}
    return Line(
        anchor=anchor,
        rows=", ".join(rows[:ROWS_NAMED]) + more,
        column=str(first["column"] or ""),
        sent=values.pop() if len(values) == 1 else ("different values" if values else ""),
        message=str(first["message"]),
        hint=str(first["hint"]),
        code=str(first["code"]),
        count=len(group),
    )


# --- what would change ---------------------------------------------------------------------------


_SORTS = (
    ("new", "new"),
    ("changed", "changed"),
    ("ended", "ended or left"),
    ("missing", "held and not in this file"),
)


def _changes(told: dict[str, Any]) -> tuple[ChangeLine, ...]:
    return tuple(
        ChangeLine(
            FACTS[kind],
            counts["new"],
            counts["changed"],
            counts["ended"],
            counts["unchanged"],
            counts["missing"],
            tuple(
                (_how_many(counts[sort], words, len(found)), found)
                for sort, words in _SORTS
                if (found := tuple(_example(each) for each in counts["examples"][sort]))
            ),
        )
        for kind, counts in told.items()
    )


def _how_many(count: int, words: str, shown: int) -> str:
    return f"{count:,} {words}" + (f": the first {shown}" if shown < count else "")


def _example(told: dict[str, Any]) -> Example:
    return Example(
        str(told.get("row") or ""),
        ", ".join(f"{_field(name)} {shown(value)}" for name, value in told["key"].items()),
        tuple(
            (name, shown(before), shown(told["now"][name]))
            for name, before in told.get("was", {}).items()
        ),
    )


def _field(name: str) -> str:
    return name.replace("_", " ")


def shown(value: Plain) -> str:
    """A held value as people read it: days in words, the key of a worker by its beginning."""
    if value is None or value == "":
        return "nothing"
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return f"{day.day} {day:%B %Y}"
    if len(text) == 32 and all(each in "0123456789abcdef" for each in text):
        return text[:8]
    return text


def size_words(size: int) -> str:
    """``640 bytes``, ``12 KB``, ``3.4 MB``."""
    if size < 1024:
        return f"{size} bytes"
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KB"
    tenths = size * 10 // (1024 * 1024)
    return f"{tenths // 10}.{tenths % 10} MB"


def in_the_way(extra: dict[str, Any]) -> list[tuple[str, str]]:
    """What an undo waits for: (words, address) of later imports, latest first, and of editions."""
    returns = [
        (
            f"the later import of {BY_NAME[each['kind']].title.lower()}",
            f"/data/import/returns/{each['id']}",
        )
        for each in reversed(extra["returns"])
    ]
    editions = [
        (
            f"the scorecard to {shown(each['period'])}, version {each['version']}",
            f"/scorecards/{each['period']}",
        )
        for each in extra["editions"]
    ]
    return returns + editions
