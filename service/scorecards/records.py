"""Records as an edition keeps them: canonical bytes for each kind, read back into the same values.

A draft is computed from what these bytes say and an edition keeps them, so what was published and
what is verified cannot differ by anything that was lost on the way.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from scorecard.canonical import canonical_json
from scorecard.periods import HalfYear
from scorecard.records import (
    AsyeYear,
    CohortMember,
    ExitInterview,
    ExitTheme,
    RecordKind,
    Records,
    SurveyResult,
)
from scorecard.seen import as_seen
from service.problems import Problem
from service.scorecards.sources import SOURCES, Source
from service.storage.transaction import snapshot

Json = dict[str, Any]

FORMAT = 1
ROWS: dict[RecordKind, Any] = {
    RecordKind.COHORT_MEMBERS: tuple[CohortMember, ...],
    RecordKind.ASYE_YEARS: tuple[AsyeYear, ...],
    RecordKind.EXIT_INTERVIEWS: tuple[ExitInterview, ...],
    RecordKind.EXIT_THEMES: tuple[ExitTheme, ...],
    RecordKind.SURVEY_RESULTS: tuple[SurveyResult, ...],
}


@dataclass(frozen=True, slots=True)
class KeptRecords:
    """The records of one kind, as one half-year sees them."""

    kind: RecordKind
    content: bytes
    """``{"format", "kind", "recorded", "rows"}`` as canonical JSON; rows in the order of ``ref``."""
    count: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def as_json(self) -> Json:
        """How an edition lists it among what it was computed from."""
        return {"kind": str(self.kind), "sha256": self.sha256, "count": self.count}


class RecordsUnreadable(Problem):
    status = 409
    slug = "records-unreadable"
    title = "The records kept with an edition cannot be read by this program"
    advice = (
        "Tell the operator: use the version of the program that made_with of the edition names."
    )

    def __init__(self, kind: RecordKind) -> None:
        super().__init__(f"The kept records ({kind}) cannot be read by this program.")


async def current(
    period: HalfYear, sources: Sequence[Source] | None = None
) -> tuple[KeptRecords, ...]:
    """All records held at this moment that the half-year sees, all of one state."""
    wanted = SOURCES if sources is None else sources
    async with snapshot():
        rows: dict[str, Any] = {
            source.kind.replace("-", "_"): tuple(await source.read()) for source in wanted
        }
    held = Records(**rows, collected=frozenset(source.kind for source in wanted))
    return kept(as_seen(held, period))


def kept(records: Records) -> tuple[KeptRecords, ...]:
    """The collected kinds as bytes, in the order of RecordKind."""
    return tuple(
        KeptRecords(kind, _content(kind, records), len(records.of(kind)))
        for kind in RecordKind
        if kind in records.collected
    )


def _content(kind: RecordKind, records: Records) -> bytes:
    rows = sorted(records.of(kind), key=lambda one: one.ref)
    return canonical_json(
        {
            "format": FORMAT,
            "kind": str(kind),
            "recorded": records.holds(kind),
            "rows": msgspec.to_builtins(rows),
        }
    )


def records_from(parts: Iterable[KeptRecords]) -> Records:
    """The values again. Raises RecordsUnreadable."""
    rows: dict[str, Any] = {}
    collected, recorded = set(), set()
    for part in parts:
        document = _read(part)
        rows[part.kind.replace("-", "_")] = document["rows"]
        collected.add(part.kind)
        if document["recorded"]:
            recorded.add(part.kind)
    return Records(**rows, collected=frozenset(collected), recorded=frozenset(recorded))


def _read(part: KeptRecords) -> Json:
    try:
        document = msgspec.json.decode(part.content)
        if document["format"] != FORMAT or document["kind"] != part.kind:
            raise RecordsUnreadable(part.kind)
        rows = msgspec.convert(document["rows"], ROWS[part.kind])
    except (msgspec.DecodeError, msgspec.ValidationError, KeyError, TypeError):
        raise RecordsUnreadable(part.kind) from None
    return {"recorded": bool(document.get("recorded")), "rows": rows}
