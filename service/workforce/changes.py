"""What a return would do to what is held, told in counts and examples, and the warnings in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from service.workforce.fact_kinds import FIELDS, ROW, FactKind, HeldRow, Record
from service.workforce.findings import Finding, Severity
from service.workforce.folding import Difference
from service.workforce.rendering import Plain, plain

EXAMPLES = 10
"""How many rows of each sort are shown."""

DOUBLED_LISTED = 1_000
"""How many rows are named one by one; the others are counted."""

LEAVERS_WARN_PERCENT = 10


def changes_document(differences: Iterable[Difference]) -> dict[str, Any]:
    """Per kind of fact: new, changed, ended, unchanged, missing, and up to EXAMPLES of each."""
    return {each.kind.name: _one(each) for each in differences}


def _one(difference: Difference) -> dict[str, Any]:
    kind = difference.kind
    return {
        "new": len(difference.new),
        "changed": len(difference.changed),
        "ended": len(difference.ended),
        "unchanged": difference.unchanged,
        "missing": len(difference.missing),
        "examples": {
            "new": _some(difference.new, lambda record: _record(kind, record)),
            "changed": _some(difference.changed, lambda pair: _change(kind, *pair)),
            "ended": _some(difference.ended, lambda pair: _change(kind, *pair)),
            "missing": _some(difference.missing, lambda held: {"key": _key(kind, held)}),
        },
    }


def nothing_new(changes: dict[str, Any]) -> dict[str, Any]:
    """The document of a file that has been taken in already: the same rows, all unchanged."""
    sorts = ("new", "changed", "ended", "unchanged")
    return {
        kind: {
            **dict.fromkeys(("new", "changed", "ended"), 0),
            "unchanged": sum(told[sort] for sort in sorts),
            "missing": 0,
            "examples": {sort: [] for sort in ("new", "changed", "ended", "missing")},
        }
        for kind, told in changes.items()
    }


def _some(rows: Sequence[Any], tell: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    return [tell(row) for row in rows[:EXAMPLES]]


def _record(kind: FactKind, record: Record) -> dict[str, Any]:
    held = (None, None, *record)
    return {"row": held[ROW], "key": _key(kind, held)}


def _change(kind: FactKind, was: HeldRow, record: Record) -> dict[str, Any]:
    fields = [
        (field, before, now)
        for field, before, now in zip(kind.fields, was[FIELDS:], record[1:], strict=True)
        if before != now
    ]
    return {
        **_record(kind, record),
        "was": {field: plain(field, before) for field, before, _ in fields},
        "now": {field: plain(field, now) for field, _, now in fields},
    }


def _key(kind: FactKind, held: HeldRow) -> dict[str, Plain]:
    return {field: plain(field, held[kind.place_held(field)]) for field in kind.key}


def warnings_about(differences: Iterable[Difference]) -> list[Finding]:
    """What somebody should look at before this return is confirmed."""
    findings: list[Finding] = []
    for difference in differences:
        findings += _doubled(difference)
        if difference.newly_left * 100 > LEAVERS_WARN_PERCENT * difference.held_open:
            findings.append(_many_leavers(difference.newly_left, difference.held_open))
        if difference.fte_kept:
            findings.append(_fte_kept(difference.fte_kept))
        if difference.no_longer_listed:
            findings.append(_no_longer_listed(difference.no_longer_listed))
        if difference.missing and difference.kind.day is not None:
            findings.append(_missing_on_the_day(difference))
        elif difference.missing and not difference.census:
            # Of people a census no longer names CENSUS_CONTINUITY tells, one by one.
            findings.append(_open_not_sent(difference))
        told = {was for _, was in difference.doubled}
        if beside := [row for row in difference.left_beside if row not in told]:
            findings.append(_left_beside(len(beside)))
    return findings


def _many_leavers(leavers: int, in_post: int) -> Finding:
    # Half up, like every figure of the service.
    tenths = (leavers * 2000 + in_post) // (2 * in_post)
    return Finding(
        code="MANY_LEAVERS",
        severity=Severity.WARN,
        message=(
            f"This return ends {leavers} of the {in_post} employments held as in post as having "
            f"left ({tenths // 10}.{tenths % 10} %, more than {LEAVERS_WARN_PERCENT} %)."
        ),
        hint=(
            "Check that the file is complete and of the right date. Confirm it if so many people "
            "have left."
        ),
    )


def _fte_kept(leavers: int) -> Finding:
    return Finding(
        code="LEAVER_FTE_KEPT",
        severity=Severity.INFO,
        message=(
            f"For {leavers} leavers the FTE held before is kept: a census gives the FTE of its own "
            "day, which is 0 for somebody who has left."
        ),
        hint="There is nothing to do, unless somebody's hours changed before they left.",
    )


def _no_longer_listed(workers: int) -> Finding:
    return Finding(
        code="AGENCY_NOT_LISTED",
        severity=Severity.INFO,
        message=(
            f"Agency workers of an earlier census who are not in this one: {workers}. A census does "
            "not say when they went: they count until the day before its reference date."
        ),
        hint=(
            "There is nothing to do if they are gone. Where the day matters, send a return of agency "
            "assignments: where there is one, it counts and the census does not."
        ),
    )


_WORDS = {
    "posts": "posts",
    "employments": "employments",
    "agency": "agency assignments",
    "absences": "absences",
    "absence_totals": "totals of days lost",
    "caseloads": "caseloads",
    "reported": "reported totals",
}


def _missing_on_the_day(difference: Difference) -> Finding:
    return Finding(
        code="HELD_NOT_SENT",
        severity=Severity.WARN,
        message=(
            f"{len(difference.missing)} {_WORDS[difference.kind.name]} held for a day of this "
            "return are not in it. They stay as they are."
        ),
        hint=(
            "That is right if this file is one part of several. If those rows were wrong, undo the "
            "returns of that day, the latest first, down to the one that brought them, and send "
            "the whole day again. A return behind a published scorecard cannot be undone."
        ),
    )


_WHAT_ENDED = {
    "posts": "a post that is closed, send its row with “closed”",
    "employments": "somebody who left or moved, send their row with “ended” and “end_type”",
    "agency": "an assignment that is over, send its row with “ended”",
    "absences": "an absence that is over, send its row with “last_day”",
}


def _open_not_sent(difference: Difference) -> Finding:
    name = difference.kind.name
    return Finding(
        code="OPEN_NOT_SENT",
        severity=Severity.WARN,
        message=(
            f"{len(difference.missing)} of the {difference.held_open} {_WORDS[name]} held as open "
            f"(“{difference.kind.end}” is empty) are not in this return."
        ),
        hint=(
            "What is not sent stays as it is held, and goes on being counted. That is right if "
            f"this file is one part of several. For {_WHAT_ENDED[name]}."
        ),
    )


def _left_beside(spells: int) -> Finding:
    return Finding(
        code="OPEN_NOT_SENT",
        severity=Severity.WARN,
        message=(
            f"Employments held as open that are not in this census, of people whom it names with "
            f"another one: {spells}."
        ),
        hint=(
            "They stay as they are held, and their FTE goes on being counted. A census cannot say "
            "that somebody gave up one of two roles: if they did, send an employments return: where "
            "there is one, it counts and the census does not."
        ),
    )


_UNDO = (
    "undo the returns since it came, the latest first, down to the one that brought it, and send "
    "this file again. Where that is too much, or a published scorecard forbids it, "
)
_SIDE_BY_SIDE = "Two part-time places side by side are right as they are."
_HOW_IN_A_CENSUS = (
    "send an employments return: where there is one, it counts and the census does not. A census "
    f"cannot say that somebody moved to another role. {_SIDE_BY_SIDE}"
)
_HOW_TO_PUT_RIGHT = {
    "posts": "send its row, too, with “closed” the day after “opened”.",
    "employments": (
        "send its row, too, with “ended” the same day as “started” and both “start_type” and "
        f"“end_type” moved: it counts on that day alone, and nobody starts or leaves. {_SIDE_BY_SIDE}"
    ),
    "agency": (
        "send its row, too, with “ended” the same day as “started”: it counts for no longer. "
        + _SIDE_BY_SIDE
    ),
    "absences": "send its row, too, with “last_day” its first day and “days_lost” 0.",
}


def _doubled(difference: Difference) -> list[Finding]:
    listed = [_one_doubled(difference, *pair) for pair in difference.doubled[:DOUBLED_LISTED]]
    more = len(difference.doubled) - len(listed)
    if more:
        words = (
            f"{more:,} more rows are new and cover days of a held row that is not in this return."
        )
        listed.append(replace(listed[0], message=words, row=None, column=None, value=None))
    return listed


def _one_doubled(difference: Difference, record: Record, was: HeldRow) -> Finding:
    kind = difference.kind
    first = kind.key[1]
    how = _HOW_IN_A_CENSUS if difference.census else _HOW_TO_PUT_RIGHT[kind.name]
    return Finding(
        code="HELD_DOUBLED",
        severity=Severity.WARN,
        message=(
            "This row is new, and a row held from "
            f"{plain(first, was[kind.place_held(first)])} that covers the same days is not in "
            "this return, so that both are held."
        ),
        hint=f"If this row is to replace the held one, {_UNDO}{how}",
        row=record[0],
        column="RoleStartDate" if difference.census else first,
        value=str(plain(first, record[kind.place(first)])),
    )
