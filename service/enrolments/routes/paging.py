"""Pages of a list of starters: those behind the last one seen, however many came in between."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar
from uuid import UUID

from litestar.params import QueryParameter

from service.problems import InvalidParameter
from service.workforce.fact_routes import address

T = TypeVar("T")

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Starters on a page")]
After = Annotated[
    UUID | None,
    QueryParameter(description="Only starters behind this one, in the order of the list"),
]


def page(
    found: Sequence[T],
    starter: Callable[[T], UUID],
    *,
    limit: int,
    after: UUID | None,
    path: str,
    **asked: object,
) -> tuple[Sequence[T], str | None]:
    """One page, and the address of the next; None on the last.

    ``asked``: what else the next page is to be asked with. Raises InvalidParameter when the starter
    ``after`` is not, or no longer, in the list.
    """
    first = 0
    if after is not None:
        places = [place for place, each in enumerate(found) if starter(each) == after]
        if not places:
            raise InvalidParameter(
                "The starter that after names is not in this list, or no longer. Leave it out to "
                "begin at the first page.",
                errors=[{"parameter": "after", "detail": "not a starter of this list"}],
            )
        first = places[0] + 1
    shown = found[first : first + limit]
    if first + limit >= len(found):
        return shown, None
    return shown, address(path, {**asked, "limit": limit, "after": starter(shown[-1])})
