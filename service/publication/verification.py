"""Whether an edition agrees, byte for byte, with the files and records it was computed from."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from scorecard import disclosure
from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import HalfYear, half_year_ending
from scorecard.workforce import Workforce
from service import settings as settings_module
from service.problems import Problem
from service.publication import beside, files, operations, protection, store
from service.publication import edition as documents
from service.publication.edition import Imprint
from service.publication.preparation import members as prepared
from service.publication.sealed_records import kept_with
from service.publication.since import WITHDRAWN, changes_between, shown_before
from service.publication.store import EditionEntry, StoredEdition
from service.scorecards.operations import document_of
from service.scorecards.records import KeptRecords, records_from
from service.scorecards.sent_returns import missing_returns
from service.settings import Settings
from service.workforce import keeping
from service.workforce import operations as workforce
from service.workforce import store as returns
from service.workforce.identity import KeyDoesNotFit, Seal, identity_key
from service.workforce.operations import ReturnStamp

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where stored and recomputed edition part; values are plain JSON."""

    path: str
    stored: Any
    recomputed: Any
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    entry: EditionEntry
    recomputed_sha256: str | None
    """None when the edition could not be computed again at all."""
    first_difference: Difference | None
    not_checked: str | None = None
    """Why it could not be checked at all; None where it was."""

    @property
    def agrees(self) -> bool | None:
        """None where it could not be checked."""
        return None if self.not_checked else self.first_difference is None

    def as_json(self) -> Json:
        found = self.first_difference
        return {
            "edition": str(self.entry.id),
            "period": self.entry.period_end.isoformat(),
            "version": self.entry.version,
            "agrees": self.agrees,
            "content_sha256": self.entry.content_sha256,
            "recomputed_sha256": self.recomputed_sha256,
            "first_difference": None
            if found is None
            else {
                "path": found.path,
                "stored": found.stored,
                "recomputed": found.recomputed,
                "words": found.words,
            },
        } | ({"not_checked": self.not_checked} if self.not_checked else {})


