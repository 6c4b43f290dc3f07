"""RFC 9457 problems: one base for refusals of the service, one table for errors of the domains.

A problem document is ``{"type": "/problems/<slug>", "title", "status", "detail", ...}``; its type is
the address of a page that says what the problem means and what to do (``docs/api/problems.md`` has
the same words). Each capability may add subclasses of ``Problem`` beside its operations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from academy import errors as academy_errors
from academy.asye.preset import PresetInvalid
from scorecard import errors as scorecard_errors

T = TypeVar("T", bound=Exception)


class Problem(Exception):  # noqa: N818 -- RFC 9457 calls it a problem
    """A refusal with words for the person who asked. Subclasses fix status, slug and title."""

    status: int = 400
    slug: str = "bad-request"
    title: str = "The request cannot be carried out"
    advice: str = "Read the detail, change the request and send it again."

    def __init__(self, detail: str, *, headers: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}
        """Sent with the answer, as Allow with 405 or Retry-After with 429."""
        self.extra = extra
        """Extension members of the problem document; plain JSON values only."""


class UnknownParameter(Problem):
    slug = "unknown-parameter"
    title = "A query parameter is not known or is given twice"
    advice = (
        "Check the spelling against the API reference. A parameter that was silently ignored could "
        "give figures you did not ask for, so it is refused."
    )


class InvalidParameter(Problem):
    slug = "invalid-parameter"
    title = "A parameter has a value that cannot be used"
    advice = "Each entry of errors names the parameter and says what is wrong with its value."


class MalformedBody(Problem):
    slug = "malformed-body"
    title = "The body cannot be read"
    advice = "Send well-formed content of the type that Content-Type names."


class Unauthorised(Problem):
    status = 401
    slug = "unauthorised"
    title = "An API key is needed"
    advice = "Send a key that is in force as: Authorization: Bearer KEY."


class Forbidden(Problem):
    status = 403
    slug = "forbidden"
    title = "The key may not do this"
    advice = "Ask the operator for a key with one of the scopes that the answer names."


class NotFound(Problem):
    status = 404
    slug = "not-found"
    title = "Not found"
    advice = (
        "Check the address. Addresses are case-sensitive. A private link that was replaced or ended "
        "leads nowhere: use the newest, or ask whoever gave it to you."
    )


class MethodNotAllowed(Problem):
    status = 405
    slug = "method-not-allowed"
    title = "The address does not take this method"
    advice = "The Allow header lists the methods that this address takes."


class NotAcceptable(Problem):
    status = 406
    slug = "not-acceptable"
    title = "The answer cannot be given in the form asked for"
    advice = "Send an Accept header that names one of the listed types, or none."


class RequestTimeout(Problem):
    status = 408
    slug = "request-timeout"
    title = "The body took too long to arrive"
    advice = "Nothing was stored. Send it again, over a better connection if it is large."


class Conflict(Problem):
    status = 409
    slug = "conflict"
    title = "Somebody else was first"
    advice = "Look at the present state and decide again."


class PreconditionFailed(Problem):
    status = 412
    slug = "precondition-failed"
    title = "Somebody else changed it first"
    advice = "Read it again, look at what changed, and make your change on top of it."


class PreconditionNeeded(Problem):
    status = 428
    slug = "precondition-needed"
    title = "Say which state you changed"
    advice = "Read it first, and send its ETag back in an If-Match header."


class TooLarge(Problem):
    status = 413
    slug = "too-large"
    title = "The body is too large"
    advice = "Send less at once. The operator sets the limit for uploads."


class UnsupportedMediaType(Problem):
    status = 415
    slug = "unsupported-media-type"
    title = "The type of the body is not accepted here"
    advice = "Set Content-Type to one of the accepted types that the answer lists."


class Unprocessable(Problem):
    status = 422
    slug = "unprocessable"
    title = "The content cannot be accepted"
    advice = "Each entry of errors points to the field and says what is wrong with it."


class TooManyRequests(Problem):
    status = 429
    slug = "too-many-requests"
    title = "Too many attempts"
    advice = "Wait for the number of seconds in the Retry-After header."


class InternalError(Problem):
    status = 500
    slug = "internal-error"
    title = "Something went wrong here"
    advice = "It is not your request. Tell the operator the reference; the log has the rest."


class Unavailable(Problem):
    status = 503
    slug = "unavailable"
    title = "The service cannot answer at the moment"
    advice = "Try again in a little while."


class StorageFull(Problem):
    status = 507
    slug = "storage-full"
    title = "There is no room to keep what you sent"
    advice = "Nothing was stored. Tell the operator, who has to make room on the disk."


@dataclass(frozen=True, slots=True)
class Kind:
    """What the problem types have in common wherever they come from: one row of the reference."""

    status: int
    slug: str
    title: str
    advice: str


DOMAIN_ERRORS: dict[type[Exception], Kind] = {
    scorecard_errors.NotAHalfYearEnd: Kind(
        404,
        "not-a-half-year-end",
        "No half-year ends on that date",
        "Name the period by the last day of the half-year, as in 2026-09-30.",
    ),
    scorecard_errors.UnknownFigure: Kind(
        404,
        "unknown-figure",
        "There is no such figure",
        "Take measure, dimension, group and category from a figure of the scorecard.",
    ),
    scorecard_errors.NoRowsBehind: Kind(
        404,
        "no-rows-behind",
        "The figure is counted from records and has no rows of a file",
        "Look at the records where they are kept, if your key may. Nobody's answers are shown here.",
    ),
    scorecard_errors.NoPublishedFigures: Kind(
        404,
        "no-published-figures",
        "The national table has no figures of this authority and year",
        "Take a three-digit code and a year that the table has. The detail says what is known.",
    ),
    scorecard_errors.IdentityBroken: Kind(
        500,
        InternalError.slug,
        InternalError.title,
        InternalError.advice,
    ),
    academy_errors.BankHolidaysUnreadable: Kind(
        422,
        "bank-holidays-unreadable",
        "The bank holidays cannot be read",
        "Send the list as GOV.UK publishes it, unchanged.",
    ),
    academy_errors.NoWorkingDay: Kind(
        422,
        "no-working-day",
        "There is no working day",
        "Look at the dates and the closures: they leave no day to plan on.",
    ),
    academy_errors.ProgrammeInvalid: Kind(
        422,
        "programme-invalid",
        "The programme breaks its own rules",
        "Change the programme as the detail says.",
    ),
    PresetInvalid: Kind(
        422,
        "preset-invalid",
        "The preset breaks its own rules",
        "Change the preset as the detail says.",
    ),
}
"""Errors of the two domains as problems. Every class has its row; a 500 is a defect of ours, whose
text goes into the log and not into the answer."""


def kinds() -> list[Kind]:
    """All problem types that can be met over HTTP, by slug: loaded classes and the domain table.

    The demo is loaded from the command line only, so its refusals are not among them.
    """
    classes: list[type[Problem]] = [Problem, *subclasses(Problem)]
    found = {
        each.slug: Kind(each.status, each.slug, each.title, each.advice)
        for each in classes
        if each.__module__.startswith("service.") and not each.__module__.startswith("service.demo")
    }
    found |= {kind.slug: kind for kind in DOMAIN_ERRORS.values()}
    return [found[slug] for slug in sorted(found)]


def subclasses(base: type[T]) -> Iterator[type[T]]:
    """Yield all classes below ``base``, however deep."""
    for each in base.__subclasses__():
        yield each
        yield from subclasses(each)


def from_domain(error: Exception) -> Problem | None:
    """The problem that stands for an error of ``scorecard`` or ``academy``; None for any other.

    The sentence of the error is for people and becomes the detail.
    """
    kind = DOMAIN_ERRORS.get(type(error))
    if kind is None:
        return None
    problem = Problem(str(error))
    problem.status, problem.slug = kind.status, kind.slug
    problem.title, problem.advice = kind.title, kind.advice
    return problem
