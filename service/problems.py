"""RFC 9457 problems: one base for refusals of the service, one table for errors of the domains."""

from typing import Any, ClassVar


class Problem(Exception):  # noqa: N818 -- RFC 9457 calls it a problem
    """A refusal with words for the person who asked. Subclasses fix status, slug and title."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be carried out"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra
        """Extension members of the problem document; plain JSON values only."""


class NotFound(Problem):
    status = 404
    slug = "not-found"
    title = "Not found"


class Conflict(Problem):
    status = 409
    slug = "conflict"
    title = "Somebody else was first"


class Unprocessable(Problem):
    status = 422
    slug = "unprocessable"
    title = "The content cannot be accepted"
