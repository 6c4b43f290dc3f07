"""One test for many values that share what was laid out before them.

``@for_each`` takes what ``@pytest.mark.parametrize`` takes. It is for tests that only read, and
whose fixtures (a published half-year, a council's files) cost far more than the test: they are made
once for all values instead of once for each.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Test = Callable[..., Awaitable[None]]


def for_each(names: str | tuple[str, ...], values: Iterable[Any]) -> Callable[[Test], Test]:
    """Run the test once for each value; a failure says for which."""
    named = (names,) if isinstance(names, str) else names
    rows = [(each,) if isinstance(names, str) else tuple(each) for each in values]
    if not rows:
        raise ValueError("A test of no values cannot fail.")

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        others = [each for name, each in signature.parameters.items() if name not in named]

        @functools.wraps(test)
        async def one_after_another(**given: Any) -> None:
            for row in rows:
                told = dict(zip(named, row, strict=True))
                try:
                    await test(**given, **told)
                except BaseException as error:
                    error.add_note(f"for {told}")
                    raise

        one_after_another.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined] -- what pytest asks for its fixtures
        return one_after_another

    return decorate