class CannotRecompute(Exception):  # noqa: N818 -- a finding of the verification, not an error
    """The edition cannot be computed again; the sentence says what is missing or altered."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(words)
        self.path = path


class CannotCheck(Exception):  # noqa: N818 -- a finding of the verification, not an error
    """No kept file opens under the identity key: nothing can be said about the edition."""


_ANOTHER_KEY = (
    "It could not be checked: the kept files are sealed under another identity key (or have all "
    "been altered). Set SCORECARD_IDENTITY_KEY to the key they were received under and check again."
)


async def verify(edition: UUID, settings: Settings | None = None) -> Verdict:
    """Recompute an edition from the kept bytes of its returns and records and compare every byte.

    Raises NotFound when there is no such edition. Everything else that is wrong is in the verdict.
    """
    settings = settings or settings_module.load()
    held = await operations.stored(edition)
    try:
        document = _readable(held)
        recomputed = await _recomputed(held, document, settings)
    except CannotCheck:
        return Verdict(held.entry, None, None, _ANOTHER_KEY)
    except CannotRecompute as cannot:
        return Verdict(held.entry, None, Difference(cannot.path, None, None, str(cannot)))
    content = documents.as_bytes(recomputed)
    sha256 = documents.fingerprint(content)
    before = await _version_before(document) if disclosure.DECISION in document else None
    public = documents.as_bytes(
        protection.public_document(recomputed, sha256, shown_before(recomputed, before))
    )
    found = _difference(held, document, recomputed, sha256, public) or await _altered_file(edition)
    return Verdict(held.entry, sha256, found)


async def _altered_file(edition: UUID) -> Difference | None:
    """A PDF or workbook is not made again (another version of a library writes other bytes).

    It has to be the one whose hash stands in the audit trail.
    """
    if (found := await files.altered(edition)) is None:
        return None
    form, then, now = found
    name = form.value.removeprefix(".")
    words = (
        f"The {name} kept with the edition is gone."
        if now is None
        else f"The {name} kept with the edition is not the one that was made: it has been altered."
    )
    return Difference(f"documents.{name}", now, then, words)


async def _version_before(document: Json) -> StoredEdition | None:
    """The version that this one corrects, as it says itself; None for a first one."""
    changes = document.get("changes")
    if changes is None:
        return None
    try:
        found = await store.stored(UUID(changes["since"]["edition"]))
    except (KeyError, TypeError, ValueError):
        found = None
    if found is None:
        raise CannotRecompute("changes", "The version that this edition corrects is gone.")
    return found


def _readable(held: StoredEdition) -> Json:
    try:
        return operations.content_of(held)
    except ValueError:
        raise CannotRecompute(
            "", f"The stored content of {_name(held.entry)} is not readable: it has been altered."
        ) from None


async def _recomputed(held: StoredEdition, document: Json, settings: Settings) -> Json:
    """The whole document again: figures from the files, who and when from the store."""
    entry = held.entry
    stamps = {stamp.id: stamp for stamp in await workforce.inputs()}
    wanted = await store.inputs(entry.id)
    if missing := [each for each in wanted if each not in stamps]:
        raise CannotRecompute(
            "inputs", f"The return {missing[0]}, which this edition was computed from, is gone."
        )
    its_stamps = [stamps[each] for each in wanted]
    period = _period(entry.period_end, document, settings)
    kept = await _kept_records(entry, its_stamps, settings)
    try:
        facts = replace(await workforce.replay(its_stamps, settings), records=records_from(kept))
        scorecard = await document_of(facts, period)
        words = await prepared.again(document, entry.release_at, entry.published_at)
        changes = await _changes(document, scorecard | words, facts, period, settings)
    except prepared.PartsAltered as altered:
        raise CannotRecompute("commentary", str(altered)) from altered
    except KeyDoesNotFit as problem:
        if await _none_opens(its_stamps, settings):
            raise CannotCheck from problem
        raise CannotRecompute("inputs", "A kept file has been altered: it opens no more.") from None
    except Problem as problem:
        raise CannotRecompute("inputs", problem.detail) from problem
    imprint = Imprint(
        edition=entry.id,
        version=entry.version,
        # These are not in the files: the content hash alone stands for them, and for the reason
        # why returns are missing.
        council=str(document.get("council", "")),
        made_with=str(document.get("made_with", "")),
        published_at=entry.published_at,
        published_by=entry.published_by,
        reason=entry.reason,
        without_returns=_why_without_returns(document),
    )
    not_sent = await asyncio.to_thread(missing_returns, facts, its_stamps, period)
    try:
        members = await beside.again(document, scorecard)
    except beside.SourceAltered as altered:
        raise CannotRecompute("comparisons", str(altered)) from altered
    return documents.whole(
        imprint,
        scorecard,
        its_stamps,
        kept,
        changes=changes,
        missing=not_sent,
        beside=members | words,
        decision=await _decision(document, scorecard, facts),
    )


async def _decision(document: Json, scorecard: Json, facts: Workforce) -> Json | None:
    """The disclosure decision again, under the policy and over the editions that were kept with it."""
    kept = document.get(disclosure.DECISION)
    if kept is None:
        return None
    try:
        policy = disclosure.decision_from(document).policy
        given = [UUID(each) for each in kept["given"]]
    except (KeyError, TypeError, ValueError):
        raise CannotRecompute(
            disclosure.DECISION, "The disclosure decision kept with the edition is not readable."
        ) from None
    there = {each.id for each in await store.entries()}
    if gone := [each for each in given if each not in there]:
        raise CannotRecompute(
            disclosure.DECISION,
            f"The edition {gone[0]}, which its protection takes into account, is gone.",
        )
    return await protection.decided(scorecard, facts, policy, given)


async def _kept_records(
    entry: EditionEntry, stamps: Sequence[ReturnStamp], settings: Settings
) -> tuple[KeptRecords, ...]:
    try:
        kept = await kept_with(entry.id, settings)
        records_from(kept)
    except KeyDoesNotFit as problem:
        if await _none_opens(stamps, settings):
            raise CannotCheck from problem
        raise CannotRecompute(
            "records", "Records kept with the edition have been altered: they open no more."
        ) from None
    except Problem as problem:
        raise CannotRecompute("records", problem.detail) from problem
    return kept


def _why_without_returns(document: Json) -> str | None:
    """The reason as published; which returns were missing is worked out again."""
    accepted = document.get(disclosure.ACCEPTED)
    return str(accepted.get("reason", "")) if isinstance(accepted, dict) else None


async def _none_opens(stamps: Sequence[ReturnStamp], settings: Settings) -> bool:
    """Whether the key opens not one of the kept files; if it opens any, it is the right key."""
    seal = Seal(identity_key(settings))
    for stamp in stamps:
        record = await returns.return_by_id(stamp.id)
        if record is None:
            continue
        try:
            received = await keeping.reopened(record, seal)
        except (KeyDoesNotFit, keeping.PieceMissing):
            continue
        except keeping.KeptFileAltered:
            return False
        received.file.close()
        return False
    return True


async def _changes(
    document: Json,
    scorecard: Json,
    facts: Any,
    period: HalfYear,
    settings: Settings,
) -> Json | None:
    earlier = await _version_before(document)
    if earlier is None:
        return None
    if documents.fingerprint(earlier.content) != earlier.entry.content_sha256:
        raise CannotRecompute(
            "changes",
            f"{_name(earlier.entry)}, which this edition corrects, does not have its content hash.",
        )
    return await changes_between(
        earlier=earlier.entry,
        earlier_document=operations.content_of(earlier),
        later_document=scorecard,
        later_facts=facts,
        period=period,
        settings=settings,
        withdrawn=WITHDRAWN in document["changes"]["since"],
    )


def _period(end: date, document: Mapping[str, Any], settings: Settings) -> HalfYear:
    """The half-year as the settings have it; where they have changed, as the edition has it."""
    try:
        return half_year_ending(end, settings.half_year_ends)
    except NotAHalfYearEnd:
        pass
    try:
        return HalfYear(opening=date.fromisoformat(document["period"]["opening"]), end=end)
    except (KeyError, TypeError, ValueError):
        raise CannotRecompute(
            "period", "The stored content does not say when the half-year opened."
        ) from None


def _difference(
    held: StoredEdition, document: Json, recomputed: Json, recomputed_sha256: str, public: bytes
) -> Difference | None:
    entry = held.entry
    found = first_difference(document, recomputed)
    if found is not None:
        path, stored, again = found
        return Difference(path, stored, again, _words(path, stored, again))
    stored_sha256 = documents.fingerprint(held.content)
    if stored_sha256 != recomputed_sha256:
        return Difference(
            "",
            stored_sha256,
            recomputed_sha256,
            "The stored bytes say the same in another spelling: they have been rewritten.",
        )
    if entry.content_sha256 != stored_sha256:
        return Difference(
            "content_sha256",
            entry.content_sha256,
            stored_sha256,
            "The noted content hash is not the hash of the content.",
        )
    if held.public_content != public:
        return Difference(
            "public_content",
            documents.fingerprint(held.public_content),
            documents.fingerprint(public),
            "What the public sees is not what follows from the edition: it has been altered.",
        )
    return None


def first_difference(stored: Any, again: Any, path: str = "") -> tuple[str, Any, Any] | None:
    """Path (as ``figures[3].value``) and both values where two plain documents first part."""
    if isinstance(stored, dict) and isinstance(again, dict):
        for name in sorted({*stored, *again}):
            below = f"{path}.{name}" if path else name
            if name not in stored or name not in again:
                return below, stored.get(name), again.get(name)
            if found := first_difference(stored[name], again[name], below):
                return found
        return None
    if isinstance(stored, list) and isinstance(again, list):
        return _first_in_lists(stored, again, path)
    return None if type(stored) is type(again) and stored == again else (path, stored, again)


def _first_in_lists(
    stored: Sequence[Any], again: Sequence[Any], path: str
) -> tuple[str, Any, Any] | None:
    for index, (one, other) in enumerate(zip(stored, again, strict=False)):
        if found := first_difference(one, other, f"{path}[{index}]"):
            return found
    if len(stored) == len(again):
        return None
    index = min(len(stored), len(again))
    return (
        f"{path}[{index}]",
        stored[index] if index < len(stored) else None,
        again[index] if index < len(again) else None,
    )


_DEFINED_BY_PROGRAM = ("measures", "parameters")


def _words(path: str, stored: Any, again: Any) -> str:
    if path.startswith(_DEFINED_BY_PROGRAM):
        return (
            f"At {path} this version of the program defines something other than was published. "
            "Verify with the version that made_with names."
        )
    return (
        f"At {path} the edition says {_short(stored)}, and computed again from the files it is "
        f"{_short(again)}."
    )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _name(entry: EditionEntry) -> str:
    return f"Version {entry.version} of the scorecard to {entry.period_end:%-d %B %Y}"
