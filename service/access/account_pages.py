"""Accounts in the browser, for whoever looks after them: list, invite, roles, disable, new link."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock, problems
from service.access import account_view, accounts
from service.access.account_store import Account, Roles
from service.access.account_view import AccountForm
from service.access.actor import Scope
from service.access.letters import link_address
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, fields_of, opens_to
from service.settings import Settings

PATH = "/accounts"


@get(PATH, guards=[opens_to(Scope.ADMIN)], include_in_schema=False)
async def listed(visitor: NamedDependency[Visitor]) -> Template:
    found = await accounts.listing()
    return office_page("office/accounts.html", visitor, {"accounts": account_view.lines(found)})


@get(f"{PATH}/new", guards=[opens_to(Scope.ADMIN)], include_in_schema=False)
async def new(visitor: NamedDependency[Visitor]) -> Template:
    return _invitation(visitor, account_view.form_of({}))


@post(f"{PATH}/new", guards=[opens_to(Scope.ADMIN)], include_in_schema=False, status_code=200)
async def invite(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    """The answer shows the first link, this once: no address may hold it."""
    fields = await fields_of(request)
    name, email = fields.get("name", ""), fields.get("email", "")
    roles = account_view.roles_asked(fields)
    try:
        account = await accounts.create(name, email, roles, clock.now(), visitor.actor)
    except (problems.Unprocessable, problems.Conflict) as refused:
        form = account_view.form_of(roles, name=name, email=email, faults=_faults(refused))
        return _invitation(visitor, form, status_code=refused.status)
    return await _with_link(visitor, account, settings)


@get(f"{PATH}/{{account_id:uuid}}", guards=[opens_to(Scope.ADMIN)], include_in_schema=False)
async def one(account_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    account = await accounts.with_id(account_id)
    return _shown(visitor, account, account_view.form_of(account.roles))


@post(
    f"{PATH}/{{account_id:uuid}}",
    guards=[opens_to(Scope.ADMIN)],
    include_in_schema=False,
    status_code=200,
)
async def change(
    request: AnyRequest,
    account_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """What the button that was pressed says: other roles, disable, enable, or another link."""
    account = await accounts.with_id(account_id)
    fields = await fields_of(request)
    do, now = fields.get("do", ""), clock.now()
    roles: Roles = account.roles
    try:
        if do == "roles":
            roles = account_view.roles_asked(fields)
            _require_seen(fields.get("version", ""), account)
            await accounts.set_roles(account_id, roles, now, visitor.actor, seen=account.roles)
        elif do == "disable":
            await accounts.disable(account_id, now, visitor.actor)
        elif do == "enable":
            await accounts.enable(account_id, now, visitor.actor)
        elif do == "link" and account.disabled_at is None:
            return await _with_link(visitor, account, settings)
    except (problems.Unprocessable, problems.Conflict) as refused:
        form = account_view.form_of(roles, faults=_faults(refused))
        now_standing = await accounts.with_id(account_id)
        return _shown(visitor, now_standing, form, status_code=refused.status)
    return seen(f"{PATH}/{account_id}")


def _require_seen(version: str, account: Account) -> None:
    if version != account_view.version(account.roles):
        raise problems.Conflict(accounts.OTHER_ROLES)


async def _with_link(visitor: Visitor, account: Account, settings: Settings) -> Template:
    lasts = timedelta(hours=settings.invitation_hours)
    secret = await accounts.invitation(account, clock.now(), lasts, handed_out_by=visitor.actor)
    return _shown(
        visitor,
        account,
        account_view.form_of(account.roles),
        link=link_address(settings, secret),
        hours=settings.invitation_hours,
    )


def _invitation(visitor: Visitor, form: AccountForm, *, status_code: int = 200) -> Template:
    return office_page("office/account_new.html", visitor, {"form": form}, status_code=status_code)


def _shown(
    visitor: Visitor, account: Account, form: AccountForm, *, status_code: int = 200, **more: Any
) -> Template:
    context = {
        "account": account_view.line(account),
        "form": form,
        "version": account_view.version(account.roles),
        "link": "",
        "hours": 0,
        "own": account.id == visitor.account_id,
    }
    return office_page("office/account.html", visitor, {**context, **more}, status_code=status_code)


def _faults(refused: problems.Problem) -> tuple[tuple[str, str], ...]:
    pointers = [
        (str(each.get("pointer", "")), str(each.get("detail", "")))
        for each in refused.extra.get("errors", ())
    ]
    if not pointers and "account" in refused.slug:
        pointers = [("/email", "")]
    return account_view.faults_of(pointers, refused.detail)


ROUTES: list[HTTPRouteHandler] = [listed, new, invite, one, change]
