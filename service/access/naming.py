"""What keys and people may be called, and whose own they may see."""

import unicodedata
import uuid

from service import problems
from service.access.actor import OPERATOR, Scope

NAME_LIMIT = 200


def name_of(given: str, what: str, advice: str) -> str:
    """The name on one line, as it will stand in the audit trail. Raises Unprocessable.

    ``what`` has it ("a key") and ``advice`` says what to write.
    """
    name = " ".join(given.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise problems.Unprocessable(
            f"{what.capitalize()} needs a name of 1 to {NAME_LIMIT} printable characters: {advice}.",
            errors=[{"pointer": "/name", "detail": f"1 to {NAME_LIMIT} printable characters"}],
        )
    # Compatibility forms too: a full-width colon looks the same in the trail.
    if unicodedata.normalize("NFKC", name).casefold().replace(" ", "").startswith(OPERATOR):
        raise problems.Unprocessable(
            f"The name of {what} cannot begin with {OPERATOR}, as the audit trail names who works at "
            f"the command line: {advice}.",
            errors=[{"pointer": "/name", "detail": f"not beginning with {OPERATOR}"}],
        )
    return name


def subject_of(scope: Scope, given: str | None, what: str) -> str:
    """The subject that a personal scope needs. Raises Unprocessable. ``what``: "The role"."""
    said = " ".join((given or "").split())
    if not said or len(said) > NAME_LIMIT or not said.isprintable():
        raise _needed(scope, what)
    if scope is not Scope.STARTER:
        return said
    try:
        return str(uuid.UUID(said))
    except ValueError:
        raise _needed(scope, what) from None


def _needed(scope: Scope, what: str) -> problems.Unprocessable:
    return problems.Unprocessable(
        f"{what} {scope} needs a subject: {SUBJECTS[scope]}.",
        errors=[{"pointer": "/subject", "detail": SUBJECTS[scope]}],
    )


SUBJECTS = {
    Scope.STARTER: "the id of the member whose itinerary it shows",
    Scope.MANAGER: "the team whose academy dates it shows",
    Scope.FACILITATOR: "the facilitator's name as it stands in the sessions",
}
