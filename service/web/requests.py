"""Requests whose JSON body is refused, not a fault, in the cases that Litestar 2.25 lets through."""

import json
from typing import Any

from litestar import Request
from litestar.exceptions import SerializationException

from service import problems


class StrictRequest(Request[Any, Any, Any]):
    """The request class of the application."""

    async def json(self) -> Any:
        """The decoded body. Raises MalformedBody for whatever is not JSON in UTF-8.

        Litestar turns only the decoder's own error into a refusal: a wrong byte inside a text and
        nesting deeper than the interpreter's stack would be a 500. Of two members with the same name
        it would take the last and say nothing: which one was meant is not for us to choose.
        """
        if b"\\u0000" in await self.body():
            raise problems.MalformedBody(
                "The body has the character NUL in a text, which no database here can keep."
            )
        try:
            decoded = await super().json()
            _refuse_repeated_names(await self.body())
        except (SerializationException, UnicodeDecodeError) as error:
            raise problems.MalformedBody("The body is not well-formed JSON in UTF-8.") from error
        except RecursionError as error:
            raise problems.MalformedBody("The body is nested too deeply.") from error
        return decoded


def _refuse_repeated_names(body: bytes) -> None:
    """Raise MalformedBody for an object with two members of one name; ``body`` is good JSON."""

    def members(pairs: list[tuple[str, Any]]) -> None:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise problems.MalformedBody(
                f"An object in the body has the member {twice[:100]!r} more than once. "
                "Give each member once.",
                members=[twice[:100]],
            )

    # Numbers stay text: only the names are wanted, and a long one would take time to no end.
    json.loads(body, object_pairs_hook=members, parse_int=str, parse_float=str)
