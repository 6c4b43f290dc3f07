"""A return in words, for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

from service.workforce import store
from service.workforce.outcome import Outcome
from service.workforce.rendering import Plain

LISTED_AT_MOST = 50
"""With more findings that refuse than this all are grouped by cause."""

REPEATED = 3
"""The same question about one column more often than this is told once, with its rows."""

ROWS_NAMED = 8

_KIND_WORDS = {
    "posts": "posts",
    "employments": "employments",
    "agency": "agency assignments",
    "absences": "absences",
    "absence_totals": "totals of days lost",
    "caseloads": "caseloads",
    "reported": "reported totals",
}


def told(outcome: Outcome, *, checked_only: bool) -> Iterator[str]:
    """Lines about a file that has been checked or taken in."""
    yield from _findings(outcome.findings)
    yield counted_sentence(outcome, checked_only=checked_only)
    if outcome.duplicate_of is None:
        yield from changes(outcome.changes)
    yield from _what_next(outcome, checked_only=checked_only)


def counted_sentence(outcome: Outcome, *, checked_only: bool) -> str:
    read, ready = outcome.rows_read, outcome.rows_accepted
    if outcome.unreadable:
        a = "an" if outcome.kind[0] in "aeiou" else "a"
        return f"This is not {a} {outcome.kind} return that can be read. Nothing has been changed."
    if outcome.duplicate_of is not None:
        return "This file has been taken in before. Nothing has been changed."
    words = f"{read:,} {_rows(read)} read. {ready:,} {'is' if ready == 1 else 'are'} good."
    if outcome.state == store.CONFIRMED:
        return (
            words + " They have been taken in." if ready != 1 else words + " It has been taken in."
        )
    if outcome.state == store.REFUSED:
        return words + " The return is refused: nothing has been changed."
    if checked_only:
        return words + " Nothing has been saved."
    return words + " Nothing has been changed yet."


def _what_next(outcome: Outcome, *, checked_only: bool) -> Iterator[str]:
    if outcome.duplicate_of is not None:
        yield f"It is return {outcome.duplicate_of}."
    elif outcome.record is not None and outcome.state == store.CONFIRMED:
        yield f"To take it back: python -m service returns undo {outcome.record.id}"
    elif outcome.state == store.REFUSED and not outcome.unreadable:
        refused = {each["row"] for each in outcome.findings if each["severity"] == "reject"} - {
            None
        }
        one = len(refused) == 1
        rows = ("the row" if one else "the rows") if refused else "what is named"
        yield (
            f"Correct {rows} above and send the file again"
            + (
                f", or leave {'it' if one else 'them'} out with --accept-good-rows."
                if refused and outcome.rows_accepted
                else "."
            )
        )
    elif checked_only and not outcome.unreadable:
        yield "To take it in, run the same command without --check."


def changes(told_changes: dict[str, Any]) -> Iterator[str]:
    """One line for each kind of fact."""
    for kind, counts in told_changes.items():
        parts = [
            f"{counts[sort]:,} {words}"
            for sort, words in (
                ("new", "new"),
                ("changed", "changed"),
                ("ended", "ended"),
                ("unchanged", "as held already"),
                ("missing", "held and not in this file"),
            )
            if counts[sort] or sort == "new"
        ]
        yield f"  {_KIND_WORDS[kind]}: {', '.join(parts)}"


def _findings(findings: Sequence[dict[str, Plain]]) -> Iterator[str]:
    if not findings:
        return
    groups: dict[tuple[Plain, Plain, Plain], list[dict[str, Plain]]] = {}
    for finding in findings:
        cause = (finding["severity"], finding["code"], finding["column"])
        groups.setdefault(cause, []).append(finding)
    refusals = sum(finding["severity"] == "reject" for finding in findings)
    if refusals > LISTED_AT_MOST:
        worst = {"reject": 0, "warn": 1, "info": 2}
        for group in sorted(
            groups.values(), key=lambda each: (worst[str(each[0]["severity"])], -len(each))
        ):
            yield from _group(group) if len(group) > 1 else _one(group[0])
    else:
        for finding in findings:
            group = groups[finding["severity"], finding["code"], finding["column"]]
            if finding["severity"] == "reject" or len(group) <= REPEATED:
                yield from _one(finding)
            elif finding is group[0]:
                yield from _group(group)
    yield ""


_SEVERITY_WORDS = {"reject": "Refused", "warn": "Please check", "info": "For information"}


def _one(finding: dict[str, Plain]) -> Iterator[str]:
    place = ", ".join(
        [
            *([f"row {finding['row']}"] if finding["row"] is not None else []),
            *([f"column {finding['column']}"] if finding["column"] is not None else []),
        ]
    )
    # The reader of tables tells only the shape of a registration number.
    said = "Shown as" if finding["column"] == "registration_number" else "You sent"
    sent = f" {said}: {_short(finding['value'])}." if finding["value"] not in {None, ""} else ""
    head = _SEVERITY_WORDS[str(finding["severity"])] + (f", {place}" if place else "")
    yield f"{head}: {finding['message']}{sent}"
    yield f"    {finding['hint']} ({finding['code']})"


def _group(group: Sequence[dict[str, Plain]]) -> Iterator[str]:
    first = group[0]
    column = f", column {first['column']}" if first["column"] is not None else ""
    head = _SEVERITY_WORDS[str(first["severity"])]
    alike = all(finding["message"] == first["message"] for finding in group)
    times = f"{len(group):,} times" + ("" if alike else ", for example")
    yield f"{head}{column}, {times}: {first['message']}"
    rows = [str(finding["row"]) for finding in group if finding["row"] is not None]
    if rows:
        more = f" and {len(rows) - ROWS_NAMED:,} more" if len(rows) > ROWS_NAMED else ""
        yield f"    {'Row' if len(rows) == 1 else 'Rows'} {', '.join(rows[:ROWS_NAMED])}{more}."
    yield f"    {first['hint']} ({first['code']})"


def _short(value: Plain) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"


def listed(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One line for each return."""
    for outcome in outcomes:
        record = outcome.record
        assert record is not None
        yield (
            f"{record.id}  {record.checked_at:%d %b %Y %H:%M}  {outcome.kind:<12}"
            f"{outcome.state:<10}{outcome.rows_accepted:>9,} of {outcome.rows_read:,} rows"
            f"  {outcome.filename}  ({record.checked_by})"
        )
    if not outcomes:
        yield "No return has been received."


def stands(outcome: Outcome) -> Iterator[str]:
    """Lines about a stored return."""
    yield from listed([outcome])
    yield from _findings(outcome.findings)
    yield from changes(outcome.changes)
    record = outcome.record
    assert record is not None
    if record.confirmed_at is not None:
        yield f"Confirmed {record.confirmed_at:%d %b %Y %H:%M} UTC by {record.confirmed_by}."
    if record.undone_at is not None:
        yield f"Undone {record.undone_at:%d %b %Y %H:%M} UTC by {record.undone_by}."
