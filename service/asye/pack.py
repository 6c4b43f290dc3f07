"""The evidence pack of one person for the moderation panel: as data, as a page, as a PDF."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from academy.asye.evidence import Section, evidence, in_words
from service import clock
from service.asye.reading import Held
from service.documents import typesetting

TEMPLATE = "evidence-pack.typ"
MET = {True: "Yes", False: "No", None: "Open"}
"""Open: not due yet, or it cannot be said; both documents explain it."""
NOT_A_PROMISE = "Does not apply"
STATES = {
    "not-started": "Not started",
    "on-time": "On time",
    "paused": "Paused",
    "late": "Late",
    "completed": "Completed",
    "ended": "Ended without being completed",
}


@dataclass(frozen=True, slots=True)
class Pack:
    council: str
    held: Held
    sections: tuple[Section, ...]


def pack_of(held: Held, council: str) -> Pack:
    return Pack(council, held, evidence(held.year, held.standing))


def shown(pack: Pack) -> dict[str, Any]:
    """What the page and the PDF print: texts only."""
    held = pack.held
    standing, preset = held.standing, held.year.terms.preset
    findings = [f"{each.message}" for each in standing.findings]
    return {
        "title": f"ASYE evidence pack: {held.member.name}",
        "name": held.member.name,
        "council": pack.council,
        "as_at": in_words(standing.as_at),
        "facts": [
            ["Team", held.member.team or "Not recorded"],
            ["Began", in_words(held.record.start)],
            ["Ends", in_words(held.record.ended_on or standing.plan.ends)],
            ["Stands", STATES[standing.state.value]],
            ["Programme", f"{preset.title}. Source: {preset.source}"],
            ["Assessor", held.record.assessor or "Not recorded"],
            ["Supervisor", held.supervisor or "Not recorded"],
        ],
        "sections": [
            {
                "title": section.title,
                "lines": [
                    [
                        line.what,
                        line.promised or NOT_A_PROMISE,
                        line.happened,
                        NOT_A_PROMISE
                        if section.key == "changes" or not line.promised
                        else MET[line.met],
                        line.source,
                    ]
                    for line in section.lines
                ],
            }
            for section in pack.sections
        ],
        "findings": findings,
        "footer": f"{held.record.id} revision {held.record.revision}, as at "
        f"{standing.as_at.isoformat()}",
    }


def pdf_of(pack: Pack) -> bytes:
    """Tagged, with the same bytes for the same pack. Some 50 ms of processor time: use a thread."""
    midnight = datetime.combine(pack.held.standing.as_at, time(), clock.LONDON)
    return typesetting.compile(TEMPLATE, shown(pack), midnight.astimezone(UTC))
