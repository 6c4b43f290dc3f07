"""Requests whose JSON body is refused, not a fault, in the cases that Litestar 2.25 lets through."""

from typing import Any

from litestar import Request
from litestar.exceptions import SerializationException

from service import problems


class StrictRequest(Request[Any, Any, Any]):
    """The request class of the application."""

    async def json(self) -> Any:
        """The decoded body. Raises MalformedBody for whatever is not JSON in UTF-8.

        Litestar turns only the decoder's own error into a refusal: a wrong byte inside a text and
        nesting deeper than the interpreter's stack would be a 500.
        """
        if b"\\u0000" in await self.body():
            raise problems.MalformedBody(
                "The body has the character NUL in a text, which no database here can keep."
            )
        try:
            return await super().json()
        except (SerializationException, UnicodeDecodeError) as error:
            raise problems.MalformedBody("The body is not well-formed JSON in UTF-8.") from error
        except RecursionError as error:
            raise problems.MalformedBody("The body is nested too deeply.") from error
