"""Exit interviews, comments, codings and codebooks; staff surveys.

JSON columns hold canonical text. What people wrote is sealed under the identity key. Nothing leads
from a survey's response or comment to the link it came through: a token is deleted with its use,
and responses bear neither a time nor a number that counts.
"""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table


class CodebookVersion(Table, tablename="codebook_version"):
    """Append-only. Number 1 is the shipped codebook, stored when it is first used."""

    id: UUID = UUID(primary_key=True, default=None)
    number: Integer = Integer(unique=True, default=1)
    document: JSON = JSON(default="{}")
    """As scorecard.themes.codebook reads it."""
    sha256: Varchar = Varchar(length=64)
    note: Varchar = Varchar(length=1000)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class QuestionSetRow(Table, tablename="question_set"):
    """Append-only: a revised set is a new edition. UNIQUE (kind, key, edition)."""

    id: UUID = UUID(primary_key=True, default=None)
    kind: Varchar = Varchar(length=10)
    """exit | survey"""
    key: Varchar = Varchar(length=100)
    edition: Integer = Integer(default=1)
    document: JSON = JSON(default="{}")
    sha256: Varchar = Varchar(length=64)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class ExitInterviewRow(Table, tablename="exit_interview"):
    """UNIQUE (worker, leaving_date) among those not withdrawn."""

    id: UUID = UUID(primary_key=True, default=None)
    worker: Varchar = Varchar(length=32)
    leaving_date: Date = Date(default=None, index=True)
    destination: Varchar = Varchar(length=2, null=True, default=None)
    """Census LeaverDestination, as HR recorded it."""
    reason: Varchar = Varchar(length=2, null=True, default=None)
    """Census ReasonLeave, as HR recorded it: never a theme."""
    status: Varchar = Varchar(length=10)
    """offered | declined | done"""
    offered_on: Date = Date(null=True, default=None)
    done_on: Date = Date(null=True, default=None)
    way: Varchar = Varchar(length=10)
    """link | hr | import: how it last changed its status."""
    secret_hash: Varchar = Varchar(length=64, null=True, default=None, unique=True)
    link_expires_at: Timestamptz = Timestamptz(null=True, default=None)
    link_ended_at: Timestamptz = Timestamptz(null=True, default=None)
    """Revoked, or used."""
    revision: Integer = Integer(default=1)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)
    changed_at: Timestamptz = Timestamptz(default=None)
    withdrawn_at: Timestamptz = Timestamptz(null=True, default=None)


class InterviewImport(Table, tablename="interview_import"):
    """A file of interviews: kept sealed with what was found in it."""

    id: UUID = UUID(primary_key=True, default=None)
    filename: Varchar = Varchar(length=255)
    sha256: Varchar = Varchar(length=64)
    size: BigInt = BigInt(default=0)
    sealed: Bytea = Bytea(default=b"")
    findings: JSON = JSON(default="[]")
    rows_read: Integer = Integer(default=0)
    rows_accepted: Integer = Integer(default=0)
    state: Varchar = Varchar(length=10)
    """checked | confirmed"""
    checked_at: Timestamptz = Timestamptz(default=None)
    checked_by: Varchar = Varchar(length=200)
    confirmed_at: Timestamptz = Timestamptz(null=True, default=None)
    confirmed_by: Varchar = Varchar(length=200, null=True, default=None)


