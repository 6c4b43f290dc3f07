"""Comments: the coder reads them as written, everybody else without personal data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from scorecard.survey.question_set import Question
from scorecard.themes.coding import undecided
from scorecard.themes.redaction import redacted
from scorecard.themes.remarks import Remark, Remarks, remarks_on
from service.access import audit
from service.access.actor import Actor, Scope
from service.problems import Unprocessable
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.surveys import blindness, codebooks
from service.surveys.interview_answers import LONGEST, fault_of
from service.surveys.refusals import NoSuchComment, Overtaken
from service.surveys.sealing import Vault
from service.surveys.store import codings, surveys
from service.surveys.store import comments as store
from service.surveys.store.codings import Rounds
from service.surveys.store.comments import CommentRecord
from service.surveys.who import By, coder_of

SUBJECT = "comment"
REVIEW_DAY = "review-day"


class Source(StrEnum):
    EXIT = "exit"
    SURVEY = "survey"
    REVIEW_DAY = "review-day"


class Progress(StrEnum):
    """How far a comment is."""

    TO_CODE = "to-code"
    CODED = "coded"
    UNDECIDED = "undecided"
    """Two coders differ, and nobody has adjudicated."""


@dataclass(frozen=True, slots=True)
class Comment:
    """``text`` is as written for a coder and redacted for others. ``rounds``: those one may see."""

    record: CommentRecord
    text: str
    verbatim: bool
    remarks: Remarks
    rounds: Rounds
    progress: Progress
    sampled: bool


async def one(comment_id: UUID, actor: Actor, settings: Settings) -> Comment:
    """Raises NoSuchComment."""
    async with snapshot():
        record = await current(comment_id, None)
        rounds = (await codings.rounds([comment_id])).get(comment_id, {})
    return seen(record, rounds, actor, Vault(settings))


async def listing(
    actor: Actor,
    settings: Settings,
    *,
    source: Source | None = None,
    opening: date | None = None,
    end: date | None = None,
    progress: Progress | None = None,
    interview: UUID | None = None,
) -> list[Comment]:
    """By the day they belong to."""
    async with snapshot():
        records = await store.listing(
            source=source.value if source else None,
            opening=opening,
            end=end,
            interview=interview,
            without=await surveys.untold(),
        )
        rounds = await codings.rounds()
    vault = Vault(settings)
    return [
        seen(each, rounds.get(each.id, {}), actor, vault)
        for each in records
        if progress is None or progress_of(rounds.get(each.id, {})) is progress
    ]


def seen(record: CommentRecord, rounds: Rounds, actor: Actor, vault: Vault) -> Comment:
    text = vault.open_text(record.sealed, record.id)
    remarks = remarks_on(text)
    coder = Scope.CODER in actor.scopes
    return Comment(
        record,
        text if coder else redacted(text, remarks.spans),
        coder,
        remarks,
        blindness.visible(record.id, rounds, coder_of(actor)) if coder else {},
        progress_of(rounds),
        blindness.sampled(record.id),
    )


def progress_of(rounds: Rounds) -> Progress:
    if not rounds:
        return Progress.TO_CODE
    themes = {key: each.themes for key, each in rounds.items()}
    return Progress.UNDECIDED if undecided(themes) else Progress.CODED


async def current(comment_id: UUID, revision: int | None) -> CommentRecord:
    """Raises NoSuchComment, Overtaken.

    What was said in a survey is not there while it is open, nor when too few answered: it would tell
    who wrote it.
    """
    record = await store.one(comment_id)
    if record is None or (record.survey and record.survey in await surveys.untold()):
        raise NoSuchComment(f"There is no comment {comment_id}.")
    if revision is not None and revision != record.revision:
        raise Overtaken(
            f"The comment's revision is {record.revision} now, and the change was made on "
            f"{revision or 'another'}."
        )
    return record


async def set_consent(
    comment_id: UUID, revision: int, actor: Actor, now: datetime, *, quotable: bool
) -> CommentRecord:
    """Note or withdraw the consent to be quoted; with it go the quotations.

    Raises NoSuchComment, Overtaken.
    """
    async with unit_of_work():
        record = await current(comment_id, revision)
        if record.quotable == quotable:
            return record
        fresh = replace(record, quotable=quotable, revision=record.revision + 1)
        await store.replace(fresh)
        withdrawn = 0 if quotable else await withdraw_quotations(comment_id, actor, now)
        await told(
            actor,
            now,
            "comment.consent-given" if quotable else "comment.consent-withdrawn",
            fresh,
            before={"quotable": record.quotable},
            after={"quotable": quotable, "quotations_withdrawn": withdrawn},
        )
    return fresh


async def strike(
    comment_id: UUID,
    revision: int,
    more: Sequence[tuple[int, int]],
    by: By,
) -> CommentRecord:
    """Take personal data out of the kept text for good: what was found, and ``more`` spans.

    It cannot be undone, and quotations are withdrawn. Raises NoSuchComment, Overtaken,
    Unprocessable.
    """
    vault = by.vault
    async with unit_of_work():
        record = await current(comment_id, revision)
        text = vault.open_text(record.sealed, record.id)
        without, places = without_personal_data(text, more)
        fresh = replace(
            record,
            sealed=vault.seal_text(without, record.id),
            length=len(without),
            struck=True,
            revision=record.revision + 1,
        )
        await store.replace(fresh)
        withdrawn = await withdraw_quotations(comment_id, by.actor, by.now)
        await told(
            by.actor,
            by.now,
            "comment.struck",
            fresh,
            before={"length": record.length},
            after={"length": fresh.length, "places": places, "quotations_withdrawn": withdrawn},
        )
    return fresh


def without_personal_data(text: str, more: Sequence[tuple[int, int]]) -> tuple[str, int]:
    """The text with what was found and ``more`` taken out, and how many places that were.

    Raises Unprocessable for a span that is not in the text.
    """
    wrong = [
        {"pointer": f"/spans/{place}", "detail": f"must lie within 0 to {len(text)}, start first"}
        for place, (start, end) in enumerate(more)
        if not 0 <= start < end <= len(text)
    ]
    if wrong:
        raise Unprocessable("A span is not in the text.", errors=wrong)
    places = [(span.start, span.end, span.kind.value.lower()) for span in remarks_on(text).spans]
    places += [(start, end, "removed") for start, end in more]
    out: list[str] = []
    at = 0
    for start, end, kind in sorted(places):
        if start >= at:
            out += [text[at:start], f"[{kind}]"]
        at = max(at, end)
    return "".join([*out, text[at:]]), len(places)


async def withdraw_quotations(comment_id: UUID, actor: Actor, now: datetime) -> int:
    """Inside the caller's unit of work; how many there were in force."""
    held = [
        each for each in await codings.quotations(comment=comment_id) if each.state != "withdrawn"
    ]
    for each in held:
        await codings.replace_quotation(
            replace(
                each,
                state="withdrawn",
                revision=each.revision + 1,
                decided_at=now,
                decided_by=actor.name,
            )
        )
    return len(held)


