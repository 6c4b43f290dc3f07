"""The shape of published documents, for the API description and for programs that read them."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from service.scorecards.documents import (
    ExclusionShape,
    FigureShape,
    InputShape,
    MeasureShape,
    NoticeShape,
    PeriodShape,
    QualityShape,
    RecordsShape,
    Shape,
)


class AmountsShape(Shape, frozen=True):
    """A figure on one side of a correction."""

    numerator: str
    denominator: str | None
    value: str | None
    symbol: str | None
    n: int | None
    exclusions: list[ExclusionShape]
    basis: str


class MovedShape(Shape, frozen=True):
    """One figure that a correction moved. ``because`` are codes of the causes."""

    measure: str
    dimension: str
    group: str
    category: str
    before: AmountsShape | None
    after: AmountsShape | None
    moved: bool
    """Whether what is printed differs (value or symbol), or only something behind it."""
    because: list[str]


class CauseShape(Shape, frozen=True):
    """Why figures moved. The lists are there where they apply; rows only for hr and psw keys."""

    code: str
    count: int | None
    """Null in the protected view."""
    words: str
    rows: list[str] | UnsetType = UNSET
    measures: list[str] | UnsetType = UNSET
    parameters: list[str] | UnsetType = UNSET
    kinds: list[str] | UnsetType = UNSET


class SinceShape(Shape, frozen=True):
    """The version that was corrected."""

    edition: str
    version: int
    content_sha256: str
    withdrawn: bool | UnsetType = UNSET
    """Only where that version had been withdrawn: nothing of it is set against this one in public."""


class ChangesShape(Shape, frozen=True):
    since: SinceShape
    causes: list[CauseShape]
    figures: list[MovedShape]


class MissingReturnShape(Shape, frozen=True):
    """A kind of return that was not sent for the half-year."""

    kind: str
    words: str


class AcceptedShape(Shape, frozen=True):
    """Why the edition was published without returns that headline figures rest on."""

    reason: str
    returns: list[MissingReturnShape]


class PolicyShape(Shape, frozen=True):
    """The disclosure policy that the edition was published under."""

    since: date
    threshold: int
    breakdowns: list[str]
    categories: bool
    rolling_year_month: int | None
    source: str


class CellShape(Shape, frozen=True):
    """A count that the public may not know, wherever it would show."""

    subject: str
    at: date
    dimension: str
    group: str
    kind: str
    because: str


class UnprotectedShape(Shape, frozen=True):
    """A small count that can be worked out from what was published before."""

    subject: str
    at: date
    dimension: str
    group: str


class DecisionShape(Shape, frozen=True):
    """What is protected and why (docs/scorecards/disclosure.md); the public sees the policy alone."""

    policy: PolicyShape
    given: list[str] | UnsetType = UNSET
    nesting: list[list[str]] | UnsetType = UNSET
    closed: list[CellShape] | UnsetType = UNSET
    unprotected: list[UnprotectedShape] | UnsetType = UNSET


class TargetShape(Shape, frozen=True):
    """A target with the status of its figure. Numbers are decimals in the measure's unit."""

    target: str
    revision: int
    measure: str
    dimension: str
    group: str
    category: str
    direction: str
    """``at-most`` or ``at-least``."""
    value: str
    tolerance: str
    decided_on: date
    in_force_from: date
    in_force_until: date | None
    source: str
    status: str | None
    """``met``, ``within-tolerance`` or ``missed``; null where the figure has no number."""
    words: str
    symbol: str | None


class BesideShape(Shape, frozen=True):
    """One comparator of one figure of the whole council."""

    measure: str
    category: str
    comparator: str
    words: str
    as_at: date
    value: str | None
    symbol: str | None
    used: int | None
    of: int | None
    source: str


class ComparisonsShape(Shape, frozen=True):
    """``sources`` name release, version, when it was read and the hash of what was read."""

    notes: list[NoticeShape]
    sources: list[dict[str, object]]
    figures: list[BesideShape]


class CommentShape(Shape, frozen=True):
    """Why a figure is as it is, by its owner. Lines are ended by LF."""

    measure: str
    words: str
    owner: str
    written_on: date


class ActionShape(Shape, frozen=True):
    """What is done about it; carried from edition to edition until it is closed."""

    action: str
    words: str
    owner: str
    due: date
    measure: str | None
    since: date
    """The half-year for which it was set."""
    state: str
    """``open`` or ``closed``."""
    closed_in: date | None
    outcome: str | None


class EventShape(Shape, frozen=True):
    event: str
    on: date
    words: str


class QuotationShape(Shape, frozen=True):
    words: str
    quotation: str | UnsetType = UNSET
    """Id of the approved quotation; only for hr and psw keys."""


class KeptShape(Shape, frozen=True):
    """A revision of what was prepared."""

    written_for: date
    kind: str
    key: str
    revision: int


class CommentaryShape(Shape, frozen=True):
    """What is written beside the figures. All of it is text, never markup."""

    headline: str | None
    comments: list[CommentShape]
    actions: list[ActionShape]
    events: list[EventShape]
    quotations: list[QuotationShape]
    kept: list[KeptShape] | UnsetType = UNSET


class NextShape(Shape, frozen=True):
    period: date
    release_at: datetime


class AccessShape(Shape, frozen=True):
    """Somebody who had the figures before they were public, and why."""

    name: str
    role: str
    reason: str


class SignedShape(Shape, frozen=True):
    by: str
    at: datetime


class ReleaseShape(Shape, frozen=True):
    """How the edition was released."""

    public_from: datetime
    next: NextShape | None
    pre_release_access: list[AccessShape]
    second_person: bool | UnsetType = UNSET
    """In the protected view: whether somebody other than the publisher had signed it off."""
    signed_off: SignedShape | UnsetType | None = UNSET
    kept: list[KeptShape] | UnsetType = UNSET


class EditionDocument(Shape, frozen=True):
    """A published scorecard. What may be missing is missing without a key, or with one (access)."""

    status: str
    edition: str
    version: int
    council: str
    published_at: datetime
    reason: str | None
    period: PeriodShape
    measures: list[MeasureShape]
    parameters: dict[str, object]
    figures: list[FigureShape]
    findings: list[QualityShape]
    changes: ChangesShape | None
    access: str | UnsetType = UNSET
    """``public`` in the protected view."""
    content_sha256: str | UnsetType = UNSET
    """Hash of the whole document, in the reduced ones; the whole one cannot hold its own."""
    published_by: str | UnsetType = UNSET
    made_with: str | UnsetType = UNSET
    inputs: list[InputShape] | UnsetType = UNSET
    records: list[RecordsShape] | UnsetType = UNSET
    """Missing in editions that were published before records were counted."""
    accepted_missing_returns: AcceptedShape | UnsetType = UNSET
    """Only where the edition was published without a return."""
    disclosure: DecisionShape | UnsetType = UNSET
    """Not there in editions from before there was a disclosure policy."""
    targets: list[TargetShape] | UnsetType = UNSET
    """Only where targets were in force."""
    comparisons: ComparisonsShape | UnsetType = UNSET
    """Only where there was something to compare with."""
    commentary: CommentaryShape | UnsetType = UNSET
    """Only where something was written."""
    release: ReleaseShape | UnsetType = UNSET
    """Only where the release was planned, shared before or signed off."""
