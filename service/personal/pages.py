"""One person's data in the browser, for whoever looks after accounts: look, take a copy, erase.

Who is meant is typed and sent, and stands in no address.
"""

import json
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Template

from service import clock
from service.access.actor import Scope
from service.access.office import PRIVATE, office_page
from service.access.visitors import AnyRequest, Visitor, fields_of, opens_to
from service.personal import people
from service.personal.people import Named
from service.problems import Conflict, NotFound, Problem, Unprocessable
from service.settings import Settings

PATH = "/accounts/person"
WAYS = (
    ("email", "Address of an account", "As they sign in."),
    ("number", "Registration number", "As human resources return it. It is not kept by this page."),
    (
        "member",
        "Id of a member or starter",
        "As the API and the academy's files have it.",
    ),
)


@get(PATH, guards=[opens_to(Scope.ADMIN)], include_in_schema=False)
async def person(visitor: NamedDependency[Visitor]) -> Template:
    return _asked(visitor, {})


@post(PATH, guards=[opens_to(Scope.ADMIN)], include_in_schema=False, status_code=200)
async def act(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template | Response[bytes]:
    """What the button that was pressed says: what is held, a copy of it, or erase."""
    fields = await fields_of(request)
    do, now = fields.get("do", ""), clock.now()
    try:
        named = _named(fields)
        if do == "export":
            return _file(await people.export(named, now, visitor.actor, settings))
        if do == "erase" and fields.get("confirm") == "yes":
            done = await people.erase(named, now, visitor.actor, settings)
            return office_page("office/person_erased.html", visitor, {"done": done})
        found = await people.summary(named, settings)
    except (NotFound, Conflict, Unprocessable) as refused:
        return _asked(visitor, fields, refused)
    unconfirmed = Unprocessable("Tick the box if you want to erase this person for good")
    return _asked(visitor, fields, unconfirmed if do == "erase" else None, found=found)


def _named(fields: dict[str, str]) -> Named:
    way, value = fields.get("way", ""), fields.get("value", "").strip()
    if way not in {each[0] for each in WAYS} or not value or len(value) > 254:
        raise Unprocessable("Say how they are known here, and as what.")
    return Named(**{way: value})


def _file(copy: people.Document) -> Response[bytes]:
    name = 'attachment; filename="personal-data.json"'
    return Response(
        json.dumps(copy, ensure_ascii=False, indent=2).encode(),
        media_type="application/json",
        headers={**PRIVATE, "content-disposition": name},
    )


def _asked(
    visitor: Visitor,
    fields: dict[str, str],
    refused: Problem | None = None,
    *,
    found: Any = None,
) -> Template:
    context = {
        "ways": WAYS,
        "way": fields.get("way") or "email",
        "value": fields.get("value", ""),
        "fault": refused.detail if refused else "",
        "at": "value" if found is None else "confirm",
        "found": found,
    }
    status = refused.status if refused else 200
    return office_page("office/person.html", visitor, context, status_code=status)


ROUTES: list[HTTPRouteHandler] = [person, act]