async def add_review_day(
    day: date,
    question: Question,
    text: str,
    *,
    quotable: bool,
    by: By,
) -> tuple[CommentRecord, tuple[Remark, ...]]:
    """Feedback of a review day of the academy, which its writer agreed to have coded.

    Nobody's name and no member's id comes with it. Raises Unprocessable.
    """
    if fault := fault_of(text):
        raise Unprocessable(
            f"The feedback cannot be kept (at most {LONGEST:,} characters).",
            errors=[{"pointer": "/text", "detail": fault}],
        )
    row = uuid4()
    record = CommentRecord(
        id=row,
        source=Source.REVIEW_DAY.value,
        interview=None,
        survey=None,
        said_on=day,
        question_kind=question.kind.value,
        question=question.text,
        sealed=by.vault.seal_text(text, row),
        length=len(text),
        quotable=quotable,
        struck=False,
        revision=1,
    )
    async with unit_of_work():
        await codebooks.in_force_and_stored()
        await store.add([record])
        await told(
            by.actor,
            by.now,
            "comment.added",
            record,
            before=None,
            after={"source": record.source, "length": record.length},
        )
    return record, remarks_on(text).remarks


async def told(
    actor: Actor, now: datetime, action: str, record: CommentRecord, *, before: Any, after: Any
) -> None:
    """Never a word of the text."""
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(record.id),
        before=before,
        after=after,
        now=now,
    )
