"""The permission table says what every route's guard does, and nobody is led to a closed page."""

from __future__ import annotations

import re
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from service.access.actor import Scope
from service.access.guards import Requires
from service.access.navigation import ENTRIES
from service.access.permissions import OpenedBy, permissions
from service.access.visitors import OpensTo
from service.app import CAPABILITIES, openapi_json

ROOT = Path(__file__).parents[2]


def routes() -> list[HTTPRouteHandler]:
    return [openapi_json, *(route for each in CAPABILITIES for route in each.ROUTES)]


def guarded(route: HTTPRouteHandler, path: str) -> tuple[OpenedBy, frozenset[Scope]]:
    guards = route.guards or ()
    assert len(guards) <= 1, path
    for guard in guards:
        if isinstance(guard, Requires):
            return OpenedBy.KEY, guard.scopes
        assert isinstance(guard, OpensTo), path
        return OpenedBy.SESSION, frozenset(guard.scopes)
    return (OpenedBy.LINK if "{secret" in path else OpenedBy.PUBLIC), frozenset()


def test_the_table_has_every_route_as_it_is_guarded():
    """A route that is not in the table, or is guarded otherwise, is written there on purpose."""
    found = {
        (method, path): guarded(route, path)
        for route in routes()
        for path in route.paths
        for method in route.http_methods
    }
    assert found == {(each.method, each.path): (each.by, each.scopes) for each in permissions()}
    in_order = [(each.path, each.method) for each in permissions()]
    assert in_order == sorted(in_order)


def test_nobody_in_particular_changes_nothing():
    """Without a key or a session one reads, except with a secret; signing in and out stands apart."""
    changing = {
        each.path
        for each in permissions()
        if each.by is OpenedBy.PUBLIC and each.method not in {"GET", "HEAD"}
    }
    assert changing <= {"/sign-in", "/sign-out"}


def test_an_auditor_reads_and_changes_nothing():
    opened = [each for each in permissions() if Scope.AUDITOR in each.scopes]
    assert opened
    assert {each.method for each in opened} == {"GET"}
    assert not [
        each for each in permissions() if each.by is OpenedBy.KEY and Scope.ADMIN in each.scopes
    ]


def test_the_navigation_leads_only_where_it_is_open():
    table = {each.path: each.scopes for each in permissions() if each.method == "GET"}
    for entry in ENTRIES:
        assert frozenset(entry.scopes) <= table[entry.address], entry.address
    assert len({entry.section for entry in ENTRIES}) == len(ENTRIES)


FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL)


def test_every_form_of_a_page_for_signed_in_people_has_the_token():
    """The guard refuses a form without; this finds it before anybody fills one in."""
    folder = ROOT / "service" / "templates"
    office = {"office/base.html", "desk/desk.html"}
    pages = {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")
    }
    grown = True
    while grown:
        more = {name for name, text in pages.items() if any(f'"{each}"' in text for each in office)}
        grown = not more <= office
        office |= more
    assert len(office) > 6
    without = [
        name
        for name in sorted(office)
        for form in FORM.findall(pages[name])
        if "csrf_field(visitor)" not in form
    ]
    assert without == []