class SurveyRow(Table, tablename="survey"):
    id: UUID = UUID(primary_key=True, default=None)
    question_set: ForeignKey[QuestionSetRow] = ForeignKey(
        QuestionSetRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    title: Varchar = Varchar(length=200)
    first_day: Date = Date(default=None)
    last_day: Date = Date(default=None, index=True)
    minimum_group: Integer = Integer(default=10)
    """Nothing is shown of a group with fewer responses."""
    origin: Varchar = Varchar(length=10)
    """links | import"""
    state: Varchar = Varchar(length=10)
    """open | closed"""
    revision: Integer = Integer(default=1)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class SurveyGroup(Table, tablename="survey_group"):
    """How many of a group were invited; '' where nobody is grouped. UNIQUE (survey, name)."""

    id: BigSerial = BigSerial(primary_key=True)
    survey: ForeignKey[SurveyRow] = ForeignKey(
        SurveyRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    name: Varchar = Varchar(length=200)
    invited: Integer = Integer(default=0)


class SurveyToken(Table, tablename="survey_token"):
    """A link that has not been used; used ones are gone."""

    secret_hash: Varchar = Varchar(length=64, primary_key=True)
    survey: ForeignKey[SurveyRow] = ForeignKey(
        SurveyRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    group_name: Varchar = Varchar(length=200)


class SurveyResponse(Table, tablename="survey_response"):
    """One person's answers: no time, no token, and an id without order."""

    id: UUID = UUID(primary_key=True, default=None)
    survey: ForeignKey[SurveyRow] = ForeignKey(
        SurveyRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    group_name: Varchar = Varchar(length=200)
    answers: JSON = JSON(default="{}")


class CommentRow(Table, tablename="comment"):
    """What somebody wrote in answer to an open question, sealed."""

    id: UUID = UUID(primary_key=True, default=None)
    source: Varchar = Varchar(length=10)
    """exit | survey | review-day"""
    interview: ForeignKey[ExitInterviewRow] = ForeignKey(
        ExitInterviewRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    survey: ForeignKey[SurveyRow] = ForeignKey(
        SurveyRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    said_on: Date = Date(default=None, index=True)
    """The leaving date, the survey's last day, or the review day: settles the half-year."""
    question_kind: Varchar = Varchar(length=10)
    question: Varchar = Varchar(length=500)
    sealed: Bytea = Bytea(default=b"")
    length: Integer = Integer(default=0)
    """Characters."""
    quotable: Boolean = Boolean(default=False)
    """Whoever wrote it agreed to be quoted without their name."""
    struck: Boolean = Boolean(default=False)
    """Personal data was taken out for good."""
    revision: Integer = Integer(default=1)
    """Counts codings and other changes, for If-Match."""


class SuggestionShown(Table, tablename="suggestion_shown"):
    """Append-only: what a coder was shown before coding. UNIQUE (comment, coder)."""

    id: BigSerial = BigSerial(primary_key=True)
    comment: ForeignKey[CommentRow] = ForeignKey(
        CommentRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    coder: Varchar = Varchar(length=200)
    codebook: Integer = Integer(default=1)
    suggester: Varchar = Varchar(length=20)
    shown: JSON = JSON(default="[]")
    at: Timestamptz = Timestamptz(default=None)


class CodingRow(Table, tablename="coding"):
    """Themes with directions, as one person confirmed them. UNIQUE (comment, round)."""

    id: UUID = UUID(primary_key=True, default=None)
    comment: ForeignKey[CommentRow] = ForeignKey(
        CommentRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    round: Varchar = Varchar(length=12)
    """first | second | adjudicated"""
    coder: Varchar = Varchar(length=200)
    codebook: ForeignKey[CodebookVersion] = ForeignKey(
        CodebookVersion,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
        target_column="number",
    )
    themes: JSON = JSON(default="[]")
    why: Varchar = Varchar(length=1000, null=True, default=None)
    """Of an adjudication."""
    at: Timestamptz = Timestamptz(default=None)


class QuotationRow(Table, tablename="quotation"):
    """Words of a comment without personal data, to be shown once a person approved them."""

    id: UUID = UUID(primary_key=True, default=None)
    comment: ForeignKey[CommentRow] = ForeignKey(
        CommentRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    words: Varchar = Varchar(length=2000)
    state: Varchar = Varchar(length=10)
    """proposed | approved | withdrawn"""
    revision: Integer = Integer(default=1)
    proposed_at: Timestamptz = Timestamptz(default=None)
    proposed_by: Varchar = Varchar(length=200)
    decided_at: Timestamptz = Timestamptz(null=True, default=None)
    decided_by: Varchar = Varchar(length=200, null=True, default=None)


class FollowUpRow(Table, tablename="follow_up"):
    """Bullying, discrimination or safety: somebody in a named role looks after it."""

    id: UUID = UUID(primary_key=True, default=None)
    interview: ForeignKey[ExitInterviewRow] = ForeignKey(
        ExitInterviewRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    theme: Varchar = Varchar(length=8, null=True, default=None)
    asked_by: Varchar = Varchar(length=10)
    """leaver | coder"""
    role: Varchar = Varchar(length=200)
    state: Varchar = Varchar(length=10)
    """open | contacted | closed"""
    outcome: Varchar = Varchar(length=30, null=True, default=None)
    revision: Integer = Integer(default=1)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)
    changed_at: Timestamptz = Timestamptz(default=None)
