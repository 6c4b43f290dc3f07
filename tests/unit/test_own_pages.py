"""Where a sign-in may lead, and as whom somebody with several roles acts on a page."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.access.account_store import Account, Roles
from service.access.actor import Scope
from service.access.addresses import own_page
from service.access.visitors import actor_for

P, H, A, M, S = Scope.PSW, Scope.HR, Scope.ACADEMY, Scope.MANAGER, Scope.STARTER


@pytest.mark.parametrize(
    "page", ["/office", "/academy/cohorts/1/registers/2027-01-11", "/data/people?team=East&page=2"]
)
def test_a_page_of_ours_is_led_to(page: str):
    assert own_page(page) == page


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "/",
            "office",
            "https://evil.example/",
            "//evil.example",
            "///evil.example",
            "/\\evil",
        ),
        *(
            "/a//evil.example",
            "/a/../../x",
            "/office\r\nSet-Cookie: a=b",
            "/office#x",
            "/a b",
        ),
        *("javascript:alert(1)", "/sign-in?to=/office", "/sign-out", "/ünïcode", "/" + "a" * 1000),
    ],
)
def test_anything_else_is_not(address: str):
    assert own_page(address) is None


@pytest.mark.parametrize(
    ("roles", "page", "scopes", "subject"),
    [
        # holds                      page opens to   acts with    for
        ({P: None},                  (P,),           {P},         None),
        ({P: None, H: None},         (H,),           {P, H},      None),
        ({P: None},                  (H,),           None,        None),
        ({M: "East"},                (A, M),         {M},         "East"),
        ({A: None, M: "East"},       (A, M),         {A},         None),
        ({P: None, M: "East"},       (A, M),         {M},         "East"),
        ({M: "East", S: "1"},        (S,),           {S},         "1"),
        ({M: "East", S: "1"},        (M, S),         {M},         "East"),
        ({M: "East"},                (A, P),         None,        None),
    ],
)  # fmt: skip
def test_on_a_page_somebody_has_the_roles_it_needs(roles: Roles, page, scopes, subject):
    account = Account(
        UUID(int=1), "Jo", "jo@x.example", roles, datetime(2026, 1, 1, tzinfo=UTC), ""
    )
    actor = actor_for(account, page)
    if scopes is None:
        assert actor is None
    else:
        assert actor is not None
        assert (actor.scopes, actor.subject, actor.account_id) == (scopes, subject, account.id)
