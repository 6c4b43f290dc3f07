"""What retention and erasure do to the tables. Everything within the caller's unit of work."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column, Varchar
from piccolo.table import Table

from service.storage.database import all_tables
from service.storage.tables.access import ApiKey
from service.storage.tables.accounts import (
    AccountRole,
    AccountRow,
    AttemptCount,
    SignInLink,
    SignInSession,
)
from service.storage.tables.enrolments import CommitmentRow, MemberRow, StarterRow
from service.storage.tables.feeds import FeedRow
from service.storage.tables.surveys import (
    CodingRow,
    CommentRow,
    ExitInterviewRow,
    InterviewImport,
    QuotationRow,
    SurveyRow,
    SurveyToken,
)
from service.storage.tables.workforce import EmploymentRow, RegistrationNumber, WorkforceReturn

Row = dict[str, Any]

BY_CODE = (
    "employment",
    "agency_assignment",
    "absence",
    "absence_total",
    "caseload_snapshot",
    "member",
    "starter",
    "exit_interview",
)
"""Tables with the keyed code of a person."""


def table(name: str) -> type[Table]:
    return next(each for each in all_tables() if each._meta.tablename == name)  # noqa: SLF001 -- Piccolo has no other


def column(name: str, of: str) -> Column:
    return table(of)._meta.get_column_by_name(name)  # noqa: SLF001 -- Piccolo has no other


async def rows(of: str, by: str, values: Collection[Any]) -> list[Row]:
    """Rows of a table whose column has one of the values, in the order of their keys."""
    if not values:
        return []
    found = table(of)
    key = found._meta.primary_key  # noqa: SLF001 -- Piccolo has no other
    query = found.select().where(column(by, of).is_in(list(values))).order_by(key)
    return [dict(row) for row in await query]


def texts(of: str, names: Iterable[str]) -> list[str]:
    """Which of the columns hold plain text."""
    return [name for name in names if isinstance(column(name, of), Varchar)]


# --- what is over its time -----------------------------------------------------------------------


async def over_sessions(opened: datetime, seen: datetime) -> list[Any]:
    there = SignInSession
    over = (there.opened_at < opened) | (there.seen_at < seen)
    return [row["id"] for row in await there.select(there.id).where(over)]


async def delete_sessions(ids: list[Any]) -> None:
    await SignInSession.delete().where(SignInSession.id.is_in(ids))


async def over_links(before: datetime) -> list[Any]:
    found = await SignInLink.select(SignInLink.id).where(SignInLink.expires_at < before)
    return [row["id"] for row in found]


async def delete_links(ids: list[Any]) -> None:
    await SignInLink.delete().where(SignInLink.id.is_in(ids))


async def over_attempts(before: datetime) -> list[Any]:
    found = await AttemptCount.select(AttemptCount.id).where(AttemptCount.window_began < before)
    return [row["id"] for row in found]


async def delete_attempts(ids: list[Any]) -> None:
    await AttemptCount.delete().where(AttemptCount.id.is_in(ids))


async def closed_accounts(before: datetime) -> list[Any]:
    query = AccountRow.select(AccountRow.id).where(AccountRow.disabled_at < before)
    return [row["id"] for row in await query.where(AccountRow.name != ERASED)]


async def former_members(before: datetime) -> list[Any]:
    query = MemberRow.select(MemberRow.id).where(MemberRow.removed_at < before)
    return [row["id"] for row in await query.where(MemberRow.display_name != ERASED)]


async def withdrawn_starters(before: date) -> list[Any]:
    query = StarterRow.select(StarterRow.id).where(StarterRow.state == "withdrawn")
    query = query.where(StarterRow.start < before)
    return [row["id"] for row in await query.where(StarterRow.display_name != ERASED)]


async def past_commitments(before: date) -> list[Any]:
    found = await CommitmentRow.select(CommitmentRow.id).where(CommitmentRow.last < before)
    return [row["id"] for row in found]


async def delete_commitments(ids: list[Any]) -> None:
    await CommitmentRow.delete().where(CommitmentRow.id.is_in(ids))


async def unconfirmed_interviews(before: datetime) -> list[Any]:
    query = InterviewImport.select(InterviewImport.id).where(InterviewImport.state != "confirmed")
    return [row["id"] for row in await query.where(InterviewImport.checked_at < before)]


async def delete_interview_imports(ids: list[Any]) -> None:
    await InterviewImport.delete().where(InterviewImport.id.is_in(ids))


async def ended_feeds(before: datetime) -> list[Any]:
    query = FeedRow.select(FeedRow.id).where(FeedRow.revoked_at < before)
    return [row["id"] for row in await query.where(FeedRow.last_fetched_at.is_not_null())]


async def forget_fetches(ids: list[Any]) -> None:
    await FeedRow.update({FeedRow.last_fetched_at: None, FeedRow.last_client: None}).where(
        FeedRow.id.is_in(ids)
    )


async def coded_words(before: date) -> list[Any]:
    """Comments of leavers with words and a coding."""
    query = CommentRow.select(CommentRow.id).where(CommentRow.source == "exit")
    query = query.where(CommentRow.said_on < before).where(CommentRow.length > 0)
    coded = {row["comment"] for row in await CodingRow.select(CodingRow.comment)}
    return [row["id"] for row in await query if row["id"] in coded]


async def ended_exit_links(before: datetime) -> list[Any]:
    there = ExitInterviewRow
    over = (there.link_ended_at < before) | (there.link_expires_at < before)
    query = there.select(there.id).where(over)
    return [row["id"] for row in await query.where(there.secret_hash.is_not_null())]


async def forget_exit_links(ids: list[Any]) -> None:
    await ExitInterviewRow.update({ExitInterviewRow.secret_hash: None}).where(
        ExitInterviewRow.id.is_in(ids)
    )


async def unused_survey_links(before: date) -> list[Any]:
    over = await SurveyRow.select(SurveyRow.id).where(SurveyRow.last_day < before)
    ids = [row["id"] for row in over]
    if not ids:
        return []
    found = await SurveyToken.select(SurveyToken.secret_hash).where(SurveyToken.survey.is_in(ids))
    return [row["secret_hash"] for row in found]


async def delete_survey_links(hashes: list[Any]) -> None:
    await SurveyToken.delete().where(SurveyToken.secret_hash.is_in(hashes))


# --- a person's identity -------------------------------------------------------------------------

ERASED = "Erased person"


async def in_post(worker: str) -> bool:
    """Whether the returns in force say that they are employed."""
    query = EmploymentRow.exists().where(EmploymentRow.worker == worker)
    query = query.where(EmploymentRow.superseded_by.is_null())
    return bool(await query.where(EmploymentRow.ended.is_null()))


async def change_code(former: str, fresh: str) -> None:
    """Give all rows of one keyed code another, so that they stay one person's and nobody's."""
    for name in BY_CODE:
        place = column("worker", name)
        await table(name).update({place: fresh}).where(place == former)
    await RegistrationNumber.delete().where(RegistrationNumber.worker == former)
    for told in (WorkforceReturn.changes, WorkforceReturn.findings):
        name = told._meta.name  # noqa: SLF001 -- Piccolo has no other
        query = WorkforceReturn.select(WorkforceReturn.number, told)
        for row in await query.where(told.like(f"%{former}%")):
            text = row[name].replace(former, fresh)
            await WorkforceReturn.update({told: text}).where(
                WorkforceReturn.number == row["number"]
            )


async def erase_members(ids: list[Any]) -> None:
    if ids:
        await MemberRow.update({MemberRow.display_name: ERASED, MemberRow.manager: None}).where(
            MemberRow.id.is_in(ids)
        )
        await CommitmentRow.delete().where(CommitmentRow.member.is_in(ids))


async def erase_starters(ids: list[Any]) -> None:
    if ids:
        await StarterRow.update(
            {
                StarterRow.display_name: ERASED,
                StarterRow.manager: None,
                StarterRow.post: None,
                StarterRow.base: None,
            }
        ).where(StarterRow.id.is_in(ids))


async def uncode(of: str, ids: list[Any]) -> None:
    """Take the keyed code off rows that need none."""
    if ids:
        await table(of).update({column("worker", of): None}).where(column("id", of).is_in(ids))


async def end_feeds(subjects: list[str], at: datetime) -> None:
    if subjects:
        theirs = (FeedRow.kind == "member") & FeedRow.subject.is_in(subjects)
        await FeedRow.update({FeedRow.revoked_at: at}).where(theirs & FeedRow.revoked_at.is_null())
        await FeedRow.update({FeedRow.last_fetched_at: None, FeedRow.last_client: None}).where(
            theirs
        )
        await ApiKey.update({ApiKey.revoked_at: at}).where(
            ApiKey.subject.is_in(subjects) & ApiKey.revoked_at.is_null()
        )


async def set_words(comment: UUID, sealed: bytes) -> None:
    """Nothing is left of what was written, and nothing of it may be quoted."""
    await CommentRow.update(
        {
            CommentRow.sealed: sealed,
            CommentRow.length: 0,
            CommentRow.struck: True,
            CommentRow.quotable: False,
        }
    ).where(CommentRow.id == comment)
    await QuotationRow.update({QuotationRow.words: ERASED, QuotationRow.state: "withdrawn"}).where(
        QuotationRow.comment == comment
    )


async def erase_account(account: UUID, at: datetime) -> None:
    await AccountRow.update(
        {
            AccountRow.name: ERASED,
            AccountRow.email: f"{account}@erased.invalid",
            AccountRow.issuer: None,
            AccountRow.issuer_subject: None,
        }
    ).where(AccountRow.id == account)
    await AccountRow.update({AccountRow.disabled_at: at}).where(
        (AccountRow.id == account) & AccountRow.disabled_at.is_null()
    )
    await AccountRole.delete().where(AccountRole.account == account)
    await SignInLink.delete().where(SignInLink.account == account)
    await SignInSession.delete().where(SignInSession.account == account)
