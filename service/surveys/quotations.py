"""Quotations: only with consent, without personal data, and approved by a person one by one."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from scorecard.themes.remarks import remarks_on
from service.access import audit
from service.access.actor import Actor
from service.problems import Conflict, Unprocessable
from service.storage.transaction import unit_of_work
from service.surveys import comments
from service.surveys.refusals import NoConsent, NoSuchQuotation, Overtaken
from service.surveys.store import codings as store
from service.surveys.store.codings import QuotationRecord
from service.surveys.who import By

LONGEST = 2_000


class State(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


async def propose(
    comment_id: UUID,
    words: tuple[int, int],
    spans: list[tuple[int, int]],
    by: By,
) -> QuotationRecord:
    """The part ``words`` (start, end) of a comment without personal data and without ``spans`` of the text.

    Raises NoSuchComment, NoConsent, Unprocessable.
    """
    start, end = words
    async with unit_of_work():
        record = await comments.current(comment_id, None)
        if not record.quotable:
            raise NoConsent("There is no consent to quote this comment.")
        text = by.vault.open_text(record.sealed, record.id)
        if not 0 <= start < end <= len(text):
            raise Unprocessable(
                "The words are not in the text.",
                errors=[{"pointer": "/start", "detail": f"0 to {len(text)}, start before end"}],
            )
        comments.without_personal_data(text, spans)
        inside = [
            (max(one, start) - start, min(other, end) - start)
            for one, other in [
                *spans,
                *((each.start, each.end) for each in remarks_on(text).spans),
            ]
            if one < end and other > start
        ]
        quoted = comments.without_personal_data(text[start:end], inside)[0].strip()
        if not quoted or len(quoted) > LONGEST:
            raise Unprocessable(
                f"A quotation has 1 to {LONGEST:,} characters.",
                errors=[{"pointer": "/end", "detail": f"1 to {LONGEST:,} characters"}],
            )
        fresh = QuotationRecord(
            id=uuid4(),
            comment=comment_id,
            words=quoted,
            state=State.PROPOSED.value,
            revision=1,
            proposed_at=by.now,
            proposed_by=by.actor.name,
        )
        await store.add_quotation(fresh)
        await _told(by.actor, by.now, "quotation.proposed", None, fresh)
    return fresh


async def decide(
    quotation_id: UUID, revision: int, state: State, actor: Actor, now: datetime
) -> QuotationRecord:
    """Approve or withdraw. Raises NoSuchQuotation, Overtaken, NoConsent, Conflict."""
    async with unit_of_work():
        known = await store.quotation(quotation_id)
        if known is None:
            raise NoSuchQuotation(f"There is no quotation {quotation_id}.")
        if revision != known.revision:
            raise Overtaken(
                f"The quotation is {known.state} now; its revision is {known.revision}."
            )
        if known.state == state:
            return known
        if state is State.PROPOSED or known.state == State.WITHDRAWN:
            raise Conflict(f"A quotation that is {known.state} does not become {state}.")
        record = await comments.current(known.comment, None)
        if state is State.APPROVED and not record.quotable:
            raise NoConsent("The consent to quote this comment was withdrawn.")
        fresh = replace(
            known,
            state=state.value,
            revision=known.revision + 1,
            decided_at=now,
            decided_by=actor.name,
        )
        await store.replace_quotation(fresh)
        await _told(actor, now, f"quotation.{state.value}", known, fresh)
    return fresh


async def listing(state: State | None = None) -> list[QuotationRecord]:
    """Oldest first."""
    return await store.quotations(state=state.value if state else None)


async def of_comment(comment_id: UUID) -> list[QuotationRecord]:
    """Oldest first."""
    return await store.quotations(comment=comment_id)


async def _told(
    actor: Actor,
    now: datetime,
    action: str,
    before: QuotationRecord | None,
    after: QuotationRecord,
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind="quotation",
        subject_id=str(after.id),
        before=_plain(before),
        after=_plain(after),
        now=now,
    )


def _plain(record: QuotationRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {"comment": str(record.comment), "state": record.state, "revision": record.revision}
