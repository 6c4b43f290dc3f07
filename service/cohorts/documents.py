"""Plain JSON values of planner results, as documented in docs/academy/commands.md."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time

from academy.findings import PlanFinding
from academy.printed_rows import ReadProgramme


def finding_documents(findings: Sequence[PlanFinding]) -> list[dict[str, str]]:
    return [{"code": f.code, "severity": f.severity.value, "message": f.message} for f in findings]


def programme_document_of(read: ReadProgramme) -> dict[str, object]:
    """The stable shape of docs/academy/commands.md."""
    return {
        "rows": len(read.items),
        "sessions": read.sessions,
        "lunches": read.lunches,
        "days": read.days,
        "items": [
            {
                "row": item.row,
                "block": item.block,
                "date": _iso(item.day),
                "start": _clock(item.start),
                "end": _clock(item.end),
                "kind": item.kind,
                "audience": item.audience,
                "capacity": item.capacity,
                "track": item.track,
                "content": item.printed["content"],
                "printed_date": item.printed["date_as_printed"],
                "printed_time": item.printed["time_as_printed"],
            }
            for item in read.items
        ],
        "findings": [
            {
                "row": finding.row,
                "code": finding.code,
                "severity": finding.severity.value,
                "printed": finding.printed,
                "suggestion": finding.suggestion,
                "message": finding.message,
            }
            for finding in read.findings
        ],
    }


def programme_in_words(read: ReadProgramme) -> str:
    counts = Counter(finding.code for finding in read.findings)
    lines = [
        f"{len(read.items)} rows: {read.sessions} sessions and {read.lunches} lunches on {read.days} days.",
        "Nothing has been stored. "
        + ", ".join(f"{code} {n}" for code, n in sorted(counts.items())),
    ]
    lines += [
        f"{'row ' + str(finding.row) if finding.row else 'headings'}: {finding.severity.value} "
        f"{finding.code}: {finding.message}"
        for finding in read.findings
    ]
    return "\n".join(lines)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(moment: time | None) -> str | None:
    return f"{moment:%H:%M}" if moment else None
