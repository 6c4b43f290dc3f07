"""Which draft somebody looked at: a tick or signature is of that one and no other."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scorecard.canonical import canonical_json
from service.publication.preparation.members import words_of
from service.publication.preparation.parts import Parts
from service.publication.preparation.store import PartKind
from service.scorecards.operations import Draft, stamp_as_json

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """SHA-256 in hex."""

    numbers: str
    """Figures, definitions, returns, records and targets."""
    people: str
    """Who has access before the release."""
    everything: str
    """Numbers, words and people."""


def fingerprints_of(current: Draft, targets: Sequence[Json], parts: Parts) -> Fingerprints:
    """Of the draft with its targets, and of that with what is written and planned."""
    numbers = _hash(
        {
            "scorecard": current.document,
            "inputs": [stamp_as_json(each) for each in current.stamps],
            "records": [each.as_json() for each in current.kept],
            "targets": list(targets),
        }
    )
    written = [[each.kind.value, each.key, each.content] for each in words_of(parts)]
    people = _hash({"people": [[each.key, each.content] for each in parts.of(PartKind.PERSON)]})
    both = {"numbers": numbers, "written": written, "people": people}
    return Fingerprints(numbers, people, _hash(both))


def _hash(value: Json) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()
